import pytest

from playbook.core.model import Candidate, Consultant, Retooling
from tests.builders import case, day, judged, state, unit


def consultant(name="Northlight", until=-30, successor="p-head-service", left=None):
    """Return a consultant whose last day lies so many days back (negative: ahead)."""
    return Consultant(name, "Training", day(until), successor, None if left is None else day(left))


def verdict(*consultants, lines=None, people=(), options=None):
    retooling = Retooling("The board decided it", (), consultants)
    found = unit(path="top-down", retooling=retooling, people=people)
    return judged("consultants", case("emea", state(unit=found, lines=lines), found), **(options or {}))


@pytest.mark.parametrize(
    ("changes", "status", "gone"),
    [
        pytest.param({}, "pass", "fail", id="still-there-with-an-exit"),
        pytest.param({"until": 0}, "pass", "fail", id="last-day-today"),
        pytest.param({"until": 1}, "fail", "fail", id="outstayed"),
        pytest.param({"until": 5, "left": 3}, "pass", "pass", id="left-late-is-gone"),
        pytest.param({"left": 0}, "pass", "pass", id="left-today"),
        pytest.param({"left": -1}, "undecided", "fail", id="left-on-a-day-to-come"),
        pytest.param({"successor": None}, "fail", "fail", id="nobody-takes-over"),
        pytest.param({"successor": None, "left": 1}, "fail", "fail", id="gone-without-a-successor"),
        pytest.param({"successor": "p-stranger", "left": 1}, "undecided", "undecided", id="successor-nobody-places"),
        pytest.param({"successor": "p-pilot-3", "left": 1}, "pass", "pass", id="successor-is-a-member"),
    ],
)
def test_each_has_an_end_and_a_successor_in_the_company(changes, status, gone):
    assert verdict(consultant(**changes)).status == status
    assert verdict(consultant(**changes), options={"gone": True}).status == gone


def test_a_candidate_is_in_the_company():
    found = verdict(consultant(successor="p-new"), people=(Candidate("p-new", "service"),))

    assert found.status == "pass"


def test_every_flaw_is_told_and_the_first_that_fails_is_pointed_at():
    lines = {"retooling.consultants.0.successor": 30, "retooling.consultants.1.until": 33}

    found = verdict(consultant(successor="p-stranger"), consultant("Ebbe & Partners", until=2), lines=lines)

    assert found.status == "fail"
    assert str(found.found).split("; ") == [
        "p-stranger, who takes over from Northlight, is in no department of this unit",
        f"Ebbe & Partners was to be gone after {day(2)}",
    ]
    assert found.where == "units/emea.yaml:33"
    assert found.clears == ("p-sponsor",)


@pytest.mark.parametrize("options", [{}, {"gone": True}], ids=["exits", "gone"])
def test_a_unit_without_help_from_outside_passes(options):
    found = unit()

    verdict = judged("consultants", case("emea", state(unit=found), found), **options)

    assert (verdict.status, str(verdict.found)) == ("pass", "no help from outside")


def test_what_passes_is_counted():
    assert str(verdict(consultant(), consultant("Ebbe")).found) == "2 consultants, each with an exit"
    assert str(verdict(consultant(left=1), options={"gone": True}).found) == "1 consultant, gone"
