import subprocess
import sys

import pytest

from playbook.app.approve import hold
from playbook.app.papers import Desk
from playbook.errors import GateClosed, MergeConflict, Outrun, Repeated, UsageError
from tests.app.workspace import COACH, SPONSOR


def stale(place, basis):
    with pytest.raises(Outrun, match="the plan is stale") as caught:
        place.advance(basis=basis)
    assert caught.value.hint == "playbook plan first"


def ready(place):
    """Approve, so that the next move is open."""
    place.approve()
    return place.plan().basis


def test_a_plan_shows_events_and_documents_and_changes_nothing(selection):
    selection.approve()
    disk, rows = selection.disk(), selection.rows()

    found = selection.plan()

    assert found.decision.open
    assert [type(one).__name__ for one in found.events][:2] == ["Moved", "Moved"]
    assert {one.what for one in found.documents if one.document != "first/index"} == {"new"}
    assert len(found.documents) == 9
    assert (selection.disk(), selection.rows()) == (disk, rows)


def test_what_was_planned_is_what_happens(selection):
    selection.approve()
    planned = selection.plan()

    made = selection.advance(basis=planned.basis)

    assert [type(one) for one in made.events] == [type(one) for one in planned.events]
    assert [one.path for one in made.documents] == [one.path for one in planned.documents]
    assert selection.stage() == "pilot"
    assert selection.stage(selection.pilot) == "forming"
    selection.whole()


def test_a_plan_of_nothing_new_stays_good_over_time(selection):
    basis = ready(selection)
    selection.later(3)

    selection.advance(basis=basis)

    assert selection.stage() == "pilot"


def test_a_plan_goes_stale_when_it_was_carried_out(selection):
    basis = ready(selection)
    selection.advance(basis=basis)

    stale(selection, basis)


def test_a_plan_made_after_the_file_changed_holds_until_it_changes_again(selection):
    selection.change("failure_budget: 1", "failure_budget: 2")
    selection.sync()
    basis = ready(selection)

    selection.advance(basis=basis)

    assert selection.stage() == "pilot"


def test_a_plan_may_be_carried_out_by_somebody_else(selection):
    basis = ready(selection)

    selection.advance(basis=basis, actor=SPONSOR)

    assert selection.stage() == "pilot"


def test_a_plan_goes_stale_by_another_event(selection):
    basis = ready(selection)
    hold(selection.world(), "first/pilot", "wait")

    stale(selection, basis)

    assert selection.stage() == "selection"


def test_a_plan_goes_stale_when_the_file_changes(selection):
    basis = ready(selection)
    selection.change("name: Pilot squad", "name: Squad of the first hour")

    stale(selection, basis)


def test_a_plan_goes_stale_when_the_goal_changes(selection):
    basis = ready(selection)
    selection.change("helped at the first call", "helped at once", file="playbook.yaml")

    stale(selection, basis)


def test_a_plan_goes_stale_when_a_document_is_edited(selection):
    basis = ready(selection)
    selection.edit("goal-sheet", "# ", "# My ")

    stale(selection, basis)


def test_a_plan_goes_stale_when_a_document_is_deleted(selection):
    basis = ready(selection)
    selection.document("goal-sheet").unlink()

    stale(selection, basis)


def test_a_plan_goes_stale_when_a_box_is_ticked(pilot):
    basis = pilot.plan().basis
    pilot.edit("pilot/launch-checklist", "- [ ]", "- [x]")

    stale(pilot, basis)


def test_a_plan_of_another_move_is_stale(selection):
    basis = ready(selection)

    with pytest.raises(Outrun):
        selection.advance(by="stop", reason="no money", basis=basis)


def test_an_approval_lapses_with_the_file_even_where_the_plan_was_made_after_it(selection):
    selection.approve()
    selection.change("cadence: [", "cadence: [Lunch on Fridays, ")
    basis = selection.plan().basis

    with pytest.raises(GateClosed):
        selection.advance(basis=basis)


def test_a_closed_gate_leaves_the_stage_and_names_every_verdict(selection):
    with pytest.raises(GateClosed, match="refused: first stays in selection") as caught:
        selection.advance()

    decision = caught.value.facts["decision"]
    assert [one.condition for one in decision.verdicts] == ["customer_focused", "shared_goal", "documents", "approval"]
    assert selection.stage() == "selection"
    assert "Moved" not in selection.events()


def test_what_people_did_is_kept_even_where_the_gate_is_closed(pilot):
    pilot.edit("pilot/launch-checklist", "- [ ]", "- [x]")
    pilot.change("failure_budget: 1", "failure_budget: 2")

    with pytest.raises(GateClosed):
        pilot.advance()

    assert pilot.events().count("ItemTicked") == 1
    assert pilot.events().count("ConfigurationAccepted") == 2
    pilot.whole()


def test_nothing_advances_over_a_document_in_conflict(selection):
    selection.approve()
    path = selection.document("goal-sheet")
    path.write_text(path.read_text("utf-8") + "\n<<<<<<< mine\na\n=======\nb\n>>>>>>> theirs\n", "utf-8")

    with pytest.raises(MergeConflict) as caught:
        selection.advance()

    assert caught.value.facts["documents"] == ["first/goal-sheet.md"]
    assert caught.value.hint.startswith("nothing advances over a conflict; edit the lines between <<<<<<< and >>>>>>>")
    verdict = selection.why()["first", "documents"]
    assert verdict.status != "pass"
    assert "goal-sheet" in verdict.where + str(verdict.found)
    assert selection.stage() == "selection"


@pytest.mark.git
def test_a_conflict_that_the_move_brings_is_told_after_it_and_is_in_the_file(selection):
    selection.approve()
    selection.edit("index", "## The unit: selection", "## Our unit, in selection")
    selection.sync()

    with pytest.raises(MergeConflict) as caught:
        selection.advance()

    assert selection.stage() == "pilot"
    assert caught.value.hint.startswith("what you did is recorded; edit the lines between")
    assert caught.value.facts["plan"].moved
    assert "<<<<<<< your edits\n## Our unit, in selection\n" in selection.document("index").read_text("utf-8")
    selection.whole()


def test_what_lies_where_a_new_document_belongs_stays_and_the_move_is_made(pilot):
    path = pilot.document("closing-report")
    path.write_text("# My own notes\n", "utf-8")

    done = pilot.advance(by="stop", reason="sold")

    told = next(one for one in done.documents if one.document == "first/closing-report")
    assert (done.moved, pilot.stage(), told.what) == (True, "stopped", "unreadable")
    assert str(told.why).startswith("a file of yours lies where first/closing-report belongs: move it away")
    assert path.read_text("utf-8") == "# My own notes\n"
    assert "first/closing-report" not in pilot.session().state.papers
    path.rename(path.with_name("notes.txt"))
    assert "first/closing-report" in {one.document for one in pilot.sync().changes if one.what == "new"}


def test_a_deleted_document_closes_the_gate(selection):
    selection.approve()
    selection.document("goal-sheet").unlink()

    with pytest.raises(GateClosed):
        selection.advance()


def test_a_conflict_is_told_before_the_verdict_of_the_gate(pilot):
    path = pilot.document("gate-review")
    lines = path.read_text("utf-8").splitlines()
    title = next(number for number, line in enumerate(lines) if line.startswith("# "))
    lines[title:] = ["# Mine"] * (len(lines) - title)
    path.write_text("\n".join(lines) + "\n", "utf-8")

    with pytest.raises((MergeConflict, GateClosed)):
        pilot.advance()

    assert "# Mine" in path.read_text("utf-8")


def test_the_same_key_moves_once(selection):
    selection.approve()
    selection.advance(key="k1")
    rows = selection.rows()

    with pytest.raises(Repeated, match="carried out before, with the same key; nothing was done again"):
        selection.advance(key="k1")

    assert selection.stage() == "pilot"
    assert selection.rows() == rows


def test_a_repeated_command_makes_the_documents_that_its_first_run_did_not_live_to_make(selection, monkeypatch):
    selection.approve()
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "write", lambda self: [])
        selection.advance(key="k1")
    assert not selection.document("pilot/charter").exists()

    with pytest.raises(Repeated):
        selection.advance(key="k1")

    assert selection.document("pilot/charter").exists()
    assert selection.sync().changes == ()
    selection.whole()


@pytest.mark.parametrize("by", ["stop", "recycle"])
def test_going_back_or_ending_needs_a_reason(selection, by):
    with pytest.raises(UsageError, match="a reason is needed"):
        selection.advance(by=by)


def test_stop_owes_a_closing_report(pilot):
    made = pilot.advance(by="stop", reason="no money left")

    assert pilot.stage() == "stopped"
    assert pilot.document("closing-report").exists()
    assert "no money left" in pilot.document("closing-report").read_text("utf-8")
    assert made.decision.move.name == "stop"
    with pytest.raises(UsageError, match="that is the end of its way"):
        pilot.advance()


def test_recycle_goes_back_and_loses_nothing(replication):
    before = replication.disk()

    replication.advance(by="recycle", reason="numbers turned")

    assert replication.stage() == "stabilisation"
    assert set(replication.disk()) >= set(before)
    replication.whole()


@pytest.mark.parametrize("subject", ["first/nobody", "first/wave-9", "first/pilot/charter"])
def test_there_is_no_such_subject(selection, subject):
    with pytest.raises(UsageError, match="there is no"):
        selection.advance(subject)


def test_there_is_no_such_unit(selection):
    with pytest.raises(UsageError, match="there is no unit 'frist'") as caught:
        selection.advance("frist")

    assert caught.value.hint == "did you mean 'first'?"


def test_a_wave_waits_for_the_unit(stabilisation):
    with pytest.raises(GateClosed) as caught:
        stabilisation.advance("first/wave-1")

    assert any(one.condition == "reached" for one in caught.value.facts["decision"].verdicts if one.stands_in_the_way)


def test_a_wave_forms_its_squads(replication):
    made = replication.advance("first/wave-1")

    kinds = [type(one).__name__ for one in made.decision.events]
    assert kinds == ["WaveComposed", "Moved", "Moved"]
    assert replication.document("second/charter").exists()
    assert replication.document("wave-1/wave-plan").exists()


def test_a_wave_that_was_composed_keeps_its_squads_when_the_file_changes(wave):
    wave.change("waves: [1]", "waves: [2]")

    wave.sync()

    assert wave.session().scene.waves == {"wave-1": ("second",)}


def test_whoever_moves_is_known(selection):
    selection.approved()

    row = next(row for row in selection.rows() if row.kind == "Moved")
    assert selection.world().ledger.people([row.by]) == {row.by: COACH}


def test_why_tells_every_verdict_and_writes_nothing(pilot):
    disk, rows = pilot.disk(), pilot.rows()

    found = pilot.why()

    assert ("first/pilot", "checklist") in found
    assert found["first/pilot", "checklist"].status == "fail"
    assert found["first", "approval"].command.startswith("playbook approve first")
    assert found["first/pilot", "squad_size"].where.startswith("units/first.yaml:")
    assert (pilot.disk(), pilot.rows()) == (disk, rows)


def test_a_unit_goes_nowhere_without_its_pilot(pilot):
    pilot.advance(pilot.pilot, by="stop", name="fail", reason="it did not work")
    pilot.approve()

    with pytest.raises(GateClosed) as caught:
        pilot.advance()

    stuck = [one for one in caught.value.facts["decision"].verdicts if one.stands_in_the_way]
    assert ("first/pilot", "carried") in {(one.subject, one.condition) for one in stuck}
    assert pilot.stage() == "pilot"


def test_nothing_below_a_unit_that_was_stopped_goes_on(wave):
    wave.tick_all("first/second")
    wave.advance(by="stop", reason="no money")

    with pytest.raises((GateClosed, UsageError)):
        wave.approved("first/wave-1")

    assert wave.stage("first/second") == "forming"


def test_what_a_killed_command_left_is_shown_by_the_next_move(selection):
    selection.approve()
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    path = selection.document("goal-sheet").parent / f".goal-sheet.md.{done.pid}-0123abcd.tmp"
    path.write_text("A line that a person wrote.\n", "utf-8")

    made = selection.advance()

    assert ("first/goal-sheet.rescued-0123abcd.md", "rescued") in {(one.path, one.what) for one in made.documents}
