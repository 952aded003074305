"""What the documents of a unit were last made from: what has not changed since is neither rendered nor compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from playbook.app import figures
from playbook.app.changes import LEFT, UNSETTLED, Changes
from playbook.app.files import Files
from playbook.app.session import Session
from playbook.core.history import Paper
from playbook.documents.stamps import Stamp


@dataclass(slots=True)
class Memory:
    """Reaches from one command to the next by a stamp beside the ledger; losing it costs time alone."""

    session: Session
    files: Files
    changes: Changes
    shown: dict[str, str] = field(default_factory=dict)
    """Digest of what each subject's documents were rendered from by this command."""
    _known: Mapping[str, str] = field(default_factory=dict)
    """The same, as an earlier command left it."""

    def knows(self, subject: str, owed: Iterable[str], shown: str) -> bool:
        """Return whether a subject's documents were made from the very same, and nobody touched them since."""
        if shown == self.shown.get(subject):
            return True
        if self._known.get(subject) != shown:
            return False
        papers = [self.session.state.papers.get(f"{subject}/{template}") for template in owed]
        return all(paper and self.files.untouched(paper) and self._drawn(paper) for paper in papers)

    def _drawn(self, paper: Paper) -> bool:
        """Return whether the pictures beside a document are there, as they were drawn."""
        return self.session.world.shelf.same(figures.files(paper))

    def recall(self) -> None:
        """Find out what an earlier command left, if the ledger says that it was the last one to touch documents."""
        world, session = self.session.world, self.session
        stamp = world.stamps.load(session.unit)
        last = session.heads.get("documents")
        if stamp and last and stamp.heads.get("documents") == last and stamp.basis == world.basis():
            self._known = stamp.views

    def save(self) -> None:
        """Note what the documents were made from; of those with a trouble not, as what they show is not on disk."""
        session, state = self.session, self.session.state
        if not self.shown:
            return
        papers = state.papers.values()
        told = self.changes.paths(*UNSETTLED, *LEFT, "copy")
        whole = not told and not any(paper.trouble or paper.unread for paper in papers)
        files = {paper.path: paper.written for paper in papers} if whole else {}
        for paper in papers if whole else ():
            files |= figures.files(paper)
        stale = {paper.subject for paper in papers if paper.trouble}
        views = {subject: shown for subject, shown in self.shown.items() if subject not in stale}
        sources = state.digest if not session.file_gone else ""
        session.world.stamps.save(session.unit, Stamp(session.world.basis(), session.heads, sources, files, views))
