"""What can happen, in the past tense. An event never changes; people in it are ids."""

from typing import Any, Literal

from playbook.core.shape import record


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
class HoldPlaced:
    """A subject was put on hold: nothing at it or below it advances."""

    subject: str
    reason: str
    move: str = ""
    """The move that was decided against, where there was one."""
    verdicts: tuple[dict[str, Any], ...] = ()
    """What its gate said then, as in `Moved`."""


@record
class HoldLifted:
    """A hold ended."""

    subject: str
    reason: str = ""


@record
class Approved:
    """A person approved a move, bound to the fingerprint of what was approved."""

    subject: str
    move: str
    role: str
    fingerprint: str
    note: str = ""
    documents: tuple[str, ...] = ()
    """Ids of the documents that are signed with it."""


@record
class SignaturesConfirmed:
    """A person read what changed in documents that were signed before, and stands by them as they are now."""

    subject: str
    role: str
    documents: tuple[str, ...]
    """Ids of the documents."""
    note: str = ""


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


@record
class FailureRecorded:
    """Something failed, small or large: it is counted against the failure budget."""

    subject: str
    failure: str
    text: str
    size: Literal["small", "medium", "large"]
    cause: str = ""
    """A word or two that a failure of the same cause would have as well."""
    lesson: str = ""
    """The lesson it taught (an id); empty while none is recorded."""
    cycle: str = ""


@record
class FailureLearned:
    """The lesson of a failure was recorded after it."""

    subject: str
    failure: str
    lesson: str


@record
class ProvisoAdded:
    """A gate was opened with a condition to be met afterwards: by whom and until when."""

    subject: str
    proviso: str
    text: str
    owner: str
    """Who has to meet it (a person's id)."""
    due: str
    """The last day (YYYY-MM-DD)."""
    move: str = ""
    """The move that was let through with it."""


@record
class ProvisoFulfilled:
    """A proviso was met, or nobody needs it any more."""

    subject: str
    proviso: str
    evidence: str = ""


@record
class WaiverRequested:
    """Somebody asks that one condition be passed over once."""

    subject: str
    waiver: str
    condition: str
    move: str
    reason: str
    until: str
    """The last day (YYYY-MM-DD) on which it holds."""
    leader: str = ""
    """Whose move it is, where that is not the subject's own: the wave or unit that carries the squad along."""
    needed: str = ""
    """What the condition asked for, in English: a gate may name one condition twice."""


@record
class WaiverGranted:
    """Somebody else than the one who asked granted a waiver."""

    subject: str
    waiver: str
    note: str = ""


@record
class WaiverEnded:
    """A waiver was refused, or taken back before it was used."""

    subject: str
    waiver: str
    reason: str = ""


@record
class DissentRecorded:
    """Somebody disagrees with a move: it keeps nobody from going on, and it is in the gate review for good."""

    subject: str
    move: str
    text: str


@record
class DocumentRevised:
    """A new revision of a document was generated; its text is in the ledger before it is on disk."""

    subject: str
    document: str
    """Id of the document: `emea/pilot/charter`."""
    revision: str
    """Hash of the generated text in the ledger's texts."""
    path: str
    """Where it lies, relative to the folder of documents."""
    items: tuple[dict[str, Any], ...] = ()
    """Checklist items it holds: id, text, required, evidence, and the meaning where it is not 1."""
    template: str = ""
    seen: str = ""
    """Hash of the text as written to disk, people's lines merged, without the ticks."""
    signed: str = ""
    """Hash of the part of it that approvals are bound to; empty where it has none."""
    written: str = ""
    """Hash of the whole file as it was to be written: a file that still has it was touched by nobody."""
    figures: tuple[dict[str, Any], ...] = ()
    """Pictures beside it: file name and hash of each."""
    own: tuple[dict[str, Any], ...] = ()
    """Items that people added and marked required: id, text, line."""
    unread: tuple[dict[str, Any], ...] = ()
    """Lines that look like ticks and are none: line, item, why."""
    language: str = ""
    """Language it was generated in; empty in old ledgers."""
    source: str = ""
    """Hash of what its signed part says in English, before people's lines and a translator's words."""
    retold: bool = False
    """True where only a translation changed, or the language: what was signed is signed still."""


@record
class DocumentEdited:
    """A person changed a document's text on disk."""

    subject: str
    document: str
    text: str
    """Hash of their text in the ledger's texts, so that it can never be lost."""
    seen: str
    signed: str = ""
    own: tuple[dict[str, Any], ...] = ()
    unread: tuple[dict[str, Any], ...] = ()


@record
class DocumentTroubled:
    """A document on disk is in a state that a person must mend.

    It was deleted (`missing`) or emptied, has a conflict, is no text of this document (`unreadable`), or is read-only
    while there is something to write (`locked`).
    """

    subject: str
    document: str
    trouble: Literal["missing", "empty", "conflict", "unreadable", "locked"]


@record
class DocumentMoved:
    """A person gave a document another name or folder; it is known by the id in its header and stays there."""

    subject: str
    document: str
    path: str
    """Where it lies now, relative to the folder of documents."""


@record
class DocumentsPinned:
    """The templates that a unit's documents are made from, from here on; their texts are in the ledger."""

    subject: str
    version: str
    """Version of the playbook that they belong to."""
    manifest: str
    """Hash of the list (JSON: hash of each template's text by its name) in the ledger's texts."""


@record
class DocumentMended:
    """A document that was in trouble is whole again."""

    subject: str
    document: str


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
