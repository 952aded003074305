"""The portfolio, read from the projection alone: no event is folded, no file understood.

A line that an older version of the program projected lacks what was added since: it is shown without, and
`playbook rebuild` makes it anew.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from playbook.exports import EXPORTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playbook.exports.base import Exporter

Row = dict[str, Any]
LATE = "9999-12-31"


def unread(unit: str) -> Row:
    """Return the line of a unit whose file no command has read yet."""
    return {
        "unit": unit,
        "name": "",
        "stage": "",
        "place": -1,
        "since": "",
        "hold": "",
        "waves": [0, 0],
        "squads": {},
        "next": "",
        "steps": [],
        "blocked": [],
        "suspect": 0,
        "budget": {"used": 0, "limit": 0, "tripped": False},
        "waivers": [],
        "provisos": [],
        "asks": [],
        "playbook": "",
        "offered": "",
        "at": "",
    }


def portfolio(lines: Iterable[Mapping[str, Any]], files: Iterable[str]) -> list[Row]:
    """Return the line of every unit, sorted; a unit that has a file but no history yet is there too, unread."""
    known = {line["unit"]: {**unread(line["unit"]), **line} for line in lines}
    for unit in files:
        known.setdefault(unit, unread(unit))
    return [known[unit] for unit in sorted(known)]


def dated(row: Row, today: str) -> Row:
    """Return a line as it reads on a day (YYYY-MM-DD): ages, what is overdue, and without what time has cleared.

    Added are `days` in the stage, `blocked_days` of the oldest that stands in the way (both None where nothing is to
    be counted), `waived_until` (the first waiver's last day) and `overdue` (provisos past their day); `waivers` and
    `provisos` become numbers.
    """
    blocked = [one for one in row["blocked"] if not one.get("until") or one["until"] > today]
    ages = [days for one in blocked if (days := age(one.get("since", ""), today)) is not None]
    waivers = [until for until in row["waivers"] if until >= today]
    return {
        **row,
        "blocked": blocked,
        "days": age(row["since"], today),
        "blocked_days": max(ages, default=None),
        "waivers": len(waivers),
        "waived_until": min(waivers, default=""),
        "provisos": len(row["provisos"]),
        "overdue": sum(due < today for due in row["provisos"]),
    }


def age(since: str, today: str) -> int | None:
    """Return the calendar days from a time stamp or day to a day, at least 0; None where there is none."""
    if not since:
        return None
    return max(0, (dt.date.fromisoformat(today) - dt.date.fromisoformat(since[:10])).days)


ORDERS: dict[str, Callable[[Row], Any]] = {
    "unit": lambda row: row["unit"],
    "stage": lambda row: row["place"],
    "age": lambda row: -1 if row["days"] is None else row["days"],
    "squads": lambda row: sum(row["squads"].values()),
    "budget": lambda row: (row["budget"]["tripped"], burnt(row)),
    "blocked": lambda row: (
        len({one["condition"] for one in row["blocked"]}) + bool(row["hold"]),
        row["blocked_days"] or 0,
    ),
}
"""What the portfolio can be sorted by; of numbers, units with most of it stand first."""
MOST_FIRST = ("age", "squads", "budget", "blocked")


def burnt(row: Row) -> float:
    """Return the share of the failure budget that is used; any failure is over a budget of nothing."""
    used, limit = row["budget"]["used"], row["budget"]["limit"]
    return float(used / limit) if limit else float(used * 1e9)


def arranged(rows: Iterable[Row], order: str, *, reverse: bool = False) -> list[Row]:
    """Return the lines in an order of `ORDERS`, equals by their unit; `reverse` turns it round."""
    found = sorted(rows, key=lambda row: row["unit"])
    found.sort(key=ORDERS[order], reverse=order in MOST_FIRST)
    return found[::-1] if reverse else found


def in_stage(rows: Iterable[Row], stage: str) -> list[Row]:
    """Return the lines of the units in a stage."""
    return [row for row in rows if row["stage"] == stage]


def blocked_by(rows: Iterable[Row], condition: str) -> list[Row]:
    """Return the lines of the units that a condition stands in the way of; with `hold` of those on hold.

    An empty name is anything at all.
    """
    return [row for row in rows if condition in blockers(row) or (not condition and blockers(row))]


def blockers(row: Row) -> dict[str, str]:
    """Return the conditions that block a unit, each once, with `fail` or `undecided`; a hold before them."""
    found: dict[str, str] = {"hold": "fail"} if row["hold"] else {}
    for one in row["blocked"]:
        if found.get(one["condition"]) != "fail":
            found[one["condition"]] = one["status"]
    return found


def exporter(name: str) -> "Exporter":
    """Return the format of that name; KeyError if the table has none."""
    import importlib

    module: Any = importlib.import_module(EXPORTERS[name])
    return module  # type: ignore[no-any-return]  # a module has the attributes of the protocol
