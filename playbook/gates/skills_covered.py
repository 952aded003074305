"""Every skill that the mission needs is held by a member, or has a plan whose day has not passed.

Skills that a break-fix cycle found missing count as the mission's: for the squad that lacked them, and for each one
that was not chartered yet when they were found.

A plan is to hire, train or borrow, by a day. A skill with neither member nor plan fails; a plan whose day has passed
is stale evidence, so it is `undecided` and named with its day. A mission that names no skill is `undecided`.

Cleared by: the squad's lead.

Source: a rule of this playbook: there is no fixed list of roles, squads vary in composition; what counts is the
mission.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from playbook.core.history import SkillGap
from playbook.core.model import Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.skillgaps import asked_of, spared
from playbook.core.verdict import Status, Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


class Lack(NamedTuple):
    """What a squad has no answer to."""

    lacking: list[str]
    """Skills that nobody holds and no plan brings."""
    unlisted: list[str]
    """Those of them that the mission does not name, so that nobody can be said to hold them."""
    overdue: list[str]
    """Skills with the day of their plan, which has passed."""


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad: a skill without member or plan fails, an overdue plan is stale.

    What was found missing after a squad was chartered, in another one, is not asked of it; see `playbook cycle close
    --missing-skill`.
    """
    needed = say("every skill of the mission is held by a member, or has a dated plan to hire, train or borrow")
    if not case.unit.mission.skills:
        found = say("the mission names no skill")
        where, remedy = case.state.where("mission", "skills"), say("name the skills that the mission needs")
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    gaps = asked_of(case.state, subject)
    listed = [skill for skill in case.unit.mission.skills if skill not in spared(case.state, subject)]
    skills, today = dict.fromkeys((*listed, *gaps)), case.now.date().isoformat()
    held = {skill for member in squad.members for skill in member.skills}
    plans = {skill: _day(squad, skill) for skill in skills if skill not in held}
    lack = Lack(
        lacking=[skill for skill, day in plans.items() if not day],
        unlisted=[skill for skill in gaps if skill not in case.unit.mission.skills],
        overdue=[f"{skill} ({day})" for skill, day in plans.items() if day and day < today],
    )
    if lack.lacking or lack.overdue:
        return _short_of(case, needed, subject, squad, lack, gaps)
    facts = {"held": len(skills) - len(plans), "total": len(skills), "planned": len(plans)}
    found = say("{held} of {total} skills held, {planned} planned", **facts)
    where = case.line(subject, "skill_plans" if plans else "members")
    return case.verdict("pass", needed, case.about(subject, found), where=where)


def _short_of(  # noqa: PLR0913, PLR0917  (what the verdict is made of)
    case: Case, needed: Phrase, subject: str, squad: Squad, lack: Lack, gaps: Mapping[str, SkillGap]
) -> Verdict:
    status: Status = "fail" if lack.lacking else "undecided"
    where = case.line(subject, "members" if lack.lacking else "skill_plans")
    clears: tuple[str, ...] = (squad.lead,)
    remedy = say("give each skill a member who holds it, or a plan (hire, train, borrow) with a day to come")
    if lack.unlisted:
        where, clears = case.state.where("mission", "skills"), (case.unit.sponsor, squad.lead)
        remedy = say(
            "add {skills} to the mission's skills; then give it a member who holds it, or a plan with a day to come",
            skills=lack.unlisted,
        )
    found = case.about(subject, both(*_gaps(lack, gaps)))
    return case.verdict(status, needed, found, where=where, clears=clears, remedy=remedy)


def _gaps(lack: Lack, gaps: Mapping[str, SkillGap]) -> Iterator[Phrase]:
    if lack.lacking:
        yield say("nobody holds, and no plan brings: {skills}", skills=list(_told(lack.lacking, gaps)))
    if lack.unlisted:
        yield say("the mission's skills do not name: {skills}", skills=lack.unlisted)
    if lack.overdue:
        yield say("the day of the plan has passed: {skills}", skills=lack.overdue)


def _told(skills: Iterable[str], gaps: Mapping[str, SkillGap]) -> Iterator[Phrase | str]:
    """Yield skills, each that was found in operation with the cycle that found it."""
    for skill in skills:
        gap = gaps.get(skill)
        if gap:
            yield say(
                "{skill} (missing in {subject}, cycle {cycle})", skill=skill, subject=gap.subject, cycle=gap.cycle
            )
        else:
            yield skill


def _day(squad: Squad, skill: str) -> str:
    """Return the latest day that a plan names for the skill, or an empty text."""
    return max((plan.by for plan in squad.skill_plans if plan.skill == skill), default="")
