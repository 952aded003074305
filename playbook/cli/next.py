"""`next`: what somebody can clear now, over all units."""

from collections.abc import Iterator
from typing import Any

import click

from playbook import wiring
from playbook.app import next as app
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.portfolio import today
from playbook.cli.tongue import t, term

Ask = dict[str, Any]
LINES = 2
"""So many lines an ask may take; `why` tells the rest."""
SHOWN = 2
"""So many documents are named in one line."""


@command('playbook next\nplaybook next --as "Ana Diaz <ana@example.org>"\nplaybook next emea --all', name="next")
@click.argument("units", nargs=-1, metavar="[UNIT]...", type=Subject(unit=True))
@click.option("--all", "everybody", is_flag=True, help="What waits for anybody.")
@click.option("--limit", type=click.IntRange(1), default=None, metavar="N", help="Only the first so many.")
@pass_settings
def next_steps(settings: Settings, units: tuple[str, ...], *, everybody: bool, limit: int | None) -> None:
    """List what you can clear now, over all units, each with the command that does it; what is due soonest first.

    It is as of the last command that changed a unit, as in `playbook status`.
    """
    ledger = settings.ledger()
    known = {line["unit"] for line in ledger.lines()}
    for unit in units:
        if unit not in known and unit not in settings.units():
            from playbook.cli.status import no_unit

            raise no_unit(unit, show.nearest(unit, known))
    who = "" if everybody else app.known_person(ledger, wiring.who(settings.actor, settings.folder()))
    found = app.waiting(ledger, today(), units=units, person=who)
    name = "" if everybody else ledger.people([who])[who]
    settings.data([_data(ask, _person(settings, ask, name)) for ask in found[:limit]])
    for line in _lines(settings, found, name, limit):
        settings.say(line)


def _person(settings: Settings, ask: Ask, name: str) -> str:
    """Return whose name the command has to carry: nobody's, where you need not say who you are."""
    if name:
        return name if settings.actor else ""
    return ask["people"][0] if len(ask["people"]) == 1 else ""


def _command(ask: Ask, person: str) -> str:
    return app.complete(ask, person) if person else str(ask["command"])


def _data(ask: Ask, person: str) -> Ask:
    """Return an ask for programs."""
    what = ask["what"] if isinstance(ask["what"], list) else [ask["what"]]
    return {
        "unit": ask["unit"],
        "kind": ask["kind"],
        "subject": ask["subject"],
        "what": what,
        "found": show.english(_phrase(ask), ask["names"]) if "found" in ask else ask.get("reason", ""),
        "who": ask["people"],
        "until": ask["until"],
        "overdue": ask["overdue"],
        "command": _command(ask, person),
    }


def _lines(settings: Settings, found: list[Ask], name: str, limit: int | None) -> Iterator[str]:
    if not found:
        yield t("nothing waits for {name}", name=show.clean(name.partition(" <")[0])) if name else t("nothing waits")
        if name:
            yield show.faint(t("what waits for others: {command}", command="playbook next --all"))
        return
    yield _head(found, name)
    for ask in found[:limit]:
        yield from _ask(settings, ask, name)
    rest = len(found) - len(found[:limit])
    if rest:
        yield t("{n} more", "{n} more", n=rest)


def _head(found: list[Ask], name: str) -> str:
    units = t("{n} unit", "{n} units", n=len({ask["unit"] for ask in found}))
    late = sum(ask["overdue"] for ask in found)
    facts: dict[str, Any] = {"units": units, "name": show.strong(show.clean(name.partition(" <")[0]))}
    if name:
        head = t(
            "{n} thing in {units} waits for {name}", "{n} things in {units} wait for {name}", n=len(found), **facts
        )
    else:
        head = t("{n} thing in {units} waits", "{n} things in {units} wait", n=len(found), **facts)
    if late:
        head += show.glyph(" · ", " - ") + click.style(t("{n} overdue", "{n} overdue", n=late), fg="red")
    return head


def _ask(settings: Settings, ask: Ask, name: str) -> Iterator[str]:
    people = ""
    if not name and ask["people"]:
        people = "   " + show.faint(t(", ").join(show.clean(one.partition(" <")[0]) for one in ask["people"]))
    lead = click.style(show.glyph("●", "*"), fg="red" if ask["overdue"] else "yellow" if ask["until"] else "cyan")
    lines = show.fold(show.clean(f"{ask['subject']}: {_what(ask)}"), show.terminal_width() - 4)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1] + show.glyph(" …", " ...")]
    yield f"{lead} {lines[0]}{people if len(lines) == 1 else ''}"
    yield from (f"  {line}" for line in lines[1:])
    if people and len(lines) > 1:
        yield people.removeprefix(" ")
    yield "  " + click.style(show.clean(_command(ask, _person(settings, ask, name))), fg="cyan")


def _what(ask: Ask) -> str:
    """Return in words what is to be done."""
    day = show.day(ask["until"]) if ask["until"] else ""
    what = ask["what"]
    if "found" in ask:
        why = show.unveil(_phrase(ask), ask["names"])
        return why if what == "hold" else t("{what}: {why}", what=term(what), why=why)
    if ask["kind"] == "approval":
        return t("approve going to {stage}", stage=term(what))
    if ask["kind"] == "advance":
        return t("nothing stands in the way of going to {stage}", stage=term(what))
    if ask["kind"] == "signature":
        shown = [*what[:SHOWN], *[show.glyph("…", "...")] * (len(what) > SHOWN)]
        return t("signed, and changed since: {documents}", documents=shown)
    if ask["kind"] == "waiver":
        facts = {"condition": term(what), "day": day, "reason": ask["reason"]}
        return t("a waiver of {condition} until {day} is asked for: {reason}", **facts)
    return _words(ask, day)


def _words(ask: Ask, day: str) -> str:
    """Return in words what somebody wrote down and what is to become of it."""
    facts = {"text": ask["what"], "day": day}
    if ask["overdue"]:
        late = t("overdue since {day}: {text}", **facts)
        return late if ask["kind"] == "proviso" else t("a cycle whose time box ended on {day}: {text}", **facts)
    return {
        "proviso": t("to meet by {day}: {text}", **facts),
        "cycle": t("a cycle to close by {day}: {text}", **facts),
        "lesson": t("a lesson to adopt, keep or reject: {text}", **facts),
        "favour": t("a favour to settle: {text}", **facts),
        "failure": t("a failure without its lesson: {text}", **facts),
    }[ask["kind"]]


def _phrase(ask: Ask) -> Any:
    from playbook.core.phrase import revived

    return revived(ask["found"])
