from dataclasses import replace

import pytest

from playbook.core.model import Right
from tests.builders import case, changed_pilot, judged, state, unit

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
