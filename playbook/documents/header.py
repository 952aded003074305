"""The invisible first line of a generated file: which document it is, and which revision it was generated from.

An editor may save late what it read long ago. The revision says what that text must be compared with.
"""

import re
from hashlib import sha256
from typing import NamedTuple

LINE = re.compile(
    r"\ufeff?\s*<!--[ \t]*playbook:[ \t]*id=([a-z0-9-]+(?:/[a-z0-9-]+)*)[ \t]+revision=([0-9a-f]{16})[ \t]*-->"
    r"[ \t]*(?:\r\n|\n|\r|\Z)"
)
LENGTH = 16


class Header(NamedTuple):
    """What a file's first line says."""

    id: str
    revision: str
    """The first 16 hexadecimal digits of the SHA-256 of the text as it was generated."""


class Parted(NamedTuple):
    """A file's text in its two parts; `header` is None where a person removed it."""

    header: Header | None
    body: str


def revision(text: str) -> str:
    """Return the name of a generated text: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(text.encode()).hexdigest()[:LENGTH]


def compose(id: str, generated: str, text: str) -> str:  # noqa: A002  (the header's own word)
    """Return the file's text: the header, which names the revision `generated`, then `text`, which may hold edits."""
    ending = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    return f"<!-- playbook: id={id} revision={revision(generated)} -->{ending}{text}"


def split(text: str) -> Parted:
    """Return header and body of a file; a byte order mark, blank lines above and CRLF are tolerated."""
    found = LINE.match(text)
    if not found:
        return Parted(None, text.removeprefix("\ufeff"))
    return Parted(Header(found[1], found[2]), text[found.end() :])
