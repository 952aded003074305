import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core import events as e
from playbook.core.model import NamedWave
from playbook.core.waves import compose, unplanned, waves_of
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
