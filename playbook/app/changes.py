"""What a command did, or would do, to the documents of a unit: told in one line each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playbook.core.phrase import Phrase, both, say
from playbook.documents.conflict import Hunk, Torn, hunks, lone
from playbook.documents.header import uncrossed
from playbook.documents.lines import lines
from playbook.errors import MergeConflict, PlaybookError

UNSETTLED = ("conflict", "unmerged")
"""Both sides changed the same lines, or nothing here could merge them: a person has to settle it."""
LEFT = ("unreadable", "locked", "unwritten")
"""Something on disk kept the document from being read or written."""
RANKS = (
    "ticked",
    "updated",
    "moved",
    "merged",
    "new",
    "missing",
    "empty",
    "unreadable",
    "restored",
    "locked",
    "unwritten",
    "unmerged",
    "conflict",
)
"""What is told where several things happened to one document: the last of these."""


def conflicts(text: str, before: str) -> tuple[tuple[Hunk, ...], int]:
    """Return the conflicts of a file, and the line at which markers do not pair up (0 where they do).

    `before` is the text as it was last known. Two headers between markers of Git's are no conflict.
    """
    whole = uncrossed(text)
    shift = text.count("\n") - whole.count("\n")
    try:
        found = hunks(whole)
    except Torn as error:
        return (), error.line + shift
    left = 0 if found else lone(whole, before)
    moved = tuple(hunk._replace(line=hunk.line + shift, end=hunk.end + shift) for hunk in found)
    return moved, left + shift if left else 0


@dataclass(slots=True)
class Change:
    """What happened, or would happen, to one document."""

    document: str
    path: str
    what: str
    """One of RANKS, or `rescued` (a text that a killed command left) or `copy` (a second file with the same id)."""
    kept: int = 0
    """Lines of a person that a merge kept."""
    added: int = 0
    removed: int = 0
    ticks: int = 0
    lines: tuple[int, ...] = ()
    """Lines (from 1) at which its conflicts begin."""
    why: str | Phrase = ""
    """More about it: where it was moved, why it cannot be read."""
    branches: bool = False
    """True where its conflicts are all of Git's making: two branches changed the same lines."""

    def tear(self, text: str, before: str) -> None:
        """Note the conflicts of a text; `before` is the text as it was last known."""
        found, torn = conflicts(text, before)
        self.lines = (torn,) if torn else tuple(hunk.line for hunk in found)
        self.branches = bool(found) and not any(hunk.ours for hunk in found)

    def count(self, before: str, after: str) -> None:
        """Note how many lines the text gains and loses."""
        old, new = Counter(lines(before)), Counter(lines(after))
        self.added, self.removed = (new - old).total(), (old - new).total()

    def data(self) -> dict[str, Any]:
        """Return it for programs, the sentence in English."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {**found, "lines": list(self.lines), "why": str(self.why)}


class Changes(dict[str, Change]):
    """What happened to each document of a unit, by its id."""

    def tell(self, document: str, path: str, what: str, why: str | Phrase = "") -> Change:
        """Return the change of a document; of two things that happened to it the one of higher rank is told."""
        found = self.setdefault(document, Change(document, path, what))
        found.path = path
        if what in RANKS and found.what in RANKS and RANKS.index(what) > RANKS.index(found.what):
            found.what = what
        if str(why) not in str(found.why):
            found.why = both(_phrase(found.why), _phrase(why)) if found.why else why
        return found

    def paths(self, *what: str) -> list[str]:
        """Return the paths of documents that one of these happened to, sorted."""
        return sorted(one.path for one in self.values() if one.what in what)


def _phrase(text: str | Phrase) -> Phrase:
    return say("{text}", text=text) if isinstance(text, str) else text


def unsettled(changes: Iterable[Change], so: str | Phrase) -> MergeConflict:
    """Return the error that names the documents which a person has to settle; `so` says what that means here."""
    found = sorted((one for one in changes if one.what in UNSETTLED), key=lambda one: one.path)
    if all(one.what == "unmerged" for one in found):
        hint = say(
            "{so}; both sides changed it, and git, which merges them, is not installed:"
            " install it, then run: playbook sync",
            so=so,
        )
    else:
        hint = say(
            "{so}; edit the lines between <<<<<<< and >>>>>>>, then run: playbook sync; or run: playbook resolve", so=so
        )
    text = say("conflict in {documents}", documents=[_place(one) for one in found])
    places = [{"path": one.path, "lines": list(one.lines)} for one in found]
    return MergeConflict(text, hint=hint, documents=[one.path for one in found], places=places)


def _place(one: Change) -> str | Phrase:
    path = f"documents/{one.path}"
    if not one.lines:
        return path
    return say("{path} (line {lines})", "{path} (lines {lines})", path=path, lines=list(one.lines), n=len(one.lines))


def left_out(changes: Iterable[Change], so: str | Phrase) -> PlaybookError:
    """Return the error that names the documents which could not be read or written."""
    found = sorted((one for one in changes if one.what in LEFT), key=lambda one: one.path)
    first, *more = found
    path = f"documents/{first.path}"
    text = say("{path} was left as it is: {why}", path=path, why=first.why)
    if more:
        others = say("{n} more document was left as it is", "{n} more documents were left as they are", n=len(more))
        text = both(text, others)
    hint = say("{so}; mend the file, then run: playbook sync", so=so)
    return PlaybookError(text, hint=hint, documents=[one.path for one in found])
