"""A unit's file: `units/NAME.yaml`, to an accepted unit or to every mistake in it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from playbook.config.crew import check_crews, ids
from playbook.config.findings import Findings, Spot, hint, known, quote, slug, unique
from playbook.config.source import Path, Source, read
from playbook.config.typed import validate
from playbook.core.model import DAY_PATTERN, ID_PATTERN, Goal, Unit, Workspace

RESERVED = frozenset({"con", "nul", "aux", "prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that no file may have on Windows; units and squads become folders."""


@dataclass(frozen=True, slots=True)
class AcceptedUnit:
    """A unit's file that has no mistake."""

    unit: Unit
    """Every person in it is in the full form that the file uses for them."""
    goal: Goal
    lines: Mapping[str, int]
    """Line of each key, by dotted path."""
    digest: str
    """SHA-256 of the file, hexadecimal."""
    file: str


def read_unit(
    raw: bytes, name: str, workspace: Workspace | None, *, paths: Collection[str], languages: Collection[str]
) -> AcceptedUnit:
    """Return what a unit's file says. `name` is its path as messages show it, `paths` the ways that have a stage map.

    Without a workspace (its file is broken) the goal cannot be looked up, and stays without a statement.

    Raises:
        ConfigurationError: with every mistake in the file, in file order.
    """
    source = read(raw, name)
    findings = Findings(source)
    goals = {goal.id: goal for goal in workspace.goals} if workspace else None
    unit = None
    if source.whole:
        _choices(findings, Spot(source.data), goals, paths, languages)
        _check(findings, Spot(source.data))
        unit = validate(Unit, findings)
    unit = findings.accept(unit)
    goal = goals[unit.goal] if goals is not None else Goal(unit.goal, "")
    return AcceptedUnit(unit, goal, source.lines(), source.digest, name)


def _choices(
    findings: Findings, top: Spot, goals: Mapping[str, Goal] | None, paths: Collection[str], languages: Collection[str]
) -> None:
    """Hold against the workspace what the unit takes from it."""
    for owner in (top, *_squads(top)):
        known(findings, owner.key("goal"), goals, "a goal of playbook.yaml")
    known(findings, top.key("path"), paths, "a path (no stage map has that name)")
    known(findings, top.key("language"), languages, "a language of the documents")


def _check(findings: Findings, top: Spot) -> None:
    _names(findings, top)
    mission = top.key("mission")
    for spot, what in (
        (top.key("departments"), "department"),
        (mission.key("decisions"), "decision"),
        (mission.key("questions"), "question"),
        (top.key("measures"), "measure"),
        (top.key("squads"), "squad"),
    ):
        unique(findings, [one.key("id") for one in spot.each()], f"the {what}")
    unique(findings, mission.key("skills").each(), "the skill")
    _squad_ids(findings, top)
    _days(findings, top)
    _measures(findings, top)
    _waves(findings, top)
    _write(findings.source, check_crews(findings, top, _squads(top)))


def _write(source: Source, full: Mapping[Path, str]) -> None:
    """Put each person in full into the data, so that the record is built with them."""
    for path, person in full.items():
        place: Any = source.data
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = person


def _squads(top: Spot) -> list[Spot]:
    return [top.key("pilot"), *top.key("squads").each()]


def _names(findings: Findings, top: Spot) -> None:
    spot, wanted = top.key("unit"), findings.source.stem
    if not re.fullmatch(ID_PATTERN, wanted):
        findings.add(
            spot.path, f"the file's name is the unit's id: rename {quote(wanted + '.yaml')} to {slug(wanted)}.yaml"
        )
    elif spot.text and spot.text != wanted:
        findings.add(spot.path, f"the id must be the file's name, {quote(wanted)}, found {quote(spot.text)}")
    if spot.text in RESERVED:
        findings.add(spot.path, f"{quote(spot.text)} cannot be an id: no folder may have that name on Windows")


def _squad_ids(findings: Findings, top: Spot) -> None:
    pilot = top.key("pilot").key("id")
    if pilot.text and pilot.text != "pilot":
        findings.add(pilot.path, f"the pilot's id is always 'pilot', found {quote(pilot.text)}; leave the key out")
    for squad in top.key("squads").each():
        spot = squad.key("id")
        if isinstance(squad.value, dict) and "id" not in squad.value:
            findings.add(squad.path, "missing key 'id': short name of the squad, as waves and commands use it")
        wrong = _unfit(spot.text)
        if wrong:
            findings.add(spot.path, f"{quote(spot.text)} cannot be a squad's id: {wrong}")


def _unfit(name: str) -> str:
    if name == "pilot":
        return "it is the pilot's"
    if re.fullmatch(r"wave-\d+", name):
        return "waves are named like this"
    return "no folder may have that name on Windows" if name in RESERVED else ""


def _days(findings: Findings, top: Spot) -> None:
    for squad in _squads(top):
        days = [source.key("until") for source in squad.key("data").each()]
        for spot in (*days, *(plan.key("by") for plan in squad.key("skill_plans").each())):
            if re.fullmatch(DAY_PATTERN, spot.text) and not _is_day(spot.text):
                findings.add(spot.path, f"a date is needed (YYYY-MM-DD), {quote(spot.text)} is not in the calendar")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _measures(findings: Findings, top: Spot) -> None:
    for measure in top.key("measures").each():
        before, after = measure.key("baseline"), measure.key("target")
        direction = measure.key("direction").text
        if not _is_number(before.value) or not _is_number(after.value):
            continue
        if before.value == after.value:
            findings.add(after.path, f"target and baseline are the same ({after.value:g}); what should change?")
        elif direction in ("up", "down") and (after.value > before.value) != (direction == "up"):
            findings.add(
                measure.key("direction").path,
                f"from {before.value:g} to {after.value:g} is not {direction}; "
                f"turn the direction, or swap baseline and target",
            )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _waves(findings: Findings, top: Spot) -> None:
    squads = ids(squad.key("id") for squad in top.key("squads").each())
    listed: dict[str, Spot] = {}
    for wave in top.key("waves").each():
        named = wave.key("squads")
        if named.value == []:
            findings.add(named.path, "a wave needs at least one squad")
        for spot in named.each():
            _wave_squad(findings, spot, squads if top.key("squads").value else {}, listed)


def _wave_squad(findings: Findings, spot: Spot, squads: Mapping[str, Spot] | None, listed: dict[str, Spot]) -> None:
    if spot.text == "pilot":
        findings.add(spot.path, "the pilot is in no wave: it comes before the first one")
    elif squads is not None and spot.text and spot.text not in squads:
        findings.add(spot.path, lambda: f"{quote(spot.text)} is not a squad of this unit{hint(spot.text, squads)}")
    elif spot.text and listed.setdefault(spot.text, spot) is not spot:
        line = findings.source.position(listed[spot.text].path)[0]
        findings.add(spot.path, f"the squad {quote(spot.text)} is in a wave already (line {line})")
