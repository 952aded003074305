"""Evidence: ticks, readings, break-fix cycles and their lessons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, cast

from playbook.app.charts import no_measure, no_readings
from playbook.app.session import Session, meant
from playbook.app.sync import change
from playbook.app.ticks import entries, given
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.history import Cycle, Lesson
from playbook.core.phrase import Phrase, lines, say
from playbook.errors import UsageError

LARGEST = 1e15
"""The largest reading: beyond it, arithmetic on floats says nothing any more."""


class Value(NamedTuple):
    """A reading as somebody gave it; `where` says where they did (a line of a file), for messages."""

    subject: str
    measure: str
    day: str
    value: float
    where: str = ""
    line: int = 0


def tick(world: World, subject: str, items: Sequence[str], *, evidence: str = "", not_applicable: str = "") -> Session:
    """Tick checklist items, or mark them not applicable with a reason.

    What is ticked already stays as it is, unless there is something new to say of it. Evidence that somebody noted at
    an open box is taken over.
    """

    def act(session: Session) -> None:
        for item in _known(session, subject, items):
            session.record(*given(session, subject, item, evidence, not_applicable))

    return change(world, subject.partition("/")[0], act)


def untick(world: World, subject: str, items: Sequence[str]) -> Session:
    """Take ticks back."""

    def act(session: Session) -> None:
        ticks = session.state.standing(subject).ticks
        for item in _known(session, subject, items):
            if item not in ticks:
                raise UsageError(say("'{item}' of {subject} is not ticked", item=item, subject=subject))
            session.record(e.ItemUnticked(subject, item))

    return change(world, subject.partition("/")[0], act)


def items_of(session: Session, subject: str) -> dict[str, str]:
    """Return the text of every checklist item of a subject, by id, in the documents' order."""
    return {item["id"]: item["text"] for _, item in entries(session, subject)}


def unproved(session: Session, subject: str) -> list[str]:
    """Return the ticked items of a subject that ask for evidence and have none."""
    ticks = session.state.standing(subject).ticks
    asked = [item["id"] for _, item in entries(session, subject) if item["evidence"]]
    return [item for item in asked if item in ticks and not (ticks[item].evidence or ticks[item].not_applicable)]


def _known(session: Session, subject: str, items: Sequence[str]) -> Sequence[str]:
    session.scene.machine(subject)
    known = items_of(session, subject)
    wrong = [item for item in items if item not in known]
    if wrong:
        text = say("{subject} has no checklist item '{item}'", subject=subject, item=wrong[0])
        raise UsageError(text, hint=_items_there(wrong[0], list(known)))
    return items


def _items_there(item: str, known: list[str]) -> Phrase:
    if not known:
        return say("it gets its checklist when it is formed")
    return meant(item, known) or say("items: {items}", items=known[:12])


def read(
    world: World, unit: str, values: Iterable[Value], known_problems: Mapping[int, Phrase] | None = None
) -> tuple[Session, int]:
    """Record readings of measures; all of them or none. Returns the session and how many were new or changed.

    Raises:
        UsageError: with every problem, those of `known_problems` (by line) among them, in the order of the lines.
    """
    given = list(values)
    count = 0

    def act(session: Session) -> None:
        nonlocal count
        wrong = [(value.line, problem) for value in given if (problem := _wrong(session, value))]
        problems = sorted([*(known_problems or {}).items(), *wrong], key=lambda one: one[0])
        if problems:
            raise UsageError(lines(problem for _, problem in problems), hint=say("nothing was recorded"))
        new = [value for value in given if _is_new(session, value)]
        session.record(*(e.ReadingRecorded(value.subject, value.measure, value.day, value.value) for value in new))
        count = len(new)

    return change(world, unit, act), count


def _is_new(session: Session, value: Value) -> bool:
    series = session.state.standing(value.subject).series.get(value.measure)
    return series is None or series.values.get(value.day) != value.value


def _wrong(session: Session, value: Value) -> Phrase | None:
    """Return what is wrong with a reading, or None."""
    problem = _misplaced(session, value) or _not_a_reading(session, value)
    if problem and value.where:
        return say("{where}: {problem}", where=value.where, problem=problem)
    return problem


def _misplaced(session: Session, value: Value) -> Phrase | None:
    unit = session.scene.unit
    try:
        machine = session.scene.machine(value.subject)
    except UsageError as error:
        return say("{error} ({hint})", error=error.sentence, hint=error.advice)
    if machine != "squad":
        return no_readings(value.subject, unit.unit)
    known = [measure.id for measure in unit.measures]
    return None if value.measure in known else no_measure(value.measure, unit.unit, known)


def _not_a_reading(session: Session, value: Value) -> Phrase | None:
    if not abs(value.value) <= LARGEST:
        return say("a number is needed, found '{value}'", value=str(value.value))
    day = _day(value.day)
    if day is None:
        return say("a date is needed (YYYY-MM-DD), found '{day}'", day=value.day)
    if day > session.now.date():
        return say("{day} is in the future (today is {today})", day=value.day, today=str(session.now.date()))
    return None


def _day(text: str) -> date | None:
    """Return a day in the one way of writing it; another way would be another day to the chart."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def rebase(world: World, subject: str, measure: str, day: str, reason: str) -> Session:
    """Judge a measure afresh from a day on, because the process was changed."""

    def act(session: Session) -> None:
        problem = _wrong(session, Value(subject, measure, day, 0))
        if problem:
            raise UsageError(problem)
        session.record(e.BaselineSet(subject, measure, day, reason))

    return change(world, subject.partition("/")[0], act)


def open_cycle(world: World, subject: str, hypothesis: str, time_box: int) -> tuple[Session, Cycle]:
    """Open a break-fix cycle of a squad; it counts as failed when its time box (days) runs out."""

    def act(session: Session) -> None:
        if session.scene.machine(subject) != "squad":
            facts = {"subject": subject, "unit": session.unit}
            raise UsageError(say("{subject} is not {squad:a}: cycles belong to {squads} ({unit}/pilot)", **facts))
        number = len(session.state.standing(subject).cycles) + 1
        session.record(e.CycleOpened(subject, f"c{number}", hypothesis, time_box))

    session = change(world, subject.partition("/")[0], act)
    return session, list(session.state.standing(subject).cycles.values())[-1]


def close_cycle(  # noqa: PLR0913  (the five answers a cycle ends with)
    world: World,
    subject: str,
    cycle: str,
    *,
    broke: str,
    cause: str,
    fix: str,
    verified: bool,
    lesson: str = "",
    skill: str = "",
) -> tuple[Session, Lesson | None]:
    """Close a cycle with what broke, why, what was changed, whether that was verified, and what it taught.

    `skill` is the id of a skill that was missing. It need not be one of the mission's, but not nearly one of them.

    Raises:
        UsageError: there is no such open cycle, or the skill looks like a misspelt one.
    """
    found: list[str] = []

    def act(session: Session) -> None:
        cycles = session.state.standing(subject).cycles
        name = cycle or next((one.id for one in cycles.values() if not one.closed), "")
        if name not in cycles:
            raise UsageError(_no_cycle(subject, cycle))
        if cycles[name].closed:
            raise UsageError(say("{subject}'s cycle {cycle} is closed already", subject=subject, cycle=name))
        if skill:
            _refuse_misspelt(session, skill)
        session.record(e.CycleClosed(subject, name, broke, cause, fix, verified, skill))
        if lesson:
            found.append(_learn(session, subject, name, lesson))

    session = change(world, subject.partition("/")[0], act)
    return session, session.state.lessons[found[0]] if found else None


def _refuse_misspelt(session: Session, skill: str) -> None:
    """A gap stays in the history and is asked of later squads: a slip of the pen must not become one."""
    known = list(dict.fromkeys((*session.scene.unit.mission.skills, *(gap.skill for gap in session.state.gaps))))
    hint = meant(skill, known)
    if skill not in known and hint:
        other = say(
            "{question} If it is another skill, add '{skill}' to mission.skills first ({where})",
            question=hint,
            skill=skill,
            where=session.state.where("mission", "skills"),
        )
        raise UsageError(say("'{skill}' is not a skill of the mission", skill=skill), hint=other)


def unlisted(session: Session, skill: str) -> str:
    """Return where (`file:line`) a skill has to be added to the mission's; empty where it is one of them."""
    return "" if skill in session.scene.unit.mission.skills else session.state.where("mission", "skills")


def _no_cycle(subject: str, cycle: str) -> Phrase:
    if cycle:
        return say("{subject} has no open cycle '{cycle}'", subject=subject, cycle=cycle)
    return say("{subject} has no open cycle", subject=subject)


def _learn(session: Session, subject: str, cycle: str, text: str) -> str:
    name = f"lesson-{len(session.state.lessons) + 1}"
    session.record(e.LessonRecorded(subject, name, cycle, text))
    return name


def learn(world: World, subject: str, text: str, cycle: str = "") -> tuple[Session, Lesson]:
    """Record a lesson, of a cycle where one is named."""
    found: list[str] = []

    def act(session: Session) -> None:
        cycles = session.state.standing(subject).cycles
        if cycle and cycle not in cycles:
            unknown = say("{subject} has no cycle '{cycle}'", subject=subject, cycle=cycle)
            raise UsageError(unknown, hint=say("cycles: {cycles}", cycles=list(cycles) or say("none")))
        session.scene.machine(subject)
        found.append(_learn(session, subject, cycle, text))

    session = change(world, subject.partition("/")[0], act)
    return session, session.state.lessons[found[0]]


def decide_lesson(world: World, unit: str, lesson: str, decision: str, reason: str = "") -> tuple[Session, Lesson]:
    """Adopt a lesson into the playbook, keep it local, or reject it; the last two need a reason.

    Raises:
        UsageError: there is no such lesson, or the reason is missing.
    """

    def act(session: Session) -> None:
        found = session.state.lessons.get(lesson)
        if found is None:
            there = list(session.state.lessons) or say("none")
            text = say("{unit} has no lesson '{lesson}'", unit=unit, lesson=lesson)
            raise UsageError(text, hint=say("lessons: {lessons}", lessons=there))
        if decision != "adopted" and not reason:
            raise UsageError(say("a lesson that is not adopted needs a reason"), hint=say('add --reason "…"'))
        kind = cast("Literal['adopted', 'local', 'rejected']", decision)
        session.record(e.LessonDecided(found.subject, lesson, kind, reason))

    session = change(world, unit, act)
    return session, session.state.lessons[lesson]
