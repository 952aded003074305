"""What people decide at gates: approvals, holds, failures that count, provisos, waivers, dissent."""

from typing import Any, Literal

from playbook.core.shape import record


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
