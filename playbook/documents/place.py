"""Where a mistake in a template is: the file and line that an error passed through, the column of the word it names."""

import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from playbook.documents.loading import SUFFIX

AHEAD = 8
"""Lines below the one that is known in which the word that is wrong may stand: an expression has a first line only."""


class Place(NamedTuple):
    """Where something is wrong; `line` and `column` count from 1, 0 where it is not known."""

    path: str
    line: int
    column: int = 0


def trail(error: BaseException) -> list[tuple[str, int]]:
    """Return the templates that an error passed through, outermost first; jinja2 puts them into the traceback."""
    found: list[tuple[str, int]] = []
    step = error.__traceback__
    while step:
        file = step.tb_frame.f_code.co_filename
        if file.endswith(SUFFIX):
            if found and found[-1][0] == file:
                found.pop()
            found.append((file, step.tb_lineno))
        step = step.tb_next
    return found


def compiled(error: Exception) -> str:
    """Return the template that was being compiled when an error was raised."""
    step, found = error.__traceback__, ""
    while step:
        if step.tb_frame.f_code.co_name == "_generate":
            found = str(step.tb_frame.f_locals.get("filename") or found)
        step = step.tb_next
    return found


def lines(path: str) -> list[str]:
    """Return the lines of a template; none where there is no such file."""
    if not os.path.isabs(path):  # a name that no file has
        return []
    try:
        with open(path, encoding="utf-8-sig", errors="replace") as file:
            return file.read(1 << 20).splitlines()
    except OSError:
        return []


def exact(place: Place, word: str, source: Sequence[str]) -> Place:
    """Return the place with the column of the word that is wrong, on the line that is known or shortly below it."""
    if not 0 < place.line <= len(source):
        return place
    edge = r"(?<!\w){}(?!\w)" if word[:1].isalnum() or word[:1] == "_" else "{}"
    for ahead, line in enumerate(source[place.line - 1 : place.line - 1 + AHEAD]) if word else ():
        found = re.search(edge.format(re.escape(word)), line)
        if found:
            return Place(place.path, place.line + ahead, found.start() + 1)
    opened = re.search(r"\{[{%]", source[place.line - 1])
    return Place(place.path, place.line, opened.start() + 1 if opened else 1)


def excerpt(place: Place, source: Sequence[str]) -> str:
    """Return the line of source with a mark under the column; empty where the line is not known."""
    if not 0 < place.line <= len(source):
        return ""
    start = max(0, place.column - 60)
    line = source[place.line - 1][start : start + 110].replace("\t", " ")
    return f"{line}\n{' ' * (place.column - start - 1)}^"
