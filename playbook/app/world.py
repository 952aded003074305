"""What the requests of this room work with: protocols only, so that the real things are built in one file (wiring)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from playbook.config.folder import Folder
from playbook.core.history import Tick
from playbook.documents.blame import Author
from playbook.documents.leftovers import Leftover
from playbook.documents.stamps import Stamp
from playbook.errors import TemplateProblem
from playbook.ledger.base import Ledger


class Rendering(Protocol):
    """A rendered document."""

    @property
    def text(self) -> str:
        """The whole text, without the header."""
        ...

    @property
    def items(self) -> Sequence[Mapping[str, Any]]:
        """Its checklist items: id, text, required, evidence."""
        ...

    @property
    def figures(self) -> Sequence[tuple[str, str]]:
        """Pictures that lie beside it: file name and text."""
        ...


class Renderer(Protocol):
    """What turns a template and a view into a document."""

    def render(self, template: str, view: Mapping[str, Any], ticks: Mapping[str, Tick]) -> Rendering:
        """Return the document; TemplateProblem when the template is wrong."""
        ...

    def templates(self) -> list[str]:
        """Return the names of all documents that can be rendered."""
        ...

    def check(self, template: str) -> None:
        """Raise TemplateProblem when the template cannot be understood; it is not rendered."""
        ...

    def problems(self, template: str, view: Mapping[str, Any] | None = None) -> Sequence[TemplateProblem]:
        """Return what can be seen in a template without rendering it; with a view, unknown names too."""
        ...

    def refresh(self) -> None:
        """Read templates again from now on."""
        ...

    def sources(self) -> frozenset[str]:
        """Return the files that were looked for since `refresh`."""
        ...


class Stored(Protocol):
    """A file as it lies on disk."""

    @property
    def raw(self) -> bytes:
        """Its bytes."""
        ...

    @property
    def text(self) -> str | None:
        """Its text, or None when it is not UTF-8."""
        ...


class Stamps(Protocol):
    """What units' documents were last made from: it saves time, and may be lost at any moment."""

    def load(self, unit: str) -> Stamp | None:
        """Return a unit's stamp, or None."""
        ...

    def save(self, unit: str, stamp: Stamp) -> None:
        """Keep a unit's stamp, if that can be done."""
        ...

    def drop(self, unit: str) -> None:
        """Forget it."""
        ...


class Gathered(Protocol):
    """The templates that documents are made from."""

    @property
    def manifest(self) -> str:
        """JSON: hash of each text by the template's name."""
        ...

    @property
    def texts(self) -> Mapping[str, str]:
        """Text by its hash."""
        ...


class Shelf(Protocol):
    """Where documents lie."""

    def same(self, files: Mapping[str, str]) -> bool:
        """Return whether every file is there and has that SHA-256."""
        ...

    def load(self, path: str) -> Stored | None:
        """Return the file, or None if there is none."""
        ...

    def promise(self, unit: str, paths: Iterable[str]) -> None:
        """Note which documents will be made for the first time."""
        ...

    def promised(self, unit: str) -> frozenset[str]:
        """Return the documents that were noted and may never have been made."""
        ...

    def kept(self, unit: str) -> None:
        """Take the note away."""
        ...

    def find(self) -> Mapping[str, list[str]]:
        """Return where documents lie now, by id: looked for only when one is missing at its place."""
        ...

    def strangers(self, below: str, known: frozenset[str]) -> Iterable[tuple[str, str]]:
        """Return (path, id) of documents in a folder that lie at no known place."""
        ...

    def folders(self, unit: str) -> Iterable[str]:
        """Return the folders of a unit, also those in which none of its documents belongs."""
        ...

    def disturbed(self, unit: str, known: Iterable[str]) -> bool:
        """Return whether copies or leftovers lie beside these files."""
        ...

    def locked(self, path: str) -> bool:
        """Return whether nobody may write the file."""
        ...

    def leftovers(self, below: str) -> Iterable[Leftover]:
        """Return what killed writers left in a folder."""
        ...

    def save(self, path: str, text: str, seen: bytes | None) -> None:
        """Write the whole file or nothing; refuse when it is no longer what was `seen`."""
        ...


Merge = Callable[[str, str, str], tuple[str, int]]
Blame = Callable[[str, Collection[int]], Mapping[int, Author]]


@dataclass(frozen=True, slots=True)
class World:
    """One workspace and one person at its keyboard."""

    folder: Folder
    ledger: Ledger
    shelf: Shelf
    stamps: Stamps
    basis: Callable[[], str]
    """Digest of templates, catalogues and program: with another one every document is rendered anew."""
    renderer: Callable[[str], Renderer]
    """The renderer for a language."""
    kept: Callable[[str, str, str], Renderer]
    """The renderer for a language, a version of the playbook and the list of its templates (its hash in the ledger)."""
    templates: Callable[[], Gathered]
    """The templates in the files, as texts."""
    words: Callable[[str], Any]
    """The words of a language."""
    merge: Merge
    """Three-way merge of lines: (base, mine, new) to (text, number of conflicts)."""
    languages: Callable[[], tuple[str, ...]]
    clock: Callable[[], datetime]
    new_id: Callable[[str], str]
    """A fresh id with that prefix."""
    actor: Callable[[], str]
    """Who is at the keyboard: `Name <mail>`; raises UsageError when nobody said."""
    key: str
    """Idempotency key of this command."""
    blame: Blame = lambda _path, _lines: {}
    """Who committed which line of a document (path below the folder of documents, lines from 1), where git knows."""
