"""The text of an expression as tokens, its fields written as calls, and the way back to where a person wrote them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from playbook.core.scope import RECORDS, ROOTS

TOKEN = re.compile(
    r"(?P<space>[ \t\r\n\f]+|//[^\n]*)"
    r"|(?P<text>[bB]?[rR][bB]?(?:\"[^\"\n]*\"|'[^'\n]*')"
    r"|[bB]?(?:\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'))"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?[A-Za-z0-9_]*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|.)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A word, number, text or sign, and at which character (from 0) it stands."""

    at: int
    text: str
    kind: str
    """`word`, `number`, `text` or `sign`."""


Insertion = tuple[int, int]
"""After how many characters of what a person wrote something was put in, and how many characters that are."""


def tokens(text: str) -> list[Token]:
    """Return the tokens of an expression without spaces and comments."""
    found = ((one.start(), one.group(), str(one.lastgroup)) for one in TOKEN.finditer(text))
    return [Token(*one) for one in found if one[2] != "space"]


def called(text: str, found: list[Token]) -> tuple[str, list[Insertion]]:
    """Return the expression with each field as a call, `has` under its other name, and what was put in where."""
    pieces, insertions, last = [], [], 0
    for token in _fields(found):
        end = token.at + len(token.text)
        pieces += [text[last:end], "()"]
        insertions.append((end, 2))
        last = end
    changed = "".join([*pieces, text[last:]])
    for at in _tests(found):
        moved = at + sum(length for after, length in insertions if after <= at)
        changed = f"{changed[:moved]}ha_{changed[moved + 3 :]}"
    return changed, insertions


def original(changed: str, line: int, column: int, insertions: list[Insertion]) -> int:
    """Return the character in what a person wrote for a line and column (from 1) of the changed text."""
    if line < 1:
        return 0
    lines = changed.split("\n")
    at = sum(len(one) + 1 for one in lines[: line - 1]) + max(column - 1, 0)
    for after, length in insertions:
        if after < at:
            at = max(after, at - length)
    return at


def bodies(found: list[Token]) -> dict[int, int]:
    """Return the index of the closing bracket of each opening one that has one; brackets are `(` here."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for index, token in enumerate(found):
        if token.text == "(":
            waiting.append(index)
        elif token.text == ")" and waiting:
            pairs[waiting.pop()] = index
    return pairs


def _fields(found: list[Token]) -> Iterator[Token]:
    """Yield the words that are fields: after a dot, not called, and no key of a map."""
    for index in range(2, len(found)):
        before, dot, token = found[index - 2 : index + 1]
        after = found[index + 1].text if index + 1 < len(found) else ""
        is_field = dot.text == "." and token.kind == "word" and after != "("
        if is_field and not _is_map(before.text):
            yield token


def _is_map(name: str) -> bool:
    """Return whether what follows a name and a dot is a key of it: `measures.csat`."""
    kinds = [fields[name].kind for fields in RECORDS.values() if name in fields]
    return any(kind.startswith("map(") for kind in [*kinds, *([ROOTS[name].kind] if name in ROOTS else [])])


def _tests(found: list[Token]) -> list[int]:
    """Return where `has(` stands."""
    return [
        token.at
        for index, token in enumerate(found[:-1])
        if token.text == "has" and found[index + 1].text == "(" and (not index or found[index - 1].text != ".")
    ]
