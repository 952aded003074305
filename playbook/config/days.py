"""Days of a file: written as one, and in the calendar."""

import re
from collections.abc import Iterable
from datetime import date

from playbook.config.findings import Findings, Spot
from playbook.core.fields import DAY_PATTERN
from playbook.core.phrase import say


def check_days(findings: Findings, spots: Iterable[Spot]) -> None:
    """Add a mistake for each text that is written as a day and is none: 2026-02-30."""
    for spot in spots:
        if re.fullmatch(DAY_PATTERN, spot.text) and not is_day(spot.text):
            wrong = say("a date is needed (YYYY-MM-DD), '{day}' is not in the calendar", day=spot.text)
            findings.add(spot.path, wrong)


def is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar (YYYY-MM-DD)."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
