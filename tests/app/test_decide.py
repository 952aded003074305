"""What a gate meeting decides: each decision in the review, dissent under it; trying again judges afresh, no loops."""

import pytest

from playbook.app.approve import hold, resume
from playbook.app.decide import dissent
from playbook.app.waivers import refuse, request
from playbook.errors import GateClosed, UsageError
from tests.app.workspace import COACH, LEAD, SPONSOR

HEAD = "Farid Finance <farid.finance@example.org>"


def review(place, name="gate-review"):
    return place.document(name).read_text("utf-8")


def part(place, number):
    """Return one decision of the unit's gate review."""
    return review(place).partition(f"## {number}. ")[2].partition("\n## ")[0]


def kinds(place):
    return [kind for kind in place.events() if not kind.startswith("Document")]


# ------------------------------------------------------------------------------------------------------- a hold


def test_a_hold_keeps_what_its_gate_said(pilot):
    hold(pilot.world(), "first", "no analyst")

    (pause,) = pilot.session().state.standing("first").pauses
    assert pause.move == "stabilise"
    found = {(one["subject"], one["condition"]): one["status"] for one in pause.verdicts}
    assert found["first/pilot", "checklist"] == "fail"
    assert "Sponsor" not in "".join(pilot.events("HoldPlaced"))
    pilot.whole()


def test_a_hold_is_reviewed_with_its_reason_its_verdicts_and_its_end(pilot):
    hold(pilot.world(SPONSOR), "first", "no analyst until Friday")
    assert "It is on hold still." in part(pilot, 2)
    pilot.later(3)

    resume(pilot.world(), "first", "she is back")

    told = part(pilot, 2)
    assert told.startswith("1 Dec 2026: on hold in pilot")
    assert "**Decision:** hold, taken by Sam Sponsor." in told
    assert "Reason: no analyst until Friday" in told
    assert "Lifted 4 Dec 2026 by Ruth Okafor: she is back" in told
    assert "What stood before the move “stabilise” then:" in told
    assert "| approval | **not passed** | the sponsor's approval is needed | Sam Sponsor has not approved |" in told


def test_a_hold_before_the_first_move_is_reviewed_as_well(selection):
    hold(selection.world(), "first", "no money")

    assert "on hold in selection" in review(selection)
    assert not selection.sync().changes


def test_at_the_end_of_its_way_a_hold_is_about_no_move(pilot):
    pilot.advance(by="stop", reason="sold")

    hold(pilot.world(), "first", "an audit")

    (pause,) = pilot.session().state.standing("first").pauses
    assert (pause.move, pause.verdicts) == ("", ())
    assert "Nothing was judged then." in review(pilot)


def test_decisions_are_told_in_the_order_of_time(stabilisation):
    hold(stabilisation.world(), "first", "a strike")
    stabilisation.later(1)
    resume(stabilisation.world(), "first")
    stabilisation.advance(by="recycle", reason="the analyst left")
    stabilisation.later(1)

    stabilisation.advance(by="stop", reason="sold")

    heads = [line for line in review(stabilisation).splitlines() if line.startswith("## ") and line[3].isdigit()]
    assert [head.partition(": ")[2] for head in heads] == [
        "selection → pilot",
        "pilot → stabilisation",
        "on hold in stabilisation",
        "stabilisation → pilot",
        "pilot → stopped",
    ]
    told = [line for line in review(stabilisation).splitlines() if line.startswith("**Decision:**")]
    assert [line.split()[1].strip(",") for line in told] == ["go", "go", "hold", "go", "stop"]
    assert "**Decision:** go back, taken by Ruth Okafor." in told


# ------------------------------------------------------------------------------------------------------ dissent


def test_dissent_is_under_the_decision_that_follows_it(pilot):
    _, move = dissent(pilot.world(HEAD), "first", "too early")
    assert move == "stabilise"
    assert "- Disagreed 1 Dec 2026, Farid Finance: too early" in review(pilot).partition("## Said of the next move")[2]
    pilot.tick_all(pilot.pilot)

    pilot.approved()

    assert "- Disagreed 1 Dec 2026, Farid Finance: too early" in part(pilot, 2)
    assert "Disagreed" not in part(pilot, 1)
    assert "Said of the next move" not in review(pilot)


def test_dissent_with_a_move_that_was_made_is_under_that_one(stabilisation):
    dissent(stabilisation.world(HEAD), "first", "too early", "stabilise")

    assert "Farid Finance: too early" in part(stabilisation, 2)


def test_dissent_by_command_leaves_what_somebody_wrote_into_the_review(stabilisation):
    line = next(one for one in part(stabilisation, 2).splitlines() if one.startswith("_To be filled"))
    place = stabilisation.document("gate-review")
    before, _, after = place.read_text("utf-8").rpartition(line)
    place.write_text(f"{before}Wole: the van data is too old for this.{after}", "utf-8")

    dissent(stabilisation.world(HEAD), "first", "too early", "stabilise")

    assert "Wole: the van data is too old for this." in part(stabilisation, 2)
    assert "- Disagreed" in part(stabilisation, 2)
    assert not stabilisation.sync().changes


def test_dissent_with_a_hold_is_under_the_hold(pilot):
    hold(pilot.world(), "first", "no analyst")

    dissent(pilot.world(HEAD), "first", "we could go on")

    assert "Farid Finance: we could go on" in part(pilot, 2)


def test_at_the_end_it_is_the_last_move_that_one_disagrees_with(pilot):
    pilot.advance(by="stop", reason="sold")

    assert dissent(pilot.world(HEAD), "first", "a pity")[1] == "stop"


def test_it_keeps_nobody_from_going_on_and_lets_no_approval_lapse(pilot):
    pilot.tick_all(pilot.pilot)
    pilot.approve()
    dissent(pilot.world(HEAD), "first", "too early")

    pilot.advance()

    assert pilot.stage() == "stabilisation"


def test_whoever_disagrees_is_an_id_in_the_ledger(pilot):
    dissent(pilot.world("Nia New <nia@example.org>"), "first", "too early")

    (one,) = pilot.session().state.standing("first").dissents
    assert one.by.startswith("p-")
    assert "- Disagreed 1 Dec 2026, Nia New: too early" in review(pilot)


def test_a_move_there_is_not_cannot_be_disagreed_with(pilot):
    with pytest.raises(UsageError, match="first neither made nor can make a move 'close'") as caught:
        dissent(pilot.world(HEAD), "first", "no", "close")

    assert caught.value.hint == "moves: begin, stabilise, stop"


# ----------------------------------------------------------------------------------- trying again, going on again


def test_trying_again_judges_afresh(pilot):
    pilot.approve()
    with pytest.raises(GateClosed) as first:
        pilot.advance()
    with pytest.raises(GateClosed) as second:
        pilot.advance()
    pilot.tick_all(pilot.pilot)

    done = pilot.advance()

    blocked = [
        [one.condition for one in caught.value.facts["decision"].verdicts if one.stands_in_the_way]
        for caught in (first, second)
    ]
    assert blocked == [["checklist"], ["checklist"]]
    assert done.moved
    assert kinds(pilot).count("Moved") == 5


def test_a_refusal_leaves_nothing_behind(pilot):
    before = kinds(pilot)

    for _ in range(3):
        with pytest.raises(GateClosed):
            pilot.advance()

    assert kinds(pilot) == before


def test_what_was_ready_before_a_hold_is_judged_again_after_it(pilot):
    pilot.tick_all(pilot.pilot)
    pilot.approve()
    hold(pilot.world(), "first", "wait")
    with pytest.raises(GateClosed) as held:
        pilot.advance()
    assert pilot.stage() == "pilot"
    pilot.change("limit: 600", "limit: 900")
    resume(pilot.world(), "first")

    with pytest.raises(GateClosed) as changed:
        pilot.advance()
    pilot.approve()
    pilot.advance()

    assert "hold" in {one.condition for one in held.value.facts["decision"].verdicts}
    assert pilot.stage() == "stabilisation"
    blocked = [one.condition for one in changed.value.facts["decision"].verdicts if one.stands_in_the_way]
    assert "approval" in blocked


def test_resuming_moves_nothing_by_itself(pilot):
    pilot.tick_all(pilot.pilot)
    pilot.approve()
    hold(pilot.world(), "first", "wait")
    moved = kinds(pilot).count("Moved")

    resume(pilot.world(), "first")

    assert kinds(pilot)[-1] == "HoldLifted"
    assert kinds(pilot).count("Moved") == moved
    pilot.advance()
    assert pilot.stage() == "stabilisation"


def test_resuming_twice_is_told_and_changes_nothing(pilot):
    hold(pilot.world(), "first", "wait")
    resume(pilot.world(), "first")
    before = pilot.events()

    with pytest.raises(UsageError, match="first is not on hold"):
        resume(pilot.world(), "first")

    assert pilot.events() == before


def test_hold_and_resume_as_often_as_one_likes_come_out_where_they_began(pilot):
    before = pilot.why()
    for _ in range(3):
        hold(pilot.world(), "first", "wait")
        resume(pilot.world(), "first")

    assert {key: one.status for key, one in pilot.why().items()} == {key: one.status for key, one in before.items()}
    assert len(pilot.session().state.standing("first").pauses) == 3
    assert not pilot.sync().changes


@pytest.mark.parametrize("who", [COACH, LEAD])
def test_a_waiver_refused_in_between_changes_nothing(pilot, who):
    request(pilot.world(who), pilot.pilot, "checklist", "why not", "2026-12-20")
    before = pilot.why()["first/pilot", "checklist"]
    refuse(pilot.world(SPONSOR), "first", "waiver-1", "no")

    assert pilot.why()["first/pilot", "checklist"] == before
