from dataclasses import replace

import pytest

from playbook.core.model import DrillCase, Right
from tests.builders import case, changed_pilot, judged, squad, state, unit

DELIVERY = Right("delivery", "p-pilot-1", "unlimited")


def test_one_decider_with_a_limit_for_each_decision():
    verdict = judged("empowered", case())

    assert verdict.status == "pass"
    assert str(verdict.found) == "2 decisions, each with a decider and a limit; Pilot 2 is accountable"


@pytest.mark.parametrize(
    ("rights", "found"),
    [
        pytest.param((), "nobody decides on 'refund'", id="nobody"),
        pytest.param(
            (Right("refund", "p-pilot-1", 500), Right("refund", "p-pilot-3", 900)),
            "'refund' has 2 deciders: Pilot 1, Pilot 3",
            id="two",
        ),
        pytest.param(
            (Right("refund", "p-head-sales", 500),),
            "Head Sales decides on 'refund' without being a member",
            id="outside",
        ),
        pytest.param((Right("refund", "p-pilot-1"),), "Pilot 1 decides on 'refund' without a limit", id="no-limit"),
    ],
)
def test_a_gap_is_named(rights, found):
    verdict = judged("empowered", case(unit=changed_pilot(decides=(*rights, DELIVERY))))

    assert verdict.status == "fail"
    assert str(verdict.found) == found


def test_a_limit_of_nothing_is_a_limit():
    verdict = judged("empowered", case(unit=changed_pilot(decides=(Right("refund", "p-pilot-1", 0), DELIVERY))))

    assert verdict.status == "pass"


def test_the_accountable_person_is_a_member():
    verdict = judged("empowered", case(unit=changed_pilot(accountable="p-sponsor")))

    assert verdict.status == "fail"
    assert str(verdict.found) == "Sponsor is accountable without being a member"


def test_every_gap_is_listed_and_the_first_one_is_pointed_at():
    pilot = changed_pilot(accountable="p-sponsor", decides=(Right("refund", "p-head-sales"),))
    found = state(lines={"pilot.accountable": 33, "pilot.decides.0": 60, "pilot.decides.0.decider": 61})

    verdict = judged("empowered", case(state=found, unit=pilot))

    assert str(verdict.found).split("; ") == [
        "Sponsor is accountable without being a member",
        "Head Sales decides on 'refund' without being a member",
        "Head Sales decides on 'refund' without a limit",
        "nobody decides on 'delivery'",
    ]
    assert verdict.where == "units/emea.yaml:33"
    assert verdict.clears == ("p-pilot-1", "p-sponsor")


def test_a_mission_without_decisions_decides_nothing():
    verdict = judged("empowered", case(unit=unit(mission=replace(unit().mission, decisions=()))))

    assert verdict.status == "undecided"


def drilled(*cases, **changes):
    """Return the verdict on a pilot that differs, where the mission has these cases."""
    mission = replace(unit().mission, cases=cases)
    return judged("empowered", case(unit=unit(mission=mission, pilot=squad(**changes))))


BLEEDING = DrillCase("bleeding", "The patient is bleeding", "refund")


def test_cases_that_stay_inside_are_counted():
    verdict = drilled(BLEEDING, replace(BLEEDING, id="again"))

    assert verdict.status == "pass"
    assert str(verdict.found).endswith("; 2 cases stay inside the squad")


def test_a_case_that_must_leave_the_squad_fails_and_is_named():
    verdict = drilled(replace(BLEEDING, amount=900), replace(BLEEDING, id="small", amount=5))

    assert verdict.status == "fail"
    assert str(verdict.found) == (
        "“The patient is bleeding” must leave the squad: 900 is above the limit of 500 EUR an order"
    )
    assert verdict.command == "playbook drill emea/pilot"
    assert verdict.clears == ("p-pilot-1", "p-sponsor")


def test_a_grant_that_is_missing_sends_the_case_away():
    verdict = drilled(replace(BLEEDING, questions=("late",)), data=())

    assert verdict.status == "fail"
    assert "no source is named for 'late'" in str(verdict.found)


def test_a_reason_is_told_once():
    verdict = drilled(BLEEDING, decides=(DELIVERY,))

    assert str(verdict.found).split("; ") == [
        "nobody decides on 'refund'",
        "“The patient is bleeding” must leave the squad",
    ]


def test_how_fast_somebody_decides_has_to_be_written_down():
    slow = replace(BLEEDING, within=5)

    unknown, known = drilled(slow), drilled(slow, decides=(Right("refund", "p-pilot-1", 500, minutes=5), DELIVERY))

    assert unknown.status == "undecided"
    assert "“The patient is bleeding” may have to leave the squad" in str(unknown.found)
    assert known.status == "pass"
