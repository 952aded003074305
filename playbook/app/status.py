"""The portfolio, read from the projection alone: no event is folded, no file understood."""

from collections.abc import Iterable, Mapping
from typing import Any

from playbook.exports import EXPORTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playbook.exports.base import Exporter


def portfolio(lines: Iterable[Mapping[str, Any]], files: Iterable[str]) -> list[dict[str, Any]]:
    """Return the line of every unit, sorted; a unit that has a file but no history yet is there too, unread."""
    known = {line["unit"]: dict(line) for line in lines}
    for unit in files:
        known.setdefault(unit, unread(unit))
    return [known[unit] for unit in sorted(known)]


def unread(unit: str) -> dict[str, Any]:
    """Return the line of a unit whose file no command has read yet."""
    rest = {"name": "", "stage": "", "since": "", "hold": "", "waves": [0, 0], "squads": {}, "next": "", "blocked": []}
    return {"unit": unit, **rest, "suspect": 0, "at": ""}


def exporter(name: str) -> "Exporter":
    """Return the format of that name; KeyError if the table has none."""
    import importlib

    module: Any = importlib.import_module(EXPORTERS[name])
    return module  # type: ignore[no-any-return]  # a module has the attributes of the protocol
