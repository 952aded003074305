"""`show`."""

from collections.abc import Iterator
from typing import Any

import click

from playbook.app import charts
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.tongue import t, term
from playbook.core.migration import waits


@command("playbook show emea/pilot\nplaybook show emea/wave-1 --json", name="show")
@click.argument("subject", type=Subject())
@pass_settings
def show_subject(settings: Settings, subject: str) -> None:
    """Show everything about a unit, wave or squad: stage, documents, checklist, approvals, numbers, cycles, lessons."""
    session, found = charts.show(settings.world(), subject)
    settings.data(found)
    for line in _lines(found):
        settings.say(line)
    for note in waits(session.state):
        settings.say(show.faint(t(note)))


def _lines(found: dict[str, Any]) -> Iterator[str]:
    facts = {"subject": show.strong(found["subject"]), "machine": term(found["machine"]), "stage": term(found["stage"])}
    if found["since"]:
        yield t("{subject} ({machine}): {stage} since {day}", day=show.day(found["since"]), **facts)
    else:
        yield t("{subject} ({machine}): {stage}", **facts)
    if found["hold"]:
        yield click.style(t("on hold: {reason}", reason=show.clean(found["hold"])), fg="yellow")
    if found["squads"]:
        yield t("{squads}: {names}", names=found["squads"])
    for title, lines in (
        (t("documents"), _documents(found)),
        (t("checklist"), _checklist(found)),
        (t("approvals of the next move"), _approvals(found)),
        (t("measures"), _measures(found)),
        (t("cycles"), _cycles(found)),
        (t("lessons"), _lessons(found)),
    ):
        block = list(lines)
        if block:
            yield show.faint(title)
            yield from ("  " + line for line in block)


def _documents(found: dict[str, Any]) -> Iterator[str]:
    for one in found["documents"]:
        yield f"documents/{one['path']}" + (click.style(f"  {one['trouble']}", fg="yellow") if one["trouble"] else "")
        for each in one["suspect"]:
            facts: dict[str, Any] = {"name": show.clean(each["by"].partition(" <")[0]), "day": show.day(each["at"])}
            told = t("suspect: not what {name} signed on {day}", **facts)
            if each["sections"]:
                facts["sections"] = [show.clean(title) for title in each["sections"]]
                told = t("suspect: not what {name} signed on {day}; changed since: {sections}", **facts)
            yield "  " + click.style(told, fg="yellow")


def _checklist(found: dict[str, Any]) -> Iterator[str]:
    for one in found["checklist"]:
        sign = show.mark("pass") if one["ticked"] else show.glyph("◌", ".")
        yield f"{sign} {one['item']}  {show.clean(one['text'])}  {show.faint(whose(one))}".rstrip()


def whose(item: dict[str, Any]) -> str:
    """Return who ticked an item and when, and whether that still holds."""
    if not item["by"]:
        return ""
    facts = {"name": show.clean(item["by"]), "day": show.day(item["at"])}
    if item["again"]:
        return t("{name} ticked it for an earlier meaning on {day}: tick it again to confirm", **facts)
    return t("{name}, {day}", **facts)


def _approvals(found: dict[str, Any]) -> Iterator[str]:
    for one in found["approvals"]:
        facts = {"move": one["move"], "name": show.clean(one["by"]), "role": one["role"], "day": show.day(one["at"])}
        yield t("{move}: {name} as {role}, {day}", **facts)


def _measures(found: dict[str, Any]) -> Iterator[str]:
    for one in found["measures"]:
        parts = [t("{n} reading", "{n} readings", n=len(one["readings"]))]
        if one["mean"] is not None:
            parts += [t("mean {mean:.4g}", mean=one["mean"])]
            parts += [t("limits {lower:.4g} to {upper:.4g}", lower=one["lower"], upper=one["upper"])]
        parts += [t("target {target}", target=show.number(one["target"]))]
        concern = sum(signal["of_concern"] for signal in one["signals"])
        if concern:
            parts += [click.style(t("{n} signal of concern", "{n} signals of concern", n=concern), fg="red")]
        yield t("{measure}: {numbers}", measure=one["measure"], numbers=parts)


def _cycles(found: dict[str, Any]) -> Iterator[str]:
    for one in found["cycles"]:
        # Translators: a cycle or a lesson, where it stands, and what it says.
        yield t("{id} {state}: {text}", id=one["id"], state=cycle_state(one), text=show.clean(one["hypothesis"]))


def _lessons(found: dict[str, Any]) -> Iterator[str]:
    for one in found["lessons"]:
        yield t("{id} {state}: {text}", id=one["id"], state=decision(one), text=show.clean(one["text"]))


def cycle_state(one: dict[str, Any]) -> str:
    """Return where a cycle stands."""
    if not one["closed"]:
        return t("open")
    return t("verified") if one["verified"] else t("not verified")


def decision(one: dict[str, Any]) -> str:
    """Return what was decided about a lesson."""
    known = {"adopted": t("adopted"), "local": t("local"), "rejected": t("rejected")}
    return known.get(one["decision"], t("to be decided"))
