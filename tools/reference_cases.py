"""A case for each condition that it does not let pass, and how a stage map writes it: what its reference page shows.

A condition without a case here fails `tests/gates/test_reference.py`. The cases are put together as tests do it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from playbook.config.expressions import evaluate
from playbook.core import events as e
from playbook.core.model import (
    Component,
    Components,
    Consultant,
    DataSource,
    Member,
    Milestone,
    Retooling,
    Right,
    Supply,
    Unit,
)
from playbook.gates.base import Case
from tests.builders import case, changed_pilot, day, document, item, members, moved, readings, squad, state, unit

LINES = {
    "goal": 4,
    "slice.outcome": 9,
    "sponsor": 10,
    "retooling.milestones.0": 21,
    "retooling.consultants.0": 27,
    "measures.0": 34,
    "pilot.members": 41,
    "pilot.members.0": 42,
    "pilot.decides": 60,
    "pilot.data.0.grant": 72,
    "pilot.components.intelligence.state": 81,
    "squads.0.goal": 90,
    "waves": 120,
    "supply": 130,
}
DEPARTMENTS = ("sales", "sales", "sales", "sales", "finance", "service")
Options = Mapping[str, Any]


class Shown(NamedTuple):
    """What a page shows of a condition."""

    case: Callable[[], Case]
    """A case that it does not let pass."""
    options: Options
    """The options with which that case is judged."""
    written: tuple[Options, ...]
    """How a stage map may write it; no options are written as the bare name."""


def _told(name: str = "emea/pilot", *events: Any, unit: Unit | None = None, **more: Any) -> Callable[[], Case]:
    return lambda: case(name, state=state(*events, lines=LINES), unit=unit, evaluate=evaluate, **more)


def _lesson() -> tuple[e.Event, ...]:
    opened = e.CycleOpened("emea/pilot", "c1", "it breaks", 14)
    closed = e.CycleClosed("emea/pilot", "c1", "it", "why", "fixed", verified=True)
    return opened, closed, e.LessonRecorded("emea/pilot", "lesson-1", "c1", "ring the customer first")


def _unreleased() -> tuple[Member, ...]:
    first, *others = members("sales", "marketing", "finance", "service", "sales", "marketing")
    return replace(first, release=None), *others


def _top_down(**changes: Any) -> Unit:
    return unit(path="top-down", retooling=Retooling("The board decided it", **changes))


FAVOUR = e.FavourGranted("emea/pilot", "favour-1", "a data engineer, lent by head office", "p-sponsor", 18400.0, "EUR")
FAILED = e.FailureRecorded("emea/lyon", "failure-1", "a day's orders were lost", "large", "one printer")
CHECKLIST = document("launch-checklist", item("launch.room"), item("launch.budget"))
PARTS = Components(Component("so", "present"), Component("so", "present"), Component("so", "planned"))
INSIDE = replace(unit(), slice=replace(unit().slice, outcome="Raise customer satisfaction by 10 %"))
UNSKILLED = tuple(replace(one, skills=("analysis",)) for one in members("sales", "finance", "service"))
LATE = Milestone("one-system", "One system of orders", day(10), None, "p-head-service")
ENDLESS = Consultant("Northlight", "Training", day(-30), None)
SIX = "squads.all(s, s.members.size() >= 6) && unit.failure_budget > 2"
JUST: tuple[Options, ...] = ({},)

SHOWN: Mapping[str, Shown] = {
    "squad_size": Shown(
        _told(unit=changed_pilot(members=members(*DEPARTMENTS[:5]))), {}, ({}, {"least": 6, "most": 10})
    ),
    "cross_functional": Shown(
        _told(unit=changed_pilot(members=members(*DEPARTMENTS))), {}, ({"departments": 3, "share": 50},)
    ),
    "skills_covered": Shown(_told(unit=changed_pilot(members=UNSKILLED)), {}, JUST),
    "donors_agreed": Shown(_told(unit=changed_pilot(members=_unreleased())), {}, JUST),
    "empowered": Shown(_told(unit=changed_pilot(decides=(Right("refund", "p-head-sales", 500),))), {}, JUST),
    "data_access": Shown(
        _told(unit=changed_pilot(data=(DataSource("late", "orders", "service", "requested"),))),
        {},
        ({}, {"probed_days": 30}),
    ),
    "customer_focused": Shown(_told("emea", unit=INSIDE), {}, JUST),
    "shared_goal": Shown(_told("emea", unit=unit(squads=(squad("lyon", goal="growth"),))), {}, JUST),
    "components": Shown(_told(unit=changed_pilot(components=PARTS)), {"need": "present"}, ({"need": "working"},)),
    "checklist": Shown(_told("emea/pilot", CHECKLIST), {}, JUST),
    "documents": Shown(_told("emea"), {}, JUST),
    "approval": Shown(_told("emea"), {"role": "sponsor"}, ({"role": "sponsor"}, {"role": "department-heads"})),
    "cycles": Shown(
        _told("emea", *_lesson()),
        {"verified": 3, "failed": 1},
        ({"verified": 3, "failed": 1}, {"verified": 3, "failed": 1, "window": 6}),
    ),
    "stable": Shown(
        _told("emea/pilot", *readings(57, 58, 57, 58)),
        {},
        ({"points": 8, "rules": ["outside", "eight"], "measures": ["csat"]},),
    ),
    "lessons_adopted": Shown(_told("emea", *_lesson()), {}, JUST),
    "failure_budget": Shown(_told("emea", FAILED), {}, ({}, {"small": 0.25, "medium": 1, "credit": 0.25})),
    "favours_settled": Shown(_told("emea", FAVOUR), {}, JUST),
    "second_shop": Shown(
        _told("emea/wave-1", waves={"wave-1": ("lyon", "kyiv"), "wave-2": ("oslo",)}),
        {},
        JUST,
    ),
    "wave_outcome": Shown(
        _told("emea", moved("emea/oslo", "failed")),
        {"of": "all"},
        ({"of": "earlier", "share": 20, "absolute": 3},),
    ),
    "soak": Shown(
        _told("emea/wave-1", moved("emea/lyon", "stable", 9), *readings(60, subject="emea/lyon")),
        {"days": 14},
        ({"days": 14}, {"days": 14, "now": False}),
    ),
    "supply": Shown(_told("emea/wave-1", unit=unit(supply=Supply(coaches=0))), {}, JUST),
    "dwell": Shown(_told("emea", moved("emea", "stabilisation", 3)), {"days": 14}, ({"days": 14},)),
    "expr": Shown(
        _told("emea"),
        {"that": SIX, "says": "six in every squad, and room for failures"},
        ({"that": SIX, "says": "six in every squad, and room for failures"}, {"that": "measures['csat'].mean >= 55"}),
    ),
    "reached": Shown(
        _told("emea/wave-1"),
        {"of": "unit", "stages": ["replication"]},
        ({"of": "earlier-waves", "stages": ["complete", "aborted"]},),
    ),
    "milestones": Shown(_told("emea", unit=_top_down(milestones=(LATE,))), {}, ({}, {"all": True})),
    "consultants": Shown(_told("emea", unit=_top_down(consultants=(ENDLESS,))), {}, ({}, {"gone": True})),
}
