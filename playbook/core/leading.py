"""Squads go with what carries them: a wave, or the unit for the pilot; not ahead of it, and not back without it."""

from playbook.core.phrase import say
from playbook.core.scene import Scene
from playbook.core.stagemap import Move
from playbook.core.verdict import Verdict


def alone(scene: Scene, subject: str, move: Move) -> list[Verdict]:
    """Return a verdict where a squad would run ahead of what carries it: its wave, or the unit for the pilot.

    A squad that was left behind may catch up alone, once its leader has made the move that carries the others.
    """
    if move.by not in ("advance", "recycle") or scene.machine(subject) != "squad":
        return []
    if move.by == "recycle":
        return _back_alone(scene, subject, move)
    kind, machine = ("pilot", "rollout") if subject.endswith("/pilot") else ("wave", "wave")
    steps = scene.machines[machine].map.moves
    carriers = [one for one in steps for carry in one.carries if (carry.squads, carry.move) == (kind, move.name)]
    leader = scene.leader(subject)
    if not carriers or (leader and any(one.target in _passed(scene, leader) for one in carriers)):
        return []
    needed = say("{subject} goes with its wave, not ahead of it", subject=subject)
    if kind == "pilot":
        needed = say("{subject} goes with its unit, not ahead of it", subject=subject)
    if not leader:
        found, command = say("no wave opens {subject}", subject=subject), ""
    else:
        found = say("{leader} has not made its move '{move}' yet", leader=leader, move=carriers[0].name)
        command = f"playbook advance {leader}"
    remedy = say("move what carries it: that checks this {squad}'s gate as well, and takes it along")
    return [Verdict("leader", "fail", subject, needed, found, remedy=remedy, command=command, waivable=False)]


def _back_alone(scene: Scene, subject: str, move: Move) -> list[Verdict]:
    """Return a verdict where a squad would go back without what takes squads back by this move."""
    moves = (one for machine in ("wave", "rollout") for one in scene.machines[machine].map.moves)
    if not any(carry.move == move.name for one in moves for carry in one.carries):
        return []
    leader = scene.wave_of(subject)
    needed = say("{subject} goes back with its wave, not alone", subject=subject)
    found = (
        say("{leader} stays where it is", leader=leader) if leader else say("no wave opens {subject}", subject=subject)
    )
    remedy = say("take its wave back, or end the {squad} (fail, disband)")
    command = f'playbook recycle {leader} --reason "…"' if leader else ""
    return [Verdict("leader", "fail", subject, needed, found, remedy=remedy, command=command, waivable=False)]


def _passed(scene: Scene, subject: str) -> set[str]:
    """Return the stages a subject has come through since it last stood at the start: what was taken back is undone."""
    initial = scene.machines[scene.machine(subject)].map.initial
    passed: set[str] = set()
    for passage in scene.state.standing(subject).passages:
        passed = set() if passage.target == initial else passed | {passage.target}
    return passed
