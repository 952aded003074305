"""`tick`, `untick`, `measure`."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

import click

from playbook.app import charts
from playbook.app import evidence as app
from playbook.cli import show
from playbook.cli.command import PROSE, Prose, Settings, Subject, command, pass_settings
from playbook.cli.subject import whose
from playbook.cli.tongue import t
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
        sign = show.mark("undecided" if item in proofless else "pass")
        settings.say(f"{sign} {_ticked(item, reason, proofless=item in proofless)}")
    settings.say(show.faint(t("next: {command}", command=f"playbook why {subject}")))


def _ticked(item: str, reason: str, *, proofless: bool) -> str:
    if reason:
        return t("{item}: not applicable, {reason}", item=item, reason=reason)
    return t("{item}; --evidence is needed before it counts", item=item) if proofless else item


def _list(settings: Settings, subject: str) -> None:
    session, items = charts.checklist(settings.world(), subject)
    settings.data(items)
    if not items:
        command = f"playbook sync {session.unit}"
        settings.say(t("{subject} has no checklist yet ({command})", subject=subject, command=command))
    rows = [
        (
            _sign(item),
            item["item"],
            show.clean(item["text"]),
            _needs(item),
        )
        for item in items
    ]
    for line in show.table(("", t("ITEM"), "", ""), rows) if rows else []:
        settings.say(line)


def _sign(item: dict[str, Any]) -> str:
    if not item["ticked"]:
        return show.glyph("◌", ".")
    counts = item["evidence"] or item["not_applicable"] or not item["needs_evidence"]
    return show.mark("pass" if counts else "undecided")


def _needs(item: dict[str, Any]) -> str:
    said = "  ".join(one for one in (whose(item), _said(item)) if one)
    return show.faint(said) if said else ""


def _said(item: dict[str, Any]) -> str:
    if item["not_applicable"]:
        return t("not applicable: {reason}", reason=show.clean(item["not_applicable"]))
    if item["evidence"]:
        return show.clean(item["evidence"])
    return t("needs evidence") if item["needs_evidence"] else ""


@command("playbook untick emea/pilot launch.sponsor-spoke")
@click.argument("subject", type=SUBJECT)
@click.argument("items", nargs=-1, required=True)
@pass_settings
def untick(settings: Settings, subject: str, items: Sequence[str]) -> None:
    """Take ticks back."""
    session = app.untick(settings.world(), subject, items)
    done = len(session.state.standing(subject).ticks)
    settings.data({"subject": subject, "unticked": list(items), "done": done})
    settings.say(t("{n} tick taken back", "{n} ticks taken back", n=len(items)))


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
                say("a baseline needs a measure and --reason"),
                hint='playbook measure emea/pilot csat --baseline 2026-03-02 --reason "new triage"',
            )
        app.rebase(settings.world(), subject, measure, baseline, reason)
        settings.data({"subject": subject, "measure": measure, "baseline": baseline})
        facts = {"subject": subject, "measure": measure, "day": baseline}
        settings.say(t("{subject}: {measure} is judged afresh from {day} on", **facts))
        return
    if table and subject != unit:
        command = f"playbook measure {unit} --from {table.name}"
        raise UsageError(say("a table is of a unit: {command}", command=command))
    given, problems = _rows(table, unit) if table else ([_value(subject, measure or "", text) for text in values], {})
    if not (given or problems):
        _chart(settings, subject, measure)
        return
    _, count = app.read(settings.world(), unit, given, problems)
    settings.data({"unit": unit, "given": len(given), "recorded": count})
    told = t("{n} reading recorded", "{n} readings recorded", n=count)
    known = len(given) - count
    if known:
        told = t("{recorded}, {n} known already", "{recorded}, {n} known already", recorded=told, n=known)
    settings.say(told)


def _value(subject: str, measure: str, text: str) -> app.Value:
    day, found, number = text.partition("=")
    if not found:
        raise UsageError(say("'{text}' is not a reading", text=text), hint=say("write DAY=VALUE: 2026-03-02=61"))
    return app.Value(subject, measure, day, _number(number, text))


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(say("{where}: a number is needed, found '{text}'", where=where, text=text)) from None


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
        unread = say("{file} cannot be read: {reason}", file=table.name, reason=str(error))
        raise UsageError(unread, hint=say("save it as CSV in UTF-8, with commas")) from None
    if not found and not problems:
        hint = say("one a line: {example}", example="pilot,satisfaction,2026-03-02,61")
        raise UsageError(say("{file} has no readings", file=table.name), hint=hint)
    return found, problems


def _columns(name: str, found: Sequence[str]) -> None:
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        text = say("{file}:1: columns are missing: {columns}", file=name, columns=missing)
        if len(found) <= 1:
            text = say("{sentence}; its columns must be separated by commas", sentence=text)
        raise UsageError(text, hint=say("the first line: {example}", example=",".join(COLUMNS)))


def _chart(settings: Settings, subject: str, measure: str | None) -> None:
    found = charts.charts(settings.world(), subject, measure)
    settings.data(found)
    for one in found:
        for line in _chart_lines(one):
            settings.say(line)


def _chart_lines(one: dict[str, Any]) -> Iterator[str]:
    name, unit, target = show.clean(one["name"]), show.clean(one["unit"]), show.number(one["target"])
    facts = {"name": name, "unit": unit, "target": target}
    head = t("{name} ({unit}), target {target}, better up", **facts)
    if one["direction"] == "down":
        head = t("{name} ({unit}), target {target}, better down", **facts)
    yield f"{show.strong(one['measure'])}  {head}"
    count = t("{n} reading", "{n} readings", n=len(one["readings"]))
    if one["mean"] is None:
        yield "  " + t("{readings}: too few for a chart", readings=count)
    else:
        yield "  " + "  ".join((count, *_limits(one)))
    for signal in one["signals"]:
        yield "  " + click.style(_signal(signal), fg="red" if signal["of_concern"] else "green")
    for reading in one["readings"]:
        yield f"  {reading['day']}  {show.number(reading['value'])}"


def _limits(one: dict[str, Any]) -> Iterator[str]:
    yield t("mean {mean:.4g}", mean=one["mean"])
    yield t("limits {lower:.4g} to {upper:.4g}", lower=one["lower"], upper=one["upper"])
    yield t("mean moving range {range:.4g}", range=one["moving_range"])


def _signal(signal: dict[str, Any]) -> str:
    facts = {"rule": signal["rule"], "since": signal["from"], "until": signal["to"]}
    if signal["side"] == "above":
        return t("{rule}, above: {since} to {until}", **facts)
    return t("{rule}, below: {since} to {until}", **facts)
