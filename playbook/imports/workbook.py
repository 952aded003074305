"""Tables in workbooks (.xlsx). The only importer of openpyxl, which comes with the extra `xlsx`."""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

from playbook.core.phrase import say
from playbook.errors import Problem, UsageError
from playbook.imports.base import MOST_COLUMNS, MOST_ROWS, Broken, Place, Row, Table, load, refused

MOST_UNPACKED = 512 << 20
"""Bytes that a workbook may unpack to; a sheet of 100,000 rows has about 40 MiB."""
MOST_PARTS = 2000
MOST_STRINGS = 128 << 20
"""Bytes of the texts that the sheets share, which are held in memory."""
MOST_MERGED = 100_000
CHUNK = 1 << 20
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
Flaws = dict[tuple[int, int], Problem]
"""Cells that cannot be read, by row and column from 1, each with why."""
_LONGEST_TAG = 200
"""Bytes that two pieces of a sheet overlap by, so that no tag is cut in two."""


def open_workbook(path: str, name: str, wanted: str = "") -> Table:
    """Return the table in a sheet of a workbook: the one named, else the first one that has rows.

    Raises:
        UsageError: openpyxl is not installed, or there is no such sheet.
        Broken: it is no workbook, has no row, or would fill the memory.
    """
    try:
        import openpyxl
    except ImportError:
        needed = say("reading workbooks (.xlsx) needs the extra 'xlsx'")
        raise UsageError(needed, hint="pip install 'squad-playbook[xlsx]'") from None
    raw = load(path, name)
    _refuse_bombs(raw, name)
    with _told(name):
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    sheet = _sheet(book, name, wanted)
    with _told(name):
        found = _Sheet(raw, name, sheet)
        rows = found.rows()
        head = next(rows, None)
    if head is None:
        raise refused(f"{name}:{sheet.title}", say("the table is empty"))
    return Table(head, rows, found.place)


def _sheet(book: Any, name: str, wanted: str) -> Any:
    titles = [sheet.title for sheet in book.worksheets]
    if wanted:
        same = [one for one in titles if one.casefold().strip() == wanted.casefold().strip()]
        if not same:
            text = say("{file} has no sheet '{name}'", file=name, name=wanted)
            raise UsageError(text, hint=say("its sheets: {names}", names=titles))
        return book[same[0]]
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise refused(name, say("the workbook has no sheet that can be seen"))
    return shown[0]


def _refuse_bombs(raw: bytes, name: str) -> None:
    """Look at what the archive says that it unpacks to; reading never goes beyond that."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            is_book = any(part.filename.lower().endswith("workbook.xml") for part in parts)
            size = sum(part.file_size for part in parts)
            strings = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
            declared = is_book and size <= MOST_UNPACKED and any(_declares(archive, part) for part in parts)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        wrong = say("this is not a workbook (.xlsx): save an older .xls as .xlsx, and one with a password without it")
        raise refused(name, wrong) from None
    if not is_book:
        raise refused(name, say("this archive is not a workbook (.xlsx)"))
    if size > MOST_UNPACKED or strings > MOST_STRINGS or len(parts) > MOST_PARTS:
        told = say("the workbook unpacks to {size:,} MiB: refused", size=size >> 20)
        raise refused(name, told)
    if declared:
        raise refused(name, say("the workbook declares entities of its own, as no spreadsheet program does: refused"))


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part begins with a document type: that is how small files become endless ones."""
    if not part.filename.lower().endswith((".xml", ".rels")):
        return False
    with archive.open(part) as opened:
        return b"<!" in opened.read(4096).replace(b"<!--", b"")


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the library stumbles over into a sentence; it raises whatever it happens to meet."""
    try:
        yield
    except (Broken, UsageError):
        raise
    except Exception as error:  # noqa: BLE001  (a broken file, not a bug of ours)
        reason = " ".join(str(error).split()) or type(error).__name__
        raise refused(name, say("the workbook cannot be read: {reason}", reason=reason)) from None


class _Sheet:
    """The rows of one sheet."""

    def __init__(self, raw: bytes, name: str, sheet: Any) -> None:
        self.raw, self.name, self.sheet = raw, name, sheet
        self.merged, self.has_formulas = _scan(raw, getattr(sheet, "_worksheet_path", ""))
        self.place: Place = lambda row, column, sentence: Problem(self._where(row, column), 0, 0, sentence)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that say something, the head first; what lies right of the head is not read."""
        self.sheet.reset_dimensions()
        flaws: Flaws = {}
        head = next(self._rows(1, MOST_COLUMNS, flaws), None)
        if head:
            yield head
            yield from self._rows(head.number + 1, len(head.cells), flaws)
        if flaws:
            raise Broken(list(flaws.values()), cells=list(flaws))

    def _rows(self, first: int, width: int, flaws: Flaws) -> Iterator[Row]:
        kept: dict[tuple[int, int], str] = {}
        formulas = self._formulas(first, width) if self.has_formulas else None
        with _told(self.name):
            for number, cells in enumerate(self.sheet.iter_rows(min_row=first, max_col=width), first):
                if number > MOST_ROWS:
                    raise Broken([Problem(self.name, 0, 0, say("more than {most:,} rows", most=MOST_ROWS))])
                unknown = next(formulas, frozenset()) if formulas else frozenset()
                texts = [self._text(number, at, cell, unknown, flaws) for at, cell in enumerate(cells)]
                self._fill(number, texts, kept)
                while texts and not texts[-1]:
                    texts.pop()
                if texts:
                    yield Row(number, texts)

    def _text(self, row: int, at: int, cell: Any, unknown: frozenset[int], flaws: Flaws) -> str:
        value = cell.value
        if value is None and at in unknown:
            wrong = say("a formula whose result is not in the file: open and save it, or paste the values")
            flaws[row, at + 1] = self.place(row, at + 1, wrong)
        elif cell.data_type == "e":
            flaws[row, at + 1] = self.place(row, at + 1, say("the cell shows the error {error}", error=str(value)))
            return ""
        is_share = isinstance(value, float | int) and 0 < value <= 1
        return _said(value, str(cell.number_format or "") if is_share else "")

    def _fill(self, row: int, texts: list[str], kept: dict[tuple[int, int], str]) -> None:
        """Let each cell of merged ones say what the first one of them says."""
        for at, first in self.merged.get(row, ()):
            if first == (row, at):
                kept[first] = texts[at] if at < len(texts) else ""
            else:
                texts += [""] * (at + 1 - len(texts))
                texts[at] = kept.get(first, "")

    def _formulas(self, first: int, width: int) -> Iterator[frozenset[int]]:
        """Yield for each row which of its cells are formulas."""
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(self.raw), read_only=True)[self.sheet.title]
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(min_row=first, max_col=width):
            yield frozenset(at for at, cell in enumerate(cells) if cell.data_type == "f")

    def _where(self, row: int, column: int) -> str:
        return f"{self.name}:{self.sheet.title}:{_letters(column)}{row}"


def _said(value: Any, form: str) -> str:
    """Return what a cell says as one would type it into a unit's file: days as YYYY-MM-DD, 0.5 shown as 50 % as 50."""
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | int) and "%" in form:
        value = round(value * 100, 6)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


Merged = dict[int, list[tuple[int, tuple[int, int]]]]
"""By row: (column from 0, the first cell of the merged ones as row and column)."""


def _scan(raw: bytes, part: str) -> tuple[Merged, bool]:
    """Return which cells of a sheet are merged, and whether it has formulas; the library's quick way tells neither."""
    merged: Merged = {}
    has_formulas, rest, count = False, b"", 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(part.lstrip("/")) as opened:
            while chunk := opened.read(CHUNK):
                piece = rest + chunk
                has_formulas = has_formulas or bool(_FORMULA.search(piece))
                end = 0
                for found in _MERGED.finditer(piece):
                    count += _add(merged, *(one.decode() for one in found.groups()), room=MOST_MERGED - count)
                    end = found.end()
                rest = piece[max(end, len(piece) - _LONGEST_TAG) :]
    except KeyError:
        pass
    return merged, has_formulas


def _add(merged: Merged, left: str, top: str, right: str, bottom: str, *, room: int) -> int:  # noqa: PLR0913  (two corners)
    """Note the cells of a merged area, as many as there is room for; return how many."""
    first = int(top), _number(left)
    columns = range(first[1], min(_number(right), MOST_COLUMNS - 1) + 1)
    rows = range(first[0], int(bottom) + 1)
    size = len(columns) * len(rows)
    if size > room:
        return 0
    for row in rows:
        merged.setdefault(row, []).extend((column, first) for column in columns)
    return size


def _number(letters: str) -> int:
    """Return the column, from 0, that letters stand for."""
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found - 1


def _letters(column: int) -> str:
    """Return the letters of a column, which counts from 1."""
    found = ""
    while column > 0:
        column, at = divmod(column - 1, 26)
        found = chr(65 + at) + found
    return found or "A"
