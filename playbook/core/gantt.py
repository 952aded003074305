"""A Gantt chart as Mermaid source."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_UNSAFE = str.maketrans({":": "\N{RATIO}", ";": ",", **{sign: chr(ord(sign) + 0xFEE0) for sign in "#%<>&"}})
"""What ends a label or a line in Mermaid or is HTML there, made a wide sign (mermaid.js.org/syntax/gantt.html)."""
TAGS: Mapping[str, str] = {"done": "done, ", "active": "active, "}


class Bar(NamedTuple):
    """One bar of the chart."""

    label: str
    """In words; never empty, and not a word that Mermaid knows (`section`, `title` …)."""
    id: str
    """Short name, unique in the chart: letters, digits, hyphens."""
    first: str
    """The first day, YYYY-MM-DD."""
    last: str
    """The day on which it ends, YYYY-MM-DD."""
    state: str = ""
    """`done`, `active`, or neither."""


def gantt(title: str, sections: Iterable[tuple[str, Sequence[Bar]]]) -> str:
    """Return the chart: its title, then each section with its bars; a section without a name has no heading."""
    lines = ["gantt", f"    title {safe(title)}", "    dateFormat YYYY-MM-DD"]
    for name, bars in sections:
        lines += [f"    section {safe(name)}"] if name else []
        lines += [f"    {safe(one.label)} :{TAGS.get(one.state, '')}{one.id}, {one.first}, {one.last}" for one in bars]
    return "\n".join(lines) + "\n"


def safe(text: str) -> str:
    """Return a text as a label can hold it: on one line, without what Mermaid takes for its own syntax."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.translate(_UNSAFE).split())
