from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.model import LaneWave, NamedWave, Supply
from playbook.core.outlook import least_days, outlook
from playbook.core.stagemap import Move, Stage, StageMap
from playbook.gates import defaults
from tests.builders import day, maps, plain_state, squad, stamped, unit

TODAY = day()


def went(wave, source, target, days):
    return stamped(e.Moved(f"emea/{wave}", "wave", "went", source, target), days)


def whole(wave, first, last, *squads):
    """Return the events of a wave that was staffed and completed so many days ago."""
    composed = stamped(e.WaveComposed(f"emea/{wave}", squads, len(squads)), first)
    return [composed, went(wave, "planned", "staffing", first), went(wave, "soaking", "complete", last)]


def chain(count=6, waves=(1, 2), **more):
    return unit(squads=tuple(squad(f"s{n}", **more) for n in range(1, count + 1)), waves=waves)


def seen(one, *events, least=14):
    return outlook(plain_state(*events, unit=one), one, maps(), TODAY, least, elsewhere=lambda _: {})


def days(found):
    return [(one.wave.name, one.state, one.first, one.last) for one in found.waves]


def test_waves_ahead_follow_each_other_from_today():
    found = seen(chain(4))

    assert days(found) == [
        ("wave-1", "planned", day(0), day(-14)),
        ("wave-2", "planned", day(-14), day(-28)),
        ("wave-3", "planned", day(-28), day(-42)),
    ]
    assert (found.days, found.measured) == (14, 0)


def test_a_complete_wave_has_its_own_days_and_gives_the_others_their_length():
    found = seen(chain(4), *whole("wave-1", 50, 20, "s1"))

    assert days(found)[:2] == [("wave-1", "done", day(50), day(20)), ("wave-2", "planned", day(0), day(-30))]
    assert (found.days, found.measured) == (30, 1)


def test_the_length_is_the_median_of_complete_waves():
    events = [*whole("wave-1", 90, 80, "s1"), *whole("wave-2", 80, 60, "s2"), *whole("wave-3", 60, 0, "s3")]

    found = seen(chain(6, (1,)), *events)

    assert (found.days, found.measured) == (20, 3)


def test_an_aborted_wave_ended_and_says_nothing_of_how_long_waves_last():
    events = [*whole("wave-1", 40, 30, "s1"), went("wave-2", "planned", "staffing", 30)]

    found = seen(chain(4), *events, went("wave-2", "staffing", "aborted", 1))

    assert days(found)[1] == ("wave-2", "done", day(30), day(1))
    assert (found.days, found.measured) == (10, 1)


@pytest.mark.parametrize(("began", "last"), [(4, day(-10)), (14, day(0)), (40, day(0))])
def test_a_wave_under_way_began_and_may_be_late(began, last):
    found = seen(chain(4), went("wave-1", "planned", "staffing", began))

    assert days(found)[0] == ("wave-1", "active", day(began), last)
    assert found.waves[1].first == last


def test_a_wave_that_was_taken_back_is_only_planned():
    composed = stamped(e.WaveComposed("emea/wave-1", ("s3",), 1), 9)
    back = [went("wave-1", "planned", "staffing", 9), went("wave-1", "staffing", "planned", 5)]

    found = seen(chain(4), composed, *back)

    assert days(found)[0] == ("wave-1", "planned", day(0), day(-14))
    assert found.waves[0].wave.squads == ("s3",)


def test_lanes_go_side_by_side_after_what_concerns_them_all():
    squads = tuple(squad(f"s{n}", lane="north" if n % 2 else "south") for n in range(1, 8))
    waves = (NamedWave(("s1",)), LaneWave(2, "north"), LaneWave(1, "south"))

    found = seen(unit(squads=squads, waves=waves))

    assert [(one.wave.lane, one.first) for one in found.waves] == [
        ("", day(0)),
        ("north", day(-14)),
        ("south", day(-14)),
        ("north", day(-28)),
        ("south", day(-28)),
        ("south", day(-42)),
    ]


def test_a_wave_without_lane_waits_for_all():
    squads = (squad("s1", lane="north"), squad("s2"), squad("s3", lane="north"))
    waves = (NamedWave(("s1",), "north"), NamedWave(("s2",)), LaneWave(1, "north"))

    found = seen(unit(squads=squads, waves=waves))

    assert [one.first for one in found.waves] == [day(0), day(-14), day(-28)]


def test_what_the_supply_allows_decides_the_sizes_ahead():
    one = replace(chain(6, (1, 5)), supply=Supply(coaches=1, squads_per_coach=2))

    found = seen(one)

    assert [(len(one.wave.squads), one.wave.binding) for one in found.waves] == [
        (1, ""),
        (2, "coaches"),
        (2, "coaches"),
        (1, "left"),
    ]


def test_squads_that_nothing_can_open_are_told():
    found = seen(replace(chain(2), supply=Supply(coaches=0)))

    assert found.waves == ()
    assert found.waiting == {"s1": "coaches", "s2": "coaches"}


def test_a_unit_without_waves_has_nothing_ahead():
    found = seen(chain(2, ()))

    assert found.waves == ()
    assert found.waiting == {"s1": "", "s2": ""}


def wave_map(*gates):
    stages = [Stage(f"stage-{number}") for number in range(len(gates) + 1)]
    moves = [Move(f"go-{n}", f"stage-{n}", f"stage-{n + 1}", gate=gate) for n, gate in enumerate(gates)]
    return StageMap("wave", "1.0", "stage-0", tuple(stages), tuple(moves))


@pytest.mark.parametrize(
    ("gates", "expected"),
    [
        pytest.param([()], 0, id="nothing"),
        pytest.param([({"soak": {"days": 10}},)], 10, id="soak"),
        pytest.param([("soak",)], 14, id="soak-without-options"),
        pytest.param([({"dwell": {"days": 3}},), ({"soak": {"days": 10}},)], 13, id="one-after-the-other"),
        pytest.param([({"dwell": {"days": 3}}, {"soak": {"days": 10}})], 10, id="at-the-same-time"),
        pytest.param([("shared_goal", {"cycles": {"verified": 3}})], 0, id="others"),
    ],
)
def test_the_least_that_a_wave_lasts_is_what_its_gates_ask_for(gates, expected):
    assert least_days(wave_map(*gates), defaults) == expected


def test_the_shipped_map_asks_for_two_weeks():
    assert least_days(maps()["wave"], defaults) == 14


def test_a_map_that_turns_in_a_circle_ends():
    moves = (Move("go", "a", "b", gate=("soak",)), Move("back", "b", "a"))

    assert least_days(StageMap("wave", "1.0", "a", (Stage("a"), Stage("b")), moves), defaults) == 14
