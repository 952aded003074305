"""A document as it would be written, and the event that keeps it before it is on disk."""

from typing import Any, NamedTuple

from playbook.app.files import bare, signed
from playbook.app.session import Session
from playbook.app.ticks import noticed
from playbook.core import events as e
from playbook.core.history import Paper
from playbook.ledger.codec import text_hash


class Draft(NamedTuple):
    """What rendering and merging made of a document."""

    subject: str
    template: str
    path: str
    text: str
    """The file's whole text, people's lines merged."""
    generated: str
    """The text as rendered."""
    items: tuple[dict[str, Any], ...]
    conflicts: int
    kept: int
    figures: tuple[dict[str, Any], ...] = ()
    source: str = ""
    """Hash of what its signed part says in English."""
    retold: bool = False
    """True where only the language changed, or a translation."""

    @property
    def name(self) -> str:
        """Id of the document: `emea/pilot/charter`."""
        return f"{self.subject}/{self.template}"


def retells(paper: Paper | None, source: str, part: str) -> bool:
    """Return whether a document says what it said, but for a translation: `source` is what it says now in English.

    `part` is the hash of its signed part as it lies on disk: what a person changed there is no translation.
    """
    return paper is not None and bool(source) and (source, part) == (paper.source, paper.signed)


def revise(session: Session, draft: Draft) -> None:
    """Record a revision where it is a new one; its texts are kept, so that a lost file can be made again."""
    old = session.state.papers.get(draft.name)
    body = bare(draft.text, draft.items)
    made, seen, written = text_hash(draft.generated), text_hash(body), text_hash(draft.text)
    known = (old.revision, old.items, old.seen, old.written, old.figures) if old else ()
    if known == (made, draft.items, seen, written, draft.figures):
        return
    session.keep(draft.generated)
    if seen != made:
        session.keep(body)
    session.record(
        e.DocumentRevised(
            draft.subject,
            draft.name,
            made,
            draft.path,
            draft.items,
            draft.template,
            seen,
            signed(draft.text, draft.generated),
            written,
            figures=draft.figures,
            language=session.configuration.language,
            source=draft.source,
            retold=draft.retold,
            **noticed(session, draft.text, draft.items),
        )
    )
