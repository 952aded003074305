"""What people did to the files, turned into events: moves, deletions, ticks, edits, conflicts left or resolved."""

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.app.changes import Changes
from playbook.app.files import Files, bare, signed
from playbook.app.session import Session
from playbook.app.ticks import noticed, read_ticks
from playbook.core import events as e
from playbook.core.history import Paper
from playbook.core.phrase import Phrase, say
from playbook.documents.checklist import generated_part
from playbook.documents.conflict import conflicted
from playbook.documents.header import Header, split, uncrossed
from playbook.documents.merge import likeness
from playbook.ledger.codec import text_hash

ALIKE = 0.5
"""Of a text whose header is gone this share of the lines must be the document's, to be taken for it."""
Trouble = tuple[str, str | Phrase]
"""What is wrong with a file, and more about it; both empty where it is in order."""


@dataclass(slots=True)
class Reader:
    """Reads the documents of one unit once, at the start of a command."""

    session: Session
    files: Files
    changes: Changes

    def read(self, *, search: bool = False) -> None:
        """Record what people did. With `search` documents are looked for that were missing before as well."""
        self.files.promised = self.session.world.shelf.promised(self.session.unit)
        self._follow(search=search)
        touched = [paper for paper in self.session.state.papers.values() if not self.files.untouched(paper)]
        self._swapped(touched)
        for paper in touched:
            if not self.files.untouched(paper):
                self._look(paper)

    def _swapped(self, touched: Iterable[Paper]) -> None:
        """Follow two documents, each of which lies in the place of the other."""
        heads = {paper.id: split(self.files.text(paper.path) or "").header for paper in touched}
        there = {name: head.id for name, head in heads.items() if head and head.id != name}
        places = {paper.id: paper.path for paper in touched}
        for paper in touched:
            other = there.get(paper.id, "")
            if there.get(other) == paper.id:
                self.session.record(e.DocumentMoved(paper.subject, paper.id, places[other]))
                told = say("moved here from documents/{path}", path=places[paper.id])
                self.changes.tell(paper.id, places[other], "moved", told)

    def base(self, paper: Paper, text: str) -> tuple[str, str]:
        """Return (revision, text) that a file was generated from: what its header names, else what it is most like."""
        header, body = split(text)
        wanted = header.revision if header else ""
        found = next((one for one in reversed(paper.revisions) if wanted and one.startswith(wanted)), "")
        found = found or self._likest(paper, body)
        return found, self.session.text(found) or ""

    def _likest(self, paper: Paper, body: str) -> str:
        """Return the revision that a file without a header of ours shares most lines with; the newest of equals."""
        shares = {one: likeness(self.session.text(one) or "", body) for one in paper.revisions}
        return max(reversed(paper.revisions), key=shares.__getitem__, default=paper.revision)

    def _follow(self, *, search: bool) -> None:
        """Find documents that lie elsewhere now. Looking opens every file, so it is done when one has gone missing."""
        papers = self.session.state.papers
        lost = [paper for paper in papers.values() if self.files.absent(paper.path)]
        if not any(search or paper.trouble != "missing" for paper in lost):
            return
        taken = {paper.path for paper in papers.values()}
        found = self.session.world.shelf.find()
        for paper in lost:
            self._moved(paper, [path for path in found.get(paper.id, []) if path not in taken])

    def _moved(self, paper: Paper, places: Iterable[str]) -> None:
        for first, *others in [list(places)] if places else []:
            told = say("moved here from documents/{path}", path=paper.path)
            self.session.record(e.DocumentMoved(paper.subject, paper.id, first))
            self.changes.tell(paper.id, first, "moved", told)
            for other in others:
                self.changes.tell(other, other, "copy", say("the one that counts is documents/{path}", path=first))

    def _look(self, paper: Paper) -> None:
        trouble, why = self._trouble(paper)
        if trouble != paper.trouble:
            self._note(paper, trouble)
        if trouble:
            told = self.changes.tell(paper.id, paper.path, trouble, why)
            if trouble == "conflict":
                told.tear(self.files.text(paper.path) or "", self.last(paper) or "")
        elif self.files.load(paper.path):
            self._read_ticks(paper)
            self._read_text(paper)

    def _trouble(self, paper: Paper) -> Trouble:
        stored, why = self.files.load(paper.path), self.files.unreadable(paper.path)
        if why:
            return "unreadable", why
        if stored is None or stored.text is None:
            return ("", "") if paper.path in self.files.promised else ("missing", "")
        header, body = split(stored.text)
        last = self.last(paper) or ""
        if last.strip() and not body.strip():
            return "empty", ""
        if header is None or header.id != paper.id:
            why = _foreign(paper, header) if header or likeness(last, body) < ALIKE else ""
            if why:
                return "unreadable", why
        if conflicted(uncrossed(stored.text), last if paper.trouble == "conflict" else None):
            return "conflict", ""
        return ("locked", "") if paper.trouble == "locked" and self.files.locked(paper.path) else ("", "")

    def last(self, paper: Paper) -> str | None:
        """Return a document's text as it was last seen, people's lines and all, without ticks."""
        return self.session.text(paper.seen) or generated_part(self.session.text(paper.revision) or "") or None

    def _note(self, paper: Paper, trouble: str) -> None:
        if trouble:
            self.session.record(e.DocumentTroubled(paper.subject, paper.id, trouble))  # type: ignore[arg-type]  # narrowed
        else:
            self.session.record(e.DocumentMended(paper.subject, paper.id))

    def _read_ticks(self, paper: Paper) -> None:
        text = self.files.text(paper.path) or ""
        count = read_ticks(self.session, paper, text, self.base(paper, text)[1])
        if count:
            self.changes.tell(paper.id, paper.path, "ticked").ticks += count

    def _read_text(self, paper: Paper) -> None:
        text = self.files.text(paper.path) or ""
        if not split(text).header:
            self.changes.tell(paper.id, paper.path, "updated", say("the line that names it was put back"))
        body = bare(text, paper.items)
        seen = text_hash(body)
        revision, base = self.base(paper, text)
        if seen == paper.seen or revision != paper.revision:
            return
        kept, more = self.session.keep(body), noticed(self.session, text, paper.items)
        self.session.record(e.DocumentEdited(paper.subject, paper.id, kept, seen, signed(text, base), **more))


def _foreign(paper: Paper, header: Header | None) -> Phrase:
    if header:
        return say(
            "it is another document, {other}, in the place of {document}: move it away, then run:"
            " playbook sync --restore",
            other=header.id,
            document=paper.id,
        )
    return say(
        "the line that names it is gone, and its text is not like {document}: put the line back, or move the file away"
        " and run: playbook sync --restore",
        document=paper.id,
    )
