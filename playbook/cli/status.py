"""`playbook status`: on the way of every start, so it imports next to nothing."""

from collections.abc import Callable
from typing import Any

import click

from playbook import wiring
from playbook.app import status as app
from playbook.app.status import portfolio
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.tongue import call, move, t, term
from playbook.errors import UsageError
from playbook.exports import EXPORTERS

Row = dict[str, Any]
KINDS = 3
"""So many stages of squads are told in a row; of more, the two with the most squads."""
NAMED = 2
"""So many units are named at the end of the portfolio for each thing that waits there."""
LEAST = 24
"""Columns that what blocks may always take."""
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
        settings.data([{key: value for key, value in row.items() if key not in HIDDEN} for row in rows])
        settings.say("\n".join(_portfolio(rows, filtered=how.filtered)))
        return 0
    _unit(settings, unit)
    return 0


def _picture(settings: Settings, unit: str | None, how: Choice) -> Callable[[], list[str]]:
    """Return what draws the portfolio, or a unit, as it is at that moment."""

    def draw() -> list[str]:
        if unit:
            from playbook.cli import tree

            return tree.lines(*_read(settings, unit))
        return _portfolio(_rows(settings, how), filtered=how.filtered)

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


def today() -> str:
    """Return the day (YYYY-MM-DD): the clock's, or the rehearsal's."""
    return wiring.now().date().isoformat()


def _rows(settings: Settings, how: Choice) -> list[Row]:
    """Return the lines that were asked for, in that order; UsageError for a stage or condition there is none of."""
    day = today()
    rows = [app.dated(row, day) for row in portfolio(settings.ledger().lines(), settings.units())]
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


def _portfolio(rows: list[Row], *, filtered: bool = False) -> list[str]:
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
    return click.style(f"{used}/{limit}", fg="red") if over else f"{used}/{limit}"


def _next(row: Row) -> str:
    return t(", ").join(move(one) for one in row["steps"] or [row["next"]] if one)


def _sum(rows: list[Row]) -> list[str]:
    """Return what the units have in common: how many, what waits where, and a command to go on with."""
    squads = sum(sum(row["squads"].values()) for row in rows)
    parts = [t("{n} unit", "{n} units", n=len(rows)), t("{n} {squad}", "{n} {squads}", n=squads), *_waiting(rows)]
    lines, dot = [""], show.glyph(" · ", " - ")
    for part in parts:
        longer = f"{lines[-1]}{dot}{part}" if lines[-1] else part
        lines[-1:] = [longer] if show.width(longer) <= show.terminal_width() or not lines[-1] else [lines[-1], part]
    blocked = next((row["unit"] for row in rows if row["blocked"]), None)
    fresh = next((row["unit"] for row in rows if not row["stage"]), None)
    step = f"playbook why {blocked}" if blocked else f"playbook sync {fresh}" if fresh else ""
    return [*lines, *([show.faint(t("next: {command}", command=step))] if step else [])]


def _waiting(rows: list[Row]) -> list[str]:
    """Return the holds, waivers, provisos and lapsed signatures of all units, each with the units it is about."""
    held = [row for row in rows if row["hold"]]
    waived = [row for row in rows if row["waivers"]]
    provisos, late = [row for row in rows if row["provisos"]], [row for row in rows if row["overdue"]]
    suspect = [row for row in rows if row["suspect"]]
    parts = [t("{n} on hold", "{n} on hold", n=len(held)) + _names(held)] if held else []
    if waived:
        n, day = sum(row["waivers"] for row in rows), show.day(min(row["waived_until"] for row in waived))
        text = t("{n} waiver until {day}", "{n} waivers, the first until {day}", n=n, day=day)
        parts.append(text + _names(waived))
    if provisos:
        n = sum(row["provisos"] for row in rows)
        parts.append(t("{n} proviso to meet", "{n} provisos to meet", n=n) + _names(provisos))
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
        return click.style(t("on hold: {reason}", reason=show.clean(row["hold"])), fg="yellow")
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
