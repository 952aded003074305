"""What `check` says of playbooks: whose newer version waits, whose maps disagree, what changed under running units."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from playbook.app import accept
from playbook.app.world import World
from playbook.core.history import Rollout
from playbook.core.phrase import say
from playbook.core.shape import plain
from playbook.core.stagemap import StageMap
from playbook.errors import ConfigurationError, Problem

Files = Mapping[str, tuple[str, bytes]]


class Waiting(NamedTuple):
    """A unit that keeps to its playbook while the files have another."""

    unit: str
    playbook: str
    offered: str


def disagreeing(world: World) -> Iterator[Problem]:
    """Yield a warning for each stage map whose version is not that of its path's rollout map.

    Shipped paths are left out where the workspace has one of its own: it is the one that its units are on.
    """
    own = world.folder.own_maps()
    paths = [path for path in world.folder.paths() if accept.rollout_map(path) in own]
    for path in paths or ["incremental"]:
        files = accept.map_sources(world, path)
        maps = _maps(world, files)
        for machine, one in (maps or {}).items():
            version = maps["rollout"].version if maps else ""
            if one.version != version:
                facts = {"found": one.version, "version": version, "file": files["rollout"][0]}
                told = say("version '{found}', but {file} has '{version}': the maps of a playbook go together", **facts)
                yield Problem(files[machine][0], *_place(files[machine]), told)


def waiting(world: World, states: Iterable[Rollout]) -> Iterator[Waiting]:
    """Yield the units under way that keep to another version than the files have."""
    for state, kept, files in _running(world, states):
        there = _version(files)
        if there and there != kept.maps["rollout"].version:
            yield Waiting(state.id, kept.maps["rollout"].version, there)


def rewritten(world: World, states: Iterable[Rollout]) -> Iterator[Problem]:
    """Yield a warning for each stage map that is another, under an unchanged version, than units accepted.

    It reaches them with the next command that changes something: a higher version would keep them to what they know.
    """
    found: dict[tuple[str, str], list[str]] = {}
    places: dict[str, tuple[int, int]] = {}
    for state, kept, files in _running(world, states):
        maps = _maps(world, files)
        if not maps or maps["rollout"].version != kept.maps["rollout"].version:
            continue
        for machine, one in maps.items():
            if plain(one) != plain(kept.maps[machine]):
                name = files[machine][0]
                found.setdefault((name, maps["rollout"].version), []).append(state.id)
                places[name] = _place(files[machine])
    for (name, version), units in found.items():
        told = say(
            "changed under version '{version}' while {units} is under way: a higher version would wait for migrate",
            "changed under version '{version}' while {units} are under way: a higher version would wait for migrate",
            version=version,
            units=units,
            n=len(units),
        )
        yield Problem(name, *places[name], told)


def _running(world: World, states: Iterable[Rollout]) -> Iterator[tuple[Rollout, accept.Accepted, Files]]:
    """Yield units under way whose files are not those that they accepted, or that wait for a migration."""
    for state in states:
        found = accept.sources(world, state.id) if state.standing(state.id).stage else None
        if found is None or (found.digest == state.digest and not state.offered):
            continue
        text = world.ledger.text(state.configuration)
        if text is not None:
            kept = accept.from_text(text)
            yield state, kept, accept.of_path(found.maps, kept.unit.path)


def _version(files: Files) -> str:
    try:
        return accept.version_in(files)
    except ConfigurationError:  # told where the map itself is read
        return ""


def _maps(world: World, files: Files) -> dict[str, StageMap] | None:
    try:
        maps = accept.stage_maps(world, dict(files))
    except ConfigurationError:  # told where the map itself is read
        return None
    return maps if "rollout" in maps else None


def _place(file: tuple[str, bytes]) -> tuple[int, int]:
    """Return line and column of a map's version."""
    from playbook.config.source import read

    name, raw = file
    return read(raw, name).position(("version",))
