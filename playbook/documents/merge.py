"""What a person wrote and what is generated anew, settled into one text. Pure: the merge of lines is handed in."""

from collections import Counter
from collections.abc import Callable, Container
from typing import NamedTuple

from playbook.documents.beside import settled
from playbook.documents.canonical import restyled, worded
from playbook.documents.checklist import aligned, item_ids, without_ticks
from playbook.documents.header import front
from playbook.documents.lines import ending, even

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

    `merge3` is called only where both sides changed. A text that stays keeps every line end; another gets the one that
    most of its lines had. The end of the file and front matter stay as the person has them.
    """
    above = "" if front(base) or front(new) else front(mine)
    items = item_ids(base, new)
    was, here, there = (_bare(text, items) for text in (base, mine[len(above) :], new))
    text, conflicts = _joined(was, here, there, merge3)
    own = _counted(here) - _counted(was)
    kept = (own & _counted(text)).total() + _counted(above).total()
    if text == here:
        return Merged(without_ticks(mine, items), conflicts, kept, changed=False)
    return Merged(above + _dressed(text, mine[len(above) :]), conflicts, kept, changed=True)


def likeness(known: str, text: str) -> float:
    """Return which share of a known text's lines (0 to 1) stands in another text too; ticks and blank lines aside."""
    one, other = _counted(_bare(known)), _counted(_bare(text))
    return (one & other).total() / (one.total() or 1)


def _counted(text: str) -> Counter[str]:
    """Return how often each line stands in a text, however it is laid out; blank ones are nobody's."""
    return Counter(line.form for line in worded(text))


def _joined(base: str, mine: str, new: str, merge3: Merge3) -> tuple[str, int]:
    if mine != base and new not in (base, mine):
        base, new = restyled(base, mine, new)
        base, mine = aligned(base, mine, new)
    if mine == base:
        return new, 0
    if new in (base, mine):
        return mine, 0
    text, conflicts = merge3(base, mine, new)
    return settled(text, conflicts) if conflicts and base else (text, conflicts)


def _bare(text: str, items: Container[str] | None = None) -> str:
    """Return the text in the form in which texts are compared: no ticks, LF, one newline at the end, none if empty."""
    text = without_ticks(even(text), items).rstrip("\n")
    return f"{text}\n" if text else ""


def _dressed(text: str, mine: str) -> str:
    """Return the text with the line end that most lines of `mine` have, and its way to end the last line."""
    theirs = even(mine)
    body = theirs.rstrip("\n")
    if body and text:
        text = text.rstrip("\n") + theirs[len(body) :]
    return text.replace("\n", ending(mine))
