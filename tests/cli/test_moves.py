"""`why`, `plan`, `advance`, `recycle`, `stop` at the keyboard."""

import json

import pytest

from tests.cli.conftest import LAUNCH, SPONSOR, edit


def line(folder, start):
    """Return the number of the first line of the unit's file that begins like this."""
    lines = (folder / "units/first.yaml").read_text("utf-8").splitlines()
    return next(number for number, text in enumerate(lines, 1) if text.startswith(start))


def test_why_names_the_line_who_clears_it_and_the_command_that_does(synced, pb):
    answer = pb("why", "first")

    assert answer.code == 0
    assert "first: selection → pilot is closed: 1 of 4 conditions stands in the way" in answer.out
    assert f"where: units/first.yaml:{line(synced, 'sponsor: ')} " in answer.out
    assert "cleared by: Sam Sponsor" in answer.out
    assert f'playbook approve first --as "{SPONSOR}"' in answer.out


def test_the_command_that_why_names_runs_as_it_stands(synced, pb):
    import shlex

    [command] = [line.strip() for line in pb("why", "first").out.splitlines() if line.strip().startswith("playbook ")]

    answer = pb(*shlex.split(command)[1:])

    assert answer.code == 0
    assert "is open" in pb("why", "first").out


def test_why_shows_what_passes_only_when_asked(synced, pb):
    assert "shared_goal" not in pb("why", "first").out
    assert "shared_goal" in pb("why", "first", "--all").out


def test_why_changes_nothing(workspace, pb):
    pb("why", "first")

    assert sorted(path.name for path in workspace.iterdir() if path.name != ".playbook") == [
        ".gitignore",
        "playbook.yaml",
        "schema",
        "units",
    ]


def test_why_judges_the_file_as_it_stands_now(pilot, pb):
    edit(pilot / "units/first.yaml", "    - {person: Ada Adviser", "    # - {person: Ada Adviser")

    answer = pb("why", "first")

    assert "5 members, 1 too few" in answer.out
    assert f"where: units/first.yaml:{line(pilot, '  members:')} " in answer.out


def test_why_of_a_squad_and_of_a_wave(pilot, pb):
    assert "first/pilot: forming → chartered" in pb("why", "first/pilot").out
    assert "first/wave-1: planned → staffing" in pb("why", "first/wave-1").out


def test_plan_of_a_closed_gate_says_what_stands_in_the_way(synced, pb):
    answer = pb("plan", "first")

    assert answer.code == 0
    assert "approval" in answer.out
    assert "nothing has been changed" in answer.out


def test_plan_shows_events_and_documents_and_changes_nothing(synced, pb):
    pb("approve", "first", "--as", SPONSOR)

    answer = pb("plan", "first")

    assert "Moved first/pilot: proposed → forming (with first)" in answer.out
    assert "documents/first/pilot/charter.md" in answer.out
    assert not (synced / "documents/first/pilot").exists()
    assert "selection" in pb("status").out


def test_advance_moves_and_writes_the_documents_that_are_owed(synced, pb):
    pb("approve", "first", "--as", SPONSOR)

    answer = pb("advance", "first")

    assert answer.code == 0
    assert "first: selection → pilot" in answer.out
    assert (synced / "documents/first/pilot/charter.md").is_file()


def test_a_kept_plan_is_carried_out(synced, pb):
    pb("approve", "first", "--as", SPONSOR)
    pb("plan", "first", "--out", "first.plan")

    answer = pb("advance", "--plan", "first.plan")

    assert answer.code == 0, answer.err
    assert "pilot" in pb("status").out


def test_a_kept_plan_is_carried_out_once(synced, pb):
    pb("approve", "first", "--as", SPONSOR)
    pb("plan", "first", "--out", "first.plan")
    pb("advance", "first")

    assert pb("advance", "--plan", "first.plan").code in {2, 5}


@pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"subject": 1}'])
def test_what_is_no_plan_is_told_so(synced, pb, text):
    (synced / "x.plan").write_text(text, encoding="utf-8")

    answer = pb("advance", "--plan", "x.plan")

    assert answer.code == 2
    assert "is not a plan" in answer.err


def test_a_plan_of_another_subject_is_refused(synced, pb):
    pb("plan", "first", "--out", "first.plan")

    assert pb("advance", "first/pilot", "--plan", "first.plan").code == 2


def test_advance_without_a_subject_asks_for_one(synced, pb):
    assert pb("advance").code == 2


def test_advancing_twice_meets_the_next_gate(pilot, pb):
    answer = pb("advance", "first")

    assert answer.code == 3
    assert "first stays in pilot" in answer.err
    assert "pilot" in pb("status").out


def test_a_refusal_counts_what_fails_and_what_is_undecided(operating, pb):
    answer = pb("advance", "first")

    assert answer.code == 3
    assert "conditions fail" in answer.err
    assert "undecided" in answer.err


def test_nothing_moves_on_hold(synced, pb):
    pb("approve", "first", "--as", SPONSOR)
    pb("hold", "first", "--reason", "no money")

    answer = pb("advance", "first")

    assert answer.code == 3
    assert "no money" in pb("why", "first").out


def test_an_unknown_move_names_those_there_are(synced, pb):
    answer = pb("advance", "first", "--move", "jump")

    assert answer.code == 2
    assert "begin" in answer.err


def test_recycle_goes_back_with_a_reason(operating, pb):
    answer = pb("recycle", "first", "--reason", "lost its analyst")

    assert answer.code == 0
    assert "first: stabilisation → pilot" in answer.out
    assert "lost its analyst" in pb("history", "first").out


def test_recycle_has_nowhere_to_go_from_the_pilot(pilot, pb):
    assert pb("recycle", "first", "--reason", "x").code == 2


def test_stop_is_for_good_and_leaves_a_closing_report(operating, pb):
    answer = pb("stop", "first", "--reason", "the market was sold")

    assert answer.code == 0
    assert (operating / "documents/first/closing-report.md").is_file()
    assert "the market was sold" in (operating / "documents/first/closing-report.md").read_text(encoding="utf-8")
    assert pb("advance", "first").code != 0


def test_stopping_a_squad_asks_which_end(operating, pb):
    answer = pb("stop", "first/pilot", "--reason", "x")

    assert answer.code == 2
    assert "fail" in answer.err
    assert "disband" in answer.err


def test_a_member_who_left_after_the_launch_is_noticed(operating, pb):
    edit(operating / "units/first.yaml", "    - {person: Ada Adviser", "    # - {person: Ada Adviser")

    pb("sync")

    assert "understrength" in pb("status").out


def test_json_of_why_has_every_verdict(synced, pb):
    verdicts = pb("why", "first", "--json").data["verdicts"]

    assert {one["condition"]: one["status"] for one in verdicts} == {
        "customer_focused": "pass",
        "shared_goal": "pass",
        "documents": "pass",
        "approval": "fail",
    }
    assert verdicts[-1]["cleared_by"] == [SPONSOR]


def test_the_plan_that_is_kept_is_the_basis(synced, pb):
    shown = pb("plan", "first", "--json", "--out", "first.plan").data

    assert json.loads((synced / "first.plan").read_text(encoding="utf-8")) == shown["basis"]


def test_what_is_ticked_in_a_file_is_read_back_even_when_the_gate_stays_closed(pilot, pb):
    edit(pilot / "documents/first/pilot/launch-checklist.md", "- [ ] ", "- [x] ")

    assert pb("advance", "first").code == 3
    assert "ItemTicked" in pb("history", "first").out


def test_the_pilot_is_launched_with_its_unit(pilot, pb):
    pb(*LAUNCH)
    pb("approve", "first", "--as", SPONSOR)

    answer = pb("advance", "first")

    assert "first/pilot: chartered → operating (with first)" in answer.out


@pytest.mark.git
def test_a_move_that_brings_a_conflict_is_shown_as_made(synced, pb):
    assert pb("approve", "first", "--as", SPONSOR).code == 0
    edit(synced / "documents/first/index.md", "## The unit: selection", "## Our unit, in selection")

    answer = pb("advance", "first")

    assert answer.code == 4
    assert "selection → pilot" in answer.out
    assert "CONFLICT at line" in answer.out
    assert "what you did is recorded" in answer.err
    assert "nothing advances" not in answer.err
    assert pb("resolve", "--both").code == 0
    assert "pilot" in pb("status").out
