"""Decision cases of the mission: each calls for a decision, and for questions, that the mission names."""

from playbook.config.crew import ids
from playbook.config.findings import Findings, Spot, known, unique
from playbook.core.phrase import Phrase, say


def check_cases(findings: Findings, top: Spot) -> None:
    """Add what is wrong between the cases of the mission and its decisions and questions."""
    mission = top.key("mission")
    cases = mission.key("cases").each()
    decisions = ids(one.key("id") for one in mission.key("decisions").each())
    questions = ids(one.key("id") for one in mission.key("questions").each())
    unique(findings, [case.key("id") for case in cases], _case_twice)
    for case in cases:
        known(findings, case.key("decision"), decisions, _not_a_decision)
        unique(findings, case.key("questions").each(), _asked_twice)
        for question in case.key("questions").each():
            known(findings, question, questions, _not_a_question)


def _case_twice(name: str, line: int) -> Phrase:
    return say("the case '{name}' is here twice (first on line {line})", name=name, line=line)


def _asked_twice(name: str, line: int) -> Phrase:
    return say("the question '{name}' is here twice (first on line {line})", name=name, line=line)


def _not_a_decision(name: str) -> Phrase:
    return say("'{name}' is not a decision of the mission", name=name)


def _not_a_question(name: str) -> Phrase:
    return say("'{name}' is not a question of the mission", name=name)
