from dataclasses import replace

import pytest

from playbook.core.model import LaneWave
from tests.builders import case, judged, moved, squad, state, unit

DONE = ["complete", "aborted"]


def at(subject, *events):
    return case(subject, state=state(*events))


@pytest.mark.parametrize(("stage", "status"), [("replication", "pass"), ("stabilisation", "fail")])
def test_the_unit(stage, status):
    verdict = judged("reached", at("emea/wave-1", moved("emea", stage)), of="unit", stages=["replication"])

    assert verdict.status == status


def test_the_unit_before_its_first_move_is_in_the_initial_stage():
    verdict = judged("reached", at("emea"), of="unit", stages=["selection"])

    assert verdict.status == "pass"


@pytest.mark.parametrize(("stage", "status"), [("stable", "pass"), ("operating", "fail")])
def test_the_pilot(stage, status):
    verdict = judged("reached", at("emea", moved("emea/pilot", stage)), of="pilot", stages=["stable"])

    assert verdict.status == status


def test_the_squads_of_a_wave():
    both = moved("emea/kyiv", "stable"), moved("emea/oslo", "stable")

    one = judged("reached", at("emea/wave-2", both[0]), of="squads", stages=["stable"])
    two = judged("reached", at("emea/wave-2", *both), of="squads", stages=["stable"])

    assert (one.status, two.status) == ("fail", "pass")
    assert str(one.found) == "1 is not there yet: emea/oslo (proposed)"


def test_of_a_unit_all_squads_count_with_the_pilot():
    verdict = judged("reached", at("emea"), of="squads", stages=["stable"])

    assert str(verdict.found).startswith("4 are not there yet: emea/pilot (proposed), emea/lyon")


@pytest.mark.parametrize(
    ("stages", "status"),
    [(("complete", "complete"), "pass"), (("complete", "aborted"), "pass"), (("complete", "soaking"), "fail")],
)
def test_all_waves(stages, status):
    events = [moved(f"emea/wave-{number}", stage) for number, stage in enumerate(stages, 1)]

    verdict = judged("reached", at("emea", *events), of="waves", stages=DONE)

    assert verdict.status == status


def test_without_waves_the_unit_is_not_there_and_is_told_where_to_plan_them():
    found = state(lines={"waves": 20})

    verdict = judged("reached", replace(case("emea", state=found), waves={}), of="waves", stages=DONE)

    assert verdict.status == "fail"
    assert str(verdict.found) == "no wave is planned"
    assert verdict.where == "units/emea.yaml:20"


def test_the_first_wave_waits_for_nobody():
    verdict = judged("reached", at("emea/wave-1"), of="earlier-waves", stages=DONE)

    assert verdict.status == "pass"
    assert str(verdict.found) == "there is no earlier wave"


@pytest.mark.parametrize(("stage", "status"), [("complete", "pass"), ("soaking", "fail")])
def test_a_wave_waits_for_those_before_it_only(stage, status):
    verdict = judged("reached", at("emea/wave-2", moved("emea/wave-1", stage)), of="earlier-waves", stages=DONE)

    assert verdict.status == status


def test_it_points_at_what_is_late():
    found = at("emea", moved("emea/wave-1", "complete"))
    found.state.lines = {"waves.1": 22}

    verdict = judged("reached", found, of="waves", stages=DONE)

    assert verdict.where == "units/emea.yaml:22"
    assert verdict.command == "playbook why emea/wave-2"
    assert verdict.clears == ("p-sponsor",)


@pytest.mark.parametrize(
    ("of", "event"),
    [("unit", moved("emea", "sustaining")), ("pilot", moved("emea/pilot", "stable"))],
)
def test_without_stages_every_good_one_will_do(of, event):
    before, after = (judged("reached", at("emea", *events), of=of) for events in ((), (event,)))

    assert (before.status, after.status) == ("fail", "pass")


def test_at_most_five_are_named():
    many = {f"wave-{number}": ("lyon", "kyiv", "oslo") for number in range(1, 9)}

    verdict = judged("reached", replace(case("emea"), waves=many), of="waves", stages=DONE)

    assert str(verdict.found).startswith("8 are not there yet")
    assert str(verdict.found).endswith(", …")
    assert "wave-6" not in str(verdict.found)


def test_a_squad_in_no_wave_keeps_the_unit_from_being_done():
    verdict = judged("reached", replace(case("emea"), waves={"wave-1": ("lyon",)}), of="waves", stages=["planned"])

    assert verdict.status == "fail"
    assert str(verdict.found) == "2 squads are in no wave: kyiv, oslo"


@pytest.mark.parametrize(
    ("subject", "there", "status"),
    [
        pytest.param("emea/wave-2", [], "fail", id="every-lane-waits-for-the-first-wave"),
        pytest.param("emea/wave-2", [1], "pass", id="and-for-nobody-else"),
        pytest.param("emea/wave-4", [1, 2], "pass", id="a-lane-waits-for-itself"),
        pytest.param("emea/wave-4", [1, 3], "fail", id="not-for-the-other"),
        pytest.param("emea/wave-3", [1], "pass", id="nor-does-the-other"),
    ],
)
def test_lanes_do_not_wait_for_each_other(subject, there, status):
    lanes = ("", "north", "south", "north")
    squads = tuple(squad(f"shop-{n}", lane=lane or None) for n, lane in enumerate(lanes, 1))
    one = unit(squads=squads, waves=(1, LaneWave(1, "north"), LaneWave(1, "south")))
    found = state(*(moved(f"emea/wave-{n}", "complete") for n in there), unit=one)
    waves = {f"wave-{n}": (f"shop-{n}",) for n in range(1, 5)}

    verdict = judged("reached", case(subject, state=found, unit=one, waves=waves), of="earlier-waves", stages=DONE)

    assert verdict.status == status


def test_the_place_of_a_squad_in_its_wave_is_nobodys_to_waive_but_waiting_is():
    adrift = judged("reached", replace(case("emea"), waves={"wave-1": ("lyon",)}), of="waves", stages=["planned"])
    waiting = judged("reached", case("emea"), of="waves", stages=["complete"])

    assert (adrift.status, adrift.waivable) == ("fail", False)
    assert (waiting.status, waiting.waivable) == ("fail", True)
