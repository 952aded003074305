"""What the squads are for: the slice they serve, the mission that each must be able to do, the measures."""

from typing import Annotated, Literal

from playbook.core.fields import VALUE_AREAS, Between, Id, Name, Person, Prose
from playbook.core.shape import record


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
class DrillCase:
    """A decision case that `playbook drill` plays against a squad: who decides, how fast, with which data."""

    id: Id
    """Short name of the case."""
    case: Prose
    """What happens, as it is shouted: the patient is bleeding."""
    decision: Id
    """The kind of decision that it calls for, from the mission."""
    amount: Annotated[float, Between(0, 1e15)] | None = None
    """How much is at stake, in the unit of the decider's limit; left out where it is no question of amount."""
    questions: tuple[Id, ...] = ()
    """Questions of the mission that must be answered before anybody can decide."""
    within: Annotated[int, Between(1, 1_000_000)] | None = None
    """Minutes within which it must be decided."""


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
    cases: tuple[DrillCase, ...] = ()
    """Decision cases that every squad must be able to settle without leaving the squad."""

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
