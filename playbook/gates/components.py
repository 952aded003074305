"""People, method and intelligence: present to launch, working to be stable.

People (the network organisation), method (agile operations) and intelligence (analytics) have each reached the state
`need`: `present` to launch, `working` to be stable. `planned` is behind both.

Cleared by: the squad's lead.

Source: a rule of this playbook: a squad needs all three, and two of them do not make up for the third.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.model import Squad
from playbook.core.phrase import Phrase, listed, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"need": ("present", "working")}
MEANS: Mapping[str, str] = {
    "need": "the state that each of them has to have reached",
}

PARTS = {"people": say("people"), "method": say("method"), "intelligence": say("intelligence")}
ORDER = ("planned", "present", "working")


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad."""
    need = case.options["need"]
    needed = say("people, method and intelligence are each present")
    if need == "working":
        needed = say("people, method and intelligence are each working")
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    where = case.line(subject, "components")
    remedy = say("say how the {squad} does it, and set the state once that is true")
    if squad.components is None:
        found = case.about(subject, say("the components are not described"))
        return case.verdict("fail", needed, found, where=where, clears=(squad.lead,), remedy=remedy)
    states = {part: getattr(squad.components, part).state for part in PARTS}
    behind = [part for part, state in states.items() if ORDER.index(state) < ORDER.index(case.options["need"])]
    if behind:
        found = case.about(
            subject, say("not there yet: {parts}", parts=[_named(part, states[part]) for part in behind])
        )
        where = case.line(subject, "components", behind[0], "state")
        return case.verdict("fail", needed, found, where=where, clears=(squad.lead,), remedy=remedy)
    found = case.about(subject, listed(_named(*one) for one in states.items()))
    return case.verdict("pass", needed, found, where=where)


def _named(part: str, state: str) -> Phrase:
    return say("{part} ({state})", part=PARTS[part], state=Phrase(state))
