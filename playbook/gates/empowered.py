"""Each decision that the mission needs has one decider inside the squad, with a limit; one member is accountable.

The decision cases of the mission are played against it: one that must leave the squad fails, one of which nobody wrote
down how fast it is decided is undecided.

Each kind of decision of the mission has exactly one right, its decider is a member, and the right has a limit (a
number, 0 included, or `unlimited`). The accountable person is a member. Every gap is listed.

Cleared by: the squad's lead, the sponsor.

Source: the D of DACI and the A of RACI: one name each, because a decision that is shared is nobody's.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from playbook.core import drill
from playbook.core.model import Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}

Gap = tuple[Phrase, tuple[str | int, ...]]
"""What is wrong, and the path of the key it is written at."""


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad, with every gap it has.

    One decider a decision and one accountable person is the D of DACI and the A of RACI: shared, they are nobody's.
    Cases are those of `mission.cases`; `playbook drill` shows how each of them goes.
    """
    needed = say("each decision has one decider inside the {squad}, with a limit; one member is accountable")
    if not case.unit.mission.decisions:
        found = say("the mission names no kind of decision")
        where, remedy = (
            case.state.where("mission", "decisions"),
            say("name the kinds of decision that the mission needs"),
        )
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    inside = {member.person for member in squad.members}
    gaps = [*_accountable(case, squad, inside)]
    for decision in case.unit.mission.decisions:
        gaps += _decision(case, squad, inside, decision.id)
    plays = drill.plays(case.unit, squad, case.state.person, case.now.date().isoformat())
    told = frozenset(str(found) for found, _ in gaps)
    exits = [_leaving(one, told) for one in plays if one.exits]
    if gaps or exits:
        sure = bool(gaps) or any(one.leaves for one in plays)
        return case.verdict(
            "fail" if sure else "undecided",
            needed,
            case.about(subject, both(*(found for found, _ in (*gaps, *exits)))),
            where=case.line(subject, *(*gaps, *exits)[0][1]),
            clears=(squad.lead, case.unit.sponsor),
            remedy=_remedy(gaps),
            command="" if gaps else f"playbook drill {subject}",
        )
    return case.verdict("pass", needed, case.about(subject, _passed(case, squad)), where=case.line(subject, "decides"))


def _remedy(gaps: list[Gap]) -> Phrase:
    if gaps:
        return say("name for each decision the one member who decides, and the limit below which nobody else is asked")
    return say("give the {squad} the decision, the limit, the minutes or the data that the case asks for")


def _passed(case: Case, squad: Squad) -> Phrase:
    n = len(case.unit.mission.decisions)
    found = say(
        "{n} decision with a decider and a limit; {name} is accountable",
        "{n} decisions, each with a decider and a limit; {name} is accountable",
        n=n,
        name=case.state.person(squad.accountable),
    )
    played = len(case.unit.mission.cases)
    cases = say("{n} case stays inside the {squad}", "{n} cases stay inside the {squad}", n=played)
    return both(found, cases) if played else found


def _leaving(play: drill.Play, told: frozenset[str]) -> Gap:
    """Return that a case leaves the squad, with the reasons that were not told already."""
    reasons = [one.why for one in play.exits if str(one.why) not in told]
    where = play.exits[0].path
    if play.leaves and reasons:
        return say("“{case}” must leave the {squad}: {reasons}", case=play.case.case, reasons=both(*reasons)), where
    if play.leaves:
        return say("“{case}” must leave the {squad}", case=play.case.case), where
    return say("“{case}” may have to leave the {squad}: {reasons}", case=play.case.case, reasons=both(*reasons)), where


def _accountable(case: Case, squad: Squad, inside: set[str]) -> Iterator[Gap]:
    if squad.accountable not in inside:
        name = case.state.person(squad.accountable)
        yield say("{name} is accountable without being a member", name=name), ("accountable",)


def _decision(case: Case, squad: Squad, inside: set[str], decision: str) -> Iterator[Gap]:
    rights = [(index, right) for index, right in enumerate(squad.decides) if right.decision == decision]
    if not rights:
        yield drill.nobody(decision), ("decides",)
    if len(rights) > 1:
        names = [case.state.person(right.decider) for _, right in rights]
        yield drill.several(decision, names), ("decides", rights[1][0])
    for index, right in rights:
        name = case.state.person(right.decider)
        if right.decider not in inside:
            yield drill.outside(decision, name), ("decides", index, "decider")
        if right.limit is None:
            yield drill.limitless(decision, name), ("decides", index)
