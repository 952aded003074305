"""Documents on disk: found by their id, read whole, written whole or not at all, and never outside of their folder."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from typing import NamedTuple

from playbook.core.phrase import Phrase, say
from playbook.documents import places, promises
from playbook.documents.leftovers import Leftover, leftovers
from playbook.documents.odd import decoded
from playbook.documents.swap import exchange, read
from playbook.errors import Outrun, PlaybookError

LINKS = (errno.ELOOP, errno.ENOTDIR)
"""What the system says of a symlink where a file, or a folder, is expected."""
LINKLESS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What a file system says that has no hard links."""
WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
GLANCE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CHUNK = 1 << 16
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Stored(NamedTuple):
    """A file as it lies on disk."""

    raw: bytes
    text: str | None
    """None when it is not UTF-8, or has a NUL byte: `odd.reason` says why."""


class Changed(Outrun):
    """The file is no longer what the new text was made from; nothing was written, so read, merge and save again."""


class Shelf:
    """The folder of documents. Every step into it refuses symlinks, so no path can lead out of it."""

    def __init__(self, folder: str) -> None:
        """Keep documents in `folder`; it is made with the first document."""
        self.folder = folder
        self._found: dict[str, list[str]] | None = None

    def load(self, path: str) -> Stored | None:
        """Return the file at `path` (relative, `emea/pilot/charter.md`), or None if there is none."""
        parts = places.steps(path)
        with _told(path), _opened(self.folder, parts[:-1]) as at:
            raw = read(parts[-1], at)
        return None if raw is None else Stored(raw, decoded(raw))

    def same(self, files: Mapping[str, str]) -> bool:
        """Return whether every file is there, as it is, with the SHA-256 (hexadecimal) that goes with its path."""
        top = self.folder + os.sep
        try:
            return all(sha256(_content(top + path)).hexdigest() == wanted for path, wanted in files.items())
        except OSError:
            return False

    def save(self, path: str, text: str, seen: bytes | None) -> None:
        """Write the whole file, or nothing; the same content is not written again.

        `seen` is what the text was made from (None: there was no file). Raises Changed where the file is another now,
        PlaybookError where it cannot be written.
        """
        parts, data = places.steps(path, new=seen is None), text.encode()
        if data == seen and self.load(path) == Stored(data, text):
            return
        with _told(path), _opened(self.folder, parts[:-1], make=True) as at:
            _replace(parts[-1], data, seen, at, path)

    def promise(self, unit: str, paths: Iterable[str]) -> None:
        """Note which documents of a unit will be made for the first time; PlaybookError where it cannot be written."""
        with _told(say("the note of documents of {unit}", unit=unit)):
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

    def find(self) -> dict[str, list[str]]:
        """Return where documents lie now, by the id in their header; looked for once in the life of a shelf."""
        if self._found is None:
            self._found = places.find(self.folder)
        return self._found

    def strangers(self, below: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Yield (path, id) of the documents in one folder that lie at none of the `known` places: copies, mostly."""
        return places.strangers(self.folder, below, known)

    def folders(self, unit: str) -> Iterator[str]:
        """Yield the folders of a unit, also those in which none of its documents belongs."""
        return places.folders(self.folder, unit)

    def disturbed(self, unit: str, known: Iterable[str]) -> bool:
        """Return whether a copy of a document, or what a killed writer left, lies in the folders of `known` files.

        So may copies in other folders of the unit's.
        """
        paths = frozenset(known)
        elsewhere = {path.rpartition("/")[0] for path in paths if not path.startswith(f"{unit}/")}
        odd = (name for top in (unit, *elsewhere) for name in places.odd(self.folder, top, paths))
        found = (one for name in odd for one in (*self.leftovers(name), *self.strangers(name, paths)))
        return next(found, None) is not None

    def locked(self, path: str) -> bool:
        """Return whether a person took the right to write away from everybody, so that the file shall stay."""
        parts = places.steps(path)
        with _told(path), _opened(self.folder, parts[:-1]) as at:
            mode = _mode(parts[-1], at) if at >= 0 else None
        return mode is not None and not mode & WRITE


@contextmanager
def _told(path: str | Phrase) -> Iterator[None]:
    """Turn what the system refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: str | Phrase, error: OSError) -> PlaybookError:
    if error.errno in LINKS:
        text = say("{path} is a symlink, or something on the way to it is no folder", path=path)
        return PlaybookError(text, hint=say("put a real file or folder in its place"), path=path)
    if error.errno == errno.EISDIR:
        text = say("{path} is a folder, and a document belongs there", path=path)
        return PlaybookError(text, hint=say("give the folder another name"), path=path)
    text = say("{path}: {reason}", path=path, reason=os.strerror(error.errno or 0))
    return PlaybookError(text, hint=say("nothing was changed"), path=path)


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


def _content(path: str) -> bytes:
    """Return what is in a file; a pipe or a device has nothing to say, and does not make us wait."""
    file = os.open(path, GLANCE)
    try:
        data = os.read(file, CHUNK)
        while len(data) % CHUNK == 0 and (more := os.read(file, CHUNK)):
            data += more
    finally:
        os.close(file)
    return data


def _replace(name: str, data: bytes, seen: bytes | None, at: int, path: str) -> None:
    """Write beside the file, make that durable, and put it in place if the file is still what was seen."""
    beside = f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        _write(beside, data, at, _mode(name, at))
        if read(name, at) != seen or not _placed(beside, name, seen, at):
            text = say("{path} was saved by somebody else just now", path=path)
            raise Changed(text, hint=say("run the command again"), path=path)
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
