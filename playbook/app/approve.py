"""Approvals and holds."""

from collections.abc import Callable, Iterable
from typing import Any

from playbook.app.judging import case_of, content
from playbook.app.session import Session
from playbook.app.suspects import covered
from playbook.app.sync import change
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.moves import choose, decide
from playbook.core.persons import veil
from playbook.core.phrase import Phrase, say
from playbook.core.stagemap import Move, conditions
from playbook.core.verdict import Verdict
from playbook.errors import GateClosed, MergeConflict, UsageError
from playbook.gates.approval import required

More = Callable[[Session, str, Move], Iterable[e.Event]]
"""What goes with an approval: the events that its terms are, of the session, the subject and the move."""


def approve(  # noqa: PLR0913  (what is said with an approval)
    world: World, subject: str, *, role: str = "", move: str = "", note: str = "", more: More = lambda *_: ()
) -> tuple[Session, e.Approved]:
    """Record the approval of a subject's next move by the person at the keyboard, bound to what is there now.

    Raises:
        UsageError: nothing there needs an approval.
        GateClosed: this person does not hold the role, or it is their own squad.
        MergeConflict: a document that would be signed has a conflict.
    """
    found: list[e.Approved] = []

    def act(session: Session) -> None:
        found.append(_approval(session, subject, role, move, note))
        terms = list(more(session, subject, choose(session.scene, subject, name=move)))
        session.record(*([] if _stands(session, found[-1]) else [found[-1]]), *terms)

    session = change(world, subject.partition("/")[0], act)
    return session, found[-1]


def remaining(session: Session, subject: str, move: str) -> list[Verdict]:
    """Return the verdicts that still stand in the way of the move that was approved."""
    scene = session.scene
    decision = decide(scene, subject, choose(scene, subject, name=move))
    return [verdict for verdict in decision.verdicts if verdict.stands_in_the_way]


def _approval(session: Session, subject: str, role: str, move: str, note: str) -> e.Approved:
    scene = session.scene
    scene.machine(subject)
    step = choose(scene, subject, name=move)
    roles = [str(options.get("role", "sponsor")) for name, options in conditions(step.gate) if name == "approval"]
    if not roles:
        text = say("the move '{move}' of {subject} needs no approval", move=step.name, subject=subject)
        raise UsageError(text, hint=f"playbook why {subject}")
    if role and role not in roles:
        text = say("'{role}' does not approve '{move}'", role=role, move=step.name)
        raise UsageError(text, hint=say("it is approved by: {roles}", roles=roles))
    case = case_of(scene, subject, step, step.gate)
    known = session.state.people[session.actor]
    if "<" in known and "<" not in session.world.actor():
        raise UsageError(say("an approval needs your mail as well"), hint=f'--as "{known}"')
    for wanted in [role] if role else roles:
        if session.actor in required(case, wanted):
            not_own(session, subject)
            signed = covered(session, scene.below(subject))
            refuse_torn(session, signed)
            return e.Approved(subject, step.name, wanted, content(scene, subject), note, signed)
    people = [person for wanted in roles for person in required(case, wanted)]
    names = [session.state.people.get(person, person) for person in people]
    raise GateClosed(
        _not_theirs(session.state.people[session.actor], subject, roles),
        hint=say("that is {names}", names=names) if names else "",
    )


def refuse_torn(session: Session, documents: Iterable[str]) -> None:
    """Raise MergeConflict where one of these documents has a conflict: nobody can sign two versions at once."""
    papers = (session.state.papers[name] for name in documents)
    torn = sorted(paper.path for paper in papers if paper.trouble == "conflict")
    if torn:
        text = say("nothing is approved over a conflict: {documents}", documents=[f"documents/{path}" for path in torn])
        raise MergeConflict(text, hint=say("run: playbook sync, then: playbook resolve"), documents=torn)


def _not_theirs(name: str, subject: str, roles: list[str]) -> Phrase:
    first, *more = (say("the {role}", role=Phrase(role)) for role in roles)
    for other in more:
        first = say("{one} or {other}", one=first, other=other)
    return say("{name} cannot approve {subject}: this takes {roles}", name=name, subject=subject, roles=first)


def _stands(session: Session, event: e.Approved) -> bool:
    """Return whether this person has approved exactly this already."""
    given = session.state.standing(event.subject).approvals
    return any(
        (one.by, one.role, one.move, one.fingerprint) == (session.actor, event.role, event.move, event.fingerprint)
        for one in given
    )


def not_own(session: Session, subject: str) -> None:
    """Raise GateClosed where the person at the keyboard is in a squad that the subject is about."""
    unit = session.scene.unit
    for squad in session.scene.squads_of(subject) if "/" in subject else (unit.pilot, *unit.squads):
        if any(member.person == session.actor for member in squad.members):
            facts = {"name": session.state.person(session.actor), "subject": squad.id}
            raise GateClosed(say("nobody approves their own {squad}: {name} is in {subject}", **facts))


def refuse_elsewhere(session: Session, subject: str, name: str, about: str) -> None:
    """Raise UsageError where `name` is about another subject than the one that was typed; a unit has all of its own."""
    if subject not in (about, session.unit):
        hint = say("write {subject}, or {unit}", subject=about, unit=session.unit)
        raise UsageError(say("{id} is about {subject}", id=name, subject=about), hint=hint)


def hold(world: World, subject: str, reason: str) -> Session:
    """Put a subject on hold: nothing at it or below it advances until `resume`.

    What the gate of its next move says now is kept with it: that is what was decided against.
    """

    def act(session: Session) -> None:
        session.scene.machine(subject)
        standing = session.state.standing(subject)
        if standing.hold:
            text = say("{subject} is on hold already: {reason}", subject=subject, reason=standing.hold.reason)
            raise UsageError(text, hint=f"playbook resume {subject}")
        session.record(e.HoldPlaced(subject, reason, *_decided_against(session, subject)))

    return change(world, subject.partition("/")[0], act)


def _decided_against(session: Session, subject: str) -> tuple[str, tuple[dict[str, Any], ...]]:
    """Return the next move's name and what its gate says, people by their ids; nothing where no move follows."""
    scene = session.scene
    try:
        move = choose(scene, subject)
    except UsageError:
        return "", ()
    verdicts = decide(scene, subject, move).verdicts
    return move.name, tuple(veil(one.record(), session.state.people) for one in verdicts)


def resume(world: World, subject: str, reason: str = "") -> Session:
    """Lift a hold. Nothing advances by itself: the next `advance` checks everything again."""

    def act(session: Session) -> None:
        session.scene.machine(subject)
        if not session.state.standing(subject).hold:
            above = session.state.held(subject)
            hint = say("the hold is on {subject}", subject=above[0]) if above else ""
            raise UsageError(say("{subject} is not on hold", subject=subject), hint=hint)
        session.record(e.HoldLifted(subject, reason))

    return change(world, subject.partition("/")[0], act)
