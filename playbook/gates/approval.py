"""The named role approved this very content; nobody approves their own squad.

The person in the role has approved this move of this subject, and what was approved is what is there now: an approval
is bound to a fingerprint. Nobody has approved: `fail`. Approved, but the content has changed since: `undecided`,
because the evidence is stale. A person who is a member of a squad that is judged (for a unit: of any of its squads)
cannot approve it, whatever they recorded. `sponsor` is the unit's; `department-heads` are the heads of all departments
that give members, and all of them have to approve.

Cleared by: the person in the role.

Source: a rule of this playbook: an approval lapses by itself when the text changes; nobody approves their own squad.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playbook.core.history import Approval
from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"role": ("sponsor", "lead", "accountable", "department-heads")}
MEANS: Mapping[str, str] = {
    "role": "who has to approve",
}


def judge(case: Case) -> Verdict:
    """Return the verdict on the first person whose approval does not stand.

    `lead` and `accountable` are those of the pilot: a squad cannot be approved from within, but those who got the
    first one right can approve the next. No waiver stands for an approval: it is the person's own word.
    """
    role = case.options["role"]
    needed = _needed(role)
    people = case.holders(role)
    if not people:
        return case.verdict(
            "undecided",
            needed,
            say("nobody is named who could approve"),
            where=case.state.where("departments"),
            clears=(case.unit.sponsor,),
            remedy=say("name members, and the departments they come from"),
            waivable=False,
        )
    verdicts = [_one(case, needed, role, person, path) for person, path in people.items()]
    worst = case.worst(needed, verdicts)
    if worst.status != "pass":
        return replace(worst, waivable=False)
    given = [_given(case, role, person) for person in people]
    names = [case.state.person(one.by) for one in given if one]
    day = max(one.at[:10] for one in given if one)
    return case.verdict("pass", needed, say("approved by {names} on {day}", names=names, day=day), where=worst.where)


def required(case: Case, role: str) -> tuple[str, ...]:
    """Return the people (ids) whose approval the role asks for; all of them have to approve."""
    return tuple(case.holders(role))


def _needed(role: str) -> Phrase:
    return {
        "sponsor": say("the sponsor's approval is needed"),
        "lead": say("the approval of the pilot's lead is needed"),
        "accountable": say("the approval of the person accountable for the pilot is needed"),
        "department-heads": say("the approval of the head of each department that gives members is needed"),
    }[role]


def _one(case: Case, needed: Phrase, role: str, person: str, path: tuple[str | int, ...]) -> Verdict:
    given, name, where = _given(case, role, person), case.state.person(person), case.state.where(*path)
    judged = (
        case.squads()
        if case.name
        else ((f"{case.unit.unit}/{one.id}", one) for one in (case.unit.pilot, *case.unit.squads))
    )
    own = [subject for subject, squad in judged if person in {member.person for member in squad.members}]
    if own:
        found = say("{name} is a member of {subject}: nobody approves their own {squad}", name=name, subject=own[0])
        remedy = say("let somebody else have this role, or leave the {squad}")
        return case.verdict("fail", needed, found, where=where, clears=(person,), remedy=remedy)
    if given and case.fingerprint and given.fingerprint == case.fingerprint:
        return case.verdict("pass", needed, say("approved by {name}", name=name), where=where)
    command = f"playbook approve {case.subject} --as {_quoted(case.state.people.get(person, person))}"
    if given:
        command = f"playbook approve {case.subject} --again --as {_quoted(case.state.people.get(person, person))}"
        changes = case.state.changes.get((case.subject, given.move, role, person), ())
        facts = {"name": name, "day": given.at[:10]}
        found = say("{name} approved on {day}, but what was approved has changed since", **facts)
        if changes:
            found = say("{name} approved on {day}; changed since: {changes}", **facts, changes=list(changes))
        remedy = say("read what changed, and approve it again")
        return case.verdict("undecided", needed, found, where=where, clears=(person,), remedy=remedy, command=command)
    found = say("{name} has not approved", name=name)
    remedy = say("read what the move rests on, and approve it")
    return case.verdict("fail", needed, found, where=where, clears=(person,), remedy=remedy, command=command)


def _given(case: Case, role: str, person: str) -> Approval | None:
    """Return the person's latest approval of this move in this role."""
    approvals = reversed(case.state.standing(case.subject).approvals)
    return next((one for one in approvals if (one.move, one.role, one.by) == (case.move.name, role, person)), None)


def _quoted(text: str) -> str:
    """Return the text as one word of a command line."""
    if any(character in '"$`\\!' for character in text):
        return "'" + text.replace("'", "'\"'\"'") + "'"
    return f'"{text}"'
