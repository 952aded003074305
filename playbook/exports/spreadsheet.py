"""The portfolio as CSV, one row a unit, safe to open in a spreadsheet.

A cell that starts with `=`, `+`, `-`, `@`, tab or carriage return would be run as a formula (OWASP, CSV Injection):
such a text gets an apostrophe in front, which spreadsheets show as the text itself.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

ENDING = "csv"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEAD = ("unit", "name", "stage", "since", "waves_done", "waves", "squads", "next", "blocked_by", "on_hold", "as_of")


def write(lines: Iterable[Mapping[str, Any]]) -> str:
    """Return the portfolio as CSV (RFC 4180) with a head; `squads` is the number of squads that have been opened."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    table.writerows([safe(cell) for cell in _cells(line)] for line in lines)
    return out.getvalue()


def safe(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _cells(line: Mapping[str, Any]) -> tuple[Any, ...]:
    done, planned = line["waves"]
    blocked = ", ".join(dict.fromkeys(one["condition"] for one in line["blocked"]))
    squads = sum(line["squads"].values())
    head = (line["unit"], line["name"], line["stage"], line["since"][:10], done, planned, squads)
    return (*head, line["next"], blocked, line["hold"], line["at"])
