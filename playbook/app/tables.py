"""Which program wrote a table, by the name of its file and how it begins."""

import os

from playbook.core.phrase import say
from playbook.errors import UsageError
from playbook.imports import heads
from playbook.imports.base import Table

BOOKS = (".xlsx", ".xlsm")
ARCHIVE = b"PK\x03\x04"
OLD_BOOK = b"\xd0\xcf\x11\xe0"


def open_table(path: str, sheet: str = "") -> Table:
    """Return the table in a file: a workbook (.xlsx), else text with separators.

    Raises:
        UsageError: a sheet is named in a file that has none, or the extra `xlsx` is not installed.
        ConfigurationError: it cannot be read as a table.
    """
    name = os.path.basename(path)
    if path.lower().endswith(BOOKS) or _starts(path) in (ARCHIVE, OLD_BOOK):
        from playbook.imports.workbook import open_workbook

        return open_workbook(path, name, sheet)
    if sheet:
        raise UsageError(
            say("only a workbook has sheets, and {file} is none", file=name), hint=say("leave out --sheet")
        )
    from playbook.imports.delimited import open_delimited

    return open_delimited(path, name, lambda head: bool(heads.field_of(head)))


def _starts(path: str) -> bytes:
    """Return the first bytes of a file; nothing of what cannot be read, which is said where it is opened."""
    try:
        if not os.path.isfile(path):
            return b""
        with open(path, "rb") as file:
            return file.read(4)
    except OSError:
        return b""
