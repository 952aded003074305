"""Failures stay within the unit's budget; the small ones are tolerated, each with its lesson.

Cleared by: the sponsor.

Source: a rule of this playbook: small failures are tolerated because they teach; a budget makes it plain beforehand
how many.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.budget import Burn, Entry, burn, weights_of
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import SHOWN, Case

OPTIONS: Mapping[str, Any] = {"small": 0.5, "medium": 1.0, "credit": 0.5}
MEANS: Mapping[str, str] = {
    "small": "points that a small failure costs",
    "medium": "points that a medium failure costs",
    "credit": "points that a failure's adopted lesson gives back",
}


def judge(case: Case) -> Verdict:
    """Return the verdict on all failures of the unit, over its pilot and all waves.

    `small` and `medium` are the points that such a failure costs, `credit` is what its adopted lesson gives back, once
    and never more than the failure costs. A cause that an earlier failure had doubles the price. The points may reach
    the unit's `failure_budget`, not exceed it. A small failure is tolerated only with its lesson recorded. A large one
    stops at once, whatever is left, until the unit has gone back a stage; from then on it costs what a medium one
    costs. A squad that ended badly is a medium failure, unless one was recorded for it on that day or later.
    """
    found = burn(case.state, case.unit, case.maps["squad"], weights_of(case.options))
    needed = say(
        "failures cost at most {n} point over all waves; none is large, each small one has its lesson",
        "failures cost at most {n} points over all waves; none is large, each small one has its lesson",
        n=found.limit,
    )
    where = case.state.where("failure_budget")
    if found.holds:
        return case.verdict("pass", needed, _used(found), where=where)
    remedy, command = _way_out(case, found)
    return case.verdict(
        "fail",
        needed,
        both(*_reasons(found)),
        where=where,
        clears=(case.unit.sponsor,),
        remedy=remedy,
        command=command,
    )


def _used(found: Burn) -> Phrase:
    if not found.entries:
        return say("no failure is recorded")
    n = len(found.entries)
    return say(
        "{n} failure costs {used} of {limit} points",
        "{n} failures cost {used} of {limit} points",
        n=n,
        used=found.used,
        limit=found.limit,
    )


def _reasons(found: Burn) -> list[Phrase]:
    """Return everything that is wrong, what stops at once first."""
    large = [entry for entry in found.entries if entry.trips]
    reasons = []
    if large:
        reasons.append(say("a large failure stops at once: {names}", names=_named(large)))
    if found.used > found.limit:
        dearest = sorted((one for one in found.entries if one.points), key=lambda one: -one.points)
        reasons.append(say("{used}: {names}", used=_used(found), names=_named(dearest, priced=True)))
    if found.unlearned:
        reasons.append(
            say(
                "{n} small failure has no lesson: {names}",
                "{n} small failures have no lesson: {names}",
                n=len(found.unlearned),
                names=_named(found.unlearned),
            )
        )
    return reasons


def _named(entries: list[Entry] | tuple[Entry, ...], *, priced: bool = False) -> list[Any]:
    """Return the first few failures, each by its id and its words, and an ellipsis for the rest."""
    first = [
        say("{name}: {points}", name=_name(one), points=one.points) if priced else _name(one) for one in entries[:SHOWN]
    ]
    return [*first, *["…"] * (len(entries) > SHOWN)]


def _name(entry: Entry) -> Phrase:
    if not entry.id:
        return say("{subject} is {stage}", subject=entry.subject, stage=entry.stage)
    return say("{id} (“{text}”)", id=entry.id, text=entry.text)


def _way_out(case: Case, found: Burn) -> tuple[Phrase, str]:
    """Return what to do about it, and the command that does it."""
    unit = case.unit.unit
    if found.tripped:
        remedy = say("find out why before anything more is opened; going back a stage is the way")
        return remedy, f'playbook recycle {unit} --reason "…"'
    if found.used > found.limit:
        waiting = next((one.lesson for one in found.entries if _undecided(case, one)), "")
        remedy = say("adopt what the failures taught: that gives points back; or let the sponsor raise the budget")
        return remedy, f"playbook lesson adopt {unit} {waiting}" if waiting else f"playbook failure list {unit}"
    first = found.unlearned[0]
    remedy = say("record what it taught, so that it need not happen again")
    return remedy, f'playbook failure learn {first.subject} {first.id} --lesson "…"'


def _undecided(case: Case, entry: Entry) -> bool:
    known = case.state.lessons.get(entry.lesson)
    return known is not None and not known.decision
