from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.app.diff import NOW, Point, diff, named, point
from playbook.core.difference import differs
from playbook.errors import UsageError
from tests.app.workspace import SPONSOR

CLOCK = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "at", "version"),
    [
        ("2026-11-01", "2026-11-01T23:59:59Z", -1),
        ("2026-11-01T09:30", "2026-11-01T09:30:00Z", -1),
        ("2026-11-01T09:30:00+02:00", "2026-11-01T07:30:00Z", -1),
        ("2026-11-01 09:30", "2026-11-01T09:30:00Z", -1),
        ("7d", "2026-11-24T09:30:00Z", -1),
        ("2026-12-01", "2026-12-01T09:30:00Z", -1),
        ("0900-01-01", "0900-01-01T23:59:59Z", -1),
        ("2w", "2026-11-17T09:30:00Z", -1),
        ("@12", "", 12),
        (NOW, "2026-12-01T09:30:00Z", -1),
    ],
)
def test_points_in_time(said, at, version):
    assert point(said, CLOCK) == Point(said, at, version)


@pytest.mark.parametrize(
    "said", ["", "yesterday", "2026-13-01", "31.12.2026", "@", "@x", "-7d", "7y", "99999w", "99999d", "@-1"]
)
def test_what_is_no_point_in_time(said):
    with pytest.raises(UsageError, match="is no point in time") as caught:
        point(said, CLOCK)

    assert "2026-11-01" in caught.value.hint


@given(st.text(max_size=12))
def test_any_text_is_a_point_or_a_mistake(said):
    try:
        found = point(said, CLOCK)
    except UsageError:
        return

    assert (found.version > -1) != bool(found.at)


# ------------------------------------------------------------------------------------------------ units


def at(said):
    return point(said, CLOCK)


def changed(place, first, last=NOW, **how):
    world = place.world()
    return diff(world, point(first, world.clock()), point(last, world.clock()), **how)


def test_before_the_first_event_there_was_nothing(pilot):
    (one,) = changed(pilot, "2020-01-01")

    assert (one.unit, one.name) == ("first", "First unit")
    assert {entry["subject"]: entry["after"] for entry in one.found["stages"]}["first"] == "pilot"
    assert one.found["documents"]["new"] > 0


def test_nothing_changed_since_the_last_event(pilot):
    assert changed(pilot, pilot.day) == []
    assert changed(pilot, NOW) == []
    assert changed(pilot, "2020-01-01", "2020-02-01") == []


def test_what_happened_on_the_day_itself_is_before_its_end(pilot):
    pilot.later(3)
    pilot.sync()
    pilot.approve()
    pilot.later(4)

    assert [one.unit for one in changed(pilot, "2026-12-01", "2026-12-04")] == ["first"]
    assert changed(pilot, "2026-12-04") == []


def test_people_are_named(pilot):
    (one,) = changed(pilot, "2020-01-01")

    assert [entry["by"] for entry in one.found["approvals"]] == [SPONSOR]


def test_versions_of_a_unit(pilot):
    whole = changed(pilot, "@0", units=["first"])
    none = changed(pilot, "@9999", units=["first"])
    parts = [differs(one.found) for first, last in (("@0", "@2"), ("@2", NOW)) for one in changed(pilot, first, last)]

    assert [one.found["stages"][0]["before"] for one in whole] == [""]
    assert none == []
    assert parts == [True, True]


@pytest.mark.parametrize(
    ("first", "last"), [("2026-12-02", "2026-12-01"), ("@5", "@2"), ("@9999", "2020-01-01"), ("2030-01-01", NOW)]
)
def test_points_in_the_wrong_order_are_turned_round_in_the_hint(pilot, first, last):
    with pytest.raises(UsageError, match="is later than") as caught:
        changed(pilot, first, last)

    assert caught.value.hint == f"playbook diff {last} {first}"


def test_a_unit_there_is_not(pilot):
    with pytest.raises(UsageError, match="nothing has happened to 'frist'") as caught:
        changed(pilot, "2020-01-01", units=["frist"])

    assert "first" in caught.value.hint


def test_a_changed_file_is_told_when_it_is_accepted(pilot):
    pilot.later(1)
    file = pilot.folder / "units/first.yaml"
    file.write_text(file.read_text("utf-8").replace("name: First unit", "name: The first one"), "utf-8")
    pilot.sync()

    (one,) = changed(pilot, "2026-12-01")

    assert one.found["configuration"]["changed"] == [{"key": "name", "before": "First unit", "after": "The first one"}]


def test_a_clock_that_went_back_hides_nothing(pilot):
    pilot.later(-2)
    pilot.sync()
    pilot.approve()

    (one,) = changed(pilot, "2020-01-01", "2026-12-01")

    assert len(one.found["approvals"]) == 2


def test_ids_become_names_wherever_they_stand():
    found = named({"by": "p-1", "all": ["p-1", "of p-1", 3], "none": None}, {"p-1": "Ana <a@example.org>"})

    assert found == {"by": "Ana <a@example.org>", "all": ["Ana <a@example.org>", "of p-1", 3], "none": None}
