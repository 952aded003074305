"""What a line is: what git and CommonMark take for one, and not the dozen ends that Python's `splitlines` knows. Pure.

A form feed, U+0085 or U+2028 in the middle of a line is a character that somebody typed or pasted.
"""

import re

ANY_END = re.compile(r"\r{0,2}\n|\r")
"""LF, CRLF (also with the CR doubled, as a careless conversion leaves it) and the lone CR of old systems."""


def even(text: str) -> str:
    """Return the text with LF at the end of every line."""
    return ANY_END.sub("\n", text) if "\r" in text else text


def ending(text: str) -> str:
    """Return the line end that most lines of a text have; LF where there is none, or no majority."""
    if "\r" not in text:
        return "\n"
    windows = text.count("\r\n")
    counts = {"\n": text.count("\n") - windows, "\r\n": windows, "\r": text.count("\r") - windows}
    return max(counts, key=lambda end: counts[end])


def lines(text: str) -> list[str]:
    """Return the lines of a text without their ends; an end at the very end begins no further line."""
    found = even(text).split("\n")
    return found[:-1] if not found[-1] else found
