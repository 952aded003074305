"""What was decided at gates: moves, approvals, holds, provisos, waivers, dissent, and failures that count."""

from dataclasses import dataclass
from typing import Any, NamedTuple


class Approval(NamedTuple):
    """An approval of a move, bound to a fingerprint."""

    at: str
    by: str
    role: str
    move: str
    fingerprint: str
    note: str
    configuration: str = ""
    """Hash of the configuration that was accepted when it was given."""
    documents: tuple[str, ...] = ()
    """Ids of the documents whose signed part it covers."""


class Passage(NamedTuple):
    """A move that was made."""

    at: str
    by: str
    move: str
    source: str
    target: str
    verdicts: tuple[dict[str, Any], ...]
    reason: str
    carried_by: str
    approvals: tuple[Approval, ...]
    """The approvals that stood when the move was made."""
    playbook: str = ""
    """Version of the playbook by which it was made."""
    order: int = 0
    """How many events the unit had when it was made: a clock may stand still, or differ from another one."""


class Hold(NamedTuple):
    """Why, since when and by whom a subject is on hold."""

    at: str
    by: str
    reason: str


class Dissent(NamedTuple):
    """Somebody disagreed with a move."""

    at: str
    by: str
    move: str
    text: str


@dataclass(slots=True)
class Pause:
    """A hold as a decision of a gate; `lifted` is empty while it lasts."""

    at: str
    by: str
    reason: str
    move: str = ""
    verdicts: tuple[dict[str, Any], ...] = ()
    lifted: str = ""
    lifted_by: str = ""
    why_lifted: str = ""


@dataclass(slots=True)
class Proviso:
    """A condition that a gate was opened with; `met` is empty until it is met."""

    id: str
    subject: str
    text: str
    owner: str
    due: str
    set: str
    set_by: str
    move: str = ""
    met: str = ""
    met_by: str = ""
    evidence: str = ""


@dataclass(slots=True)
class Waiver:
    """Leave to pass over one condition of one move, once; `used` is when the move was made with it."""

    id: str
    subject: str
    condition: str
    move: str
    reason: str
    until: str
    requested: str
    requested_by: str
    granted: str = ""
    granted_by: str = ""
    note: str = ""
    ended: str = ""
    ended_by: str = ""
    why_ended: str = ""
    used: str = ""
    leader: str = ""
    """Whose move it is, where that is not the subject's own."""
    needed: str = ""
    """What the condition asked for when it was requested, in English."""

    @property
    def open(self) -> bool:
        """Whether it was granted, and neither used nor taken back; its last day may be over."""
        return bool(self.granted) and not self.ended and not self.used

    def holds(self, day: str) -> bool:
        """Return whether it lets its condition pass on that day (YYYY-MM-DD)."""
        return self.open and day <= self.until


@dataclass(slots=True)
class Failure:
    """Something that failed; `lesson` is empty while nothing was learned from it."""

    id: str
    subject: str
    text: str
    size: str
    cause: str
    recorded: str
    recorded_by: str
    lesson: str = ""
    cycle: str = ""
    order: int = 0
    """How many events the unit had when it was recorded."""
