"""Each member has a release note from the head of their department, and nobody's time is promised twice.

Cleared by: the heads of the members' departments.

Source: a rule of this playbook: a squad is made of people whom others give up, and a department that was not asked
takes them back.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from playbook.core.allocations import Seat, seats
from playbook.core.model import Member, Release, Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import SHOWN, Case

OPTIONS: Mapping[str, Any] = {"most": 100}
MEANS: Mapping[str, str] = {
    "most": "percent of working time that all squads together may have of a person",
}

Path = tuple[str | int, ...]


class Gap(NamedTuple):
    """What is wrong with one member's release: of which kind, what is told of the member, where, who can clear it."""

    kind: str
    told: Any
    path: Path
    clears: str
    until: str = ""


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad, with every member whose release is not in order.

    A release note says when it was agreed, how long it holds, for how much of the member's time, and who does what
    the member leaves behind. It is the word of the head of the member's department: of nobody else. A note that is
    missing, is somebody else's or names no backfill fails; one that has ended, begins later or covers less time than
    planned says nothing about today and is undecided. `most` is the percent of working time that all squads together
    may have of a person, in this unit and in others; squads that have ended do not count, planned ones do. It may be
    met, not exceeded.
    """
    most = case.options["most"]
    needed = say(
        "each member is released by the head of their department, with a backfill; "
        "all {squads} together have at most {most} % of anybody's time",
        most=most,
    )
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    gaps = [gap for index, one in enumerate(squad.members) for gap in _member(case, index, one)]
    gaps += _overbooked(case, squad)
    if not squad.members:
        gaps.append(Gap("nobody", "", ("members",), squad.lead))
    if not gaps:
        n = len(squad.members)
        found = say("{n} member, released", "{n} members, all released", n=n)
        return case.verdict("pass", needed, case.about(subject, found), where=case.line(subject, "members"))
    gaps.sort(key=lambda gap: list(_SAID).index(gap.kind))
    kinds = list(dict.fromkeys(gap.kind for gap in gaps))
    return case.verdict(
        "fail" if any(kind in _FAILS for kind in kinds) else "undecided",
        needed,
        case.about(subject, both(*(_found(kind, [gap for gap in gaps if gap.kind == kind]) for kind in kinds))),
        where=case.line(subject, *gaps[0].path),
        clears=tuple(dict.fromkeys(gap.clears for gap in gaps)),
        remedy=_REMEDIES[kinds[0]],
        until=max(gap.until for gap in gaps) if all(gap.until for gap in gaps) else "",
    )


def _member(case: Case, index: int, one: Member) -> Iterator[Gap]:
    """Yield what is wrong with one member's release note."""
    department = case.unit.department(one.department)
    head = department.head if department else case.unit.sponsor
    name = case.state.person(one.person)
    path: Path = ("members", index, "release")
    if one.release is None:
        yield Gap("missing", name, path, head)
        return
    if one.release.by and department and one.release.by != head:
        who = case.state.person(one.release.by)
        yield Gap("stranger", say("{name} ({who})", name=name, who=who), (*path, "by"), head)
    if not one.release.backfill:
        yield Gap("backfill", name, path, head)
    yield from _dated(case, index, one, one.release, head)


def _dated(case: Case, index: int, one: Member, release: Release, head: str) -> Iterator[Gap]:
    """Yield why a release says nothing about today, or not about all of the time that is planned."""
    today, name = case.now.date().isoformat(), case.state.person(one.person)
    path: Path = ("members", index, "release")
    if release.until and release.until < today:
        yield Gap("ended", say("{name} (on {day})", name=name, day=release.until), (*path, "until"), head)
    if release.allocation and release.allocation < one.allocation:
        told = say("{name} ({agreed} of {planned} %)", name=name, agreed=release.allocation, planned=one.allocation)
        yield Gap("less", told, (*path, "allocation"), head)
    if release.agreed > today:
        told = say("{name} (on {day})", name=name, day=release.agreed)
        yield Gap("future", told, (*path, "agreed"), head, release.agreed)


def _overbooked(case: Case, squad: Squad) -> Iterator[Gap]:
    """Yield the members whose time is promised more than once, here and in other units."""
    here = case.once("seats", lambda: seats(case.state, case.unit, case.maps))
    there = case.elsewhere([member.person for member in squad.members])
    for index, member in enumerate(squad.members):
        own = here.get(member.person) or ((squad.id, member.allocation),)
        others = {unit: percent for unit, percent in there.get(member.person, {}).items() if unit != case.unit.unit}
        total = sum(percent for _, percent in own) + sum(others.values())
        if total > case.options["most"]:
            told = _booked(case, member, total, own, others)
            department = case.unit.department(member.department)
            head = department.head if department else case.unit.sponsor
            yield Gap("overbooked", told, ("members", index, "allocation"), head)


def _booked(case: Case, member: Member, total: int, own: tuple[Seat, ...], others: Mapping[str, int]) -> Phrase:
    """Return a person with the sum of their time, and who has how much of it."""
    parts = [(f"{case.unit.unit}/{name}", percent) for name, percent in own] + sorted(others.items())
    shares = [say("{subject} {percent} %", subject=name, percent=percent) for name, percent in parts]
    return say("{name} {total} % ({shares})", name=case.state.person(member.person), total=total, shares=shares)


def _found(kind: str, gaps: list[Gap]) -> Phrase:
    """Return what is wrong in one way: how many members, and the first few of them."""
    text, plural = _SAID[kind]
    told = [*(gap.told for gap in gaps[:SHOWN]), *["…"] * (len(gaps) > SHOWN)]
    return Phrase(text, {"n": len(gaps), "names": told}, plural)


_FAILS = ("nobody", "missing", "overbooked", "stranger", "backfill")
_SAID: dict[str, tuple[str, str]] = {
    kind: (said.text, said.plural)
    for kind, said in {
        "nobody": say("there are no members"),
        "overbooked": say("{n} person is promised twice: {names}", "{n} people are promised twice: {names}"),
        "missing": say("{n} member has no release note: {names}", "{n} members have no release note: {names}"),
        "stranger": say(
            "{n} release is not the word of the department's head: {names}",
            "{n} releases are not the word of the department's head: {names}",
        ),
        "backfill": say("{n} release names no backfill: {names}", "{n} releases name no backfill: {names}"),
        "ended": say("{n} release has ended: {names}", "{n} releases have ended: {names}"),
        "less": say(
            "{n} release covers less time than is planned: {names}",
            "{n} releases cover less time than is planned: {names}",
        ),
        "future": say("{n} release is dated in the future: {names}", "{n} releases are dated in the future: {names}"),
    }.items()
}
"""What is said of each kind of gap, the worst kind first."""
_REMEDIES: dict[str, Phrase] = {
    "nobody": say("name the members in the unit's file"),
    "overbooked": say("agree with the {squads} on who has how much of this person, and write it down"),
    "missing": say("let the head of each department agree, and write `release` with the day and the backfill"),
    "stranger": say("let the head of the department agree in person; somebody else cannot give their people away"),
    "backfill": say("write down who does what the member leaves behind, or what is left undone"),
    "ended": say("let the head of the department agree to go on, and write down the new day"),
    "less": say("let the head of the department agree to more, or plan with less"),
    "future": say("wait for that day, or write the day on which it was agreed"),
}
