"""The invisible line of a generated file: which document it is, and which revision it was generated from.

An editor may save late what it read long ago. The revision says what that text must be compared with.
The line stands first, or behind the front matter that a person put there for a tool of theirs.
"""

import re
from hashlib import sha256
from typing import NamedTuple

from playbook.documents.lines import ending

TEXT = (
    r"<!--[ \t]*playbook:[ \t]*id=([a-z0-9-]+(?:/[a-z0-9-]+)*)[ \t]+revision=([0-9a-f]{16})[ \t]*-->"
    r"[ \t]*(?:\r{0,2}\n|\r|\Z)"
)
LINE = re.compile(r"\ufeff?\s*" + TEXT)
BELOW = re.compile(r"(?:^|(?<=[\r\n]))[ \t]*" + TEXT)
END = r"(?>\r{0,2}\n|\r)"
CROSSED = re.compile(
    rf"^\ufeff?<{{7}}(?: [^\r\n]*)?\r?\n(?P<first>{TEXT})(?:\|{{7}}[^\r\n]*\r?\n(?:{TEXT})?)?"
    rf"={{7}}\r?\n{TEXT}>{{7}}(?: [^\r\n]*)?(?:\r?\n|\Z)",
    re.MULTILINE,
)
"""What Git makes of the line where two branches both brought the document up to date."""
NAMES = (2, 4, 6)
"""Its groups that are ids."""
MANGLED = re.compile(
    r"(?:^|(?<=[\r\n]))[ \t>\\]*(?:<|&lt;)!--[ \t]*playbook:[ \t]*id=([a-z0-9-]+(?:/[a-z0-9-]+)*)"
    r"(?:[ \t]+revision=?[0-9a-f]*)?[ \t]*(?:(?:--\\?>|--&gt;)[ \t]*)?(?:\r{0,2}\n|\r|\Z)"
)
"""The line as it says nothing any more: quoted, escaped, cut short. It holds no word of a person."""
FRONT = re.compile(rf"---[ \t]*{END}(?:[^\r\n]*{END})*?---[ \t]*{END}")
LENGTH = 16
HEAD = 4096
"""Characters in which a header is looked for: a person may have written something above it."""
MARK = "\ufeff"
"""The byte order mark that some editors put at the start."""


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


def compose(id: str, generated: str, text: str, *, mark: bool = False) -> str:  # noqa: A002  (the header's own word)
    """Return the file's text: the header, which names the revision `generated`, and `text`, which may hold edits.

    With `mark` it begins with a byte order mark, as the person's editor had it.
    """
    line = f"<!-- playbook: id={id} revision={revision(generated)} -->{ending(text)}"
    above = len(front(text))
    return f"{MARK if mark else ''}{text[:above]}{line}{text[above:]}"


def split(text: str) -> Parted:
    """Return header and body of a file. Byte order mark, blank lines and lines of a person above it are tolerated.

    Where a header stands twice, as after a careless merge, the first counts, and the other is no part of the body.
    Neither is one that was mangled.
    """
    text = uncrossed(text)
    found = LINE.match(text)
    if not found:
        above = "playbook:" in text[:HEAD]
        found = BELOW.search(text, 0, HEAD) if above else None
        if not found:
            mangled = MANGLED.search(text, 0, HEAD) if above else None
            return Parted(None, _once(text.removeprefix(MARK), mangled[1] if mangled else ""))
        body = text[: found.start()].removeprefix(MARK) + text[found.end() :]
    else:
        body = text[found.end() :]
    header = Header(found[1], found[2])
    return Parted(header, _once(body, header.id))


def uncrossed(text: str) -> str:
    """Return the text with one header where Git put two of the same document between the markers of a conflict."""
    found = CROSSED.search(text, 0, HEAD) if "<<<<<<<" in text[:HEAD] else None
    if not found or len({name for at, name in enumerate(found.groups(), 1) if at in NAMES and name}) > 1:
        return text
    return text[: found.start()] + found["first"] + text[found.end() :]


def front(text: str) -> str:
    """Return the front matter (`---`, lines, `---`) that a text begins with: a person's, for a tool of theirs."""
    found = FRONT.match(text)
    return found[0] if found else ""


def _once(body: str, name: str) -> str:
    if not name or f"id={name}" not in body:
        return body
    return MANGLED.sub(lambda found: "" if found[1] == name else found[0], body)
