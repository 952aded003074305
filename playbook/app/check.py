"""Every mistake in a workspace's files, at once."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from playbook.app import accept, trial, versions
from playbook.app.pauses import checklists
from playbook.app.world import World
from playbook.config.source import read
from playbook.config.unit import read_unit
from playbook.core.history import Rollout, Stamped, fold
from playbook.core.model import Workspace
from playbook.core.phrase import Phrase, say
from playbook.errors import ConfigurationError, Problem
from playbook.ledger.codec import decode


class Checked(NamedTuple):
    """What `check` found."""

    problems: tuple[Problem, ...]
    files: int
    units: tuple[str, ...]
    ghosts: tuple[str, ...] = ()
    """Units that have a history and no file any more."""
    overrides: tuple[trial.Override, ...] = ()
    """Templates of the workspace that stand before a shipped one."""
    warnings: tuple[Problem, ...] = ()
    """What is no mistake, but seldom meant."""
    waiting: tuple[versions.Waiting, ...] = ()
    """Units under way that keep to another playbook than the files have."""


STRAY = say("this file is not read: a unit's file is called NAME.yaml, in small letters")


def check(world: World) -> Checked:
    """Return every problem of playbook.yaml, of the workspace's own stage maps and of each unit, in that order.

    A broken playbook.yaml does not hide the mistakes of the units; only their goals cannot be looked up then.
    """
    problems: list[Problem] = []
    shared: list[Workspace] = []
    raw = world.folder.read("playbook.yaml") or b""
    _try(problems, lambda: shared.append(accept.workspace(world, raw)))
    own = world.folder.own_maps()
    for path in _paths(world, own) if own else ():
        _try(problems, partial(_maps, world, path))
    problems += _strangers(own, world.folder.paths())
    templates = world.folder.own_templates()
    names = world.folder.units()
    problems += trial.problems(world, names)
    shapes = checklists(world, names)
    problems += shapes.problems
    states = [_state(world, name) for name in names]
    for state in states:
        _try(problems, partial(_unit, world, state, shared[0] if shared else None))
    problems += [Problem(f"units/{name}", 0, 0, STRAY) for name in world.folder.strays()]
    files = 1 + len(own) + len(templates) + len(names)
    ghosts = tuple(unit for unit in _history(world) if unit not in names)
    overrides = tuple(trial.overrides(world.folder))
    warnings = [
        *shapes.warnings,
        *(versions.disagreeing(world) if own else ()),
        *versions.rewritten(world, states),
    ]
    waiting = tuple(versions.waiting(world, states))
    problems = list(dict.fromkeys(problems))
    return Checked(tuple(problems), files, tuple(names), ghosts, overrides, tuple(dict.fromkeys(warnings)), waiting)


def _paths(world: World, own: list[str]) -> list[str]:
    """Return the paths whose stage maps have to fit together: the workspace's own, and those that a unit is on.

    A shipped path that nobody takes need not fit a workspace's own squads.
    """
    taken = {_path(world, name) for name in world.folder.units()} or {"incremental"}
    return [path for path in world.folder.paths() if path in taken or accept.rollout_map(path) in own]


def _path(world: World, unit: str) -> str:
    """Return the path that a unit's file names, as far as it can be read."""
    raw = world.folder.read(f"units/{unit}.yaml")
    data = read(raw, unit).data if raw is not None else None
    return str(data.get("path", "incremental")) if isinstance(data, Mapping) else "incremental"


def _maps(world: World, path: str) -> None:
    accept.stage_maps(world, accept.map_sources(world, path))


def _history(world: World) -> list[str]:
    """Return the units that have a history; none where a broken playbook.yaml hides where it is kept."""
    try:
        return world.ledger.units()
    except ConfigurationError:
        return []


def _unit(world: World, state: Rollout, shared: Workspace | None) -> None:
    name = f"units/{state.id}.yaml"
    raw = world.folder.read(name)
    if raw is None:
        raise ConfigurationError([Problem(name, 0, 0, say("this is not a file that can be read"))])
    paths = accept.paths(world, _kept(world, state))
    read = read_unit(raw, name, shared, paths=paths, languages=world.languages())
    problems = accept.forbidden(state, read.unit, read.lines, name)
    if problems:
        raise ConfigurationError(problems)


def _kept(world: World, state: Rollout) -> accept.Accepted | None:
    """Return what a unit under way keeps to; None where it follows files that have not changed since."""
    found = accept.sources(world, state.id) if state.standing(state.id).stage else None
    if found is None or (found.digest == state.digest and not state.offered):
        return None
    text = world.ledger.text(state.configuration)
    return accept.from_text(text) if text else None


def _state(world: World, unit: str) -> Rollout:
    """Return what has happened to a unit; nothing where a broken playbook.yaml hides the ledger."""
    state = Rollout(unit)
    try:
        rows = world.ledger.read(unit)
        return fold((Stamped(row.at, row.by, decode(row.kind, row.data)) for row in rows), state)
    except ConfigurationError:
        return state


def _strangers(own: list[str], paths: list[str]) -> list[Problem]:
    """Return a problem for each file in the workspace's states/ that no machine would ever read."""
    known = {"wave", "squad", *(accept.rollout_map(path) for path in paths)}
    return [Problem(f"states/{name}.yaml", 1, 1, _no_machine(name)) for name in own if name not in known]


def _no_machine(name: str) -> Phrase:
    return say("there is no machine '{name}' (rollout, rollout-PATH, wave, squad)", name=name)


def _try(problems: list[Problem], act: Callable[[], object]) -> None:
    try:
        act()
    except ConfigurationError as error:
        problems += error.problems
