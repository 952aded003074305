"""`playbook status`: on the way of every start, so it imports next to nothing."""

from collections.abc import Callable
from typing import Any

import click

from playbook.app import status as app
from playbook.cli import portfolio, show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.portfolio import today
from playbook.cli.tongue import call, term
from playbook.errors import UsageError
from playbook.exports import EXPORTERS

Row = dict[str, Any]
ANY = "*"
"""What `--blocked` stands for where it names no condition."""
HIDDEN = ("asks", "place")
"""Keys of a line that `playbook next` shows, or that only sort."""


class Choice:
    """Which units are shown, and in which order."""

    def __init__(self, stage: str, blocked: str, order: str, reverse: bool, limit: int | None) -> None:  # noqa: FBT001  (the options)
        """Keep what the options say."""
        self.stage, self.blocked = stage, blocked
        self.order, self.reverse, self.limit = order, reverse, limit

    @property
    def filtered(self) -> bool:
        """Whether units are left out for what they are."""
        return bool(self.stage or self.blocked)


@command(
    "playbook status\nplaybook status emea\nplaybook status --blocked approval --sort age\n"
    "playbook status --stage replication --watch"
)
@click.argument("unit", required=False, type=Subject(unit=True))
@click.option("--stage", default="", metavar="STAGE", help="Only units in this stage.")
@click.option(
    "--blocked",
    is_flag=False,
    flag_value=ANY,
    default="",
    metavar="[CONDITION]",
    help="Only units that something stands in the way of, or this condition (`hold`: on hold).",
)
@click.option("--sort", "order", default="unit", type=click.Choice([*app.ORDERS]), help="Longest and most come first.")
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--limit", type=click.IntRange(1), default=None, metavar="N", help="Only the first so many units.")
@click.option("--format", "form", type=click.Choice([*EXPORTERS]), help="The portfolio for another program.")
@click.option("--watch", is_flag=True, help="Draw it again whenever it changes, until Ctrl-C.")
@click.option("--every", default=2.0, type=click.FloatRange(0.1, 3600), metavar="SECONDS", help="How often to look.")
@pass_settings
def status(  # noqa: PLR0913  (its options)
    settings: Settings,
    unit: str | None,
    form: str | None,
    stage: str,
    blocked: str,
    *,
    order: str,
    reverse: bool,
    limit: int | None,
    watch: bool,
    every: float,
) -> int:
    """Show where units stand and what blocks them; with UNIT, its pilot, waves and squads as a tree.

    What blocks is as of the last command that changed the unit; `playbook why` judges afresh.
    """
    if unit and (form or stage or blocked or limit or reverse or order != "unit"):
        raise _misplaced(unit)
    how = Choice(stage, blocked, order, reverse, limit)
    if watch:
        from playbook.cli.watch import refuse, watching

        refuse(settings, form)
        return watching(_picture(settings, unit, how), every, plain=settings.plain)
    if unit is None:
        rows = _rows(settings, how)
        if form:
            click.echo(app.exporter(form).write(rows), nl=False)
            return 0
        if settings.json:
            settings.data([{key: value for key, value in row.items() if key not in HIDDEN} for row in rows])
            return 0
        settings.say("\n".join(portfolio.lines(rows, filtered=how.filtered)))
        return 0
    _unit(settings, unit)
    return 0


def _picture(settings: Settings, unit: str | None, how: Choice) -> Callable[[], list[str]]:
    """Return what draws the portfolio, or a unit, as it is at that moment."""

    def draw() -> list[str]:
        if unit:
            from playbook.cli import tree

            return tree.lines(*_read(settings, unit))
        return portfolio.lines(_rows(settings, how), filtered=how.filtered)

    def picture() -> list[str]:
        try:
            return draw()
        finally:
            settings.close()

    return picture


def _unit(settings: Settings, unit: str) -> None:
    from playbook.cli import tree

    found, people = _read(settings, unit)
    settings.data(tree.data(found, people))
    settings.say("\n".join(tree.lines(found, people)))


def _read(settings: Settings, unit: str) -> tuple[Row, dict[str, str]]:
    """Return a unit's tree as it reads today (its line, where nothing happened yet), and the people in it by id."""
    ledger = settings.ledger()
    found = ledger.tree(unit)
    if found is None and unit not in settings.units():
        raise no_unit(unit, show.nearest(unit, settings.units()))
    call(found.get("squad_word") if found else None)
    row = app.dated({**app.unread(unit), **(found or {})}, today())
    ids = {who for ask in row["asks"] for who in ask["who"]} | {one["owner"] for one in row.get("promised", ())}
    return row, ledger.people(ids) if ids else {}


def _rows(settings: Settings, how: Choice) -> list[Row]:
    """Return the lines that were asked for, in that order; UsageError for a stage or condition there is none of."""
    day = today()
    rows = [app.dated(row, day) for row in app.portfolio(settings.ledger().lines(), settings.units())]
    if how.stage:
        rows = app.in_stage(rows, _known_stage(settings, how.stage, rows))
    if how.blocked:
        rows = app.blocked_by(rows, "" if how.blocked == ANY else _known_condition(how.blocked, rows))
    return app.arranged(rows, how.order, reverse=how.reverse)[: how.limit]


def _known_stage(settings: Settings, stage: str, rows: list[Row]) -> str:
    """Return the id of a stage that some unit is in, or that a stage map has; people may say it in their language."""
    there: list[str] = sorted({row["stage"] for row in rows if row["stage"]})
    for one in there:
        if stage.casefold() in (one, term(one).casefold()):
            return one
    from playbook.app.stages import stages

    known = stages(settings.world(writing=False))
    for one in known:
        if stage.casefold() in (one, term(one).casefold()):
            return one
    raise _unknown("stage", stage, known)


def _known_condition(condition: str, rows: list[Row]) -> str:
    """Return the name of a condition that blocks some unit, or that there is."""
    said = condition.casefold().replace("-", "_")
    if any(said in app.blockers(row) for row in rows):
        return said
    from playbook.app.stages import conditions

    known = conditions()
    for one in known:
        if said in (one, term(one).casefold().replace(" ", "_")):
            return one
    raise _unknown("condition", condition, known)


def _unknown(what: str, name: str, known: list[str]) -> UsageError:
    from playbook.core.phrase import say

    close = show.nearest(name, known)
    hint = say("did you mean '{name}'?", name=close) if close else say("there are: {names}", names=known)
    if what == "stage":
        return UsageError(say("there is no stage '{name}'", name=name), hint=hint)
    return UsageError(say("there is no condition '{name}'", name=name), hint=hint)


def no_unit(unit: str, close: str) -> UsageError:
    """Return what to say of a unit that there is none of, with the one that was probably meant."""
    from playbook.core.phrase import say

    hint = say("did you mean '{name}'?", name=close) if close else "playbook status"
    return UsageError(say("there is no unit '{unit}'", unit=unit), hint=hint)


def _misplaced(unit: str) -> UsageError:
    from playbook.core.phrase import say

    text = say("a single unit has nothing to choose from: these options are for the whole portfolio")
    return UsageError(text, hint=f"playbook status {unit}")
