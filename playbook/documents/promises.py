"""Which documents are about to be made for the first time: a missing file that is among them was never there.

Without this note, a crash between recording a document and writing it would look like a person who deleted it.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress

BESIDE = "~"
"""What the note is called while it is written. It is only a note: a second writer may overwrite it."""


def promise(folder: str, unit: str, paths: Iterable[str]) -> None:
    """Note the documents (paths relative to the folder) that will be made; nothing is noted where there are none."""
    wanted = sorted(paths)
    if not wanted:
        return
    os.makedirs(folder, exist_ok=True)
    note = _note(folder, unit)
    beside = note + BESIDE
    with open(beside, "w", encoding="utf-8") as file:
        json.dump(wanted, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, note)


def promised(folder: str, unit: str) -> frozenset[str]:
    """Return the documents that were noted and not made yet; none where the note cannot be read."""
    with suppress(OSError, ValueError), open(_note(folder, unit), encoding="utf-8") as file:
        found = json.load(file)
        if isinstance(found, list):
            return frozenset(path for path in found if isinstance(path, str))
    return frozenset()


def kept(folder: str, unit: str) -> None:
    """Take the note away: everything in it was made."""
    for name in (_note(folder, unit), _note(folder, unit) + BESIDE):
        with suppress(OSError):
            os.unlink(name)


def _note(folder: str, unit: str) -> str:
    return os.path.join(folder, f".{unit}.unwritten")
