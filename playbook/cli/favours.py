"""`favour` (add, settle, list)."""

from typing import Any

import click

from playbook.app import favours as app
from playbook.cli import show
from playbook.cli.command import PROSE, Command, Group, Settings, Subject, pass_settings
from playbook.cli.tongue import t, words

UNIT = Subject(unit=True)
COST = click.FloatRange(0)


@click.group(cls=Group)
def favour() -> None:
    """Record, settle and list favours to the pilot: what the waves cannot have for free."""


@favour.command(
    "add",
    cls=Command,
    example='playbook favour add emea "a data engineer, borrowed for two months" --cost 18400 --currency EUR\n'
    'playbook favour add emea "refunds without a second signature" --by "Ana Diaz"',
)
@click.argument("unit", type=UNIT)
@click.argument("text", type=PROSE)
@click.option("--by", default="", metavar="PERSON", help="Who granted it.")
@click.option("--cost", default=0.0, type=COST, metavar="AMOUNT", help="What it costs.")
@click.option("--currency", default="", metavar="CODE", help="Currency of the cost: EUR.")
@pass_settings
def add(settings: Settings, unit: str, text: str, by: str, cost: float, currency: str) -> None:  # noqa: PLR0913, PLR0917  (its options)
    """Record a favour that the pilot was granted."""
    _, found = app.grant(settings.world(), unit, text, by=by, cost=cost, currency=currency)
    settings.data({"unit": unit, "favour": found.id, "cost": found.cost, "currency": found.currency})
    settings.say(t("{unit}: {name} is recorded", unit=unit, name=show.strong(found.id)))
    how = f'playbook favour settle {unit} {found.id} standardise|price|drop --reason "…"'
    settings.say(show.faint(t("to settle it: {command}", command=how)))


@favour.command(
    "settle",
    cls=Command,
    example='playbook favour settle emea favour-1 price --reason "each wave needs it" --cost 9200 --currency EUR\n'
    'playbook favour settle emea favour-2 standardise --reason "the new rule is for everybody"',
)
@click.argument("unit", type=UNIT)
@click.argument("name", metavar="FAVOUR")
@click.argument("how", type=click.Choice([*app.SETTLEMENTS]))
@click.option("--reason", required=True, type=PROSE, help="Why.")
@click.option("--cost", default=0.0, type=COST, metavar="AMOUNT", help="What the waves pay, for price.")
@click.option("--currency", default="", metavar="CODE", help="Currency of the cost: EUR.")
@pass_settings
def settle(  # noqa: PLR0913, PLR0917  (its options)
    settings: Settings, unit: str, name: str, how: str, reason: str, cost: float, currency: str
) -> None:
    """Say what becomes of a favour: a standard for all, a price that the waves pay, or nothing more."""
    _, found = app.settle(settings.world(), unit, name, how, reason, cost=cost, currency=currency)
    priced = {"cost": found.price, "currency": found.price_currency}
    settings.data({"unit": unit, "favour": name, "settlement": found.settlement, "reason": reason, **priced})
    facts = {"name": show.strong(name), "text": show.clean(found.text)}
    if found.price:
        price = words().currency(found.price, found.price_currency)
        settings.say(t("{name} is priced, the waves pay {price}: {text}", price=price, **facts))
    elif found.settlement == "standardised":
        settings.say(t("{name} is standard now, for everybody: {text}", **facts))
    else:
        settings.say(t("{name} is dropped, the waves go without: {text}", **facts))


@favour.command("list", cls=Command, example="playbook favour list emea")
@click.argument("unit", type=UNIT)
@pass_settings
def list_favours(settings: Settings, unit: str) -> None:
    """List the favours to a unit's pilot, the open ones first."""
    found = app.favours(settings.world(), unit)
    settings.data(found)
    head = (t("FAVOUR"), t("GRANTED"), t("COST"), t("IN THE WAVES"), t("TEXT"))
    rows = [(one["id"], show.day(one["granted"]), *_amounts(one), show.clean(one["text"])) for one in found]
    for line in show.table(head, rows) if rows else [t("no favours yet")]:
        settings.say(line)


def _amounts(one: dict[str, Any]) -> tuple[str, str]:
    """Return what a favour cost, and what becomes of it."""
    money = words().currency
    cost = money(one["cost"], one["currency"]) if one["cost"] else "-"
    if not one["settlement"]:
        return cost, click.style(t("still open"), fg="yellow")
    if one["price"]:
        return cost, t("priced: {price}", price=money(one["price"], one["price_currency"]))
    return cost, t("standardised") if one["settlement"] == "standardised" else t("dropped")
