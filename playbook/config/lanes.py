"""What a unit's file says of lanes, supply and the people that can be drawn upon, held against each other."""

from collections.abc import Iterable

from playbook.config.crew import ids, skill_twice
from playbook.config.findings import Findings, Spot, known, short, unique
from playbook.core.phrase import Phrase, say


def check_lanes(findings: Findings, top: Spot) -> None:
    """Add where lanes of waves and lanes of squads do not fit together.

    As soon as one wave names a lane, waves with a lane open that lane's squads, and the others those without one; so
    each lane of squads needs a wave. While no wave names a lane, lanes of squads are labels.
    """
    waves, squads = top.key("waves").each(), top.key("squads").each()
    if not any(wave.key("lane").text for wave in waves):
        return
    lanes = {squad.key("id").text: squad.key("lane") for squad in squads if squad.key("id").text}
    there = {lane.text for lane in lanes.values() if lane.text}
    named = {squad.text for wave in waves for squad in wave.key("squads").each()}
    for wave in waves:
        known(findings, wave.key("lane"), there, _no_such_lane)
        if wave.key("lane").text in there:
            _of_the_lane(findings, wave, lanes)
    _without_wave(findings, waves, [squad for squad in squads if squad.key("id").text not in named])


def _of_the_lane(findings: Findings, wave: Spot, lanes: dict[str, Spot]) -> None:
    """Add the squads that a wave of a lane names and that are of another lane."""
    lane = wave.key("lane").text
    for spot in wave.key("squads").each():
        if spot.text in lanes and lanes[spot.text].text != lane:
            facts = {"name": short(spot.text), "lane": short(lane), "other": short(lanes[spot.text].text)}
            is_none = say("the squad '{name}' is in no lane, and its wave is of the lane '{lane}'", **facts)
            other = say("the squad '{name}' is of the lane '{other}', and its wave of '{lane}'", **facts)
            findings.add(spot.path, other if lanes[spot.text].text else is_none)


def _without_wave(findings: Findings, waves: list[Spot], squads: list[Spot]) -> None:
    """Add lanes whose squads no wave opens, and waves without lane that find no squad without one."""
    opened = {wave.key("lane").text for wave in waves}
    left: dict[str, list[Spot]] = {}
    for squad in squads:
        left.setdefault(squad.key("lane").text, []).append(squad)
    for lane, some in left.items():
        if lane not in opened and lane:
            facts = {"n": len(some), "lane": short(lane)}
            wrong = say(
                "no wave is of the lane '{lane}', which has {n} squad",
                "no wave is of the lane '{lane}', which has {n} squads",
                **facts,
            )
            findings.add(some[0].key("lane").path, wrong)
        elif lane not in opened:
            wrong = say(
                "{n} squad has no lane, and every wave is of a lane",
                "{n} squads have no lane, and every wave is of a lane",
                n=len(some),
            )
            findings.add(some[0].path, wrong)
    for wave in waves:
        if isinstance(wave.value, int | str) and "" not in left:
            wrong = say("no squad is without a lane: give the wave a lane, or name its squads")
            findings.add(wave.path, wrong)


def check_supply(findings: Findings, top: Spot) -> None:
    """Add skills and departments that the unit does not define, and what stands there twice."""
    skills = ids(top.key("mission").key("skills").each())
    departments = ids(one.key("id") for one in top.key("departments").each())
    scarce = [one.key("skill") for one in top.key("supply").key("skills").each()]
    unique(findings, scarce, skill_twice)
    held: list[Spot] = []
    for one in top.key("people").each():
        known(findings, one.key("department"), departments, _not_a_department)
        unique(findings, one.key("skills").each(), skill_twice)
        held += one.key("skills").each()
    _skills(findings, [*scarce, *held], skills)
    unique(findings, [one.key("person") for one in top.key("people").each()], _person_twice)


def _skills(findings: Findings, spots: Iterable[Spot], skills: dict[str, Spot] | None) -> None:
    for spot in spots:
        known(findings, spot, skills, _not_a_skill)


def _no_such_lane(name: str) -> Phrase:
    return say("no squad is of the lane '{lane}'", lane=name)


def _not_a_skill(name: str) -> Phrase:
    return say("'{name}' is not a skill of the mission", name=name)


def _not_a_department(name: str) -> Phrase:
    return say("'{name}' is not a department of this unit", name=name)


def _person_twice(person: str, line: int) -> Phrase:
    return say("'{person}' is here twice (first on line {line})", person=person, line=line)
