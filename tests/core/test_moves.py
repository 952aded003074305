from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.moves import choose, decide, follow
from playbook.errors import UsageError
from tests.builders import maps, moved, stamped
from tests.core.scenes import scene, statuses

FORMED = moved("emea/pilot", "forming", source="proposed")
CHARTERED = moved("emea/pilot", "chartered", source="forming")
OPERATING = moved("emea/pilot", "operating", source="chartered")
PILOT = moved("emea", "pilot", source="selection")
STABILISING = moved("emea", "stabilisation", source="pilot")
REPLICATING = moved("emea", "replication", source="stabilisation")
STAFFED = moved("emea/wave-2", "staffing", source="planned")
COMPOSED = e.WaveComposed("emea/wave-2", ("kyiv", "oslo"), configured=2)


def asked(found, subject, **how):
    return decide(found, subject, choose(found, subject, **how))


def steps(decision):
    return [(one.subject, one.move, one.source, one.target) for one in decision.events if isinstance(one, e.Moved)]


def test_the_first_move_of_its_kind_is_chosen():
    assert choose(scene(), "emea").name == "begin"
    assert choose(scene(), "emea", by="stop").name == "stop"
    assert choose(scene(REPLICATING), "emea", by="recycle").target == "stabilisation"


@pytest.mark.parametrize("name", ["disband", "disbanded"])
def test_a_move_is_chosen_by_its_name_or_its_target(name):
    assert choose(scene(FORMED), "emea/pilot", by="stop", name=name).name == "disband"


def test_a_move_there_is_not():
    with pytest.raises(UsageError) as caught:
        choose(scene(), "emea", name="close")

    assert caught.value.message == "emea has no move 'close' from selection"
    assert caught.value.hint == "moves by `advance` from here: begin"


def test_a_kind_of_move_there_is_not():
    with pytest.raises(UsageError, match="there is nothing to go back to from selection") as caught:
        choose(scene(), "emea", by="recycle")

    assert caught.value.hint == ""


def test_nothing_follows_the_end():
    with pytest.raises(UsageError, match="that is the end of its way"):
        choose(scene(moved("emea", "closed")), "emea")


def test_an_engine_move_is_nobodys_to_choose():
    with pytest.raises(UsageError):
        choose(scene(moved("emea/pilot", "stable")), "emea/pilot", name="regress")


def test_an_open_gate_moves_the_unit_and_the_squad_it_carries():
    found = asked(scene(), "emea")

    assert found.open
    assert steps(found) == [("emea", "begin", "selection", "pilot"), ("emea/pilot", "form", "proposed", "forming")]
    assert found.events[1].carried_by == "emea"
    assert found.events[0].carried_by == ""
    assert found.events[0].playbook == maps()["rollout"].version


def test_every_verdict_is_there_never_only_the_first():
    found = asked(scene(customer_focused="fail", documents="undecided"), "emea")

    assert statuses(found.verdicts) == [
        ("emea", "customer_focused", "fail"),
        ("emea", "shared_goal", "pass"),
        ("emea", "documents", "undecided"),
        ("emea", "approval", "pass"),
    ]
    assert not found.open
    assert found.events == ()


def test_a_carried_squads_gate_counts_in_full():
    found = asked(scene(PILOT, FORMED, squad_size="fail", checklist="fail"), "emea")

    conditions = [condition for subject, condition, _ in statuses(found.verdicts) if subject == "emea/pilot"]
    (charter,) = (move for move in maps()["squad"].moves if move.name == "charter")
    assert len(conditions) == len(charter.gate) + 1
    assert conditions[-1] == "checklist"
    assert found.events == ()


def test_a_squad_is_carried_over_two_moves():
    found = asked(scene(PILOT, FORMED), "emea")

    assert steps(found)[1:] == [
        ("emea/pilot", "charter", "forming", "chartered"),
        ("emea/pilot", "launch", "chartered", "operating"),
    ]


def test_a_squad_that_made_the_move_before_only_makes_the_other():
    found = asked(scene(PILOT, FORMED, CHARTERED), "emea")

    assert steps(found)[1:] == [("emea/pilot", "launch", "chartered", "operating")]


def test_a_squad_that_made_all_moves_before_is_left_where_it_is():
    found = asked(scene(PILOT, FORMED, CHARTERED, OPERATING), "emea")

    assert steps(found) == [("emea", "stabilise", "pilot", "stabilisation")]


def test_a_squad_that_is_elsewhere_blocks():
    found = asked(scene(PILOT), "emea")

    blocking = [one for one in found.verdicts if one.condition == "carried"]
    assert [str(one.found) for one in blocking] == ["it is in the stage 'proposed'"] * 2
    assert blocking[0].command == "playbook why emea/pilot"
    assert not found.open


def test_a_squad_that_shrank_blocks_the_wave_until_it_is_restored():
    shrunk = moved("emea/kyiv", "understrength", source="operating")
    found = asked(
        scene(COMPOSED, moved("emea/wave-2", "launched"), shrunk, moved("emea/oslo", "operating")), "emea/wave-2"
    )

    assert ("emea/kyiv", "carried", "fail") in statuses(found.verdicts)
    assert found.events == ()


@pytest.mark.parametrize("stage", ["failed", "disbanded", "handed-over"])
def test_a_squad_that_has_ended_is_left(stage):
    gone = moved("emea/kyiv", stage, source="forming")
    found = asked(scene(COMPOSED, STAFFED, gone, moved("emea/oslo", "forming", source="proposed")), "emea/wave-2")

    assert found.open
    assert {subject for subject, *_ in steps(found)} == {"emea/wave-2", "emea/oslo"}


def test_the_first_move_of_a_wave_fixes_its_squads():
    found = asked(scene(REPLICATING), "emea/wave-2")

    assert found.events[0] == COMPOSED
    assert [subject for subject, *_ in steps(found)] == ["emea/wave-2", "emea/kyiv", "emea/oslo"]


def test_later_moves_of_a_wave_do_not():
    formed = [moved(f"emea/{name}", "forming", source="proposed") for name in ("kyiv", "oslo")]
    found = asked(scene(REPLICATING, COMPOSED, STAFFED, *formed), "emea/wave-2")

    assert not [one for one in found.events if isinstance(one, e.WaveComposed)]


def test_a_closed_gate_fixes_nothing():
    assert asked(scene(reached="fail"), "emea/wave-2").events == ()


@pytest.mark.parametrize("held", ["emea", "emea/wave-2", "emea/kyiv"])
def test_a_hold_on_unit_wave_or_squad_stops_the_wave(held):
    hold = stamped(e.HoldPlaced(held, "summer"))
    found = asked(scene(COMPOSED, hold, REPLICATING), "emea/wave-2")

    (verdict,) = (one for one in found.verdicts if one.condition == "hold")
    assert str(verdict.found) == "on hold: summer"
    assert verdict.command == f"playbook resume {held}"
    assert verdict.clears == ("p-sponsor",)
    assert not found.open


def test_a_hold_on_the_pilot_stops_the_unit_that_carries_it():
    assert not asked(scene(e.HoldPlaced("emea/pilot", "sick")), "emea").open


def test_a_hold_elsewhere_stops_nothing():
    assert asked(scene(e.HoldPlaced("emea/wave-1", "wait"), COMPOSED, REPLICATING), "emea/wave-2").open


def test_a_hold_that_was_lifted_stops_nothing():
    assert asked(scene(e.HoldPlaced("emea", "wait"), e.HoldLifted("emea")), "emea").open


def test_a_squad_below_a_unit_on_hold_does_not_advance():
    assert not asked(scene(FORMED, e.HoldPlaced("emea", "wait")), "emea/pilot").open


def test_going_back_says_why():
    found = scene(REPLICATING)
    decision = decide(found, "emea", choose(found, "emea", by="recycle"), "numbers turned")

    assert steps(decision) == [("emea", "recycle", "replication", "stabilisation")]
    assert decision.events[0].reason == "numbers turned"


def test_stopping_needs_no_gate():
    found = scene(PILOT, documents="fail", approval="fail")
    decision = decide(found, "emea", choose(found, "emea", by="stop"), "no money")

    assert steps(decision) == [("emea", "stop", "pilot", "stopped")]
    assert decision.events[0].reason == "no money"


def test_what_was_judged_is_kept_with_the_move():
    found = asked(scene(REPLICATING, STABLE, lessons_adopted="waived"), "emea")

    kept = found.events[0].verdicts
    assert [(one["condition"], one["status"]) for one in kept] == [
        (one.condition, one.status) for one in found.verdicts
    ]
    assert "waived" in {one["status"] for one in kept}


STABLE = moved("emea/pilot", "stable", source="operating")


def test_the_engine_moves_a_squad_whose_numbers_turned():
    found = follow(scene(STABLE, stable="fail"), ("emea/pilot",))

    assert [(one.subject, one.move, one.target, one.reason) for one in found] == [
        ("emea/pilot", "regress", "operating", "found fail")
    ]
    assert [one["status"] for one in found[0].verdicts] == ["fail"]


@pytest.mark.parametrize("status", ["pass", "waived", "undecided"])
def test_undecided_is_not_failed_and_moves_nobody(status):
    assert follow(scene(STABLE, stable=status, squad_size=status), ("emea/pilot",)) == []


def test_at_most_one_move_a_subject():
    found = follow(scene(STABLE, stable="fail", squad_size="fail"), ("emea/pilot", "emea/lyon"))

    assert [(one.subject, one.move) for one in found] == [("emea/pilot", "regress")]


@pytest.mark.parametrize("stage", ["operating", "stable"])
def test_a_squad_that_shrank(stage):
    found = follow(scene(moved("emea/lyon", stage), squad_size="fail"), ("emea/lyon",))

    assert [(one.move, one.source, one.target) for one in found] == [("shrink", stage, "understrength")]


def test_of_two_limits_the_one_that_failed_counts():
    def judge(scene, subject, move, gate):
        status = "fail" if move.name == "outgrow" else "pass"
        return [replace(one, status=status) for one in before(scene, subject, move, gate)]

    found = scene(moved("emea/lyon", "operating"))
    before = found.judge

    assert [one.target for one in follow(replace(found, judge=judge), ("emea/lyon",))] == ["split-required"]


def test_the_engine_moves_nobody_who_has_not_begun():
    assert follow(scene(stable="fail", squad_size="fail"), ("emea", "emea/pilot", "emea/wave-1")) == []


STOPPED = moved("emea", "stopped", source="pilot")
ABORTED = moved("emea/wave-2", "aborted", source="launched")
KYIV = moved("emea/kyiv", "forming", source="proposed")


def test_a_squad_can_end_in_two_ways_and_one_must_be_named():
    with pytest.raises(UsageError, match="emea/pilot can end in 2 ways: say which") as caught:
        choose(scene(FORMED), "emea/pilot", by="stop")

    assert caught.value.hint == "--move fail (to failed), --move disband (to disbanded)"


@pytest.mark.parametrize("name", ["fail", "disband"])
def test_the_end_that_is_named_is_taken(name):
    assert choose(scene(FORMED), "emea/pilot", by="stop", name=name).name == name


@pytest.mark.parametrize("stage", ["stopped", "closed"])
@pytest.mark.parametrize("subject", ["emea/pilot", "emea/wave-2"])
def test_below_a_unit_that_has_ended_nothing_goes_on(stage, subject):
    found = asked(scene(PILOT, FORMED, moved("emea", stage, source="pilot")), subject)

    assert not found.open
    (ended,) = [one for one in found.verdicts if one.condition == "ended"]
    assert (ended.status, str(ended.found)) == ("fail", f"emea is {stage}: nothing below it goes on")


def test_below_a_wave_that_was_aborted_no_squad_goes_on():
    found = asked(scene(PILOT, STABILISING, REPLICATING, COMPOSED, KYIV, ABORTED), "emea/kyiv")

    assert "ended" in {one.condition for one in found.verdicts if one.stands_in_the_way}


def test_a_squad_of_a_wave_that_is_complete_goes_on():
    complete = moved("emea/wave-2", "complete", source="soaking")
    found = asked(scene(PILOT, STABILISING, REPLICATING, COMPOSED, KYIV, complete), "emea/kyiv")

    assert "ended" not in {one.condition for one in found.verdicts}


def test_what_is_left_below_an_end_can_still_be_ended():
    found = asked(scene(PILOT, FORMED, STOPPED), "emea/pilot", by="stop", name="disband")

    assert "ended" not in {one.condition for one in found.verdicts}
    assert found.open


@pytest.mark.parametrize("stage", ["failed", "disbanded"])
def test_a_unit_goes_nowhere_once_its_pilot_has_ended(stage):
    found = asked(scene(PILOT, FORMED, moved("emea/pilot", stage, source="forming")), "emea")

    assert not found.open
    assert ("emea/pilot", "carried", "fail") in statuses(found.verdicts)


def test_equal_verdicts_are_shown_once():
    found = asked(scene(PILOT, FORMED), "emea")

    keys = [(one.condition, one.subject, str(one.needed), str(one.found)) for one in found.verdicts]
    assert len(keys) == len(set(keys))


def test_a_squad_does_not_run_ahead_of_what_carries_it():
    found = asked(scene(PILOT, FORMED, CHARTERED), "emea/pilot")

    (leader,) = [one for one in found.verdicts if one.condition == "leader"]
    assert not found.open
    assert leader.command == "playbook advance emea"


def test_a_squad_that_was_left_behind_catches_up_alone():
    found = asked(scene(PILOT, FORMED, CHARTERED, STABILISING), "emea/pilot")

    assert "leader" not in {one.condition for one in found.verdicts}
    assert found.open
