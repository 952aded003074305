"""Comments of HTML in a piece of a line: nobody sees them, so they say nothing. Pure."""

import re
from collections.abc import Iterator

OPENED = re.compile(r"(\\*)(`+|<!--)")
CLOSING = "-->"


def hidden(text: str) -> list[tuple[int, int]]:
    """Return where the comments of a text begin and end; in code there is none."""
    return list(_spans(text)) if "<!--" in text else []


def blanked(text: str) -> str:
    """Return the text with a blank for each character of a comment."""
    pieces, at = [], 0
    for start, end in hidden(text):
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while opened := OPENED.search(text, at):
        at, sign = opened.end(), opened[2]
        comment = sign == "<!--"
        if len(opened[1]) % 2:
            continue
        close = CLOSING if comment else sign
        end = text.find(close, at)
        if end >= 0:
            at = end + len(close)
            if comment:
                yield opened.start(2), at
        elif comment:
            return
