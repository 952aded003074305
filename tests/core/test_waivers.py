"""Waivers as they count in a decision: one condition, one subject, one move, once, until a day."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core import events as e
from playbook.core.history import fold
from playbook.core.moves import choose, decide, follow
from playbook.core.phrase import say
from playbook.core.state import Waiver
from playbook.core.verdict import Verdict
from playbook.core.waivers import applied, covers, grantors, in_force, lenient, status, waiting, why_never
from tests.builders import ago, changed_pilot, day, members, moved, squad, stamped, unit
from tests.core.scenes import scene, statuses, verdict

PILOT = moved("emea", "pilot", source="selection")
FORMED = moved("emea/pilot", "forming", source="proposed")


def asked(subject="emea", condition="documents", move="begin", *, name="w1", until=-30, leader="", needed=""):
    return stamped(
        e.WaiverRequested(subject, name, condition, move, "why not", day(until), leader, needed), 3, "p-kaya"
    )


def granted(subject="emea", name="w1"):
    return stamped(e.WaiverGranted(subject, name), 2, "p-head-sales")


def waiver(**changes):
    """Return a waiver in force of `documents` at emea's move `begin`."""
    told = {"granted": ago(2), "granted_by": "p-head-sales", "needed": "documents is needed"}
    return replace(Waiver("w1", "emea", "documents", "begin", "why not", day(-30), ago(3), "p-kaya"), **told | changes)


def decided(found, subject="emea", **how):
    return decide(found, subject, choose(found, subject, **how))


@pytest.mark.parametrize("found", ["fail", "undecided"])
def test_what_fails_or_is_undecided_is_waived_and_the_move_is_open(found):
    decision = decided(scene(asked(), granted(), documents=found))

    (one,) = (one for one in decision.verdicts if one.condition == "documents")
    assert decision.open
    assert (one.status, one.waiver) == ("waived", "w1")
    assert str(one.found) == f"found {found}; waived by p-head-sales until {day(-30)}: why not"


def test_what_passes_by_itself_leaves_its_waiver_unused():
    found = scene(asked(), granted())

    decision = decided(found)
    fold([stamped(event) for event in decision.events], found.state)

    assert all(one.status == "pass" for one in decision.verdicts)
    assert not found.state.waivers["w1"].used


def test_it_is_used_up_by_the_move_that_was_made_with_it():
    found = scene(asked(), granted(), documents="fail")

    fold([stamped(event) for event in decided(found).events], found.state)

    assert found.state.waivers["w1"].used == ago(0)
    assert in_force(found.state, day()) == ()


def test_after_a_way_back_the_same_move_needs_a_new_one():
    found = scene(asked("emea", "cycles", "replicate"), granted(), moved("emea", "stabilisation"), cycles="fail")
    fold([stamped(event) for event in decided(found).events], found.state)
    fold([moved("emea", "stabilisation", source="replication")], found.state)

    assert not decided(found).open


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((asked(),), id="not granted"),
        pytest.param((asked(until=1), granted()), id="lapsed yesterday"),
        pytest.param((asked(), granted(), stamped(e.WaiverEnded("emea", "w1", "no"))), id="taken back"),
        pytest.param((asked(condition="approval"), granted()), id="another condition"),
        pytest.param((asked(move="stabilise"), granted()), id="another move"),
        pytest.param((asked("emea/pilot"), granted("emea/pilot")), id="another subject"),
        pytest.param((asked(leader="emea/wave-1"), granted()), id="another's move"),
    ],
)
def test_it_lets_nothing_else_pass(other):
    decision = decided(scene(*other, documents="fail"))

    assert not decision.open
    assert ("emea", "documents", "fail") in statuses(decision.verdicts)


def test_it_holds_on_its_last_day():
    assert decided(scene(asked(until=0), granted(), documents="fail")).open


def test_a_carried_squads_condition_is_waived_at_the_move_that_carries_it():
    waived = asked("emea/pilot", "skills_covered", "stabilise", leader="emea")
    found = scene(PILOT, FORMED, waived, granted("emea/pilot"), skills_covered="fail")

    decision = decided(found)

    assert decision.open
    steps = {(one.subject, one.move): one for one in decision.events}
    kept = {one["condition"]: one for one in steps["emea/pilot", "charter"].verdicts}
    assert kept["skills_covered"]["waiver"] == "w1"
    fold([stamped(event) for event in decision.events], found.state)
    assert found.state.waivers["w1"].used


def test_a_condition_that_two_carried_moves_judge_is_waived_for_both():
    waived = asked("emea/pilot", "data_access", "stabilise", leader="emea")

    assert decided(scene(PILOT, FORMED, waived, granted("emea/pilot"), data_access="undecided")).open


def test_what_the_engine_itself_asks_is_nobodys_to_waive():
    held = e.HoldPlaced("emea", "no money")

    decision = decided(scene(asked(condition="hold"), granted(), held))

    assert not decision.open
    assert not decision.verdicts[0].waivable


def test_of_a_condition_that_a_gate_names_twice_only_the_one_asked_about_is_waived():
    one = replace(verdict("reached", "fail"), needed=say("the unit in replication"))
    other = replace(verdict("reached", "fail"), needed=say("earlier waves complete"))
    held = [waiver(condition="reached", needed="earlier waves complete")]

    assert [each.status for each in applied(held, [one, other])] == ["fail", "waived"]


def test_a_condition_named_once_stays_waived_when_its_words_change():
    held = [waiver(needed="at least 14 days")]

    assert [one.status for one in applied(held, [verdict("documents", "fail")])] == ["waived"]
    assert not covers(held[0], verdict("documents", "fail"))


def test_what_cannot_be_waived_is_not():
    hard = replace(verdict("documents", "fail"), waivable=False)

    assert applied([waiver()], [hard]) == [hard]


def test_without_a_waiver_in_force_the_scene_is_the_same():
    found = scene(asked())

    assert lenient(found, "emea", choose(found, "emea")) is found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"granted": ""}, "requested"),
        ({}, "granted"),
        ({"until": day(0)}, "granted"),
        ({"until": day(1)}, "lapsed"),
        ({"until": day(1), "granted": ""}, "lapsed"),
        ({"ended": ago(1)}, "revoked"),
        ({"ended": ago(1), "granted": ""}, "refused"),
        ({"used": ago(1), "until": day(1)}, "used"),
        ({"ended": ago(1), "until": day(1)}, "revoked"),
    ],
)
def test_what_became_of_it(changes, found):
    assert status(waiver(**changes), day()) == found


def test_those_in_force_come_with_the_one_that_ends_first_at_the_top():
    found = scene(asked(until=-30), granted(), asked(name="w2", until=-5), granted(name="w2"), asked(name="w3"))

    assert [one.id for one in in_force(found.state, day())] == ["w2", "w1"]
    assert [one.id for one in waiting(found.state, day())] == ["w3"]


@given(
    st.booleans(), st.booleans(), st.booleans(), st.integers(-90, 90), st.sampled_from(["pass", "fail", "undecided"])
)
def test_whatever_happened_to_it_it_only_ever_passes_what_it_may(is_granted, is_ended, is_used, until, found):
    one = waiver(
        granted=ago(2) * is_granted, ended=ago(1) * is_ended, used=ago(1) * is_used, until=day(-until), granted_by="p-a"
    )
    held = [one] if one.holds(day()) else []

    (answer,) = applied(held, [verdict("documents", found)])

    free = is_granted and not is_ended and not is_used and until >= 0
    assert (answer.status == "waived") == (free and found != "pass")
    assert answer.stands_in_the_way == (found != "pass" and not free)
    assert (status(one, day()) == "granted") == free


# ------------------------------------------------------------------------------------------------- who may grant


def test_the_sponsor_and_the_heads_of_departments_may_grant():
    found = scene()

    assert grantors(found, "emea") == (
        "p-sponsor",
        *(f"p-head-{one}" for one in ("sales", "marketing", "finance", "service")),
    )
    assert "p-sponsor" not in grantors(found, "emea", "p-sponsor")


def test_nobody_grants_a_waiver_for_their_own_squad():
    lyon = squad("lyon", members=(replace(members("sales")[0], person="p-head-sales"), *members("sales", "finance")))
    found = scene(unit=unit(squads=(lyon, squad("kyiv"), squad("oslo"))))

    assert "p-head-sales" not in grantors(found, "emea/lyon")
    assert "p-head-sales" not in grantors(found, "emea/wave-1")
    assert "p-head-sales" not in grantors(found, "emea")
    assert "p-head-sales" in grantors(found, "emea/kyiv")


@pytest.mark.parametrize(
    "condition", ["approval", "shared_goal", "squad_size", "reached", "hold", "provisos", "carried"]
)
def test_why_nobody_can_waive_it_is_said(condition):
    one = Verdict(condition, "fail", "emea", say("needed"), say("found"), waivable=False)

    assert len(str(why_never(one))) > 20


# ------------------------------------------------------------------------------------------------ the engine's hand


OPERATING = moved("emea/pilot", "operating", source="chartered")


def shrunk(*events):
    """Return a scene whose pilot operates with five people."""
    return scene(*events, OPERATING, unit=changed_pilot(members=members(*["sales"] * 5)), squad_size="fail")


def used(until):
    """Return the events by which a waiver of the pilot's size was used."""
    waived = {"condition": "squad_size", "status": "waived", "waiver": "w1", "found": ["", {}, ""]}
    gone = e.Moved("emea/pilot", "squad", "launch", "chartered", "operating", (waived,))
    return (asked("emea/pilot", "squad_size", "launch", until=until), granted("emea/pilot"), stamped(gone))


def test_the_engine_does_not_undo_at_once_what_a_waiver_let_through():
    assert [one.move for one in follow(shrunk(), ("emea/pilot",))] == ["shrink"]
    assert follow(shrunk(*used(until=-5)), ("emea/pilot",)) == []


def test_the_engine_looks_again_when_the_waivers_last_day_is_over():
    assert [one.move for one in follow(shrunk(*used(until=1)), ("emea/pilot",))] == ["shrink"]
