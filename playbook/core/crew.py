"""A squad: who is in it, what it decides, which data it pulls, and how it works."""

from typing import Annotated, Literal

from playbook.core.fields import Between, Day, Id, Name, Person, Prose
from playbook.core.shape import record


@record
class Release:
    """The release note of a department head: a member may work for the squad."""

    agreed: Day
    """The day on which it was agreed."""
    until: Day | None = None
    """The last day of the release; left out where it has no end."""
    backfill: Prose | None = None
    """Who does what the member leaves behind, or what is left undone."""
    allocation: Annotated[int, Between(1, 100)] | None = None
    """Percent of working time that was agreed; the member's allocation, when left out."""
    by: Person | None = None
    """Who agreed, where it was not the head of the member's department."""


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
    release: Release | None = None
    """What the head of the member's department agreed to."""


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
    minutes: Annotated[int, Between(0, 1_000_000)] | None = None
    """Within how many minutes the decider can be reached and decides."""


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
    probed: Day | None = None
    """The day on which somebody last pulled the data to see whether it comes."""


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
    lane: Id | None = None
    """The group (a region, say) that it is rolled out with, independently of the other groups."""
