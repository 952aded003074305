"""Bytes to text that is safe to parse and to print: UTF-8, of bounded size, without characters that hide or mislead."""

import os
import re
import stat

from playbook.core.phrase import Phrase, say
from playbook.errors import ConfigurationError, Problem

MOST_BYTES = 8 << 20
"""A thousand squads of eight and eight thousand people have about three million bytes."""
MOST_MARKS = 20
"""Bad characters that are reported one by one; a file with more of them is said to have more."""

_BAD = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff"
BAD = re.compile(f"[{_BAD}]")
SAFE = "\N{REPLACEMENT CHARACTER}"
_KINDS = (
    (b"%PDF", say("a YAML file in UTF-8 is needed, this one is a PDF")),
    (b"PK\x03\x04", say("a YAML file in UTF-8 is needed, this one is a ZIP archive or an office document")),
    (b"\xff\xfe", say("a YAML file in UTF-8 is needed, this one is in UTF-16, not in UTF-8")),
    (b"\xfe\xff", say("a YAML file in UTF-8 is needed, this one is in UTF-16, not in UTF-8")),
    (b"\x89PNG", say("a YAML file in UTF-8 is needed, this one is a picture")),
    (b"\xff\xd8\xff", say("a YAML file in UTF-8 is needed, this one is a picture")),
    (b"\x1f\x8b", say("a YAML file in UTF-8 is needed, this one is compressed")),
    (b"SQLite format 3\x00", say("a YAML file in UTF-8 is needed, this one is a database")),
)


class NotTextError(Exception):
    """The bytes are no text that anybody wrote; `sentence` says what they are."""

    def __init__(self, sentence: Phrase) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


def load(path: str | os.PathLike[str], name: str) -> bytes:
    """Return the bytes of a file, having read at most `MOST_BYTES` + 1 of them; a pipe or device is never waited for.

    Raises:
        ConfigurationError: there is no such file, it cannot be read, is too big, or is a folder, pipe or device.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb", closefd=True) as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _refused(name, say("a file is needed, this is a folder, a pipe or a device"))
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
        problems.append(Problem(name, *last, _more(len(marks) - MOST_MARKS)))
    return BAD.sub(SAFE, text), problems


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1, of a character; CR, LF and CRLF end a line."""
    ends = text.count("\n", 0, offset) + text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return ends + 1, offset - start + 1


def sentence_on(character: str) -> Phrase:
    """Return why a character is not allowed."""
    code = f"U+{ord(character):04X}"
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        return say("the character {code} changes the direction of text without being seen; remove it", code=code)
    if character == "\ufeff":
        return say("a byte order mark ({code}) is allowed at the start of a file only; remove it", code=code)
    if character in "\u2028\u2029\x85":
        return say("the character {code} is an invisible line break; use a normal one", code=code)
    return say("the control character {code} is not allowed; remove it", code=code)


def too_big() -> Phrase:
    """Return the sentence for a file that is too big."""
    return say("the file is bigger than {size:d} KiB; no unit needs that much", size=MOST_BYTES // 1024)


def _more(n: int) -> Phrase:
    return say("{n} more character like these from here on", "{n} more characters like these from here on", n=n)


def _refuse_kinds(raw: bytes) -> None:
    for start, sentence in _KINDS:
        if raw.startswith(start):
            raise NotTextError(sentence)
    if b"\x00" in raw:
        raise NotTextError(say("a YAML file in UTF-8 is needed, this one is not text (it has zero bytes)"))


def _utf8(raw: bytes, name: str) -> tuple[str, list[Problem]]:
    try:
        return raw.decode(), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        facts = {"byte": raw[error.start], "reason": error.reason}
        wrong = say("the file is not in UTF-8: byte 0x{byte:02X} ({reason})", **facts)
        problem = Problem(name, *place(before, len(before)), wrong)
        return raw.decode(errors="replace"), [problem]


def _refused(name: str, sentence: Phrase) -> ConfigurationError:
    return ConfigurationError([Problem(name, 0, 0, sentence)])


def _why_not(error: Exception) -> Phrase:
    if isinstance(error, FileNotFoundError):
        return say("there is no such file")
    if isinstance(error, IsADirectoryError):
        return say("a file is needed, this is a folder")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return say("the file cannot be read: {reason}", reason=reason)
