"""Help from outside has an end: each consultant has a last day, and somebody in the company who takes over.

Cleared by: the sponsor.

Source: a rule of this playbook: what leaves with the consultants was never learned.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from playbook.core.model import Consultant, Unit
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Status, Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"gone": False}
MEANS: Mapping[str, str] = {
    "gone": "whether everybody from outside has to have left",
}


class Flaw(NamedTuple):
    """What is wrong with an exit, where it is written, and whether it is certain."""

    status: Status
    found: Phrase
    key: str


def judge(case: Case) -> Verdict:
    """Return `fail` where an exit has no successor or its day has passed; with `gone`, where somebody has not left.

    A successor is in the company if the unit's file places them: as sponsor, head, member of a squad or candidate. Of
    one whom it does not place, and of a day to come on which somebody is said to have left, nothing is known:
    undecided. A unit without help from outside passes.
    """
    needed = say("each consultant has a last day, and a successor in the company")
    if case.options["gone"]:
        needed = say("every consultant has left, and somebody in the company has taken over")
    listed = case.unit.retooling.consultants if case.unit.retooling else ()
    known, today = _company(case.unit) if listed else frozenset(), case.now.date().isoformat()
    flaws = [(place, flaw) for place, one in enumerate(listed) for flaw in _flaws(case, one, known, today)]
    if flaws:
        place, worst = next((one for one in flaws if one[1].status == "fail"), flaws[0])
        return case.verdict(
            worst.status,
            needed,
            both(*(flaw.found for _, flaw in flaws)),
            where=case.state.where("retooling", "consultants", place, worst.key),
            clears=(case.unit.sponsor,),
            remedy=say("agree on the last day and on who takes over, and write down when they have left"),
        )
    n = len(listed)
    found = say("{n} consultant, with an exit", "{n} consultants, each with an exit", n=n)
    if case.options["gone"]:
        found = say("{n} consultant, gone", "{n} consultants, all gone", n=n)
    found = found if n else say("no help from outside")
    return case.verdict("pass", needed, found, where=case.state.where("retooling", "consultants"))


def _flaws(case: Case, one: Consultant, known: frozenset[str], today: str) -> Iterator[Flaw]:
    """Yield what is wrong with the exit of one consultant."""
    if not one.successor:
        yield Flaw("fail", say("nobody takes over from {name}", name=one.name), "successor")
    elif one.successor not in known:
        facts = {"person": case.state.person(one.successor), "name": one.name}
        found = say("{person}, who takes over from {name}, is in no department of this unit", **facts)
        yield Flaw("undecided", found, "successor")
    if one.left and one.left > today:
        found = say("{name} is said to leave on a day to come ({day})", name=one.name, day=one.left)
        yield Flaw("fail" if case.options["gone"] else "undecided", found, "left")
    elif not one.left and one.until < today:
        yield Flaw("fail", say("{name} was to be gone after {day}", name=one.name, day=one.until), "until")
    elif not one.left and case.options["gone"]:
        found = say("{name} is still there, until {day}", name=one.name, day=one.until)
        yield Flaw("fail", found, "until")


def _company(unit: Unit) -> frozenset[str]:
    """Return everybody whom the unit's file places in the company."""
    squads = (unit.pilot, *unit.squads)
    members = (member.person for squad in squads for member in squad.members)
    heads = (department.head for department in unit.departments)
    return frozenset((unit.sponsor, *heads, *members, *(one.person for one in unit.people)))
