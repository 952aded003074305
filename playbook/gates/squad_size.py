"""Six to ten members: fewer cannot cover the work, more cannot talk to each other.

A squad has at least `least` and at most `most` members. Fewer and more are different reasons, with different remedies.
The number of links, n(n-1)/2, is how many pairs of people have to keep in touch.

Cleared by: the squad's lead.

Source: a customer value squad has six to ten people; the links after Frederick P. Brooks, *The Mythical Man-Month*,
chapter 2.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.model import Squad
from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"least": 6, "most": 10}
MEANS: Mapping[str, str] = {
    "least": "fewest members",
    "most": "most members",
}
TOO_MANY = 10
"""More people than this are nobody's to waive, whatever a stage map allows."""


def judge(case: Case) -> Verdict:
    """Return the verdict on the squad that is furthest from the size needed.

    Links are the pairs of people who have to keep in touch, n(n-1)/2 (Frederick P. Brooks, *The Mythical Man-Month*,
    chapter 2). Too few can be waived; more than ten people in any of the squads cannot.
    """
    least, most = case.options["least"], case.options["most"]
    needed = say("{least} to {most} members are needed", least=least, most=most)
    squads = sorted(case.squads(), key=lambda one: _weight(len(one[1].members), least, most), reverse=True)
    return case.worst(needed, (_one(case, needed, *one) for one in squads))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    least, most, n = case.options["least"], case.options["most"], len(squad.members)
    found, remedy = _found(n, least, most)
    return case.verdict(
        "fail" if _beyond(n, least, most) else "pass",
        needed,
        case.about(subject, found),
        where=case.line(subject, "members"),
        clears=(squad.lead,),
        remedy=remedy,
        waivable=n <= TOO_MANY,
    )


def _found(n: int, least: int, most: int) -> tuple[Phrase, Phrase | None]:
    facts = {"n": n, "gap": _beyond(n, least, most), "links": n * (n - 1) // 2}
    if n < least:
        few = say("{n} member, {gap} too few ({links} links)", "{n} members, {gap} too few ({links} links)", **facts)
        return few, say("add members, or stop the {squad}")
    if n > most:
        many = say("{n} member, {gap} too many ({links} links)", "{n} members, {gap} too many ({links} links)", **facts)
        return many, say(
            "leave at most {most} of them here, and make the others {squad:a} of their own under `squads`, "
            "or let them go back to their departments",
            most=most,
        )
    return say("{n} member, {links} links", "{n} members, {links} links", **facts), None


def _weight(n: int, least: int, most: int) -> tuple[bool, int]:
    """Return what makes a squad the worst: one that nobody can waive comes first."""
    beyond = _beyond(n, least, most)
    return bool(beyond) and n > TOO_MANY, beyond


def _beyond(n: int, least: int, most: int) -> int:
    """Return how many members are missing or too many."""
    return max(least - n, n - most, 0)
