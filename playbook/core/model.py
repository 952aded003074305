"""What a unit's file says, as records: the vocabulary of the YAML, of the gates and of the documents.

The attribute docstrings are the descriptions that editors show (`playbook schema`). A person is written
`Name <mail>` in a file; in an accepted configuration the same field holds the person's id (see `with_people`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from playbook.core.shape import record

ID_PATTERN = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
SHARE_PATTERN = r"^(100|[1-9]?[0-9])%$"
ONE_LINE = r"^[^\r\n]*[^\s][^\r\n]*$"
"""A name ends up in headings, mail headers and calendars, where a line break is an attack and a blank is a hole."""
NOT_BLANK = r"[^\s]"


@dataclass(frozen=True, slots=True)
class Text:
    """What a text field must look like. The validator finds it through its hook, so core needs no library."""

    longest: int = 2000
    pattern: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """Add length and pattern to the validator's schema of a string."""
        limits = {"min_length": 1, "max_length": self.longest}
        return {**handler(source), **limits, **({"pattern": self.pattern} if self.pattern else {})}


@dataclass(frozen=True, slots=True)
class Between:
    """The least and the most a number may be."""

    low: float
    high: float

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """Add the limits to the validator's schema of a number."""
        return {**handler(source), "ge": self.low, "le": self.high}


Id = Annotated[str, Text(63, ID_PATTERN)]
Name = Annotated[str, Text(200, ONE_LINE)]
Prose = Annotated[str, Text(2000, NOT_BLANK)]
Person = Annotated[str, Text(320, ONE_LINE)]
Day = Annotated[str, Text(10, DAY_PATTERN)]

VALUE_AREAS = Literal[
    "geographic",
    "account-based",
    "revenue-operations",
    "product-service",
    "design-support",
    "cross-channel-marketing",
]


@record
class Slice:
    """The part of the business that the squads serve."""

    value_area: VALUE_AREAS
    """Where the value arises."""
    customer: Prose
    """The customer group that is served, in the customers' own terms."""
    outcome: Prose
    """What these customers would feel if the squad succeeds. An internal measure alone is not an outcome."""
    in_scope: tuple[Prose, ...] = ()
    """What the squads work on."""
    out_of_scope: tuple[Prose, ...] = ()
    """What the squads leave to others."""


@record
class Department:
    """A department that gives members or data."""

    id: Id
    """Short name, used by members and data sources."""
    name: Name
    """The name people know."""
    head: Person
    """Who leads it: `Name <mail>`."""


@record
class Decision:
    """A kind of decision that the mission needs."""

    id: Id
    """Short name, used by the squads' decision rights."""
    name: Prose
    """What is decided, for example: refund an order."""


@record
class Question:
    """A question that a squad must be able to answer from data."""

    id: Id
    """Short name, used by the squads' data sources."""
    ask: Prose
    """The question as a customer-facing person would ask it."""


@record
class SkillName:
    """What people call a skill, where its id is no word of theirs."""

    id: Id
    """A skill of the mission."""
    name: Name
    """Its name in documents, in the unit's own language and script."""


@record
class Mission:
    """What every squad of this unit needs to be able to do."""

    skills: tuple[Id, ...]
    """Skills the mission needs; each must be held by a member, or have a dated plan."""
    decisions: tuple[Decision, ...]
    """Kinds of decision the squad must be able to take alone."""
    questions: tuple[Question, ...]
    """Questions the squad must be able to answer from data."""
    skill_names: tuple[SkillName, ...] = ()
    """Names of skills for documents, where the id with spaces for hyphens would not do."""

    def skill(self, skill: str) -> str:
        """Return what people call a skill: its name, else its id with spaces for hyphens."""
        return next((one.name for one in self.skill_names if one.id == skill), skill.replace("-", " "))


@record
class Measure:
    """How everyone will know: a number with baseline, target and direction."""

    id: Id
    """Short name, used by `playbook measure`."""
    name: Name
    """What is counted."""
    unit: Name
    """The unit of the number, for example: points, percent, days."""
    baseline: float
    """The value before the pilot."""
    target: float
    """The value that makes the outcome true."""
    direction: Literal["up", "down"]
    """`up` when more is better, `down` when less is better."""


@record
class Member:
    """One member of a squad."""

    person: Person
    """`Name <mail>`; the mail tells two people of one name apart."""
    department: Id
    """The department that the member comes from."""
    specialty: Name
    """What the member is good at, in words."""
    skills: tuple[Id, ...] = ()
    """Which of the mission's skills the member holds."""
    allocation: Annotated[int, Between(1, 100)] = 100
    """Percent of working time that the member has for the squad."""


@record
class Right:
    """A decision right: who decides, and up to which limit nobody else is asked."""

    decision: Id
    """The kind of decision, from the mission."""
    decider: Person
    """The member who decides."""
    limit: Annotated[float, Between(0, 1e15)] | Literal["unlimited"] | None = None
    """Below this nobody else is asked; `unlimited` when nobody ever is."""
    unit: Name | None = None
    """The unit of the limit, for example: EUR an order."""


@record
class DataSource:
    """Where the answer to a question is found, and whether the squad may pull it."""

    question: Id
    """The question, from the mission."""
    source: Name
    """The system or table."""
    department: Id
    """The department that owns the data."""
    grant: Literal["requested", "active", "refused", "revoked"]
    """Whether the squad may pull the data today."""
    until: Day | None = None
    """The last day of the grant, when it ends."""


@record
class Component:
    """One of the three components of a squad."""

    how: Prose
    """How this squad does it."""
    state: Literal["planned", "present", "working"] = "planned"
    """`present` is needed to launch, `working` to be stable."""


@record
class Components:
    """People, method and intelligence: a squad needs all three."""

    people: Component
    """The network organisation: who connects the squad to the departments."""
    method: Component
    """Agile operations: cadence, board, retrospectives."""
    intelligence: Component
    """Analytics: how the squad turns data into decisions."""


@record
class SkillPlan:
    """A dated plan for a skill that no member holds yet."""

    skill: Id
    """The missing skill, from the mission."""
    how: Literal["hire", "train", "borrow"]
    """Hire, train or borrow."""
    by: Day
    """The day by which the skill is there."""


@record
class Squad:
    """A squad: the pilot, or one that replicates it."""

    name: Name
    """The name people use."""
    lead: Person
    """The member who leads the squad."""
    accountable: Person
    """The one member who is accountable for the outcome."""
    members: tuple[Member, ...]
    """Six to ten people from at least three departments."""
    decides: tuple[Right, ...] = ()
    """Who decides what, and up to which limit."""
    data: tuple[DataSource, ...] = ()
    """Where each question is answered."""
    components: Components | None = None
    """People, method, intelligence."""
    skill_plans: tuple[SkillPlan, ...] = ()
    """Dated plans for skills that no member holds yet."""
    id: Id = "pilot"
    """Short name; the pilot is always `pilot`."""
    goal: Id | None = None
    """The shared goal this squad carries; the unit's, when left out."""
    cadence: tuple[Prose, ...] = ()
    """Working agreements: meetings, rhythms, rules."""
    interfaces: tuple[Prose, ...] = ()
    """Teams the squad works with, and for what."""
    duration: Prose | None = None
    """How long the squad is meant to last and when it ends."""


@record
class NamedWave:
    """A wave that names its squads."""

    squads: tuple[Id, ...]
    """Squads that are opened together."""


WaveSize = Annotated[int, Between(1, 100_000)]
WaveShare = Annotated[str, Text(4, SHARE_PATTERN)]


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
    waves: tuple[WaveSize | WaveShare | NamedWave, ...] = ()
    """Sizes (`3`, `"20%"`) or squads (`{squads: [lyon]}`) of each wave; the last size repeats."""
    failure_budget: Annotated[int, Between(0, 100_000)] = 0
    """How many failures are tolerated over all waves, each with its lesson recorded."""
    path: Id = "incremental"
    """The way through the chain: a stage map in `states/`."""
    language: Id | None = None
    """Language of the documents; the workspace's, when left out."""
    squad_word: Name | SquadWord | None = None
    """What a squad is called here: pod, tiger team, task force; in full where its forms are not guessed right."""

    def squad(self, name: str) -> Squad | None:
        """Return the squad of that id, or None."""
        return self.pilot if name == "pilot" else next((squad for squad in self.squads if squad.id == name), None)

    def department(self, name: str) -> Department | None:
        """Return the department of that id, or None."""
        return next((department for department in self.departments if department.id == name), None)


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
    for squad in (unit.pilot, *unit.squads):
        yield squad.lead
        yield squad.accountable
        yield from (member.person for member in squad.members)
        yield from (right.decider for right in squad.decides)


def with_people(unit: Unit, name: Callable[[str], str]) -> Unit:
    """Return the unit with each person replaced by `name(person)`: texts become ids, or the other way round."""

    def squad(one: Squad) -> Squad:
        return replace(
            one,
            lead=name(one.lead),
            accountable=name(one.accountable),
            members=tuple(replace(member, person=name(member.person)) for member in one.members),
            decides=tuple(replace(right, decider=name(right.decider)) for right in one.decides),
        )

    return replace(
        unit,
        sponsor=name(unit.sponsor),
        departments=tuple(replace(department, head=name(department.head)) for department in unit.departments),
        pilot=squad(unit.pilot),
        squads=tuple(squad(one) for one in unit.squads),
    )
