"""The retooling of the top-down path: each milestone is reached by its day, and all of them before the first squad.

Cleared by: who owns the milestone, else the sponsor.

Source: a rule of this playbook: on the top-down path the first squad comes after the retooling.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from playbook.core.model import Milestone
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Status, Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"all": False}
MEANS: Mapping[str, str] = {
    "all": "whether every milestone has to be reached, not only those that are due",
}


class Sorted(NamedTuple):
    """Milestones by what can be said of them today, each with its place in the file."""

    reached: list[tuple[int, Milestone]]
    ahead: list[tuple[int, Milestone]]
    """Said to be reached on a day to come."""
    overdue: list[tuple[int, Milestone]]
    waiting: list[tuple[int, Milestone]]
    """Not reached, and not due yet."""


def judge(case: Case) -> Verdict:
    """Return `fail` with every milestone whose day has passed, and who owns it; with `all`, with each not reached.

    A day to come on which one is said to be reached proves nothing: that is undecided, as is a unit without milestones.
    """
    needed = say("every milestone of the retooling is reached by its day")
    if case.options["all"]:
        needed = say("every milestone of the retooling is reached")
    listed = case.unit.retooling.milestones if case.unit.retooling else ()
    if not listed:
        where, remedy = case.state.where("retooling"), say("name the milestones of the retooling, each with its day")
        found = say("no milestone is named")
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    kinds = _sorted(listed, case.now.date().isoformat())
    late = [*kinds.overdue, *(kinds.waiting if case.options["all"] else ())]
    if late or kinds.ahead:
        return _short_of(case, needed, kinds, late)
    done = say("{count} of {total} milestones reached", count=len(kinds.reached), total=len(listed))
    return case.verdict("pass", needed, done, where=case.state.where("retooling", "milestones"))


def _sorted(listed: tuple[Milestone, ...], today: str) -> Sorted:
    found = Sorted([], [], [], [])
    for place, one in enumerate(listed):
        if one.reached:
            kind = found.reached if one.reached <= today else found.ahead
        else:
            kind = found.overdue if one.due < today else found.waiting
        kind.append((place, one))
    return found


def _short_of(case: Case, needed: Phrase, found: Sorted, late: list[tuple[int, Milestone]]) -> Verdict:
    status: Status = "fail" if late else "undecided"
    owners = [one.owner or case.unit.sponsor for _, one in late or found.ahead]
    remedy = say("reach it, and write down the day in `reached`; or agree on another day with the sponsor")
    if not late:
        remedy = say("write down the day on which it was reached, once it is")
    return case.verdict(
        status,
        needed,
        both(*_told(case, found)),
        where=case.state.where("retooling", "milestones", (late or found.ahead)[0][0]),
        clears=tuple(dict.fromkeys(owners)),
        remedy=remedy,
    )


def _told(case: Case, found: Sorted) -> list[Phrase]:
    parts = []
    if found.overdue:
        names = [_due(case, one) for _, one in found.overdue]
        parts.append(say("overdue: {milestones}", milestones=names))
    if found.waiting and case.options["all"]:
        names = [_due(case, one) for _, one in found.waiting]
        parts.append(say("still to be reached: {milestones}", milestones=names))
    if found.ahead:
        days: list[Any] = [say("{name} ({day})", name=one.name, day=one.reached) for _, one in found.ahead]
        parts.append(say("said to be reached on a day to come: {milestones}", milestones=days))
    return parts


def _due(case: Case, one: Milestone) -> Phrase:
    owner = case.state.person(one.owner or case.unit.sponsor)
    return say("{name} (due {day}, {owner})", name=one.name, day=one.due, owner=owner)
