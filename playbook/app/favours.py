"""Favours to the pilot: what it got that the chain cannot have for free, and what becomes of it in the waves."""

import re
from typing import Any, Literal, cast

from playbook.app.session import Session
from playbook.app.sync import change
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.history import Favour
from playbook.core.persons import normal
from playbook.core.phrase import say
from playbook.errors import UsageError

SETTLEMENTS = {"standardise": "standardised", "price": "priced", "drop": "dropped"}
"""What can become of a favour: what one types, and what has happened then."""
CURRENCY = re.compile(r"[A-Z]{3}")
LARGEST = 1e12
"""The largest amount of money: beyond it, cents are lost in arithmetic on floats."""


def grant(  # noqa: PLR0913  (what is known of a favour)
    world: World, unit: str, text: str, *, by: str = "", cost: float = 0.0, currency: str = ""
) -> tuple[Session, Favour]:
    """Record a favour that a unit's pilot was granted: by whom and at what cost, where that is known.

    Raises:
        UsageError: the amount or its currency is wrong, or `by` is no person.
    """
    found: list[str] = []

    def act(session: Session) -> None:
        amount = _money(cost, currency) if cost or currency else (0.0, "")
        name = f"favour-{len(session.state.favours) + 1}"
        who = _person(session, by) if by else ""
        session.record(e.FavourGranted(f"{session.unit}/pilot", name, text, who, *amount))
        found.append(name)

    session = change(world, unit, act)
    return session, session.state.favours[found[-1]]


def settle(  # noqa: PLR0913  (what is decided about a favour)
    world: World, unit: str, favour: str, how: str, reason: str, *, cost: float = 0.0, currency: str = ""
) -> tuple[Session, Favour]:
    """Say what becomes of a favour in the waves: `standardise`, `price` or `drop`; the last word counts.

    A price without an amount is what the favour cost the pilot.

    Raises:
        UsageError: there is no such favour, or the amount is missing, wrong, or not asked for.
    """

    def act(session: Session) -> None:
        known = _known(session, favour)
        amount = _price(known, how, cost, currency)
        kind = cast("Literal['standardised', 'priced', 'dropped']", SETTLEMENTS[how])
        session.record(e.FavourSettled(known.subject, favour, kind, reason, *amount))

    session = change(world, unit, act)
    return session, session.state.favours[favour]


def favours(world: World, unit: str) -> list[dict[str, Any]]:
    """Return the favours of a unit's pilot, the open ones first; people as `Name <mail>`."""
    state = Session(world, unit).state
    found = sorted(state.favours.values(), key=lambda one: bool(one.settlement))
    return [
        {
            "id": one.id,
            "text": one.text,
            "granted": one.granted,
            "granted_by": state.people.get(one.granted_by, one.granted_by),
            "cost": one.cost,
            "currency": one.currency,
            "settlement": one.settlement,
            "reason": one.reason,
            "settled": one.settled,
            "settled_by": state.people.get(one.settled_by, one.settled_by),
            "price": one.price,
            "price_currency": one.price_currency,
        }
        for one in found
    ]


def _known(session: Session, favour: str) -> Favour:
    found = session.state.favours.get(favour)
    if found is None:
        known = list(session.state.favours)
        hint = say("favours: {names}", names=known) if known else say("no favour is recorded yet")
        raise UsageError(say("{unit} has no favour '{name}'", unit=session.unit, name=favour), hint=hint)
    return found


def _price(known: Favour, how: str, cost: float, currency: str) -> tuple[float, str]:
    """Return the amount that a settlement takes, nothing where it takes none."""
    if how != "price":
        if cost or currency:
            raise UsageError(
                say("only a favour that is priced has a cost in the waves"),
                hint=say("leave out --cost and --currency, or settle it with: price"),
            )
        return 0.0, ""
    if not (cost or known.cost):
        raise UsageError(
            say("what do the waves pay for '{name}'?", name=known.id), hint=say("add --cost 1200 --currency EUR")
        )
    return _money(cost or known.cost, currency or known.currency)


def _money(cost: float, currency: str) -> tuple[float, str]:
    """Return an amount to the cent with its currency; UsageError where it is none."""
    code = currency.upper()
    if not CURRENCY.fullmatch(code):
        raise UsageError(
            say("an amount needs a currency of three letters, found '{code}'", code=currency),
            hint=say("such as --currency EUR"),
        )
    if not 0 < round(cost, 2) <= LARGEST:
        raise UsageError(say("a cost is more than nothing and at most {most}, found {cost}", most=LARGEST, cost=cost))
    return round(cost, 2), code


def _person(session: Session, person: str) -> str:
    """Return the id of who granted it; a bare name is enough where one person of this unit has it."""
    name = normal(person)
    same = [who for who, text in session.state.people.items() if text.partition(" <")[0] == name]
    return same[0] if len(same) == 1 else session.person(name)
