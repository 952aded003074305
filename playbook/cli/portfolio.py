"""The portfolio as a table: a line a unit, and below it what the units have in common."""

from typing import Any

import click

from playbook import wiring
from playbook.app import status as app
from playbook.cli import show
from playbook.cli.tongue import move, t, term

Row = dict[str, Any]
KINDS = 3
"""So many stages of squads are told in a row; of more, the two with the most squads."""
NAMED = 2
"""So many units are named at the end of the portfolio for each thing that waits there."""
LEAST = 24
"""Columns that what blocks may always take."""


def today() -> str:
    """Return the day (YYYY-MM-DD): the clock's, or the rehearsal's."""
    return wiring.now().date().isoformat()


def lines(rows: list[Row], *, filtered: bool = False) -> list[str]:
    """Return the lines of the table and of its end; `filtered` where units were left out for what they are."""
    if not rows:
        return [
            t("no unit is like that")
            if filtered
            else t("no units yet: write units/NAME.yaml (playbook init shows one)")
        ]
    dash = show.glyph(show.DASH, "-")
    burnt = any(row["budget"]["used"] for row in rows)
    cells = [[*_where(row, dash), *([_budget(row, dash)] if burnt else []), _next(row) or dash] for row in rows]
    head = [t("UNIT"), t("STAGE"), t("DAYS"), t("WAVES"), t("SQUADS"), *([t("BUDGET")] if burnt else []), t("NEXT")]
    widths = [max(map(show.width, column)) for column in zip(head, *cells, strict=True)]
    room = max(LEAST, show.terminal_width(160 if show.on_terminal() else 102) - sum(widths) - 2 * len(widths))
    table = [(*row, blockers(each, room) or dash) for row, each in zip(cells, rows, strict=True)]
    return [*show.table((*head, t("BLOCKED BY")), table), *_sum(rows)]


def _where(row: Row, dash: str) -> tuple[str, ...]:
    return (
        show.strong(row["unit"]),
        show.clean(term(row["stage"]) if row["stage"] else t("not started")),
        dash if row["days"] is None else str(row["days"]),
        f"{row['waves'][0]}/{row['waves'][1]}" if row["waves"][1] else dash,
        _squads(row["squads"]) or dash,
    )


def _squads(squads: dict[str, int]) -> str:
    """Return how many squads are in which stage; of many stages the fullest."""
    shown = sorted(squads.items(), key=lambda one: -one[1]) if len(squads) > KINDS else list(squads.items())
    shown = shown[: KINDS - 1] if len(squads) > KINDS else shown
    text = " ".join(f"{count} {term(stage)}" for stage, count in shown)
    rest = sum(squads.values()) - sum(count for _, count in shown)
    return t("{stages} and {n} more", "{stages} and {n} more", stages=text, n=rest) if rest else text


def _budget(row: Row, dash: str) -> str:
    used, limit = row["budget"]["used"], row["budget"]["limit"]
    if not (used or limit):
        return dash
    over = row["budget"]["tripped"] or used > limit
    text = f"{show.number(used)}/{show.number(limit)}"
    return click.style(text, fg="red") if over else text


def _next(row: Row) -> str:
    return t(", ").join(move(one) for one in row["steps"] or [row["next"]] if one)


def _sum(rows: list[Row]) -> list[str]:
    """Return what the units have in common: how many, what waits where, and a command to go on with."""
    squads = sum(sum(row["squads"].values()) for row in rows)
    parts = [t("{n} unit", "{n} units", n=len(rows)), t("{n} {squad}", "{n} {squads}", n=squads), *_waiting(rows)]
    told, dot = [""], show.glyph(" · ", " - ")
    for part in parts:
        longer = f"{told[-1]}{dot}{part}" if told[-1] else part
        told[-1:] = [longer] if show.width(longer) <= show.terminal_width() or not told[-1] else [told[-1], part]
    blocked = next((row["unit"] for row in rows if row["blocked"]), None)
    fresh = next((row["unit"] for row in rows if not row["stage"]), None)
    step = f"playbook why {blocked}" if blocked else f"playbook sync {fresh}" if fresh else ""
    return [*told, *([show.faint(t("next: {command}", command=step))] if step else [])]


def _waiting(rows: list[Row]) -> list[str]:
    """Return the holds, waivers, provisos and lapsed signatures of all units, each with the units it is about."""
    held = [row for row in rows if row["hold"]]
    waived = [row for row in rows if row["waivers"]]
    open_, late = [row for row in rows if row["provisos"] > row["overdue"]], [row for row in rows if row["overdue"]]
    suspect = [row for row in rows if row["suspect"]]
    parts = [t("{n} on hold", "{n} on hold", n=len(held)) + _names(held)] if held else []
    if waived:
        n, day = sum(row["waivers"] for row in rows), show.day(min(row["waived_until"] for row in waived))
        text = t("{n} waiver until {day}", "{n} waivers, the first until {day}", n=n, day=day)
        parts.append(text + _names(waived))
    if open_:
        n = sum(row["provisos"] - row["overdue"] for row in rows)
        parts.append(t("{n} proviso to meet", "{n} provisos to meet", n=n) + _names(open_))
    if late:
        text = t("{n} proviso overdue", "{n} provisos overdue", n=sum(row["overdue"] for row in rows))
        parts.append(click.style(text, fg="red") + _names(late))
    return [*parts, *([suspects(sum(row["suspect"] for row in rows)) + _names(suspect)] if suspect else [])]


def _names(rows: list[Row]) -> str:
    names = [row["unit"] for row in rows]
    return f" ({', '.join(names)})" if len(names) <= NAMED else ""


def suspects(n: int) -> str:
    """Return how many approvals and signatures stand under something that has changed since."""
    text = t("{n} approval or signature is suspect", "{n} approvals or signatures are suspect", n=n)
    return click.style(text, fg="yellow")


def blockers(row: Row, room: int) -> str:
    """Return what blocks in so many columns, each condition once: red for failed, yellow and in words for undecided."""
    if row["hold"]:
        first, *more = show.fold(t("on hold: {reason}", reason=show.clean(row["hold"])), room - 2)
        return click.style(first + (show.glyph(" …", "...") if more else ""), fg="yellow")
    parts = [
        click.style(term(name), fg="red")
        if state == "fail"
        else click.style(t("{condition} (undecided)", condition=term(name)), fg="yellow")
        for name, state in app.blockers(row).items()
    ]
    age = row["blocked_days"]
    tail = ""
    if parts and age is not None and age != row["days"]:
        tail = show.glyph(" · ", " - ") + t("{n} day", "{n} days", n=age)
    for shown in range(len(parts), 0, -1):
        text = _some(parts, shown) + tail
        if show.width(text) <= room or shown == 1:
            return text
    return ""


def _some(parts: list[str], shown: int) -> str:
    first, more = t(", ").join(parts[:shown]), len(parts) - shown
    if not more:
        return first
    return t("{conditions} and {n} more", "{conditions} and {n} more", conditions=first, n=more)
