"""The top-down path in a unit's file: what its retooling says, and whether it is there where the path asks for it."""

from playbook.config.days import check_days
from playbook.config.findings import Findings, Spot, short, unique
from playbook.config.people import split
from playbook.core.persons import normal
from playbook.core.phrase import Phrase, say
from playbook.errors import UsageError

TOP_DOWN, INCREMENTAL = "top-down", "incremental"


def check_retooling(findings: Findings, top: Spot) -> None:
    """Add what is wrong with `retooling`; a path of one's own may have it or not."""
    retooling, path = top.key("retooling"), top.key("path")
    if path.text == TOP_DOWN and retooling.value is None:
        findings.add(path.path, say("the path 'top-down' needs `retooling`: mandate, milestones, consultants"))
    if retooling.value is not None and path.text in ("", INCREMENTAL) and path.value in (None, INCREMENTAL):
        wrong = say("the path is incremental, and has no retooling: write `path: top-down`, or leave this out")
        findings.add(retooling.path, wrong, key=True)
    milestones, consultants = retooling.key("milestones").each(), retooling.key("consultants").each()
    unique(findings, [one.key("id") for one in milestones], _milestone_twice)
    unique(findings, [one.key("name") for one in consultants], _consultant_twice)
    check_days(findings, [one.key(key) for one in milestones for key in ("due", "reached")])
    check_days(findings, [one.key(key) for one in consultants for key in ("until", "left")])
    leaving = {_name(one.key("name").text) for one in consultants} - {""}
    for one in consultants:
        _successor(findings, one.key("successor"), leaving)


def _successor(findings: Findings, spot: Spot, leaving: set[str]) -> None:
    """Nobody who is to leave takes over from one who leaves."""
    if spot.text and _name(spot.text) in leaving:
        wrong = say("'{name}' is a consultant: a successor stays in the company", name=short(spot.text))
        findings.add(spot.path, wrong)


def _name(person: str) -> str:
    try:
        return split(normal(person))[0].casefold()
    except UsageError:
        return ""


def _milestone_twice(name: str, line: int) -> Phrase:
    return say("the milestone '{name}' is here twice (first on line {line})", name=name, line=line)


def _consultant_twice(name: str, line: int) -> Phrase:
    return say("'{name}' is among the consultants twice (first on line {line})", name=name, line=line)
