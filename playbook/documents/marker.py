"""The line that ends what approvals are bound to: found, and put back where a person moved it or took it away. Pure.

What is signed is decided by what was generated, never by that line alone: whoever deletes it would sign nothing.
"""

import re
from collections import Counter
from typing import NamedTuple

from playbook.documents.boxes import comments
from playbook.documents.canonical import Line, worded
from playbook.documents.lines import ending, even

SIGNATURES = "<!-- playbook: signatures -->"
"""What stands above this line is what approvals are bound to."""
MARKER = re.compile(r"<!--\s*playbook:\s*signatures\s*-->")
MANGLED = re.compile(r"[ \t>]*\\*(?:<|&lt;)!--\s*playbook:\s*signatures\s*--\\?(?:>|&gt;)[ \t]*")
"""A line that is it, or was it before some editor escaped or indented it."""
WEIGHT = 2
"""A signed line on the wrong side counts so often: rather too much is signed than too little."""
ENDED = re.compile(r"[^\r\n]*(?:\r{0,2}\n|\r)|[^\r\n]+\Z")


class End(NamedTuple):
    """Where the signed part of a text ends."""

    line: int
    """The first line (from 0) that is not signed: its marker, or the line before which that belongs."""
    markers: frozenset[int]
    """Lines that are, or were, a marker."""
    sound: bool
    """True if there is one marker, and it is where it belongs."""


def covered(text: str, base: str = "") -> str | None:
    """Return what approvals are bound to in a document's body, with LF; None if it has no signatures.

    `base` is what was generated: where it has signatures the text has them too, wherever its marker is now.
    """
    end = _end(text, base)
    if end is None:
        return None
    given = even(text).split("\n")[: end.line]
    return "\n".join(line for number, line in enumerate(given) if number not in end.markers)


def restored(text: str, base: str) -> str:
    """Return a text with its marker where it belongs, if it was generated with one; other lines stay as they are."""
    end = _end(text, base) if SIGNATURES in base else None
    if end is None or end.sound:
        return text
    given = [*enumerate(ENDED.findall(text))]
    before = [line for number, line in given[: end.line] if number not in end.markers]
    after = [line for number, line in given[end.line :] if number not in end.markers]
    return _put(before, after, ending(text))


def _put(before: list[str], after: list[str], end: str) -> str:
    """Return the lines with the marker between them, a blank line on either side."""
    if before and before[-1][-1] not in "\r\n":
        before[-1] += end
    blank = [not line.strip() for line in before[-2:]]
    marker = f"{SIGNATURES}{end}"
    if blank == [True, True]:  # the line alone was taken out, and those around it are still there
        return "".join([*before[:-1], marker, before[-1], *after])
    above = [end] if blank and not blank[-1] else []
    below = [end] if after and after[0].strip() else []
    return "".join([*before, *above, marker, *below, *after])


def _end(text: str, base: str) -> End | None:
    sound = _sound(text)
    at = _sound(base)
    if not at:
        return End(sound[0], frozenset(sound), sound=True) if sound else None
    there, mine = _told(base), _told(text)
    cut = _cut(mine, there, at[0], len(even(text).split("\n")))
    lowest = max((one.number for one in mine if one.number < cut.number and one.form in cut.signed), default=-1)
    markers = {*sound, *_mangled(text)}
    fit = [mark for mark in markers if lowest < mark < cut.number and _between(mine, mark, cut.number) <= cut.apart]
    line = max(fit, default=cut.number)
    return End(line, frozenset(markers), sound=fit == sound and len(markers) == 1)


class Cut(NamedTuple):
    """Where a text goes over from what was generated above the marker to what was generated below it."""

    number: int
    """The first line (from 0) of the part below."""
    apart: int
    """Lines between the marker and this one, as generated."""
    signed: frozenset[str]
    """Forms of the lines above."""


def _cut(mine: list[Line], there: list[Line], at: int, last: int) -> Cut:
    """Return the cut at which the fewest lines stand on the wrong side; lines that stand twice tell nothing.

    It is in front of a line that was generated below the marker, or, where none is left, at the end: `last`.
    """
    places, known = _once(mine), _once(there)
    above = {form: places[form] for form, number in known.items() if number < at and form in places}
    below = {form: places[form] for form, number in known.items() if number > at and form in places}

    def misplaced(cut: int) -> int:
        return WEIGHT * sum(n >= cut for n in above.values()) + sum(n < cut for n in below.values())

    best = min([*sorted(below.values()), last], key=misplaced)
    form = next((form for form, number in below.items() if number == best), None)
    apart = _between(there, at, known[form] if form is not None else there[-1].number + 1)
    return Cut(best, apart, frozenset(above))


def _once(found: list[Line]) -> dict[str, int]:
    """Return the lines that stand in a text once, by their form."""
    count = Counter(one.form for one in found)
    return {one.form: one.number for one in found if count[one.form] == 1}


def _between(found: list[Line], start: int, end: int) -> int:
    return sum(start < one.number < end for one in found)


def _told(text: str) -> list[Line]:
    return [one for one in worded(text) if not MANGLED.fullmatch(one.raw)]


def _sound(text: str) -> list[int]:
    """Return the lines (from 0) with a marker that Markdown takes for a comment."""
    if not MARKER.search(text):
        return []
    text = even(text)
    data = text.encode()
    found, given = {data[:at].count(b"\n") for at in comments(text, MARKER)}, text.split("\n")
    return sorted(number for number in found if MARKER.fullmatch(given[number].strip()))


def _mangled(text: str) -> list[int]:
    return [one.number for one in worded(text) if MANGLED.fullmatch(one.raw)] if "playbook:" in text else []
