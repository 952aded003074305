"""With which squads a wave is opened."""

from dataclasses import replace

from playbook.core import events as e
from playbook.core.scene import Scene
from playbook.core.supply import fit, stock
from playbook.core.waves import composed, plan


def composition(scene: Scene, subject: str) -> tuple[e.WaveComposed, ...]:
    """Fix a wave's squads with its first move, those that the supply allows: its planned size never shrinks afterwards.

    Where the supply allows none, the condition `supply` says so; a stage map that does not ask for it, or a waiver,
    opens all that are planned. Nothing for a subject that is no wave, or is composed already.
    """
    name = subject.partition("/")[2]
    if not scene.waves.get(name) or scene.state.standing(subject).squads:
        return ()
    wave = next((one for one in plan(scene.unit, composed(scene.state)).waves if one.name == name), None)
    if wave is None:
        return (e.WaveComposed(subject, scene.waves[name]),)
    there = stock(scene.state, scene.unit, scene.machines["squad"].map, scene.elsewhere)
    found = fit(there, {squad.id: squad for squad in scene.unit.squads}, wave)
    return (e.WaveComposed(subject, found.squads or wave.squads, wave.configured, found.binding, wave.lane),)


def narrowed(scene: Scene, found: tuple[e.WaveComposed, ...]) -> Scene:
    """Return the scene with the squads that a wave is opened with; those for which there is no room come later."""
    changed = {one.subject.partition("/")[2]: one.squads for one in found}
    return replace(scene, waves={**scene.waves, **changed}, memo={}) if changed else scene
