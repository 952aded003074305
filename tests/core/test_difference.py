import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core import events as e
from playbook.core.difference import difference, differs
from playbook.core.history import fold
from tests.builders import ago, changed_pilot, day, document, members, moved, readings, squad, stamped, state, unit

BEGUN = [moved("emea", "pilot", 9), moved("emea/pilot", "forming", 9)]


def between(before, after, unit_before=None, unit_after=None):
    """Return what changed by the events in `after`, that came behind those in `before`."""
    then, now = state(*before, unit=unit_before or unit()), state(*before, *after, unit=unit_after or unit())
    then.configuration = "1"
    now.configuration = "2" if unit_after else "1"
    return difference(then, now)


def test_nothing_differs_from_itself():
    found = between([*BEGUN, *readings(1, 2)], [])

    assert not differs(found)


@given(st.integers(0, 6))
def test_a_history_differs_from_no_history_as_soon_as_something_happened(count):
    events = [*BEGUN, *readings(1, 2), document("charter"), e.HoldPlaced("emea", "summer")][:count]

    found = between([], events)

    assert differs(found) == bool(events)


def test_it_is_plain_json():
    happened = [
        *BEGUN,
        *readings(1, 2),
        document("charter"),
        e.HoldPlaced("emea", "summer"),
        e.WaveComposed("emea/wave-1", ("lyon",), 2, "coaches", ""),
        e.FailureRecorded("emea/lyon", "failure-1", "lost", "small"),
    ]

    found = between([], happened, unit(), changed_pilot(members=members("sales")))

    assert json.loads(json.dumps(found)) == found


# ------------------------------------------------------------------------------------------------ where things stand


def test_stages_then_and_now():
    found = between(BEGUN, [moved("emea/pilot", "operating", 2), moved("emea", "stabilisation", 1)])

    assert found["stages"] == [
        {"subject": "emea", "before": "pilot", "after": "stabilisation", "at": ago(1)},
        {"subject": "emea/pilot", "before": "forming", "after": "operating", "at": ago(2)},
    ]
    assert found["squads"] == {"before": {"forming": 1}, "after": {"operating": 1}}


def test_to_and_fro_is_no_difference():
    found = between(BEGUN, [moved("emea", "stabilisation", 2), moved("emea", "pilot", 1)])

    assert found["stages"] == []


def test_waves_are_no_squads():
    found = between(BEGUN, [moved("emea/wave-1", "staffing"), moved("emea/lyon", "forming")])

    assert found["squads"] == {"before": {"forming": 1}, "after": {"forming": 2}}


def test_a_wave_that_was_composed():
    found = between(BEGUN, [e.WaveComposed("emea/wave-1", ("lyon",), 2, "coaches", "north")])

    assert found["waves"] == [
        {"subject": "emea/wave-1", "configured": 2, "binding": "coaches", "lane": "north", "squads": ["lyon"]}
    ]


def test_holds_that_were_placed_and_lifted():
    placed = e.HoldPlaced("emea", "summer")

    (on,) = between(BEGUN, [placed])["holds"]
    (off,) = between([*BEGUN, placed], [e.HoldLifted("emea", "autumn")])["holds"]

    assert (on["subject"], on["reason"], on["lifted"]) == ("emea", "summer", False)
    assert (off["subject"], off["reason"], off["lifted"]) == ("emea", "autumn", True)
    assert between(BEGUN, [placed, e.HoldLifted("emea")])["holds"] == []


# ------------------------------------------------------------------------------------------------ what people did


def test_an_approval_counts_also_when_its_move_was_made():
    approved = e.Approved("emea", "went", "sponsor", "f" * 64, "fine")

    given_ = between(BEGUN, [approved])["approvals"]
    used = between(BEGUN, [approved, moved("emea", "stabilisation")])["approvals"]

    assert [(one["subject"], one["role"], one["by"], one["note"]) for one in given_] == [
        ("emea", "sponsor", "p-sponsor", "fine")
    ]
    assert used == given_
    assert between([*BEGUN, approved], [moved("emea", "stabilisation")])["approvals"] == []


ASKED = stamped(e.WaiverRequested("emea", "waiver-1", "documents", "begin", "broken", day(-9)), by="p-head-sales")
GRANTED = e.WaiverGranted("emea", "waiver-1")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([], [ASKED], ("requested", "p-head-sales"), id="requested"),
        pytest.param([ASKED], [GRANTED], ("granted", "p-sponsor"), id="granted"),
        pytest.param([ASKED, GRANTED], [e.WaiverEnded("emea", "waiver-1", "no")], ("ended", "p-sponsor"), id="ended"),
        pytest.param([], [ASKED, GRANTED], ("granted", "p-sponsor"), id="both"),
    ],
)
def test_a_waiver_with_its_last_state(before, after, expected):
    (one,) = between(before, after)["waivers"]

    assert (one["state"], one["by"]) == expected


def test_a_proviso_that_was_made_and_met():
    made = e.ProvisoAdded("emea", "proviso-1", "train", "p-lyon-1", day(-9))
    met = e.ProvisoFulfilled("emea", "proviso-1")

    assert [one["met"] for one in between([], [made])["provisos"]] == [False]
    assert [one["met"] for one in between([made], [met])["provisos"]] == [True]
    assert between([made, met], [])["provisos"] == []


def test_what_was_learned():
    opened = e.CycleOpened("emea/pilot", "c1", "triage", 14)
    closed = e.CycleClosed("emea/pilot", "c1", "b", "c", "f", verified=False)
    lesson = e.LessonRecorded("emea/pilot", "lesson-1", "c1", "ask")
    favour = e.FavourGranted("emea/pilot", "favour-1", "hours")

    first = between([], [opened, lesson, favour])
    then = between(
        [opened, lesson, favour],
        [
            closed,
            e.LessonDecided("emea/pilot", "lesson-1", "adopted"),
            e.FavourSettled("emea/pilot", "favour-1", "priced", "r"),
        ],
    )

    assert [one["state"] for one in (*first["cycles"], *then["cycles"])] == ["open", "not-verified"]
    assert [one["decision"] for one in (*first["lessons"], *then["lessons"])] == ["", "adopted"]
    assert [one["settlement"] for one in (*first["favours"], *then["favours"])] == ["", "priced"]


def test_the_last_reading_then_and_now():
    (one,) = between(readings(1, 2, last=5), readings(3, 4))["readings"]

    assert (one["before"], one["after"]) == ({"day": day(5), "value": 2}, {"day": day(), "value": 4})
    assert one["readings"] == 2


def test_a_reading_that_was_corrected_is_one():
    (one,) = between(readings(1, 2), readings(9))["readings"]

    assert (one["before"]["value"], one["after"]["value"], one["readings"]) == (2, 9, 1)


def test_documents_are_counted():
    first = document("charter")
    again = replace(first, revision="s" * 64, seen="s" * 64)
    edited = e.DocumentEdited("emea/pilot", first.document, "t" * 64, "u" * 64)

    assert between([], [first])["documents"] == {"new": 1, "revised": 0, "edited": 0}
    assert between([first], [again])["documents"] == {"new": 0, "revised": 1, "edited": 0}
    assert between([first], [edited])["documents"] == {"new": 0, "revised": 0, "edited": 1}


# ------------------------------------------------------------------------------------------------ the unit's file


def test_who_came_and_who_went():
    now = changed_pilot(members=(*members("sales", "marketing"), *members("finance", squad="new")), lead="p-new-1")

    found = between([], [], unit(), now)["configuration"]

    assert [(one["subject"], one["person"]) for one in found["joined"]] == [("emea/pilot", "p-new-1")]
    assert [one["person"] for one in found["left"]] == [f"p-pilot-{number}" for number in range(3, 9)]
    assert found["changed"] == [{"key": "pilot.lead", "before": "p-pilot-1", "after": "p-new-1"}]


def test_squads_that_were_planned_and_dropped():
    now = unit(squads=(squad("lyon"), squad("rome")))

    found = between([], [], unit(), now)["configuration"]

    assert (found["planned"], found["dropped"]) == (["rome"], ["kyiv", "oslo"])
    assert (found["joined"], found["left"]) == ([], [])


def test_values_that_can_be_told_and_keys_that_are_too_large():
    now = unit(failure_budget=5, waves=(1, "20%"), measures=(), pilot=squad(cadence=("daily",)))

    found = between([], [], unit(), now)["configuration"]

    assert found["changed"] == [
        {"key": "failure_budget", "before": 2, "after": 5},
        {"key": "waves", "before": [1, 2], "after": [1, "20%"]},
    ]
    assert found["other"] == ["measures", "pilot.cadence"]


def test_the_goal():
    then, now = state(unit=unit()), state(unit=unit())
    then.configuration, now.configuration = "1", "2"
    now.goal = replace(now.goal, statement="Another goal")

    (one,) = difference(then, now)["configuration"]["changed"]

    assert (one["key"], one["after"]) == ("goal", "Another goal")


def test_before_the_first_configuration_there_is_nothing_to_compare():
    now = state(unit=unit())
    now.configuration = "1"

    assert difference(state(), now)["configuration"] == {}


def test_another_playbook():
    accepted = e.ConfigurationAccepted("emea", "d", "t", "2.0")

    found = difference(state(), fold([stamped(accepted)], state()))

    assert found["playbook"] == ["", "2.0"]
