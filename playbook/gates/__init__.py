"""The conditions on a move, one pure file each. To add one: its file, and its line in the table."""

from dataclasses import fields
from typing import Any

from playbook.core.stagemap import Gate, conditions
from playbook.core.verdict import Verdict
from playbook.gates import (
    approval,
    checklist,
    components,
    consultants,
    cross_functional,
    customer_focused,
    cycles,
    data_access,
    documents,
    donors_agreed,
    dwell,
    empowered,
    expr,
    failure_budget,
    favours_settled,
    lessons_adopted,
    milestones,
    reached,
    second_shop,
    shared_goal,
    skills_covered,
    soak,
    squad_size,
    stable,
    supply,
    wave_outcome,
)
from playbook.gates.base import Case, Condition

CONDITIONS: dict[str, Condition] = {
    "squad_size": squad_size,
    "cross_functional": cross_functional,
    "skills_covered": skills_covered,
    "donors_agreed": donors_agreed,
    "empowered": empowered,
    "data_access": data_access,
    "customer_focused": customer_focused,
    "shared_goal": shared_goal,
    "components": components,
    "checklist": checklist,
    "documents": documents,
    "approval": approval,
    "cycles": cycles,
    "stable": stable,
    "lessons_adopted": lessons_adopted,
    "failure_budget": failure_budget,
    "favours_settled": favours_settled,
    "second_shop": second_shop,
    "wave_outcome": wave_outcome,
    "soak": soak,
    "supply": supply,
    "dwell": dwell,
    "expr": expr,
    "reached": reached,
    "milestones": milestones,
    "consultants": consultants,
}
"""Every condition by its name in stage maps, in the order of the reference."""


SAME = tuple(field.name for field in fields(Case) if field.name not in ("condition", "options"))
"""What is the same for all conditions of a gate."""


def defaults(name: str) -> dict[str, Any]:
    """Return the options of a condition where a stage map gives none; of a closed choice, the first."""
    options = CONDITIONS[name].OPTIONS
    return {key: value[0] if isinstance(value, tuple) else value for key, value in options.items()}


def meanings(name: str) -> dict[str, str]:
    """Return what each option of a condition means, in one line for editors and the reference."""
    return dict(getattr(CONDITIONS[name], "MEANS", {}))


def check(gate: Gate, case: Case) -> list[Verdict]:
    """Return the verdict of every condition of the gate, in its order, never only the first that fails.

    `case` says what is judged; its condition and options are replaced for each entry. KeyError for a condition that
    is not in the table, which a stage map that was accepted cannot name.
    """
    same = {name: getattr(case, name) for name in SAME}  # once for all, as a wave has thousands of conditions to judge
    return [
        CONDITIONS[name].judge(Case(condition=name, options={**defaults(name), **options}, **same))
        for name, options in conditions(gate)
    ]
