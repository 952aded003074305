"""`approve`, `hold`, `resume`."""

import click

from playbook.app import approve as app
from playbook.cli import show
from playbook.cli.command import PROSE, Prose, Settings, Subject, command, pass_settings

SUBJECT = Subject()


@command('playbook approve emea --as "Ana Diaz <ana@example.org>"')
@click.argument("subject", type=SUBJECT)
@click.option("--role", default="", help="Which role you approve as, where you hold several.")
@click.option("--move", default="", help="Another move than the next one.")
@click.option("--note", default="", type=Prose(empty=True), help="A remark that is kept with the approval.")
@pass_settings
def approve(settings: Settings, subject: str, role: str, move: str, note: str) -> None:
    """Approve the next move of a unit, wave or squad.

    The approval is bound to the goal, the unit's mandate, the squads and the signed part of the documents as they
    stand now; when any of that changes, it lapses. Nobody approves their own squad.
    """
    session, event = app.approve(settings.world(), subject, role=role, move=move, note=note)
    who = session.state.people[session.actor]
    settings.data(
        {"subject": subject, "move": event.move, "role": event.role, "by": who, "fingerprint": event.fingerprint}
    )
    settings.say(f"{show.clean(who)} approves '{event.move}' of {show.strong(subject)} as {event.role}")
    rest = sorted({one.condition for one in app.remaining(session, subject, event.move)})
    if rest:
        settings.say(f"still in the way: {', '.join(rest)}")
        settings.say(show.faint(f"next: playbook why {subject}"))
    else:
        settings.say(show.faint(f"next: playbook advance {subject}"))


@command('playbook hold emea/wave-2 --reason "data access was revoked"')
@click.argument("subject", type=SUBJECT)
@click.option("--reason", required=True, type=PROSE, help="Why; shown until it is lifted.")
@pass_settings
def hold(settings: Settings, subject: str, reason: str) -> None:
    """Put a unit, wave or squad on hold: nothing at it or below it advances until `resume`."""
    app.hold(settings.world(), subject, reason)
    settings.data({"subject": subject, "hold": reason})
    settings.say(f"{show.strong(subject)} is on hold: {show.clean(reason)}")
    settings.say(show.faint(f"to lift it: playbook resume {subject}"))


@command("playbook resume emea/wave-2")
@click.argument("subject", type=SUBJECT)
@click.option("--reason", default="", type=Prose(empty=True), help="What has changed.")
@pass_settings
def resume(settings: Settings, subject: str, reason: str) -> None:
    """Lift a hold. Nothing advances by itself: the next `advance` checks everything again."""
    app.resume(settings.world(), subject, reason)
    settings.data({"subject": subject, "hold": ""})
    settings.say(f"{show.strong(subject)} goes on")
    settings.say(show.faint(f"next: playbook why {subject}"))
