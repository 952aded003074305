"""A unit as the portfolio shows it: plain JSON, projected with every append, so that `status` never folds events."""

from collections import Counter
from typing import Any

from playbook.core.history import Standing
from playbook.core.moves import choose, decide
from playbook.core.scene import Scene
from playbook.core.shape import plain
from playbook.core.verdict import Verdict
from playbook.errors import UsageError


def line(scene: Scene) -> dict[str, Any]:
    """Return the unit's line of the portfolio: stage, waves done, squads by stage, what is next and what blocks it."""
    own = scene.state.standing(scene.unit.unit)
    step, verdicts = upcoming(scene)
    return {
        "unit": scene.unit.unit,
        "name": scene.unit.name,
        "stage": scene.stage(scene.unit.unit),
        "since": own.since,
        "hold": own.hold.reason if own.hold else "",
        "waves": _waves(scene),
        "squads": dict(Counter(scene.stage(squad) for squad in _opened(scene))),
        "next": step,
        "blocked": [_blocked(verdict) for verdict in verdicts if verdict.stands_in_the_way],
        "suspect": _suspect(verdicts) + sum(map(len, scene.state.suspects.values())),
        "at": scene.state.last,
    }


def tree(scene: Scene, head: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the unit's tree: the pilot, then each wave with its squads, each with its stage and its numbers.

    `head` is the unit's line, where the caller has it already: it judges the next gate, which costs.
    """
    unit = scene.unit.unit
    waves = [
        {**_node(scene, f"{unit}/{wave}"), "squads": [_node(scene, f"{unit}/{squad}") for squad in squads]}
        for wave, squads in scene.waves.items()
    ]
    return {
        **(line(scene) if head is None else head),
        "squad_word": plain(scene.unit.squad_word),
        "goal": scene.state.goal.statement if scene.state.goal else "",
        "failed": sum(_bad(scene, squad) for squad in _opened(scene)),
        "failure_budget": scene.unit.failure_budget,
        "pilot": _node(scene, f"{unit}/pilot"),
        "tree": waves,
    }


def upcoming(scene: Scene) -> tuple[str, list[Verdict]]:
    """Return what comes next (a move's name, or `wave-2`) and the verdicts of its gate."""
    unit = scene.unit.unit
    subject = unit
    if scene.stage(unit) == "replication":
        subject = next((f"{unit}/{w}" for w in scene.waves if not _ended(scene, f"{unit}/{w}")), unit)
    try:
        move = choose(scene, subject)
    except UsageError:
        return "", []
    return subject.partition("/")[2] or move.name, list(decide(scene, subject, move).verdicts)


def _opened(scene: Scene) -> list[str]:
    names = ["pilot", *(squad.id for squad in scene.unit.squads)]
    return [subject for name in names if scene.state.standing(subject := f"{scene.unit.unit}/{name}").stage]


def _ended(scene: Scene, wave: str) -> bool:
    return scene.machines["wave"].map.stage(scene.stage(wave)).terminal


def _bad(scene: Scene, squad: str) -> bool:
    return scene.machines["squad"].map.stage(scene.stage(squad)).tally == "bad"


def _waves(scene: Scene) -> list[int]:
    """Return [waves that are complete, waves planned]; an aborted one is none of the first."""
    stages = (scene.machines["wave"].map.stage(scene.stage(f"{scene.unit.unit}/{wave}")) for wave in scene.waves)
    return [sum(stage.tally == "good" for stage in stages), len(scene.waves)]


def _node(scene: Scene, subject: str) -> dict[str, Any]:
    own = scene.state.standing(subject)
    name = subject.partition("/")[2]
    squad = scene.unit.squad(name)
    return {
        "id": name,
        "name": squad.name if squad else "",
        "stage": scene.stage(subject),
        "since": own.since,
        "hold": own.hold.reason if own.hold else "",
        "suspect": sum(len(some) for one, some in scene.state.suspects.items() if one.rpartition("/")[0] == subject),
        "measures": [
            _measure(scene, subject, measure.id) for measure in scene.unit.measures if _values(own, measure.id)
        ],
    }


def _values(own: Standing, measure: str) -> bool:
    """Return whether there is a reading; a baseline may be set before the first one."""
    return bool(measure in own.series and own.series[measure].values)


def _measure(scene: Scene, subject: str, name: str) -> dict[str, Any]:
    series = scene.state.standing(subject).series[name]
    measure = next(one for one in scene.unit.measures if one.id == name)
    day = max(series.values)
    return {
        "id": name,
        "baseline": measure.baseline,
        "target": measure.target,
        "direction": measure.direction,
        "day": day,
        "value": series.values[day],
    }


def _blocked(verdict: Verdict) -> dict[str, str]:
    return {
        "condition": verdict.condition,
        "status": verdict.status,
        "subject": verdict.subject,
        "until": verdict.until,
    }


def _suspect(verdicts: list[Verdict]) -> int:
    """Approvals that were given but on something that has changed since."""
    return sum(verdict.condition == "approval" and verdict.status == "undecided" for verdict in verdicts)
