"""Where documents may lie, and where they lie now: a person may rename and move them inside of their folder."""

import os
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress

from playbook.core.phrase import say
from playbook.documents.header import HEAD, split
from playbook.errors import PlaybookError

FOLDER = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
RESERVED = re.compile(r"(?:con|nul|aux|prn|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)
"""Names that some systems cannot have as files."""
ENDING = ".md"
PICTURE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,190}[a-z0-9])?\.svg")
"""Name of a picture beside a document: the document's, and what it shows."""
DEPTH = 8
RESCUED = ".rescued-"
"""What the names of texts have in them that `leftovers.rescue` saved: no copies that somebody made."""


def steps(path: str, *, new: bool = False) -> list[str]:
    """Return the steps of a relative path; strict where it is ours to name (`new`), safe where a person named it.

    Raises:
        PlaybookError: a document cannot lie there.
    """
    parts = path.split("/")
    if PICTURE.fullmatch(parts[-1]) and _safe([*parts[:-1], "x" + ENDING]):
        return parts  # a picture follows its document, wherever a person put that
    ours = all(FOLDER.fullmatch(part) for part in [*parts[:-1], parts[-1].removesuffix(ENDING)])
    if not _safe(parts) or (new and not (ours and path.endswith(ENDING))):
        raise PlaybookError(say("'{path}' cannot be the path of a document", path=path), path=path)
    return parts


def _safe(parts: list[str]) -> bool:
    safe = all(part and part[0] != "." and not set(part) & set("\\\0") and not RESERVED.match(part) for part in parts)
    return safe and len(parts) <= DEPTH and parts[-1].lower().endswith(ENDING) and parts[-1].lower() != ENDING


def find(folder: str) -> dict[str, list[str]]:
    """Return where documents lie now: by the id in their header all paths, its own place first, then by name.

    Every file in the folder is opened, so it is asked only when one is missing at its place. A text that was rescued
    is no document that somebody moved.
    """
    found: dict[str, list[str]] = {}
    for path in sorted(_walk(folder, "", DEPTH)):
        name = named(os.path.join(folder, path))
        if name:
            found.setdefault(name, []).append(path)
    for name, paths in found.items():
        paths.sort(key=lambda path: (path != name + ENDING, path))
    return found


def strangers(folder: str, below: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, id) of files in one folder that say they are documents and lie at the place of none (`known`)."""
    with suppress(OSError), os.scandir(os.path.join(folder, below)) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            path = f"{below}/{entry.name}" if below else entry.name
            if path in known or not _is_document(entry) or RESCUED in entry.name:
                continue
            name = named(entry.path)
            if name:
                yield path, name


def folders(folder: str, below: str, depth: int = DEPTH) -> Iterator[str]:
    """Yield a folder of documents (`emea`) and all below it; nothing hidden, nothing behind a symlink."""
    with suppress(OSError), os.scandir(os.path.join(folder, below)) as entries:
        yield below
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and depth > 1 and not entry.name.startswith("."):
                yield from folders(folder, f"{below}/{entry.name}", depth - 1)


def odd(folder: str, below: str, known: AbstractSet[str]) -> list[str]:
    """Return the folders, from `below` down, in which a file beside the `known` ones could be a copy or a leftover.

    Names alone are looked at, in one walk: this is asked of every document at every `sync`. What is not known and has
    no ending of ours is tried as a folder.
    """
    found, waiting = [], [below]
    while waiting:
        place = waiting.pop()
        try:
            names = os.listdir(f"{folder}/{place}")
        except OSError:  # a file, or nothing that we may read; behind a symlink names are all that is looked at
            continue
        for name in names:
            path = f"{place}/{name}"
            if path in known:
                continue
            if name.lower().endswith((ENDING, ".tmp")):
                found.append(place)
            elif name[0] != "." and path.count("/") < DEPTH:
                waiting.append(path)
    return found


def named(path: str) -> str:
    """Return the id in a file's header; empty where there is none, or where it cannot be read."""
    with suppress(OSError), open(path, "rb") as file:
        header = split(file.read(HEAD).decode(errors="replace")).header
        return header.id if header else ""
    return ""


def _walk(folder: str, below: str, depth: int) -> Iterator[str]:
    """Yield the paths of all documents, relative to `folder`; nothing hidden, nothing behind a symlink."""
    with (
        suppress(FileNotFoundError, NotADirectoryError, PermissionError),
        os.scandir(os.path.join(folder, below)) as entries,
    ):
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and depth > 1 and not entry.name.startswith("."):
                yield from _walk(folder, f"{below}{entry.name}/", depth - 1)
            elif _is_document(entry) and RESCUED not in entry.name and _safe(f"{below}{entry.name}".split("/")):
                yield below + entry.name


def _is_document(entry: "os.DirEntry[str]") -> bool:
    name = entry.name
    return name[0] != "." and name.lower().endswith(ENDING) and entry.is_file(follow_symlinks=False)
