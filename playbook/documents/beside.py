"""Conflicts in which nobody contradicts anybody: lines added in one place, or beside lines that changed. Pure.

A merge of lines shows them all the same, as it cannot know where the one side's lines belong in the other's. In
documents that is known well enough: a row after the rows, a paragraph where it stood. No line of either side is lost.
"""

import re
from collections.abc import Sequence

from playbook.documents.conflict import Hunk, Torn, hunks

ENTRY = re.compile(r"\s*(?:[-*+] |\d{1,9}[.)] |\|)")
"""How a line begins that says something for itself: an entry of a list, a row of a table."""
ITEM = re.compile(r"<!--\s*item:\s*(\S+)")
WORD = re.compile(r"\w")


def settled(text: str, conflicts: int) -> tuple[str, int]:
    """Return a merged text without the conflicts in which both sides can have their way, and how many are left."""
    try:
        found = [hunk for hunk in hunks(text) if hunk.ours]
    except Torn:  # a side had markers of its own
        return text, conflicts
    if len(found) != conflicts:
        return text, conflicts
    lines = text.split("\n")
    for hunk in reversed(found):
        above = lines[hunk.line - 2] if hunk.line > 1 else ""
        together = _together(hunk, above)
        if together is not None:
            lines[hunk.line - 1 : hunk.end] = together
            conflicts -= 1
    return "\n".join(lines), conflicts


def _together(hunk: Hunk, above: str) -> list[str] | None:
    """Return the lines that give both sides their way, below the line `above`; None where they contradict."""
    base, mine, engine = hunk.base, hunk.mine, hunk.engine
    if not base:
        return None if _same(mine, engine) else _both(mine, engine, above)
    for one, other in ((mine, engine), (engine, mine)):
        at = _inside(base, one)
        if at is not None:
            over, below = one[:at], one[at + len(base) :]
            return None if _same((*over, *below), other) else _around(over, other, below, above)
    return _each(base, mine, engine)


def _around(over: Sequence[str], changed: Sequence[str], below: Sequence[str], above: str) -> list[str] | None:
    """Return what was added around lines that the other side changed; None for a note on an entry that is gone."""
    if changed or not below:
        return [*over, *changed, *below]
    return None if _first(below)[:1].isspace() else _joined([above, *over], below)[1:]


def _inside(base: Sequence[str], side: Sequence[str]) -> int | None:
    """Return where all of the old lines stand in a side, as they were; None if they do not, or nobody knows which."""
    if not any(map(WORD.search, base)):
        return None
    found = [at for at in range(len(side) - len(base) + 1) if side[at : at + len(base)] == base]
    return found[0] if len(found) == 1 else None


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two sides say the same somewhere, in other surroundings: then a person has to look."""
    said, too = ({line.strip() for line in side if WORD.search(line)} for side in (one, other))
    items, more = (set(ITEM.findall("\n".join(side))) for side in (one, other))
    return bool(said & too or items & more)


def _both(mine: Sequence[str], engine: Sequence[str], above: str) -> list[str]:
    """Return what both sides added in one place: entries that go on with those above first, sections last."""
    end = next((at for at, line in enumerate(engine) if not line.strip()), len(engine))
    goes_on = end and (engine[0][:1].isspace() or _kind(engine[0]) == _kind(above) != "#")
    if not above.strip() or not goes_on or _belongs(mine):
        return _joined(mine, engine)
    return _joined(_joined(engine[:end], mine), engine[end:])


def _belongs(lines: Sequence[str]) -> bool:
    """Return whether lines go on with the entry or the paragraph above them."""
    return _first(lines)[:1].isspace() or any(line.strip() and not _kind(line) for line in lines[:1])


def _first(lines: Sequence[str]) -> str:
    """Return the first of some lines that is not blank."""
    return next((line for line in lines if line.strip()), "")


def _joined(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Return the one's lines and the other's; a blank line keeps apart what is not of one kind."""
    touch = bool(one and other and one[-1].strip() and other[0].strip()) and not other[0][:1].isspace()
    alike = touch and _kind(other[0]) and _kind(_entry(one)) == _kind(other[0])
    return [*one, *([""] if touch and not alike else []), *other]


def _entry(lines: Sequence[str]) -> str:
    """Return the line with which the last entry of these begins."""
    return next((line for line in reversed(lines) if not line[:1].isspace()), lines[-1])


def _kind(line: str) -> str:
    """Return what a line is an entry of: a list, a table; empty for a paragraph."""
    if line[:1] == "#":
        return "#"
    sign = ENTRY.match(line)
    return sign[0].strip(" \t0123456789") if sign else ""


def _each(base: Sequence[str], mine: Sequence[str], engine: Sequence[str]) -> list[str] | None:
    """Return the sides' entries one by one, where no entry was changed by both and none was added or dropped."""
    if not len(base) == len(mine) == len(engine) or not all(map(ENTRY.match, (*base, *mine, *engine))):
        return None
    rows = list(zip(base, mine, engine, strict=True))
    if any(was not in (here, there) for was, here, there in rows):
        return None
    ours, theirs = (tuple(one for one in side if one not in base) for side in (mine, engine))
    return None if _same(ours, theirs) else [there if here == was else here for was, here, there in rows]
