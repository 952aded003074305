"""What a killed writer left beside a document: its new text, or the file it had just swapped out.

The second may hold what an editor saved in the last moment, so nothing is thrown away that is not known elsewhere.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from playbook.documents.swap import READ

LEFT = re.compile(r"\.(?P<name>[^/]+\.(?:md|svg))\.(?P<pid>[0-9]+)-(?P<mark>[0-9a-f]{8})\.tmp")
PICTURE = ".svg"
"""Ending of a picture beside a document: it is the engine's, so what is left of one is worth nothing."""


class Leftover(NamedTuple):
    """A file that a writer did not live to take away."""

    path: str
    document: str
    """Path of the document it belongs to, relative to the folder of documents."""
    mark: str
    text: str | None
    """None when it is not UTF-8."""


def leftovers(folder: str, below: str) -> Iterator[Leftover]:
    """Yield what writers that are gone left in `folder`/`below`; a running writer's file is its own."""
    place = os.path.join(folder, below)
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as entries:
        for entry in entries:
            found = LEFT.fullmatch(entry.name)
            if found and entry.is_file(follow_symlinks=False) and not _alive(int(found["pid"])):
                yield Leftover(entry.path, f"{below}/{found['name']}".lstrip("/"), found["mark"], _text(entry.path))


def discard(left: Leftover) -> None:
    """Take a leftover away."""
    with suppress(FileNotFoundError):
        os.unlink(left.path)


def rescue(left: Leftover) -> str:
    """Give a leftover that nobody knows a visible name beside its document; return that path."""
    name = f"{left.document.removesuffix('.md')}.rescued-{left.mark}.md"
    with suppress(FileNotFoundError):
        os.rename(left.path, os.path.join(os.path.dirname(left.path), os.path.basename(name)))
    return name


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _text(path: str) -> str | None:
    try:
        with os.fdopen(os.open(path, READ), "rb") as file:
            return file.read().decode()
    except (OSError, UnicodeDecodeError):
        return None
