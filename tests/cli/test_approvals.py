"""`approve`, `hold`, `resume` at the keyboard."""

import pytest

from tests.cli.conftest import LAUNCH, LEAD, SPONSOR, edit


def test_an_approval_says_who_approved_what_as_what(synced, pb):
    answer = pb("approve", "first", "--as", SPONSOR)

    assert answer.code == 0
    assert f"{SPONSOR} approves 'begin' of first as sponsor" in answer.out
    assert "playbook advance first" in answer.out


def test_the_name_alone_is_not_enough_to_approve(synced, pb):
    answer = pb("approve", "first", "--as", "Sam Sponsor")

    assert answer.code == 2
    assert f'--as "{SPONSOR}"' in answer.err


@pytest.mark.parametrize("who", [LEAD, "Somebody <else@example.org>", "Sam Sponsor <sam@elsewhere.example>"])
def test_who_is_not_the_sponsor_is_told_who_is(synced, pb, who):
    answer = pb("approve", "first", "--as", who)

    assert answer.code == 3
    assert SPONSOR in answer.err
    assert "Approved" not in pb("history", "first").out


def test_nobody_approves_their_own_squad(workspace, pb):
    edit(workspace / "units/first.yaml", f"sponsor: {SPONSOR}", f"sponsor: {LEAD}")

    assert pb("approve", "first", "--as", LEAD).code in {3, 6}


def test_a_move_without_approval_needs_none(pilot, pb):
    answer = pb("approve", "first/pilot", "--as", SPONSOR)

    assert answer.code == 2
    assert "needs no approval" in answer.err


def test_an_unknown_role_names_those_there_are(synced, pb):
    answer = pb("approve", "first", "--role", "king", "--as", SPONSOR)

    assert answer.code == 2
    assert "sponsor" in answer.err


def test_an_approval_lapses_when_what_was_approved_changes(pilot, pb):
    pb(*LAUNCH)
    pb("approve", "first", "--as", SPONSOR)
    edit(pilot / "units/first.yaml", "limit: 600", "limit: 900")

    answer = pb("advance", "first")

    assert answer.code == 3
    said = " ".join(pb("why", "first").out.split())
    assert "Sam Sponsor approved on 1 Dec 2026; changed since: pilot.decides" in said or "changed since: pilot" in said
    assert "playbook approve first --again" in said


def test_an_approval_right_after_a_change_holds(synced, pb):
    edit(synced / "units/first.yaml", "failure_budget: 1", "failure_budget: 2")

    pb("approve", "first", "--as", SPONSOR)

    assert pb("advance", "first").code == 0


def test_a_remark_is_kept_with_the_approval(synced, pb):
    pb("approve", "first", "--as", SPONSOR, "--note", "on Fridays, please")

    assert "on Fridays, please" in pb("history", "first").out


def test_a_hold_is_shown_until_it_is_lifted(synced, pb):
    assert pb("hold", "first", "--reason", "no money").code == 0
    assert "on hold: no money" in pb("status").out

    assert pb("resume", "first").code == 0
    assert "no money" not in pb("status").out


def test_a_hold_on_a_unit_holds_what_is_below(pilot, pb):
    pb("hold", "first", "--reason", "no money")

    assert pb("advance", "first/pilot").code == 3


def test_a_second_hold_and_a_second_resume_are_told(synced, pb):
    assert pb("resume", "first").code == 2
    pb("hold", "first", "--reason", "no money")

    answer = pb("hold", "first", "--reason", "no people")

    assert answer.code == 2
    assert "no money" in answer.err


def test_resuming_below_a_hold_says_where_the_hold_is(pilot, pb):
    pb("hold", "first", "--reason", "no money")

    answer = pb("resume", "first/pilot")

    assert answer.code == 2
    assert "the hold is on first" in answer.err


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_hold_needs_a_reason(synced, pb, reason):
    assert pb("hold", "first", "--reason", reason).code == 2


def lapsed(folder, pb):
    """Approve, then change what was approved."""
    pb(*LAUNCH)
    pb("approve", "first", "--as", SPONSOR)
    edit(folder / "units/first.yaml", "limit: 600", "limit: 900")


def test_what_changed_is_shown_with_both_values_and_confirmed(pilot, pb):
    lapsed(pilot, pb)

    answer = pb("approve", "first", "--again", "--yes", "--as", SPONSOR)

    assert answer.code == 0
    assert "600 → 900" in answer.out
    assert "confirms" in answer.out
    assert pb("advance", "first").code == 0


def test_without_a_terminal_and_without_yes_nothing_is_confirmed(pilot, pb):
    lapsed(pilot, pb)

    answer = pb("approve", "first", "--again", "--as", SPONSOR)

    assert answer.code == 2
    assert "nobody could be asked" in answer.err
    assert "600 → 900" in answer.out
    assert pb("advance", "first").code == 3


def test_a_signed_text_that_changed_is_shown_line_by_line(pilot, pb):
    lapsed(pilot, pb)

    found = pb("approve", "first", "--again", "--yes", "--json", "--as", SPONSOR).data

    charter = next(one for one in found["documents"] if one["document"] == "first/pilot/charter")
    assert charter["sections"] == ["What it decides without asking"]
    assert any(line.startswith("-") and "600" in line for line in charter["lines"])
    assert any(line.startswith("+") and "900" in line for line in charter["lines"])


def test_there_is_nothing_to_confirm(pilot, pb):
    answer = pb("approve", "first", "--again", "--yes", "--as", SPONSOR)

    assert answer.code == 2
    assert "nothing that Sam Sponsor signed or approved at first has changed since" in answer.err


def test_status_and_show_tell_which_signature_is_suspect(pilot, pb):
    lapsed(pilot, pb)
    pb("sync")

    assert "suspect" in pb("status").out
    assert "suspect: not what Sam Sponsor signed on 1 Dec 2026" in pb("show", "first/pilot").out
