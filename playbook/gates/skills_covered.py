"""Every skill that the mission needs is held by a member, or has a plan whose day has not passed."""

from collections.abc import Iterator, Mapping
from typing import Any

from playbook.core.model import Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Status, Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad: a skill without member or plan fails, an overdue plan is stale."""
    needed = say("every skill of the mission is held by a member, or has a dated plan to hire, train or borrow")
    if not case.unit.mission.skills:
        found = say("the mission names no skill")
        where, remedy = case.state.where("mission", "skills"), say("name the skills that the mission needs")
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    skills, today = dict.fromkeys(case.unit.mission.skills), case.now.date().isoformat()
    held = {skill for member in squad.members for skill in member.skills}
    plans = {skill: _day(squad, skill) for skill in skills if skill not in held}
    lacking = [skill for skill, day in plans.items() if not day]
    overdue = [f"{skill} ({day})" for skill, day in plans.items() if day and day < today]
    where = case.line(subject, "members" if lacking or not plans else "skill_plans")
    if lacking or overdue:
        found = case.about(subject, both(*_gaps(lacking, overdue)))
        remedy = say("give each skill a member who holds it, or a plan (hire, train, borrow) with a day to come")
        status: Status = "fail" if lacking else "undecided"
        return case.verdict(status, needed, found, where=where, clears=(squad.lead,), remedy=remedy)
    facts = {"held": len(skills) - len(plans), "total": len(skills), "planned": len(plans)}
    found = say("{held} of {total} skills held, {planned} planned", **facts)
    return case.verdict("pass", needed, case.about(subject, found), where=where)


def _gaps(lacking: list[str], overdue: list[str]) -> Iterator[Phrase]:
    if lacking:
        yield say("nobody holds, and no plan brings: {skills}", skills=lacking)
    if overdue:
        yield say("the day of the plan has passed: {skills}", skills=overdue)


def _day(squad: Squad, skill: str) -> str:
    """Return the latest day that a plan names for the skill, or an empty text."""
    return max((plan.by for plan in squad.skill_plans if plan.skill == skill), default="")
