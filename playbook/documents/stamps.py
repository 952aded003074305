"""What each unit's documents were last made from, so that what has not changed is neither rendered nor compared.

A stamp only saves time. It lies beside the ledger, is written after everything else, and names the head of each
stream it rests on: one that is lost, torn or older than the ledger is as good as none.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

FORM = 1
"""Raised when a stamp means something else than before."""


class Stamp(NamedTuple):
    """A unit as it was when its documents were last brought up to date."""

    basis: str
    """Digest of all that every document is made from: programs, templates, catalogues."""
    heads: Mapping[str, str]
    """Hash of the last event of each stream."""
    sources: str
    """Digest of the configuration files."""
    files: Mapping[str, str]
    """SHA-256 of each file by its path below the folder of documents."""
    views: Mapping[str, str]
    """Digest of what the documents of each subject show."""


class Stamps:
    """The stamps of a workspace, one small file a unit."""

    def __init__(self, folder: str) -> None:
        """Keep them in `folder`, which is made with the first of them if the folder above it is there."""
        self.folder = folder

    def load(self, unit: str) -> Stamp | None:
        """Return a unit's stamp, None where there is none that can be read."""
        try:
            with open(self._path(unit), "rb") as file:
                form, *found = json.loads(file.read())
            basis, heads, sources, files, views = found
        except (OSError, ValueError, TypeError):
            return None
        whole = [type(one) for one in (basis, heads, sources, files, views)] == [str, dict, str, dict, dict]
        return Stamp(basis, heads, sources, files, views) if form == FORM and whole else None

    def save(self, unit: str, stamp: Stamp) -> None:
        """Keep a unit's stamp. A folder that cannot be written costs time, nothing else."""
        beside = f"{self._path(unit)}.{os.getpid()}"
        with suppress(OSError):
            if os.path.isdir(os.path.dirname(self.folder)):
                os.makedirs(self.folder, exist_ok=True)
            try:
                with open(beside, "w", encoding="utf-8") as file:
                    json.dump([FORM, *stamp], file, ensure_ascii=False, separators=(",", ":"))
                os.replace(beside, self._path(unit))
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(beside)

    def drop(self, unit: str) -> None:
        """Forget a unit's stamp: its files are about to change."""
        with suppress(OSError):
            os.unlink(self._path(unit))

    def _path(self, unit: str) -> str:
        return os.path.join(self.folder, f"{unit}.json")


def digest(*parts: Any) -> str:
    """Return a digest of plain data."""
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def basis(templates: Iterable[str], program: str) -> str:
    """Return a digest of the templates in these folders, and of the program's own files in `program`.

    Templates count by what is in them; program files by size and time, as an installation never changes them silently.
    """
    found: list[Any] = [FORM]
    for folder in templates:
        found += [[path, hashlib.sha256(_read(path)).hexdigest()] for path in _files(folder)]
    for path in _files(program):
        if path.endswith((".py", ".po")):
            state = os.stat(path)
            found.append([path, state.st_size, state.st_mtime_ns])
    return digest(found)


def _files(folder: str) -> list[str]:
    return sorted(os.path.join(parent, name) for parent, _, names in os.walk(folder) for name in names)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
