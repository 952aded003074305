"""Every lesson of a closed cycle is adopted, kept local, or rejected with a reason.

A unit answers for all of its lessons, a wave and a squad for their own. A lesson of a cycle that is still open can
wait; a cycle that taught nothing is fine.

Cleared by: the lead of the squad that learned it, the sponsor.

Source: a rule of this playbook: lessons from the pilot's cycles are in the next squads' charters and checklists.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.history import Lesson
from playbook.core.phrase import say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


def judge(case: Case) -> Verdict:
    """Return `fail` with the lessons that nobody has decided on; a unit is judged on all of its lessons."""
    needed = say("every lesson of a closed cycle is adopted, kept local, or rejected with a reason")
    subjects = {case.subject, *(subject for subject, _ in case.squads())}
    lessons = [one for one in case.state.lessons.values() if not case.name or one.subject in subjects]
    lessons = [one for one in lessons if _ripe(case, one)]
    waiting = [one for one in lessons if not one.decision or (one.decision == "rejected" and not one.reason.strip())]
    if not waiting:
        n = len(lessons)
        done = say("{n} lesson, decided on", "{n} lessons, all decided on", n=n) if n else say("no lesson is waiting")
        return case.verdict("pass", needed, done)
    return case.verdict(
        "fail",
        needed,
        say("{n} lesson waits: {lessons}", "{n} lessons wait: {lessons}", n=len(waiting), lessons=case.named(waiting)),
        where=case.paper(waiting[0].subject, "break-fix-log"),
        clears=_who(case, waiting[0]),
        remedy=say("decide whether all {squads} take it over, this one keeps it, or nobody needs it and why"),
        command=f"playbook lesson adopt {case.unit.unit} {waiting[0].id}",
    )


def _ripe(case: Case, lesson: Lesson) -> bool:
    """True once the lesson's cycle is closed; a lesson without a known cycle is never overlooked."""
    cycle = case.state.standing(lesson.subject).cycles.get(lesson.cycle)
    return cycle is None or bool(cycle.closed)


def _who(case: Case, lesson: Lesson) -> tuple[str, ...]:
    squad = case.unit.squad(lesson.subject.partition("/")[2])
    return (squad.lead, case.unit.sponsor) if squad else (case.unit.sponsor,)
