from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.drill import play, plays
from playbook.core.model import DataSource, DrillCase, Right
from tests.builders import day, squad, unit

TODAY = day()
BLEEDING = DrillCase("bleeding", "The patient is bleeding", "refund")


def name(person):
    return person.removeprefix("p-")


def played(case=BLEEDING, today=TODAY, **changes):
    """Return how a case goes for a squad that differs."""
    return play(unit(mission=replace(unit().mission, cases=(case,))), squad(**changes), case, name, today)


def reasons(found):
    return [(str(one.why), one.to, one.sure) for one in found.exits]


def right(**changes):
    return replace(Right("refund", "p-pilot-1", 500, "EUR an order"), **changes)


def test_a_case_that_a_member_may_decide_stays():
    found = played()

    assert found.stays
    assert not found.leaves
    assert (found.decision, found.right, found.specialty) == ("Refund an order", right(), "specialist in sales")


@pytest.mark.parametrize(
    ("rights", "why", "to"),
    [
        pytest.param((), "nobody decides on 'refund'", "p-sponsor", id="nobody"),
        pytest.param(
            (right(), right(decider="p-pilot-2")),
            "'refund' has 2 deciders: pilot-1, pilot-2",
            "p-sponsor",
            id="two-are-nobody",
        ),
        pytest.param(
            (right(decider="p-head-sales"),),
            "head-sales decides on 'refund' without being a member",
            "p-head-sales",
            id="somebody-outside",
        ),
        pytest.param(
            (right(limit=None),), "pilot-1 decides on 'refund' without a limit", "p-sponsor", id="without-a-limit"
        ),
    ],
)
def test_a_case_without_a_decider_inside_leaves(rights, why, to):
    found = played(decides=rights)

    assert reasons(found) == [(why, to, True)]
    assert found.leaves


@pytest.mark.parametrize(
    ("amount", "limit", "stays"),
    [
        (499.99, 500, True),
        (500, 500, True),
        (500.01, 500, False),
        (1e14, "unlimited", True),
        (0, 0, True),
        (None, 0, True),
    ],
)
def test_an_amount_above_the_limit_leaves_and_one_that_meets_it_stays(amount, limit, stays):
    found = played(replace(BLEEDING, amount=amount), decides=(right(limit=limit),))

    assert found.stays is stays


def test_an_amount_is_told_with_its_unit():
    with_unit = played(replace(BLEEDING, amount=900.0))
    without = played(replace(BLEEDING, amount=900.5), decides=(right(unit=None),))

    assert reasons(with_unit) == [("900 is above the limit of 500 EUR an order", "p-sponsor", True)]
    assert reasons(without) == [("900.5 is above the limit of 500", "p-sponsor", True)]


@pytest.mark.parametrize(
    ("minutes", "within", "why", "sure"),
    [
        pytest.param(5, 5, "", True, id="just-in-time"),
        pytest.param(6, 5, "it must be decided within 5 minutes, pilot-1 needs up to 6", True, id="too-slow"),
        pytest.param(
            None,
            1,
            "it must be decided within 1 minute, and how fast pilot-1 decides is not written down",
            False,
            id="not-known",
        ),
        pytest.param(None, None, "", True, id="nobody-asks"),
        pytest.param(0, 1, "", True, id="at-once"),
    ],
)
def test_a_decider_who_is_too_slow_sends_the_case_away(minutes, within, why, sure):
    found = played(replace(BLEEDING, within=within), decides=(right(minutes=minutes),))

    assert reasons(found) == ([(why, "p-sponsor", sure)] if why else [])
    assert found.leaves is (bool(why) and sure)


LATE = replace(BLEEDING, questions=("late",))
GRANT = DataSource("late", "the order system", "service", "active")


@pytest.mark.parametrize(
    ("sources", "why", "to"),
    [
        pytest.param((), "no source is named for 'late'", "p-sponsor", id="no-source"),
        pytest.param(
            (replace(GRANT, grant="requested"),),
            "the grant of 'the order system' for 'late' is requested, Service can give it",
            "p-head-service",
            id="no-grant",
        ),
        pytest.param(
            (replace(GRANT, until=day(1)),),
            f"the grant of 'the order system' for 'late' expired on {day(1)}",
            "p-head-service",
            id="over",
        ),
        pytest.param(
            (replace(GRANT, department="moon"),),
            "no department of this unit owns 'the order system' for 'late'",
            "p-sponsor",
            id="nobody-owns-it",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_sends_the_case_to_who_can(sources, why, to):
    found = played(LATE, data=sources)

    assert reasons(found) == [(why, to, True)]


def test_one_source_that_can_be_pulled_is_enough():
    found = played(LATE, data=(replace(GRANT, grant="revoked"), replace(GRANT, source="the copy", until=TODAY)))

    assert found.stays
    assert found.answers[0].source.source == "the copy"
    assert found.answers[0].owner == "p-head-service"
    assert found.answers[0].ask == "Which orders will be late?"


def test_without_a_day_no_end_of_a_grant_is_judged():
    assert played(LATE, today="", data=(replace(GRANT, until="1999-12-31"),)).stays


def test_every_case_of_the_mission_is_played_in_its_order():
    found = unit(mission=replace(unit().mission, cases=(LATE, BLEEDING)))

    assert [one.case for one in plays(found, squad(), name, TODAY)] == [LATE, BLEEDING]
    assert plays(unit(), squad(), name, TODAY) == ()


@given(
    asked=st.tuples(st.none() | st.floats(0, 1e6), st.none() | st.integers(1, 1000)),
    held=st.tuples(st.floats(0, 1e6), st.integers(0, 1000)),
    gained=st.tuples(st.floats(0, 1e6), st.integers(0, 1000)),
)
def test_more_room_never_sends_a_case_away(asked, held, gained):
    (amount, within), (limit, minutes), (more, faster) = asked, held, gained
    case = replace(BLEEDING, amount=amount, within=within)

    before = played(case, decides=(right(limit=limit, minutes=minutes),))
    after = played(case, decides=(right(limit=limit + more, minutes=max(0, minutes - faster)),))

    assert after.stays or not before.stays
