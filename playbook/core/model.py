"""What a unit's file says, as records: the vocabulary of the YAML, of the gates and of the documents.

The attribute docstrings are the descriptions that editors show (`playbook schema`). A person is written
`Name <mail>` in a file; in an accepted configuration the same field holds the person's id (see `with_people`).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Annotated, Literal

from playbook.core.chain import Candidate, Consultant, LaneWave, Milestone, NamedWave, Retooling, ScarceSkill, Supply
from playbook.core.crew import Component, Components, DataSource, Member, Release, Right, SkillPlan, Squad
from playbook.core.fields import (
    DAY_PATTERN,
    ID_PATTERN,
    NOT_BLANK,
    ONE_LINE,
    SHARE_PATTERN,
    VALUE_AREAS,
    Between,
    Day,
    Id,
    Name,
    Person,
    Prose,
    Text,
    WaveShare,
    WaveSize,
)
from playbook.core.mission import Decision, Department, DrillCase, Measure, Mission, Question, SkillName, Slice
from playbook.core.shape import record

__all__ = [
    "DAY_PATTERN",
    "ID_PATTERN",
    "NOT_BLANK",
    "ONE_LINE",
    "SHARE_PATTERN",
    "VALUE_AREAS",
    "Between",
    "Candidate",
    "Component",
    "Components",
    "Consultant",
    "DataSource",
    "Day",
    "Decision",
    "Department",
    "DrillCase",
    "Goal",
    "Id",
    "LaneWave",
    "Measure",
    "Member",
    "Milestone",
    "Mission",
    "Name",
    "NamedWave",
    "Person",
    "Prose",
    "Question",
    "Release",
    "Retooling",
    "Right",
    "ScarceSkill",
    "SkillName",
    "SkillPlan",
    "Slice",
    "Squad",
    "SquadWord",
    "Supply",
    "Text",
    "Unit",
    "WaveShare",
    "WaveSize",
    "Workspace",
    "people_of",
    "with_people",
]


@record
class Goal:
    """A goal that units share."""

    id: Id
    """Short name, used by units."""
    statement: Prose
    """The goal in one sentence."""


@record
class SquadWord:
    """What a squad is called here, said in full, for documents in a language that inflects."""

    one: Name
    """One of them: Pod."""
    many: Name | None = None
    """Several of them: Pods. Formed by the rules of the language, when left out."""
    gender: Literal["m", "f", "n"] | None = None
    """Masculine, feminine or neuter, in German and Italian. Guessed by the word's head or ending, when left out."""


@record
class Unit:
    """A business unit: one file."""

    unit: Id
    """The unit's id: the name of the file without `.yaml`."""
    name: Name
    """The name people know."""
    goal: Id
    """The shared goal, from playbook.yaml."""
    slice: Slice
    """The part of the business that the squads serve."""
    sponsor: Person
    """The executive who approves: `Name <mail>`."""
    departments: tuple[Department, ...]
    """Departments that give members or data, with their heads."""
    mission: Mission
    """Skills, decisions and questions that each squad needs."""
    measures: tuple[Measure, ...]
    """How everyone will know."""
    pilot: Squad
    """The first squad. It is wave 0 and is always one squad."""
    squads: tuple[Squad, ...] = ()
    """The squads that will replicate the pilot."""
    waves: tuple[WaveSize | WaveShare | NamedWave | LaneWave, ...] = ()
    """Sizes (`3`, `"20%"`, `{size: 3, lane: north}`) or squads (`{squads: [lyon]}`); the last size repeats."""
    failure_budget: Annotated[int, Between(0, 100_000)] = 0
    """Points that failures may cost over all waves: a failed squad costs 1, a medium failure 1, a small one 0.5."""
    path: Id = "incremental"
    """The way through the chain: a stage map in `states/`."""
    path_reason: Prose | None = None
    """Why this path and not the other: it stands in the decision record."""
    supply: Supply | None = None
    """Coaches and scarce skills: what limits how many squads can be opened at a time."""
    people: tuple[Candidate, ...] = ()
    """People who can be drawn upon for squads to come."""
    retooling: Retooling | None = None
    """For the path `top-down`: mandate, milestones, and help from outside."""
    language: Id | None = None
    """Language of the documents; the workspace's, when left out."""
    squad_word: Name | SquadWord | None = None
    """What a squad is called here: pod, tiger team, task force; in full where its forms are not guessed right."""

    def squad(self, name: str) -> Squad | None:
        """Return the squad of that id, or None."""
        return self.pilot if name == "pilot" else _by_id(self.squads).get(name)

    def department(self, name: str) -> Department | None:
        """Return the department of that id, or None."""
        return next((department for department in self.departments if department.id == name), None)


_INDEXED: dict[int, tuple[tuple[Squad, ...], dict[str, Squad]]] = {}
"""Squads by their ids, of the units that were asked last: a unit of thousands is asked for each of its squads."""
_MOST = 8


def _by_id(squads: tuple[Squad, ...]) -> dict[str, Squad]:
    found = _INDEXED.get(id(squads))
    if found is None or found[0] is not squads:
        if len(_INDEXED) >= _MOST:
            _INDEXED.clear()
        found = _INDEXED[id(squads)] = squads, {squad.id: squad for squad in reversed(squads)}
    return found[1]


@record
class Workspace:
    """`playbook.yaml`: what all units share."""

    name: Name
    """The organisation's name."""
    goals: tuple[Goal, ...]
    """Goals that units share."""
    language: Id = "en"
    """Language of the documents, where a unit does not say otherwise."""
    store: Prose = "sqlite"
    """Where the history is kept: `sqlite`, or `sqlite:PATH` relative to the workspace."""


def people_of(unit: Unit) -> Iterator[str]:
    """Yield every person that the unit's file names, as often as it names them."""
    yield unit.sponsor
    yield from (department.head for department in unit.departments)
    yield from (candidate.person for candidate in unit.people)
    for squad in (unit.pilot, *unit.squads):
        yield squad.lead
        yield squad.accountable
        yield from (member.person for member in squad.members)
        yield from (member.release.by for member in squad.members if member.release and member.release.by)
        yield from (right.decider for right in squad.decides)
    if unit.retooling:
        yield from (one.owner for one in unit.retooling.milestones if one.owner)
        yield from (one.successor for one in unit.retooling.consultants if one.successor)


def with_people(unit: Unit, name: Callable[[str], str]) -> Unit:
    """Return the unit with each person replaced by `name(person)`: texts become ids, or the other way round."""

    def member(one: Member) -> Member:
        release = one.release and replace(one.release, by=one.release.by and name(one.release.by))
        return replace(one, person=name(one.person), release=release)

    def squad(one: Squad) -> Squad:
        return replace(
            one,
            lead=name(one.lead),
            accountable=name(one.accountable),
            members=tuple(member(each) for each in one.members),
            decides=tuple(replace(right, decider=name(right.decider)) for right in one.decides),
        )

    return replace(
        unit,
        sponsor=name(unit.sponsor),
        departments=tuple(replace(department, head=name(department.head)) for department in unit.departments),
        people=tuple(replace(one, person=name(one.person)) for one in unit.people),
        pilot=squad(unit.pilot),
        squads=tuple(squad(one) for one in unit.squads),
        retooling=unit.retooling and _retooling(unit.retooling, name),
    )


def _retooling(found: Retooling, name: Callable[[str], str]) -> Retooling:
    return replace(
        found,
        milestones=tuple(replace(one, owner=one.owner and name(one.owner)) for one in found.milestones),
        consultants=tuple(replace(one, successor=one.successor and name(one.successor)) for one in found.consultants),
    )
