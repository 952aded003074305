"""Tables as text: values between commas, semicolons or tabs (RFC 4180, and what spreadsheet programs make of it)."""

import csv
import io
from collections.abc import Callable, Iterator

from playbook.core.phrase import Phrase, say
from playbook.errors import Problem
from playbook.imports.base import MOST_ROWS, Broken, Row, Table, load, refused

SEPARATORS = (",", ";", "\t", "|")
LONGEST = 100_000
"""Characters of a cell."""
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
"""Byte order marks, and what a text that starts with one is written in."""


def open_delimited(path: str, name: str, known: Callable[[str], bool]) -> Table:
    """Return the table in a text file; `known(head)` says which heads mean something, to find what separates.

    Raises:
        Broken: it cannot be read, is not in UTF-8, or has no row.
    """
    text = _text(load(path, name), name)
    separator, start = _separator(text, known)
    rows = _rows(text, separator, start, name)
    head = next(rows, None)
    if head is None:
        raise refused(name, say("the table is empty"))
    return Table(head, rows, lambda row, column, sentence: Problem(name, row, column, sentence))


def _text(raw: bytes, name: str) -> str:
    coding = next((coding for mark, coding in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(coding)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace") if coding != "utf-16" else ""
        line = before.count("\n") + 1
        wrong = say("the table is not in UTF-8: save it as CSV UTF-8, or as a workbook (.xlsx)")
        raise Broken([Problem(name, line, 1, wrong)]) from None
    if "\0" in text:
        wrong = say("the table is not text (it has zero bytes): save it as CSV UTF-8, or as a workbook (.xlsx)")
        raise Broken([Problem(name, text.count("\n", 0, text.index("\0")) + 1, 1, wrong)])
    return text


def _separator(text: str, known: Callable[[str], bool]) -> tuple[str, int]:
    """Return what separates the cells, and how many lines come before the head (`sep=;` is one that Excel writes)."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=;"):
        return first.strip()[4:] or "\t", 1
    line = first if first.strip() else next((one for one in rest.splitlines() if one.strip()), "")
    ranked = [(_heads(line, one, known), line.count(one), one) for one in SEPARATORS]
    return max(ranked, key=lambda each: each[:2])[2], 0


def _heads(line: str, separator: str, known: Callable[[str], bool]) -> int:
    """Return how many columns of a head would be known with this separator."""
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return 0
    return sum(known(cell) for cell in cells)


def _rows(text: str, separator: str, start: int, name: str) -> Iterator[Row]:
    """Yield the rows that say something."""
    csv.field_size_limit(LONGEST)
    lines = io.StringIO(text, newline="")
    for _ in range(start):
        lines.readline()
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = start + 1
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                raise Broken([Problem(name, number, 1, say("more than {most:,} rows", most=MOST_ROWS))])
            if any(cell.strip() for cell in cells):
                yield Row(number, [cell.strip() for cell in cells])
            number = start + reader.line_num + 1
    except csv.Error as error:
        raise Broken([Problem(name, number, 1, _explained(str(error)))]) from None


def _explained(error: str) -> Phrase:
    if "unexpected end of data" in error:
        return say("the quote that this row opens is never closed")
    if "expected after" in error:
        return say('a quote inside of a quoted cell is written twice (""), and the cell ends after the closing one')
    if "field larger" in error:
        return say("a cell has more than {most:,} characters; is a quote never closed?", most=LONGEST)
    return say("this row cannot be read: {reason}", reason=error)
