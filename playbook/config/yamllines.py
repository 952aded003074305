"""Values as lines of YAML, each with what it comes from."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from playbook.config.scalar import looks_quoted
from playbook.config.text import BAD

_PLAIN = re.compile(r"[^\W\d_](?:[\w .<>@/()+'&-]*[\w.>)+'])?")
"""What needs no quotes, also between the braces of a flow mapping."""


class Said(NamedTuple):
    """A value, and what it comes from: whatever that is to whoever adds it."""

    value: str | int
    origin: Any = None


Tree = Said | Mapping[str, "Tree"] | Sequence["Tree"]


class Line(NamedTuple):
    """A new line without its indentation, and what comes from where in it: (column from 1, origin)."""

    text: str
    spots: tuple[tuple[int, Any], ...]


def bare(tree: Tree) -> Any:
    """Return the plain data of a tree."""
    if isinstance(tree, Said):
        return tree.value
    if isinstance(tree, Mapping):
        return {key: bare(value) for key, value in tree.items()}
    return [bare(one) for one in tree]


def said(data: Any) -> Tree:
    """Return plain data as a tree, of no origin."""
    if isinstance(data, dict):
        return {key: said(value) for key, value in data.items()}
    return [said(one) for one in data] if isinstance(data, list) else Said(data)


def scalar(value: Any) -> str:
    """Return a value as YAML that every reader understands as the same: in quotes wherever there is a doubt."""
    if not isinstance(value, str):
        return json.dumps(value)
    if (
        _PLAIN.fullmatch(value)
        and not looks_quoted(value)
        and value.lower() not in ("yes", "no", "on", "off", "y", "n")
    ):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return BAD.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def item(tree: Tree, column: int) -> Iterator[Line]:
    """Yield the lines of one item of a list; a mapping that holds a list of mappings is spread over several."""
    head = f"{' ' * column}- "
    if not isinstance(tree, Mapping) or not any(_is_deep(value) for value in tree.values()):
        yield _flow_line(head, tree)
        return
    for key, value in tree.items():
        if _is_deep(value):
            yield Line(f"{head}{key}:", ())
            for one in value if isinstance(value, list) else ():
                yield from item(one, column + 4)
        else:
            yield _flow_line(f"{head}{key}: ", value)
        head = " " * (column + 2)


def _is_deep(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, Mapping) for one in value)


def _flow_line(head: str, tree: Tree) -> Line:
    pieces, spots = [head], []
    length = len(head)
    for piece, origin in _flow(tree):
        if origin is not None:
            spots.append((length + 1, origin))
        pieces.append(piece)
        length += len(piece)
    return Line("".join(pieces), tuple(spots))


def _flow(tree: Tree) -> Iterator[tuple[str, Any]]:
    """Yield the pieces of a value on one line, each with its origin."""
    if isinstance(tree, Said):
        yield scalar(tree.value), tree.origin
    elif isinstance(tree, Mapping):
        for number, (key, value) in enumerate(tree.items()):
            yield f"{', ' if number else '{'}{key}: ", None
            yield from _flow(value)
        yield "}" if tree else "{}", None
    else:
        yield "[", None
        for number, value in enumerate(tree):
            yield (", " if number else ""), None
            yield from _flow(value)
        yield "]", None
