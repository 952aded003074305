"""Bytes to text that is safe to parse and to print: UTF-8, of bounded size, without characters that hide or mislead."""

import os
import re
import stat

from playbook.errors import ConfigurationError, Problem

MOST_BYTES = 1 << 20
MOST_MARKS = 20
"""Bad characters that are reported one by one; a file with more of them is said to have more."""

_BAD = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff"
BAD = re.compile(f"[{_BAD}]")
SAFE = "\N{REPLACEMENT CHARACTER}"
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xff\xfe", "in UTF-16, not in UTF-8"),
    (b"\xfe\xff", "in UTF-16, not in UTF-8"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "compressed"),
    (b"SQLite format 3\x00", "a database"),
)


class NotTextError(Exception):
    """The bytes are no text that anybody wrote; the sentence says what they are."""


def load(path: str | os.PathLike[str], name: str) -> bytes:
    """Return the bytes of a file, having read at most `MOST_BYTES` + 1 of them; a pipe or device is never waited for.

    Raises:
        ConfigurationError: there is no such file, it cannot be read, is too big, or is a folder, pipe or device.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb", closefd=True) as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _refused(name, "a file is needed, this is a folder, a pipe or a device")
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _refused(name, _why_not(error)) from None
    if len(raw) > MOST_BYTES:
        raise _refused(name, too_big())
    return raw


def decode(raw: bytes, name: str) -> tuple[str, list[Problem]]:
    """Return the text, in which bad characters are replaced one for one, and a problem for each of them.

    A replacement keeps every position, so the rest of the file can still be checked in the same run.

    Raises:
        NotTextError: the bytes are another kind of file.
    """
    if len(raw) > MOST_BYTES:
        raise NotTextError(too_big())
    _refuse_kinds(raw)
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    text, problems = _utf8(raw, name)
    marks = list(BAD.finditer(text))
    problems += [Problem(name, *place(text, mark.start()), sentence_on(mark.group())) for mark in marks[:MOST_MARKS]]
    if len(marks) > MOST_MARKS:
        last = place(text, marks[MOST_MARKS].start())
        problems.append(Problem(name, *last, f"{len(marks) - MOST_MARKS} more characters like these from here on"))
    return BAD.sub(SAFE, text), problems


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character; CR, LF and CRLF end a line."""
    ends = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return ends + 1, offset - start + 1


def sentence_on(character: str) -> str:
    """Return why a character is not allowed."""
    code = f"U+{ord(character):04X}"
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return f"the character {code} changes the direction of text without being seen; remove it"
    if character == "\ufeff":
        return f"a byte order mark ({code}) is allowed at the start of a file only; remove it"
    if character in "\u2028\u2029\x85":
        return f"the character {code} is an invisible line break; use a normal one"
    return f"the control character {code} is not allowed; remove it"


def too_big() -> str:
    """Return the sentence for a file that is too big."""
    return f"the file is bigger than {MOST_BYTES // 1024} KiB; no unit needs that much"


def _refuse_kinds(raw: bytes) -> None:
    for start, kind in _KINDS:
        if raw.startswith(start):
            raise NotTextError(f"a YAML file in UTF-8 is needed, this one is {kind}")
    if b"\x00" in raw:
        raise NotTextError("a YAML file in UTF-8 is needed, this one is not text (it has zero bytes)")


def _utf8(raw: bytes, name: str) -> tuple[str, list[Problem]]:
    try:
        return raw.decode(), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        found = f"byte 0x{raw[error.start]:02X}"
        problem = Problem(name, *place(before, len(before)), f"the file is not in UTF-8: {found} ({error.reason})")
        return raw.decode(errors="replace"), [problem]


def _refused(name: str, sentence: str) -> ConfigurationError:
    return ConfigurationError([Problem(name, 0, 0, sentence)])


def _why_not(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "a file is needed, this is a folder"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"the file cannot be read: {reason}"
