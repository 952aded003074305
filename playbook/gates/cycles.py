"""Enough break-fix cycles verified in a row, and not too many failed since the last baseline.

Failures beyond the limit fail at once, however many cycles are still to come; enough verified in a row pass at once.
With a `window` only that many of the latest cycles are looked at; where they bring neither, it is undecided, and so it
is while there are fewer.

Only cycles of this stay in the stage count: after a step back they have to be done anew. A cycle that was closed after
its time box had run out counts as failed, whatever it found. A cycle is evidence about the goal, the mission and the
playbook: one that ended before any of them was changed does not count.

Cleared by: the squad's lead.

Source: the rule of Argo Rollouts' analysis (`failureLimit`, `consecutiveSuccessLimit`, `count`), with a cycle for a
measurement, and undecided for its inconclusive.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from playbook.core.history import Cycle, Standing
from playbook.core.model import Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"verified": 3, "failed": 1, "window": 0}
MEANS: Mapping[str, str] = {
    "verified": "verified cycles in a row that are needed",
    "failed": "failures that are tolerated",
    "window": "how many of the latest cycles are looked at; 0: all of this stay in the stage",
}

ABOUT = ("goal", "mission", "playbook")
"""What a cycle is evidence about."""


class Outcome(NamedTuple):
    """How and when a cycle ended: by being closed, or by outliving its time box."""

    at: datetime
    order: int
    """Order of closing within one second; one that outlived its time box comes first."""
    good: bool


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad: `fail` once too many failed, `undecided` while too few are verified."""
    verified, failed = case.options["verified"], case.options["failed"]
    needed = say(
        "{n} verified cycle in a row is needed, and at most {failed} failed since the last baseline",
        "{n} verified cycles in a row are needed, and at most {failed} failed since the last baseline",
        n=verified,
        failed=failed,
    )
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    standing = case.state.standing(subject)
    entered = case.state.standing(case.subject).passages
    began = entered[-1].order if entered else 0
    cycles = [cycle for cycle in standing.cycles.values() if not cycle.closed or cycle.order >= began]
    ended = sorted(one for cycle in cycles if (one := _outcome(cycle, case.now)))
    outcomes = [one for one in ended if not _is_stale(case, one)]
    stale = len(ended) - len(outcomes)
    outcomes = outcomes[-case.options["window"] :]
    row = _row(outcomes)
    baseline = _baseline(standing)
    failures = sum(not one.good and one.at.date().isoformat() >= baseline for one in outcomes)
    found = case.about(subject, _found(case, row, failures, len(outcomes), stale))
    where = case.paper(subject, "break-fix-log")
    if failures > case.options["failed"]:
        remedy = say("go back a stage, or change the process and set a new baseline")
        return case.verdict("fail", needed, found, where=where, clears=(squad.lead,), remedy=remedy)
    if row >= case.options["verified"]:
        return case.verdict("pass", needed, found, where=where)
    return case.verdict(
        "undecided",
        needed,
        found,
        where=where,
        clears=(squad.lead,),
        remedy=say("break something on purpose, fix its cause, and verify that it holds"),
        command=_next(subject, standing),
    )


def _found(case: Case, row: int, failures: int, seen: int, stale: int) -> Phrase:
    found = say(
        "{n} verified cycle in a row, {failures} failed since the last baseline",
        "{n} verified cycles in a row, {failures} failed since the last baseline",
        n=row,
        failures=failures,
    )
    told = [found]
    open_yet = row < case.options["verified"] and failures <= case.options["failed"]
    if seen and seen == case.options["window"] and open_yet:
        told.append(
            say("the last {n} cycle does not decide it yet", "the last {n} cycles do not decide it yet", n=seen)
        )
    if stale:
        older = say(
            "{n} cycle before that does not count any more", "{n} cycles before that do not count any more", n=stale
        )
        told += [case.changed(*ABOUT), older]
    return both(*told)


def _is_stale(case: Case, one: Outcome) -> bool:
    """Return whether a cycle ended before what it is about was changed; the ledger knows when one was closed."""
    if one.order:
        return one.order < case.turned(*ABOUT)
    changed = case.since(*ABOUT)
    return bool(changed) and one.at < datetime.fromisoformat(changed)


def _outcome(cycle: Cycle, now: datetime) -> Outcome | None:
    """Return how a cycle ended; None while it is open within its time box."""
    end = datetime.fromisoformat(cycle.opened) + timedelta(days=cycle.time_box)
    if cycle.closed:
        closed = datetime.fromisoformat(cycle.closed)
        return Outcome(closed, cycle.order, cycle.verified and closed <= end)
    return Outcome(end, 0, good=False) if end < now else None


def _row(outcomes: list[Outcome]) -> int:
    """Return how many of the latest cycles in a row were verified."""
    row = 0
    for outcome in reversed(outcomes):
        if not outcome.good:
            break
        row += 1
    return row


def _baseline(standing: Standing) -> str:
    """Return the day of the squad's latest baseline, or an empty text."""
    return max((series.baseline for series in standing.series.values()), default="")


def _next(subject: str, standing: Standing) -> str:
    running = next((cycle.id for cycle in standing.cycles.values() if not cycle.closed), None)
    if running:
        return f'playbook cycle close {subject} {running} --broke "…" --cause "…" --fix "…" --verified'
    return f'playbook cycle open {subject} "…"'
