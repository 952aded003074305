"""Each question that the squad must answer has a source, an owning department and an active grant.

With `probed_days` (0: it is not asked) somebody must have pulled the data at most so many days ago: a grant that was
never probed, or longer ago, is `undecided`. A probe is evidence about the mission's questions: one from before the
mission was changed does not count either.

Cleared by: the head of each department that owns the data; the squad's lead where no source is named or a grant is to
be probed.

Source: a rule of this playbook: a squad may pull the data it needs across the silos, and a grant on paper is no data.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from playbook.core.model import DataSource, Squad
from playbook.core.phrase import Phrase, both, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"probed_days": 0}
MEANS: Mapping[str, str] = {
    "probed_days": "how many days old the last probe of a grant may be; 0: probes are not asked for",
}


class Gap(NamedTuple):
    """A question that cannot be answered today: why, where that is written, who can clear it."""

    found: Phrase
    path: tuple[str | int, ...]
    clears: str
    stale: bool = False
    """Granted, but nobody has seen lately whether the data comes."""


def judge(case: Case) -> Verdict:
    """Return the verdict on the worst squad, with every question that it cannot answer today."""
    needed = say("each question has a source, a department that owns it, and a grant that is active")
    if not case.unit.mission.questions:
        found = say("the mission names no question")
        where, remedy = (
            case.state.where("mission", "questions"),
            say("name the questions that {squad:a} must be able to answer"),
        )
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    return case.worst(needed, (_one(case, needed, *one) for one in case.squads()))


def _one(case: Case, needed: Phrase, subject: str, squad: Squad) -> Verdict:
    gaps = [gap for question in case.unit.mission.questions if (gap := _question(case, squad, question.id))]
    if gaps and all(gap.stale for gap in gaps):
        return _unprobed(case, needed, subject, gaps)
    gaps = [gap for gap in gaps if not gap.stale]
    if gaps:
        return case.verdict(
            "fail",
            needed,
            case.about(subject, both(*(gap.found for gap in gaps))),
            where=case.line(subject, *gaps[0].path),
            clears=tuple(dict.fromkeys(gap.clears for gap in gaps)),
            remedy=say("let the department that owns the data grant access, then write it down with its last day"),
        )
    n = len(case.unit.mission.questions)
    found = say("{n} question can be answered today", "{n} questions can be answered today", n=n)
    return case.verdict("pass", needed, case.about(subject, found), where=case.line(subject, "data"))


def _unprobed(case: Case, needed: Phrase, subject: str, gaps: list[Gap]) -> Verdict:
    return case.verdict(
        "undecided",
        needed,
        case.about(subject, both(*(gap.found for gap in gaps))),
        where=case.line(subject, *gaps[0].path),
        clears=tuple(dict.fromkeys(gap.clears for gap in gaps)),
        remedy=say("pull the data, see whether it comes, and write the day down as `probed`"),
    )


def _question(case: Case, squad: Squad, question: str) -> Gap | None:
    """Return why no source answers the question (of several sources the one to probe), or None if one does."""
    sources = [(index, source) for index, source in enumerate(squad.data) if source.question == question]
    if not sources:
        return Gap(say("no source is named for '{question}'", question=question), ("data",), squad.lead)
    gaps = [_source(case, squad, index, source) for index, source in sources]
    return None if None in gaps else next((gap for gap in gaps if gap and gap.stale), gaps[0])


def _source(case: Case, squad: Squad, index: int, source: DataSource) -> Gap | None:
    owner = case.unit.department(source.department)
    facts = {"source": source.source, "question": source.question}
    if owner is None:
        found = say("no department of this unit owns '{source}' for '{question}'", **facts)
        return Gap(found, ("data", index, "department"), squad.lead)
    if source.grant != "active":
        found = say(
            "the grant of '{source}' for '{question}' is {grant}, {owner} can give it",
            **facts,
            grant=Phrase(source.grant),
            owner=owner.name,
        )
        return Gap(found, ("data", index, "grant"), owner.head)
    if source.until and source.until < case.now.date().isoformat():
        found = say("the grant of '{source}' for '{question}' expired on {day}", **facts, day=source.until)
        return Gap(found, ("data", index, "until"), owner.head)
    return _probe(case, squad, index, source) if case.options["probed_days"] else None


def _probe(case: Case, squad: Squad, index: int, source: DataSource) -> Gap | None:
    """Return why the last probe says nothing about today, or None where it does."""
    limit, changed = case.options["probed_days"], case.since("mission")[:10]
    if not source.probed:
        found = say("grant of '{source}' never probed (limit {limit})", source=source.source, limit=limit)
        return Gap(found, ("data", index), squad.lead, stale=True)
    days = (case.now.date() - date.fromisoformat(source.probed)).days
    found = say(
        "grant of '{source}' last probed {n} day ago (limit {limit})",
        "grant of '{source}' last probed {n} days ago (limit {limit})",
        source=source.source,
        n=days,
        limit=limit,
    )
    if changed and source.probed < changed:
        return Gap(both(found, case.changed("mission")), ("data", index, "probed"), squad.lead, stale=True)
    return Gap(found, ("data", index, "probed"), squad.lead, stale=True) if days > limit else None
