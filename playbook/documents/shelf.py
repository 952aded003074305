"""Documents on disk: found by their id, read whole, written whole or not at all, and never outside of their folder."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from playbook.documents import promises
from playbook.documents.header import split
from playbook.documents.leftovers import Leftover, leftovers
from playbook.documents.swap import exchange, read
from playbook.errors import Outrun, PlaybookError

FOLDER = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
RESERVED = re.compile(r"(?:con|nul|aux|prn|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)
"""Names that some systems cannot have as files."""
ENDING = ".md"
DEPTH = 8
HEAD = 512
"""Bytes in which a header must be."""
LINKS = (errno.ELOOP, errno.ENOTDIR)
"""What the system says of a symlink where a file, or a folder, is expected."""
LINKLESS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What a file system says that has no hard links."""
DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Stored(NamedTuple):
    """A file as it lies on disk."""

    raw: bytes
    text: str | None
    """None when it is not UTF-8."""


class Changed(Outrun):
    """The file is no longer what the new text was made from; nothing was written, so read, merge and save again."""


class Shelf:
    """The folder of documents. Every step into it refuses symlinks, so no path can lead out of it."""

    def __init__(self, folder: str) -> None:
        """Keep documents in `folder`; it is made with the first document."""
        self.folder = folder

    def load(self, path: str) -> Stored | None:
        """Return the file at `path` (relative, `emea/pilot/charter.md`), or None if there is none."""
        parts = _parts(path)
        with _told(path), _opened(self.folder, parts[:-1]) as at:
            raw = read(parts[-1], at)
        return None if raw is None else Stored(raw, _decoded(raw))

    def save(self, path: str, text: str, seen: bytes | None) -> None:
        """Write the whole file, or nothing; the same content is not written again.

        `seen` is what the text was made from (None: there was no file). Raises Changed where the file is another now,
        PlaybookError where it cannot be written.
        """
        parts, data = _parts(path, new=seen is None), text.encode()
        if data == seen and self.load(path) == Stored(data, text):
            return
        with _told(path), _opened(self.folder, parts[:-1], make=True) as at:
            _replace(parts[-1], data, seen, at, path)

    def promise(self, unit: str, paths: Iterable[str]) -> None:
        """Note which documents of a unit will be made for the first time; PlaybookError where it cannot be written."""
        with _told(f"the note of documents of {unit}"):
            promises.promise(self.folder, unit, paths)

    def promised(self, unit: str) -> frozenset[str]:
        """Return the documents that were noted and, after a crash, may never have been made."""
        return promises.promised(self.folder, unit)

    def kept(self, unit: str) -> None:
        """Take the note away: everything in it was made."""
        promises.kept(self.folder, unit)

    def leftovers(self, below: str) -> Iterator[Leftover]:
        """Yield what killed writers left in a folder of documents (`emea/pilot`)."""
        return leftovers(self.folder, below)

    def find(self, prefix: str = "") -> dict[str, str]:
        """Return where documents lie now, by the id in their header, for ids that begin with `prefix`.

        A person may rename and move them inside the folder. Of two files with one id, the one at its own place counts.
        """
        found: dict[str, str] = {}
        for path in sorted(_walk(self.folder, "", DEPTH)):
            name = _named(os.path.join(self.folder, path))
            if name.startswith(prefix) and name and (name not in found or path == name + ENDING):
                found[name] = path
        return found


def _parts(path: str, *, new: bool = False) -> list[str]:
    """Return the steps of a relative path; strict where it is ours to name, safe where a person named it."""
    parts = path.split("/")
    safe = all(part and part[0] != "." and not set(part) & set("\\\0") and not RESERVED.match(part) for part in parts)
    ours = all(FOLDER.fullmatch(part) for part in [*parts[:-1], parts[-1].removesuffix(ENDING)])
    if not safe or len(parts) > DEPTH or not path.endswith(ENDING) or (new and not ours):
        raise PlaybookError(f"{path!r} cannot be the path of a document", path=path)
    return parts


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn what the system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        link = error.errno in LINKS
        reason = "is a symlink, or something on the way to it is no folder" if link else os.strerror(error.errno or 0)
        hint = "put a real file or folder in its place" if link else "nothing was changed"
        raise PlaybookError(f"{path}: {reason}", hint=hint, path=path) from error


@contextmanager
def _opened(folder: str, parts: list[str], *, make: bool = False) -> Iterator[int]:
    """Open a folder step by step, none of them through a symlink. Yields -1 for one that is not there."""
    if make:
        os.makedirs(folder, exist_ok=True)
    with ExitStack() as steps:
        try:
            at = _kept(steps, os.open(folder, DIRECTORY & ~os.O_NOFOLLOW))
            for part in parts:
                at = _kept(steps, _below(part, at, make=make))
        except FileNotFoundError:
            at = -1
        yield at


def _kept(steps: ExitStack, at: int) -> int:
    steps.callback(os.close, at)
    return at


def _below(part: str, at: int, *, make: bool) -> int:
    if make:
        with suppress(FileExistsError):
            os.mkdir(part, dir_fd=at)
            os.fsync(at)
    return os.open(part, DIRECTORY, dir_fd=at)


def _decoded(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _replace(name: str, data: bytes, seen: bytes | None, at: int, path: str) -> None:
    """Write beside the file, make that durable, and put it in place if the file is still what was seen."""
    beside = f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        _write(beside, data, at, _mode(name, at))
        if read(name, at) != seen or not _placed(beside, name, seen, at):
            raise Changed(f"{path} was saved by somebody else just now", hint="run the command again", path=path)
        os.fsync(at)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside, dir_fd=at)


def _placed(beside: str, name: str, seen: bytes | None, at: int) -> bool:
    """Put the new file in place; False where somebody else was faster, whose file is then in place."""
    if seen is not None:
        return exchange(beside, name, seen, at)
    try:
        os.link(beside, name, src_dir_fd=at, dst_dir_fd=at, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in LINKLESS:
            raise
        os.rename(beside, name, src_dir_fd=at, dst_dir_fd=at)
    return True


def _mode(name: str, at: int) -> int | None:
    try:
        return stat.S_IMODE(os.stat(name, dir_fd=at, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return None


def _write(name: str, data: bytes, at: int, mode: int | None) -> None:
    file = os.open(name, CREATE, 0o666, dir_fd=at)
    with os.fdopen(file, "wb") as opened:
        if mode is not None:
            os.fchmod(file, mode)
        opened.write(data)
        opened.flush()
        os.fsync(file)


def _walk(folder: str, below: str, depth: int) -> Iterator[str]:
    """Yield the paths of all documents, relative to `folder`; nothing hidden, nothing behind a symlink."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(os.path.join(folder, below)) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False) and depth > 1:
                yield from _walk(folder, f"{below}{entry.name}/", depth - 1)
            elif entry.name.endswith(ENDING) and entry.is_file(follow_symlinks=False):
                yield below + entry.name


def _named(path: str) -> str:
    """Return the id in a file's header, empty where there is none."""
    with open(path, "rb") as file:
        header = split(file.read(HEAD).decode(errors="replace")).header
    return header.id if header else ""
