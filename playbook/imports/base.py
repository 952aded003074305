"""What a table is, whichever program wrote it: rows of texts, each cell with the place that people find it by."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from playbook.core.phrase import Phrase
from playbook.errors import ConfigurationError, Problem

MOST_BYTES = 64 << 20
"""Bytes of a table that are read at most."""
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
MOST_PROBLEMS = 200
"""Mistakes of one table that are written out; the rest is counted."""


class Row(NamedTuple):
    """One row."""

    number: int
    """Its line in the file (the first one, where a cell has several), or its row in the sheet; from 1."""
    cells: list[str]
    """What each cell says, without blanks around it; empty where it says nothing."""

    def cell(self, column: int) -> str:
        """Return what a cell says, from column 0; empty where the row is shorter."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""


Place = Callable[[int, int, Phrase], Problem]
"""Makes a problem of a row, a column (from 1) and a sentence, with the place as people of that format write it."""


class Table(NamedTuple):
    """A table that was opened: its head, and the rows below, which are read only while one asks for them."""

    head: Row
    rows: Iterator[Row]
    place: Place


class Broken(ConfigurationError):  # noqa: N818  (named after what happened)
    """A table cannot be used; every mistake is of one file, however its places are written."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the mistakes in the order of the rows."""
        super().__init__(problems)
        self.counts = len(problems), 1, 1


def refused(name: str, sentence: Phrase) -> Broken:
    """Return the error for a file that is no table at all."""
    return Broken([Problem(name, 0, 0, sentence)])
