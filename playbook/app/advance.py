"""Moving a subject: advance, recycle, stop; what a move would do (`plan`), and what stands in its way (`why`)."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from playbook.app.changes import Change
from playbook.app.desk import finish, open_desk, refuse_repeated
from playbook.app.papers import Desk
from playbook.app.provisos import Terms, added
from playbook.app.session import Session
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.moves import Decision, choose, decide
from playbook.core.phrase import Phrase, say
from playbook.core.shape import plain
from playbook.errors import GateClosed, Outrun, PlaybookError, UsageError


@dataclass(frozen=True, slots=True)
class Moving:
    """How a move was asked for."""

    subject: str
    by: str = "advance"
    name: str = ""
    reason: str = ""
    provisos: tuple[Terms, ...] = ()
    """What an open gate is passed with, to be met afterwards."""

    @property
    def unit(self) -> str:
        """The unit of the subject."""
        return self.subject.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a move would do, or did."""

    unit: str
    decision: Decision
    events: tuple[e.Event, ...]
    documents: tuple[Change, ...]
    basis: dict[str, Any]
    """What the plan rests on: versions of the streams, and a digest of the events that would be written."""
    session: Session
    moved: bool = False
    """True where the move is among the events: its gate is open, and no document was in conflict before it."""


def why(world: World, asked: Moving) -> tuple[Session, Decision]:
    """Return the decision on the next move, with every verdict; nothing is written.

    Raises:
        UsageError: there is no such subject, or no such move from its stage.
    """
    session, desk = open_desk(world, asked.unit)
    desk.prepare()
    return session, _decide(session, asked)


def plan(world: World, asked: Moving) -> Plan:
    """Return what the move would do: events, and documents with the lines they gain and lose; nothing is written."""
    session, desk = open_desk(world, asked.unit)
    with suppress(UsageError):  # a plan needs nobody; where somebody is known it shows the very lines they will write
        _ = session.actor
    return _rehearse(session, desk, asked)


def advance(world: World, asked: Moving, basis: dict[str, Any] | None = None) -> Plan:
    """Make the move and write the documents that follow from it.

    What people did to files is read back and kept even where the gate is closed.

    Raises:
        GateClosed: a verdict stands in the way; the stage is unchanged.
        MergeConflict: a document has lines that two sides changed. Nothing moved then, but where the move itself
            changed such a line (the facts have the plan): that can be settled only when it is in the file.
        Outrun: somebody else was faster, or `basis` (of an earlier plan) is stale.
    """
    refuse_repeated(world, asked.unit)
    session, desk = open_desk(world, asked.unit, acting=True)
    _ = session.actor
    made = _rehearse(session, desk, asked)
    if basis is not None and basis != made.basis:
        stale = say("the plan is stale: something changed since it was made")
        raise Outrun(stale, hint=f"playbook plan {asked.subject}")
    finish(session, desk)
    made = replace(made, documents=tuple(desk.changes.values()))
    try:
        desk.refuse_conflicts(
            say("what you did is recorded") if made.moved else say("nothing advances over a conflict")
        )
    except PlaybookError as error:
        error.facts["plan"] = made
        raise
    if not made.decision.open:
        refused = say("refused: {subject} stays in {stage}", subject=asked.subject, stage=made.decision.source)
        raise GateClosed(refused, decision=made.decision, plan=made)
    return made


def _rehearse(session: Session, desk: Desk, asked: Moving) -> Plan:
    desk.prepare()
    decision = _decide(session, asked)
    terms = added(session, asked.subject, decision.move, asked.provisos)
    moved = bool(decision.events) and not desk.conflicts()
    if moved:
        session.record(*terms, *decision.events)
        desk.prepare()
    events = tuple(session.events)
    documents = tuple(desk.changes.values())
    return Plan(session.unit, decision, events, documents, _basis(session, decision, events), session, moved)


def _decide(session: Session, asked: Moving) -> Decision:
    scene = session.scene
    scene.machine(asked.subject)
    if asked.by != "advance" and not asked.reason:
        raise UsageError(_no_reason(asked), hint=say('add --reason "…"'))
    move = choose(scene, asked.subject, by=asked.by, name=asked.name)
    return decide(scene, asked.subject, move, asked.reason)


def _no_reason(asked: Moving) -> Phrase:
    if asked.by == "stop":
        return say("a reason is needed to stop {subject}", subject=asked.subject)
    return say("a reason is needed to recycle {subject}", subject=asked.subject)


def _basis(session: Session, decision: Decision, events: tuple[e.Event, ...]) -> dict[str, Any]:
    """Return what makes a plan stale when it differs. Hashes of accepted configurations hold fresh ids: left out."""
    content = [[type(event).__name__, _stable(event)] for event in events]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return {
        "unit": session.unit,
        "subject": decision.subject,
        "move": decision.move.name,
        "versions": dict(session.versions),
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }


def _stable(event: e.Event) -> Any:
    kept = plain(event)
    if isinstance(event, e.ConfigurationAccepted):
        kept.pop("text")
    if isinstance(event, e.DocumentRevised):  # its text names the day and the person: not what was planned
        kept = {"document": event.document}
    return kept
