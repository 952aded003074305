"""A unit as the portfolio shows it: plain JSON, projected with every append, so that `status` never folds events.

It is made of the unit's own events and configuration alone, people by their ids: made anew at any time it is the same.
What depends on today (ages, what is overdue, what time has cleared) is worked out by whoever shows it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playbook.core.asks import Step, asks
from playbook.core.budget import burn, weights_in
from playbook.core.history import Standing
from playbook.core.moves import choose, decide
from playbook.core.phrase import kept
from playbook.core.provisos import open_provisos
from playbook.core.scene import Scene
from playbook.core.shape import plain
from playbook.core.stagemap import conditions
from playbook.core.verdict import Verdict
from playbook.core.waivers import in_force
from playbook.errors import UsageError

SHOWN = 3
"""So many reasons why a planned wave cannot start are kept."""


def line(scene: Scene) -> dict[str, Any]:
    """Return the unit's line of the portfolio: stage, waves done, squads by stage, what is next and what blocks it."""
    return _line(_alone(scene), _once(scene))


def _line(scene: Scene, coming: list[Step]) -> dict[str, Any]:
    unit = scene.unit.unit
    own, day = scene.state.standing(unit), scene.now.date().isoformat()
    stages = [stage.id for stage in scene.machines["rollout"].map.stages]
    verdicts = [verdict for step in coming for verdict in step.verdicts]
    return {
        "unit": unit,
        "name": scene.unit.name,
        "stage": scene.stage(unit),
        "place": stages.index(scene.stage(unit)),
        "since": own.since,
        "hold": own.hold.reason if own.hold else "",
        "waves": counted(scene),
        "squads": dict(Counter(scene.stage(squad) for squad in _opened(scene))),
        "next": coming[0].name if coming else "",
        "steps": [step.name for step in coming],
        "blocked": [_blocked(scene, step, one) for step in coming for one in step.blocking],
        "suspect": _suspect(verdicts) + sum(map(len, scene.state.suspects.values())),
        "budget": _budget(scene),
        "waivers": [one.until for one in in_force(scene.state, day)],
        "provisos": [one.proviso.due for one in open_provisos(scene.state, unit, day)],
        "asks": asks(scene, coming),
        "playbook": scene.state.playbook,
        "offered": scene.state.offered,
        "at": scene.state.last,
    }


def tree(scene: Scene, head: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the unit's tree: the pilot, then each wave with its squads, each with its stage and its numbers.

    `head` is the unit's line, where the caller has it already: it judges the next gate, which costs.
    """
    coming = _once(scene)
    scene, unit = _alone(scene), scene.unit.unit
    head = _line(scene, coming) if head is None else head
    ahead = {step.subject: step for step in (*_planned(scene), *coming)}
    day = scene.now.date().isoformat()
    waves = [
        {
            **_node(scene, f"{unit}/{wave}"),
            **_wave(scene, f"{unit}/{wave}", ahead),
            "squads": [_node(scene, f"{unit}/{squad}") for squad in squads],
        }
        for wave, squads in scene.waves.items()
    ]
    return {
        **head,
        "squad_word": plain(scene.unit.squad_word),
        "goal": scene.state.goal.statement if scene.state.goal else "",
        "failed": sum(_bad(scene, squad) for squad in _opened(scene)),
        "failure_budget": scene.unit.failure_budget,
        "pilot": _node(scene, f"{unit}/pilot"),
        "tree": waves,
        "waived": [
            {"subject": one.subject, "condition": one.condition, "until": one.until, "reason": one.reason}
            for one in in_force(scene.state, day)
        ],
        "promised": [
            {"id": one.id, "subject": one.subject, "text": one.text, "owner": one.owner, "due": one.due}
            for one, _ in open_provisos(scene.state, unit, day)
        ],
    }


def steps(scene: Scene) -> list[Step]:
    """Return what comes next, each with the verdicts of its gate: the unit's move, or the next wave of each lane."""
    scene = _alone(scene)
    subjects = [scene.unit.unit]
    if scene.stage(scene.unit.unit) == "replication":
        subjects = _running(scene) or subjects
    return [step for subject in subjects if (step := _step(scene, subject))]


def counted(scene: Scene) -> list[int]:
    """Return [waves that are complete, waves planned]; an aborted one is none of the first.

    Planned as the file asks for them: what the supply lets be opened shows when a wave is, and in `waves`.
    """
    stages = (scene.machines["wave"].map.stage(scene.stage(f"{scene.unit.unit}/{wave}")) for wave in scene.waves)
    return [sum(stage.tally == "good" for stage in stages), len(scene.waves)]


def _once(scene: Scene) -> list[Step]:
    """Return the steps, judged once for a unit's line and its tree."""
    if "steps" not in scene.memo:
        scene.memo["steps"] = steps(scene)
    found: list[Step] = scene.memo["steps"]
    return found


def _alone(scene: Scene) -> Scene:
    """Return the scene without what is not this unit's own: names of people, and what they do for other units."""
    return replace(scene, state=replace(scene.state, people={}), elsewhere=lambda _: {}, memo={})


def _step(scene: Scene, subject: str) -> Step | None:
    try:
        move = choose(scene, subject)
    except UsageError:
        return None
    return Step(subject, move.name, move.target, decide(scene, subject, move).verdicts)


def _running(scene: Scene) -> list[str]:
    """Return the first wave of each lane that has not ended."""
    found: dict[str, str] = {}
    for wave in scene.waves:
        subject = f"{scene.unit.unit}/{wave}"
        if not _ended(scene, subject):
            found.setdefault(_lane(scene, subject), subject)
    return list(found.values())


def _lane(scene: Scene, wave: str) -> str:
    """Return the lane that all squads of a wave have in common; empty where there is none."""
    lanes = {squad.lane or "" for squad in scene.squads_of(wave)}
    return scene.state.standing(wave).lane or (lanes.pop() if len(lanes) == 1 else "")


def _opened(scene: Scene) -> list[str]:
    names = ["pilot", *(squad.id for squad in scene.unit.squads)]
    return [subject for name in names if scene.state.standing(subject := f"{scene.unit.unit}/{name}").stage]


def _ended(scene: Scene, wave: str) -> bool:
    return scene.machines["wave"].map.stage(scene.stage(wave)).terminal


def _bad(scene: Scene, squad: str) -> bool:
    return scene.machines["squad"].map.stage(scene.stage(squad)).tally == "bad"


def _budget(scene: Scene) -> dict[str, Any]:
    maps = [machine.map for machine in scene.machines.values()]
    found = burn(scene.state, scene.unit, scene.machines["squad"].map, weights_in(maps))
    return {"used": found.used, "limit": found.limit, "tripped": found.tripped}


def _planned(scene: Scene) -> list[Step]:
    """Return the first wave of each lane that nothing has happened to yet, judged before its turn has come."""
    found: dict[str, str] = {}
    for wave in scene.waves:
        subject = f"{scene.unit.unit}/{wave}"
        if not scene.state.standing(subject).stage:
            found.setdefault(_lane(scene, subject), subject)
    return [step for subject in found.values() if (step := _step(scene, subject))]


def _wave(scene: Scene, subject: str, ahead: Mapping[str, Step]) -> dict[str, Any]:
    """Return what a wave has beyond other nodes: its lane, how its size came about, and what it waits for.

    What it waits for is judged for the first planned wave of each lane; that it comes after others goes without saying.
    """
    own, step = scene.state.standing(subject), ahead.get(subject)
    facts = {"lane": _lane(scene, subject), "configured": own.configured, "binding": own.binding}
    soak = next((one for one in step.blocking if one.condition == "soak" and one.until), None) if step else None
    needs = [one for one in step.blocking if one.condition != "reached"] if step and not own.stage else []
    return {
        **facts,
        "soak": {"days": _soak_days(scene, subject), "until": soak.until} if soak else None,
        "needs": [kept(one.found) for one in needs[:SHOWN]],
    }


def _soak_days(scene: Scene, subject: str) -> int:
    """Return how many days the gate that a wave stands before asks for; 0 where it leaves that to the condition."""
    for move in scene.machines["wave"].map.leaving(scene.stage(subject), "advance"):
        for name, options in conditions(move.gate):
            if name == "soak":
                return int(options.get("days", 0))
    return 0


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
        "suspect": _suspects(scene).get(subject, 0),
        "measures": [
            _measure(scene, subject, measure.id) for measure in scene.unit.measures if _values(own, measure.id)
        ],
    }


def _suspects(scene: Scene) -> Mapping[str, int]:
    """Return by subject how many signatures under its documents are suspect, counted once for all."""
    if "suspects" not in scene.memo:
        scene.memo["suspects"] = found = Counter[str]()
        for document, some in scene.state.suspects.items():
            found[document.rpartition("/")[0]] += len(some)
    counted: Mapping[str, int] = scene.memo["suspects"]
    return counted


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


def _blocked(scene: Scene, step: Step, verdict: Verdict) -> dict[str, str]:
    return {
        "condition": verdict.condition,
        "status": verdict.status,
        "subject": verdict.subject,
        "until": verdict.until,
        "since": _since(scene, step, verdict),
    }


def _since(scene: Scene, step: Step, verdict: Verdict) -> str:
    """Return since when it can have stood in the way: since the stage was reached, or what waits came later."""
    state, unit = scene.state, scene.unit.unit
    reached = state.standing(step.subject).since or state.standing(unit).since
    waits: list[str] = []
    if verdict.condition == "hold":
        waits = [held[1].at] if (held := state.held(verdict.subject)) else []
    elif verdict.condition == "lessons_adopted":
        waits = [one.recorded for one in state.lessons.values() if not one.decision]
    elif verdict.condition == "favours_settled":
        waits = [one.granted for one in state.favours.values() if not one.settlement]
    return max(reached, min(waits, default=""))


def _suspect(verdicts: list[Verdict]) -> int:
    """Approvals that were given but on something that has changed since."""
    return sum(verdict.condition == "approval" and verdict.status == "undecided" for verdict in verdicts)
