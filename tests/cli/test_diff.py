"""`diff` at the keyboard."""

from tests.cli.conftest import SPONSOR, edit


def test_what_changed_is_told_and_is_a_finding(pilot, pb):
    answer = pb("diff", "2026-11-30")

    assert answer.code == 1
    lines = answer.out.splitlines()
    assert lines[0] == "first · First unit"
    assert "  stage      not started → pilot" in lines
    assert "  pilot      not started → forming" in lines
    assert "  approved   'begin' of first by Sam Sponsor as sponsor, 1 Dec 2026" in lines
    assert lines[-1] == "1 unit changed from 30 Nov 2026 to now"


def test_no_difference(pilot, pb):
    answer = pb("diff", "2026-12-01")

    assert (answer.code, answer.out) == (0, "nothing changed from 1 Dec 2026 to now\n")


def test_programs_get_the_points_and_every_unit_that_changed(pilot, pb):
    answer = pb("diff", "2026-11-30", "--json")

    assert answer.code == 1
    assert answer.data["from"] == {"point": "2026-11-30", "at": "2026-11-30T23:59:59Z"}
    [one] = answer.data["units"]
    assert (one["unit"], one["squads"]) == ("first", {"before": {}, "after": {"forming": 1}})


def test_each_thing_has_its_line(operating, pb, workspace, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-04")
    pb("measure", "first/pilot", "days-to-wash", "2026-12-03=3", "2026-12-04=4")
    pb("failure", "record", "first/pilot", "lost a box", "--size", "small")
    pb("favour", "add", "first", "a data engineer")
    pb("proviso", "add", "first", "train two", "--owner", "Lena Lead", "--due", "2026-12-24", "--as", SPONSOR)
    pb("cycle", "open", "first/pilot", "triage")
    fields = ("--broke", "b", "--cause", "c", "--fix", "f", "--not-verified", "--lesson", "ask first")
    pb("cycle", "close", "first/pilot", *fields)
    pb("hold", "first", "--reason", "holidays")
    edit(workspace / "units/first.yaml", "name: First unit", "name: The first one")
    pb("sync")

    told = [" ".join(line.split()) for line in pb("diff", "2026-12-03").out.splitlines()]

    for line in (
        "on hold first: holidays (Lena Lead)",
        "proviso proviso-1 by 24 Dec 2026: train two (Lena Lead)",
        "failure failure-1 of first/pilot, small: lost a box",
        "cycle c1 of first/pilot not verified: triage",
        "lesson lesson-1 to be decided: ask first",
        "favour favour-1 still open: a data engineer",
        "measured days-to-wash of first/pilot – → 4, 2 readings",
        "changed name: First unit → The first one",
    ):
        assert line in told


def test_points_in_the_wrong_order(pilot, pb):
    answer = pb("diff", "2026-12-02", "2026-12-01")

    assert answer.code == 2
    assert "2 Dec 2026 is later" in answer.err or "2026-12-02 is later than 2026-12-01" in answer.err
    assert "playbook diff 2026-12-01 2026-12-02" in answer.err


def test_a_text_that_is_no_point(pilot, pb):
    assert pb("diff", "yesterday").code == 2


def test_diff_changes_nothing(pilot, pb):
    before = pb("history", "first", "--json").out

    pb("diff", "2026-11-30")

    assert pb("history", "first", "--json").out == before
