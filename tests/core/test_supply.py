from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.model import Candidate, Member, ScarceSkill, Supply
from playbook.core.supply import ahead, fit, needed, stock
from playbook.core.waves import Wave, plan
from tests.builders import maps, moved, plain_state, squad, unit


def crew(*people, skills=(), allocation=100):
    return tuple(Member(person, "sales", "specialist", skills, allocation) for person in people)


def shop(name, *people, **more):
    return squad(name, members=crew(*(people or (f"p-{name}-1", f"p-{name}-2")), **more))


def chain(count=4, *, people=(), **supply):
    """Return a unit of squads `s1` … whose first member each analyses, and a pilot without scarce skills."""
    squads = [replace(shop(f"s{n}"), members=analysts(f"p-s{n}-1") + crew(f"p-s{n}-2")) for n in range(1, count + 1)]
    return unit(
        pilot=shop("pilot"), squads=tuple(squads), waves=(1, count), people=tuple(people), supply=Supply(**supply)
    )


def analysts(*people, allocation=100):
    return crew(*people, skills=("analysis",), allocation=allocation)


def scarce(people=None, each=1):
    return {"skills": (ScarceSkill("analysis", people, each),)}


def room(one, *events, wave=None, elsewhere=None, without=()):
    """Return which squads of a wave (of all that there are) can be opened after these events."""
    state = plain_state(*events, unit=one)
    there = stock(state, one, maps()["squad"], lambda _: elsewhere or {}, without)
    squads = {squad.id: squad for squad in one.squads}
    return fit(there, squads, Wave("wave-1", wave or tuple(squads), configured=len(wave or squads)))


def test_without_supply_nothing_limits_a_wave():
    one = replace(chain(), supply=None)

    assert stock(plain_state(unit=one), one, maps()["squad"], lambda _: {}) is None
    assert room(one).squads == ("s1", "s2", "s3", "s4")
    assert room(one).binding == ""


@pytest.mark.parametrize(
    ("coaches", "each", "busy", "expected"),
    [
        pytest.param(1, 3, [], 3, id="one-coach-for-three"),
        pytest.param(2, 3, [], 4, id="more-than-are-needed"),
        pytest.param(1, 3, ["operating"], 2, id="one-is-still-looked-after"),
        pytest.param(1, 3, ["forming", "chartered"], 1, id="from-the-first-move-on"),
        pytest.param(1, 3, ["stable", "handed-over", "failed", "disbanded"], 3, id="who-is-stable-or-ended-is-not"),
        pytest.param(1, 3, ["understrength"], 2, id="in-trouble-they-are"),
        pytest.param(1, 1, ["operating", "operating"], 0, id="never-less-than-none"),
        pytest.param(0, 3, [], 0, id="no-coach"),
        pytest.param(None, 1, ["operating"], 4, id="coaches-that-nobody-counts"),
    ],
)
def test_coaches_look_after_squads_until_they_are_stable(coaches, each, busy, expected):
    one = chain(8, coaches=coaches, squads_per_coach=each)
    events = [moved(f"emea/s{number}", stage) for number, stage in enumerate(busy, 5)]

    found = room(one, *events, wave=("s1", "s2", "s3", "s4"))

    assert len(found.squads) == expected
    assert found.binding == ("coaches" if expected < 4 else "")


def test_the_pilot_is_looked_after_too():
    found = room(chain(2, coaches=1, squads_per_coach=2), moved("emea/pilot", "operating"))

    assert found.squads == ("s1",)


@pytest.mark.parametrize(
    ("people", "each", "expected"),
    [
        pytest.param(3, 1, 3, id="one-each"),
        pytest.param(0, 1, 0, id="nobody"),
        pytest.param(9, 1, 4, id="more-than-are-needed"),
        pytest.param(4, 2, 2, id="two-each"),
        pytest.param(5, 2, 2, id="two-each-and-one-too-few"),
        pytest.param(1, 2, 0, id="not-even-for-one"),
    ],
)
def test_people_with_a_scarce_skill_are_divided_by_what_each_squad_needs(people, each, expected):
    found = room(chain(**scarce(people, each)))

    assert len(found.squads) == expected
    assert found.enough == (min(4, expected))
    assert found.binding == ("supply:analysis" if expected < 4 else "")


def test_those_who_are_in_open_squads_are_not_free():
    found = room(chain(**scarce(3)), moved("emea/s4", "stable"), wave=("s1", "s2", "s3"))

    assert found.squads == ("s1", "s2")


def test_those_of_squads_that_ended_are_free_again():
    found = room(chain(**scarce(3)), moved("emea/s4", "failed"), wave=("s1", "s2", "s3"))

    assert found.squads == ("s1", "s2", "s3")


def test_people_are_counted_once_where_the_file_does_not_say_how_many():
    candidates = [Candidate("p-s1-1", "sales", ("analysis",)), Candidate("p-x", "sales", ("analysis", "care"))]
    one = chain(2, people=candidates, **scarce(each=2))

    found = room(one)

    assert found.squads == ("s1",)  # three people: p-s1-1, p-s2-1 and p-x
    assert found.enough == 1


def test_who_is_taken_by_another_unit_is_not_counted():
    candidates = [Candidate("p-x", "sales", ("analysis",))]
    one = chain(1, people=candidates, **scarce(each=2))

    assert room(one).squads == ("s1",)
    assert room(one, elsewhere={"p-x": {"apac": 60, "amer": 40}}).squads == ()
    assert room(one, elsewhere={"p-x": {"apac": 60}}).squads == ("s1",)


def test_a_squad_takes_up_all_who_are_in_it():
    one = chain(**scarce(3))
    greedy = replace(one.squads[0], members=analysts("p-1", "p-2", "p-3"))
    one = replace(one, squads=(greedy, *one.squads[1:]))

    assert room(one).squads == ("s1",)


@pytest.mark.parametrize(
    ("open_now", "wanted", "expected"),
    [
        pytest.param(50, 50, ("s1",), id="exactly-all-of-it"),
        pytest.param(50, 51, (), id="one-percent-too-much"),
        pytest.param(100, 1, (), id="somebody-who-has-no-time"),
    ],
)
def test_nobody_works_more_than_all_of_their_time(open_now, wanted, expected):
    busy = shop("s2", "p-x", allocation=open_now)
    one = replace(chain(1, coaches=9), squads=(shop("s1", "p-x", allocation=wanted), busy))

    found = room(one, moved("emea/s2", "operating"), wave=("s1",))

    assert found.squads == expected
    assert found.binding == ("" if expected else "people")


def test_two_squads_of_one_wave_do_not_share_a_whole_person():
    one = replace(chain(1, coaches=9), squads=(shop("s1", "p-x"), shop("s2", "p-x"), shop("s3", "p-y")))

    found = room(one)

    assert found.squads == ("s1", "s3")
    assert found.binding == "people"
    assert found.enough == 2


def test_time_that_other_units_have_counts():
    one = replace(chain(1, coaches=9), squads=(shop("s1", "p-x", allocation=50),))

    assert room(one, elsewhere={"p-x": {"apac": 30, "amer": 20}}).squads == ("s1",)
    assert room(one, elsewhere={"p-x": {"apac": 30, "amer": 21}}).squads == ()


def test_the_smallest_binds_and_of_equals_the_first():
    assert room(chain(coaches=1, squads_per_coach=2, **scarce(1))).binding == "supply:analysis"
    assert room(chain(coaches=1, squads_per_coach=1, **scarce(2))).binding == "coaches"
    assert room(chain(coaches=1, squads_per_coach=1, **scarce(1))).binding == "coaches"


def test_squads_that_do_not_count_as_open():
    found = room(chain(2, coaches=1, squads_per_coach=2), moved("emea/s1", "forming"), without=("s1", "s2"))

    assert found.squads == ("s1", "s2")


@given(st.integers(0, 12), st.integers(0, 4), st.integers(0, 12), st.integers(1, 3))
def test_the_size_is_the_smallest_of_all_limits(count, coaches, people, each):
    one = chain(count, coaches=coaches, squads_per_coach=2, **scarce(people, each))

    found = room(one)

    assert len(found.squads) == min(count, coaches * 2, people // each)
    assert bool(found.binding) == (len(found.squads) < count)


def ahead_of(one, *events):
    there = stock(plain_state(*events, unit=one), one, maps()["squad"], lambda _: {})
    return plan(one, limit=ahead(there, one))


def test_ahead_coaches_are_free_again_for_every_wave():
    found = ahead_of(chain(6, coaches=1, squads_per_coach=2), moved("emea/pilot", "operating"))

    assert [(len(wave.squads), wave.configured, wave.binding) for wave in found.waves] == [
        (1, 1, ""),
        (2, 6, "coaches"),
        (2, 6, "coaches"),
        (1, 6, "left"),
    ]
    assert found.waiting == {}


def test_ahead_people_stay_where_they_are():
    found = ahead_of(chain(6, **scarce(4)))

    assert [len(wave.squads) for wave in found.waves] == [1, 3]
    assert found.waiting == dict.fromkeys(("s5", "s6"), "supply:analysis")


def test_ahead_of_a_unit_without_supply_there_is_no_limit():
    one = replace(chain(3), supply=None)

    assert ahead(None, one) is None
    assert [len(wave.squads) for wave in ahead_of(one).waves] == [1, 2]


def test_what_binds_in_words():
    one = chain()

    words = [str(needed(binding, one)) for binding in ("supply:analysis", "coaches", "people", "left")]

    assert words == ["analysis", "coaches", "people's time", "no more squads are left"]
