import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.app.status import (
    ORDERS,
    age,
    arranged,
    blocked_by,
    blockers,
    burnt,
    dated,
    in_stage,
    portfolio,
    unread,
)


def test_units_with_history_and_units_with_a_file_alone():
    lines = [{"unit": "emea", "stage": "pilot"}, {"unit": "zeta", "stage": "closed"}]

    found = portfolio(lines, ["apac", "emea"])

    assert found == [unread("apac"), {**unread("emea"), **lines[0]}, {**unread("zeta"), **lines[1]}]


def test_the_line_of_a_unit_that_nobody_read_has_all_that_a_line_has(pilot):
    (line,) = pilot.world().ledger.lines()

    assert set(unread("first")) == set(line)
    assert {key: type(value) for key, value in unread("first").items()} == {
        key: type(value) for key, value in line.items()
    }


def test_the_portfolio_is_the_projection(replication):
    (found,) = portfolio(replication.world().ledger.lines(), replication.world().folder.units())

    assert (found["stage"], found["next"], found["waves"], found["squads"]) == (
        "replication",
        "wave-1",
        [0, 1],
        {"stable": 1},
    )
    assert found["blocked"] == []


# ------------------------------------------------------------------------------------------------ as of a day

DAY = "2026-12-01"


def row(unit="emea", **changes):
    """Return a unit's line as it reads on the day."""
    return dated({**unread(unit), **changes}, DAY)


@pytest.mark.parametrize(
    ("since", "days"),
    [("", None), ("2026-12-01T23:00:00Z", 0), ("2026-11-30T23:00:00Z", 1), ("2025-12-01", 365), ("2026-12-09", 0)],
)
def test_ages_are_calendar_days(since, days):
    assert age(since, DAY) == days


def blocked(condition="approval", status="fail", since="", until=""):
    return {"condition": condition, "status": status, "subject": "emea", "until": until, "since": since}


def test_the_oldest_that_blocks_and_nothing_that_time_has_cleared():
    found = row(
        blocked=[
            blocked(since="2026-11-21T09:00:00Z"),
            blocked("soak", since="2026-10-01T09:00:00Z", until="2026-12-01"),
            blocked("dwell", until="2026-12-02"),
        ]
    )

    assert [one["condition"] for one in found["blocked"]] == ["approval", "dwell"]
    assert found["blocked_days"] == 10


def test_waivers_hold_to_their_last_day_and_provisos_are_late_from_the_next():
    found = row(waivers=["2026-11-30", "2026-12-01", "2026-12-09"], provisos=["2026-11-30", "2026-12-01"])

    assert (found["waivers"], found["waived_until"]) == (2, "2026-12-01")
    assert (found["provisos"], found["overdue"]) == (2, 1)


def test_what_an_older_program_projected_can_be_shown():
    old = {"unit": "emea", "name": "E", "stage": "pilot", "since": "2026-11-01", "hold": "", "waves": [0, 2]}
    old |= {"squads": {"forming": 1}, "next": "stabilise", "suspect": 0, "at": "2026-11-01"}
    old["blocked"] = [{"condition": "approval", "status": "fail", "subject": "emea", "until": ""}]

    (line,) = portfolio([old], [])
    found = dated(line, DAY)

    assert (found["days"], found["blocked_days"], found["budget"]["used"]) == (30, None, 0)
    assert blockers(found) == {"approval": "fail"}


# ------------------------------------------------------------------------------------------------ order and choice


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("unit", ["a", "b", "c"]),
        ("stage", ["c", "a", "b"]),
        ("age", ["b", "a", "c"]),
        ("squads", ["c", "b", "a"]),
        ("budget", ["b", "c", "a"]),
        ("blocked", ["a", "b", "c"]),
    ],
)
def test_orders(order, expected):
    rows = [
        row("c", place=0, squads={"stable": 5}, budget={"used": 4, "limit": 8, "tripped": False}),
        row("b", place=3, since="2026-01-01", squads={"stable": 2}, budget={"used": 1, "limit": 9, "tripped": True}),
        row("a", place=1, since="2026-11-01", blocked=[blocked()], budget={"used": 3, "limit": 8, "tripped": False}),
    ]

    assert [one["unit"] for one in arranged(rows, order)] == expected
    assert [one["unit"] for one in arranged(rows, order, reverse=True)] == expected[::-1]


@given(st.lists(st.integers(0, 3), max_size=8), st.sampled_from([*ORDERS]))
def test_an_order_loses_nobody_and_sorts_equals_by_their_name(places, order):
    rows = [row(f"unit-{number}", place=place) for number, place in enumerate(places)]

    found = arranged(rows[::-1], order)

    assert sorted(one["unit"] for one in found) == sorted(one["unit"] for one in rows)
    if order != "stage":
        assert [one["unit"] for one in found] == [one["unit"] for one in rows]


def test_a_failure_without_a_budget_is_over_it():
    free, poor = row(), row(budget={"used": 1, "limit": 0, "tripped": False})

    assert burnt(free) == 0
    assert burnt(poor) > burnt(row(budget={"used": 99, "limit": 1, "tripped": False}))


def test_units_by_what_blocks_them():
    rows = [row("a"), row("b", blocked=[blocked()]), row("c", hold="summer"), row("d", blocked=[blocked("soak")])]

    assert [one["unit"] for one in blocked_by(rows, "approval")] == ["b"]
    assert [one["unit"] for one in blocked_by(rows, "hold")] == ["c"]
    assert [one["unit"] for one in blocked_by(rows, "")] == ["b", "c", "d"]


def test_units_by_stage():
    assert [one["unit"] for one in in_stage([row("a", stage="pilot"), row("b")], "pilot")] == ["a"]


def test_a_condition_that_fails_somewhere_fails():
    found = row(blocked=[blocked(status="undecided"), blocked(), blocked(status="undecided")])

    assert blockers(found) == {"approval": "fail"}
