"""Pictures beside documents: wholly the engine's, so never merged, drawn anew where they differ, never removed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playbook.app.world import Shelf
from playbook.core.history import Paper
from playbook.documents.shelf import Changed
from playbook.ledger.codec import text_hash


@dataclass(slots=True)
class Figures:
    """The pictures of one unit during one command."""

    shelf: Shelf
    pending: dict[str, str] = field(default_factory=dict)
    """Text of each picture that has to be written, by path."""

    def draw(self, document: str, drawn: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Remember what has to be written beside a document; return `new` or `updated` for each path that changes."""
        found = {}
        for name, text in drawn:
            path = beside(document, name)
            stored = self.shelf.load(path)
            self.pending.pop(path, None)
            if stored is None or stored.text != text:
                self.pending[path] = text
                found[path] = "new" if stored is None else "updated"
        return found

    def write(self) -> None:
        """Put the pictures down. One that somebody saved at this moment is drawn over by the next command."""
        for path, text in self.pending.items():
            stored = self.shelf.load(path)
            with suppress(Changed):
                self.shelf.save(path, text, stored.raw if stored else None)
        self.pending.clear()


def listed(drawn: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], ...]:
    """Return pictures as an event names them: file name and hash."""
    return tuple({"name": name, "hash": text_hash(text)} for name, text in drawn)


def files(paper: Paper) -> Mapping[str, str]:
    """Return the hash of each picture beside a document, by path."""
    return {beside(paper.path, one["name"]): one["hash"] for one in paper.figures}


def beside(document: str, name: str) -> str:
    """Return the path of a picture: it lies where its document lies, also where a person moved that."""
    folder = document.rpartition("/")[0]
    return f"{folder}/{name}" if folder else name
