from dataclasses import replace

import pytest

from tests.builders import case, changed_pilot, judged, members, squad, state, unit


def sized(n):
    return members(*(["sales", "finance"] * n)[:n])


@pytest.mark.parametrize(
    ("n", "status", "found"),
    [
        (0, "fail", "0 members, 6 too few (0 links)"),
        (1, "fail", "1 member, 5 too few (0 links)"),
        (5, "fail", "5 members, 1 too few (10 links)"),
        (6, "pass", "6 members, 15 links"),
        (10, "pass", "10 members, 45 links"),
        (11, "fail", "11 members, 1 too many (55 links)"),
    ],
)
def test_six_to_ten_and_the_links_between_them(n, status, found):
    verdict = judged("squad_size", case(unit=changed_pilot(members=sized(n))))

    assert (verdict.status, str(verdict.found)) == (status, found)
    assert str(verdict.needed) == "6 to 10 members are needed"


def test_fewer_and_more_have_different_remedies():
    few = judged("squad_size", case(unit=changed_pilot(members=sized(5))))
    many = judged("squad_size", case(unit=changed_pilot(members=sized(11))))

    assert few.remedy
    assert many.remedy
    assert few.remedy != many.remedy


def test_the_limits_can_be_set():
    verdict = judged("squad_size", case(unit=changed_pilot(members=sized(11))), most=1000)

    assert verdict.status == "pass"


def test_it_says_where_and_who():
    found = state(lines={"pilot": 30, "pilot.members": 41})

    verdict = judged("squad_size", case(state=found, unit=changed_pilot(members=sized(5))))

    assert verdict.where == "units/emea.yaml:41"
    assert verdict.clears == ("p-pilot-1",)
    assert verdict.subject == "emea/pilot"


def test_the_squad_that_is_furthest_off_speaks_for_the_wave():
    squads = (squad("lyon"), squad("kyiv", members=sized(5)), squad("oslo", members=sized(13)))

    verdict = judged("squad_size", case("emea/wave-2", unit=unit(squads=squads)))

    assert verdict.status == "fail"
    assert str(verdict.found) == "emea/oslo: 13 members, 3 too many (78 links)"


def test_a_unit_is_judged_by_its_pilot():
    verdict = judged("squad_size", case("emea", unit=changed_pilot(members=sized(4))))

    assert str(verdict.found).startswith("emea/pilot: 4 members")


def test_without_a_squad_nothing_is_known():
    nobody = replace(case("emea/wave-1"), waves={"wave-1": ()})

    verdict = judged("squad_size", nobody)

    assert verdict.status == "undecided"


@pytest.mark.parametrize(("n", "waivable"), [(1, True), (5, True), (11, False), (30, False)])
def test_too_few_can_be_waived_and_more_than_ten_cannot(n, waivable):
    assert judged("squad_size", case(unit=changed_pilot(members=sized(n)))).waivable == waivable


def test_nine_where_eight_are_allowed_can_be_waived_and_eleven_where_twelve_are_needed_cannot():
    assert judged("squad_size", case(unit=changed_pilot(members=sized(9))), most=8).waivable
    assert not judged("squad_size", case(unit=changed_pilot(members=sized(11))), least=12, most=12).waivable


def test_one_squad_beyond_ten_weighs_more_than_one_that_misses_more_people():
    few, many = squad("kyiv", members=sized(1)), squad("oslo", members=sized(11))

    verdict = judged("squad_size", case("emea/wave-2", unit=unit(squads=(squad("lyon"), few, many))))

    assert str(verdict.found) == "emea/oslo: 11 members, 1 too many (55 links)"
    assert not verdict.waivable
