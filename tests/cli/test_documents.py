"""`sync` at the keyboard: nothing that people wrote is lost, whatever they do to the files."""

import os
import shutil

import pytest

from tests.cli.conftest import edit

CHARTER = "documents/first/pilot/charter.md"
CARD = "documents/first/pilot/decision-card.md"


def conflict(folder, pb):
    """Let a person and the unit's file change the same line."""
    edit(folder / CHARTER, "| customer care |", "| customers first |")
    edit(folder / "units/first.yaml", "specialty: customer care", "specialty: customers")
    return pb("sync")


def test_twice_changes_nothing(synced, pb):
    assert pb("sync").out == "4 documents, all up to date\n"


@pytest.mark.parametrize("flag", ["--check", "--dry-run"])
def test_looking_changes_nothing(workspace, pb, flag):
    answer = pb("sync", flag)

    assert answer.code == (1 if flag == "--check" else 0)
    assert "documents/first/goal-sheet.md" in answer.out
    assert not (workspace / "documents").exists()
    assert not (workspace / ".playbook/ledger.sqlite").exists()


def test_check_is_0_when_all_is_up_to_date(synced, pb):
    assert pb("sync", "--check").code == 0


@pytest.mark.git
def test_what_people_write_stays_and_what_changed_is_merged_in(pilot, pb):
    (pilot / CHARTER).write_text(
        (pilot / CHARTER).read_text(encoding="utf-8") + "\nWe meet at the depot.\n", encoding="utf-8"
    )
    edit(pilot / "units/first.yaml", "specialty: customer care", "specialty: customers")

    answer = pb("sync")

    text = (pilot / CHARTER).read_text(encoding="utf-8")
    assert answer.code == 0
    assert "merged" in answer.out
    assert "We meet at the depot." in text
    assert "| customers |" in text


@pytest.mark.git
def test_a_conflict_shows_both_and_says_how_to_end_it(pilot, pb):
    answer = conflict(pilot, pb)

    text = (pilot / CHARTER).read_text(encoding="utf-8")
    assert answer.code == 4
    assert "CONFLICT" in answer.out
    assert "playbook sync" in answer.err
    assert "customers first" in text
    assert "| customers |" in text


@pytest.mark.git
def test_a_conflict_stays_one_until_it_is_solved(pilot, pb):
    conflict(pilot, pb)

    assert pb("sync").code == 4
    assert "documents" in pb("why", "first").out

    text = (pilot / CHARTER).read_text(encoding="utf-8")
    before, _, rest = text.partition("<<<<<<< your edits\n")
    mine, _, rest = rest.partition("||||||| last generated\n")
    (pilot / CHARTER).write_text(before + mine + rest.partition(">>>>>>> generated\n")[2], encoding="utf-8")
    assert pb("sync").code == 0
    assert "customers first" in (pilot / CHARTER).read_text(encoding="utf-8")


def test_a_command_that_meets_a_conflict_says_that_it_was_carried_out(pilot, pb):
    conflict(pilot, pb)

    answer = pb("cycle", "open", "first/pilot", "a guess")

    assert answer.code == 4
    assert ("CycleOpened" in pb("history", "first").out) != ("run the command again" in answer.err)


def test_without_git_a_conflict_leaves_the_file_as_it_is(pilot, pb, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    answer = conflict(pilot, pb)

    assert answer.code == 4
    assert "git, which merges them, is not installed" in answer.err
    assert "NOT MERGED" in answer.out
    assert "| customers first |" in (pilot / CHARTER).read_text(encoding="utf-8")
    assert "<<<<<<<" not in (pilot / CHARTER).read_text(encoding="utf-8")


def test_without_git_all_else_works(workspace, pb, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert pb("sync").code == 0
    assert pb("status").code == 0


def test_a_deleted_document_is_named_and_made_again_only_when_asked(pilot, pb):
    (pilot / CHARTER).unlink()

    answer = pb("sync")

    assert "deleted by someone" in answer.out
    assert not (pilot / CHARTER).exists()
    assert pb("sync", "--restore").code == 0
    assert (pilot / CHARTER).is_file()


def test_a_deleted_document_keeps_the_gate_closed(pilot, pb):
    (pilot / CHARTER).unlink()

    assert "documents" in pb("why", "first").out


@pytest.mark.git
def test_a_late_save_of_an_old_copy_loses_nothing(pilot, pb):
    old = (pilot / CARD).read_text(encoding="utf-8")
    edit(pilot / "units/first.yaml", "unit: EUR a customer", "unit: EUR a repair")
    pb("sync")

    (pilot / CARD).write_text(old + "\nwritten late\n", encoding="utf-8")
    pb("sync")

    text = (pilot / CARD).read_text(encoding="utf-8")
    assert "EUR a repair" in text
    assert "written late" in text


def test_a_document_without_its_header_gets_it_back(pilot, pb):
    text = (pilot / CARD).read_text(encoding="utf-8")
    (pilot / CARD).write_text(text.partition("\n")[2], encoding="utf-8")

    answer = pb("sync")

    assert "the line that names it was put back" in answer.out
    assert (pilot / CARD).read_text(encoding="utf-8") == text


def test_another_text_in_the_place_of_a_document_is_left_alone(pilot, pb):
    (pilot / CARD).write_text("# Something else\n", encoding="utf-8")

    answer = pb("sync")

    assert answer.code == 1
    assert "NOT READ" in answer.out
    assert "its text is not like first/pilot/decision-card" in answer.out
    assert "documents/first/pilot/decision-card.md was left as it is" in answer.err
    assert (pilot / CARD).read_text(encoding="utf-8") == "# Something else\n"


def test_bytes_that_are_no_text_are_left_alone(pilot, pb):
    (pilot / CARD).write_bytes(b"\xfc\x00")

    answer = pb("sync")

    assert answer.code == 1
    assert "not UTF-8: line 1, byte 0 is 0xfc" in answer.out
    assert (pilot / CARD).read_bytes() == b"\xfc\x00"


def test_a_moved_document_is_told(pilot, pb):
    (pilot / CARD).rename(pilot / "documents/Our card.md")

    answer = pb("sync")

    assert answer.code == 0
    assert "documents/Our card.md" in answer.out
    assert f"moved here from {CARD}" in answer.out
    assert pb("sync").out.endswith("all up to date\n")


def test_a_copy_is_told_and_is_no_drift(pilot, pb):
    shutil.copy(pilot / CARD, pilot / "documents/first/pilot/card copy.md")

    answer = pb("sync", "--check")

    assert answer.code == 0
    assert "a copy, left alone: the one that counts is documents/first/pilot/decision-card.md" in answer.out


@pytest.mark.parametrize("name", ["first/pilot/charter", CHARTER, "first/pilot"])
def test_one_document_is_made_again(pilot, pb, name):
    (pilot / CHARTER).unlink()
    (pilot / "documents/first/goal-sheet.md").unlink()

    assert pb("sync", "--restore", name).code == 0
    assert (pilot / CHARTER).is_file()
    assert not (pilot / "documents/first/goal-sheet.md").exists()


def test_a_document_that_there_is_not_cannot_come_back(pilot, pb):
    answer = pb("sync", "--restore", "first/pilot/chartre")

    assert answer.code == 2
    assert "did you mean 'first/pilot/charter'?" in answer.err


def test_documents_are_named_for_restoring_alone(pilot, pb):
    answer = pb("sync", "first/pilot/charter")

    assert answer.code == 2
    assert "--restore" in answer.err


def everything(folder):
    """Return every file of a workspace with its time and text, also what is hidden."""
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.git
@pytest.mark.parametrize("flag", ["--check", "--diff", "--dry-run"])
def test_looking_writes_nothing_at_all(pilot, pb, flag, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (pilot / CHARTER).write_text((pilot / CHARTER).read_text(encoding="utf-8") + "mine\n", encoding="utf-8")
    edit(pilot / "units/first.yaml", "specialty: customer care", "specialty: customers")
    (pilot / CARD).unlink()
    before = everything(pilot)

    answer = pb("sync", flag)

    assert answer.code == (1 if flag == "--check" else 0)
    assert everything(pilot) == before
    assert not (tmp_path / "cache").exists()


def test_a_diff_shows_the_lines_and_writes_nothing(pilot, pb):
    before = (pilot / CHARTER).read_text(encoding="utf-8")
    edit(pilot / "units/first.yaml", "specialty: customer care", "specialty: customers")

    answer = pb("sync", "--diff")

    assert answer.code == 0
    assert f"--- {CHARTER}\n+++ {CHARTER}\n@@" in answer.out
    assert "\n-| Lena Lead | customer care |" in answer.out
    assert "\n+| Lena Lead | customers |" in answer.out
    assert (pilot / CHARTER).read_text(encoding="utf-8") == before
    assert pb("sync", "--diff", "--check").code == 1


def test_a_diff_is_what_sync_then_writes_the_name_of_whoever_ticks_included(pilot, pb):
    path = pilot / "documents/first/pilot/launch-checklist.md"
    edit(path, "- [ ]", "- [x]")
    (unit,) = pb("sync", "--diff", "--json").data

    pb("sync")

    planned = {one["path"]: one["after"] for one in unit["differences"]}
    assert planned
    assert {name: (pilot / "documents" / name).read_text("utf-8") for name in planned} == planned
    assert "Lena Lead" in "".join(planned.values())


def test_a_diff_of_a_new_document_is_against_nothing(workspace, pb):
    assert "--- /dev/null\n+++ documents/first/goal-sheet.md\n" in pb("sync", "--diff").out


def test_a_diff_for_programs_has_both_texts(pilot, pb):
    edit(pilot / "units/first.yaml", "specialty: customer care", "specialty: customers")

    (unit,) = pb("sync", "--diff", "--json").data

    assert {one["path"] for one in unit["differences"]} >= {"first/pilot/charter.md"}
    assert all(one["before"] != one["after"] for one in unit["differences"])


def test_a_link_is_refused_and_what_it_leads_to_untouched(pilot, pb, tmp_path):
    outside = tmp_path / "outside.md"
    shutil.move(pilot / CHARTER, outside)
    before = outside.read_text(encoding="utf-8")
    os.symlink(outside, pilot / CHARTER)
    edit(pilot / "units/first.yaml", "specialty: customer care", "specialty: customers")

    answer = pb("sync")

    assert answer.code != 0
    assert "symlink" in answer.err
    assert outside.read_text(encoding="utf-8") == before


def test_files_that_are_not_ours_are_left_alone(pilot, pb):
    (pilot / "documents/first/pilot/notes.md").write_text("mine", encoding="utf-8")

    assert pb("sync").out == "12 documents, all up to date\n"
    assert (pilot / "documents/first/pilot/notes.md").read_text(encoding="utf-8") == "mine"


def test_a_unit_that_there_is_not(synced, pb):
    assert pb("sync", "frist").code == 2


def test_one_broken_unit_is_told(synced, pb):
    (synced / "units/first.yaml").write_text("unit: [", encoding="utf-8")

    answer = pb("sync")

    assert answer.code == 6
    assert "units/first.yaml:1:" in answer.err


def test_a_unit_that_cannot_be_read_is_not_called_up_to_date(workspace, pb):
    unit = workspace / "units" / "first.yaml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("sponsor:", "sponser:", 1), encoding="utf-8")

    answer = pb("sync")

    assert answer.code == 6
    assert answer.out == ""
    assert "did you mean 'sponsor'?" in answer.err
