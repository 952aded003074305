import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.app.next import complete, known_person, waiting
from playbook.errors import UsageError
from playbook.ledger.base import Append
from playbook.ledger.memory import MemoryLedger
from tests.app.workspace import LEAD, SPONSOR

DAY = "2026-12-01"
PEOPLE = {
    "p-1": "Ana Diaz <ana@example.org>",
    "p-2": "Ben Kaya <ben@example.org>",
    "p-3": "Ben Kaya <ben.kaya@example.org>",
}


def ask(kind="lesson", who=("p-1",), until="", **more):
    whole = {"kind": kind, "who": list(who), "subject": "emea", "what": "ask", "command": "playbook why emea"}
    return {**whole, "until": until, **more}


def ledger(*asks, unit="emea"):
    """Return a ledger whose portfolio has these asks."""
    found = MemoryLedger()
    found.append(Append(unit, f"{DAY}T09:00:00Z", "p-1", "", {}, [("rollout", "HoldLifted", "{}")], people=PEOPLE))
    found.project(unit, {"unit": unit, "asks": list(asks)}, {})
    return found


def test_what_waits_for_a_person_and_what_for_anybody():
    asks = [ask(who=("p-1", "p-2")), ask(who=("p-2",), what="other")]

    assert [one["what"] for one in waiting(ledger(*asks), DAY, person="p-1")] == ["ask"]
    assert len(waiting(ledger(*asks), DAY)) == 2
    assert waiting(ledger(*asks), DAY, person="p-3") == []


def test_people_are_named():
    (one,) = waiting(ledger(ask(who=("p-1", "p-9"))), DAY)

    assert one["people"] == ["Ana Diaz <ana@example.org>", "p-9"]
    assert one["unit"] == "emea"


def test_people_in_sentences_are_known_too():
    (one,) = waiting(ledger(ask("condition", found=["{name} is missing", {"name": "p-2"}, ""])), DAY)

    assert one["names"]["p-2"] == PEOPLE["p-2"]


def test_only_the_units_that_were_asked_for():
    assert waiting(ledger(ask()), DAY, units=["apac"]) == []
    assert len(waiting(ledger(ask()), DAY, units=["emea"])) == 1


def test_what_is_due_comes_first_and_soonest():
    asks = [
        ask("advance"),
        ask("lesson"),
        ask("proviso", until="2026-12-20"),
        ask("approval"),
        ask("cycle", until="2026-12-05"),
        ask("waiver", until="2026-12-10"),
    ]

    found = [one["kind"] for one in waiting(ledger(*asks), DAY)]

    assert found == ["cycle", "waiver", "proviso", "approval", "lesson", "advance"]


@pytest.mark.parametrize(
    ("kind", "until", "there", "overdue"),
    [
        ("advance", "2026-12-02", False, False),
        ("advance", DAY, True, False),
        ("waiver", "2026-11-30", False, False),
        ("waiver", DAY, True, False),
        ("proviso", DAY, True, False),
        ("proviso", "2026-11-30", True, True),
        ("cycle", "2026-11-30", True, True),
        ("condition", DAY, False, False),
        ("condition", "2026-12-02", True, False),
        ("lesson", "", True, False),
    ],
)
def test_what_a_day_makes_of_it(kind, until, there, overdue):
    found = waiting(ledger(ask(kind, until=until)), DAY)

    assert [one["overdue"] for one in found] == [overdue] * there


def test_a_line_of_an_older_program_has_nothing_that_waits():
    old = ledger()
    old.project("emea", {"unit": "emea", "stage": "pilot"}, {})

    assert waiting(old, DAY) == []


# ------------------------------------------------------------------------------------------------ who


@pytest.mark.parametrize("said", ["Ana Diaz <ana@example.org>", "Ana Diaz", "Anything <ANA@example.org>"])
def test_a_person_is_known_by_mail_or_by_a_name_that_one_has(said):
    assert known_person(ledger(), said) == "p-1"


def test_a_name_that_two_have_is_not_enough():
    with pytest.raises(UsageError, match="several people are called 'Ben Kaya'") as caught:
        known_person(ledger(), "Ben Kaya")

    assert "ben.kaya@example.org" in caught.value.hint


@pytest.mark.parametrize(
    ("said", "hint"), [("Ana Dias", "did you mean 'Ana Diaz <ana@example.org>'?"), ("Zoe", "say who you are")]
)
def test_nobody_is_called_that(said, hint):
    with pytest.raises(UsageError, match=f"nobody here is called '{said}'") as caught:
        known_person(ledger(), said)

    assert hint in caught.value.hint


# ------------------------------------------------------------------------------------------------ the command


def test_a_command_says_who():
    assert complete(ask(), PEOPLE["p-1"]) == 'playbook why emea --as "Ana Diaz <ana@example.org>"'


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12))
def test_a_shell_reads_the_name_as_it_was(name):
    found = complete(ask(), f"{name} <a@example.org>")

    assert shlex.split(found)[-2:] == ["--as", f"{name} <a@example.org>"]


# ------------------------------------------------------------------------------------------------ a real unit


def test_a_real_unit_waits_for_those_who_can_clear_its_gate(pilot):
    opened = pilot.world()
    lead, sponsor = (known_person(opened.ledger, who) for who in (LEAD, SPONSOR))

    found = {who: [one["kind"] for one in waiting(opened.ledger, pilot.day, person=who)] for who in (lead, sponsor)}

    assert "condition" in found[lead]
    assert found[sponsor][0] == "approval"
