"""Stage maps: `states/NAME.yaml`, read as strictly whether they are shipped or a workspace's own."""

from collections.abc import Collection, Mapping
from typing import Any

from playbook.config.findings import Findings, Spot, known, quote, unique
from playbook.config.options import check_options
from playbook.config.source import Source, read
from playbook.config.typed import either, validate
from playbook.core.stagemap import MACHINES, Move, StageMap
from playbook.errors import Problem

Conditions = Mapping[str, Mapping[str, Any]]


def read_map(raw: bytes, name: str, *, conditions: Conditions, templates: Collection[str]) -> StageMap:
    """Return the stage map of a file; `conditions` has the options of each condition, with their defaults.

    Raises:
        ConfigurationError: with every mistake in the file, in file order.
    """
    source = read(raw, name)
    findings = Findings(source)
    stage_map = None
    if source.whole:
        _check(findings, Spot(source.data), conditions, templates)
        stage_map = validate(StageMap, findings)
        if stage_map is not None:
            _check_ways(findings, stage_map)
    return findings.accept(stage_map)


def check_carries(maps: Mapping[str, StageMap], files: Mapping[str, tuple[str, bytes]] | None = None) -> list[Problem]:
    """Return what is wrong between the maps (by machine: rollout, wave, squad): moves that carry what no squad can do.

    `files` has (path to show, bytes) of each map; without it the problems have no line.
    """
    squad_moves = {move.name for move in maps["squad"].moves} if "squad" in maps else set()
    problems: list[Problem] = []
    for machine, stage_map in maps.items():
        if not any(move.carries for move in stage_map.moves):
            continue
        name, raw = (files or {}).get(machine, (f"states/{stage_map.machine}.yaml", b""))
        findings = Findings(read(raw, name) if raw else Source(name, values={(): (0, 0)}))
        for index, move in enumerate(stage_map.moves):
            _carries(findings, Spot(move, ("moves", index)), machine, squad_moves)
        problems += findings.problems()
    return problems


def _carries(findings: Findings, spot: Spot, machine: str, squad_moves: Collection[str]) -> None:
    move: Move = spot.value
    whose = {"rollout": "pilot", "wave": "wave"}.get(machine.partition("-")[0])
    for index, carry in enumerate(move.carries):
        path = (*spot.path, "carries", index)
        if whose is None:
            findings.add(path, "a squad carries nobody: `carries` belongs to rollout and wave")
        elif carry.squads != whose:
            findings.add((*path, "squads"), f"a {machine} carries '{whose}', found {quote(carry.squads)}")
        known(findings, Spot(carry.move, (*path, "move")), squad_moves, "a move of squad.yaml")


def _check(findings: Findings, top: Spot, conditions: Conditions, templates: Collection[str]) -> None:
    _machine(findings, top.key("machine"))
    stages = top.key("stages").each()
    names = [stage.key("id") for stage in stages]
    unique(findings, names, "the stage")
    for stage in stages:
        for document in stage.key("documents").each():
            known(findings, document, templates, "a document: there is no template for it")
    defined = [name.text for name in names] if names and all(name.text for name in names) else None
    known(findings, top.key("initial"), defined, "a stage of this map")
    for move in top.key("moves").each():
        _stages_of(findings, move, defined)
        _made_by(findings, move)
        for gate in (move.key("gate"), move.key("unless")):
            check_options(findings, gate, conditions)


def _machine(findings: Findings, spot: Spot) -> None:
    wanted = findings.source.stem
    if not spot.text:
        return
    if spot.text not in MACHINES and not spot.text.startswith("rollout-"):
        findings.add(
            spot.path, f"a machine is {either(map(quote, (*MACHINES, 'rollout-PATH')))}, found {quote(spot.text)}"
        )
    if spot.text != wanted:
        findings.add(spot.path, f"the machine must be the file's name, {quote(wanted)}, found {quote(spot.text)}")


def _stages_of(findings: Findings, move: Spot, stages: Collection[str] | None) -> None:
    source = move.key("source")
    for spot in (source, *source.each(), move.key("target")):
        if spot.value != "*" or spot.path[-1] == "target":
            known(findings, spot, stages, "a stage of this map")
    unique(findings, source.each(), "the stage")


def _made_by(findings: Findings, move: Spot) -> None:
    """The engine moves on a failed `unless` and on nothing else; a person moves through a `gate`."""
    if not isinstance(move.value, dict):
        return
    by = move.value.get("by", "advance")
    by_engine = by == "engine"
    if by_engine and not move.key("unless").value:
        findings.add(move.path, "a move by the engine needs `unless`: the conditions it watches")
    if by_engine and move.key("gate").value:
        findings.add((*move.path, "gate"), "a move by the engine has no gate, it watches `unless`", key=True)
    if by in ("advance", "recycle", "stop") and "unless" in move.value:
        findings.add((*move.path, "unless"), "`unless` belongs to moves with `by: engine`", key=True)


def _check_ways(findings: Findings, stage_map: StageMap) -> None:
    """Add what is wrong with the ways through a map that is right in itself."""
    stages = {stage.id for stage in stage_map.stages}
    named = {name for move in stage_map.moves for name in (move.target, *move.sources(stage_map.stages))}
    if not stages >= {stage_map.initial, *named}:
        return
    reached = _reached(stage_map)
    for index, stage in enumerate(stage_map.stages):
        path = ("stages", index, "id")
        leaving = [move for move in stage_map.leaving(stage.id) if move.by != "stop"]
        if stage.id not in reached:
            findings.add(path, f"no way leads from {quote(stage_map.initial)} to the stage {quote(stage.id)}")
        if not stage.terminal and not leaving:
            findings.add(
                path, f"no move leaves the stage {quote(stage.id)} except `stop`, and it is not `terminal: true`"
            )
    _check_moves(findings, stage_map)


def _check_moves(findings: Findings, stage_map: StageMap) -> None:
    ends = {stage.id for stage in stage_map.stages if stage.terminal}
    first: dict[tuple[str, str], int] = {}
    for index, move in enumerate(stage_map.moves):
        path = ("moves", index)
        for stage in move.sources(stage_map.stages):
            if stage in ends:
                findings.add((*path, "source"), f"the stage {quote(stage)} is terminal, no move can leave it")
            before = first.setdefault((stage, move.name), index)
            if before != index:
                line = findings.source.position(("moves", before))[0]
                findings.add((*path, "name"), f"a move {quote(move.name)} leaves {quote(stage)} already (line {line})")


def _reached(stage_map: StageMap) -> set[str]:
    reached, ahead = {stage_map.initial}, [stage_map.initial]
    while ahead:
        for move in stage_map.leaving(ahead.pop()):
            if move.target not in reached:
                reached.add(move.target)
                ahead.append(move.target)
    return reached
