"""The files of one unit while a command runs: read once, kept in memory as they shall be, and put down at the end."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from playbook.app.world import Stored, World
from playbook.core.history import Paper
from playbook.core.phrase import Phrase, say
from playbook.documents.checklist import generated_part, signed_part, without_ticks
from playbook.documents.header import split
from playbook.documents.leftovers import PICTURE, Leftover, discard, rescue
from playbook.documents.odd import reason
from playbook.documents.shelf import Changed
from playbook.errors import PlaybookError
from playbook.ledger.codec import text_hash


@dataclass(slots=True)
class Files:
    """What lies on disk, and what this command is about to write."""

    world: World
    unit: str
    pending: dict[str, str] = field(default_factory=dict)
    """Text of each file that has to be written, by path."""
    promised: frozenset[str] = frozenset()
    """Documents that an earlier command recorded and, after a crash, may never have made."""
    _loaded: dict[str, Stored | None] = field(default_factory=dict)
    _blocked: dict[str, str | Phrase] = field(default_factory=dict)

    def load(self, path: str) -> Stored | None:
        """Return the file as it lies there; None where there is none, or none that can be read."""
        if path not in self._loaded:
            try:
                self._loaded[path] = self.world.shelf.load(path)
            except PlaybookError as error:  # a link, a folder, a disk that fails: this file alone stays as it is
                self._loaded[path] = None
                self._blocked[path] = _whole(error)
        return self._loaded[path]

    def text(self, path: str) -> str | None:
        """Return a document's text as it stands: what this command is about to write, else what is on disk."""
        if path in self.pending:
            return self.pending[path]
        stored = self.load(path)
        return stored.text if stored else None

    def unreadable(self, path: str) -> str | Phrase:
        """Return why what lies at a path cannot be read as text; empty where it can, and where there is nothing."""
        stored = self.load(path)
        if path in self._blocked:
            return self._blocked[path]
        return reason(stored.raw) if stored and stored.text is None else ""

    def taken(self, path: str, name: str) -> str | Phrase:
        """Return what is to be done about a text at a path where a new document belongs; empty where there is none."""
        header, body = split(self.text(path) or "")
        if (header.id == name) if header else not body.strip():
            return ""
        return say(
            "a file of yours lies where {document} belongs: move it away, then run: playbook sync", document=name
        )

    def absent(self, path: str) -> bool:
        """Return whether there is nothing at a path where a document once was."""
        return self.load(path) is None and path not in self._blocked and path not in self.promised

    def untouched(self, paper: Paper) -> bool:
        """Return whether the file is just as it was written, so that there is nothing to read back or to merge."""
        stored = None if paper.trouble or paper.path in self.pending else self.load(paper.path)
        return stored is not None and stored.text is not None and text_hash(stored.text) == paper.written

    def locked(self, path: str) -> bool:
        """Return whether a person made the file read-only."""
        return self.load(path) is not None and self.world.shelf.locked(path)

    def differences(self) -> Iterator[tuple[str, str, str]]:
        """Yield (path, text now, text to be) of everything that has to be written, in the order of paths."""
        for path, after in sorted(self.pending.items()):
            stored = self.load(path)
            yield path, (stored.text or "") if stored else "", after

    def promise(self) -> None:
        """Note which documents will be made for the first time, before they are recorded."""
        self.world.shelf.promise(self.unit, [path for path in self.pending if self.load(path) is None])

    def write(self) -> tuple[list[str], Mapping[str, str | Phrase]]:
        """Put the files down, each whole or not at all; only after everything was recorded.

        Return the paths that somebody saved in the meantime, which are left as they are, to be merged anew; and why
        others could not be written, by path: the next command writes them.
        """
        late, failed = [], {}
        for path, text in self.pending.items():
            stored = self.load(path)
            try:
                self.world.shelf.save(path, text, stored.raw if stored else None)
            except Changed:
                late.append(path)
            except PlaybookError as error:
                failed[path] = _whole(error)
        unmade = [path for path in failed if self.load(path) is None]
        self.world.shelf.kept(self.unit)
        self.world.shelf.promise(self.unit, unmade)
        self.pending.clear()
        self._loaded.clear()
        self._blocked.clear()
        return late, failed

    def copies(self, papers: Mapping[str, Paper]) -> Iterator[tuple[str, Paper]]:
        """Yield (path, document) of files that have the id of a document which lies elsewhere."""
        known = frozenset(paper.path for paper in papers.values())
        for below in sorted({*folders(known), *self.world.shelf.folders(self.unit)}):
            for path, name in self.world.shelf.strangers(below, known):
                if name in papers:
                    yield path, papers[name]

    def tidy(self, papers: Iterable[Paper]) -> list[str]:
        """Take away what killed writers left; a text that nobody knows gets a visible name, and these are returned."""
        at = {paper.path: paper for paper in papers}
        found = (left for below in folders(at) for left in self.world.shelf.leftovers(below))
        return [name for left in found for name in _rescued(left, at.get(left.document))]


def _rescued(left: Leftover, paper: Paper | None) -> list[str]:
    known = paper and left.text is not None and text_hash(bare(left.text, paper.items)) in paper.sightings
    if known or left.text == "" or left.document.endswith(PICTURE):
        discard(left)
        return []
    return [rescue(left)]


def folders(paths: Iterable[str]) -> list[str]:
    """Return the folders in which these files lie, each once, sorted."""
    return sorted({path.rpartition("/")[0] for path in paths})


def bare(text: str, items: Iterable[Mapping[str, Any]]) -> str:
    """Return a file's text without header and ticks of its items: what a person's edits are told by."""
    return without_ticks(split(text)[1], frozenset(item["id"] for item in items))


def signed(text: str, kept: str = "") -> str:
    """Return the hash of the part of a text that approvals are bound to; empty where it has none.

    `kept` is the revision that the text was generated from, as the ledger keeps it.
    """
    part = signed_part(text, generated_part(kept))
    return text_hash(part) if part is not None else ""


def _whole(error: PlaybookError) -> str | Phrase:
    """Return what is wrong and what to do about it."""
    return say("{text}: {advice}", text=error.sentence, advice=error.advice) if error.advice else error.sentence  # type: ignore[return-value]  # a phrase, as far as the floor below knows
