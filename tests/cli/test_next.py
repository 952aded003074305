"""`next` at the keyboard."""

import pytest

from tests.cli.conftest import LEAD, SPONSOR


def test_what_waits_for_whoever_is_at_the_keyboard(pilot, pb):
    answer = pb("next")

    assert answer.code == 0
    assert answer.out.startswith("1 thing in 1 unit waits for Lena Lead")
    assert "playbook tick first/pilot" in answer.out
    assert "--as" not in answer.out


def test_somebody_elses_commands_say_who(pilot, pb):
    out = pb("next", "--as", SPONSOR).out

    assert "first: approve going to stabilisation" in out
    assert f'playbook approve first --as "{SPONSOR}"' in out


def test_the_command_that_is_shown_does_it(pilot, pb):
    [ask] = pb("next", "--as", SPONSOR, "--json").data
    argv = ask["command"].removeprefix("playbook ").partition(" --as ")

    assert pb(*argv[0].split(), "--as", argv[2].strip('"')).code == 0

    assert pb("next", "--as", SPONSOR).out.startswith("nothing waits for Sam Sponsor")


def test_what_waits_for_anybody(pilot, pb):
    found = pb("next", "--all", "--json").data

    assert {who for one in found for who in one["who"]} == {LEAD, SPONSOR}
    assert set(found[0]) == {
        "unit", "kind", "subject", "what", "found", "who", "until", "overdue", "command",
    }  # fmt: skip


def test_provisos_stand_first_and_say_when_they_are_late(pilot, pb, monkeypatch):
    pb("proviso", "add", "first", "train two analysts", "--owner", "Lena Lead", "--due", "2026-12-05", "--as", SPONSOR)

    assert "first: to meet by 5 Dec 2026: train two analysts" in pb("next").out.splitlines()[1]
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-09")
    late = pb("next").out.splitlines()
    assert late[0].endswith("1 overdue")
    assert "overdue since 5 Dec 2026" in late[1]


def test_a_waiver_is_offered_to_those_who_can_grant_it(pilot, pb):
    asked = ("--reason", "the trial is short", "--until", "2026-12-20")
    pb("waiver", "request", "first/pilot", "checklist", *asked)

    assert "a waiver of checklist until 20 Dec 2026 is asked for: the trial is short" in pb("next", "--as", SPONSOR).out
    assert "waiver" not in pb("next").out


def test_everything_that_was_learned_waits(operating, pb):
    pb("failure", "record", "first/pilot", "lost a box", "--size", "small")
    pb("favour", "add", "first", "a data engineer")
    pb("cycle", "open", "first/pilot", "triage halves the wait")
    fields = ("--broke", "b", "--cause", "c", "--fix", "f", "--verified", "--lesson", "ask before launch")
    pb("cycle", "close", "first/pilot", *fields)
    pb("cycle", "open", "first/pilot", "another one")

    out = pb("next", "--all").out

    assert "first/pilot: a failure without its lesson: lost a box" in out
    assert "first/pilot: a favour to settle: a data engineer" in out
    assert "first/pilot: a lesson to adopt, keep or reject: ask before launch" in out
    assert "first/pilot: a cycle to close by 15 Dec 2026: another one" in out


def test_an_open_gate_says_that_the_unit_can_go_on(synced, pb):
    pb("approve", "first", "--as", SPONSOR)

    out = pb("next").out

    assert "nothing stands in the way of going to pilot" in out
    assert "playbook advance first" in out


def test_only_so_many(pilot, pb):
    out = pb("next", "--all", "--limit", "1").out

    assert out.splitlines()[-1] == "1 more"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--as", "Lena Leda"), "did you mean 'Lena Lead <lena.lead@example.org>'?"),
        (("frist", "--all"), "did you mean 'first'?"),
    ],
)
def test_who_and_what_there_is_not(pilot, pb, argv, said):
    answer = pb("next", *argv)

    assert answer.code == 2
    assert said in answer.err


def test_nobody_at_the_keyboard_is_told_how_to_say_who(pilot, pb, monkeypatch):
    monkeypatch.delenv("PLAYBOOK_AS")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

    answer = pb("next")

    assert answer.code == 2
    assert "--as" in answer.err


def test_a_workspace_in_which_nothing_happened(workspace, pb):
    assert pb("next", "--all").out == "nothing waits\n"


def test_next_changes_nothing(workspace, pb):
    pb("next", "--all")

    assert not (workspace / ".playbook/ledger.sqlite").exists()
