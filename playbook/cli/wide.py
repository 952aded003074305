"""Text whose characters take two columns, such as Chinese, folded at the terminal's width. English never comes here."""

from collections.abc import Callable, Iterator

CLOSING = frozenset("，。：；！？、）】》”’…·,.:;!?)]}%")  # noqa: RUF001  (Chinese punctuation is wide)
"""Never at the start of a line."""
OPENING = frozenset("（【《“‘([{")  # noqa: RUF001
"""Never at the end of a line."""
FIRST = "\u2e80"
"""Before it no character is wide."""


def fold(text: str, room: int, width: Callable[[str], int]) -> list[str]:
    """Return the text in lines of at most `room` columns, broken at spaces and between wide characters.

    `width` tells how many columns a text takes.
    """
    lines, line = [], ""
    for piece in _pieces(text, width):
        if line and width(line + piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, width: Callable[[str], int]) -> Iterator[str]:
    """Yield what stays together: a word with the space behind it, a wide character with its punctuation."""

    def is_wide(char: str) -> bool:
        return char >= FIRST and width(char) > 1

    piece = ""
    for char in text:
        if piece and char not in CLOSING and piece[-1] not in OPENING and (is_wide(piece[-1]) or is_wide(char)):
            yield piece
            piece = ""
        piece += char
        if char == " ":
            yield piece
            piece = ""
    if piece:
        yield piece
