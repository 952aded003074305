"""Every mistake in a workspace's files, at once."""

from collections.abc import Callable
from typing import NamedTuple

from playbook.app import accept
from playbook.app.world import World
from playbook.config.unit import read_unit
from playbook.core.model import Workspace
from playbook.errors import ConfigurationError, Problem


class Checked(NamedTuple):
    """What `check` found."""

    problems: tuple[Problem, ...]
    files: int
    units: tuple[str, ...]


def check(world: World) -> Checked:
    """Return every problem of playbook.yaml, of the workspace's own stage maps and of each unit, in that order.

    A broken playbook.yaml does not hide the mistakes of the units; only their goals cannot be looked up then.
    """
    problems: list[Problem] = []
    shared: list[Workspace] = []
    raw = world.folder.read("playbook.yaml") or b""
    _try(problems, lambda: shared.append(accept.workspace(world, raw)))
    own = world.folder.own_maps()
    for path in world.folder.paths() if own else ():
        _try(problems, lambda path=path: accept.stage_maps(world, accept.map_sources(world, path)))  # type: ignore[misc]
    problems += _strangers(own, world.folder.paths())
    names = world.folder.units()
    for name in names:
        _try(problems, lambda name=name: _unit(world, name, shared[0] if shared else None))  # type: ignore[misc]
    return Checked(tuple(dict.fromkeys(problems)), 1 + len(own) + len(names), tuple(names))


def _unit(world: World, name: str, shared: Workspace | None) -> None:
    raw = world.folder.read(f"units/{name}.yaml")
    if raw is not None:
        paths, languages = world.folder.paths(), world.languages()
        read_unit(raw, f"units/{name}.yaml", shared, paths=paths, languages=languages)


def _strangers(own: list[str], paths: list[str]) -> list[Problem]:
    """Return a problem for each file in the workspace's states/ that no machine would ever read."""
    known = {"wave", "squad", *(accept.rollout_map(path) for path in paths)}
    return [
        Problem(f"states/{name}.yaml", 1, 1, f"there is no machine '{name}' (rollout, rollout-PATH, wave, squad)")
        for name in own
        if name not in known
    ]


def _try(problems: list[Problem], act: Callable[[], object]) -> None:
    try:
        act()
    except ConfigurationError as error:
        problems += error.problems
