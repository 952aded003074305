"""`waiver` (request, grant, refuse, revoke, list)."""

from typing import Any

import click

from playbook.app import waivers as app
from playbook.cli import show
from playbook.cli.command import PROSE, Command, Group, Prose, Settings, Subject, pass_settings
from playbook.cli.tongue import move as move_of
from playbook.cli.tongue import t, term
from playbook.core.waivers import STATUSES

SUBJECT = Subject()
UNIT = Subject(unit=True)
REASON = click.option("--reason", required=True, type=PROSE, help="Why; it is kept with the waiver.")


@click.group(cls=Group)
def waiver() -> None:
    """Ask for, grant and list waivers: one condition of one move is passed over, once."""


@waiver.command(
    "request",
    cls=Command,
    example='playbook waiver request emea/pilot data_access --reason "the grant comes on 9 December" '
    "--until 2026-12-20\n"
    'playbook waiver request emea dwell --reason "the holidays" --until 2027-01-15 --move replicate',
)
@click.argument("subject", type=SUBJECT)
@click.argument("condition")
@REASON
@click.option("--until", required=True, metavar="DAY", help="The last day on which it holds, at most 90 days ahead.")
@click.option("--move", default="", metavar="MOVE", help="Another move than the next one.")
@pass_settings
def request(settings: Settings, subject: str, condition: str, reason: str, until: str, move: str) -> None:  # noqa: PLR0913, PLR0917  (its options)
    """Ask that one condition be passed over, once.

    SUBJECT is what the condition is judged on, as `why` shows it: a squad that is carried along has its own conditions.
    Somebody else grants it: the sponsor or the head of a department, who is in none of the squads that it is about.

    Nobody can waive an approval, the shared goal, more than ten people, or the place of a squad in its wave.
    """
    session, found = app.request(settings.world(), subject, condition, reason, until, move=move)
    who = app.who_can(session, found)
    moved = found.leader or found.subject
    settings.data(
        {
            "subject": subject,
            "waiver": found.id,
            "condition": found.condition,
            "move": found.move,
            "moved": moved,
            "needed": found.needed,
            "until": found.until,
            "granted_by": who,
        }
    )
    facts = {"id": show.strong(found.id), "condition": term(found.condition), "move": move_of(found.move)}
    text = t("{id} asks to pass over {condition} of {subject} at '{move}' until {day}", **facts, **_about(found))
    settings.say(text)
    names = [show.clean(one).partition(" <")[0] for one in who]
    settings.say(t("it can be granted by: {names}", names=names) if who else t("nobody of this unit can grant it"))
    settings.say(show.faint(t("to grant it: {command}", command=f"playbook waiver grant {subject} {found.id}")))


@waiver.command(
    "grant", cls=Command, example='playbook waiver grant emea/pilot waiver-1 --as "Ana Diaz <ana@example.org>"'
)
@click.argument("subject", type=SUBJECT)
@click.argument("name", metavar="WAIVER")
@click.option("--note", default="", type=Prose(empty=True), help="A remark that is kept with it.")
@pass_settings
def grant(settings: Settings, subject: str, name: str, note: str) -> None:
    """Grant a waiver that somebody else asked for. Approvals given before it lapse: something else was approved."""
    session, found = app.grant(settings.world(), subject, name, note)
    who = session.state.people[session.actor]
    settings.data({"subject": found.subject, "waiver": found.id, "until": found.until, "by": who, "note": note})
    facts = {"name": show.clean(who), "id": show.strong(found.id), "condition": term(found.condition)}
    settings.say(t("{name} grants {id}: {condition} of {subject} is passed over until {day}", **facts, **_about(found)))
    settings.say(show.faint(t("next: {command}", command=f"playbook why {found.leader or found.subject}")))


@waiver.command(
    "refuse", cls=Command, example='playbook waiver refuse emea/pilot waiver-1 --reason "wait for the data"'
)
@click.argument("subject", type=SUBJECT)
@click.argument("name", metavar="WAIVER")
@REASON
@pass_settings
def refuse(settings: Settings, subject: str, name: str, reason: str) -> None:
    """Refuse a waiver that waits. Whoever asked for it withdraws it this way."""
    _, found = app.refuse(settings.world(), subject, name, reason)
    settings.data({"subject": found.subject, "waiver": found.id, "status": "refused", "reason": reason})
    settings.say(t("{id} is refused: {reason}", id=show.strong(found.id), reason=show.clean(reason)))


@waiver.command("revoke", cls=Command, example='playbook waiver revoke emea/pilot waiver-1 --reason "the data came"')
@click.argument("subject", type=SUBJECT)
@click.argument("name", metavar="WAIVER")
@REASON
@pass_settings
def revoke(settings: Settings, subject: str, name: str, reason: str) -> None:
    """Take back a waiver that is not used yet."""
    _, found = app.revoke(settings.world(), subject, name, reason)
    settings.data({"subject": found.subject, "waiver": found.id, "status": "revoked", "reason": reason})
    settings.say(t("{id} is taken back: {reason}", id=show.strong(found.id), reason=show.clean(reason)))
    settings.say(show.faint(t("next: {command}", command=f"playbook why {found.leader or found.subject}")))


@waiver.command("list", cls=Command, example="playbook waiver list\nplaybook waiver list emea")
@click.argument("unit", type=UNIT, required=False)
@pass_settings
def list_waivers(settings: Settings, unit: str | None) -> None:
    """List the waivers of a unit, or of all.

    Those that wait or are in force come first.
    """
    world = settings.world()
    found = [one for each in ([unit] if unit else settings.units()) for one in app.waivers(world, each)]
    settings.data(found)
    head = (t("WAIVER"), t("SUBJECT"), t("CONDITION"), t("MOVE"), t("UNTIL"), t("STATE"), t("REASON"))
    for line in show.table(head, map(_row, found)) if found else [t("no waivers yet")]:
        settings.say(line)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    colour = {"requested": "yellow", "granted": "cyan"}.get(one["status"])
    said = t(STATUSES[one["status"]])
    if one["status"] == "granted":
        said = t("in force, by {name}", name=show.clean(one["granted_by"]).partition(" <")[0])
    return (
        one["id"],
        one["subject"],
        term(one["condition"]),
        move_of(one["move"]),
        show.day(one["until"]),
        click.style(said, fg=colour) if colour else said,
        show.clean(one["reason"]),
    )


def _about(found: Any) -> dict[str, str]:
    return {"subject": show.strong(found.subject), "day": show.day(found.until)}
