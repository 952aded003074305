"""`status` at the keyboard."""

import pytest

from tests.cli.conftest import SPONSOR


def test_before_anything_happened(workspace, pb):
    answer = pb("status")

    assert "not started" in answer.out
    assert "next: playbook sync first" in answer.out


def test_the_portfolio_has_a_line_a_unit(synced, pb):
    lines = pb("status").out.splitlines()

    assert lines[0].split() == ["UNIT", "STAGE", "DAYS", "WAVES", "SQUADS", "NEXT", "BLOCKED", "BY"]
    assert lines[1].split()[:2] == ["first", "selection"]
    assert "approval" in lines[1]
    assert lines[2].startswith("1 unit")


def test_a_unit_is_a_tree(operating, pb):
    out = pb("status", "first").out

    assert "├─ ⟳ pilot" in out
    assert "└─ ◌ wave-1" in out
    assert "second" in out
    assert "failure budget ░░░ 0 of 3" in out


def test_a_unit_that_nothing_happened_to(workspace, pb):
    assert "playbook sync first" in pb("status", "first").out


def test_a_part_is_no_unit(synced, pb):
    answer = pb("status", "first/pilot")

    assert answer.code == 2
    assert "a unit is needed" in answer.err


def test_status_changes_nothing(workspace, pb):
    pb("status")

    assert not (workspace / ".playbook/ledger.sqlite").exists()


def test_the_last_reading_is_shown(operating, pb):
    pb("measure", "first/pilot", "days-to-wash", "2026-11-30=3")

    assert "days-to-wash 9 → 3 (target 2)" in pb("status", "first").out


def test_ascii_where_the_terminal_has_no_more(synced, pb, monkeypatch):
    monkeypatch.setattr("playbook.cli.show.unicode_terminal", lambda: False)

    out = pb("status").out + pb("status", "first").out + pb("why", "first").out

    assert [char for char in "✔✖◌⟳├└→–" if char in out] == []


def test_status_is_right_after_every_move(synced, pb):
    pb("approve", "first", "--as", SPONSOR)
    pb("advance", "first")

    [line] = pb("status", "--json").data
    assert (line["stage"], line["next"]) == ("pilot", "stabilise")


@pytest.mark.parametrize("name", ["first", "frist"])
def test_only_units_that_there_are(synced, pb, name):
    assert pb("status", name).code == (0 if name == "first" else 2)


def test_the_portfolio_as_csv(synced, pb):
    answer = pb("status", "--format", "csv")

    head, line = answer.out.splitlines()
    assert answer.code == 0
    assert head.startswith("unit,name,stage")
    assert line.startswith("first,First unit,selection,,0,1,0,begin,approval")


def test_a_format_there_is_not_names_those_there_are(synced, pb):
    answer = pb("status", "--format", "xlsx")

    assert answer.code == 2
    assert "csv" in answer.err
