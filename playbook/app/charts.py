"""What is known about one subject: its standing, documents, checklist, charts, cycles and lessons. Reads only."""

from typing import Any

from playbook.app.desk import open_desk
from playbook.app.session import Session
from playbook.app.ticks import entries
from playbook.app.world import World
from playbook.core.history import Paper, Series
from playbook.core.model import Measure
from playbook.core.persons import unveil
from playbook.core.phrase import Phrase, say
from playbook.core.stability import RULES, of_concern, signals, xmr
from playbook.errors import UsageError


def checklist(world: World, subject: str) -> tuple[Session, list[dict[str, Any]]]:
    """Return a subject's checklist items with their ticks, in the documents' order."""
    session, desk = open_desk(world, subject.partition("/")[0])
    session.scene.machine(subject)
    desk.prepare()
    return session, _items(session, subject)


def _items(session: Session, subject: str) -> list[dict[str, Any]]:
    return [_item(session, paper, item) for paper, item in entries(session, subject)]


def _item(session: Session, paper: Paper, item: dict[str, Any]) -> dict[str, Any]:
    tick = session.state.standing(paper.subject).ticks.get(item["id"])
    stands = tick is not None and tick.stands(item)
    return {
        "item": item["id"],
        "text": unveil(item["text"], session.state.people),
        "document": paper.path,
        "required": item["required"],
        "needs_evidence": item["evidence"],
        "own": bool(item.get("own")),
        "ticked": stands,
        "again": tick is not None and not stands,
        "evidence": tick.evidence if tick and stands else "",
        "not_applicable": tick.not_applicable if tick and stands else "",
        "by": session.state.person(tick.person) if tick else "",
        "at": tick.day if tick else "",
    }


def _papers(session: Session, subject: str) -> list[Paper]:
    return [paper for paper in session.state.papers.values() if paper.subject == subject]


def charts(world: World, subject: str, measure: str | None = None) -> list[dict[str, Any]]:
    """Return the XmR chart of each measure of a squad (or the one named) since its baseline.

    Raises:
        UsageError: there is no such measure, or the subject is not a squad.
    """
    session = Session(world, subject.partition("/")[0])
    if session.scene.machine(subject) != "squad":
        raise UsageError(no_readings(subject, session.unit))
    measures = session.scene.unit.measures
    if measure and measure not in [one.id for one in measures]:
        raise UsageError(no_measure(measure, session.unit, [one.id for one in measures]))
    return _charts(session, subject, [one for one in measures if measure in (None, one.id)])


def no_readings(subject: str, unit: str) -> Phrase:
    """Return what is said of readings that are no squad's."""
    facts = {"subject": subject, "unit": unit}
    return say("{subject} is not {squad:a}: readings belong to {squads} ({unit}/pilot)", **facts)


def no_measure(measure: str, unit: str, known: list[str]) -> Phrase:
    """Return what is said of a measure that the unit does not have."""
    return say("'{measure}' is not a measure of {unit} (it has: {known})", measure=measure, unit=unit, known=known)


def _charts(session: Session, subject: str, measures: list[Measure]) -> list[dict[str, Any]]:
    series = session.state.standing(subject).series
    return [_chart(measure, series.get(measure.id, Series())) for measure in measures]


def _chart(measure: Measure, series: Series) -> dict[str, Any]:
    readings = series.since_baseline()
    values = [reading.value for reading in readings]
    head = {
        "measure": measure.id,
        "name": measure.name,
        "unit": measure.unit,
        "baseline": measure.baseline,
        "target": measure.target,
        "direction": measure.direction,
        "since": series.baseline,
        "readings": [{"day": reading.day, "value": reading.value} for reading in readings],
    }
    chart = xmr(values) if len(values) > 1 else None
    if chart is None:
        return {**head, "mean": None, "moving_range": None, "lower": None, "upper": None, "signals": []}
    found = [
        {
            "rule": signal.rule,
            "side": signal.side,
            "from": readings[signal.start].day,
            "to": readings[signal.end].day,
            "of_concern": of_concern(signal, measure.direction),
        }
        for signal in signals(values, chart, RULES)
    ]
    limits = {"mean": chart.mean, "moving_range": chart.moving_range, "lower": chart.lower, "upper": chart.upper}
    return {**head, **limits, "signals": found}


def show(world: World, subject: str) -> tuple[Session, dict[str, Any]]:
    """Return everything about a subject as plain JSON."""
    session, desk = open_desk(world, subject.partition("/")[0])
    scene = session.scene
    machine = scene.machine(subject)
    desk.prepare()
    standing = session.state.standing(subject)
    measures = list(scene.unit.measures) if machine == "squad" else []
    found: dict[str, Any] = {
        "subject": subject,
        "machine": machine,
        "stage": scene.stage(subject),
        "since": standing.since,
        "hold": standing.hold.reason if standing.hold else "",
        "playbook": session.state.playbook,
        "offered": session.state.offered,
        "squads": list(scene.waves.get(subject.partition("/")[2], ())),
        "been": [{"stage": stage, "at": at} for stage, at in standing.been.items()],
        "documents": [
            {
                "path": paper.path,
                "trouble": paper.trouble,
                "revision": paper.revision,
                "suspect": _signed(session, paper),
            }
            for paper in _papers(session, subject)
        ],
        "checklist": _items(session, subject),
        "approvals": [_approval(session, approval) for approval in standing.approvals],
        "cycles": [_cycle(cycle) for cycle in standing.cycles.values()],
        "lessons": [_lesson(one) for one in session.state.lessons.values() if subject in (session.unit, one.subject)],
        "measures": _charts(session, subject, measures),
    }
    return session, found


def _signed(session: Session, paper: Paper) -> list[dict[str, Any]]:
    """Return the signatures under a document that do not fit its text any more."""
    found = session.state.suspects.get(paper.id, ())
    return [
        {
            "by": session.state.people.get(one.signature.by, one.signature.by),
            "role": one.signature.role,
            "at": one.signature.at,
            "sections": [title for title in one.sections if title],
        }
        for one in found
    ]


def _approval(session: Session, approval: Any) -> dict[str, Any]:
    who = session.state.people.get(approval.by, approval.by)
    return {"by": who, "role": approval.role, "move": approval.move, "at": approval.at, "note": approval.note}


def _cycle(cycle: Any) -> dict[str, Any]:
    names = (
        "id",
        "subject",
        "opened",
        "hypothesis",
        "time_box",
        "closed",
        "broke",
        "cause",
        "fix",
        "verified",
        "skill",
    )
    return {name: getattr(cycle, name) for name in names}


def _lesson(lesson: Any) -> dict[str, Any]:
    names = ("id", "subject", "cycle", "text", "recorded", "decision", "reason", "decided")
    return {name: getattr(lesson, name) for name in names}


def cycles(world: World, subject: str) -> list[dict[str, Any]]:
    """Return the break-fix cycles of a squad, or of every squad of a unit, oldest first."""
    session = Session(world, subject.partition("/")[0])
    session.scene.machine(subject)
    below = session.state.standings if "/" not in subject else [subject]
    found = [cycle for one in below for cycle in session.state.standing(one).cycles.values()]
    return [_cycle(cycle) for cycle in sorted(found, key=lambda cycle: cycle.opened)]


def lessons(world: World, unit: str) -> list[dict[str, Any]]:
    """Return the lessons of a unit, oldest first."""
    return [_lesson(lesson) for lesson in Session(world, unit).state.lessons.values()]
