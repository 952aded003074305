"""Documents as the ledger knows them: revisions, ticks, and what was signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Tick(NamedTuple):
    """A checklist item that is done, or does not apply."""

    at: str
    by: str
    evidence: str
    not_applicable: str
    who: str = ""
    """Whose tick it is, where git knows somebody else than `by`, who recorded it."""
    when: str = ""
    """When they committed the line, where git knows."""
    meaning: int = 1
    """The meaning of the item that it was given for."""
    written: str = ""
    """What people wrote of it in the file: a command adds to that, and replaces only what commands said."""
    order: int = 0
    """How many events the unit had when it was recorded."""

    @property
    def person(self) -> str:
        """Return the id of who ticked."""
        return self.who or self.by

    @property
    def day(self) -> str:
        """Return when it was ticked, as well as that is known: a UTC timestamp."""
        return self.when or self.at

    def stands(self, item: Mapping[str, Any]) -> bool:
        """Return whether it was given for what the item means now."""
        return self.meaning >= int(item.get("meaning", 1))


class Signature(NamedTuple):
    """What somebody signed by an approval, or confirmed later: the part of a document above its signatures."""

    at: str
    by: str
    role: str
    signed: str
    """Hash of that part, as it was then."""
    text: str
    """Hash of the text it was a part of."""
    again: bool = False


class Suspect(NamedTuple):
    """A signature under a text that is another now."""

    signature: Signature
    sections: tuple[str, ...]
    """Titles of the sections that changed since; empty where it cannot be told which."""


@dataclass(slots=True)
class Paper:
    """A document as the ledger knows it."""

    id: str
    subject: str
    revision: str
    path: str
    items: tuple[dict[str, Any], ...]
    template: str
    seen: str = ""
    """Hash of its text as last seen on disk, without the ticks."""
    signed: str = ""
    """Hash of the part that approvals are bound to."""
    written: str = ""
    """Hash of the whole file as it was last written."""
    trouble: str = ""
    sightings: set[str] = field(default_factory=set)
    """Hashes of every text of it that the ledger knows of, without the ticks."""
    signatures: dict[tuple[str, str], Signature] = field(default_factory=dict)
    """The latest of each role and person."""
    revisions: tuple[str, ...] = ()
    """Every revision there was, oldest first: an editor may save what it read long ago."""
    own: tuple[dict[str, Any], ...] = ()
    """Items that people added and marked required: id, text, line."""
    unread: tuple[dict[str, Any], ...] = ()
    """Lines that look like ticks and are none: line, item, why."""
    figures: tuple[dict[str, Any], ...] = ()
    """Pictures beside it: file name and hash of each."""
    language: str = ""
    """Language it was generated in; empty where that was not recorded."""
    source: str = ""
    """Hash of what its signed part says in English."""
    same: dict[str, str] = field(default_factory=dict)
    """For the signed part in another language: the part that it says again."""

    @property
    def content(self) -> str:
        """What a signature is bound to: the hash of the signed part, in the language in which it was first said."""
        return self.same.get(self.signed, self.signed)

    @property
    def place(self) -> str:
        """Where it lies, relative to the workspace."""
        return f"documents/{self.path}"
