"""What a waiver would be for: the verdict in the way of a move that somebody asks to pass over."""

from collections.abc import Iterator
from contextlib import suppress

from playbook.app.session import Session
from playbook.core.moves import Decision, choose, decide
from playbook.core.phrase import say
from playbook.core.state import Waiver
from playbook.core.verdict import Verdict
from playbook.core.waivers import covers, status
from playbook.errors import UsageError


def sought(session: Session, subject: str, condition: str, move: str) -> tuple[Decision, Verdict]:
    """Return the decision and the verdict that a waiver would be for: one in the way that nobody has asked about.

    It is one that can be waived, if there is such a one.

    Raises:
        UsageError: nothing of that name is judged on the subject, it passes, or it is asked for already.
    """
    decisions = list(_decisions(session, subject, move))
    named = [
        (decision, one)
        for decision in decisions
        for one in decision.verdicts
        if (one.subject, one.condition) == (subject, condition)
    ]
    if not named:
        raise _unknown(subject, condition, decisions)
    blocking = [(decision, one) for decision, one in named if one.stands_in_the_way]
    if not blocking:
        raise _needless(subject, named[0][0], named[0][1])
    free = [(decision, one) for decision, one in blocking if one.waivable]
    if not free:
        return blocking[0]
    waiting = [_asked(session, decision, one) for decision, one in free]
    for pair, waiver in zip(free, waiting, strict=True):
        if waiver is None:
            return pair
    raise _twice(next(filter(None, waiting)))


def _decisions(session: Session, subject: str, name: str) -> Iterator[Decision]:
    """Yield the decision on the move that carries a subject along, then on its own, as far as there are such."""
    scene = session.scene
    scene.machine(subject)
    leader = scene.leader(subject)
    if leader:
        with suppress(UsageError):
            found = decide(scene, leader, choose(scene, leader, name=name))
            if any(one.subject == subject for one in found.verdicts):
                yield found
                if not name:
                    return
    try:
        yield decide(scene, subject, choose(scene, subject, name=name))
    except UsageError:
        if not leader:
            raise


def _asked(session: Session, decision: Decision, verdict: Verdict) -> Waiver | None:
    """Return the waiver by which this was asked for already and that still waits."""
    day = session.now.date().isoformat()
    same = [one for one in decision.verdicts if (one.subject, one.condition) == (verdict.subject, verdict.condition)]
    for one in session.state.waivers.values():
        about = (one.leader or one.subject, one.move) == (decision.subject, decision.move.name)
        if about and status(one, day) == "requested" and covers(one, verdict, alone=len(same) == 1):
            return one
    return None


def _unknown(subject: str, condition: str, decisions: list[Decision]) -> UsageError:
    verdicts = [one for decision in decisions for one in decision.verdicts]
    elsewhere = list(dict.fromkeys(one.subject for one in verdicts if one.condition == condition))
    blocking = list(
        dict.fromkeys(one.condition for one in verdicts if one.subject == subject and one.stands_in_the_way)
    )
    text = say("nothing called '{condition}' is judged on {subject} now", condition=condition, subject=subject)
    if elsewhere:
        return UsageError(text, hint=say("it is judged on: {subjects}", subjects=elsewhere[:5]))
    if blocking:
        return UsageError(text, hint=say("what stands in its way: {conditions}", conditions=blocking))
    return UsageError(text, hint=say("nothing stands in its way"))


def _needless(subject: str, decision: Decision, verdict: Verdict) -> UsageError:
    facts = {"condition": verdict.condition, "subject": subject}
    if verdict.waiver:
        text = say("{condition} of {subject} is waived already: {id}", id=verdict.waiver, **facts)
        return UsageError(text, hint=f"playbook why {decision.subject}")
    return UsageError(
        say("{condition} of {subject} passes: there is nothing to waive", **facts),
        hint=f"playbook why {decision.subject}",
    )


def _twice(waiver: Waiver) -> UsageError:
    text = say("{id} asks for that already, and waits to be granted", id=waiver.id)
    return UsageError(text, hint=f"playbook waiver grant {waiver.subject} {waiver.id}")
