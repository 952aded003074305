"""Puts a gate before its conditions: the one place where the scene of a decision becomes the case of a condition."""

from collections.abc import Mapping
from typing import Any

from playbook.core.fingerprint import fingerprint
from playbook.core.scene import Scene
from playbook.core.stagemap import Gate, Move, conditions
from playbook.core.verdict import Verdict
from playbook.gates import check
from playbook.gates.base import Case


def judge(scene: Scene, subject: str, move: Move, gate: Gate) -> list[Verdict]:
    """Return the verdict of every condition of the gate, in its order."""
    return check(gate, case_of(scene, subject, move, gate)) if gate else []


def case_of(scene: Scene, subject: str, move: Move, gate: Gate) -> Case:
    """Return the case of a move. The fingerprint is made only where somebody has to approve."""
    approved = any(name == "approval" for name, _ in conditions(gate))
    return Case(
        condition="",
        state=scene.state,
        unit=scene.unit,
        subject=subject,
        move=move,
        now=scene.now,
        options={},
        maps={name: machine.map for name, machine in scene.machines.items()},
        waves=scene.waves,
        fingerprint=content(scene, subject) if approved else "",
        elsewhere=scene.elsewhere,
        evaluate=_evaluate,
        memo=scene.memo,
    )


def _evaluate(text: str, names: Mapping[str, Any]) -> Any:
    """The library is imported by a gate that has an expression, and by no other."""
    from playbook.config.expressions import evaluate

    return evaluate(text, names)


def rights(scene: Scene, subject: str) -> Case:
    """Return a case that no move is about: to ask who holds a role at a subject, and who can confirm what."""
    return case_of(scene, subject, scene.machines[scene.machine(subject)].map.moves[0], ())


def content(scene: Scene, subject: str) -> str:
    """Return the fingerprint of what an approval of this subject's next move is bound to."""
    return fingerprint(scene.state, scene.unit, scene.below(subject), scene.squads_of(subject))
