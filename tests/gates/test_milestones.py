import pytest

from playbook.core.model import Milestone, Retooling
from tests.builders import case, day, judged, state, unit


def milestone(name="one-system", due=-30, reached=None, owner="p-head-service"):
    """Return a milestone that is due in so many days (negative: ahead), reached so many days ago."""
    return Milestone(
        name, name.replace("-", " ").capitalize(), day(due), None if reached is None else day(reached), owner
    )


def verdict(*milestones, lines=None, **options):
    found = unit(path="top-down", retooling=Retooling("The board decided it", milestones))
    return judged("milestones", case("emea", state(unit=found, lines=lines), found), **options)


@pytest.mark.parametrize(
    ("due", "reached", "status", "status_of_all"),
    [
        pytest.param(10, 20, "pass", "pass", id="reached-before-its-day"),
        pytest.param(20, 10, "pass", "pass", id="reached-late-is-reached"),
        pytest.param(-10, 0, "pass", "pass", id="reached-today"),
        pytest.param(-10, None, "pass", "fail", id="not-due-yet"),
        pytest.param(0, None, "pass", "fail", id="due-today-can-still-be-reached"),
        pytest.param(1, None, "fail", "fail", id="overdue"),
        pytest.param(10, -1, "undecided", "undecided", id="reached-on-a-day-to-come-proves-nothing"),
    ],
)
def test_a_milestone_is_reached_by_its_day(due, reached, status, status_of_all):
    assert verdict(milestone(due=due, reached=reached)).status == status
    assert verdict(milestone(due=due, reached=reached), all=True).status == status_of_all


def test_an_overdue_one_says_its_day_and_who_owns_it():
    found = verdict(milestone(due=1), lines={"retooling.milestones.0": 21})

    assert str(found.found) == f"overdue: One system (due {day(1)}, Head Service)"
    assert found.clears == ("p-head-service",)
    assert found.where == "units/emea.yaml:21"


def test_without_an_owner_the_sponsor_answers_for_it():
    found = verdict(milestone(due=1, owner=None))

    assert found.clears == ("p-sponsor",)
    assert "Sponsor" in str(found.found)


def test_every_kind_is_told_at_once_and_the_worst_counts():
    found = verdict(
        milestone("ahead", 5, -3), milestone("waiting", -5), milestone("late", 5), milestone("done", 5, 6), all=True
    )

    assert found.status == "fail"
    assert str(found.found).split("; ") == [
        f"overdue: Late (due {day(5)}, Head Service)",
        f"still to be reached: Waiting (due {day(-5)}, Head Service)",
        f"said to be reached on a day to come: Ahead ({day(-3)})",
    ]


def test_what_is_reached_is_counted():
    assert str(verdict(milestone(reached=1), milestone("other")).found) == "1 of 2 milestones reached"


@pytest.mark.parametrize("retooling", [None, Retooling("The board decided it")], ids=["none", "empty"])
def test_without_milestones_nothing_is_decided(retooling):
    found = unit(path="top-down", retooling=retooling)

    verdict = judged("milestones", case("emea", state(unit=found), found))

    assert verdict.status == "undecided"
    assert verdict.clears == ("p-sponsor",)
