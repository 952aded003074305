"""What the ledger says of a unit: where everything stands, what was done, and the documents there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from playbook.core import events as e
from playbook.core.decided import Approval, Dissent, Failure, Hold, Passage, Pause, Proviso, Waiver
from playbook.core.model import Goal, Unit
from playbook.core.paper import Paper, Signature, Suspect, Tick
from playbook.core.remap import Migration

__all__ = [
    "SHARED_ROLES",
    "Approval",
    "Cycle",
    "Dissent",
    "Failure",
    "Favour",
    "Hold",
    "Lesson",
    "Paper",
    "Passage",
    "Pause",
    "Proviso",
    "Reading",
    "Rollout",
    "Series",
    "Signature",
    "SkillGap",
    "Stamped",
    "Standing",
    "Suspect",
    "Tick",
    "Waiver",
]

SHARED_ROLES = ("department-heads",)
"""Roles that several people have at once, each of whom signs."""


class Stamped(NamedTuple):
    """An event with when it happened (`2026-11-21T09:30:00Z`) and who made it happen (a person's id)."""

    at: str
    by: str
    event: e.Event


@dataclass(slots=True)
class Cycle:
    """A break-fix cycle; `closed` is empty while it is open."""

    id: str
    subject: str
    opened: str
    hypothesis: str
    time_box: int
    closed: str = ""
    broke: str = ""
    cause: str = ""
    fix: str = ""
    verified: bool = False
    order: int = 0
    """How many events the unit had when it was closed."""
    skill: str = ""
    """The skill that was missing, where that was the cause."""


class SkillGap(NamedTuple):
    """A skill that a cycle found missing in operation: squads that are staffed later must bring it."""

    skill: str
    subject: str
    """The squad that lacked it."""
    cycle: str
    at: str
    broke: str = ""


@dataclass(slots=True)
class Lesson:
    """What a cycle taught; `decision` is empty until somebody decides."""

    id: str
    subject: str
    cycle: str
    text: str
    recorded: str
    decision: str = ""
    reason: str = ""
    decided: str = ""


@dataclass(slots=True)
class Favour:
    """Something special that the pilot got; `settlement` is empty until somebody settles it."""

    id: str
    subject: str
    text: str
    granted: str
    granted_by: str = ""
    cost: float = 0.0
    currency: str = ""
    settlement: str = ""
    reason: str = ""
    settled: str = ""
    settled_by: str = ""
    price: float = 0.0
    """What the waves pay for it, in `price_currency`; 0 unless it is priced."""
    price_currency: str = ""


class Reading(NamedTuple):
    """One dated value."""

    day: str
    value: float


@dataclass(slots=True)
class Series:
    """Readings of one measure of one subject."""

    values: dict[str, float] = field(default_factory=dict)
    baseline: str = ""
    reason: str = ""
    breaks: dict[str, str] = field(default_factory=dict)
    """Why each new baseline was set, by its day."""

    def since_baseline(self) -> tuple[Reading, ...]:
        """Return the readings since the last baseline, oldest first."""
        return tuple(Reading(day, self.values[day]) for day in sorted(self.values) if day >= self.baseline)


@dataclass(slots=True)
class Standing:
    """Where one subject stands."""

    subject: str
    stage: str = ""
    """Empty until the first move: the machine's initial stage."""
    since: str = ""
    been: dict[str, str] = field(default_factory=dict)
    """Stages it was in, with the time of the last entry."""
    hold: Hold | None = None
    ticks: dict[str, Tick] = field(default_factory=dict)
    approvals: list[Approval] = field(default_factory=list)
    """Given since the subject entered its stage."""
    passages: list[Passage] = field(default_factory=list)
    series: dict[str, Series] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    squads: tuple[str, ...] = ()
    """Ids of the squads of a wave, once it is composed."""
    configured: int = 0
    """How many the file asked for when it was composed; 0 where that was not recorded."""
    binding: str = ""
    """What kept a wave from being opened with as many as were configured."""
    lane: str = ""
    pauses: list[Pause] = field(default_factory=list)
    """Every time it was put on hold, oldest first."""
    dissents: list[Dissent] = field(default_factory=list)
    """Who disagreed with which move, oldest first."""


@dataclass(slots=True)
class Rollout:
    """A unit's whole state; `unit`, `goal`, `lines`, `people` are the accepted configuration's, not the fold's."""

    id: str
    standings: dict[str, Standing] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    favours: dict[str, Favour] = field(default_factory=dict)
    gaps: list[SkillGap] = field(default_factory=list)
    """Found in operation, oldest first."""
    failures: dict[str, Failure] = field(default_factory=dict)
    provisos: dict[str, Proviso] = field(default_factory=dict)
    waivers: dict[str, Waiver] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    digest: str = ""
    configuration: str = ""
    """Hash of the accepted configuration in the ledger's texts; empty before the first."""
    accepted: str = ""
    """When it was accepted."""
    playbook: str = ""
    """Version of the playbook that the unit follows."""
    offered: str = ""
    """Version in the files, where the unit keeps to another; empty where it follows the files."""
    manifests: dict[str, str] = field(default_factory=dict)
    """By version of the playbook: hash of the list of templates that its documents are made from."""
    configurations: dict[str, str] = field(default_factory=dict)
    """By version of the playbook: hash of the configuration that was accepted last on it."""
    migrations: list[Migration] = field(default_factory=list)
    """Migrations that can be taken back, oldest first."""
    about: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What evidence can be about: hash of it as accepted, and since when it is so; empty where it never changed."""
    turned: dict[str, int] = field(default_factory=dict)
    """By what evidence can be about: how many events the unit had when it changed last; only what ever did."""
    last: str = ""
    """Time of the last event."""
    count: int = 0
    unit: Unit | None = None
    goal: Goal | None = None
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key of the unit's file, by dotted path: `pilot.members.2.person`."""
    people: Mapping[str, str] = field(default_factory=dict)
    """`Name <mail>` of each person's id."""
    suspects: Mapping[str, tuple[Suspect, ...]] = field(default_factory=dict)
    """By document: signatures under a text that changed. Found by comparing texts, so it is not the fold's either."""
    changes: Mapping[tuple[str, str, str, str], tuple[str, ...]] = field(default_factory=dict)
    """By (subject, move, role, person) of an approval that lapsed: what is not as it was approved."""

    def standing(self, subject: str) -> Standing:
        """Return where a subject stands; one that nothing happened to stands at the start (stage is empty)."""
        return self.standings.get(subject) or Standing(subject)

    def own(self, subject: str) -> Standing:
        """Return where a subject stands, kept from now on: for the fold alone."""
        found = self.standings.get(subject)
        if found is None:  # not `setdefault`: it would make a standing at every event
            found = self.standings[subject] = Standing(subject)
        return found

    def where(self, *path: str | int) -> str:
        """Return `file:line` of a key of the unit's file, or of the nearest key above it that is there."""
        parts = [str(part) for part in path]
        while parts and ".".join(parts) not in self.lines:
            parts.pop()
        line = self.lines.get(".".join(parts), 0)
        return f"{self.file}:{line}" if line else self.file

    def person(self, who: str) -> str:
        """Return the name behind a person's id without the mail; a role in words comes back as it is."""
        return self.people.get(who, who).partition(" <")[0]

    def held(self, subject: str) -> tuple[str, Hold] | None:
        """Return the hold that stops a subject, its own or one above it, with where it was placed."""
        for above in (subject, subject.partition("/")[0]):
            hold = self.standing(above).hold
            if hold:
                return above, hold
        wave = self.wave_of(subject)
        hold = self.standing(wave).hold if wave else None
        return (wave, hold) if wave and hold else None

    def wave_of(self, subject: str) -> str:
        """Return the subject of the composed wave that a squad belongs to, or an empty text."""
        squad = subject.partition("/")[2]
        for name, standing in self.standings.items():
            if squad and squad in standing.squads:
                return name
        return ""
