"""Every squad that has not failed has been stable without interruption for long enough, and was measured meanwhile."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from playbook.core.model import Squad
from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"days": 14}


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad; of those still soaking, on the one that takes longest.

    Days are calendar days in UTC, so that the day a verdict names is the day on which it turns.
    """
    days = case.options["days"]
    needed = say("stable for {n} day without interruption", "stable for {n} days without interruption", n=days)
    squads = [one for one in case.squads() if _tally(case, case.stage(one[0])) != "bad"]
    if case.squads() and not squads:
        remedy = say("abort the wave, and learn from it")
        command = f'playbook stop {case.subject} --reason "…"'
        found = say("no {squad} is left: all have failed")
        return case.verdict("fail", needed, found, clears=(case.unit.sponsor,), remedy=remedy, command=command)
    squads.sort(key=lambda one: _since(case, one[0]), reverse=True)
    return case.worst(needed, (_one(case, needed, *one) for one in squads))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    stage, since, today = case.stage(subject), _since(case, subject), case.now.date()
    if not since:
        found = case.about(subject, say("not stable, it is in the stage '{stage}'", stage=stage))
        remedy, command = say("bring the {squad} back to stable"), f"playbook why {subject}"
        return case.verdict("fail", needed, found, clears=(squad.lead,), remedy=remedy, command=command)
    start = date.fromisoformat(since[:10])
    done, days = (today - start).days, case.options["days"]
    facts = {"done": done, "days": days, "day": since[:10]}
    if done < days:
        until = (start + timedelta(days=days)).isoformat()
        found = case.about(subject, say("{done} of {days} days, stable since {day}", **facts))
        remedy = say("wait; a signal of concern starts the time afresh")
        return case.verdict("undecided", needed, found, clears=(squad.lead,), remedy=remedy, until=until)
    if not _measured(case, subject, since[:10], today.isoformat()):
        found = case.about(subject, say("no reading since it became stable on {day}", day=since[:10]))
        command = f"playbook measure {subject} {_measure(case)} {today.isoformat()}=VALUE"
        remedy = say("go on measuring")
        return case.verdict("undecided", needed, found, clears=(squad.lead,), remedy=remedy, command=command)
    return case.verdict("pass", needed, case.about(subject, say("{done} days, stable since {day}", **facts)))


def _tally(case: Case, stage: str) -> str:
    """Return how a stage counts; one that a changed map no longer has counts as open."""
    return next((one.tally for one in case.maps["squad"].stages if one.id == stage), "open")


def _since(case: Case, subject: str) -> str:
    """Return since when the squad has been in good stages without leaving them; empty where it is in none."""
    standing = case.state.standing(subject)
    since = ""
    for passage in reversed(standing.passages):
        if _tally(case, passage.target) != "good":
            break
        since = passage.at
    baselines = [series.baseline for series in standing.series.values()]
    return max([since, *baselines]) if since else ""


def _measured(case: Case, subject: str, first: str, last: str) -> bool:
    """Stable without being measured is not known to be stable."""
    series = case.state.standing(subject).series.values()
    return any(first <= day <= last for one in series for day in one.values)


def _measure(case: Case) -> str:
    return case.unit.measures[0].id if case.unit.measures else "MEASURE"
