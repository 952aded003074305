"""Failures: what went wrong, what it taught, and what it costs of the failure budget."""

import re
from typing import Any, Literal, cast

from playbook.app.session import Session, meant
from playbook.app.sync import change
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.budget import Burn, Entry, burn, weights_in
from playbook.core.history import Failure
from playbook.core.phrase import say
from playbook.errors import UsageError

SIZES = ("small", "medium", "large")
LESSON = re.compile(r"lesson-[0-9]+", re.IGNORECASE)
"""What looks like the id of a lesson, and not like its words."""


def record(  # noqa: PLR0913  (what is known of a failure)
    world: World, subject: str, text: str, *, size: str, cause: str = "", lesson: str = "", cycle: str = ""
) -> tuple[Session, Entry]:
    """Record a failure of a unit, a wave or a squad. `lesson` is the id of a lesson, or its words: then it is recorded.

    Returns the session, and the failure with what it costs.

    Raises:
        UsageError: there is no such subject, lesson or cycle.
    """
    found: list[str] = []

    def act(session: Session) -> None:
        session.scene.machine(subject)
        _check_cycle(session, subject, cycle)
        name = f"failure-{len(session.state.failures) + 1}"
        taught = _lesson(session, subject, lesson, cycle) if lesson else ""
        sized = cast("Literal['small', 'medium', 'large']", size)
        session.record(e.FailureRecorded(subject, name, text, sized, " ".join(cause.split()), taught, cycle))
        found.append(name)

    session = change(world, subject.partition("/")[0], act)
    return session, _entry(session, found[-1])


def learn(world: World, subject: str, failure: str, lesson: str) -> tuple[Session, Entry]:
    """Record what a failure taught: the id of a lesson, or its words. `subject` is the failure's own, or its unit.

    Raises:
        UsageError: there is no such failure or lesson, or this is its lesson already.
    """

    def act(session: Session) -> None:
        known = _known(session, subject, failure)
        taught = _lesson(session, known.subject, lesson, known.cycle)
        if known.lesson == taught:
            raise UsageError(say("{lesson} is the lesson of {name} already", lesson=taught, name=failure))
        session.record(e.FailureLearned(known.subject, failure, taught))

    session = change(world, subject.partition("/")[0], act)
    return session, _entry(session, failure)


def budget(session: Session) -> Burn:
    """Return what is used of the unit's failure budget, by the weights that its stage maps name."""
    maps = {name: machine.map for name, machine in session.machines.items()}
    return burn(session.state, session.scene.unit, maps["squad"], weights_in(maps.values()))


def failures(world: World, units: list[str]) -> list[dict[str, Any]]:
    """Return for each unit what is used of its failure budget, and every failure with what it costs and why."""
    return [_told(Session(world, unit)) for unit in units]


def _told(session: Session) -> dict[str, Any]:
    found, state = budget(session), session.state
    return {
        "unit": session.unit,
        "used": found.used,
        "limit": found.limit,
        "tripped": found.tripped,
        "kept": found.holds,
        "failures": [
            {
                **entry._asdict(),
                "cycle": state.failures[entry.id].cycle if entry.id else "",
                "by": state.people.get(state.failures[entry.id].recorded_by, "") if entry.id else "",
            }
            for entry in found.entries
        ],
    }


def _entry(session: Session, failure: str) -> Entry:
    return next(entry for entry in budget(session).entries if entry.id == failure)


def _known(session: Session, subject: str, failure: str) -> Failure:
    """Return a failure of the subject; of a unit it may be anybody's."""
    session.scene.machine(subject)
    own = {name: one for name, one in session.state.failures.items() if subject in (session.unit, one.subject)}
    if failure not in own:
        text = say("{subject} has no failure '{name}'", subject=subject, name=failure)
        there = say("failures: {names}", names=list(own)) if own else say("no failure is recorded")
        raise UsageError(text, hint=meant(failure, list(own)) or there)
    return own[failure]


def _lesson(session: Session, subject: str, lesson: str, cycle: str) -> str:
    """Return the id of a lesson; words that are no id become a new one of the subject."""
    known = session.state.lessons
    if lesson in known:
        return lesson
    if LESSON.fullmatch(lesson):
        text = say("{unit} has no lesson '{lesson}'", unit=session.unit, lesson=lesson)
        raise UsageError(text, hint=say("lessons: {lessons}", lessons=list(known) or say("none")))
    name = f"lesson-{len(known) + 1}"
    session.record(e.LessonRecorded(subject, name, cycle, lesson))
    return name


def _check_cycle(session: Session, subject: str, cycle: str) -> None:
    cycles = session.state.standing(subject).cycles
    if cycle and cycle not in cycles:
        text = say("{subject} has no cycle '{cycle}'", subject=subject, cycle=cycle)
        raise UsageError(text, hint=say("cycles: {cycles}", cycles=list(cycles) or say("none")))
