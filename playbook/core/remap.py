"""Stages by their names in another playbook: where each subject stands once its unit follows that one.

What was completed stays completed, and every time stamp is kept: only the names of stages are told anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Steps = Mapping[tuple[str, str], str]
"""By (machine, stage): its name in the other playbook. A stage that is not there keeps its name."""


class Footing(NamedTuple):
    """Where a subject stood, and what it had been through."""

    stage: str
    been: Mapping[str, str]
    moves: int
    """How many moves it had made."""


@dataclass(slots=True)
class Migration:
    """A change from one playbook to another, with all that is needed to take it back."""

    at: str
    by: str
    source: str
    target: str
    steps: Steps
    reason: str
    configuration: str
    """Hash of the configuration that was accepted before it."""
    manifest: str
    """Hash of the list of templates that documents were made from before it; empty where none was kept."""
    before: dict[str, Footing] = field(default_factory=dict)


def steps_of(mapping: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Return the steps that `written` wrote."""
    parts = (one.partition("=") for one in mapping)
    return {(old.partition(":")[0], old.partition(":")[2]): new for old, _, new in parts}


def written(steps: Steps) -> tuple[str, ...]:
    """Return steps as an event keeps them: `squad:operating=working`, sorted."""
    return tuple(sorted(f"{machine}:{old}={new}" for (machine, old), new in steps.items()))


def machine_of(subject: str, squads: tuple[str, ...]) -> str:
    """Return which machine drives a subject that has moved; a wave is composed with its first move."""
    return "rollout" if "/" not in subject else "wave" if squads else "squad"


def onwards(machine: str, now: Footing, steps: Steps) -> tuple[str, dict[str, str]]:
    """Return stage and completed stages under their new names; of two that become one, the later entry counts."""
    been: dict[str, str] = {}
    for stage, at in now.been.items():
        name = steps.get((machine, stage), stage)
        been[name] = max(at, been.get(name, ""))
    return steps.get((machine, now.stage), now.stage), been


def back(
    machine: str, now: Footing, undone: Migration, then: Footing | None, steps: Steps
) -> tuple[str, dict[str, str]]:
    """Return stage and completed stages as they were before a migration, with what was done since under `steps`."""
    if then is None:
        return onwards(machine, now, steps)
    _, known = onwards(machine, then, undone.steps)
    since = {stage: at for stage, at in now.been.items() if known.get(stage) != at}
    been = dict(then.been)
    for stage, at in since.items():
        been[steps.get((machine, stage), stage)] = at
    moved = now.moves != then.moves
    return steps.get((machine, now.stage), now.stage) if moved else then.stage, been
