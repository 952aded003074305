"""What the ledger says of decisions of a gate: holds, provisos, waivers, failures, and how old evidence may be."""

import pytest

from playbook.core import events as e
from playbook.core.history import Rollout, actors, fold
from playbook.core.state import Waiver
from tests.builders import ago, day, moved, stamped


def after(*events):
    return fold(events, Rollout("emea"))


def accepted(*about, days=0):
    return stamped(e.ConfigurationAccepted("emea", "d", "t", "1.0", about), days)


WAIVER = e.WaiverRequested("emea/pilot", "w1", "squad_size", "charter", "Jo starts in March", day(-30))
GRANTED = e.WaiverGranted("emea/pilot", "w1", "until March, no longer")


def waived(condition="squad_size", waiver="w1"):
    verdict = {"condition": condition, "status": "waived", "waiver": waiver}
    return e.Moved("emea/pilot", "squad", "charter", "forming", "chartered", (verdict,))


def test_what_evidence_is_about_is_as_old_as_its_last_change():
    state = after(accepted("goal=a", "measure:csat=1", days=9), accepted("goal=b", "measure:csat=1", days=4))

    assert state.about == {"goal": ("b", ago(4)), "measure:csat": ("1", "")}


def test_a_ledger_that_did_not_record_it_makes_no_evidence_stale():
    state = after(accepted(days=9), accepted("goal=a", days=4))

    assert state.about == {"goal": ("a", "")}


def test_what_is_taken_back_to_what_it_was_changed_all_the_same():
    state = after(accepted("goal=a", days=9), accepted("goal=b", days=4), accepted("goal=a", days=1))

    assert state.about == {"goal": ("a", ago(1))}


def test_every_hold_is_kept_with_how_it_ended():
    verdict = {"condition": "dwell", "status": "fail"}
    state = after(
        stamped(e.HoldPlaced("emea", "the plant burned down", "stabilise", (verdict,)), 5, "p-1"),
        stamped(e.HoldLifted("emea", "it was built anew"), 2, "p-2"),
        stamped(e.HoldPlaced("emea", "again"), 1, "p-1"),
    )

    first, second = state.standing("emea").pauses
    assert (first.at, first.by, first.reason, first.move) == (ago(5), "p-1", "the plant burned down", "stabilise")
    assert first.verdicts == (verdict,)
    assert (first.lifted, first.lifted_by, first.why_lifted) == (ago(2), "p-2", "it was built anew")
    assert (second.reason, second.lifted) == ("again", "")
    assert state.standing("emea").hold.reason == "again"


def test_a_wave_keeps_what_it_was_to_be_and_what_bound_it():
    state = after(stamped(e.WaveComposed("emea/wave-2", ("lyon", "oslo"), 4, "coaches", "north")))

    wave = state.standing("emea/wave-2")
    assert (wave.squads, wave.configured, wave.binding, wave.lane) == (("lyon", "oslo"), 4, "coaches", "north")


def test_a_waiver_holds_from_its_grant_until_its_last_day():
    state = after(stamped(WAIVER, 3, "p-1"), stamped(GRANTED, 2, "p-2"))

    waiver = state.waivers["w1"]
    assert (waiver.requested_by, waiver.granted_by, waiver.note) == ("p-1", "p-2", "until March, no longer")
    assert waiver.holds(day(-30))
    assert not waiver.holds(day(-31))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param((), id="not granted"),
        pytest.param((stamped(e.WaiverEnded("emea/pilot", "w1", "no")),), id="refused"),
        pytest.param(
            (
                stamped(GRANTED, 2),
                stamped(e.WaiverEnded("emea/pilot", "w1", "no")),
            ),
            id="taken back",
        ),
        pytest.param((stamped(GRANTED, 2), stamped(waived())), id="used"),
    ],
)
def test_a_waiver_does_not_hold(more):
    state = after(stamped(WAIVER, 3), *more)

    assert not state.waivers["w1"].holds(day())


def test_a_waiver_is_used_up_by_the_move_that_was_made_with_it_and_by_no_other():
    state = after(stamped(WAIVER, 3), stamped(GRANTED, 2), stamped(waived(waiver="w9"), 1))
    assert state.waivers["w1"].used == ""

    state = fold([stamped(waived())], state)

    assert state.waivers["w1"].used == ago(0)


def test_a_waiver_that_nobody_granted_holds_never():
    assert not Waiver("w1", "emea", "dwell", "replicate", "why", "9999-12-31", ago(1), "p-1").holds(day())


def test_a_proviso_is_open_until_it_is_met():
    added = e.ProvisoAdded("emea", "o1", "Name a backfill for Jo", "p-2", day(-20), "begin")
    state = after(stamped(added, 3, "p-1"))
    proviso = state.provisos["o1"]
    assert (proviso.owner, proviso.due, proviso.set_by, proviso.move, proviso.met) == (
        "p-2",
        day(-20),
        "p-1",
        "begin",
        "",
    )

    fold([stamped(e.ProvisoFulfilled("emea", "o1", "agency from March"), 1, "p-2")], state)

    assert (proviso.met, proviso.met_by, proviso.evidence) == (ago(1), "p-2", "agency from March")


def test_a_failure_learns_its_lesson_later():
    failed = e.FailureRecorded("emea/lyon", "f1", "refunded twice", "small", "no owner", cycle="c1")
    state = after(stamped(failed, 3, "p-1"))
    failure = state.failures["f1"]
    assert (failure.size, failure.cause, failure.cycle, failure.lesson) == ("small", "no owner", "c1", "")

    fold([stamped(e.FailureLearned("emea/lyon", "f1", "l1"))], state)

    assert failure.lesson == "l1"


def test_a_cycle_names_the_skill_that_was_missing():
    state = after(
        stamped(e.CycleOpened("emea/pilot", "c1", "refunds in a day", 14), 3),
        stamped(e.CycleClosed("emea/pilot", "c1", "took five", "nobody knows SQL", "trained", True, "sql")),
    )

    assert state.standing("emea/pilot").cycles["c1"].skill == "sql"


def test_everybody_who_decided_is_known():
    state = after(
        stamped(e.HoldPlaced("emea", "why"), 9, "p-1"),
        stamped(e.HoldLifted("emea"), 8, "p-2"),
        stamped(e.ProvisoAdded("emea", "o1", "text", "p-3", day()), 7, "p-4"),
        stamped(e.ProvisoFulfilled("emea", "o1"), 6, "p-5"),
        stamped(WAIVER, 5, "p-6"),
        stamped(GRANTED, 4, "p-7"),
        stamped(e.WaiverEnded("emea/pilot", "w1"), 3, "p-8"),
        stamped(e.FailureRecorded("emea", "f1", "text", "large"), 2, "p-9"),
        stamped(e.DissentRecorded("emea", "begin", "too early"), 1, "p-10"),
    )

    assert actors(state) == {f"p-{number}" for number in range(1, 11)}


def test_dissent_stays_with_the_move_it_is_about():
    state = after(stamped(e.DissentRecorded("emea", "begin", "too early"), 3, "p-1"), moved("emea", "pilot", 2))

    assert state.standing("emea").dissents == [(ago(3), "p-1", "begin", "too early")]


def test_a_waiver_knows_whose_move_it_is_for_and_what_was_asked():
    state = after(stamped(e.WaiverRequested("emea/pilot", "w1", "dwell", "begin", "why", day(), "emea", "14 days"), 1))

    assert (state.waivers["w1"].leader, state.waivers["w1"].needed) == ("emea", "14 days")
