"""The waves of a unit ahead, for `playbook waves`. Reads only."""

from typing import Any, NamedTuple

from playbook.app.session import Session
from playbook.app.world import World
from playbook.core.model import SquadWord
from playbook.core.outlook import Ahead, Outlook, least_days, outlook
from playbook.core.scene import Scene
from playbook.core.summary import counted
from playbook.gates import defaults


class Waves(NamedTuple):
    """A unit's waves, and what it takes to show them."""

    unit: str
    name: str
    squad_word: str | SquadWord | None
    outlook: Outlook
    rows: list[dict[str, Any]]
    """One a wave: wave, lane, stage, state, size, configured, binding, first, last, hold, squads (id, name, stage)."""
    waiting: list[dict[str, str]]
    """Squads that no wave can open: id, name, binding."""
    skills: dict[str, str]
    """What people call each skill of the mission."""
    done: int
    """Waves that are complete, as `status` counts them."""
    planned: int
    """Waves that the file asks for, as `status` counts them; the supply can make it more or fewer."""
    lost: frozenset[str]
    """Waves that ended badly: they are over, and not complete."""


def waves(world: World, unit: str) -> Waves:
    """Return all waves of a unit, composed and ahead.

    Raises:
        UsageError: there is no such unit.
    """
    session = Session(world, unit)
    scene = session.scene
    maps = {name: machine.map for name, machine in scene.machines.items()}
    today, least = session.now.date().isoformat(), least_days(maps["wave"], defaults)
    found = outlook(session.state, scene.unit, maps, today, least, elsewhere=scene.elsewhere)
    names = {squad.id: squad.name for squad in scene.unit.squads}
    done, planned = counted(scene)
    return Waves(
        unit,
        scene.unit.name,
        scene.unit.squad_word,
        found,
        [_row(scene, one, names) for one in found.waves],
        [{"id": one, "name": names.get(one, ""), "binding": why} for one, why in found.waiting.items()],
        {skill: scene.unit.mission.skill(skill) for skill in scene.unit.mission.skills},
        done,
        planned,
        frozenset(one.wave.name for one in found.waves if maps["wave"].stage(one.stage).tally == "bad"),
    )


def _row(scene: Scene, one: Ahead, names: dict[str, str]) -> dict[str, Any]:
    subject = f"{scene.unit.unit}/{one.wave.name}"
    hold = scene.state.standing(subject).hold
    initial = scene.machines["squad"].map.initial
    return {
        "wave": one.wave.name,
        "lane": one.wave.lane,
        "stage": one.stage,
        "state": one.state,
        "size": len(one.wave.squads),
        "configured": one.wave.configured,
        "binding": one.wave.binding,
        "first": one.first,
        "last": one.last,
        "hold": hold.reason if hold else "",
        "squads": [
            {
                "id": squad,
                "name": names.get(squad, ""),
                "stage": scene.state.standing(f"{scene.unit.unit}/{squad}").stage or initial,
            }
            for squad in one.wave.squads
        ],
    }
