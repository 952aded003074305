"""Conflicts in a text: seen, taken apart into what each side wants, and settled as a person chooses. Pure.

The markers are git's, so that editors know them. Ours have labels of ours, which count even in fenced code, where the
markers of others are an example that somebody wrote about git.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from playbook.documents.lines import even

LABELS = ("your edits", "last generated", "generated")
"""What stands behind our markers: what a person wrote, what both sides began with, what the engine writes."""
Choice = Literal["mine", "engine", "both"]
FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:[^\n]*\n)*? {0,3}\1[`~]*[ \t]*$", re.MULTILINE)
OURS = re.compile(r"^(?:<{7,} your edits|\|{7,} last generated|>{7,} generated)$", re.MULTILINE)
MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
DIVIDER = re.compile(r"^([^\n]*)\n={7}$", re.MULTILINE)
OPENING = re.compile(r"(<{7,})(?: (.*))?")
TITLE = 7
"""A divider under a title of its own length is an underlined heading."""


class Hunk(NamedTuple):
    """One conflict of a text. Lines count from 1 and have LF at their ends."""

    line: int
    """Line of its first marker."""
    end: int
    """Line of its last marker."""
    labels: tuple[str, str]
    """What stands behind the first and the last marker."""
    mine: tuple[str, ...]
    base: tuple[str, ...]
    """What both sides began with; empty where nobody says."""
    engine: tuple[str, ...]

    @property
    def ours(self) -> bool:
        """True if this program wrote the conflict, so that it is known whose the two sides are."""
        return self.labels == (LABELS[0], LABELS[2])

    def settled(self, choice: Choice) -> tuple[str, ...]:
        """Return the lines that stand there after the choice."""
        return self.mine + self.engine if choice == "both" else self.mine if choice == "mine" else self.engine


class Torn(ValueError):  # noqa: N818  (named after what happened)
    """The markers of a text do not pair up, so nobody can say what belongs to which side."""

    def __init__(self, line: int) -> None:
        """Keep the line (from 1) where it goes wrong."""
        super().__init__(f"the conflict markers do not pair up at line {line}")
        self.line = line


def conflicted(text: str, before: str | None = None) -> bool:
    """Return whether a line is (left over from) a conflict; markers of others count outside fenced code alone.

    A divider alone underlines a title, but where the text had a conflict `before`, and the divider was none then.
    """
    if not any(mark in text for mark in ("<<<<<<<", ">>>>>>>", "|||||||", "=======")):
        return False
    shown = _shown(even(text))
    if OURS.search(shown) or MARKER.search(shown):
        return True
    return before is not None and bool(_dividers(shown).keys() - _titles(before))


def hunks(text: str) -> list[Hunk]:
    """Return the conflicts of a text in order; Torn where markers were left that do not pair up."""
    shown = _shown(even(text)).split("\n")
    found = list(_hunks(shown, even(text).split("\n")))
    rest = "\n".join(_without(shown, found))
    left = MARKER.search(rest) or OURS.search(rest)
    if left:
        raise Torn(rest.count("\n", 0, left.start()) + 1)
    return found


def lone(text: str, before: str) -> int:
    """Return the line (from 1) of the first divider that a settled conflict left, 0 for none; as in `conflicted`."""
    known = _titles(before)
    return min((line for title, line in _dividers(_shown(even(text))).items() if title not in known), default=0)


def _dividers(shown: str) -> dict[str, int]:
    """Return the lines of seven `=` (from 1) by the line above each; none where that is a title of the same length."""
    found = {match[1]: match for match in reversed(list(DIVIDER.finditer("\n" + shown)))}
    return {title: shown.count("\n", 0, at.end() - 1) + 1 for title, at in found.items() if len(title.strip()) != TITLE}


def _titles(text: str) -> set[str]:
    """Return the lines of a text that a divider underlines outside of its conflicts."""
    shown = _shown(even(text)).split("\n")
    try:
        found = list(_hunks(shown, even(text).split("\n")))
    except Torn:
        found = []
    return set(_dividers("\n".join(_without(shown, found))))


def choose(text: str, choices: Mapping[int, Choice]) -> str:
    """Return the text with conflicts settled: `choices` by their number in the text, from 1; others stay.

    Line ends become LF. Raises Torn as `hunks` does.
    """
    given = even(text).split("\n")
    for number, hunk in reversed(list(enumerate(hunks(text), 1))):
        if number in choices:
            given[hunk.line - 1 : hunk.end] = hunk.settled(choices[number])
    return "\n".join(given)


def _shown(text: str) -> str:
    """Return the text with fenced code blanked, except where a conflict of ours lies in it; lines keep their number."""
    return FENCED.sub(lambda found: found[0] if OURS.search(found[0]) else "\n" * found[0].count("\n"), text)


def _hunks(shown: list[str], given: list[str]) -> Iterator[Hunk]:
    at = 0
    while at < len(shown):
        opened = OPENING.fullmatch(shown[at])
        if opened and (len(opened[1]) == TITLE or opened[2] == LABELS[0]):
            hunk = _hunk(given, at, len(opened[1]), opened[2] or "")
            yield hunk
            at = hunk.end
        else:
            at += 1


def _hunk(given: list[str], at: int, size: int, label: str) -> Hunk:
    """Return the conflict that begins at an index, whose markers are `size` characters long."""
    parts: list[list[str]] = [[], [], []]
    part, index = 0, at + 1
    while index < len(given):
        kind = _kind(given[index], size)
        if kind == ">" and part == 2:  # noqa: PLR2004  (the third part)
            last = given[index][size + 1 :]
            return Hunk(at + 1, index + 1, (label, last), *(tuple(lines) for lines in parts))
        if kind in "<>" and kind:
            break
        if kind == "|" and part == 0:
            part = 1
        elif kind == "=" and part < 2:  # noqa: PLR2004
            part = 2
        else:
            parts[part].append(given[index])
        index += 1
    raise Torn(min(index, len(given) - 1) + 1)


def _kind(line: str, size: int) -> str:
    """Return the character of a marker of that length; empty for any other line."""
    mark = line[:1]
    if mark not in ("<", "|", "=", ">") or not mark or line[:size] != mark * size:
        return ""
    behind = line[size:]
    return mark if not behind or (mark != "=" and behind[0] == " ") else ""


def _without(shown: list[str], found: list[Hunk]) -> list[str]:
    kept = list(shown)
    for hunk in reversed(found):
        kept[hunk.line - 1 : hunk.end] = [""] * (hunk.end - hunk.line + 1)
    return kept
