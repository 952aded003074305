"""What the accepted configuration says, as plain data: names instead of ids, and where each thing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playbook.core.history import Rollout
from playbook.core.model import DataSource, Member, Right, Squad, Unit
from playbook.core.phrase import say
from playbook.core.stagemap import StageMap
from playbook.words import Words

Plain = dict[str, Any]

VALUE_AREAS = {
    "geographic": say("geographic"),
    "account-based": say("account-based"),
    "revenue-operations": say("revenue operations"),
    "product-service": say("product service"),
    "design-support": say("design support"),
    "cross-channel-marketing": say("cross-channel marketing"),
}
SMALL_WORDS = frozenset(
    "A All An Any Each Every It No Nobody One Our Their They The This When Whoever You Your".split()
)
UNPLANNED = 10**9
"""Place in the order of a squad that no wave opens: after all others."""


@dataclass(frozen=True, slots=True)
class Source:
    """What every piece is made from."""

    state: Rollout
    unit: Unit
    maps: Mapping[str, StageMap]
    waves: Mapping[str, tuple[str, ...]]
    words: Words
    opened: Mapping[str, str]
    """The wave that opens each squad that replicates the pilot."""
    number: Mapping[str, int]
    """The number of each wave, from 1."""

    def path(self, name: str) -> str:
        """Return the subject of a squad or wave of this unit."""
        return f"{self.unit.unit}/{name}"

    def where(self, name: str, *path: str | int) -> str:
        """Return `file:line` of a key of a squad."""
        return self.state.where(*_place(self.unit, name), *path)

    def stage(self, subject: str, machine: str) -> str:
        """Return the id of the stage that a subject is in."""
        return self.state.standing(subject).stage or self.maps[machine].initial

    def tally(self, subject: str, machine: str) -> str:
        """Return how a subject counts: `open`, `good` or `bad`; a stage that its map no longer knows is open."""
        stage = self.stage(subject, machine)
        return next((one.tally for one in self.maps[machine].stages if one.id == stage), "open")

    def wave_of(self, squad: str) -> str:
        """Return the wave that opens a squad, or an empty text (as for the pilot)."""
        return self.opened.get(squad, "")

    def order(self, name: str) -> int:
        """Return when a squad or wave is opened: the pilot is 0, the first wave 1."""
        if name in ("pilot", ""):
            return 0
        return self.number.get(name) or self.number.get(self.wave_of(name), UNPLANNED)

    def label(self, subject: str) -> str:
        """Return the name that people use for a subject."""
        name = subject.partition("/")[2]
        squad = self.unit.squad(name) if name else None
        if squad:
            return squad.name
        if name in self.waves:
            return self.wave_name(name)
        return name or self.unit.name

    def wave_name(self, name: str) -> str:
        """Return what a wave is called in running text."""
        return self.words.text("wave {number}", number=self.number[name])


def source_of(
    state: Rollout, maps: Mapping[str, StageMap], waves: Mapping[str, tuple[str, ...]], words: Words
) -> Source:
    """Return what every piece is made from. ValueError where no configuration was accepted yet."""
    if state.unit is None:
        raise ValueError(f"{state.id} has no accepted configuration")
    opened = {squad: wave for wave, squads in waves.items() for squad in squads}
    return Source(state, state.unit, maps, waves, words, opened, {wave: place for place, wave in enumerate(waves, 1)})


def unit(source: Source) -> Plain:
    """Return the unit: whom it serves, who sponsors it, which departments give, and where each is written."""
    one, state = source.unit, source.state
    return {
        "id": one.unit,
        "name": one.name,
        "sponsor": state.person(one.sponsor),
        "value_area": source.words.phrase(VALUE_AREAS[one.slice.value_area]),
        "customer": sentence(one.slice.customer, source.words),
        "outcome": sentence(one.slice.outcome, source.words),
        "in_scope": list(one.slice.in_scope),
        "out_of_scope": list(one.slice.out_of_scope),
        "path": one.path,
        "budget": one.failure_budget,
        "stage": source.words.text(source.stage(one.unit, "rollout")),
        "departments": [
            {"id": each.id, "name": each.name, "head": state.person(each.head)} for each in one.departments
        ],
        "where": {key: state.where(key) for key in UNIT_KEYS},
    }


UNIT_KEYS = (
    "name",
    "goal",
    "slice",
    "sponsor",
    "departments",
    "mission",
    "measures",
    "pilot",
    "squads",
    "waves",
    "path",
    "failure_budget",
)


def goal(source: Source) -> Plain | None:
    """Return the shared goal, or None where the unit's goal is not among the workspace's."""
    shared = source.state.goal
    return {"id": shared.id, "statement": " ".join(shared.statement.split())} if shared else None


def mission(source: Source) -> Plain:
    """Return what every squad of the unit must be able to do."""
    needed = source.unit.mission
    return {
        "skills": [spoken(skill) for skill in needed.skills],
        "decisions": [{"id": one.id, "name": one.name} for one in needed.decisions],
        "questions": [{"id": one.id, "ask": one.ask} for one in needed.questions],
    }


def squad(source: Source, name: str) -> Plain:
    """Return a squad with everything its charter says. KeyError where the unit has no such squad."""
    one = source.unit.squad(name)
    if one is None:
        raise KeyError(name)
    person = source.state.person
    members = [_member(source, name, index, each) for index, each in enumerate(one.members)]
    wave = source.wave_of(name)
    return {
        "id": one.id,
        "subject": source.path(name),
        "name": one.name,
        "lead": person(one.lead),
        "accountable": person(one.accountable),
        "members": members,
        "departments": list(dict.fromkeys(member["department"] for member in members)),
        "donors": _donors(members),
        "links": len(members) * (len(members) - 1) // 2,
        "decides": _rights(source, one),
        "data": _data(source, one),
        "components": _components(source, one),
        "skills": _skills(source, one),
        "cadence": list(one.cadence),
        "interfaces": list(one.interfaces),
        "duration": one.duration or "",
        "pilot": name == "pilot",
        "wave": source.wave_name(wave) if wave else "",
        "stage": source.words.text(source.stage(source.path(name), "squad")),
        "since": source.state.standing(source.path(name)).since,
        "where": {key: source.where(name, key) for key in SQUAD_KEYS},
    }


SQUAD_KEYS = (
    "name",
    "lead",
    "members",
    "decides",
    "data",
    "components",
    "skill_plans",
    "cadence",
    "interfaces",
    "duration",
)


def elsewhere(source: Source, name: str) -> list[Plain]:
    """Return, for each member, what the other squads of the unit take of their time, in percent of it."""
    one = source.unit.squad(name)
    taken: dict[str, list[Plain]] = {member.person: [] for member in one.members} if one else {}
    for other in (source.unit.pilot, *source.unit.squads):
        for member in other.members:
            if other.id != name and member.person in taken:
                taken[member.person].append({"squad": other.name, "allocation": member.allocation})
    return [{"squads": found, "total": sum(each["allocation"] for each in found)} for found in taken.values()]


def sentence(text: str, words: Words) -> str:
    """Return a text as it can stand inside a sentence: on one line, without full stop, its first small word in lower case."""
    first, space, rest = " ".join(text.split()).removesuffix(".").removesuffix("。").partition(" ")
    small = words.language == "en" and first in SMALL_WORDS
    return (first.lower() if small else first) + space + rest


def spoken(name: str) -> str:
    """Return an id as people say it: `data-analysis` is data analysis."""
    return name.replace("-", " ")


def _place(whole: Unit, name: str) -> tuple[str | int, ...]:
    if name == "pilot":
        return ("pilot",)
    return next((("squads", index) for index, each in enumerate(whole.squads) if each.id == name), ())


def _member(source: Source, name: str, index: int, member: Member) -> Plain:
    department = source.unit.department(member.department)
    return {
        "person": source.state.person(member.person),
        "specialty": member.specialty,
        "department": department.name if department else member.department,
        "head": source.state.person(department.head) if department else "",
        "allocation": member.allocation,
        "skills": [spoken(skill) for skill in member.skills],
        "where": source.where(name, "members", index),
    }


def _donors(members: list[Plain]) -> list[Plain]:
    """Return each department that gives members, in the members' order, with its head and how many it gives."""
    found: dict[str, Plain] = {}
    for member in members:
        donor = {"department": member["department"], "head": member["head"], "people": 0}
        found.setdefault(member["department"], donor)["people"] += 1
    return list(found.values())


def _rights(source: Source, one: Squad) -> list[Plain]:
    """Return each decision the mission needs, in the mission's order, with who takes it (empty: nobody yet)."""
    held: dict[str, Right] = {right.decision: right for right in one.decides}
    found = []
    for decision in source.unit.mission.decisions:
        right = held.get(decision.id)
        found.append(
            {
                "id": decision.id,
                "name": decision.name,
                "decider": source.state.person(right.decider) if right else "",
                "alone": _alone(source.words, right) if right else "",
            }
        )
    return found


def _alone(words: Words, right: Right) -> str:
    """Return up to where the decider asks nobody, in words; empty where no limit was agreed."""
    if right.limit is None:
        return ""
    if right.limit == "unlimited":
        return words.text("always")
    return words.text("up to {limit}", limit=f"{words.number(right.limit)} {right.unit or ''}".strip())


def _data(source: Source, one: Squad) -> list[Plain]:
    """Return each question the squad must answer, with every source of it (none: nobody found one yet)."""
    found = []
    for question in source.unit.mission.questions:
        sources = [
            _grant(source, each, source.where(one.id, "data", index))
            for index, each in enumerate(one.data)
            if each.question == question.id
        ]
        found.append({"id": question.id, "ask": question.ask, "sources": sources})
    return found


def _grant(source: Source, data: DataSource, where: str) -> Plain:
    department = source.unit.department(data.department)
    return {
        "source": data.source,
        "department": department.name if department else data.department,
        "head": source.state.person(department.head) if department else "",
        "grant": data.grant,
        "until": data.until or "",
        "where": where,
    }


def _components(source: Source, one: Squad) -> Plain | None:
    if one.components is None:
        return None
    return {
        kind: {
            "how": getattr(one.components, kind).how,
            "state": source.words.text(getattr(one.components, kind).state),
        }
        for kind in ("people", "method", "intelligence")
    }


def _skills(source: Source, one: Squad) -> list[Plain]:
    """Return each skill that the mission needs, with who holds it and the plan where nobody does."""
    plans = {plan.skill: plan for plan in one.skill_plans}
    return [
        {
            "skill": spoken(skill),
            "holders": [source.state.person(member.person) for member in one.members if skill in member.skills],
            "how": source.words.text(plans[skill].how) if skill in plans else "",
            "by": plans[skill].by if skill in plans else "",
            "gap": not any(skill in member.skills for member in one.members),
        }
        for skill in source.unit.mission.skills
    ]
