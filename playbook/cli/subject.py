"""`show`."""

from collections.abc import Iterator
from typing import Any

import click

from playbook.app import charts
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings


@command("playbook show emea/pilot\nplaybook show emea/wave-1 --json", name="show")
@click.argument("subject", type=Subject())
@pass_settings
def show_subject(settings: Settings, subject: str) -> None:
    """Show everything about a unit, wave or squad: stage, documents, checklist, approvals, numbers, cycles, lessons."""
    _, found = charts.show(settings.world(), subject)
    settings.data(found)
    for line in _lines(found):
        settings.say(line)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    since = f" since {show.day(found['since'])}" if found["since"] else ""
    yield f"{show.strong(found['subject'])} ({found['machine']}): {found['stage']}{since}"
    if found["hold"]:
        yield click.style(f"on hold: {show.clean(found['hold'])}", fg="yellow")
    if found["squads"]:
        yield f"squads: {', '.join(found['squads'])}"
    for title, lines in (
        ("documents", _documents(found)),
        ("checklist", _checklist(found)),
        ("approvals of the next move", _approvals(found)),
        ("measures", _measures(found)),
        ("cycles", _cycles(found)),
        ("lessons", _lessons(found)),
    ):
        block = list(lines)
        if block:
            yield show.faint(title)
            yield from ("  " + line for line in block)


def _documents(found: dict[str, Any]) -> Iterator[str]:
    for one in found["documents"]:
        yield f"documents/{one['path']}" + (click.style(f"  {one['trouble']}", fg="yellow") if one["trouble"] else "")


def _checklist(found: dict[str, Any]) -> Iterator[str]:
    for one in found["checklist"]:
        sign = show.mark("pass") if one["ticked"] else show.glyph("◌", ".")
        yield f"{sign} {one['item']}  {show.clean(one['text'])}"


def _approvals(found: dict[str, Any]) -> Iterator[str]:
    for one in found["approvals"]:
        yield f"{one['move']}: {show.clean(one['by'])} as {one['role']}, {show.day(one['at'])}"


def _measures(found: dict[str, Any]) -> Iterator[str]:
    for one in found["measures"]:
        count = show.plural(len(one["readings"]), "reading")
        limits = (
            f", mean {one['mean']:.4g}, limits {one['lower']:.4g} to {one['upper']:.4g}"
            if one["mean"] is not None
            else ""
        )
        concern = sum(signal["of_concern"] for signal in one["signals"])
        signals = click.style(f", {show.plural(concern, 'signal')} of concern", fg="red") if concern else ""
        yield f"{one['measure']}: {count}{limits}, target {show.number(one['target'])}{signals}"


def _cycles(found: dict[str, Any]) -> Iterator[str]:
    for one in found["cycles"]:
        state = "open" if not one["closed"] else "verified" if one["verified"] else "not verified"
        yield f"{one['id']} {state}: {show.clean(one['hypothesis'])}"


def _lessons(found: dict[str, Any]) -> Iterator[str]:
    for one in found["lessons"]:
        yield f"{one['id']} {one['decision'] or 'open'}: {show.clean(one['text'])}"
