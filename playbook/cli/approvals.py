"""`approve`, `hold`, `resume`."""

import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from playbook.app import again as repeat
from playbook.app import approve as app
from playbook.app.provisos import added
from playbook.app.session import Session
from playbook.cli import provisos as proviso
from playbook.cli import show
from playbook.cli.command import PROSE, Prose, Settings, Subject, command, pass_settings
from playbook.cli.provisos import OPTION, terms
from playbook.cli.tongue import move as move_of
from playbook.cli.tongue import t
from playbook.core.phrase import say
from playbook.errors import UsageError

SUBJECT = Subject()


@command('playbook approve emea --as "Ana Diaz <ana@example.org>"\nplaybook approve emea --again')
@click.argument("subject", type=SUBJECT)
@click.option("--role", default="", help="Which role you approve as, where you hold several.")
@click.option("--move", default="", help="Another move than the next one.")
@click.option("--note", default="", type=Prose(empty=True), help="A remark that is kept with the approval.")
@OPTION
@click.option("--again", is_flag=True, help="Show what changed since you approved or signed, and confirm it as it is.")
@click.option("--yes", is_flag=True, help="Confirm without being asked, with --again.")
@pass_settings
def approve(  # noqa: PLR0913  (one for each option)
    settings: Settings,
    subject: str,
    *,
    role: str,
    move: str,
    note: str,
    provisos: tuple[tuple[str, str, str], ...],
    again: bool,
    yes: bool,
) -> None:
    """Approve the next move of a unit, wave or squad.

    The approval is bound to the goal, the unit's mandate, the squads and the signed part of the documents as they
    stand now; when any of that changes, it lapses. Nobody approves their own squad.

    With --proviso it goes on a condition that is met afterwards; until then it is shown, and when it is overdue the
    next move waits for it.

    With --again, documents that you signed and that changed since are shown section by section, and confirmed.
    """
    if again and provisos:
        text = say("{option} does not go with {other}", option="--proviso", other="--again")
        raise UsageError(text, hint=say("add it by itself: {command}", command=f"playbook proviso add {subject}"))
    if again:
        _confirm(settings, subject, role, note, yes=yes)
        return
    asked = terms(provisos)
    more = partial(added, terms=asked)
    session, event = app.approve(settings.world(), subject, role=role, move=move, note=note, more=more)
    who = session.state.people[session.actor]
    told = {"subject": subject, "move": event.move, "role": event.role, "by": who, "fingerprint": event.fingerprint}
    settings.data(told | {"provisos": _set(session, len(asked))})
    facts = {"name": show.clean(who), "move": move_of(event.move), "subject": show.strong(subject), "role": event.role}
    settings.say(t("{name} approves '{move}' of {subject} as {role}", **facts))
    for one in _set(session, len(asked)):
        settings.say("  " + proviso.line(session, session.state.provisos[one]))
    _next(settings, session, subject, event.move)


def _set(session: Session, count: int) -> list[str]:
    """Return the ids of the provisos that were set last."""
    return list(session.state.provisos)[-count:] if count else []


def _next(settings: Settings, session: Session, subject: str, move: str) -> None:
    rest = sorted({one.condition for one in app.remaining(session, subject, move)})
    if rest:
        settings.say(t("still in the way: {conditions}", conditions=rest))
        settings.say(show.faint(t("next: {command}", command=f"playbook why {subject}")))
    else:
        settings.say(show.faint(t("next: {command}", command=f"playbook advance {subject}")))


def _confirm(settings: Settings, subject: str, role: str, note: str, *, yes: bool) -> None:  # its options
    world = settings.world()
    session, found = repeat.review(world, subject, role)
    for line in _shown(found):
        settings.say(line)
    if not yes:
        if settings.no_input or settings.json or not sys.stdin.isatty():
            hint = say("read it, then add {option}", option="--yes")
            raise UsageError(say("nothing was confirmed: nobody could be asked"), hint=hint)
        if not click.confirm(t("Do you stand by this?")):
            settings.say(t("nothing was confirmed"))
            return
    repeat.confirm(world, subject, role, note, found.basis)
    who = show.clean(session.state.people[session.actor])
    settings.data({"subject": subject, "by": who, **plain_data(found)})
    n = len(found.documents) + len(found.approvals)
    settings.say(t("{name} confirms {n} signature", "{name} confirms {n} signatures", n=n, name=who))
    settings.say(show.faint(t("next: {command}", command=f"playbook why {subject}")))


def plain_data(found: repeat.Again) -> dict[str, Any]:
    """Return what was shown as plain JSON."""
    return {
        "documents": [one._asdict() for one in found.documents],
        "approvals": [{**one._asdict(), "resets": [each._asdict() for each in one.resets]} for one in found.approvals],
    }


def _shown(found: repeat.Again) -> Iterator[str]:
    """Yield what changed: for an approval the keys with both values, for a document its lines under their sections."""
    for one in found.approvals:
        facts = {"move": move_of(one.move), "subject": show.strong(one.subject)}
        facts |= {"role": one.role, "day": show.day(one.given)}
        yield t("you approved '{move}' of {subject} as {role} on {day}", **facts)
        for each in one.resets:
            yield f"  {show.clean(each.key)}: {_value(each.before)} {show.glyph('→', '->')} {_value(each.after)}"
    for document in found.documents:
        facts = {"path": show.strong(document.path), "role": document.role, "day": show.day(document.signed)}
        yield t("you signed {path} as {role} on {day}", **facts)
        if any(document.sections):
            yield "  " + t("changed since: {sections}", sections=[show.clean(one) for one in document.sections if one])
        for line in document.lines:
            yield "  " + _line(line)
        if not document.lines:
            yield "  " + t("the text that was signed was not kept; read it as it is now")


def _line(line: str) -> str:
    colour = {"+": "green", "-": "red"}.get(line[:1])
    return click.style(show.clean(line), fg=colour) if colour else show.faint(show.clean(line))


def _value(value: Any) -> str:
    if isinstance(value, float):
        return show.number(value)
    return show.glyph(show.DASH, "-") if value is None else show.clean(str(value))


@command('playbook hold emea/wave-2 --reason "data access was revoked"')
@click.argument("subject", type=SUBJECT)
@click.option("--reason", required=True, type=PROSE, help="Why; shown until it is lifted.")
@pass_settings
def hold(settings: Settings, subject: str, reason: str) -> None:
    """Put a unit, wave or squad on hold: nothing at it or below it advances until `resume`."""
    place(settings, subject, reason)


def place(settings: Settings, subject: str, reason: str) -> None:
    """Put a subject on hold, and say so."""
    app.hold(settings.world(), subject, reason)
    settings.data({"subject": subject, "hold": reason})
    settings.say(t("{subject} is on hold: {reason}", subject=show.strong(subject), reason=show.clean(reason)))
    settings.say(show.faint(t("to lift it: {command}", command=f"playbook resume {subject}")))


@command("playbook resume emea/wave-2")
@click.argument("subject", type=SUBJECT)
@click.option("--reason", default="", type=Prose(empty=True), help="What has changed.")
@pass_settings
def resume(settings: Settings, subject: str, reason: str) -> None:
    """Lift a hold. Nothing advances by itself: the next `advance` checks everything again."""
    app.resume(settings.world(), subject, reason)
    settings.data({"subject": subject, "hold": ""})
    settings.say(t("{subject} goes on", subject=show.strong(subject)))
    settings.say(show.faint(t("next: {command}", command=f"playbook why {subject}")))
