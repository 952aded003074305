"""What an approval is bound to: it lapses by itself when any of this changes."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from playbook.core.history import Rollout
from playbook.core.model import Goal, Squad, Unit
from playbook.core.shape import plain

NOT_BOUND = ("pilot", "squads", "waves", "language", "people", "supply")
"""Keys of the unit that no approval is bound to: squads are looked at one by one."""


def evidence_is_about(unit: Unit, goal: Goal | None, version: str) -> tuple[str, ...]:
    """Return what evidence can be about, each as `key=hash`: what is older than a change of it no longer counts.

    A reading stays what it is where only the measure's target or direction is another: those are judged afresh.
    """
    measures = {f"measure:{one.id}": [one.name, one.unit] for one in unit.measures}
    found = {"goal": plain(goal), "playbook": version, "mission": plain(unit.mission), **measures}
    return tuple(f"{key}={_digest(content)[:16]}" for key, content in found.items())


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint(state: Rollout, unit: Unit, subjects: Iterable[str], squads: Iterable[Squad]) -> str:
    """Return the SHA-256 (hexadecimal) of the goal, the unit's mandate, the squads, and the signed text of documents.

    Evidence of the subjects counts as well: their break-fix cycles, and what was decided on their lessons; and so do
    waivers in force, as what they pass over was not passed over when somebody approved.
    Of a document only the part above its signatures counts, with the ticks taken out; of the unit all but the
    squads that the move is not about, so that a change in one squad's roster lets no other squad's approval lapse.
    """
    mandate = plain(unit)
    for key in NOT_BOUND:
        mandate.pop(key, None)
    subjects = set(subjects)
    signed = {paper.id: paper.content for paper in state.papers.values() if paper.subject in subjects and paper.signed}
    cycles = [cycle for subject in sorted(subjects) for cycle in state.standing(subject).cycles.values()]
    lessons = [[one.id, one.decision, one.reason] for one in state.lessons.values() if one.subject in subjects]
    content = {
        "goal": plain(state.goal),
        "unit": mandate,
        "squads": {squad.id: plain(squad) for squad in squads},
        "documents": signed,
        "cycles": [[one.subject, one.id, one.closed, one.verified] for one in cycles],
        "lessons": lessons,
    }
    waived = [one.id for one in state.waivers.values() if one.subject in subjects and one.open]
    if waived:  # nothing is added where there is none: approvals given before waivers existed go on standing
        content["waivers"] = waived
    return _digest(content)
