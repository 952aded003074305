"""Each decision that the mission needs has one decider inside the {squad}, with a limit; one member is accountable."""

from collections.abc import Iterator, Mapping
from typing import Any

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
    if gaps:
        return case.verdict(
            "fail",
            needed,
            case.about(subject, both(*(found for found, _ in gaps))),
            where=case.line(subject, *gaps[0][1]),
            clears=(squad.lead, case.unit.sponsor),
            remedy=say(
                "name for each decision the one member who decides, and the limit below which nobody else is asked"
            ),
        )
    accountable = case.state.person(squad.accountable)
    n = len(case.unit.mission.decisions)
    found = say(
        "{n} decision with a decider and a limit; {name} is accountable",
        "{n} decisions, each with a decider and a limit; {name} is accountable",
        n=n,
        name=accountable,
    )
    return case.verdict("pass", needed, case.about(subject, found), where=case.line(subject, "decides"))


def _accountable(case: Case, squad: Squad, inside: set[str]) -> Iterator[Gap]:
    if squad.accountable not in inside:
        name = case.state.person(squad.accountable)
        yield say("{name} is accountable without being a member", name=name), ("accountable",)


def _decision(case: Case, squad: Squad, inside: set[str], decision: str) -> Iterator[Gap]:
    rights = [(index, right) for index, right in enumerate(squad.decides) if right.decision == decision]
    if not rights:
        yield say("nobody decides on '{decision}'", decision=decision), ("decides",)
    if len(rights) > 1:
        names = [case.state.person(right.decider) for _, right in rights]
        found = say("'{decision}' has {count} deciders: {names}", decision=decision, count=len(names), names=names)
        yield found, ("decides", rights[1][0])
    for index, right in rights:
        name = case.state.person(right.decider)
        if right.decider not in inside:
            found = say("{name} decides on '{decision}' without being a member", name=name, decision=decision)
            yield found, ("decides", index, "decider")
        if right.limit is None:
            found = say("{name} decides on '{decision}' without a limit", name=name, decision=decision)
            yield found, ("decides", index)
