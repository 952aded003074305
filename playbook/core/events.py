"""What can happen, in the past tense. An event never changes; people in it are ids."""

from typing import Any, Literal

from playbook.core.gate_events import (
    Approved,
    DissentRecorded,
    FailureLearned,
    FailureRecorded,
    HoldLifted,
    HoldPlaced,
    ProvisoAdded,
    ProvisoFulfilled,
    SignaturesConfirmed,
    WaiverEnded,
    WaiverGranted,
    WaiverRequested,
)
from playbook.core.paper_events import (
    DocumentEdited,
    DocumentMended,
    DocumentMoved,
    DocumentRevised,
    DocumentsPinned,
    DocumentTroubled,
)
from playbook.core.shape import record

__all__ = [
    "DOCUMENTS",
    "KINDS",
    "Approved",
    "BaselineSet",
    "ConfigurationAccepted",
    "CycleClosed",
    "CycleOpened",
    "DissentRecorded",
    "DocumentEdited",
    "DocumentMended",
    "DocumentMoved",
    "DocumentRevised",
    "DocumentTroubled",
    "DocumentsPinned",
    "Event",
    "FailureLearned",
    "FailureRecorded",
    "FavourGranted",
    "FavourSettled",
    "HoldLifted",
    "HoldPlaced",
    "ItemTicked",
    "ItemUnticked",
    "LessonDecided",
    "LessonRecorded",
    "Moved",
    "PlaybookMigrated",
    "ProvisoAdded",
    "ProvisoFulfilled",
    "ReadingRecorded",
    "SignaturesConfirmed",
    "WaiverEnded",
    "WaiverGranted",
    "WaiverRequested",
    "WaveComposed",
]


@record
class ConfigurationAccepted:
    """A unit's file was read, found right and taken as what decisions rest on."""

    subject: str
    digest: str
    """SHA-256 of the unit's file together with the shared goals, hexadecimal."""
    text: str
    """Hash of the accepted configuration (JSON) in the ledger's texts."""
    playbook: str
    """Version of the playbook in force."""
    about: tuple[str, ...] = ()
    """What evidence can be about, each as `key=hash`: the goal, the playbook, the mission, each measure."""
    offered: str = ""
    """Version of the playbook in the files, where the unit keeps to another."""


@record
class PlaybookMigrated:
    """A unit that is under way was taken to another version of its playbook; what follows accepts its stage maps."""

    subject: str
    source: str
    """Version that it followed before."""
    target: str
    reason: str
    mapping: tuple[str, ...] = ()
    """Stages that have another name or place now: `squad:operating=working`."""
    gates: tuple[str, ...] = ()
    """Moves whose gate is another now, as `machine:move`: approvals of them lapse."""
    reverts: bool = False
    """True where it takes back the migration before it."""


@record
class Moved:
    """A subject went from one stage to another."""

    subject: str
    machine: str
    move: str
    source: str
    target: str
    verdicts: tuple[dict[str, Any], ...] = ()
    """Every verdict of the gate, as `Verdict.record` gives it."""
    reason: str = ""
    carried_by: str = ""
    """The wave or unit whose move this one went with."""
    playbook: str = ""


@record
class WaveComposed:
    """A wave's squads were fixed; from here on its planned size never shrinks."""

    subject: str
    squads: tuple[str, ...]
    configured: int = 0
    """How many squads the unit's file asked for; 0 in old ledgers."""
    binding: str = ""
    """What kept it from being opened with as many: `supply:SKILL`, `coaches`, `people`, `left`; else empty."""
    lane: str = ""


@record
class ItemTicked:
    """A checklist item was done, or marked not applicable with a reason."""

    subject: str
    item: str
    evidence: str = ""
    not_applicable: str = ""
    """The reason why the item does not apply; empty for a tick."""
    document: str = ""
    """The document it was ticked in; empty for a tick by command."""
    who: str = ""
    """Whose tick it is, where that is somebody else than who recorded it: the author of the line in git."""
    when: str = ""
    """When the author of the line committed it, where git knows."""
    meaning: int = 1
    """The meaning of the item that it was given for; a template raises it when an item asks for something else."""


@record
class ItemUnticked:
    """A tick was taken back."""

    subject: str
    item: str
    document: str = ""
    who: str = ""
    when: str = ""


@record
class ReadingRecorded:
    """One dated value of a measure. A second value for a day replaces the first."""

    subject: str
    measure: str
    day: str
    value: float


@record
class BaselineSet:
    """From this day on a measure is judged afresh, because the process was changed."""

    subject: str
    measure: str
    day: str
    reason: str


@record
class CycleOpened:
    """A break-fix cycle began."""

    subject: str
    cycle: str
    hypothesis: str
    time_box: int
    """Days until an open cycle counts as failed."""


@record
class CycleClosed:
    """A break-fix cycle ended: what broke, why, what was changed, and whether that was verified."""

    subject: str
    cycle: str
    broke: str
    cause: str
    fix: str
    verified: bool
    skill: str = ""
    """The skill that was missing, where that was the cause: a gap that later squads are staffed for."""


@record
class LessonRecorded:
    """A cycle taught something."""

    subject: str
    lesson: str
    cycle: str
    text: str


@record
class LessonDecided:
    """A lesson was adopted into the playbook, kept local, or rejected with a reason."""

    subject: str
    lesson: str
    decision: Literal["adopted", "local", "rejected"]
    reason: str = ""


@record
class FavourGranted:
    """The pilot got something that the chain cannot have for free: an executive's hours, a waived rule, an expert."""

    subject: str
    favour: str
    text: str
    granted_by: str = ""
    """Who granted it (a person's id); empty where nobody said."""
    cost: float = 0.0
    """What it costs once, in `currency`; 0 where nobody said."""
    currency: str = ""


@record
class FavourSettled:
    """What becomes of a favour in the waves: everybody gets it, everybody pays for it, or nobody has it."""

    subject: str
    favour: str
    settlement: Literal["standardised", "priced", "dropped"]
    reason: str
    cost: float = 0.0
    """What the waves pay for it, in `currency`; for `priced` alone."""
    currency: str = ""


Event = (
    ConfigurationAccepted
    | PlaybookMigrated
    | Moved
    | WaveComposed
    | HoldPlaced
    | HoldLifted
    | Approved
    | SignaturesConfirmed
    | ItemTicked
    | ItemUnticked
    | ReadingRecorded
    | BaselineSet
    | CycleOpened
    | CycleClosed
    | LessonRecorded
    | LessonDecided
    | FavourGranted
    | FavourSettled
    | FailureRecorded
    | FailureLearned
    | ProvisoAdded
    | ProvisoFulfilled
    | WaiverRequested
    | WaiverGranted
    | WaiverEnded
    | DissentRecorded
    | DocumentRevised
    | DocumentEdited
    | DocumentTroubled
    | DocumentMoved
    | DocumentsPinned
    | DocumentMended
)

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in Event.__args__}
"""Every kind of event by its name in the ledger."""

DOCUMENTS = (
    "DocumentRevised",
    "DocumentEdited",
    "DocumentTroubled",
    "DocumentMoved",
    "DocumentsPinned",
    "DocumentMended",
)
"""Kinds that are kept in a unit's `documents` stream; all others are in `rollout`."""
