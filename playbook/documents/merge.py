"""What a person wrote and what is generated anew, settled into one text. Pure: the merge of lines is handed in."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from playbook.documents.checklist import without_ticks

Merge3 = Callable[[str, str, str], tuple[str, int]]
"""(base, mine, new) to (text, number of conflicts)."""


class Merged(NamedTuple):
    """The settled text, without ticks: they are events, and are put back by `checklist.with_ticks`."""

    text: str
    conflicts: int
    kept: int
    """Lines in the text that the person wrote, blank ones not counted."""
    changed: bool
    """True if the text is another than the person has now, ticks aside."""


def settle(base: str, mine: str, new: str, merge3: Merge3) -> Merged:
    """Return `mine` brought from `base` (what it was generated from) to `new` (what is generated now).

    `merge3` is called only where both sides changed. Line endings and the end of the file stay as the person has them.
    """
    was, here, there = (_bare(text) for text in (base, mine, new))
    text, conflicts = _joined(was, here, there, merge3)
    own = _lines(here) - _lines(was)
    return Merged(_dressed(text, mine), conflicts, (own & _lines(text)).total(), text != here)


def _lines(text: str) -> Counter[str]:
    """Return how often each line stands in a text; blank ones are nobody's."""
    return Counter(line for line in text.splitlines() if line.strip())


def _joined(base: str, mine: str, new: str, merge3: Merge3) -> tuple[str, int]:
    if mine == base:
        return new, 0
    return (mine, 0) if new in (base, mine) else merge3(base, mine, new)


def _bare(text: str) -> str:
    """Return the text in the form in which texts are compared: no ticks, LF, one newline at the end, none if empty."""
    text = without_ticks(text.replace("\r\n", "\n")).rstrip("\n")
    return f"{text}\n" if text else ""


def _dressed(text: str, mine: str) -> str:
    """Return the text with the line endings that most lines of `mine` have, and its way to end the last line."""
    theirs = mine.replace("\r\n", "\n")
    body = theirs.rstrip("\n")
    if body and text:
        text = text.rstrip("\n") + theirs[len(body) :]
    return text.replace("\n", "\r\n") if mine.count("\r\n") * 2 > mine.count("\n") else text
