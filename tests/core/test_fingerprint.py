from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.fingerprint import fingerprint
from playbook.core.model import Goal, Measure
from tests.builders import DEPARTMENTS, members, plain_state, squad, unit

PAPER = e.DocumentRevised(
    "emea/pilot", "emea/pilot/charter", "r1", "emea/pilot/charter.md", template="charter", seen="seen", signed="signed"
)
LYON = e.DocumentRevised("emea/lyon", "emea/lyon/charter", "r2", "emea/lyon/charter.md", signed="signed too")


def of(*events, one=None, goal=None, subjects=("emea", "emea/pilot"), squads=None):
    one = one or unit()
    state = plain_state(PAPER, LYON, *events, unit=one)
    if goal:
        state.goal = goal
    return fingerprint(state, one, subjects, squads or (one.pilot,))


SAME = of()
ROSTER = (*members(*DEPARTMENTS, *DEPARTMENTS)[:-1], replace(members(*DEPARTMENTS, *DEPARTMENTS)[-1], allocation=50))


def test_it_is_a_sha_256():
    assert len(SAME) == 64
    assert set(SAME) <= set("0123456789abcdef")


def test_it_is_the_same_each_time_and_in_any_order():
    assert of() == SAME
    assert of(subjects=("emea/pilot", "emea")) == SAME


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"goal": Goal("loyal", "Another statement")}, id="goal"),
        pytest.param({"one": unit(pilot=squad(members=ROSTER))}, id="roster"),
        pytest.param({"one": unit(pilot=squad(lead="p-pilot-3"))}, id="lead"),
        pytest.param({"one": unit(pilot=squad(goal="other"))}, id="squads-goal"),
        pytest.param({"one": unit(sponsor="p-other")}, id="sponsor"),
        pytest.param({"one": unit(failure_budget=9)}, id="failure-budget"),
        pytest.param({"one": unit(measures=(Measure("csat", "Satisfaction", "points", 41, 60, "up"),))}, id="target"),
        pytest.param({"squads": (squad("lyon"),)}, id="another-squad"),
        pytest.param({"subjects": ("emea", "emea/pilot", "emea/lyon")}, id="documents-of-more"),
        pytest.param({"subjects": ("emea",)}, id="documents-of-less"),
    ],
)
def test_it_lapses_when_what_was_approved_changes(other):
    assert of(**other) != SAME


def test_it_lapses_when_the_signed_text_changes():
    name = ("emea/pilot", "emea/pilot/charter")

    assert of(e.DocumentEdited(*name, "text", "seen", "signed otherwise")) != SAME
    assert of(replace(PAPER, signed="generated otherwise")) != SAME


@pytest.mark.parametrize(
    "happened",
    [
        pytest.param(e.ItemTicked("emea/pilot", "sponsor-named", "minutes"), id="tick"),
        pytest.param(e.DocumentEdited("emea/pilot", "emea/pilot/charter", "t", "otherwise", "signed"), id="below"),
        pytest.param(e.DocumentEdited("emea/lyon", "emea/lyon/charter", "t", "s", "changed"), id="another-subjects"),
        pytest.param(replace(PAPER, revision="r9", seen="merged"), id="regenerated"),
        pytest.param(e.DocumentRevised("emea/pilot", "emea/pilot/log", "r", "emea/pilot/log.md"), id="unsigned"),
        pytest.param(e.ReadingRecorded("emea/pilot", "csat", "2026-11-01", 50), id="reading"),
        pytest.param(e.HoldPlaced("emea", "wait"), id="hold"),
    ],
)
def test_it_stays_when_something_else_happens(happened):
    assert of(happened) == SAME


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(unit(squads=(squad("lyon", lead="p-lyon-3"),)), id="another-squads-lead"),
        pytest.param(unit(squads=()), id="squads"),
        pytest.param(unit(waves=(3,)), id="waves"),
        pytest.param(unit(language="de"), id="language"),
    ],
)
def test_it_stays_when_the_file_changes_elsewhere(one):
    assert of(one=one) == SAME


ASKED = e.WaiverRequested("emea/pilot", "w1", "checklist", "stabilise", "why", "2026-12-31")
GRANTED = e.WaiverGranted("emea/pilot", "w1")


def test_a_waiver_in_force_is_a_part_of_what_is_approved():
    assert of(ASKED, GRANTED) != SAME


@pytest.mark.parametrize(
    "events",
    [
        pytest.param((ASKED,), id="only asked for"),
        pytest.param((ASKED, GRANTED, e.WaiverEnded("emea/pilot", "w1", "no")), id="taken back"),
        pytest.param(
            (replace(ASKED, subject="emea/lyon"), replace(GRANTED, subject="emea/lyon")), id="another squad's"
        ),
    ],
)
def test_a_waiver_that_passes_nothing_here_changes_nothing(events):
    assert of(*events) == SAME
