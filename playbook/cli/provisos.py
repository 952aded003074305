"""`proviso` (add, meet, list)."""

from typing import Any

import click

from playbook.app import provisos as app
from playbook.cli import show
from playbook.cli.command import PROSE, Command, Group, Settings, Subject, pass_settings
from playbook.cli.tongue import move as move_of
from playbook.cli.tongue import t
from playbook.core.provisos import open_provisos

SUBJECT = Subject()
UNIT = Subject(unit=True)
OPTION = click.option(
    "--proviso",
    "provisos",
    multiple=True,
    nargs=3,
    type=(PROSE, str, str),
    metavar="TEXT OWNER DUE",
    help="Go with a condition: what, who, until when (YYYY-MM-DD). Can be given again.",
)
"""How a gate is opened with conditions: by `approve`, and by `decide`."""


def terms(given: tuple[tuple[str, str, str], ...]) -> tuple[app.Terms, ...]:
    """Return what `--proviso` said, each time that it was given."""
    return tuple(app.Terms(*one) for one in given)


@click.group(cls=Group)
def proviso() -> None:
    """Go with conditions: who does what until when, shown until it is met."""


@proviso.command(
    "add",
    cls=Command,
    example='playbook proviso add emea "the second analyst starts" --owner "Jonas Weber" --due 2026-12-20\n'
    'playbook proviso add emea "hand the mailbox over" --owner "Jonas Weber" --due 2026-12-20 --move stabilise',
)
@click.argument("subject", type=SUBJECT)
@click.argument("text", type=PROSE)
@click.option("--owner", required=True, metavar="PERSON", help="Who has to meet it.")
@click.option("--due", required=True, metavar="DAY", help="The last day.")
@click.option("--move", default="", metavar="MOVE", help="Another move than the next one; also one that was made.")
@pass_settings
def add(settings: Settings, subject: str, text: str, owner: str, due: str, move: str) -> None:  # noqa: PLR0913, PLR0917  (its options)
    """Let a move through on a condition. Only who may approve that move sets one.

    While it is open it is shown; from the day after it was due, nothing moves the subject on until it is met.
    """
    session, found = app.add(settings.world(), subject, app.Terms(text, owner, due), move)
    settings.data(app.plain(session, found))
    settings.say(line(session, found))
    command = f'playbook proviso meet {subject} {found.id} --evidence "…"'
    settings.say(show.faint(t("when it is met: {command}", command=command)))


@proviso.command(
    "meet", cls=Command, example='playbook proviso meet emea proviso-1 --evidence "contract signed on 9 December"'
)
@click.argument("subject", type=SUBJECT)
@click.argument("name", metavar="PROVISO")
@click.option("--evidence", required=True, type=PROSE, help="By what one can see that.")
@pass_settings
def meet(settings: Settings, subject: str, name: str, evidence: str) -> None:
    """Record that a proviso was met."""
    session, found = app.meet(settings.world(), subject, name, evidence)
    settings.data(app.plain(session, found))
    facts = {"id": show.strong(found.id), "text": show.clean(found.text)}
    settings.say(t("{id} is met: {text}", **facts))
    settings.say(show.faint(t("next: {command}", command=f"playbook why {found.subject}")))


@proviso.command("list", cls=Command, example="playbook proviso list\nplaybook proviso list emea")
@click.argument("unit", type=UNIT, required=False)
@pass_settings
def list_provisos(settings: Settings, unit: str | None) -> None:
    """List the provisos of a unit, or of all.

    The open ones come first, and of these the one that is due soonest.
    """
    world = settings.world()
    found = [one for each in ([unit] if unit else settings.units()) for one in app.provisos(world, each)]
    found.sort(key=lambda one: (bool(one["met"]), one["due"]))
    settings.data(found)
    head = (t("PROVISO"), t("SUBJECT"), t("MOVE"), t("DUE"), t("OWNER"), t("STATE"), t("TEXT"))
    for row in show.table(head, map(_row, found)) if found else [t("no provisos yet")]:
        settings.say(row)


def notes(session: Any, subject: str) -> list[str]:
    """Return a line for each proviso of a subject that is open: it is shown until it is met."""
    day = session.now.date().isoformat()
    found = []
    for one in open_provisos(session.state, subject, day):
        mark = click.style(show.glyph("⚠", "!"), fg="red" if one.overdue else "yellow")
        found.append(f"{mark} {line(session, one.proviso, late=one.overdue)}")
    return found


def dissents(session: Any, decision: Any) -> list[str]:
    """Return a line for each person who disagrees with the move that is decided next."""
    found = []
    for one in _against(session, decision):
        name = show.clean(session.state.person(one.by))
        facts = {"name": name, "day": show.day(one.at), "text": show.clean(one.text)}
        found.append(show.faint(t("{name} disagrees since {day}: {text}", **facts)))
    return found


def data(session: Any, decision: Any) -> dict[str, Any]:
    """Return for programs which provisos of a subject are open, and who disagrees with its next move."""
    state, day = session.state, session.now.date().isoformat()
    return {
        "provisos": [app.plain(session, one.proviso) for one in open_provisos(state, decision.subject, day)],
        "dissents": [
            {"at": one.at, "by": state.people.get(one.by, one.by), "text": one.text}
            for one in _against(session, decision)
        ],
    }


def _against(session: Any, decision: Any) -> list[Any]:
    """Return who disagreed with this move since the subject came to its stage."""
    own = session.state.standing(decision.subject)
    return [one for one in own.dissents if one.move == decision.move.name and one.at >= own.since]


def line(session: Any, one: Any, *, late: bool = False) -> str:
    """Return a proviso in one line."""
    facts = {
        "id": show.strong(one.id),
        "subject": one.subject,
        "text": show.clean(one.text),
        "owner": show.clean(session.state.person(one.owner)),
        "day": show.day(one.due),
    }
    if late:
        return t("{id} of {subject}: {text} ({owner}; was due on {day})", **facts)
    return t("{id} of {subject}: {text} ({owner}, until {day})", **facts)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    state = {
        "open": click.style(t("open"), fg="yellow"),
        "overdue": click.style(t("overdue"), fg="red"),
        "met": t("met on {day}", day=show.day(one["met"])),
    }
    owner = show.clean(one["owner"]).partition(" <")[0]
    told = (one["id"], one["subject"], move_of(one["move"]), show.day(one["due"]), owner)
    return (*told, state[one["status"]], show.clean(one["text"]))
