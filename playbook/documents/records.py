"""What the ledger has recorded, as plain data for templates: moves, approvals, cycles, lessons, waves and results."""

from datetime import date, timedelta
from typing import Any

from playbook.core.history import Approval, Cycle, Hold, Lesson, Passage
from playbook.core.persons import unveil
from playbook.core.phrase import Phrase, say
from playbook.documents import lessons
from playbook.documents.pieces import Plain, Source
from playbook.documents.readings import measures

__all__ = [
    "approvals",
    "brief",
    "cycles",
    "hold",
    "losses",
    "measures",
    "passages",
    "result",
    "verdict",
    "wave",
]


STATUS = {
    "pass": say("passed"),
    "fail": say("not passed"),
    "undecided": say("undecided"),
    "waived": say("waived"),
}


def passages(source: Source, subject: str) -> list[Plain]:
    """Return the moves a subject made, oldest first, each with its verdicts and the approvals that stood."""
    name = subject.partition("/")[2]
    machine = "rollout" if not name else "wave" if name in source.waves else "squad"
    engine = {move.name for move in source.maps[machine].moves if move.by == "engine"}
    return [_passage(source, one) | {"engine": one.move in engine} for one in source.state.standing(subject).passages]


def approvals(source: Source, subject: str) -> list[Plain]:
    """Return every approval of a subject and of what carries it (its wave; the unit for the pilot), oldest first."""
    name = subject.partition("/")[2]
    leader = (
        source.unit.unit if name == "pilot" else source.path(source.opened[name]) if name in source.opened else subject
    )
    found = []
    for above in dict.fromkeys((leader, subject)):
        standing = source.state.standing(above)
        given = [approval for passage in standing.passages for approval in passage.approvals] + standing.approvals
        found += [_approval(source, one) | {"subject": above, "what": source.label(above)} for one in given]
    return sorted(found, key=lambda one: str(one["at"]))


def hold(source: Source, subject: str, why: Hold) -> Plain:
    """Return why, since when and by whom a subject is on hold."""
    return {
        "what": source.label(subject),
        "at": why.at,
        "by": source.state.person(why.by),
        "reason": why.reason,
        "subject": subject,
    }


def cycles(source: Source, subject: str) -> list[Plain]:
    """Return the break-fix cycles of a squad, oldest first, each with its lessons."""
    found = sorted(source.state.standing(subject).cycles.values(), key=lambda one: (one.opened, one.id))
    taught: dict[str, list[Lesson]] = {}
    for lesson in lessons.in_order(source):
        if lesson.subject == subject:
            taught.setdefault(lesson.cycle, []).append(lesson)
    return [_cycle(source, one, taught.get(one.id, [])) for one in found]


def wave(source: Source, name: str) -> Plain:
    """Return a wave with its squads in short, and how many of them count as good, bad and open."""
    subject = source.path(name)
    squads = [brief(source, squad) for squad in source.waves[name] if source.squad(squad)]
    stage = source.stage(subject, "wave")
    return {
        "id": name,
        "subject": subject,
        "number": source.number[name],
        "name": source.wave_name(name),
        "squads": squads,
        "planned": len(source.waves[name]),
        "good": sum(squad["tally"] == "good" for squad in squads),
        "bad": sum(squad["tally"] == "bad" for squad in squads),
        "open": sum(squad["tally"] == "open" for squad in squads),
        "stage": source.words.text(stage),
        "tally": source.tally(subject, "wave"),
        "since": source.state.standing(subject).since,
        "composed": bool(source.state.standing(subject).squads),
        "departments": _departments(source, name),
    }


def brief(source: Source, name: str) -> Plain:
    """Return a squad in one line: its name, lead, size, stage and how it counts."""
    one = source.squad(name)
    subject = source.path(name)
    return {
        "id": name,
        "subject": subject,
        "name": one.name if one else name,
        "lead": source.state.person(one.lead) if one else "",
        "size": len(one.members) if one else 0,
        "time": sum(member.allocation for member in one.members) / 100 if one else 0,
        "stage": source.words.text(source.stage(subject, "squad")),
        "tally": source.tally(subject, "squad"),
        "since": source.state.standing(subject).since,
        "where": source.where(name, "name"),
    }


def result(source: Source, subject: str) -> Plain:
    """Return what a squad achieved: baseline, latest value and target of each measure."""
    name = subject.partition("/")[2]
    wave = source.wave_of(name)
    opened = source.state.standing(subject).cycles.values()
    return brief(source, name) | {
        "wave": source.wave_name(wave) if wave else "",
        "measures": measures(source, subject),
        "cycles": len(opened),
        "verified": sum(cycle.verified for cycle in opened),
    }


def losses(source: Source) -> list[Plain]:
    """Return the squads that ended badly, each with the reason that was given."""
    found = []
    for squad in (source.unit.pilot, *source.unit.squads):
        subject = source.path(squad.id)
        if source.tally(subject, "squad") == "bad":
            last = source.state.standing(subject).passages[-1]
            found.append(brief(source, squad.id) | {"reason": last.reason, "at": last.at})
    return found


def _passage(source: Source, one: Passage) -> Plain:
    text = source.words.text
    return {
        "at": one.at,
        "by": source.state.person(one.by),
        "move": source.words.move(one.move),
        "source": text(one.source),
        "target": text(one.target),
        "reason": one.reason,
        "carried_by": source.label(one.carried_by) if one.carried_by else "",
        "verdicts": [verdict(source, kept) for kept in one.verdicts],
        "approvals": [_approval(source, approval) for approval in one.approvals],
    }


def verdict(source: Source, kept: dict[str, Any]) -> Plain:
    """Return a verdict that the history keeps, in words."""
    return {
        "condition": source.words.text(kept["condition"].replace("_", " ")),
        "status": source.words.phrase(STATUS[kept["status"]]),
        "passed": kept["status"] == "pass",
        "subject": kept["subject"],
        "what": source.label(kept["subject"]),
        "needed": _phrase(source, kept["needed"]),
        "found": _phrase(source, kept["found"]),
        "where": kept["where"],
        "clears": [source.state.person(who) for who in kept["clears"]],
    }


def _phrase(source: Source, kept: list[Any]) -> str:
    """Return a kept sentence in words; a fact that is a person's id is said as the name."""
    text, facts, plural = kept
    text, plural = unveil(text, source.state.people), unveil(plural, source.state.people)
    return source.words.phrase(Phrase(text, {name: _named(source, fact) for name, fact in facts.items()}, plural))


def _named(source: Source, fact: Any) -> Any:
    if isinstance(fact, str):
        return unveil(fact, source.state.people)
    if isinstance(fact, dict):
        return {name: _named(source, one) for name, one in fact.items()}
    return [_named(source, one) for one in fact] if isinstance(fact, list | tuple) else fact


def _approval(source: Source, one: Approval) -> Plain:
    return {
        "at": one.at,
        "by": source.state.person(one.by),
        "role": source.words.text(one.role),
        "move": source.words.move(one.move),
        "note": one.note,
    }


def _cycle(source: Source, one: Cycle, taught: list[Lesson]) -> Plain:
    due = date.fromisoformat(one.opened[:10]) + timedelta(days=one.time_box)
    return {
        "id": one.id,
        "squad": source.label(one.subject),
        "opened": one.opened,
        "hypothesis": one.hypothesis,
        "time_box": one.time_box,
        "due": due.isoformat(),
        "closed": one.closed,
        "broke": one.broke,
        "cause": one.cause,
        "fix": one.fix,
        "verified": one.verified,
        "missing_skill": source.unit.mission.skill(one.skill) if one.skill else "",
        "lessons": [lessons.plain(source, lesson) for lesson in taught],
    }


def _departments(source: Source, name: str) -> list[Plain]:
    """Return how many people each department gives to a wave, in the unit's order."""
    given: dict[str, int] = {}
    for squad in filter(None, map(source.squad, source.waves[name])):
        for member in squad.members:
            given[member.department] = given.get(member.department, 0) + 1
    return [
        {"name": one.name, "head": source.state.person(one.head), "people": given[one.id]}
        for one in source.unit.departments
        if one.id in given
    ]
