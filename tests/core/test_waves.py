import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core import events as e
from playbook.core.model import LaneWave, NamedWave
from playbook.core.waves import Taken, Wave, compose, composed, earlier, lanes_of, plan, unplanned, waves_of
from tests.builders import plain_state, squad, unit

ONE = squad()


def of(count, *waves):
    """Return a unit of that many squads `s1`, `s2` …, with these waves."""
    return unit(squads=tuple(squad(f"s{number}", members=ONE.members) for number in range(1, count + 1)), waves=waves)


def sizes(count, *waves):
    return [len(squads) for squads in compose(of(count, *waves)).values()]


@pytest.mark.parametrize(
    ("count", "waves", "expected"),
    [
        # The design's own example: [1, 3, "20%"].
        pytest.param(20, (1, 3, "20%"), [1, 3, 4, 4, 4, 4], id="design-of-20"),
        pytest.param(12, (1, 3, "20%"), [1, 3, 2, 2, 2, 2], id="design-of-12"),
        pytest.param(4, (1, 3, "20%"), [1, 3], id="design-of-4"),
        pytest.param(2, (1, 3, "20%"), [1, 1], id="design-of-2"),
        pytest.param(12, (1, 3, "70%"), [1, 3, 8], id="demo"),
        pytest.param(9, ("20%",), [1] * 9, id="rounded-down"),
        pytest.param(14, ("20%",), [2] * 7, id="rounded-down-2.8"),
        pytest.param(3, ("20%",), [1, 1, 1], id="at-least-one"),
        pytest.param(3, ("0%",), [1, 1, 1], id="nothing-is-still-one"),
        pytest.param(5, ("100%",), [5], id="all"),
        pytest.param(7, (3,), [3, 3, 1], id="what-is-left-is-the-last"),
        pytest.param(7, (2, 3), [2, 3, 2], id="last-repeats-then-left-over"),
        pytest.param(3, (100000,), [3], id="more-than-there-are"),
        pytest.param(3, (), [], id="nothing-planned"),
        pytest.param(0, (1, 3), [], id="no-squads"),
        pytest.param(100, ("7%",), [7] * 14 + [2], id="percent-of-all-not-of-the-rest"),
        # 29 % of 100 is 29; as a binary fraction it would be 28.999…
        pytest.param(100, ("29%",), [29, 29, 29, 13], id="no-floating-point"),
    ],
)
def test_sizes(count, waves, expected):
    assert sizes(count, *waves) == expected


def test_squads_go_in_file_order_and_waves_are_numbered_from_one():
    assert compose(of(4, 1, 3)) == {"wave-1": ("s1",), "wave-2": ("s2", "s3", "s4")}


def test_a_wave_may_name_its_squads():
    assert compose(of(4, NamedWave(("s3",)), 2)) == {"wave-1": ("s3",), "wave-2": ("s1", "s2"), "wave-3": ("s4",)}


def test_squads_that_a_later_wave_names_wait_for_it():
    assert compose(of(3, 1, NamedWave(("s1",)))) == {"wave-1": ("s2",), "wave-2": ("s1",), "wave-3": ("s3",)}


def test_what_named_waves_leave_over_is_one_last_wave():
    assert compose(of(4, NamedWave(("s2",)))) == {"wave-1": ("s2",), "wave-2": ("s1", "s3", "s4")}


def test_a_wave_that_was_composed_never_changes():
    fixed = {"wave-1": ("s2", "s3")}

    assert compose(of(5, 1, 2), fixed) == {"wave-1": ("s2", "s3"), "wave-2": ("s1", "s4"), "wave-3": ("s5",)}


def test_squads_of_a_composed_wave_stay_in_it_even_where_the_file_names_them_later():
    fixed = {"wave-1": ("s1",)}

    found = compose(of(3, 1, NamedWave(("s1", "s2"))), fixed)

    assert found == {"wave-1": ("s1",), "wave-2": ("s2",), "wave-3": ("s3",)}


def test_more_composed_waves_than_the_file_has():
    fixed = {"wave-1": ("s1",), "wave-2": ("s2",)}

    assert compose(of(4, 2), fixed) == {**fixed, "wave-3": ("s3", "s4")}


def test_the_composed_waves_of_a_running_unit():
    one = of(4, 1)
    state = plain_state(e.WaveComposed("emea/wave-1", ("s4",)), unit=one)

    assert waves_of(state, one) == {"wave-1": ("s4",), "wave-2": ("s1",), "wave-3": ("s2",), "wave-4": ("s3",)}


def test_squads_without_a_wave():
    one = of(3)

    assert [squad.id for squad in unplanned(one, {"wave-1": ("s2",)})] == ["s1", "s3"]
    assert unplanned(one, {"wave-1": ("s1", "s2", "s3")}) == ()


entries = st.integers(1, 12) | st.integers(0, 100).map(lambda share: f"{share}%")


@given(st.integers(0, 40), st.lists(entries, min_size=1, max_size=5))
def test_every_squad_is_in_one_wave_and_no_wave_is_empty(count, waves):
    found = compose(of(count, *waves))

    squads = [squad for wave in found.values() for squad in wave]
    assert squads == [f"s{number}" for number in range(1, count + 1)]
    assert all(found.values())
    assert list(found) == [f"wave-{number}" for number in range(1, len(found) + 1)]


@given(st.integers(1, 40), st.lists(entries, min_size=1, max_size=4), st.data())
def test_what_is_fixed_changes_nothing_of_a_plan_that_did_not_change(count, waves, data):
    whole = compose(of(count, *waves))
    begun = data.draw(st.integers(0, len(whole)))

    fixed = dict(list(whole.items())[:begun])

    assert compose(of(count, *waves), fixed) == whole


@given(
    st.integers(1, 12), st.lists(entries, max_size=3), st.lists(st.integers(1, 12), unique=True, max_size=6), st.data()
)
def test_fixed_and_named_waves_lose_no_squad_and_open_none_twice(count, waves, chosen, data):
    there = [f"s{number}" for number in chosen if number <= count]
    cut = data.draw(st.integers(0, len(there)))
    fixed = {"wave-1": tuple(there[:cut])} if cut else {}
    named = (NamedWave(tuple(there[cut:])),) if there[cut:] else ()

    found = compose(of(count, *waves, *named, 1), fixed)

    squads = [squad for wave in found.values() for squad in wave]
    assert sorted(squads) == sorted(f"s{number}" for number in range(1, count + 1))
    assert {name: found[name] for name in fixed} == fixed


@pytest.mark.parametrize(
    ("count", "waves", "expected"),
    [
        # The examples of Ansible's guide for `serial` (Controlling playbook execution, "Setting the batch size").
        pytest.param(6, (3,), [3, 3], id="a-number"),
        pytest.param(10, ("30%",), [3, 3, 3, 1], id="a-share-whose-last-batch-is-the-remainder"),
        pytest.param(32, (1, 5, 10), [1, 5, 10, 10, 6], id="a-list"),
        pytest.param(16, (1, 5, 10), [1, 5, 10], id="a-list-that-comes-out-even"),
        pytest.param(12, (1, 5, 10), [1, 5, 6], id="all-that-are-left-where-they-are-fewer"),
        pytest.param(50, ("10%", "20%", "100%"), [5, 10, 35], id="a-list-of-shares"),
        pytest.param(20, (1, 5, "20%"), [1, 5, 4, 4, 4, 2], id="both-mixed"),
        pytest.param(4, ("1%",), [1, 1, 1, 1], id="however-small-the-share-never-less-than-one"),
    ],
)
def test_batches_are_split_as_other_engines_do(count, waves, expected):
    assert sizes(count, *waves) == expected


def in_lanes(*waves, **lanes):
    """Return a unit with squads `north1` … of each lane, in turn, and with these waves; lane `none` is no lane."""
    most = max(lanes.values())
    squads = tuple(
        squad(f"{lane}{number}", members=ONE.members, lane=None if lane == "none" else lane)
        for number in range(1, most + 1)
        for lane in lanes
        if number <= lanes[lane]
    )
    return unit(squads=squads, waves=waves)


def lanes(one, *fixed):
    return [(wave.name, wave.lane, len(wave.squads)) for wave in plan(one, fixed).waves]


def test_a_wave_of_a_lane_draws_that_lanes_squads_only():
    found = compose(in_lanes(LaneWave(2, "north"), LaneWave(1, "south"), north=2, south=2))

    assert found == {"wave-1": ("north1", "north2"), "wave-2": ("south1",), "wave-3": ("south2",)}


def test_the_last_size_of_each_lane_repeats_and_lanes_take_turns():
    found = lanes(in_lanes(NamedWave(("north1",)), LaneWave(2, "north"), LaneWave(1, "south"), north=6, south=3))

    assert found == [
        ("wave-1", "", 1),
        ("wave-2", "north", 2),
        ("wave-3", "south", 1),
        ("wave-4", "north", 2),
        ("wave-5", "south", 1),
        ("wave-6", "north", 1),
        ("wave-7", "south", 1),
    ]


def test_a_share_is_of_the_lanes_squads():
    found = lanes(in_lanes(LaneWave("50%", "north"), LaneWave("100%", "south"), north=4, south=6))

    assert found == [("wave-1", "north", 2), ("wave-2", "south", 6), ("wave-3", "north", 2)]


def test_without_lanes_in_the_waves_those_of_squads_are_labels():
    assert lanes(in_lanes(1, 2, north=2, south=2)) == [("wave-1", "", 1), ("wave-2", "", 2), ("wave-3", "", 1)]


def test_squads_without_lane_come_last_and_waves_without_lane_draw_only_them():
    found = compose(in_lanes(1, LaneWave(2, "north"), none=3, north=2))

    assert found == {"wave-1": ("none1",), "wave-2": ("north1", "north2"), "wave-3": ("none2",), "wave-4": ("none3",)}


def test_what_a_named_wave_of_a_lane_leaves_over_is_that_lanes_last_wave():
    found = compose(in_lanes(NamedWave(("north2",), "north"), LaneWave(1, "south"), north=3, south=1))

    assert found == {"wave-1": ("north2",), "wave-2": ("south1",), "wave-3": ("north1", "north3")}


def test_squads_that_were_left_behind_come_first_in_the_next_wave_of_their_lane():
    one = in_lanes(LaneWave(3, "north"), LaneWave(2, "south"), north=5, south=4)
    fixed = Wave("wave-1", ("north1",), "north", 3, "coaches")

    found = plan(one, [fixed]).waves

    assert found[0] == fixed
    assert [(wave.name, wave.squads) for wave in found[1:]] == [
        ("wave-2", ("south1", "south2")),
        ("wave-3", ("north2", "north3", "north4")),
        ("wave-4", ("south3", "south4")),
        ("wave-5", ("north5",)),
    ]


def test_a_lane_that_is_ahead_changes_no_name_of_the_others_waves():
    one = in_lanes(LaneWave(1, "north"), LaneWave(1, "south"), north=3, south=3)
    before = {wave.name: wave for wave in plan(one).waves}
    ahead = [before[name] for name in ("wave-1", "wave-3", "wave-5")]

    assert {wave.name: wave.squads for wave in plan(one, ahead).waves} == {
        name: wave.squads for name, wave in before.items()
    }


def test_what_is_left_over_binds_where_more_was_configured():
    found = plan(of(5, 3)).waves

    assert [(wave.configured, wave.binding, wave.entry) for wave in found] == [(3, "", 0), (3, "left", 0)]


def test_composed_waves_keep_what_was_recorded_of_them():
    events = [e.WaveComposed("emea/wave-10", ("s2",), 2, "coaches", "north"), e.WaveComposed("emea/wave-2", ("s1",))]

    found = composed(plain_state(*events))

    assert found == [Wave("wave-2", ("s1",)), Wave("wave-10", ("s2",), "north", 2, "coaches")]


EVERY = ("wave-1", "wave-2", "wave-3", "wave-4", "wave-5", "wave-6")
LANES = {"wave-2": "north", "wave-3": "south", "wave-5": "north", "wave-6": "south"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wave-1", ()),
        ("wave-2", ("wave-1",)),
        ("wave-3", ("wave-1",)),
        ("wave-4", ("wave-1", "wave-2", "wave-3")),
        ("wave-5", ("wave-1", "wave-2", "wave-4")),
        ("wave-6", ("wave-1", "wave-3", "wave-4")),
        ("wave-7", ()),
    ],
)
def test_lanes_do_not_wait_for_each_other_and_a_wave_without_lane_waits_for_all(name, expected):
    assert earlier(EVERY, LANES, name) == expected


def test_the_first_wave_comes_before_those_of_every_lane():
    assert earlier(("wave-1", "wave-2"), {"wave-1": "north", "wave-2": "south"}, "wave-2") == ("wave-1",)


def test_lanes_of_a_running_unit():
    one = in_lanes(LaneWave(1, "north"), LaneWave(1, "south"), north=1, south=2)
    state = plain_state(e.WaveComposed("emea/wave-1", ("north1",), 1, "", "north"), unit=one)

    assert lanes_of(state, one) == {"wave-1": "north", "wave-2": "south", "wave-3": "south"}
    assert lanes_of(plain_state(unit=of(3, 1)), of(3, 1)) == {}


def test_squads_that_can_never_be_opened_hold_up_nobody():
    found = plan(
        of(5, 2), limit=lambda names: Taken(tuple(one for one in names if one != "s1"), "people", {"s1": "people"})
    )

    assert [wave.squads for wave in found.waves] == [("s2",), ("s3", "s4"), ("s5",)]
    assert found.waiting == {"s1": "people"}


def test_where_nothing_can_be_opened_everybody_waits():
    found = plan(of(5, 2), limit=lambda _: Taken((), "coaches"))

    assert found.waves == ()
    assert found.waiting == dict.fromkeys(("s1", "s2", "s3", "s4", "s5"), "coaches")


def test_squads_that_no_wave_is_for_wait_without_a_reason():
    assert plan(of(2)).waiting == {"s1": "", "s2": ""}


@given(
    st.dictionaries(st.sampled_from(["north", "south", "east", "none"]), st.integers(1, 9), min_size=1),
    st.data(),
)
def test_in_lanes_every_squad_is_in_one_wave_of_its_lane(counts, data):
    sizes = st.integers(1, 4) | st.integers(0, 100).map(lambda share: f"{share}%")
    drawn = [data.draw(st.lists(sizes, min_size=1, max_size=3)) for _ in counts]
    waves = [
        size if lane == "none" else LaneWave(size, lane)
        for lane, some in zip(counts, drawn, strict=True)
        for size in some
    ]
    one = in_lanes(*data.draw(st.permutations(waves)), **counts)

    found = plan(one).waves

    squads = [name for wave in found for name in wave.squads]
    assert sorted(squads) == sorted(squad.id for squad in one.squads)
    named = {squad.id: squad.lane or "" for squad in one.squads} if set(counts) != {"none"} else {}
    assert all(named.get(name, "") == wave.lane for wave in found for name in wave.squads)
    assert [wave.name for wave in found] == [f"wave-{number}" for number in range(1, len(found) + 1)]


@given(st.integers(1, 30), st.integers(1, 9), st.lists(st.integers(0, 9), min_size=1, max_size=40))
def test_whatever_a_limit_lets_through_no_squad_is_lost_or_opened_twice(count, size, allowed):
    rooms = iter(allowed)

    found = plan(of(count, 1, size), limit=lambda names: Taken(names[: next(rooms, 1)], "coaches"))

    opened = [name for wave in found.waves for name in wave.squads]
    assert len(opened) == len(set(opened))
    assert sorted([*opened, *found.waiting]) == sorted(f"s{number}" for number in range(1, count + 1))
