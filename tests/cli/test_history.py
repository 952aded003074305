"""`history`, `verify`, `rebuild` at the keyboard."""

import re
import sqlite3

import pytest

from tests.cli.conftest import LEAD, SPONSOR

LEDGER = ".playbook/ledger.sqlite"


def force(folder, *statements):
    """Change the ledger behind the program's back, as somebody with the file could."""
    base = sqlite3.connect(folder / LEDGER)
    for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


def test_history_tells_who_did_what_oldest_first(pilot, pb):
    lines = pb("history", "first").out.splitlines()

    assert "Approved first" in "".join(line for line in lines if "Sam Sponsor" in line)
    assert "selection → pilot" in "".join(line for line in lines if "Lena Lead" in line)
    assert [int(line.split()[0]) for line in lines] == sorted(int(line.split()[0]) for line in lines)


def test_history_of_a_part(pilot, pb):
    assert {one["facts"]["subject"] for one in pb("history", "first/pilot", "--json").data} == {"first/pilot"}


def told(pb, *argv):
    """Return the last line of the unit's history."""
    return pb("history", "first", "-n", "1", *argv).out.strip()


@pytest.mark.parametrize(
    ("language", "size", "waived"),
    [
        ("en", "size small", "condition dwell, move replicate, reason the trial is short, until 20 Dec 2026"),
        ("de", "Größe klein", "Bedingung Verweildauer, Schritt Vervielfältigung"),
    ],
)
def test_facts_are_told_in_the_words_of_the_terminal(operating, pb, language, size, waived):
    pb("failure", "record", "first/pilot", "lost a box", "--size", "small")
    failed = told(pb, "--lang", language)
    pb("waiver", "request", "first", "dwell", "--reason", "the trial is short", "--until", "2026-12-20")
    asked = told(pb, "--lang", language)

    assert size in failed
    assert waived in asked
    assert "2026-12-20" not in asked


def test_days_numbers_and_lists_are_told_as_people_write_them(operating, pb):
    pb("read", "first/pilot", "reorders", "--day", "2026-12-01", "--value", "44")
    pb("proviso", "add", "first", "train", "--owner", "Lena Lead", "--due", "2026-12-05", "--as", SPONSOR)

    assert "due 5 Dec 2026" in told(pb)
    assert "['" not in pb("history", "first").out
    assert "due" in pb("history", "first", "-n", "1", "--json").data[0]["facts"]
    assert pb("history", "first", "-n", "1", "--json").data[0]["facts"]["due"] == "2026-12-05"


def test_the_last_so_many(pilot, pb):
    assert len(pb("history", "first", "-n", "2").out.splitlines()) == 2
    assert pb("history", "first", "--last", "0").code == 2


def test_revisions_of_documents_only_when_asked(pilot, pb):
    assert "DocumentRevised" not in pb("history", "first").out
    assert "DocumentRevised" in pb("history", "first", "--documents").out


def test_people_are_named_with_their_mail_in_json(pilot, pb):
    assert {one["by"] for one in pb("history", "first", "--json").data} <= {LEAD, SPONSOR}


def test_a_unit_without_history(workspace, pb):
    answer = pb("history", "first")

    assert answer.code == 2
    assert "playbook sync first" in answer.err


def test_verify_prints_the_heads_to_keep(pilot, pb):
    answer = pb("verify")

    assert answer.code == 0
    assert len(re.findall(r"^  [0-9a-f]{64}$", answer.out, re.MULTILINE)) == 2
    assert "only against a kept --head" in answer.out


def test_a_head_that_was_kept_is_found_again(pilot, pb):
    head = pb("verify", "--json").data["heads"]["first"]["rollout"]
    pb("tick", "first/pilot", "launch.lead-free")

    assert pb("verify", "--head", head).code == 0


def test_a_head_that_was_kept_is_missed_when_the_end_was_cut_off(pilot, pb):
    head = pb("verify", "--json").data["heads"]["first"]["rollout"]
    force(
        pilot, "DELETE FROM events WHERE stream = 'rollout' AND kind = 'Moved'", "DELETE FROM events WHERE version > 3"
    )

    answer = pb("verify", "--head", head)

    assert answer.code == 1
    assert head in answer.out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET data = replace(data, 'begin', 'bogus') WHERE stream = 'rollout' AND data LIKE '%begin%'",
        "UPDATE events SET at = '2020-01-01T00:00:00Z' WHERE stream = 'rollout' AND version = 2",
        "DELETE FROM events WHERE stream = 'rollout' AND version = 2",
    ],
)
def test_verify_finds_what_was_changed(pilot, pb, statement):
    force(pilot, statement)

    answer = pb("verify")

    assert answer.code in {1, 7}
    assert "Traceback" not in answer.err


def test_rebuild_says_what_had_been_different(pilot, pb):
    assert pb("rebuild").out == "1 unit rebuilt, 0 had been different\n"


def test_rebuild_of_nothing(workspace, pb):
    assert pb("rebuild").out == "0 units rebuilt, 0 had been different\n"
    assert pb("verify").code == 0


@pytest.mark.parametrize("command", ["verify", "rebuild"])
def test_a_mistyped_unit_is_a_mistake_and_no_flaw(pilot, pb, command):
    assert pb(command, "frist").code == 2


def test_a_mistyped_unit_gets_the_nearest(pilot, pb):
    assert "did you mean 'first'?" in pb("history", "frist").err
