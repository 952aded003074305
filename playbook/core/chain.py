"""How the chain grows: waves, what limits them, and the retooling of the top-down path."""

from typing import Annotated

from playbook.core.fields import Between, Day, Id, Name, Person, Prose, WaveShare, WaveSize
from playbook.core.shape import record


@record
class NamedWave:
    """A wave that names its squads."""

    squads: tuple[Id, ...]
    """Squads that are opened together."""
    lane: Id | None = None
    """The lane that the wave belongs to; the other lanes do not wait for it."""


@record
class LaneWave:
    """A wave of a lane, by its size."""

    size: WaveSize | WaveShare
    """How many of the lane's squads, or which share of them."""
    lane: Id
    """The lane whose squads are opened."""


@record
class ScarceSkill:
    """A skill that there are not enough people for."""

    skill: Id
    """The skill, from the mission."""
    people: Annotated[int, Between(0, 1_000_000)] | None = None
    """How many people hold it; those of `people` and of the squads are counted, when left out."""
    each: Annotated[int, Between(1, 100)] = 1
    """How many of them each squad needs."""


@record
class Supply:
    """What a wave needs and what there is not enough of."""

    coaches: Annotated[int, Between(0, 100_000)] | None = None
    """Coaches there are; without it coaches limit nothing."""
    squads_per_coach: Annotated[int, Between(1, 1000)] = 3
    """Squads that one coach can look after at a time, until they are stable."""
    skills: tuple[ScarceSkill, ...] = ()
    """Scarce skills of the mission."""


@record
class Candidate:
    """A person who can be drawn upon for squads to come."""

    person: Person
    """`Name <mail>`."""
    department: Id
    """The department that the person comes from."""
    skills: tuple[Id, ...] = ()
    """Which of the mission's skills the person holds."""


@record
class Milestone:
    """A step of the retooling on the top-down path."""

    id: Id
    """Short name of the milestone."""
    name: Prose
    """What is true when it is reached."""
    due: Day
    """The day by which it is reached."""
    reached: Day | None = None
    """The day on which it was reached."""
    owner: Person | None = None
    """Who answers for it; the sponsor, when left out."""


@record
class Consultant:
    """Help from outside, with the plan for its end."""

    name: Name
    """The firm or the person."""
    role: Prose
    """What they are there for."""
    until: Day
    """The last day: from then on the company does it alone."""
    successor: Person | None = None
    """Who in the company takes over what they do."""
    left: Day | None = None
    """The day on which they were gone."""


@record
class Retooling:
    """The top-down path: a mandate, and retooling over years before the first squad."""

    mandate: Prose
    """What was decided at the top, by whom, and what it permits."""
    milestones: tuple[Milestone, ...] = ()
    """Steps of the retooling."""
    consultants: tuple[Consultant, ...] = ()
    """Help from outside, each with its exit."""
