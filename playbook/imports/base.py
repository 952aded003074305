"""What a table is, whichever program wrote it: rows of texts, each cell with the place that people find it by."""

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from playbook.core.phrase import Phrase, say
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

    def __init__(
        self, problems: list[Problem], *, cells: Sequence[tuple[int, int]] = (), notices: Sequence[Problem] = ()
    ) -> None:
        """Keep the mistakes in the order of the rows, and what is told beside them though it is no mistake."""
        super().__init__(problems)
        self.counts = len(problems), 1, 1
        self.cells = cells
        """Row and column, from 1, of each mistake, where all rows were read but for these cells; else empty."""
        self.notices = notices


def refused(name: str, sentence: Phrase) -> Broken:
    """Return the error for a file that is no table at all."""
    return Broken([Problem(name, 0, 0, sentence)])


def load(path: str, name: str) -> bytes:
    """Return the bytes of a table; Broken where it cannot be read, is too big, or is no file but a pipe or a folder."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb", closefd=True) as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise refused(name, say("a file is needed, this is a folder, a pipe or a device"))
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refused(name, _why_not(error)) from None
    if len(raw) > MOST_BYTES:
        raise refused(name, say("the table is bigger than {size:d} MiB", size=MOST_BYTES >> 20))
    return raw


def _why_not(error: Exception) -> Phrase:
    if isinstance(error, FileNotFoundError):
        return say("there is no such file")
    if isinstance(error, IsADirectoryError):
        return say("a file is needed, this is a folder")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return say("the file cannot be read: {reason}", reason=reason)
