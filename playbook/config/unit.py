"""A unit's file: `units/NAME.yaml`, to an accepted unit or to every mistake in it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from playbook.config.cases import check_cases
from playbook.config.crew import check_crews, ids, skill_twice
from playbook.config.days import check_days
from playbook.config.findings import Findings, Spot, known, meant, short, slug, unique
from playbook.config.lanes import check_lanes, check_supply
from playbook.config.retooling import check_retooling
from playbook.config.source import Path, Source, read
from playbook.config.typed import validate
from playbook.config.workspace import not_a_language
from playbook.core.model import ID_PATTERN, Goal, Unit, Workspace
from playbook.core.phrase import Phrase, say
from playbook.grammar.table import grammar

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
        _gender(findings, Spot(source.data), workspace)
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
        known(findings, owner.key("goal"), goals, _not_a_goal)
    known(findings, top.key("path"), paths, _not_a_path)
    known(findings, top.key("language"), languages, not_a_language)


def _gender(findings: Findings, top: Spot, workspace: Workspace | None) -> None:
    """Hold the gender of the word for a squad against the language of the unit's documents."""
    language = top.key("language").text or (workspace.language if workspace else "")
    spot, genders = top.key("squad_word").key("gender"), grammar(language).genders
    if genders and spot.text in ("m", "f", "n") and spot.text not in genders:
        found = {"language": language, "genders": list(genders), "gender": spot.text}
        findings.add(spot.path, say("the language '{language}' has the genders {genders}, found '{gender}'", **found))


def _check(findings: Findings, top: Spot) -> None:
    _names(findings, top)
    mission = top.key("mission")
    for spot in (
        top.key("departments"),
        mission.key("decisions"),
        mission.key("questions"),
        top.key("measures"),
        top.key("squads"),
    ):
        unique(findings, [one.key("id") for one in spot.each()], TWICE[str(spot.path[-1])])
    unique(findings, mission.key("skills").each(), skill_twice)
    unique(findings, [one.key("id") for one in mission.key("skill_names").each()], skill_twice)
    _squad_ids(findings, top)
    _days(findings, top)
    check_cases(findings, top)
    check_retooling(findings, top)
    _measures(findings, top)
    _waves(findings, top)
    check_lanes(findings, top)
    _write(findings.source, check_crews(findings, top, _squads(top)))
    check_supply(findings, top)


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
        findings.add(spot.path, _renamed(wanted))
    elif spot.text and spot.text != wanted:
        facts = {"name": short(wanted), "found": short(spot.text)}
        findings.add(spot.path, say("the id must be the file's name, '{name}', found '{found}'", **facts))
    if spot.text in RESERVED:
        wrong = say("'{name}' cannot be an id: no folder may have that name on Windows", name=short(spot.text))
        findings.add(spot.path, wrong)


def _squad_ids(findings: Findings, top: Spot) -> None:
    pilot = top.key("pilot").key("id")
    if pilot.text and pilot.text != "pilot":
        wrong = say("the pilot's id is always 'pilot', found '{name}'; leave the key out", name=short(pilot.text))
        findings.add(pilot.path, wrong)
    for squad in top.key("squads").each():
        spot = squad.key("id")
        if isinstance(squad.value, dict) and "id" not in squad.value:
            findings.add(squad.path, say("missing key 'id': short name of the squad, as waves and commands use it"))
        reason = _unfit(spot.text)
        if reason:
            wrong = say("'{name}' cannot be a squad's id: {reason}", name=short(spot.text), reason=reason)
            findings.add(spot.path, wrong)


def _unfit(name: str) -> Phrase | None:
    if name == "pilot":
        return say("it is the pilot's")
    if re.fullmatch(r"wave-\d+", name):
        return say("waves are named like this")
    return say("no folder may have that name on Windows") if name in RESERVED else None


def _days(findings: Findings, top: Spot) -> None:
    for squad in _squads(top):
        sources = squad.key("data").each()
        check_days(findings, [source.key(key) for source in sources for key in ("until", "probed")])
        check_days(findings, [plan.key("by") for plan in squad.key("skill_plans").each()])


def _measures(findings: Findings, top: Spot) -> None:
    for measure in top.key("measures").each():
        before, after = measure.key("baseline"), measure.key("target")
        direction = measure.key("direction").text
        if not _is_number(before.value) or not _is_number(after.value):
            continue
        if before.value == after.value:
            wrong = say("target and baseline are the same ({value:g}); what should change?", value=after.value)
            findings.add(after.path, wrong)
        elif direction in ("up", "down") and (after.value > before.value) != (direction == "up"):
            findings.add(measure.key("direction").path, _turned(before.value, after.value, direction))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _waves(findings: Findings, top: Spot) -> None:
    squads = ids(squad.key("id") for squad in top.key("squads").each())
    listed: dict[str, Spot] = {}
    for wave in top.key("waves").each():
        named = wave.key("squads")
        if named.value == []:
            findings.add(named.path, say("a wave needs at least one squad"))
        for spot in named.each():
            _wave_squad(findings, spot, squads if top.key("squads").value else {}, listed)


def _wave_squad(findings: Findings, spot: Spot, squads: Mapping[str, Spot] | None, listed: dict[str, Spot]) -> None:
    if spot.text == "pilot":
        findings.add(spot.path, say("the pilot is in no wave: it comes before the first one"))
    elif squads is not None and spot.text and spot.text not in squads:
        findings.add(spot.path, lambda: meant(_not_a_squad(spot.text), spot.text, squads))
    elif spot.text and listed.setdefault(spot.text, spot) is not spot:
        line = findings.source.position(listed[spot.text].path)[0]
        facts = {"name": short(spot.text), "line": line}
        findings.add(spot.path, say("the squad '{name}' is in a wave already (line {line})", **facts))


def _not_a_squad(name: str) -> Phrase:
    return say("'{name}' is not a squad of this unit", name=short(name))


def _not_a_goal(name: str) -> Phrase:
    return say("'{name}' is not a goal of playbook.yaml", name=name)


def _not_a_path(name: str) -> Phrase:
    return say("'{name}' is not a path (no stage map has that name)", name=name)


def _renamed(stem: str) -> Phrase:
    facts = {"file": short(f"{stem}.yaml"), "name": slug(stem)}
    return say("the file's name is the unit's id: rename '{file}' to {name}.yaml", **facts)


def _turned(before: float, after: float, direction: str) -> Phrase:
    facts = {"before": before, "after": after}
    if direction == "up":
        return say("from {before:g} to {after:g} is not up; turn the direction, or swap baseline and target", **facts)
    return say("from {before:g} to {after:g} is not down; turn the direction, or swap baseline and target", **facts)


def _department_twice(name: str, line: int) -> Phrase:
    return say("the department '{name}' is here twice (first on line {line})", name=name, line=line)


def _decision_twice(name: str, line: int) -> Phrase:
    return say("the decision '{name}' is here twice (first on line {line})", name=name, line=line)


def _question_twice(name: str, line: int) -> Phrase:
    return say("the question '{name}' is here twice (first on line {line})", name=name, line=line)


def _measure_twice(name: str, line: int) -> Phrase:
    return say("the measure '{name}' is here twice (first on line {line})", name=name, line=line)


def _squad_twice(name: str, line: int) -> Phrase:
    return say("the squad '{name}' is here twice (first on line {line})", name=name, line=line)


TWICE = {
    "departments": _department_twice,
    "decisions": _decision_twice,
    "questions": _question_twice,
    "measures": _measure_twice,
    "squads": _squad_twice,
}
"""What is said of two of a kind with one id, by the key of their list."""
