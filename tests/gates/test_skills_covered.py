from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.model import SkillPlan
from tests.builders import case, changed_pilot, day, judged, maps, members, squad, stamped, state, unit

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


def missing(skill, days, subject="emea/pilot"):
    """Return the events of a cycle that found a skill missing so many days ago."""
    closed = e.CycleClosed(subject, "c1", "it broke", "nobody could", "borrowed", verified=False, skill=skill)
    return [stamped(e.CycleOpened(subject, "c1", "a guess", 14), days + 1), stamped(closed, days)]


def staffed(subject, days):
    """Return the move of a squad whose skills were judged so many days ago."""
    record = {"condition": "skills_covered", "status": "pass"}
    return stamped(e.Moved(subject, "squad", "charter", "forming", "chartered", (record,)), days)


STATISTICS = replace(unit().mission, skills=("analysis", "care", "statistics"))


def test_a_skill_found_missing_is_asked_of_later_squads_with_its_cycle():
    later = unit(mission=STATISTICS)

    verdict = judged("skills_covered", case("emea/lyon", state(*missing("statistics", 5), unit=later), later))

    assert verdict.status == "fail"
    assert str(verdict.found) == "nobody holds, and no plan brings: statistics (missing in emea/pilot, cycle c1)"
    assert verdict.clears == ("p-lyon-1",)


def test_a_gap_that_the_mission_does_not_name_has_to_be_added_there_first():
    found = state(*missing("statistics", 5), lines={"mission.skills": 40})

    verdict = judged("skills_covered", case("emea/lyon", found))

    assert verdict.status == "fail"
    assert str(verdict.found).endswith("; the mission's skills do not name: statistics")
    assert verdict.where == "units/emea.yaml:40"
    assert str(verdict.remedy).startswith("add statistics to the mission's skills")
    assert verdict.clears == ("p-sponsor", "p-lyon-1")


def test_a_plan_is_an_answer_to_a_gap():
    plan = SkillPlan("statistics", "hire", day(-30))
    later = unit(mission=STATISTICS, squads=(squad("lyon", skill_plans=(plan,)),))

    verdict = judged("skills_covered", case("emea/lyon", state(*missing("statistics", 5), unit=later), later))

    assert (verdict.status, str(verdict.found)) == ("pass", "2 of 3 skills held, 1 planned")


def test_a_squad_that_was_chartered_before_is_not_asked():
    later = unit(mission=STATISTICS)
    found = state(staffed("emea/lyon", 9), *missing("statistics", 5), unit=later)

    verdict = judged("skills_covered", case("emea/lyon", found, later))

    assert (verdict.status, str(verdict.found)) == ("pass", "2 of 2 skills held, 0 planned")


def test_the_squad_that_lacked_it_is_asked_before_it_counts_as_stable():
    found = state(staffed("emea/pilot", 9), *missing("statistics", 5))

    assert judged("skills_covered", case("emea/pilot", found)).status == "fail"
    assert "skills_covered" in next(move for move in maps()["squad"].moves if move.name == "stabilise").gate
