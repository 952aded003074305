import pytest

from playbook.app.drill import data, drill
from playbook.errors import UsageError
from tests.app.workspace import SPONSOR

CASES = """\
  cases:
    - {id: flood, case: The kitchen is under water, decision: send-technician, questions: [what-broke]}
    - {id: money, case: The family wants its money back, decision: refund, amount: 900}
"""
BEFORE = "# How everyone will know"


@pytest.fixture
def cases(fresh):
    """Return a workspace whose mission has two cases, one of them too large for the pilot."""
    fresh.change(BEFORE, CASES + BEFORE)
    return fresh


def test_every_case_is_played_on_the_file_as_it_stands(cases):
    _, found = drill(cases.world(), cases.pilot)

    assert [(one.case.id, one.stays) for one in found] == [("flood", True), ("money", False)]


def test_nothing_is_written(cases):
    drill(cases.world(), cases.pilot)

    assert cases.rows() == []


def test_a_grant_that_has_ended_by_today_sends_a_case_away(cases):
    grant = "source: Repair history, department: workshop, grant: active"
    cases.change(grant, f'{grant}, until: "2026-12-05"')

    before = drill(cases.world(), cases.pilot, "flood")[1]
    cases.later(5)
    after = drill(cases.world(), cases.pilot, "flood")[1]

    assert [one.stays for one in (*before, *after)] == [True, False]


def test_a_program_gets_people_with_their_mail_and_reasons_in_english(cases):
    session, (found,) = drill(cases.world(), cases.pilot, "money")

    told = data(found, session.state.people)

    assert told["exits"] == [
        {"why": "900 is above the limit of 600 EUR a customer", "to": SPONSOR, "sure": True},
    ]
    assert told["decider"] == "Kofi Clerk <kofi.clerk@example.org>"
    assert (told["limit"], told["limit_unit"], told["amount"]) == (600, "EUR a customer", 900)


@pytest.mark.parametrize(
    ("subject", "case", "text", "hint"),
    [
        ("first/pilot", "flod", "the mission of first has no case 'flod'", "did you mean 'flood'?"),
        ("first/pilot", "xyz", "the mission of first has no case 'xyz'", "cases: flood, money"),
        ("first", "", "first is not a squad: cases are played with one", "play it with one of: first/pilot"),
        (
            "first/wave-1",
            "",
            "first/wave-1 is not a squad: cases are played with one",
            "play it with one of: first/second",
        ),
    ],
)
def test_what_cannot_be_played_is_told_with_a_next_step(cases, subject, case, text, hint):
    with pytest.raises(UsageError) as caught:
        drill(cases.world(), subject, case)

    assert (str(caught.value.sentence), str(caught.value.advice)) == (text, hint)


def test_a_mission_without_cases_says_where_to_add_one(fresh):
    with pytest.raises(UsageError) as caught:
        drill(fresh.world(), fresh.pilot)

    assert str(caught.value.sentence) == "the mission of first names no case to play"
    assert "units/first.yaml:" in str(caught.value.advice)
    assert "cases: [{id: …, case: …, decision: …}]" in str(caught.value.advice)
