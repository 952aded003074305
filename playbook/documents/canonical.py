"""What a line says, however an editor formats it: tables, bullets, emphasis, quotes and blanks are laid out anew there.

Nobody signs a layout, and nobody edits a document who only lets a formatter run over it. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from playbook.documents.lines import even, lines

SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u00a0\u202f", " "),
        "\u2026": "...",
    }
)
"""What typing aids put for a straight quote, a blank and three dots."""
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
BULLET = re.compile(r"\A([ \t]*)[-*+][ \t]+(?=\S)")
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
CELL = re.compile(r"(?<!\\)\|")
DELIMITER = re.compile(r":?-+:?")
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
HELD = "\x00"
"""Stands for code while the text around it is looked at."""
STRONG = re.compile(r"(?<![\w\\_])(_{1,3})(?=[^\s_])(.{1,400}?)(?<=[^\s\\_])\1(?![\w_])")
"""Bounded: a line of nothing but openings is looked at in a moment, too."""
ESCAPED = re.compile(r"\\([-+._!()'\"&#>:=])")
"""Escapes that a formatter takes out where they are not needed. One of `<` stays: it keeps a comment in sight."""
NESTED = 3
KEPT = 4096


@lru_cache(KEPT)
def canonical(line: str) -> str:
    """Return a line in the one form in which lines of prose are compared; empty if it is blank.

    Two lines of one form say the same (CommonMark 0.31.2, GitHub's tables), typographic quotes and dots aside.
    """
    line = normalize("NFC", line.translate(SIGNS)).replace(HELD, "").rstrip()
    if RULE.fullmatch(line):
        return "---"
    if line.lstrip().startswith("|"):
        return _row(line.strip())
    heading = HEADING.fullmatch(line)
    line = f"{heading[1]} {_open(heading[2])}" if heading else BULLET.sub(r"\1- ", line, count=1)
    return _inline(line)


def _open(title: str) -> str:
    """Return a title without the signs that close it."""
    words = title.rstrip("#")
    return words.rstrip() if words != title and words[-1:] in ("", " ", "\t") else title


def _row(line: str) -> str:
    """Return a table's row without padding."""
    cells = [cell.strip() for cell in CELL.split(line)[1:]]
    if cells and not cells[-1]:
        cells.pop()
    if cells and all(DELIMITER.fullmatch(cell) for cell in cells):
        cells = ["---"] * len(cells)
    return f"| {' | '.join(_inline(cell) for cell in cells)} |"


def _inline(text: str) -> str:
    """Return a text with one kind of emphasis, and escapes where they are needed alone; code stays as it is."""
    if "_" not in text and "\\" not in text:
        return text
    code = [found[0] for found in CODE.finditer(text)]
    text = CODE.sub(HELD, text) if code else text
    for _ in range(NESTED):
        text = STRONG.sub(lambda found: f"{'*' * len(found[1])}{found[2]}{'*' * len(found[1])}", text)
    text = ESCAPED.sub(r"\1", text)
    for span in code:
        text = text.replace(HELD, span, 1)
    return text


class Line(NamedTuple):
    """A line that is not blank."""

    number: int
    """Its place among all lines of the text, from 0."""
    form: str
    raw: str


def worded(text: str) -> list[Line]:
    """Return the lines of a text that say something, each with its form; in fenced code that is the line itself."""
    return list(_worded(lines(text)))


def _worded(found: list[str]) -> Iterator[Line]:
    fence = ""
    for number, raw in enumerate(found):
        mark = FENCE.match(raw)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        if raw.strip():
            yield Line(number, raw.rstrip() if fence or mark else canonical(raw), raw)


def restyled(base: str, mine: str, new: str) -> tuple[str, str]:
    """Return base and new with the layout of `mine` in every line, and between lines, that the person only laid out.

    So a formatter's work is no change of lines: it is kept, and what was generated anew is merged beside it.
    """
    was, here = worded(base), worded(mine)
    matched = SequenceMatcher(None, [one.form for one in was], [one.form for one in here], autojunk=False)
    pairs = [(a + n, b + n) for a, b, size in matched.get_matching_blocks() for n in range(size)]
    looks = {was[i].raw: here[j].raw for i, j in pairs if was[i].raw != here[j].raw}
    gaps = _gaps(was, here, pairs)
    return (_laid(base, was, looks, gaps), _laid(new, worded(new), looks, gaps)) if looks or gaps else (base, new)


Gaps = Mapping[tuple[str, str, int], int]
"""For two lines that follow each other, and the blank lines between them, how many the person has there."""


def _gaps(was: list[Line], here: list[Line], pairs: list[tuple[int, int]]) -> Gaps:
    found: dict[tuple[str, str, int], int] = {}
    known = [(-1, -1), *pairs]
    for (i, j), (k, m) in zip(known, pairs, strict=False):
        if (i + 1, j + 1) == (k, m):
            before, after = _gap(was, k), _gap(here, m)
            if before != after:
                found[was[i].form if k else "", was[k].form, before] = after
    return found


def _gap(found: list[Line], at: int) -> int:
    return found[at].number - (found[at - 1].number + 1 if at else 0)


def _laid(text: str, found: list[Line], looks: Mapping[str, str], gaps: Gaps) -> str:
    """Return a text with lines that look otherwise, and other numbers of blank lines."""
    given, told, done = even(text).split("\n"), [], 0
    for at, line in enumerate(found):
        gap = _gap(found, at)
        wanted = gaps.get((found[at - 1].form if at else "", line.form, gap), gap)
        blank = given[done : line.number]
        told += blank[:wanted] + [""] * (wanted - gap)
        told.append(looks.get(line.raw, line.raw))
        done = line.number + 1
    return "\n".join([*told, *given[done:]])
