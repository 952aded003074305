"""`decide`, `dissent`."""

import click

from playbook.app import decide as app
from playbook.app.advance import Moving
from playbook.cli import show
from playbook.cli.approvals import place
from playbook.cli.command import PROSE, Prose, Settings, Subject, command, pass_settings
from playbook.cli.moves import carry_out
from playbook.cli.provisos import OPTION, terms
from playbook.cli.tongue import move as move_of
from playbook.cli.tongue import t
from playbook.core.phrase import say
from playbook.errors import UsageError

SUBJECT = Subject()


@command(
    'playbook decide emea go --proviso "the second analyst starts" "Jonas Weber" 2026-12-20\n'
    'playbook decide emea/wave-2 hold --reason "data access was revoked"\n'
    'playbook decide emea recycle --reason "the second site lost its analyst"'
)
@click.argument("subject", type=SUBJECT)
@click.argument("decision", type=click.Choice(app.DECISIONS))
@click.option("--reason", default="", type=Prose(empty=True), help="Why; needed for all but go.")
@OPTION
@click.option("--move", "name", default="", metavar="MOVE", help="Another move than the first of its kind.")
@pass_settings
def decide(  # noqa: PLR0913  (one for each option)
    settings: Settings,
    subject: str,
    decision: str,
    *,
    reason: str,
    provisos: tuple[tuple[str, str, str], ...],
    name: str,
) -> None:
    """Do what a gate meeting decided: go (with conditions), hold, recycle, or stop.

    It opens no gate: go does what `advance` does and is refused as that is, approvals come from `approve`. Each
    decision is in the gate review with everything that was judged, whoever disagreed, and what is still to be met.
    """
    if decision != "go" and provisos:
        raise UsageError(
            say("{option} goes with the decision go alone", option="--proviso"), hint="playbook proviso --help"
        )
    if decision != "go" and not reason:
        text = say("a reason is needed to decide '{decision}'", decision=decision)
        raise UsageError(text, hint=say('add --reason "…"'))
    if decision == "hold":
        if name:
            raise UsageError(say("a hold is about no move"), hint=say("leave out {option}", option="--move"))
        place(settings, subject, reason)
        return
    by = "advance" if decision == "go" else decision
    carry_out(settings, Moving(subject, by, name, reason, terms(provisos)))


@command(
    'playbook dissent emea "three cycles are too few for a second country" --as "Jonas Weber"\n'
    'playbook dissent emea "we were not asked" --move stabilise --as "Jonas Weber"'
)
@click.argument("subject", type=SUBJECT)
@click.argument("text", type=PROSE)
@click.option("--move", "name", default="", metavar="MOVE", help="Another move than the next one; also one made.")
@pass_settings
def dissent(settings: Settings, subject: str, text: str, name: str) -> None:
    """Disagree with a move, for the record. It stops nobody; it is in the gate review under the decision."""
    session, about = app.dissent(settings.world(), subject, text, name)
    who = session.state.people[session.actor]
    settings.data({"subject": subject, "move": about, "by": who, "text": text})
    facts = {"name": show.clean(who), "move": move_of(about), "subject": show.strong(subject)}
    settings.say(t("{name} disagrees with '{move}' of {subject}: {text}", text=show.clean(text), **facts))
