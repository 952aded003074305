"""What a format is: one file with `ENDING` and `write`, and its line in this folder's table."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class Exporter(Protocol):
    """A module that writes the portfolio in one format."""

    ENDING: str
    """How files of this format end."""

    def write(self, lines: Iterable[Mapping[str, Any]]) -> str:
        """Return the whole file for the portfolio's lines, as they read on a day (`app.status.dated`)."""
        ...
