from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.model import Measure
from tests.builders import accepted, case, day, judged, readings, state, unit

CALM = (57, 58, 57, 58, 57, 58)
# Mean 62.5, limits 51 to 74: no value is outside, but the second half is below the mean.
STEP_DOWN = (*[63, 67] * 4, *[58, 62] * 4)
WAIT = Measure("wait", "Days to deliver", "days", 9, 4, "down")


def judge(*values, options=None, **changes):
    return judged("stable", case(state=state(*readings(*values)), **changes), **(options or {}))


def test_calm_and_on_target_passes():
    verdict = judge(*CALM)

    # the mean of 57 and 58, moving ranges of 1: 57.5 ± 2.66
    assert verdict.status == "pass"
    assert str(verdict.found) == "Customer satisfaction: mean 57.5, limits 54.84 to 60.16"


@pytest.mark.parametrize(
    ("count", "missing"), [(0, "6 more are needed"), (4, "2 more are needed"), (5, "1 more is needed")]
)
def test_too_few_points_are_undecided_and_counted(count, missing):
    verdict = judge(*CALM[:count])

    assert verdict.status == "undecided"
    assert str(verdict.found) == f"Customer satisfaction: {count} readings since the last baseline, {missing}"
    assert verdict.command == "playbook measure emea/pilot csat 2026-11-21=VALUE"
    assert verdict.clears == ("p-pilot-1",)


def test_only_readings_since_the_baseline_count():
    rebased = e.BaselineSet("emea/pilot", "csat", day(3), "a new process")

    verdict = judged("stable", case(state=state(*readings(*CALM), rebased)))

    assert verdict.status == "undecided"
    assert "4 readings" in str(verdict.found)


def test_a_baseline_makes_an_old_signal_history():
    rebased = e.BaselineSet("emea/pilot", "csat", day(5), "the cause is gone")

    before = judged("stable", case(state=state(*readings(20, 57, *CALM))))
    after = judged("stable", case(state=state(*readings(20, 57, *CALM), rebased)))

    assert (before.status, after.status) == ("fail", "pass")


@pytest.mark.parametrize(
    ("wild", "status", "found"),
    [(30, "fail", "below its lower limit"), (90, "pass", "mean")],
)
def test_only_a_signal_on_the_unfavourable_side_fails(wild, status, found):
    verdict = judge(*CALM, *CALM, *CALM, wild, 57, options={"rules": ["outside"]})

    assert verdict.status == status
    assert found in str(verdict.found)


def test_one_very_good_day_leaves_the_others_below_the_mean():
    verdict = judge(*CALM, *CALM, 90)

    assert verdict.status == "fail"
    assert "eight or more in a row below" in str(verdict.found)


def test_a_signal_names_its_day():
    verdict = judge(*CALM, *CALM, *CALM, 30, 57)

    assert f"on {day(1)}" in str(verdict.found)
    assert verdict.command == 'playbook measure emea/pilot csat --baseline 2026-11-21 --reason "…"'


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param(STEP_DOWN, "eight or more in a row below", id="eight"),
        pytest.param([*[60, 61] * 8, 57.5, 57.5, 57.5], "three of four near the lower limit", id="three-of-four"),
    ],
)
def test_runs_are_signals_too(values, found):
    verdict = judge(*values)

    assert verdict.status == "fail"
    assert found in str(verdict.found)


def test_rules_can_be_chosen():
    verdict = judge(*STEP_DOWN, options={"rules": ["outside"]})

    assert verdict.status == "pass"


def test_a_mean_on_the_wrong_side_of_the_target_fails():
    verdict = judge(*(value - 5 for value in CALM))

    assert verdict.status == "fail"
    assert str(verdict.found) == "Customer satisfaction: the mean 52.5 misses the target 55 (limits 49.84 to 55.16)"


def test_a_mean_on_the_target_is_on_its_right_side():
    verdict = judge(*[55] * 6)

    assert verdict.status == "pass"


@pytest.mark.parametrize(
    ("values", "status", "found"),
    [
        ((3, 4, 3, 4, 3, 4), "pass", "mean 3.5"),
        ((5, 6, 5, 6, 5, 6), "fail", "misses the target 4"),
        ((*(3, 4) * 9, 30, 3), "fail", "above its upper limit"),
        ((*(3, 4) * 4, *(9, 11) * 4), "fail", "eight or more in a row above"),
        ((*(2, 3) * 8, 5.5, 5.5, 5.5), "fail", "three of four near the upper limit"),
    ],
)
def test_where_less_is_better_everything_is_the_other_way_round(values, status, found):
    known = state(*readings(*values, measure="wait"))

    verdict = judged("stable", case(state=known, unit=unit(measures=(WAIT,))))

    assert verdict.status == status
    assert found in str(verdict.found)


def test_every_measure_is_judged_and_the_worst_are_named():
    two = unit(measures=(*unit().measures, WAIT))
    found = state(*readings(*CALM), lines={"measures.1": 60})

    verdict = judged("stable", case(state=found, unit=two))

    assert verdict.status == "undecided"
    assert str(verdict.found).startswith("Days to deliver: 0 readings")
    assert verdict.where == "units/emea.yaml:60"


def test_measures_can_be_chosen():
    two = unit(measures=(*unit().measures, WAIT))

    verdict = judge(*CALM, unit=two, options={"measures": ["csat"]})

    assert verdict.status == "pass"


@pytest.mark.parametrize(("measures", "wanted"), [((), []), (unit().measures, ["nps"])])
def test_a_measure_that_is_not_there_decides_nothing(measures, wanted):
    verdict = judge(unit=unit(measures=measures), options={"measures": wanted})

    assert verdict.status == "undecided"


def test_a_rule_that_is_not_there_decides_nothing():
    verdict = judge(*CALM, options={"rules": ["outside", "guess"]})

    assert verdict.status == "undecided"
    assert str(verdict.found) == "there is no rule guess"


def test_a_single_point_makes_no_chart():
    verdict = judge(60, options={"points": 1})

    assert verdict.status == "undecided"


def test_fewer_points_can_be_asked_for():
    verdict = judge(57, 58, options={"points": 2})

    assert verdict.status == "pass"


def test_a_squad_of_a_wave_is_named():
    first = state(*readings(*CALM, subject="emea/kyiv"))

    verdict = judged("stable", replace(case("emea/wave-2", state=first)))

    assert verdict.status == "undecided"
    assert str(verdict.found).startswith("emea/oslo: Customer satisfaction: 0 readings")


def test_readings_of_a_measure_that_was_defined_anew_do_not_count():
    changes = [accepted(30, measure_csat="1"), accepted(2, measure_csat="2")]

    verdict = judged("stable", case(state=state(*changes, *readings(*CALM))))

    assert verdict.status == "undecided"
    assert str(verdict.found) == (
        "Customer satisfaction: 3 readings since the last baseline, 3 more are needed; "
        f"the measure 'csat' was defined anew on {day(2)}"
    )


def test_what_was_measured_after_the_change_counts():
    changes = [accepted(30, measure_csat="1"), accepted(9, measure_csat="2")]

    assert judged("stable", case(state=state(*changes, *readings(*CALM)))).status == "pass"


def test_too_few_readings_are_not_put_on_a_change_that_lost_none():
    changes = [accepted(30, measure_csat="1"), accepted(9, measure_csat="2")]

    assert "anew" not in str(judged("stable", case(state=state(*changes, *readings(57)))).found)


def test_another_goal_playbook_or_measure_makes_no_reading_older():
    changes = [
        accepted(30, goal="1", playbook="1", measure_wait="1"),
        accepted(1, goal="2", playbook="2", measure_wait="2"),
    ]

    assert judged("stable", case(state=state(*changes, *readings(*CALM)))).status == "pass"
