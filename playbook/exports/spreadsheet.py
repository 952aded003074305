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
HEAD = (
    *("unit", "name", "stage", "since", "waves_done", "waves", "squads", "next", "blocked_by", "on_hold", "as_of"),
    *("days_in_stage", "squads_by_stage", "days_blocked", "budget_used", "budget", "budget_tripped"),
    *("waivers", "waived_until", "provisos", "provisos_overdue", "suspect"),
)
"""New columns come at the end: what reads a column by its place goes on reading the same one."""


def write(lines: Iterable[Mapping[str, Any]]) -> str:
    """Return the portfolio as CSV (RFC 4180) with a head; `squads` is the number of squads that have been opened.

    Ages are days; a cell is empty where there is nothing to count.
    """
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
    stages = ", ".join(f"{count} {stage}" for stage, count in line["squads"].items())
    budget = (line["budget"]["used"], line["budget"]["limit"], "yes" if line["budget"]["tripped"] else "")
    waits = (line["waivers"], line["waived_until"], line["provisos"], line["overdue"], line["suspect"])
    ages = (line["days"], stages, line["blocked_days"])
    return (
        *head,
        ", ".join(line["steps"] or [line["next"]]),
        blocked,
        line["hold"],
        line["at"],
        *ages,
        *budget,
        *waits,
    )
