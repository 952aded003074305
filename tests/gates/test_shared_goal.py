from dataclasses import replace

from playbook.core.model import Goal
from tests.builders import GOAL, case, changed_pilot, judged, squad, state, unit


def test_one_goal_for_all():
    verdict = judged("shared_goal", case("emea"))

    assert verdict.status == "pass"
    assert str(verdict.found) == f"{GOAL.id}: {GOAL.statement}"


def test_a_goal_that_is_not_shared_fails():
    nowhere = state(lines={"goal": 3})
    nowhere.goal = None

    verdict = judged("shared_goal", case("emea", state=nowhere))

    assert verdict.status == "fail"
    assert verdict.where == "units/emea.yaml:3"
    assert verdict.clears == ("p-sponsor",)


def test_another_goal_than_the_units_is_not_its_goal():
    other = state()
    other.goal = Goal("growth", "Grow")

    verdict = judged("shared_goal", case("emea", state=other))

    assert verdict.status == "fail"


def test_squads_that_carry_another_goal_are_all_named():
    squads = (squad("lyon", goal="growth"), squad("kyiv", goal=GOAL.id), squad("oslo", goal="cost"))
    found = state(lines={"squads.0.goal": 90})

    verdict = judged("shared_goal", case("emea", unit=unit(squads=squads), state=found))

    assert verdict.status == "fail"
    assert str(verdict.found) == "another goal: emea/lyon (growth), emea/oslo (cost)"
    assert verdict.where == "units/emea.yaml:90"
    assert verdict.clears == ("p-lyon-1", "p-sponsor")


def test_a_wave_and_a_squad_are_judged_on_their_own_goal():
    emea = unit(squads=(squad("lyon", goal="growth"), squad("kyiv"), squad("oslo")))

    first, second = (judged("shared_goal", case(f"emea/{wave}", unit=emea)) for wave in ("wave-1", "wave-2"))
    pilot = judged("shared_goal", case("emea/pilot", unit=emea))

    assert [first.status, second.status, pilot.status] == ["fail", "pass", "pass"]


def test_the_pilot_counts_for_the_unit():
    verdict = judged("shared_goal", case("emea", unit=replace(changed_pilot(goal="growth"))))

    assert str(verdict.found) == "another goal: emea/pilot (growth)"


def test_a_goal_that_is_not_shared_is_nobodys_to_waive():
    lost = state()
    lost.goal = None

    assert not judged("shared_goal", case("emea", state=lost)).waivable
    assert not judged("shared_goal", case(unit=changed_pilot(goal="growth"))).waivable
