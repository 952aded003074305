"""Conflicts that a merge left in documents: found, settled as a person chooses, and read back into the history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from playbook.app.changes import UNSETTLED, Change, conflicts, unsettled
from playbook.app.desk import open_desk
from playbook.app.files import bare, signed
from playbook.app.sync import sync
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.phrase import say
from playbook.documents.conflict import Choice, Hunk, choose
from playbook.documents.header import uncrossed
from playbook.documents.lines import ending
from playbook.errors import MergeConflict
from playbook.ledger.codec import text_hash


class Conflicted(NamedTuple):
    """A document with conflicts in it."""

    unit: str
    document: str
    path: str
    """Where it lies, relative to the folder of documents."""
    text: str
    """As it stands there; two headers between markers of Git's are one already."""
    raw: bytes
    hunks: tuple[Hunk, ...]
    """Their lines are those of the file."""
    torn: int
    """Line at which its markers do not pair up, so that only a person can tell the sides apart; 0 where they do."""

    @property
    def lines(self) -> tuple[int, ...]:
        """Lines (from 1) at which its conflicts begin."""
        return (self.torn,) if self.torn else tuple(hunk.line for hunk in self.hunks)


def conflicted(world: World, units: Iterable[str]) -> list[Conflicted]:
    """Return the documents of these units whose files have conflicts in them, by path; nothing is written."""
    found = []
    for unit in units:
        session, desk = open_desk(world, unit, search=True)
        for paper in session.state.papers.values():
            stored = desk.files.load(paper.path) if paper.trouble == "conflict" else None
            if stored and stored.text is not None:
                known = session.text(paper.seen) or session.text(paper.revision) or ""
                parts = conflicts(stored.text, known)
                found.append(Conflicted(unit, paper.id, paper.path, uncrossed(stored.text), stored.raw, *parts))
    return sorted(found, key=lambda one: one.path)


def settle(world: World, found: Conflicted, choices: Mapping[int, Choice]) -> bool:
    """Write a document with its conflicts settled: `choices` by their number, from 1; return whether none is left.

    What stood in the file before is in the ledger, so that the side that was not chosen can be found again.

    Raises:
        Changed: somebody saved the file since it was read; it is as they left it.
    """
    if found.torn:
        return False
    text = choose(found.text, choices).replace("\n", ending(found.text))
    if text != found.text:
        _remember(world, found)
        world.shelf.save(found.path, text, found.raw)
    return len(choices) >= len(found.hunks)


def _remember(world: World, found: Conflicted) -> None:
    key = f"{world.key}+{found.path}+{world.new_id('resolve')}"
    session, _ = open_desk(replace(world, key=key), found.unit, acting=True)
    paper = session.state.papers[found.document]
    body = bare(found.text, paper.items)
    if text_hash(body) not in paper.sightings:
        part = signed(found.text, session.text(paper.revision) or "")
        session.record(e.DocumentEdited(paper.subject, paper.id, session.keep(body), text_hash(body), part, paper.own))
    session.commit()


def read_back(world: World, units: Iterable[str]) -> list[Change]:
    """Bring the documents of these units up to date after their conflicts were settled, and return what changed."""
    return [change for unit in sorted(set(units)) for change in sync(world, unit).changes]


def left(changes: Iterable[Change]) -> MergeConflict | None:
    """Return the error that names what is still in conflict, None where nothing is."""
    still = [one for one in changes if one.what in UNSETTLED]
    return unsettled(still, say("what you settled is recorded")) if still else None
