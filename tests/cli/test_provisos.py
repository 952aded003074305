"""`proviso` at the keyboard, and `approve --proviso`."""

from tests.cli.conftest import LAUNCH, SPONSOR

TERMS = ("all heads have signed", "Lena Lead", "2026-12-10")


def added(pb, *more):
    return pb("proviso", "add", "first", TERMS[0], "--owner", TERMS[1], "--due", TERMS[2], "--as", SPONSOR, *more)


def test_one_is_set_and_shown_until_it_is_met(pilot, pb):
    answer = added(pb)
    assert answer.code == 0
    assert "proviso-1 of first: all heads have signed (Lena Lead, until 10 Dec 2026)" in answer.out
    assert "⚠ proviso-1 of first: all heads have signed (Lena Lead, until 10 Dec 2026)" in pb("why", "first").out

    met = pb("proviso", "meet", "first", "proviso-1", "--evidence", "their notes")

    assert (met.code, met.out.splitlines()[0]) == (0, "proviso-1 is met: all heads have signed")
    assert "proviso-1" not in pb("why", "first").out


def test_once_overdue_it_closes_the_gate(pilot, pb, monkeypatch):
    pb(*LAUNCH)
    added(pb)
    pb("approve", "first", "--as", SPONSOR)
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-11")

    answer = pb("advance", "first")

    said = pb("why", "first").out
    assert answer.code == 3
    assert "✖ provisos" in said
    assert 'playbook proviso meet first proviso-1 --evidence "…"' in said
    assert "⚠ proviso-1 of first: all heads have signed (Lena Lead; was due on 10 Dec 2026)" in said


def test_an_approval_comes_with_as_many_as_one_likes(pilot, pb):
    pb(*LAUNCH)

    answer = pb(
        "approve", "first", "--proviso", *TERMS, "--proviso", "hand over", "Sam Sponsor", "2026-12-24", "--as", SPONSOR
    )

    assert answer.code == 0
    assert "proviso-1 of first: all heads have signed (Lena Lead, until 10 Dec 2026)" in answer.out
    assert "proviso-2 of first: hand over (Sam Sponsor, until 24 Dec 2026)" in answer.out
    assert pb("advance", "first").code == 0


def test_an_approval_for_programs_names_them(pilot, pb):
    found = pb("approve", "first", "--proviso", *TERMS, "--as", SPONSOR, "--json").data
    again = pb("approve", "first", "--as", SPONSOR, "--json").data

    assert found["provisos"] == ["proviso-1"]
    assert again["provisos"] == []


def test_wrong_terms_give_no_approval(pilot, pb):
    answer = pb("approve", "first", "--proviso", "x", "Nobody Here", "2026-12-10", "--as", SPONSOR)

    assert answer.code == 2
    assert "nobody of this unit is called Nobody Here" in answer.err
    assert "'Name <mail>'" in answer.err
    assert "move stabilise" not in pb("history", "first").out


def test_a_day_that_is_none_or_over_is_told(pilot, pb):
    for due in ("soon", "2026-11-30"):
        answer = pb("approve", "first", "--proviso", "x", "Lena Lead", due, "--as", SPONSOR)
        assert answer.code == 2
        assert "Traceback" not in answer.err


def test_who_may_not_approve_may_not_set_terms(pilot, pb):
    answer = pb("proviso", "add", "first", "x", "--owner", "Lena Lead", "--due", "2026-12-10")

    assert answer.code == 3
    assert SPONSOR in answer.err


def test_the_list_tells_what_is_open_overdue_and_met(pilot, pb, monkeypatch):
    assert "no provisos yet" in pb("proviso", "list").out
    added(pb)
    pb("proviso", "add", "first", "hand over", "--owner", "Sam Sponsor", "--due", "2026-12-24", "--as", SPONSOR)
    pb("proviso", "add", "first", "thank them", "--owner", "Sam Sponsor", "--due", "2026-12-24", "--as", SPONSOR)
    pb("proviso", "meet", "first", "proviso-3", "--evidence", "a cake")
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-11")

    said = pb("proviso", "list", "first").out.splitlines()

    assert ["overdue" in said[1], "open" in said[2], "met on 1 Dec 2026" in said[3]] == [True, True, True]
    assert [one["status"] for one in pb("proviso", "list", "--json").data] == ["overdue", "open", "met"]


def test_why_tells_programs_as_well(pilot, pb):
    added(pb)

    (one,) = pb("why", "first", "--json").data["provisos"]

    assert (one["id"], one["owner"], one["due"]) == ("proviso-1", "Lena Lead <lena.lead@example.org>", "2026-12-10")


def test_the_history_names_the_owner_and_says_what_it_is_about(pilot, pb):
    added(pb)

    (line,) = (one for one in pb("history", "first").out.splitlines() if "ProvisoAdded" in one)

    assert "text all heads have signed" in line
    assert "owner Lena Lead" in line
    assert "p-" not in line.partition("ProvisoAdded")[2]


def test_confirming_again_sets_no_terms(pilot, pb):
    answer = pb("approve", "first", "--again", "--yes", "--proviso", *TERMS, "--as", SPONSOR)

    assert answer.code == 2
    assert "--proviso does not go with --again" in answer.err
    assert "no provisos yet" in pb("proviso", "list").out
