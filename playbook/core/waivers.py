"""Waivers: one condition of one move of one subject is passed over, once, and somebody answers for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from playbook.core.phrase import Phrase, say
from playbook.core.scene import Judge, Scene
from playbook.core.stagemap import Gate, Move
from playbook.core.state import Rollout, Waiver
from playbook.core.verdict import Verdict

LONGEST = 90
"""Days that a waiver can hold at most: what is needed for longer is another rule, and belongs into the stage map."""
Status = Literal["requested", "granted", "used", "refused", "revoked", "lapsed"]
STATUSES: dict[Status, Phrase] = {
    "requested": say("waits to be granted"),
    "granted": say("in force"),
    "used": say("used up"),
    "refused": say("refused"),
    "revoked": say("taken back"),
    "lapsed": say("lapsed"),
}
"""What has become of a waiver, in words."""

NEVER = {
    "approval": say("an approval is a person's own word: somebody else's leave cannot stand for it"),
    "shared_goal": say("the shared goal is what holds the {squads} together: without it there is nothing to roll out"),
    "squad_size": say("more than ten people are no {squad} any more: split it, or let members go back"),
    "reached": say("a {squad} that no wave opens is not part of the rollout: give it a wave"),
    "provisos": say("an overdue proviso of an earlier gate is met, not waived: that is what was agreed"),
    "hold": say("a hold is lifted, not waived"),
}
"""Why nobody can waive a condition; of some, only what they find at their worst."""


def status(waiver: Waiver, day: str) -> Status:
    """Return what has become of a waiver by a day (YYYY-MM-DD); what was used stays used, what ended stays ended."""
    if waiver.used:
        return "used"
    if waiver.ended:
        return "revoked" if waiver.granted else "refused"
    if day > waiver.until:
        return "lapsed"
    return "granted" if waiver.granted else "requested"


def in_force(state: Rollout, day: str) -> tuple[Waiver, ...]:
    """Return the waivers that let something pass on that day (YYYY-MM-DD), the one that ends soonest first."""
    return tuple(sorted((one for one in state.waivers.values() if one.holds(day)), key=lambda one: one.until))


def waiting(state: Rollout, day: str) -> tuple[Waiver, ...]:
    """Return the waivers that were asked for and that somebody can still grant, oldest first."""
    return tuple(one for one in state.waivers.values() if status(one, day) == "requested")


def grantors(scene: Scene, subject: str, requester: str = "") -> tuple[str, ...]:
    """Return who (ids) may grant a waiver for a subject: the sponsor and the heads of the unit's departments.

    Left out are the requester and the members of the squads that the subject is about (of all squads, for a unit):
    nobody passes over a condition of their own squad.
    """
    unit = scene.unit
    squads = scene.squads_of(subject) if "/" in subject else (unit.pilot, *unit.squads)
    own = {member.person for squad in squads for member in squad.members}
    found = dict.fromkeys((unit.sponsor, *(department.head for department in unit.departments)))
    return tuple(person for person in found if person != requester and person not in own)


def lenient(scene: Scene, leader: str, move: Move) -> Scene:
    """Return the scene in which a move is decided: what a waiver lets pass is `waived`, all else is judged as ever.

    Waivers are looked at after judging, so that a condition that passes by itself leaves its waiver unused.
    """
    day = scene.now.date().isoformat()
    held = [one for one in in_force(scene.state, day) if (one.leader or one.subject, one.move) == (leader, move.name)]
    return replace(scene, judge=_pardoning(scene.judge, held)) if held else scene


def _pardoning(judge: Judge, held: Sequence[Waiver]) -> Judge:
    def pardoned(scene: Scene, subject: str, move: Move, gate: Gate) -> list[Verdict]:
        return applied(held, judge(scene, subject, move, gate))

    return pardoned


def applied(held: Iterable[Waiver], verdicts: list[Verdict]) -> list[Verdict]:
    """Return the verdicts of one gate, those `waived` that one of the waivers in force lets pass."""
    held = tuple(held)
    return [_applied(held, one, alone=_is_alone(one, verdicts)) for one in verdicts]


def _is_alone(verdict: Verdict, verdicts: list[Verdict]) -> bool:
    """Return whether a gate has this condition once only; of several, a waiver lets pass the one that it names."""
    return sum((one.condition, one.subject) == (verdict.condition, verdict.subject) for one in verdicts) == 1


def _applied(held: Iterable[Waiver], verdict: Verdict, *, alone: bool) -> Verdict:
    if not (verdict.stands_in_the_way and verdict.waivable):
        return verdict
    for waiver in held:
        if covers(waiver, verdict, alone=alone):
            return replace(verdict, status="waived", found=told(waiver, verdict.found), waiver=waiver.id, command="")
    return verdict


def covers(waiver: Waiver, verdict: Verdict, *, alone: bool = False) -> bool:
    """Return whether a waiver is about this verdict's condition; `alone` where the gate has it only once."""
    same = (waiver.condition, waiver.subject) == (verdict.condition, verdict.subject)
    return same and (alone or waiver.needed == str(verdict.needed))


def told(waiver: Waiver, found: Phrase) -> Phrase:
    """Return what was found, and by whose leave it is passed over; who that is comes as an id."""
    facts = {"name": waiver.granted_by, "day": waiver.until, "reason": waiver.reason}
    return say("{found}; waived by {name} until {day}: {reason}", found=found, **facts)


def spared(scene: Scene, verdict: Verdict) -> bool:
    """Return whether the engine keeps its hands off what a waiver let through: until the day on which that ends."""
    day = scene.now.date().isoformat()
    same = (verdict.condition, verdict.subject)
    return verdict.waivable and any(
        one.used and day <= one.until and (one.condition, one.subject) == same for one in scene.state.waivers.values()
    )


def why_never(verdict: Verdict) -> Phrase:
    """Return why nobody can waive what this verdict is about; only for one that is not `waivable`."""
    return NEVER.get(verdict.condition, say("this is how the chain itself works: there is nothing to pass over"))
