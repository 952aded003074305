"""What can happen to documents: generated, edited, moved, in trouble, mended."""

from typing import Any, Literal

from playbook.core.shape import record


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
