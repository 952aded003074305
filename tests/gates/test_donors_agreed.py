from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import RELEASE, case, changed_pilot, day, judged, members, moved, squad, state, unit

DEPARTMENTS = ("sales", "marketing", "finance", "service", "sales", "marketing")


def crew(*changes, allocation=100):
    """Return six members; each mapping of changes is for the release of one of them, None for no release at all."""
    whole = members(*DEPARTMENTS)
    releases = [one if one is None else replace(RELEASE, **one) for one in changes]
    changed = [replace(one, release=release) for one, release in zip(whole, releases, strict=False)]
    return tuple(replace(one, allocation=allocation) for one in (*changed, *whole[len(changed) :]))


def judge(*changes, allocation=100, **more):
    found = changed_pilot(members=crew(*changes, allocation=allocation))
    return judged("donors_agreed", case(unit=found, **more))


def test_a_squad_whose_members_are_all_released_passes():
    verdict = judge()

    assert verdict.status == "pass"
    assert str(verdict.found) == "6 members, all released"


def test_every_member_without_a_release_is_named_at_once():
    verdict = judge(None, {}, None)

    assert verdict.status == "fail"
    assert str(verdict.found) == "2 members have no release note: Pilot 1, Pilot 3"
    assert verdict.clears == ("p-head-sales", "p-head-finance")
    assert "release" in str(verdict.remedy)


def test_all_are_counted_and_the_first_five_named():
    verdict = judge(None, None, None, None, None, None)

    assert str(verdict.found).startswith("6 members have no release note: Pilot 1,")
    assert str(verdict.found).endswith("Pilot 5, …")


@pytest.mark.parametrize("release", [None, {"by": "p-sponsor"}, {"backfill": None}, {"backfill": ""}])
def test_what_the_head_did_not_agree_to_fails(release):
    verdict = judge({}, release)

    assert verdict.status == "fail"
    assert "Pilot 2" in str(verdict.found)
    assert verdict.clears == ("p-head-marketing",)


def test_the_head_may_be_named_and_need_not_be():
    assert judge({"by": "p-head-sales"}).status == "pass"


def test_who_agreed_in_place_of_the_head_is_named():
    verdict = judge({"by": "p-head-finance"})

    assert "Pilot 1 (Head Finance)" in str(verdict.found)


@pytest.mark.parametrize(
    ("release", "said"),
    [
        ({"until": day(1)}, f"1 release has ended: Pilot 1 (on {day(1)})"),
        ({"allocation": 40}, "1 release covers less time than is planned: Pilot 1 (40 of 100 %)"),
        ({"agreed": day(-1)}, f"1 release is dated in the future: Pilot 1 (on {day(-1)})"),
    ],
)
def test_a_release_that_says_nothing_of_today_is_undecided(release, said):
    verdict = judge(release)

    assert verdict.status == "undecided"
    assert str(verdict.found) == said


@pytest.mark.parametrize("release", [{"until": day(0)}, {"allocation": 100}, {"agreed": day(0)}])
def test_the_last_day_the_same_time_and_today_are_enough(release):
    assert judge(release).status == "pass"


def test_time_alone_clears_a_release_that_is_to_begin():
    assert judge({"agreed": day(-3)}, {"agreed": day(-5)}).until == day(-5)
    assert not judge({"agreed": day(-3)}, {"until": day(1)}).until


def test_the_worst_comes_first_and_decides_where_to_look():
    lines = {"pilot.members": 41, "pilot.members.0.release.until": 43, "pilot.members.2": 45}
    verdict = judge({"until": day(1)}, {}, None, state=state(lines=lines))

    assert verdict.status == "fail"
    assert verdict.where == "units/emea.yaml:45"
    assert str(verdict.found).index("no release note") < str(verdict.found).index("has ended")


def test_a_squad_without_members_fails():
    verdict = judged("donors_agreed", case(unit=changed_pilot(members=())))

    assert verdict.status == "fail"
    assert verdict.clears == ("p-pilot-1",)


# ------------------------------------------------------------------------------------------- nobody is promised twice


def twice(percent, **more):
    """Return the verdict on the pilot, of whose members the first also works for lyon, with so much of the time."""
    first, *rest = members(*DEPARTMENTS, squad="lyon")
    lyon = squad("lyon", members=(replace(first, person="p-pilot-1", allocation=percent), *rest))
    pilot = squad(members=crew(allocation=60))
    return judged("donors_agreed", case(unit=unit(pilot=pilot, squads=(lyon,)), **more))


def test_a_hundred_percent_may_be_met_and_not_exceeded():
    assert twice(40).status == "pass"
    assert twice(41).status == "fail"


def test_person_squads_and_sum_are_named():
    verdict = twice(50)

    assert str(verdict.found) == "1 person is promised twice: Pilot 1 110 % (emea/pilot 60 %, emea/lyon 50 %)"
    assert verdict.clears == ("p-head-sales",)


def test_a_squad_that_has_ended_does_not_count():
    assert twice(50, state=state(moved("emea/lyon", "disbanded"))).status == "pass"


def test_the_squad_itself_counts_even_where_it_has_ended():
    verdict = judge(state=state(moved("emea/pilot", "failed")), elsewhere=lambda _: {"p-pilot-1": {"apac": 1}})

    assert "Pilot 1 101 % (emea/pilot 100 %, apac 1 %)" in str(verdict.found)


def test_other_units_count_and_the_unit_itself_not_twice():
    def elsewhere(people):
        assert "p-pilot-2" in people
        return {"p-pilot-2": {"apac": 30, "emea": 100, "rev-ops": 20}}

    assert judge(allocation=50, elsewhere=elsewhere).status == "pass"
    verdict = judge(allocation=60, elsewhere=elsewhere)
    assert verdict.status == "fail"
    assert "Pilot 2 110 % (emea/pilot 60 %, apac 30 %, rev-ops 20 %)" in str(verdict.found)


def test_the_limit_is_an_option():
    found = case(unit=changed_pilot(members=crew(allocation=90)))

    assert judged("donors_agreed", found, most=80).status == "fail"
    assert judged("donors_agreed", found, most=90).status == "pass"


def test_what_squads_have_is_worked_out_once_for_all_of_a_decision():
    asked = case(unit=changed_pilot(members=crew()))

    judged("donors_agreed", asked)
    known = asked.memo["seats"]
    judged("donors_agreed", asked)

    assert asked.memo["seats"] is known


@given(st.lists(st.sampled_from([None, {}, {"until": day(1)}, {"backfill": None}]), max_size=6))
def test_the_verdict_is_that_of_the_worst_member(changes):
    verdict = judge(*changes)

    fails = any(one is None or "backfill" in one for one in changes)
    late = any(one and "until" in one for one in changes)
    assert verdict.status == ("fail" if fails else "undecided" if late else "pass")
    assert (verdict.remedy is None) == (verdict.status == "pass")
