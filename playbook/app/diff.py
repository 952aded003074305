"""What changed in units between two points in time: both are folded, and the folds compared."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from playbook.app.accept import from_text
from playbook.app.session import nearest
from playbook.app.world import World
from playbook.core.difference import difference, differs
from playbook.core.history import Rollout, Stamped, fold
from playbook.core.model import people_of
from playbook.core.phrase import say
from playbook.core.scene import stamp
from playbook.errors import UsageError
from playbook.ledger.base import Row
from playbook.ledger.codec import decode

AGO = re.compile(r"(\d{1,4})([dw])")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
VERSION = re.compile(r"@(\d{1,9})")
NOW = "now"


class Point(NamedTuple):
    """A point in the history: a time, or a version of one unit."""

    said: str
    at: str = ""
    """As in the ledger: all that had happened by then counts."""
    version: int = -1
    """Version of the unit's rollout, as `playbook history` numbers it; -1 for a time."""


class Changed(NamedTuple):
    """A unit that is not as it was."""

    unit: str
    name: str
    found: dict[str, Any]


def point(said: str, now: datetime) -> Point:
    """Return the point that is meant: a day (to its end; today so far), a time, `7d` or `2w` ago, `@12`, or `now`.

    Raises:
        UsageError: it is none of these.
    """
    if said == NOW:
        return Point(said, stamp(now))
    if version := VERSION.fullmatch(said):
        return Point(said, version=int(version[1]))
    try:
        return Point(said, _time(said, now))
    except (ValueError, OverflowError):
        hint = say("write a day (2026-11-01), a time (2026-11-01T09:30), 7d or 2w for so long ago, or @12")
        raise UsageError(say("'{text}' is no point in time", text=said), hint=hint) from None


def _time(said: str, now: datetime) -> str:
    if ago := AGO.fullmatch(said):
        return stamp(now - timedelta(days=int(ago[1]) * (7 if ago[2] == "w" else 1)))
    time = datetime.fromisoformat(said)
    if DAY.fullmatch(said):
        time = time.replace(hour=23, minute=59, second=59)
    found = time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    today = DAY.fullmatch(said) and found.date() == now.date()
    return stamp(now) if today else f"{found:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")  # years before 1000 are not padded


def diff(world: World, first: Point, last: Point, units: Sequence[str] = ()) -> list[Changed]:
    """Return the units that changed between the two points, sorted, with what changed; people as `Name <mail>`.

    Raises:
        UsageError: the points are in the wrong order, a version is of no single unit, or there is no such unit.
    """
    _ordered(first, last)
    lines = {line["unit"]: line for line in world.ledger.lines()}
    known = world.ledger.units()
    for unit in units:
        if unit not in known:
            raise UsageError(say("nothing has happened to '{unit}'", unit=unit), hint=nearest(unit, known))
    wanted = list(units) or known
    if len(wanted) != 1 and max(first.version, last.version) != -1:
        raise UsageError(say("a version is of one unit: say which"), hint=say("add {option}", option="--unit UNIT"))
    fresh = [unit for unit in wanted if not first.at or lines.get(unit, {}).get("at", "9") > first.at]
    found = [_changed(world, unit, first, last) for unit in fresh]
    return [one for one in found if differs(one.found)]


def _ordered(first: Point, last: Point) -> None:
    """Raise UsageError where the first point is later than the last; of a time and a version each unit tells."""
    if (first.at and last.at and first.at > last.at) or (last.version > -1 and first.version > last.version):
        raise _reversed(first, last)


def _reversed(first: Point, last: Point) -> UsageError:
    text = say("{first} is later than {last}", first=first.said, last=last.said)
    return UsageError(text, hint=f"playbook diff {last.said} {first.said}")


def _changed(world: World, unit: str, first: Point, last: Point) -> Changed:
    rows = list(world.ledger.read(unit))
    start, end = _cut(rows, first), _cut(rows, last)
    if start > end:
        raise _reversed(first, last)
    happened = [Stamped(row.at, row.by, decode(row.kind, row.data)) for row in rows[:end]]
    then, now = (_folded(world, unit, part) for part in (happened[:start], happened))
    found = difference(then, now)
    people = world.ledger.people(_ids(found, then, now))
    return Changed(unit, now.unit.name if now.unit else "", named(found, people))


def _cut(rows: Sequence[Row], where: Point) -> int:
    """Return how many events count: up to the last one that had happened. Their order is the ledger's, not the clock's.

    A version that the unit has not come to yet is the end.
    """
    if where.version > -1:
        later = (index for index, row in enumerate(rows) if row.stream == "rollout" and row.version > where.version)
        return next(later, len(rows))
    return next((index + 1 for index in range(len(rows) - 1, -1, -1) if rows[index].at <= where.at), 0)


def _folded(world: World, unit: str, happened: Iterable[Stamped]) -> Rollout:
    state = fold(happened, Rollout(unit))
    text = world.ledger.text(state.configuration) if state.configuration else None
    if text:
        known = from_text(text)
        state.unit, state.goal = known.unit, known.goal
    return state


def _ids(found: Mapping[str, Any], *states: Rollout) -> set[str]:
    """Return everybody who is in what was found, or may be."""
    said: set[str] = set()
    for state in states:
        said |= set(people_of(state.unit)) if state.unit else set()
    return said | {
        one[key]
        for part in found.values()
        if isinstance(part, list)
        for one in part
        if isinstance(one, dict)
        for key in ("by", "owner")
        if one.get(key)
    }


def named(value: Any, people: Mapping[str, str]) -> Any:
    """Return plain data with each text that is a person's id replaced by `Name <mail>`."""
    if isinstance(value, str):
        return people.get(value, value)
    if isinstance(value, dict):
        return {key: named(item, people) for key, item in value.items()}
    return [named(item, people) for item in value] if isinstance(value, list) else value
