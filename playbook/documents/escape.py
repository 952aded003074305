r"""Values are data: what a person typed is shown as it was typed, wherever a template puts it.

One escaping fits paragraphs, table cells, list items and headings alike, because a value does not know where it lands.
It is minimal, so that the raw file stays readable: `Jo O'Neil-Park, R&D (EMEA) 50 %` comes back unchanged.
The rules are those of CommonMark 0.31.2 (sections 2.4, 4.2, 4.3, 5.2, 6.2, 6.6) and of GitHub's tables and ~~.
"""

import re
from collections.abc import Mapping
from typing import Any

BLANKS = re.compile("[\t\n\v\f\r \x1c-\x1f\x85\u2028\u2029]+")
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Control characters, and those that turn the direction of a line or hide in it. Joiners of scripts and emoji stay."""
LONE = re.compile("[\ud800-\udfff]")
PLAIN = re.compile(r"[^\W\d_][^\W_]*(?:(?:[,.;%)]\ |\ \(|[ .,;'/%-])[^\W_]+)*\Z")
"""A letter first, then words with a mark between them: by far the most values, and nothing to Markdown."""
ORDINAL = re.compile(r"\A([0-9]{1,9})(?=[.)](?:\ |\Z))")
SPECIAL = re.compile(
    r"""
    (?P<slash> \\(?=[|]|\Z) )                   # would reach for what the template has next
    | \\(?=[!-/:-@\[-`{-~])                     # would swallow the mark that follows
    | [`\[\]|]
    | \*(?!(?<=\ \*)\ )                         # ' * ' can neither open nor close
    | _(?!(?<=[^\W_]_)[^\W_])                   # 'a_b' can neither open nor close
    | ~(?!(?<=\ ~)[^\W_])                       # ' ~50' cannot close, and everything that could is escaped
    | <(?=[A-Za-z/!?]|\Z) | (?<=--)>            # a tag, a comment, the end of a comment
    | &(?=[#]?[0-9A-Za-z]+;)                    # an entity
    | (?<=\ )[#](?=[#]*\Z)                      # closes a heading
    | \A(?: [#](?=[#]*(?:\ |\Z)) | > | <(?=<) | :(?=-) | =(?==*\Z) | \+(?=\ |\Z) | -(?=[-:\ ]|\Z) )
    """,
    re.VERBOSE,
)


def clean(text: str) -> str:
    """Return the text on one line, without control and direction characters, runs of blanks as one."""
    return BLANKS.sub(" ", LONE.sub("\ufffd", HIDDEN.sub("", BLANKS.sub(" ", text)))).strip()


def escape(text: str) -> str:
    """Return the text such that Markdown shows exactly its characters, inline, in any place where text may stand."""
    if PLAIN.match(text):
        return text
    return ORDINAL.sub(r"\1\\", SPECIAL.sub(_escaped, clean(text)))


def escape_all(value: Any) -> Any:
    """Return a copy of plain data (mappings, lists, tuples, texts, numbers) with every text escaped; keys stay."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Mapping):
        return {key: escape_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [escape_all(item) for item in value]
    return value


def _escaped(found: re.Match[str]) -> str:
    # An entity where a backslash would join what follows: `\|` in a table cell is the cell's own escape.
    return "&#92;" if found["slash"] else "\\" + found[0]
