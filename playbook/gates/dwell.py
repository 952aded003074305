"""The subject has been in its stage for long enough.

Days are counted from the last entry into the stage. Too early fails, with the day on which time alone clears it.

Cleared by: time alone.

Source: a rule of this playbook: at least so long in a stage.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from playbook.core.phrase import say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"days": 7}
MEANS: Mapping[str, str] = {
    "days": "days in this stage",
}


def judge(case: Case) -> Verdict:
    """Return `fail` with the day on which time alone clears it; `undecided` where it is not known when the stage began.

    Days are calendar days in UTC, so that the day a verdict names is the day on which it turns.
    """
    days = case.options["days"]
    needed = say("at least {n} day in this stage", "at least {n} days in this stage", n=days)
    since = case.state.standing(case.subject).since[:10]
    if not since:
        found = say("when the stage began is not recorded")
        remedy = say("make the move that begins it: days count from there")
        return case.verdict("undecided", needed, found, clears=(case.unit.sponsor,), remedy=remedy)
    done = (case.now.date() - date.fromisoformat(since)).days
    found = say("{n} day, since {day}", "{n} days, since {day}", n=done, day=since)
    if done >= days:
        return case.verdict("pass", needed, found)
    until = (date.fromisoformat(since) + timedelta(days=days)).isoformat()
    remedy = say("wait until {day}", day=until)
    return case.verdict("fail", needed, found, remedy=remedy, until=until)
