from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.model import ScarceSkill, SkillName, Supply
from tests.builders import case, judged, members, moved, squad, state, unit

SQUADS = ("lyon", "kyiv", "oslo", "rome")
LINES = {"waves": 20, "supply": 30, "supply.coaches": 31, "supply.skills.0.skill": 34}


def emea(**supply):
    """Return the unit with four squads, of two people each, the first of whom analyses."""
    squads = []
    for name in SQUADS:
        first, second = members("sales", "finance", squad=name)
        squads.append(squad(name, members=(replace(first, skills=("analysis",)), replace(second, skills=()))))
    pilot = squad(members=tuple(replace(one, skills=()) for one in members("sales", "finance")))
    return unit(pilot=pilot, squads=tuple(squads), waves=(1, 3), supply=Supply(**supply) if supply else None)


def asked(one, *events, subject="emea/wave-2", **more):
    opened = e.WaveComposed("emea/wave-1", ("lyon",), 1)
    found = state(opened, moved("emea/lyon", "stable"), *events, unit=one, lines=LINES)
    return judged("supply", case(subject, state=found, unit=one, **more))


def test_a_unit_without_supply_passes_and_says_so():
    verdict = asked(emea())

    assert verdict.status == "pass"
    assert str(verdict.found) == "the unit's file names no supply: nothing limits the wave"


@pytest.mark.parametrize(
    ("supply", "status", "found", "line"),
    [
        pytest.param({"coaches": 1}, "pass", "3 squads, as configured", 20, id="enough"),
        pytest.param(
            {"coaches": 1, "squads_per_coach": 2},
            "pass",
            "2 of the 3 configured: coaches free for 2 squads",
            31,
            id="two-coached",
        ),
        pytest.param(
            {"coaches": 0}, "fail", "no squad can be opened: coaches free for 0 squads", 31, id="nobody-coaches"
        ),
        pytest.param(
            {"skills": (ScarceSkill("analysis", 2),)},
            "pass",
            "1 of the 3 configured: data analysts free for 1 squad",
            34,
            id="one-analyst-is-left",
        ),
        pytest.param(
            {"skills": (ScarceSkill("analysis", 1),)},
            "fail",
            "no squad can be opened: data analysts free for 0 squads",
            34,
            id="no-analyst-is-left",
        ),
    ],
)
def test_it_says_how_many_can_be_opened_and_what_binds(supply, status, found, line):
    one = emea(**supply)
    named = replace(one, mission=replace(one.mission, skill_names=(SkillName("analysis", "data analysts"),)))

    verdict = asked(named)

    assert verdict.status == status
    assert str(verdict.found) == found
    assert verdict.where == f"units/emea.yaml:{line}"


def test_what_is_left_over_binds_nobody_else():
    verdict = asked(replace(emea(coaches=5), waves=(1, 5)))

    assert verdict.status == "pass"
    assert str(verdict.found) == "3 of the 5 configured: no more squads are left"


def test_the_sponsor_can_clear_it_and_is_told_how():
    verdict = asked(emea(coaches=0))

    assert verdict.clears == ("p-sponsor",)
    assert str(verdict.remedy) == "find another coach, or wait until squads that are open become stable"
    assert verdict.command == "playbook waves emea"


def test_people_who_would_work_too_much_are_named():
    one = emea(coaches=9)
    shared = replace(one.squads[1], members=one.squads[0].members)
    one = replace(one, squads=(one.squads[0], shared), waves=(1,))

    verdict = asked(one)

    assert verdict.status == "fail"
    assert str(verdict.found) == "no squad can be opened: Lyon 1, Lyon 2 would work more than 100 % for open squads"
    assert verdict.clears == ("p-sponsor", "p-kyiv-1")


def test_time_that_other_units_have_of_people_counts():
    one = emea(coaches=9)

    verdict = asked(one, elsewhere=lambda people: {"p-kyiv-2": {"apac": 50}} if "p-kyiv-2" in people else {})

    assert verdict.status == "pass"
    assert str(verdict.found) == "2 of the 3 configured: Kyiv 2 would work more than 100 % for open squads"


def test_a_wave_that_was_taken_back_needs_room_for_all_of_its_squads():
    composed = e.WaveComposed("emea/wave-2", ("kyiv", "oslo", "rome"), 3)

    one = asked(emea(coaches=1, squads_per_coach=2), composed)
    other = asked(emea(coaches=1, squads_per_coach=3), composed)

    assert one.status == "fail"
    assert str(one.found) == "2 of the 3 that were planned with the wave: coaches free for 2 squads"
    assert other.status == "pass"


def test_a_wave_that_was_taken_back_says_what_made_it_small():
    composed = e.WaveComposed("emea/wave-2", ("kyiv",), 3, "coaches")

    verdict = asked(emea(coaches=9), composed)

    assert (verdict.status, str(verdict.found)) == ("pass", "1 of the 3 configured: coaches")


def test_squads_of_it_that_have_ended_need_nobody():
    composed = e.WaveComposed("emea/wave-2", ("kyiv", "oslo", "rome"), 3)

    verdict = asked(emea(coaches=1, squads_per_coach=2), composed, moved("emea/rome", "failed"))

    assert verdict.status == "pass"


def test_its_own_squads_do_not_stand_in_its_way():
    composed = e.WaveComposed("emea/wave-2", ("kyiv", "oslo", "rome"), 3)
    there = [moved(f"emea/{name}", "forming") for name in ("kyiv", "oslo", "rome")]

    assert asked(emea(coaches=1), composed, *there).status == "pass"


@pytest.mark.parametrize("subject", ["emea/wave-9", "emea/lyon", "emea"])
def test_what_is_no_wave_of_the_plan_is_undecided(subject):
    verdict = asked(emea(coaches=1), subject=subject)

    assert verdict.status == "undecided"
    assert verdict.where == "units/emea.yaml:20"
