r"""Values are data: what a person typed is shown as it was typed, wherever a template puts it.

One escaping fits paragraphs, table cells, list items and headings alike, because a value does not know where it lands.
It is minimal, so that the raw file stays readable: `Jo O'Neil-Park, R&D (EMEA) 50 %` comes back unchanged.
The rules are those of CommonMark 0.31.2 (sections 2.4, 4.2, 4.3, 5.2, 6.2, 6.6) and of GitHub's tables and ~~.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

BLANKS = re.compile("[\t\n\v\f\r \x1c-\x1f\x85\u2028\u2029]+")
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Control characters, and those that turn the direction of a line or hide in it. Joiners of scripts and emoji stay."""
LONE = re.compile("[\ud800-\udfff]")
SPECIAL = re.compile(
    r"""
    [\\`\[\]|*_~<>&#] (?:
      (?<=[`\[\]|])
    | (?<=\\)(?=[!-/:-@\[-`{-~]|\Z)             # would swallow the mark that follows
    | (?<=\*)(?!(?<=\ \*)\ )                    # ' * ' can neither open nor close
    | (?<=_)(?!(?<=[^\W_]_)[^\W_])              # 'a_b' can neither open nor close
    | (?<=~)(?!(?<=\ ~)[^\W_])                  # ' ~50' cannot close, and everything that could is escaped
    | (?<=<)(?=[A-Za-z/!?]|\Z) | (?<=-->)       # a tag, a comment, the end of a comment
    | (?<=&)(?=[#]?[0-9A-Za-z]+;)               # an entity
    | (?<=\ [#])(?=[#]*\Z)                      # closes a heading
    )
    """,
    re.VERBOSE,
)
START = re.compile(
    r"""
    \A (?: ([0-9]{1,9})(?=[.)](?:\ |\Z))
    | (?= [#]+(?:\ |\Z) | > | << | :- | =+\Z | \+(?:\ |\Z) | -(?:[-:\ ]|\Z) ) )
    """,
    re.VERBOSE,
)
FIRST = frozenset("#><:=+-0123456789")
"""Characters that can mean something at the start alone."""
ODD = re.compile("[" + r"\t\n\v\f\r\x85\u2028\u2029\\`\[\]|*_~<>&#\ud800-\udfff" + HIDDEN.pattern[1:])
"""One set of characters, so it is fast: a text without any of them has nothing to escape but its start."""
KEPT = 8192


def clean(text: str) -> str:
    """Return the text on one line, without control and direction characters, runs of blanks as one."""
    return BLANKS.sub(" ", LONE.sub("\ufffd", HIDDEN.sub("", BLANKS.sub(" ", text)))).strip()


@lru_cache(KEPT)
def escape(text: str) -> str:
    """Return the text such that Markdown shows exactly its characters, inline, in any place where text may stand."""
    if ODD.search(text) or "  " in text or text.strip() != text:
        text = SPECIAL.sub(_escaped, clean(text))
    return START.sub(r"\1\\", text) if text[:1] in FIRST else text


def escape_all(value: Any) -> Any:
    """Return a copy of plain data (mappings, lists, tuples, texts, numbers) with every text escaped; keys stay."""
    kind = type(value)
    if kind is str:
        return escape(value)
    if kind is dict:
        return {key: escape(item) if type(item) is str else escape_all(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [escape_all(item) for item in value]
    if isinstance(value, str):  # from here on: kinds of our own, such as named tuples
        return escape(str(value))
    if isinstance(value, Mapping):
        return escape_all(dict(value))
    return escape_all([*value]) if isinstance(value, list | tuple) else value


def _escaped(found: re.Match[str]) -> str:
    # An entity where a backslash would join what follows: `\|` in a table cell is the cell's own escape.
    joins = found[0] == "\\" and found.string[found.end() : found.end() + 1] in ("", "|")
    return "&#92;" if joins else "\\" + found[0]
