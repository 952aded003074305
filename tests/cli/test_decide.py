"""`decide` and `dissent` at the keyboard."""

import pytest

from tests.cli.conftest import LAUNCH, SPONSOR

HEAD = "Farid Finance <farid.finance@example.org>"
TERMS = ("all heads have signed", "Lena Lead", "2026-12-10")


@pytest.fixture
def ready(pilot, pb):
    """Return a workspace whose unit can go on."""
    pb(*LAUNCH)
    pb("approve", "first", "--as", SPONSOR)
    return pilot


def test_go_is_what_advance_does(ready, pb):
    answer = pb("decide", "first", "go")

    assert answer.code == 0
    assert "✔ first: pilot → stabilisation" in answer.out


def test_go_opens_no_gate(pilot, pb):
    answer = pb("decide", "first", "go", "--proviso", *TERMS, "--as", SPONSOR)

    assert answer.code == 3
    assert "refused: first stays in pilot" in answer.err
    assert "no provisos yet" in pb("proviso", "list").out


def test_go_with_conditions(ready, pb):
    answer = pb("decide", "first", "go", "--proviso", *TERMS, "--reason", "we know enough", "--as", SPONSOR)

    assert answer.code == 0
    said = (ready / "documents/first/gate-review.md").read_text("utf-8")
    assert "**Decision:** go with conditions, taken by Sam Sponsor." in said
    assert "Reason: we know enough" in said
    assert "- all heads have signed (Lena Lead, by 10 Dec 2026): **open**" in said


def test_terms_are_for_whoever_approves(ready, pb):
    answer = pb("decide", "first", "go", "--proviso", *TERMS)

    assert answer.code == 3
    assert "Lena Lead cannot set terms for 'stabilise' of first" in answer.err
    assert "pilot" in pb("status", "first").out


def test_hold_is_what_hold_does(pilot, pb):
    assert pb("decide", "first", "hold", "--reason", "no analyst").code == 0
    assert "on hold: no analyst" in pb("status").out
    assert pb("decide", "first", "hold", "--reason", "no analyst").code == 2


@pytest.mark.parametrize("decision", ["hold", "recycle", "stop"])
def test_all_but_go_need_a_reason(ready, pb, decision):
    answer = pb("decide", "first", decision)

    assert answer.code == 2
    assert f"a reason is needed to decide '{decision}'" in answer.err


@pytest.mark.parametrize("decision", ["hold", "recycle", "stop"])
def test_only_go_comes_with_conditions(ready, pb, decision):
    answer = pb("decide", "first", decision, "--reason", "x", "--proviso", *TERMS, "--as", SPONSOR)

    assert answer.code == 2
    assert "--proviso goes with the decision go alone" in answer.err


def test_back_and_stop(operating, pb):
    assert "stabilisation → pilot" in pb("decide", "first", "recycle", "--reason", "the analyst left").out
    assert "pilot → stopped" in pb("decide", "first", "stop", "--reason", "sold").out


def test_a_squad_that_can_end_in_two_ways_is_asked_which(operating, pb):
    asked = pb("decide", "first/pilot", "stop", "--reason", "sold")
    named = pb("decide", "first/pilot", "stop", "--reason", "sold", "--move", "disband")

    assert asked.code == 2
    assert named.code == 0


def test_a_hold_is_about_no_move(pilot, pb):
    assert pb("decide", "first", "hold", "--reason", "x", "--move", "stabilise").code == 2


def test_another_word_is_no_decision(pilot, pb):
    answer = pb("decide", "first", "maybe")

    assert answer.code == 2
    assert "'go', 'hold', 'recycle', 'stop'" in answer.err


def test_dissent_is_heard_in_why_and_in_the_review(ready, pb):
    answer = pb("dissent", "first", "too early for me", "--as", HEAD)

    assert answer.code == 0
    assert f"{HEAD} disagrees with 'stabilise' of first: too early for me" in answer.out
    assert "Farid Finance disagrees since 1 Dec 2026: too early for me" in pb("why", "first").out
    assert pb("why", "first", "--json").data["dissents"][0]["by"] == HEAD
    assert pb("decide", "first", "go").code == 0
    said = (ready / "documents/first/gate-review.md").read_text("utf-8")
    assert "- Disagreed 1 Dec 2026, Farid Finance: too early for me" in said


def test_dissent_for_programs(pilot, pb):
    assert pb("dissent", "first", "no", "--as", HEAD, "--json").data == {
        "subject": "first",
        "move": "stabilise",
        "by": HEAD,
        "text": "no",
    }


def test_what_somebody_wrote_stays_text_in_the_review(pilot, pb):
    pb("dissent", "first", "# no | <b>never</b> - [ ] {{ 7*7 }}", "--as", HEAD)

    said = (pilot / "documents/first/gate-review.md").read_text("utf-8")

    assert "\n# no" not in said
    assert "<b>" not in said.replace("\\<b>", "")
    assert "49" not in said.partition("Disagreed")[2].partition("---")[0]
