"""Put a file in the place of another such that what an editor saves at that very moment is seen, and stays.

`os.replace` destroys what it replaces, unseen. Linux can exchange two names in one step: what was swapped out is then
looked at, and if it is not what was expected, an editor was faster and its file is swapped back in.
"""

import ctypes
import errno
import os
import stat
from functools import cache
from typing import Any

from playbook.core.phrase import say
from playbook.errors import PlaybookError

LIMIT = 16 * 1024 * 1024
"""Bytes of one document."""
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
EXCHANGE = 2
"""RENAME_EXCHANGE of renameat2(2)."""


def read(name: str, at: int) -> bytes | None:
    """Return the bytes of a file in the open folder `at`, or None if there is none; no symlink, pipe or device."""
    if at < 0:
        return None
    try:
        file = os.open(name, READ, dir_fd=at)
    except FileNotFoundError:
        return None
    try:
        _check(name, os.fstat(file))
    except BaseException:
        os.close(file)
        raise
    with os.fdopen(file, "rb") as opened:
        return opened.read(LIMIT)


def _check(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise PlaybookError(say("{file} is not a file, but a pipe or a device", file=name), path=name)
    if status.st_size > LIMIT:
        limit = LIMIT // 1024 // 1024
        raise PlaybookError(say("{file} has more than {limit} MiB", file=name, limit=limit), path=name)


def exchange(ours: str, name: str, seen: bytes, at: int) -> bool:
    """Put the file `ours` in the place of `name`, which should hold `seen`; both are in the open folder `at`.

    False where it held something else; that is in its place again then, and `ours` can be thrown away.
    """
    data = read(ours, at)
    expected: bytes | None = seen
    placed = data
    while _swapped(ours, name, at):
        out = read(ours, at)
        if out == expected:
            return placed is data
        expected, placed = placed, out
    if placed is data and not _is_there(name, at):
        return False
    # No exchange on this system, or a newer text is in our hands whose file was deleted meanwhile.
    os.replace(ours, name, src_dir_fd=at, dst_dir_fd=at)
    return placed is data


def _is_there(name: str, at: int) -> bool:
    try:
        os.stat(name, dir_fd=at, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _swapped(one: str, other: str, at: int) -> bool:
    function = _renameat2()
    return function is not None and function(at, os.fsencode(one), at, os.fsencode(other), EXCHANGE) == 0


@cache
def _renameat2() -> Any:
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is not None:
        function.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return function
