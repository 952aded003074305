"""The mistakes of one table, whoever finds them, told together in the order of its rows and columns."""

from itertools import zip_longest
from math import inf
from operator import itemgetter

from playbook.core.phrase import Phrase, say
from playbook.errors import Problem
from playbook.imports.base import MOST_PROBLEMS, Broken, Place

_HELD = 4 * MOST_PROBLEMS
"""Mistakes that are held before those furthest down are only counted."""


class Findings:
    """What is wrong with a table. A cell may be closed: what else would be said about it follows from that."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._closed: set[tuple[float, float]] = set()
        self._found: list[tuple[tuple[float, float], Problem]] = []
        self._more = 0

    def __bool__(self) -> bool:
        """Return whether anything is wrong."""
        return bool(self._found)

    def add(self, row: int, column: int, sentence: Phrase) -> None:
        """Keep a mistake of a cell, both from 1; nothing is added to a cell that is closed."""
        if (row, column) not in self._closed:
            self._keep((row, column), self.place(row, column, sentence))

    def close(self, row: int, column: int, sentence: Phrase) -> None:
        """Keep a mistake after which the cell has nothing that could be judged."""
        self.add(row, column, sentence)
        self._closed.add((row, column))

    def other(self, problem: Problem) -> None:
        """Keep a mistake of another file, or of the whole table; it is told after those of the cells."""
        self._keep((inf, problem.line), problem)

    def count(self, more: int) -> None:
        """Count mistakes that somebody else found, and does not tell one by one."""
        self._more += more

    def take(self, error: Broken) -> None:
        """Keep what kept rows from being read; of a cell that could not be read, nothing else is said."""
        self._found = [one for one in self._found if one[0] not in error.cells]
        for cell, problem in zip_longest(error.cells, error.problems):
            self._keep(cell or (problem.line or inf, problem.column), problem)
        self._closed.update(error.cells)

    def refuse(self, notices: list[Problem]) -> None:
        """Do nothing where nothing is wrong.

        Raises:
            Broken: with every mistake, and with the notices; what is beyond `MOST_PROBLEMS` is counted.
        """
        if self:
            self._cut()
            problems = [problem for _, problem in self._found]
            rest = say("{n} more problem", "{n} more problems", n=self._more)
            last = [Problem(problems[0].file, 0, 0, rest)] if self._more else []
            raise Broken([*problems, *last], notices=notices)

    def _keep(self, at: tuple[float, float], problem: Problem) -> None:
        self._found.append((at, problem))
        if len(self._found) > _HELD:
            self._cut()

    def _cut(self) -> None:
        ordered = sorted(dict.fromkeys(self._found), key=itemgetter(0))
        self._found = ordered[:MOST_PROBLEMS]
        self._more += len(ordered) - len(self._found)
