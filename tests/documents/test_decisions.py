"""Decisions of a gate for templates: what belongs to which, in the order of time."""

import pytest

from playbook.core import events as e
from playbook.core.history import fold
from playbook.core.phrase import say
from playbook.core.verdict import Verdict
from playbook.core.waivers import told
from playbook.documents import decisions
from playbook.documents.decisions import reviewed
from playbook.documents.pieces import source_of
from playbook.words import Words
from tests.builders import ago, maps, moved, plain_state, plain_unit, stamped

WAVES = {"wave-1": ("lyon",), "wave-2": ("kyiv", "oslo")}
BEGUN = stamped(e.Moved("emea", "rollout", "begin", "selection", "pilot"), 20)
STABILISED = stamped(e.Moved("emea", "rollout", "stabilise", "pilot", "stabilisation"), 10)
BACK = stamped(e.Moved("emea", "rollout", "recycle", "stabilisation", "pilot", reason="too soon"), 5)


def source(*events):
    state = plain_state(unit=plain_unit())
    fold((one if not isinstance(one, e.Event) else stamped(one) for one in events), state)
    return source_of(state, maps(), WAVES, Words())


def added(days, move="stabilise", name="o1", subject="emea"):
    return stamped(e.ProvisoAdded(subject, name, "name a backfill", "p-pilot-1", "2026-12-31", move), days)


def dissent(days, move="stabilise", text="too soon"):
    return stamped(e.DissentRecorded("emea", move, text), days, "p-head-sales")


def kinds(*events, subject="emea"):
    return [one["kind"] for one in decisions.decisions(source(*events), subject)]


def belonging(what, *events):
    """Return at which decision (counted from 1) something is told; 0 where it is still ahead."""
    known = source(*events)
    if decisions.ahead(known, "emea")[what]:
        return 0
    (number,) = (at for at, one in enumerate(decisions.decisions(known, "emea"), 1) if one[what])
    return number


def test_moves_and_holds_in_the_order_of_time():
    held = stamped(e.HoldPlaced("emea", "strike", "stabilise"), 15)
    lifted = stamped(e.HoldLifted("emea", "over"), 14)
    stopped = stamped(e.Moved("emea", "rollout", "stop", "pilot", "stopped"), 1)

    assert kinds(BEGUN, held, lifted, STABILISED, BACK, stopped) == ["go", "hold", "go", "recycle", "stop"]


def test_a_move_of_the_engine_is_nobodys_decision():
    regressed = stamped(e.Moved("emea/pilot", "squad", "regress", "stable", "operating"))

    assert kinds(regressed, subject="emea/pilot") == ["engine"]


def test_a_move_that_the_map_no_longer_has_was_a_step():
    assert kinds(moved("emea", "pilot")) == ["go"]


def test_a_hold_says_where_it_was_placed_and_how_it_ended():
    held = stamped(e.HoldPlaced("emea", "strike", "stabilise"), 15, "p-head-sales")
    lifted = stamped(e.HoldLifted("emea", "over"), 14, "p-sponsor")

    _, one = decisions.decisions(source(BEGUN, held, lifted), "emea")

    assert (one["stage"], one["move"], one["by"], one["reason"]) == ("pilot", "stabilise", "Head Sales", "strike")
    assert (one["lifted"], one["lifted_by"], one["why_lifted"]) == (ago(14), "Sponsor", "over")


def test_a_hold_before_anything_happened_is_in_the_first_stage():
    (one,) = decisions.decisions(source(e.HoldPlaced("emea", "strike")), "emea")

    assert (one["stage"], one["move"], one["lifted"], one["verdicts"]) == ("selection", "", "", [])


@pytest.mark.parametrize(
    ("events", "number"),
    [
        pytest.param((BEGUN, added(12)), 0, id="the move is still ahead"),
        pytest.param((BEGUN, added(12), STABILISED), 2, id="the move followed"),
        pytest.param((BEGUN, added(10), STABILISED), 2, id="at the same moment"),
        pytest.param((BEGUN, STABILISED, added(9)), 2, id="set afterwards"),
        pytest.param((BEGUN, STABILISED, BACK, added(2)), 0, id="the move is ahead again"),
        pytest.param((BEGUN, STABILISED, added(9, "begin")), 1, id="an earlier move"),
    ],
)
def test_a_proviso_is_told_with_the_decision_that_it_is_a_part_of(events, number):
    assert belonging("provisos", *events) == number


HELD = stamped(e.HoldPlaced("emea", "strike", "stabilise"), 15)
LIFTED = stamped(e.HoldLifted("emea"), 13)


@pytest.mark.parametrize(
    ("events", "number"),
    [
        pytest.param((BEGUN, dissent(12)), 0, id="before it"),
        pytest.param((BEGUN, dissent(12), STABILISED), 2, id="before it, and it was made"),
        pytest.param((BEGUN, STABILISED, dissent(9)), 2, id="after it"),
        pytest.param((BEGUN, HELD, dissent(14)), 2, id="while it is held"),
        pytest.param((BEGUN, HELD, dissent(14), LIFTED, STABILISED), 2, id="while it was held"),
        pytest.param((BEGUN, HELD, LIFTED, dissent(12), STABILISED), 3, id="after the hold"),
        pytest.param((BEGUN, HELD, dissent(14, "begin"), LIFTED), 1, id="of another move"),
    ],
)
def test_dissent_is_told_with_the_decision_that_it_is_about(events, number):
    assert belonging("dissents", *events) == number


def test_what_one_is_told_at_no_second_decision():
    known = source(BEGUN, HELD, dissent(14), LIFTED, added(12), STABILISED, BACK, dissent(1))

    told_ = [one for each in decisions.decisions(known, "emea") for one in (*each["provisos"], *each["dissents"])]
    told_ += [*decisions.ahead(known, "emea")["provisos"], *decisions.ahead(known, "emea")["dissents"]]
    assert len(told_) == 3


def waived(state, *conditions):
    """Return the move of a unit with these conditions waived by w1, as it is recorded."""
    kept = [
        Verdict(one, "waived", "emea", say("needed"), told(state.waivers["w1"], say("found")), waiver="w1").record()
        for one in conditions
    ]
    return stamped(e.Moved("emea", "rollout", "begin", "selection", "pilot", tuple(kept)), 1)


def test_a_waiver_is_told_once_with_who_asked_and_who_granted():
    asked = stamped(e.WaiverRequested("emea", "w1", "documents", "begin", "in print", "2026-12-31"), 3, "p-head-sales")
    granted = stamped(e.WaiverGranted("emea", "w1", "this once"), 2)
    state = source(asked, granted).state

    (one,) = decisions.decisions(source(asked, granted, waived(state, "documents", "documents")), "emea")

    (waiver,) = one["waived"]
    assert (waiver["condition"], waiver["what"], waiver["reason"]) == (
        "documents",
        "Europe, Middle East and Africa",
        "in print",
    )
    assert (waiver["requested_by"], waiver["granted_by"], waiver["note"]) == ("Head Sales", "Sponsor", "this once")
    assert [verdict["found"] for verdict in one["verdicts"]] == ["found", "found"]


def test_a_verdict_whose_waiver_nobody_knows_is_told_all_the_same():
    kept = Verdict("documents", "waived", "emea", say("needed"), say("found"), waiver="w9").record()
    move = e.Moved("emea", "rollout", "begin", "selection", "pilot", (kept,))

    (one,) = decisions.decisions(source(move), "emea")

    assert one["waived"] == []
    assert one["verdicts"][0]["status"] == "waived"


def test_the_open_provisos_of_a_unit_are_those_of_all_in_it():
    known = source(
        added(3), added(2, name="o2", subject="emea/pilot"), added(1, name="o3"), e.ProvisoFulfilled("emea", "o3")
    )

    assert [one["id"] for one in decisions.provisos(known, "emea")] == ["o1", "o2"]
    assert [one["what"] for one in decisions.provisos(known, "emea/pilot")] == ["The pilot squad"]


def test_a_subject_on_hold_owes_a_review_where_its_map_knows_of_any():
    own = source(e.HoldPlaced("emea/wave-1", "strike")).state.standing("emea/wave-1")
    plain = source().state.standing("emea/wave-1")
    bare = {"stages": tuple(stage for stage in maps()["wave"].stages if "gate-review" not in stage.documents)}

    assert reviewed(maps()["wave"], ("planned",), own) == ("gate-review",)
    assert reviewed(maps()["wave"], ("planned",), plain) == ()
    assert reviewed(maps()["wave"], ("planned", "staffing"), own).count("gate-review") == 1
    assert reviewed(type(maps()["wave"])("wave", "1", "planned", bare["stages"], ()), ("planned",), own) == ()
