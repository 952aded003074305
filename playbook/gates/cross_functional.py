"""Members from several departments, none of which has the majority.

The members come from at least `departments` departments, and no department has more than `share` percent of them.
Exactly that share is allowed.

Cleared by: the squad's lead, the sponsor.

Source: a rule of this playbook: a department with the majority would run it as its own.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from playbook.core.model import Squad
from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"departments": 3, "share": 50}
MEANS: Mapping[str, str] = {
    "departments": "fewest departments",
    "share": "largest share of one department, in percent of the members",
}


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad; `share` is in percent of the members, and may be met but not exceeded."""
    needed = say(
        "members from at least {n} department are needed, and none with more than {share} % of them",
        "members from at least {n} departments are needed, and none with more than {share} % of them",
        n=case.options["departments"],
        share=case.options["share"],
    )
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    counts = Counter(member.department for member in squad.members)
    where = case.line(subject, "members")
    if not counts:
        nobody, remedy = case.about(subject, say("there are no members")), _remedy(few=True, heavy=False)
        return case.verdict("fail", needed, nobody, where=where, clears=(squad.lead,), remedy=remedy)
    largest, most = counts.most_common(1)[0]
    few = len(counts) < case.options["departments"]
    heavy = most * 100 > case.options["share"] * len(squad.members)
    return case.verdict(
        "fail" if few or heavy else "pass",
        needed,
        case.about(subject, _found(case, len(counts), largest, most, len(squad.members))),
        where=where,
        clears=(squad.lead, case.unit.sponsor),
        remedy=_remedy(few=few, heavy=heavy),
    )


def _found(case: Case, departments: int, largest: str, most: int, size: int) -> Phrase:  # facts of one sentence
    known = case.unit.department(largest)
    return say(
        "{n} department, the largest ({name}) with {most} of {size} members ({share} %)",
        "{n} departments, the largest ({name}) with {most} of {size} members ({share} %)",
        n=departments,
        name=known.name if known else largest,
        most=most,
        size=size,
        share=round(most * 100 / size),
    )


def _remedy(*, few: bool, heavy: bool) -> Phrase | None:
    if few:
        return say("bring in members from other departments")
    return say("replace members of the largest department by others") if heavy else None
