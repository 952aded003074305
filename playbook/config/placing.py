"""Where a character of a YAML text stands in the file, however the text is written: plain, quoted, or as a block.

Spaces and line ends may be folded, and characters escaped; everything else stands in the file as it stands in the
value, one for one. So the characters that are no space are counted.
"""

import re

Position = tuple[int, int]

_PLAIN = re.compile(r"(?P<blank>\s)|.", re.DOTALL)
_SINGLE = re.compile(r"(?P<end>'(?!'))|(?P<blank>\s)|''|.", re.DOTALL)
_DOUBLE = re.compile(
    r"(?P<end>\")|(?P<none>\\\r?\n)|(?P<blank>\s|\\[ntrvNLP_ \t]|\\x(?:09|0[aA]|20)|\\u(?:0009|000[aA]|0020))"
    r"|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|.",
    re.DOTALL,
)


def place(text: str, start: Position, value: str, offset: int) -> Position:
    """Return line and column (from 1) of the character at `offset` of a scalar's value; `start` is where it begins.

    `text` is the whole file. An offset at the end of the value, or in the space before it, is the place behind the
    last character that is no space.
    """
    at = _index(text, start)
    units, at = _units(text, at)
    wanted = sum(not one.isspace() for one in value[:offset])
    is_inside = offset < len(value) and not value[offset].isspace()
    seen, last = 0, at
    for unit in units.finditer(text, at):
        if unit.lastgroup == "end":
            break
        if unit.lastgroup in ("blank", "none"):
            continue
        if is_inside and seen == wanted:
            return _position(text, unit.start())
        seen, last = seen + 1, unit.end()
        if not is_inside and seen == wanted:
            break
    return _position(text, last)


def _units(text: str, at: int) -> tuple["re.Pattern[str]", int]:
    """Return how the scalar at `at` is read, and where its content begins."""
    match text[at : at + 1]:
        case "'":
            return _SINGLE, at + 1
        case '"':
            return _DOUBLE, at + 1
        case "|" | ">":
            return _PLAIN, text.find("\n", at) + 1
    return _PLAIN, at


def _index(text: str, start: Position) -> int:
    at = 0
    for _ in range(start[0] - 1):
        at = text.find("\n", at) + 1
    return at + start[1] - 1


def _position(text: str, at: int) -> Position:
    before = text.rfind("\n", 0, at)
    return text.count("\n", 0, at) + 1, at - before
