"""From a unit's file to its accepted configuration: validated once, then read back from the ledger."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from playbook.app.world import World
from playbook.core.acceptance import objections
from playbook.core.history import Rollout
from playbook.core.migration import GONE
from playbook.core.model import Goal, Unit, Workspace, with_people
from playbook.core.phrase import Phrase, say
from playbook.core.shape import build, plain
from playbook.core.stagemap import StageMap
from playbook.errors import ConfigurationError, Problem


class Sources(NamedTuple):
    """The bytes that a unit's configuration is made of."""

    unit: bytes
    workspace: bytes
    maps: dict[str, tuple[str, bytes]]
    digest: str


class Accepted(NamedTuple):
    """A configuration as decisions use it."""

    unit: Unit
    goal: Goal | None
    lines: dict[str, int]
    file: str
    maps: dict[str, StageMap]
    organisation: str
    language: str
    offered: str = ""
    """Version of the playbook in the files, where these maps are of another; never kept with them."""


def sources(world: World, unit: str) -> Sources | None:
    """Return the bytes and their digest, or None when the unit has no file.

    Every path's map is among them: which one counts is known only when the unit's file has been understood.
    """
    raw = world.folder.read(f"units/{unit}.yaml")
    if raw is None:
        return None
    shared = world.folder.read("playbook.yaml") or b""
    names = ["wave", "squad", *(rollout_map(path) for path in world.folder.paths())]
    maps = {name: found for name in names if (found := world.folder.stage_map(name))}
    parts = (raw, shared, *(body for _, body in maps.values()))
    digest = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    return Sources(raw, shared, maps, digest)


def map_sources(world: World, path: str) -> dict[str, tuple[str, bytes]]:
    """Return (path to show, bytes) of the three stage maps of a path, by machine."""
    names = (rollout_map(path), "wave", "squad")
    return of_path({name: found for name in names if (found := world.folder.stage_map(name))}, path)


def rollout_map(path: str) -> str:
    """Return the name of the stage map of a path."""
    return "rollout" if path == "incremental" else f"rollout-{path}"


def validate(world: World, found: Sources, unit: str, state: Rollout, kept: Accepted | None = None) -> Accepted:
    """Return what the files say, people still as `Name <mail>`.

    `kept` is what a unit that is under way is pinned to: its stage maps stay where the files have another version.

    Raises:
        ConfigurationError: with every problem of every file involved.
    """
    from playbook.config.unit import read_unit

    shared = workspace(world, found.workspace)
    name = f"units/{unit}.yaml"
    read = read_unit(found.unit, name, shared, paths=paths(world, kept), languages=world.languages())
    chosen = of_path(found.maps, read.unit.path)
    offered = version_in(chosen) if kept else ""
    problems = forbidden(state, read.unit, read.lines, name)
    if kept and offered != kept.maps["rollout"].version:
        maps = kept.maps
    else:
        offered, maps = "", stage_maps(world, chosen)
        problems += [
            Problem(f"states/{kind}.yaml", 0, 0, _no_stage(subject, stage))
            for subject, kind, stage in _stages(state)
            if all(stage != one.id for one in maps[kind].stages)
        ]
    if problems:
        raise ConfigurationError(problems)
    language = read.unit.language or shared.language
    return Accepted(read.unit, read.goal, dict(read.lines), name, maps, shared.name, language, offered)


def paths(world: World, kept: Accepted | None) -> list[str]:
    """Return the paths that a unit may be on: those with a stage map, and its own though its map is gone."""
    return list(dict.fromkeys([*world.folder.paths(), *([kept.unit.path] if kept else [])]))


def of_path(maps: Mapping[str, tuple[str, bytes]], path: str) -> dict[str, tuple[str, bytes]]:
    """Return (path to show, bytes) of the stage maps of a path, by machine; one that is not there is left out."""
    names = {"rollout": rollout_map(path), "wave": "wave", "squad": "squad"}
    return {machine: maps[name] for machine, name in names.items() if name in maps}


def version_in(maps: Mapping[str, tuple[str, bytes]]) -> str:
    """Return the version of the playbook that these files are: what the rollout's map says; GONE where there is none.

    Raises:
        ConfigurationError: the map cannot be read so far that its version is known.
    """
    from playbook.config.source import read

    if "rollout" not in maps:
        return GONE
    name, raw = maps["rollout"]
    source = read(raw, name)
    version = source.data.get("version") if source.whole else None
    if not isinstance(version, str) or not version:
        problem = Problem(name, *source.position(("version",)), say("a playbook needs a `version`, as a text"))
        raise ConfigurationError(source.problems or [problem])
    return version


def forbidden(state: Rollout, unit: Unit, lines: Mapping[str, int], name: str) -> list[Problem]:
    """Return what a changed file may not do to a rollout that is under way, with where it stands in the file."""
    return [Problem(name, *_position(lines, path), phrase) for path, phrase in objections(state, unit)]


def _stages(state: Rollout) -> list[tuple[str, str, str]]:
    """Return (subject, machine, stage) of everything that has moved."""
    return [
        (subject, "rollout" if "/" not in subject else "wave" if standing.squads else "squad", standing.stage)
        for subject, standing in state.standings.items()
        if standing.stage
    ]


def _no_stage(subject: str, stage: str) -> Phrase:
    return say("{subject} is in the stage '{stage}', which this map no longer has", subject=subject, stage=stage)


def _position(lines: Mapping[str, int], path: tuple[str | int, ...]) -> tuple[int, int]:
    return lines.get(".".join(map(str, path)), 1), 1


def workspace(world: World, raw: bytes) -> Workspace:
    """Return `playbook.yaml`; ConfigurationError with all its problems."""
    from playbook.config.workspace import read_workspace

    return read_workspace(raw, "playbook.yaml", languages=world.languages())


def stage_maps(world: World, found: dict[str, tuple[str, bytes]]) -> dict[str, StageMap]:
    """Return the stage maps by machine; ConfigurationError with the problems of all of them."""
    from playbook.config.states import check_carries, read_map
    from playbook.gates import CONDITIONS

    options = {name: condition.OPTIONS for name, condition in CONDITIONS.items()}
    templates = world.folder.templates()
    maps: dict[str, StageMap] = {}
    problems: list[Problem] = []
    for machine, (name, raw) in found.items():
        try:
            maps[machine] = read_map(raw, name, conditions=options, templates=templates)
        except ConfigurationError as error:
            problems += error.problems
    if not problems:
        problems += check_carries(maps, found)
    if problems:
        raise ConfigurationError(problems, files=len(found))
    return maps


def to_text(accepted: Accepted) -> str:
    """Return the accepted configuration as the ledger keeps it."""
    content: dict[str, Any] = {
        "unit": plain(accepted.unit),
        "goal": plain(accepted.goal),
        "lines": accepted.lines,
        "file": accepted.file,
        "maps": {name: plain(stage_map) for name, stage_map in accepted.maps.items()},
        "organisation": accepted.organisation,
        "language": accepted.language,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Accepted:
    """Return the configuration that `to_text` wrote."""
    content = json.loads(text)
    goal = build(Goal, content["goal"]) if content["goal"] else None
    maps = {name: build(StageMap, body) for name, body in content["maps"].items()}
    unit = build(Unit, content["unit"])
    rest = (content["file"], maps, content["organisation"], content["language"])
    return Accepted(unit, goal, content["lines"], *rest)


def with_ids(accepted: Accepted, ids: dict[str, str]) -> Accepted:
    """Return the configuration with people's ids in place of `Name <mail>`."""
    return accepted._replace(unit=with_people(accepted.unit, lambda person: ids.get(person, person)))
