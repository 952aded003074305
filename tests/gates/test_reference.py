"""The reference of conditions and the table of conditions say the same; its examples are the program's own words."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from playbook.core import events as e
from playbook.core.model import Component, Components, DataSource, Right
from playbook.core.stagemap import conditions
from playbook.core.verdict import Verdict
from playbook.gates import CONDITIONS, check
from tests.builders import (
    RELEASE,
    case,
    changed_pilot,
    document,
    item,
    judged,
    members,
    moved,
    readings,
    squad,
    state,
    unit,
)

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "conditions.md"
LINES = {
    "goal": 4,
    "slice.outcome": 9,
    "sponsor": 10,
    "measures.0": 34,
    "pilot.members": 41,
    "pilot.members.0": 42,
    "pilot.decides": 60,
    "pilot.data.0.grant": 72,
    "pilot.components.intelligence.state": 81,
    "squads.0.goal": 90,
    "waves": 120,
    "failure_budget": 130,
}
DEPARTMENTS = ("sales", "sales", "sales", "sales", "finance", "service")


def held():
    """Return members who hold no `care`."""
    return tuple(replace(member, skills=("analysis",)) for member in members("sales", "finance", "service"))


def released():
    """Return members of whom one has no release note, and one no backfill."""
    first, second, *rest = members(*DEPARTMENTS)
    bare = replace(second, release=replace(RELEASE, backfill=None))
    return (replace(first, release=None), bare, *rest)


def failures():
    """Return two failures of one cause, of which only the first has its lesson."""
    first = e.FailureRecorded("emea/lyon", "failure-1", "a week on old routes", "medium", "old maps", "lesson-1")
    return first, e.FailureRecorded("emea/lyon", "failure-2", "30 orders astray", "small", "old maps")


def lesson():
    opened = e.CycleOpened("emea/pilot", "c1", "it breaks", 14)
    closed = e.CycleClosed("emea/pilot", "c1", "it", "why", "fixed", verified=True)
    return opened, closed, e.LessonRecorded("emea/pilot", "lesson-1", "c1", "ring the customer first")


def favour():
    return e.FavourGranted(
        "emea/pilot", "favour-1", "a data engineer, lent by head office", "p-sponsor", 18400.0, "EUR"
    )


def scenes():
    """Return, for each condition, a case that it does not let pass, with the options used."""
    plain = unit()
    parts = Components(Component("so", "present"), Component("so", "present"), Component("so", "planned"))
    elsewhere = unit(squads=(squad("lyon", goal="growth"),))
    inside = replace(plain, slice=replace(plain.slice, outcome="Raise customer satisfaction by 10 %"))
    checklist = document("launch-checklist", item("launch.room"), item("launch.budget"))
    return {
        "squad_size": (case(unit=changed_pilot(members=members(*DEPARTMENTS[:5]))), {}),
        "cross_functional": (case(unit=changed_pilot(members=members(*DEPARTMENTS))), {}),
        "skills_covered": (case(unit=changed_pilot(members=held())), {}),
        "donors_agreed": (case(unit=changed_pilot(members=released())), {}),
        "failure_budget": (case("emea", state=state(*failures(), lines=LINES)), {}),
        "empowered": (case(unit=changed_pilot(decides=(Right("refund", "p-head-sales", 500),))), {}),
        "data_access": (case(unit=changed_pilot(data=(DataSource("late", "orders", "service", "requested"),))), {}),
        "customer_focused": (case("emea", unit=inside), {}),
        "shared_goal": (case("emea", unit=elsewhere), {}),
        "components": (case(unit=changed_pilot(components=parts)), {"need": "present"}),
        "checklist": (case(state=state(checklist, lines=LINES)), {}),
        "favours_settled": (case("emea", state=state(favour())), {}),
        "documents": (case("emea"), {}),
        "approval": (case("emea"), {"role": "sponsor"}),
        "cycles": (case("emea", state=state(*lesson(), lines=LINES)), {"verified": 3, "failed": 1}),
        "stable": (case(state=state(*readings(57, 58, 57, 58), lines=LINES)), {}),
        "lessons_adopted": (case("emea", state=state(*lesson(), lines=LINES)), {}),
        "wave_outcome": (case("emea", state=state(moved("emea/oslo", "failed"), lines=LINES)), {"of": "all"}),
        "soak": (case("emea/wave-1", state=state(moved("emea/lyon", "stable", 9), lines=LINES)), {"days": 14}),
        "dwell": (case("emea", state=state(moved("emea", "stabilisation", 3), lines=LINES)), {"days": 14}),
        "reached": (case("emea/wave-1"), {"of": "unit", "stages": ["replication"]}),
    }


def spoken(verdict: Verdict, names) -> str:
    """Return a verdict as the page shows it."""
    rows = [
        ("needed", str(verdict.needed)),
        ("found", str(verdict.found)),
        ("where", verdict.where),
        ("cleared by", ", ".join(names(who) for who in verdict.clears)),
        ("remedy", str(verdict.remedy or "")),
        ("command", verdict.command),
        ("until", verdict.until),
    ]
    return "\n".join([verdict.status, *(f"{name:<12}{text}" for name, text in rows if text)])


def example(name: str) -> str:
    whole, options = scenes()[name]
    if not whole.state.lines:
        whole.state.lines = LINES
    return spoken(judged(name, whole, **options), whole.state.person)


def option_rows(name: str) -> list[str]:
    """Return the rows of a condition's table of options."""
    rows = []
    for option, default in CONDITIONS[name].OPTIONS.items():
        first = default[0] if isinstance(default, tuple) else default
        text = yaml.safe_dump(first, default_flow_style=True).removesuffix("...\n").strip()
        rows.append(f"| `{option}` | `{text}` |")
    return rows


def sections() -> dict[str, str]:
    parts = PAGE.read_text("utf-8").split("\n## `")[1:]
    return {part.partition("`")[0]: part for part in parts}


def blocks(section: str, language: str) -> list[str]:
    return [part.partition("\n```")[0] for part in section.split(f"```{language}\n")[1:]]


def test_every_condition_has_its_section_in_the_order_of_the_table():
    names = list(sections())

    assert names == list(CONDITIONS)


@pytest.mark.parametrize("name", CONDITIONS)
def test_options_and_their_defaults_are_listed(name):
    section = sections()[name]

    rows = [line.rpartition(" | ")[0] + " |" for line in section.splitlines() if line.startswith("| `")]

    assert rows == option_rows(name)


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_example_in_yaml_can_be_judged(name):
    (example,) = blocks(sections()[name], "yaml")

    gate = tuple(yaml.safe_load(example)["gate"])

    assert {one for one, _ in conditions(gate)} == {name}
    assert len(check(gate, case())) == len(gate)


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_it_says_is_what_it_says(name):
    (said,) = blocks(sections()[name], "text")

    assert said == example(name)


@pytest.mark.parametrize("name", CONDITIONS)
def test_rule_and_source_are_told(name):
    section = sections()[name]

    assert "**Rule.**" in section
    assert "**Cleared by**" in section
    assert "**Source.**" in section
