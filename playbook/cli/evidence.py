"""`tick`, `untick`, `measure`."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

import click

from playbook.app import charts
from playbook.app import evidence as app
from playbook.cli import show
from playbook.cli.command import PROSE, Prose, Settings, Subject, command, pass_settings
from playbook.core.phrase import Phrase, say
from playbook.errors import UsageError

SUBJECT = Subject()
COLUMNS = ("squad", "measure", "day", "value")


@command('playbook tick emea/pilot launch.sponsor-spoke --evidence "minutes of 3 March"')
@click.argument("subject", type=SUBJECT)
@click.argument("items", nargs=-1)
@click.option(
    "--evidence", default="", type=Prose(empty=True), help="What shows that it is done; some items ask for it."
)
@click.option("--not-applicable", default=None, metavar="REASON", type=PROSE, help="The item does not apply, and why.")
@pass_settings
def tick(settings: Settings, subject: str, items: Sequence[str], evidence: str, not_applicable: str | None) -> None:
    """Tick checklist items of SUBJECT; without ITEMS, list them with their ids.

    Ticking the box in the Markdown file does the same: the next command reads it back.
    """
    if not items:
        _list(settings, subject)
        return
    reason = not_applicable or ""
    session = app.tick(settings.world(), subject, items, evidence=evidence, not_applicable=reason)
    known = session.state.standing(subject).ticks
    settings.data({"subject": subject, "ticked": list(items), "done": len(known)})
    proofless = {item for item in app.unproved(session, subject) if item in items}
    for item in items:
        note = (
            f": not applicable, {reason}" if reason else "; --evidence is needed before it counts" * (item in proofless)
        )
        settings.say(f"{show.mark('undecided' if item in proofless else 'pass')} {item}{note}")
    settings.say(show.faint(f"next: playbook why {subject}"))


def _list(settings: Settings, subject: str) -> None:
    session, items = charts.checklist(settings.world(), subject)
    settings.data(items)
    if not items:
        settings.say(f"{subject} has no checklist yet (playbook sync {session.unit})")
    rows = [
        (
            _sign(item),
            item["item"],
            show.clean(item["text"]),
            _needs(item),
        )
        for item in items
    ]
    for line in show.table(("", "ITEM", "", ""), rows) if rows else []:
        settings.say(line)


def _sign(item: dict[str, Any]) -> str:
    if not item["ticked"]:
        return show.glyph("◌", ".")
    counts = item["evidence"] or item["not_applicable"] or not item["needs_evidence"]
    return show.mark("pass" if counts else "undecided")


def _needs(item: dict[str, Any]) -> str:
    if item["not_applicable"]:
        return show.faint(f"not applicable: {show.clean(item['not_applicable'])}")
    if item["evidence"]:
        return show.faint(show.clean(item["evidence"]))
    return show.faint("needs evidence") if item["needs_evidence"] else ""


@command("playbook untick emea/pilot launch.sponsor-spoke")
@click.argument("subject", type=SUBJECT)
@click.argument("items", nargs=-1, required=True)
@pass_settings
def untick(settings: Settings, subject: str, items: Sequence[str]) -> None:
    """Take ticks back."""
    session = app.untick(settings.world(), subject, items)
    done = len(session.state.standing(subject).ticks)
    settings.data({"subject": subject, "unticked": list(items), "done": done})
    settings.say(f"{show.plural(len(items), 'tick')} taken back")


@command(
    "playbook measure emea/pilot satisfaction 2026-03-02=61 2026-03-09=64\nplaybook measure emea --from readings.csv"
)
@click.argument("subject", type=SUBJECT)
@click.argument("measure", required=False)
@click.argument("values", nargs=-1, metavar="[DAY=VALUE]...")
@click.option("--from", "table", type=click.File(encoding="utf-8-sig"), help="A CSV: squad, measure, day, value.")
@click.option("--baseline", metavar="DAY", default="", help="Judge the measure afresh from DAY on; needs --reason.")
@click.option("--reason", default="", type=Prose(empty=True), help="What was changed in the process at the baseline.")
@pass_settings
def measure(  # noqa: PLR0913, PLR0917  (a command's own options)
    settings: Settings, subject: str, measure: str | None, values: Sequence[str], table: Any, baseline: str, reason: str
) -> None:
    """Record dated readings of a measure; without readings, show its XmR chart in numbers.

    A second value for a day replaces the first; the history keeps both.
    """
    unit = subject.partition("/")[0]
    if baseline:
        if not (measure and reason):
            raise UsageError(
                "a baseline needs a measure and --reason",
                hint='playbook measure emea/pilot csat --baseline 2026-03-02 --reason "new triage"',
            )
        app.rebase(settings.world(), subject, measure, baseline, reason)
        settings.data({"subject": subject, "measure": measure, "baseline": baseline})
        settings.say(f"{subject}: {measure} is judged afresh from {baseline} on")
        return
    if table and subject != unit:
        raise UsageError(f"a table is of a unit: playbook measure {unit} --from {table.name}")
    given, problems = _rows(table, unit) if table else ([_value(subject, measure or "", text) for text in values], {})
    if not (given or problems):
        _chart(settings, subject, measure)
        return
    _, count = app.read(settings.world(), unit, given, problems)
    settings.data({"unit": unit, "given": len(given), "recorded": count})
    settings.say(
        f"{show.plural(count, 'reading')} recorded"
        + (f", {len(given) - count} known already" if count < len(given) else "")
    )


def _value(subject: str, measure: str, text: str) -> app.Value:
    day, found, number = text.partition("=")
    if not found:
        raise UsageError(f"'{text}' is not a reading", hint="write DAY=VALUE: 2026-03-02=61")
    return app.Value(subject, measure, day, _number(number, text))


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{where}: a number is needed, found '{text}'") from None


def _rows(table: Any, unit: str) -> tuple[list[app.Value], dict[int, Phrase]]:
    """Return the readings of a CSV, and what is wrong with other rows by their line."""
    found: list[app.Value] = []
    problems: dict[int, Phrase] = {}
    try:
        reader = csv.DictReader(table)
        _columns(table.name, reader.fieldnames or ())
        for row in reader:
            where = f"{table.name}:{reader.line_num}"
            squad, measure, day, value = ((row[name] or "").strip() for name in COLUMNS)
            subject = f"{unit}/{squad.removeprefix(unit + '/')}"
            try:
                found.append(app.Value(subject, measure, day, _number(value, where), where, reader.line_num))
            except UsageError as error:
                problems[reader.line_num] = say("{error}", error=error.sentence)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{table.name} cannot be read: {error}", hint="save it as CSV in UTF-8, with commas") from None
    if not found and not problems:
        raise UsageError(f"{table.name} has no readings", hint="one a line: pilot,satisfaction,2026-03-02,61")
    return found, problems


def _columns(name: str, found: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        commas = "" if len(found) > 1 else "; its columns must be separated by commas"
        raise UsageError(
            f"{name}:1: columns are missing: {', '.join(missing)}{commas}",
            hint="the first line: squad,measure,day,value",
        )


def _chart(settings: Settings, subject: str, measure: str | None) -> None:
    found = charts.charts(settings.world(), subject, measure)
    settings.data(found)
    for one in found:
        for line in _chart_lines(one):
            settings.say(line)


def _chart_lines(one: dict[str, Any]) -> Iterator[str]:
    name, unit, target = show.clean(one["name"]), show.clean(one["unit"]), show.number(one["target"])
    yield f"{show.strong(one['measure'])}  {name} ({unit}), target {target}, better {one['direction']}"
    count = show.plural(len(one["readings"]), "reading")
    if one["mean"] is None:
        yield f"  {count}: too few for a chart"
    else:
        limits = f"limits {one['lower']:.4g} to {one['upper']:.4g}"
        yield f"  {count}  mean {one['mean']:.4g}  {limits}  mean moving range {one['moving_range']:.4g}"
    for signal in one["signals"]:
        colour = "red" if signal["of_concern"] else "green"
        text = f"{signal['rule']}, {signal['side']}: {signal['from']} to {signal['to']}"
        yield "  " + click.style(text, fg=colour)
    for reading in one["readings"]:
        yield f"  {reading['day']}  {show.number(reading['value'])}"
