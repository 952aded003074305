"""Small, right units, states and cases for any test; a test changes only what it is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from playbook.core import events as e
from playbook.core.history import Rollout, Stamped, fold
from playbook.core.model import (
    Component,
    Components,
    DataSource,
    Decision,
    Department,
    Goal,
    Measure,
    Member,
    Mission,
    Question,
    Release,
    Right,
    Slice,
    Squad,
    Unit,
)
from playbook.core.shape import build
from playbook.core.stagemap import Move, StageMap
from playbook.core.verdict import Verdict
from playbook.gates import check
from playbook.gates.base import Case

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DEPARTMENTS = ("sales", "marketing", "finance", "service")
GOAL = Goal("loyal", "Customers stay because staying is easy")
FINGERPRINT = "f" * 64
RELEASE = Release("2026-01-12", backfill="two colleagues share the work")
STATES = Path(__file__).parent.parent / "states"


def ago(days: float) -> str:
    """Return the time stamp of that many days before NOW."""
    return (NOW - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(ago: int = 0) -> str:
    """Return the day that lies so many days before today; negative ones lie ahead."""
    return (NOW - timedelta(days=ago)).date().isoformat()


def members(*departments: str, squad: str = "pilot") -> tuple[Member, ...]:
    """Return one released member a department named, `p-pilot-1` first; together they hold every skill needed."""
    skills = ("analysis", "care")
    return tuple(
        Member(f"p-{squad}-{number}", department, f"specialist in {department}", skills, release=RELEASE)
        for number, department in enumerate(departments, 1)
    )


def squad(name: str = "pilot", **changes: Any) -> Squad:
    """Return a squad whose part of the file passes every condition: eight people of four departments."""
    first = f"p-{name}-1"
    whole = Squad(
        name=f"The {name} squad",
        id=name,
        lead=first,
        accountable=f"p-{name}-2",
        members=members(*DEPARTMENTS, *DEPARTMENTS, squad=name),
        decides=(Right("refund", first, 500, "EUR an order"), Right("delivery", first, "unlimited")),
        data=(DataSource("late", "the order system", "service", "active"),),
        components=Components(*(Component("as agreed", "working") for _ in range(3))),
    )
    return replace(whole, **changes)


def unit(**changes: Any) -> Unit:
    """Return the unit `emea`: a pilot and the squads lyon, kyiv and oslo, one measure, everything in order."""
    whole = Unit(
        unit="emea",
        name="Europe, Middle East and Africa",
        goal=GOAL.id,
        slice=Slice("geographic", "Small bakeries that order weekly", "An order arrives on the day it was promised"),
        sponsor="p-sponsor",
        departments=tuple(Department(one, one.capitalize(), f"p-head-{one}") for one in DEPARTMENTS),
        mission=Mission(
            skills=("analysis", "care"),
            decisions=(Decision("refund", "Refund an order"), Decision("delivery", "Change a delivery day")),
            questions=(Question("late", "Which orders will be late?"),),
        ),
        measures=(Measure("csat", "Customer satisfaction", "points", 41, 55, "up"),),
        pilot=squad(),
        squads=(squad("lyon"), squad("kyiv"), squad("oslo")),
        waves=(1, 2),
        failure_budget=2,
    )
    return replace(whole, **changes)


def changed_pilot(**changes: Any) -> Unit:
    """Return the unit with a pilot that differs."""
    return unit(pilot=squad(**changes))


def state(*events: e.Event | Stamped, unit: Unit | None = None, lines: Mapping[str, int] | None = None) -> Rollout:
    """Return the state after these events; bare ones happened now, by the sponsor. Everybody has a name and a mail."""
    found = Rollout("emea", goal=GOAL, file="units/emea.yaml", lines=lines or {}, unit=unit)
    names = ("p-sponsor", *(f"p-head-{one}" for one in DEPARTMENTS))
    names += tuple(f"p-{one}-{number}" for one in ("pilot", "lyon", "kyiv", "oslo") for number in range(1, 9))
    found.people = {name: f"{name[2:].replace('-', ' ').title()} <{name[2:]}@example.org>" for name in names}
    return fold((one if isinstance(one, Stamped) else stamped(one) for one in events), found)


def stamped(event: e.Event, days: float = 0, by: str = "p-sponsor") -> Stamped:
    """Return the event as it happened so many days ago."""
    return Stamped(ago(days), by, event)


def moved(subject: str, target: str, days: float = 0, source: str = "somewhere") -> Stamped:
    """Return a move of the subject to a stage, so many days ago."""
    name = subject.partition("/")[2]
    machine = "rollout" if not name else "wave" if name.startswith("wave-") else "squad"
    return stamped(e.Moved(subject, machine, "went", source, target), days)


def readings(*values: float, subject: str = "emea/pilot", measure: str = "csat", last: int = 0) -> list[Stamped]:
    """Return a reading a day for these values, the last one so many days ago."""
    first = last + len(values) - 1
    return [
        stamped(e.ReadingRecorded(subject, measure, day(first - index), value), first - index)
        for index, value in enumerate(values)
    ]


@cache
def maps() -> dict[str, StageMap]:
    """Return the shipped stage maps by machine."""
    names = ("rollout", "wave", "squad")
    return {name: build(StageMap, yaml.safe_load((STATES / f"{name}.yaml").read_text("utf-8"))) for name in names}


plain_unit, plain_state = unit, state


def case(subject: str = "emea/pilot", state: Rollout | None = None, unit: Unit | None = None, **changes: Any) -> Case:
    """Return a case about the subject; `gates.judge` lays a condition's options over it."""
    whole = Case(
        condition="",
        state=state or plain_state(),
        unit=unit or plain_unit(),
        subject=subject,
        move=Move("move", "here", "there"),
        now=NOW,
        options={},
        maps=maps(),
        waves={"wave-1": ("lyon",), "wave-2": ("kyiv", "oslo")},
        fingerprint=FINGERPRINT,
    )
    return replace(whole, **changes)


def judged(condition: str, case: Case, **options: Any) -> Verdict:
    """Return one condition's verdict on the case, judged as a gate would."""
    (verdict,) = check(({condition: options},), case)
    return verdict


def document(template: str, *items: dict[str, Any], subject: str = "emea/pilot") -> e.DocumentRevised:
    """Return the first revision of a document, with its checklist items."""
    name = f"{subject}/{template}"
    return e.DocumentRevised(subject, name, "r" * 64, f"{name}.md", items, template)


def item(name: str, **changes: Any) -> dict[str, Any]:
    """Return a checklist item that is required and asks for no evidence."""
    return {"id": name, "text": f"{name} is done", "required": True, "evidence": False, **changes}


def accepted(days: float, **about: str) -> Stamped:
    """Return a configuration that was accepted so many days ago, with the hash of each thing evidence is about.

    A measure is written with an underscore: `measure_csat`.
    """
    entries = tuple(f"{key.replace('_', ':')}={value}" for key, value in about.items())
    return stamped(e.ConfigurationAccepted("emea", "d" * 64, "t" * 64, "1.0", entries), days)
