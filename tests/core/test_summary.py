import json

import pytest

from playbook.core import events as e
from playbook.core.summary import line, steps, tree
from tests.builders import ago, moved, readings, stamped, unit
from tests.core.scenes import scene

BEGUN = (moved("emea", "pilot", 9), moved("emea/pilot", "forming", 9))
REPLICATING = (moved("emea", "replication", 9), moved("emea/pilot", "stable", 9))


def test_a_unit_before_anything_happened():
    found = line(scene(approval="fail"))

    assert found == {
        "unit": "emea",
        "name": "Europe, Middle East and Africa",
        "stage": "selection",
        "place": 0,
        "since": "",
        "hold": "",
        "waves": [0, 2],
        "squads": {},
        "next": "begin",
        "steps": ["begin"],
        "blocked": [{"condition": "approval", "status": "fail", "subject": "emea", "until": "", "since": ""}],
        "suspect": 0,
        "playbook": "",
        "offered": "",
        "budget": {"used": 0, "limit": 2, "tripped": False},
        "waivers": [],
        "provisos": [],
        "asks": [
            {
                "kind": "condition",
                "who": ["p-sponsor"],
                "subject": "emea",
                "what": "approval",
                "command": "playbook why emea",
                "until": "",
                "found": ["found {it}", {"it": "fail"}, ""],
            }
        ],
        "at": "",
    }


def test_all_that_blocks_is_told_and_what_passes_is_not():
    found = line(scene(approval="undecided", documents="fail", shared_goal="waived"))

    assert [one["condition"] for one in found["blocked"]] == ["documents", "approval"]
    assert found["suspect"] == 1


def test_squads_by_stage_once_they_are_opened():
    found = line(scene(*REPLICATING, moved("emea/lyon", "operating"), moved("emea/kyiv", "operating")))

    assert found["squads"] == {"stable": 1, "operating": 2}
    assert found["stage"] == "replication"
    assert found["since"] == ago(9)


def test_a_hold_is_told():
    assert line(scene(e.HoldPlaced("emea", "summer")))["hold"] == "summer"


@pytest.mark.parametrize(
    ("happened", "following"),
    [
        pytest.param((), "begin", id="first"),
        pytest.param(BEGUN, "stabilise", id="pilot"),
        pytest.param(REPLICATING, "wave-1", id="first-wave"),
        pytest.param((*REPLICATING, moved("emea/wave-1", "complete")), "wave-2", id="next-wave"),
        pytest.param((*REPLICATING, moved("emea/wave-1", "launched")), "wave-1", id="the-wave-that-runs"),
        pytest.param(
            (*REPLICATING, moved("emea/wave-1", "aborted"), moved("emea/wave-2", "complete")), "sustain", id="all-waves"
        ),
        pytest.param((moved("emea", "closed"),), "", id="the-end"),
    ],
)
def test_what_comes_next(happened, following):
    assert line(scene(*happened))["next"] == following


def test_nothing_blocks_the_end():
    assert steps(scene(moved("emea", "stopped"))) == []


def test_waves_that_ended_of_those_planned():
    composed = e.WaveComposed("emea/wave-1", ("lyon",))

    assert line(scene(*REPLICATING, composed, moved("emea/wave-1", "complete")))["waves"] == [1, 2]


def test_the_tree_has_pilot_waves_and_their_squads():
    found = tree(scene(*REPLICATING, moved("emea/lyon", "operating", 3), stamped(e.HoldPlaced("emea/lyon", "sick"))))

    assert found["goal"]
    assert found["pilot"]["stage"] == "stable"
    assert [wave["id"] for wave in found["tree"]] == ["wave-1", "wave-2"]
    (lyon,) = found["tree"][0]["squads"]
    assert (lyon["id"], lyon["name"], lyon["stage"]) == ("lyon", "The lyon squad", "operating")
    assert (lyon["since"], lyon["hold"]) == (ago(3), "sick")
    assert [one["id"] for one in found["tree"][1]["squads"]] == ["kyiv", "oslo"]
    assert found["tree"][1]["name"] == ""


def test_the_tree_counts_failures_against_the_budget():
    found = tree(scene(moved("emea/pilot", "stable"), moved("emea/lyon", "failed"), moved("emea/kyiv", "disbanded")))

    assert (found["failed"], found["failure_budget"]) == (2, 2)


def test_the_last_reading_of_each_measure():
    found = tree(scene(*readings(41, 50, 44)))["pilot"]["measures"]

    (one,) = found
    assert (one["id"], one["value"], one["day"], one["baseline"], one["target"]) == ("csat", 44, "2026-11-21", 41, 55)


def test_a_measure_that_left_the_file_is_not_shown():
    assert tree(scene(*readings(41), unit=unit(measures=())))["pilot"]["measures"] == []


def test_a_unit_without_a_goal():
    found = scene()
    found.state.goal = None

    assert tree(found)["goal"] == ""


@pytest.mark.parametrize("happened", [(), BEGUN, REPLICATING])
def test_it_is_plain_json(happened):
    found = tree(scene(*happened, approval="fail"))

    assert json.loads(json.dumps(found)) == found


def test_a_baseline_without_readings_is_no_reading():
    found = tree(scene(e.BaselineSet("emea/pilot", "csat", "2026-11-01", "new depot")))

    assert found["pilot"]["measures"] == []
