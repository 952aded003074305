"""Stage maps: `states/NAME.yaml`, read as strictly whether they are shipped or a workspace's own."""

from collections.abc import Collection, Mapping
from typing import Any

from playbook.config.findings import Findings, Spot, known, quote, short, unique
from playbook.config.needs import either
from playbook.config.options import check_options
from playbook.config.source import Source, read
from playbook.config.typed import validate
from playbook.core.phrase import Phrase, say
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
            findings.add(path, say("a squad carries nobody: `carries` belongs to rollout and wave"))
        elif carry.squads != whose:
            findings.add((*path, "squads"), _other_squads(machine, carry.squads))
        known(findings, Spot(carry.move, (*path, "move")), squad_moves, _not_a_move)


def _check(findings: Findings, top: Spot, conditions: Conditions, templates: Collection[str]) -> None:
    _machine(findings, top.key("machine"))
    stages = top.key("stages").each()
    names = [stage.key("id") for stage in stages]
    unique(findings, names, _stage_twice)
    for stage in stages:
        for document in stage.key("documents").each():
            known(findings, document, templates, _not_a_document)
    defined = [name.text for name in names] if names and all(name.text for name in names) else None
    known(findings, top.key("initial"), defined, _not_a_stage)
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
        machines = either(map(quote, (*MACHINES, "rollout-PATH")))
        wrong = say("a machine is {machines}, found '{found}'", machines=machines, found=short(spot.text))
        findings.add(spot.path, wrong)
    if spot.text != wanted:
        facts = {"name": short(wanted), "found": short(spot.text)}
        findings.add(spot.path, say("the machine must be the file's name, '{name}', found '{found}'", **facts))


def _stages_of(findings: Findings, move: Spot, stages: Collection[str] | None) -> None:
    source = move.key("source")
    for spot in (source, *source.each(), move.key("target")):
        if spot.value != "*" or spot.path[-1] == "target":
            known(findings, spot, stages, _not_a_stage)
    unique(findings, source.each(), _stage_twice)


def _made_by(findings: Findings, move: Spot) -> None:
    """The engine moves on a failed `unless` and on nothing else; a person moves through a `gate`."""
    if not isinstance(move.value, dict):
        return
    by = move.value.get("by", "advance")
    by_engine = by == "engine"
    if by_engine and not move.key("unless").value:
        findings.add(move.path, say("a move by the engine needs `unless`: the conditions it watches"))
    if by_engine and move.key("gate").value:
        wrong = say("a move by the engine has no gate, it watches `unless`")
        findings.add((*move.path, "gate"), wrong, key=True)
    if by in ("advance", "recycle", "stop") and "unless" in move.value:
        findings.add((*move.path, "unless"), say("`unless` belongs to moves with `by: engine`"), key=True)


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
            facts = {"source": stage_map.initial, "stage": stage.id}
            findings.add(path, say("no way leads from '{source}' to the stage '{stage}'", **facts))
        if not stage.terminal and not leaving:
            wrong = say(
                "no move leaves the stage '{stage}' except `stop`, and it is not `terminal: true`", stage=stage.id
            )
            findings.add(path, wrong)
    _check_moves(findings, stage_map)


def _check_moves(findings: Findings, stage_map: StageMap) -> None:
    ends = {stage.id for stage in stage_map.stages if stage.terminal}
    first: dict[tuple[str, str], int] = {}
    for index, move in enumerate(stage_map.moves):
        path = ("moves", index)
        for stage in move.sources(stage_map.stages):
            if stage in ends:
                wrong = say("the stage '{stage}' is terminal, no move can leave it", stage=stage)
                findings.add((*path, "source"), wrong)
            before = first.setdefault((stage, move.name), index)
            if before != index:
                line = findings.source.position(("moves", before))[0]
                facts = {"move": move.name, "stage": stage, "line": line}
                findings.add((*path, "name"), say("a move '{move}' leaves '{stage}' already (line {line})", **facts))


def _reached(stage_map: StageMap) -> set[str]:
    reached, ahead = {stage_map.initial}, [stage_map.initial]
    while ahead:
        for move in stage_map.leaving(ahead.pop()):
            if move.target not in reached:
                reached.add(move.target)
                ahead.append(move.target)
    return reached


def _other_squads(machine: str, found: str) -> Phrase:
    if machine.startswith("rollout"):
        return say("a {machine} carries 'pilot', found '{found}'", machine=machine, found=short(found))
    return say("a {machine} carries 'wave', found '{found}'", machine=machine, found=short(found))


def _not_a_move(name: str) -> Phrase:
    return say("'{name}' is not a move of squad.yaml", name=name)


def _not_a_stage(name: str) -> Phrase:
    return say("'{name}' is not a stage of this map", name=name)


def _not_a_document(name: str) -> Phrase:
    return say("'{name}' is not a document: there is no template for it", name=name)


def _stage_twice(name: str, line: int) -> Phrase:
    return say("the stage '{name}' is here twice (first on line {line})", name=name, line=line)
