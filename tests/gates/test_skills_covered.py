from dataclasses import replace

import pytest

from playbook.core.model import SkillPlan
from tests.builders import case, changed_pilot, day, judged, members, state, unit

# Nobody here holds `care`.
CARELESS = tuple(replace(member, skills=("analysis",)) for member in members("sales", "finance", "service"))


def test_held_skills_pass():
    verdict = judged("skills_covered", case())

    assert verdict.status == "pass"
    assert str(verdict.found) == "2 of 2 skills held, 0 planned"


def test_a_skill_without_member_or_plan_fails_and_is_named():
    verdict = judged("skills_covered", case(unit=changed_pilot(members=CARELESS)))

    assert verdict.status == "fail"
    assert str(verdict.found) == "nobody holds, and no plan brings: care"
    assert verdict.clears == ("p-pilot-1",)


@pytest.mark.parametrize(
    ("ahead", "status"),
    [
        pytest.param(-30, "pass", id="ahead"),
        pytest.param(0, "pass", id="today"),
        pytest.param(1, "undecided", id="over"),
    ],
)
def test_a_plan_counts_until_its_day_has_passed(ahead, status):
    plan = SkillPlan("care", "train", day(ahead))

    verdict = judged("skills_covered", case(unit=changed_pilot(members=CARELESS, skill_plans=(plan,))))

    assert verdict.status == status


def test_an_overdue_plan_is_stale_and_says_its_day_and_line():
    plan = SkillPlan("care", "hire", "2026-11-01")
    found = state(lines={"pilot.members": 40, "pilot.skill_plans": 70})

    verdict = judged("skills_covered", case(state=found, unit=changed_pilot(members=CARELESS, skill_plans=(plan,))))

    assert str(verdict.found) == "the day of the plan has passed: care (2026-11-01)"
    assert verdict.where == "units/emea.yaml:70"


def test_of_several_plans_the_latest_counts():
    plans = (SkillPlan("care", "hire", day(10)), SkillPlan("care", "borrow", day(-10)))

    verdict = judged("skills_covered", case(unit=changed_pilot(members=CARELESS, skill_plans=plans)))

    assert verdict.status == "pass"
    assert str(verdict.found) == "1 of 2 skills held, 1 planned"


def test_missing_and_overdue_are_both_listed_and_missing_weighs_more():
    plan = SkillPlan("care", "hire", day(10))
    nothing = tuple(replace(member, skills=()) for member in CARELESS)

    verdict = judged("skills_covered", case(unit=changed_pilot(members=nothing, skill_plans=(plan,))))

    assert verdict.status == "fail"
    assert "analysis" in str(verdict.found)
    assert f"care ({day(10)})" in str(verdict.found)


def test_a_mission_without_skills_decides_nothing():
    verdict = judged("skills_covered", case(unit=unit(mission=replace(unit().mission, skills=()))))

    assert verdict.status == "undecided"
