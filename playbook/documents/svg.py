"""The pieces of a picture (SVG): lines, texts and marks, in colours that turn with a light or dark scheme.

A colour stands on the element itself for viewers that know no style sheets, and in the style sheet for a dark scheme.
"""

import re
from unicodedata import east_asian_width

from playbook.documents.escape import clean

LETTER = 6.7
"""Width of a letter of the small text, in pixels; a Chinese one takes two."""
REFUSED = re.compile("[\ufffe\uffff]")
"""What XML cannot hold, of all that `clean` lets through."""
MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
STYLE = """\
text{font-family:system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif}
@media (prefers-color-scheme:dark){
.paper{fill:#0d1117}.ink{fill:#e6edf3}.faint{fill:#9198a1}.grid{stroke:#30363d}.mean{stroke:#e6edf3}
.limit,.break{stroke:#9198a1}.target{stroke:#56d364}.path{stroke:#79c0ff}.reading{fill:#79c0ff}.past{fill:#9198a1}
.concern{fill:#ff7b72;stroke:#e6edf3}.welcome{fill:#0d1117;stroke:#56d364}
}
"""
COLOURS = {
    "paper": 'fill="#ffffff"',
    "ink": 'fill="#1f2328"',
    "faint": 'fill="#59636e"',
    "grid": 'stroke="#d8dee4"',
    "mean": 'stroke="#1f2328" stroke-width="1.5"',
    "limit": 'stroke="#59636e" stroke-width="1.5" stroke-dasharray="7 4"',
    "target": 'stroke="#1a7f37" stroke-width="1.5" stroke-dasharray="9 3 2 3"',
    "break": 'stroke="#59636e" stroke-width="1" stroke-dasharray="2 3"',
    "path": 'stroke="#0550ae" stroke-width="1" fill="none"',
    "reading": 'fill="#0550ae"',
    "past": 'fill="#59636e"',
    "concern": 'fill="#cf222e" stroke="#1f2328"',
    "welcome": 'fill="#ffffff" stroke="#1a7f37" stroke-width="2"',
}
"""How each kind of thing looks on white paper."""


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a straight line."""
    return f'<line class="{kind}" {COLOURS[kind]} x1="{place(x1)}" y1="{place(y1)}" x2="{place(x2)}" y2="{place(y2)}"/>'


def text(  # noqa: PLR0913  (what a text in a picture has)
    x: float, y: float, said: str, *, kind: str = "ink", anchor: str = "start", size: int = 12, bold: bool = False
) -> str:
    """Return a text whose baseline is at `y`; `anchor` says which end of it is at `x`."""
    weight = ' font-weight="bold"' if bold else ""
    large = f' font-size="{size}"' if size != 12 else ""  # noqa: PLR2004  (the size of the whole picture)
    return (
        f'<text class="{kind}" {COLOURS[kind]} x="{place(x)}" y="{place(y)}" text-anchor="{anchor}"{large}{weight}>'
        f"{safe(said)}</text>"
    )


def mark(kind: str, x: float, y: float, size: float) -> str:
    """Return the mark of a reading: a dot, a triangle for what is of concern, a diamond for what is welcome."""
    big = max(size * 1.6, 3.2)
    if kind == "concern":
        points = [(x, y - big), (x + big, y + big * 0.8), (x - big, y + big * 0.8)]
    elif kind == "welcome":
        points = [(x, y - big), (x + big, y), (x, y + big), (x - big, y)]
    else:
        return f'<circle class="{kind}" {COLOURS[kind]} cx="{place(x)}" cy="{place(y)}" r="{place(size)}"/>'
    corners = " ".join(f"{place(px)},{place(py)}" for px, py in points)
    return f'<polygon class="{kind}" {COLOURS[kind]} points="{corners}"/>'


def place(value: float) -> str:
    """Return a number of pixels, to a tenth of one."""
    return f"{value:.1f}".removesuffix(".0")


def columns(char: str) -> int:
    """Return how many columns a character takes."""
    return 2 if east_asian_width(char) in "WF" else 1


def width(said: str) -> float:
    """Return about how many pixels a small text takes."""
    return LETTER * sum(map(columns, said))


def cut(said: str, most: int) -> str:
    """Return the text, or as much of it as fits into so many columns, with an ellipsis."""
    said, room = clean(said), most
    for index, char in enumerate(said):
        room -= columns(char)
        if room < 0:
            kept = said[:index]
            while sum(map(columns, kept)) > most - 1:
                kept = kept[:-1]
            return kept.rstrip() + "…"
    return said


def safe(said: str) -> str:
    """Return a text as XML shows it."""
    return "".join(MARKUP.get(char, char) for char in REFUSED.sub("\ufffd", clean(said)))
