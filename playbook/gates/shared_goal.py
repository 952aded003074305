"""Unit and squads carry the same goal, and that goal exists.

The unit's goal is one of the goals in `playbook.yaml`, and squads carry the same one (a squad that names none carries
the unit's). When the goal changes after an approval, the approval lapses, and what was ticked before counts no more.

Cleared by: the sponsor; the lead of a squad that carries another goal.

Source: a rule of this playbook: one goal for unit, waves and squads.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.phrase import say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


def judge(case: Case) -> Verdict:
    """Return `fail` for a goal that is not shared; a unit is judged with all its squads, a wave with its own.

    Nobody can waive it.
    """
    needed = say("unit and {squads} carry the same goal, one that playbook.yaml has")
    goal = case.unit.goal
    if case.state.goal is None or case.state.goal.id != goal:
        return case.verdict(
            "fail",
            needed,
            say("the goal '{goal}' is not among the shared goals", goal=goal),
            where=case.state.where("goal"),
            clears=(case.unit.sponsor,),
            remedy=say("add the goal to playbook.yaml, or carry one that is there"),
            waivable=False,
        )
    return _squads(case, goal)


def _squads(case: Case, goal: str) -> Verdict:
    needed = say("unit and {squads} carry the goal '{goal}'", goal=goal)
    squads = case.squads()
    if not case.name:
        squads = tuple((f"{case.unit.unit}/{one.id}", one) for one in (case.unit.pilot, *case.unit.squads))
    astray = [(subject, squad) for subject, squad in squads if squad.goal not in (None, goal)]
    if astray:
        subject, squad = astray[0]
        others = [f"{name} ({one.goal})" for name, one in astray]
        return case.verdict(
            "fail",
            needed,
            say("another goal: {names}", names=others),
            where=case.line(subject, "goal"),
            clears=(squad.lead, case.unit.sponsor),
            remedy=say("let every {squad} carry the unit's goal"),
            waivable=False,
        )
    found = say("{goal}: {statement}", goal=goal, statement=case.state.goal.statement if case.state.goal else "")
    return case.verdict("pass", needed, found, where=case.state.where("goal"))
