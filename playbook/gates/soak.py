"""Every squad that has not failed has been stable without interruption for long enough, and was measured meanwhile.

A stretch of stable days begins when the squad becomes stable, and afresh with a new baseline and with a change of the
playbook; a signal of concern ends it. It counts only if it is verified: with at least one reading in it. Without one
it counts zero, however long the squad has been there. Of the stretch that lasts and those that ended, the longest
counts; with `now` the squad has to be stable today as well. Everything is read from the history, so a restart of the
program changes nothing.

Cleared by: the squad's lead; the sponsor where no squad is left.

Source: the required soak time of Kargo: of what was verified, the longest soak counts, recorded or current. With
`now: false` it is that rule; only that each stretch has to be verified by itself is this playbook's own, as a squad
changes meanwhile.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from playbook.core.model import Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"days": 14, "now": True}
MEANS: Mapping[str, str] = {
    "days": "days without interruption",
    "now": "whether the squad has to be stable today as well",
}


class Stretch(NamedTuple):
    """Days (YYYY-MM-DD, UTC) through which a squad was in good stages; `lasts` where it still is."""

    first: str
    last: str
    lasts: bool
    verified: bool

    @property
    def days(self) -> int:
        """How many days it has."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days


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
    found_of = [(one, list(_stretches(case, one[0]))) for one in squads]
    found_of.sort(key=lambda one: max((stretch.first for stretch in one[1] if stretch.lasts), default=""), reverse=True)
    return case.worst(needed, (_one(case, needed, *one, stretches) for one, stretches in found_of))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad, stretches: list[Stretch]) -> Verdict:
    days = case.options["days"]
    current = next((one for one in stretches if one.lasts), None)
    earlier = max((one for one in stretches if not one.lasts and one.verified), key=lambda one: one.days, default=None)
    if current is None and (case.options["now"] or earlier is None):
        stage = case.stage(subject)
        found = case.about(subject, say("not stable, it is in the stage '{stage}'", stage=stage))
        remedy, command = say("bring the {squad} back to stable"), f"playbook why {subject}"
        return case.verdict("fail", needed, found, clears=(squad.lead,), remedy=remedy, command=command)
    found = case.about(subject, both(*_told(case, current, earlier)))
    counted = max(one.days if one and one.verified else 0 for one in (current, earlier))
    if counted >= days:
        return case.verdict("pass", needed, found)
    until = ""
    if current and current.verified and current.days < days:
        until = (date.fromisoformat(current.first) + timedelta(days=days)).isoformat()
    facts: dict[str, Any] = {"clears": (squad.lead,), "until": until}
    if current and not current.verified:
        command = f"playbook measure {subject} {_measure(case)} {case.now.date().isoformat()}=VALUE"
        return case.verdict("undecided", needed, found, remedy=say("go on measuring"), command=command, **facts)
    return case.verdict("undecided", needed, found, remedy=_wait(current), **facts)


def _wait(current: Stretch | None) -> Phrase:
    if current is None:
        return say("bring the {squad} back to stable")
    return say("wait; a signal of concern starts the time afresh")


def _told(case: Case, current: Stretch | None, earlier: Stretch | None) -> Iterator[Phrase]:
    """Yield what the stretches say: the one that lasts, and the longest earlier one where that counts for more."""
    days = case.options["days"]
    counted = current.days if current and current.verified else 0
    if current:
        facts = {"done": current.days, "days": days, "day": current.first}
        if not current.verified:
            yield say("no reading since it became stable on {day}", day=current.first)
        elif current.days < days:
            yield say("{done} of {days} days, stable since {day}", **facts)
        else:
            yield say("{done} days, stable since {day}", **facts)
    if earlier and (current is None or earlier.days > counted):
        facts = {"n": earlier.days, "first": earlier.first, "last": earlier.last}
        yield say(
            "{n} day before, from {first} to {last}, counts for more",
            "an earlier stretch of {n} days, from {first} to {last}, is longer and counts",
            **facts,
        )
    changed = case.since("playbook")[:10]
    if current and changed and current.first == changed:
        yield case.changed("playbook")


def _tally(case: Case, stage: str) -> str:
    """Return how a stage counts; one that a changed map no longer has counts as open."""
    return next((one.tally for one in case.maps["squad"].stages if one.id == stage), "open")


def _stretches(case: Case, subject: str) -> Iterator[Stretch]:
    """Yield each stretch in good stages, oldest first, without the days before the last baseline and the playbook."""
    standing, today = case.state.standing(subject), case.now.date().isoformat()
    baselines = [series.baseline for series in standing.series.values()]
    least = max([case.since("playbook")[:10], *baselines])
    first = ""
    for passage in standing.passages:
        good = _tally(case, passage.target) == "good"
        if good and not first:
            first = passage.at[:10]
        elif first and not good:
            if max(first, least) <= passage.at[:10]:
                yield _stretch(case, subject, max(first, least), passage.at[:10], lasts=False)
            first = ""
    if first:
        yield _stretch(case, subject, max(first, least), max(today, first, least), lasts=True)


def _stretch(case: Case, subject: str, first: str, last: str, *, lasts: bool) -> Stretch:
    """Stable without being measured is not known to be stable."""
    verified = any(
        max(first, case.since(f"measure:{measure}")[:10]) <= day <= last
        for measure, series in case.state.standing(subject).series.items()
        for day in series.values
    )
    return Stretch(first, last, lasts, verified)


def _measure(case: Case) -> str:
    return case.unit.measures[0].id if case.unit.measures else "MEASURE"
