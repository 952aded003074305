"""Published XmR charts give the published limits and signals; the rest are properties.

The data and limits of the books are Donald J. Wheeler's, *Making Sense of Data* (SPC Press, 2003); of the handbook, the
NIST/SEMATECH *e-Handbook of Statistical Methods*, section 6.3.2.2.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.stability import RULES, Chart, Signal, of_concern, signals, xmr

# "Data Set to Use When Verifying Software", p. 382.
VERIFYING = [5045, 4350, 4350, 3975, 4290, 4430, 4485, 4285, 3980, 3925, 3645, 3760, 3300, 3685, 3463, 5200]
# Table 9.1, accident rates of two groups of months.
ACCIDENTS_A = [43, 40, 37, 33, 30, 33, 34, 35, 29, 33, 31, 39]
ACCIDENTS_B = [35, 37, 33, 32, 27, 29, 31, 22, 25, 30, 24, 19]
# Figure 9.9, morning peak flow rates, days 1 to 18.
PEAK_FLOW = [120, 140, 100, 150, 260, 150, 100, 120, 300, 300, 275, 300, 140, 170, 150, 150, 190, 180]
# Table 8.1, percentage of high school seniors who smoke daily.
SMOKERS = [21.3, 20.2, 20.9, 21.0, 18.8, 19.6, 18.7, 18.6, 18.1, 18.9, 19.2, 18.2, 17.3, 19.0]
# Flow rate of ten batches.
FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

series = st.lists(st.integers(-1000, 1000), min_size=2, max_size=40)


def found(values, *rules):
    chart = xmr(values)
    assert chart
    return signals(values, chart, rules or RULES)


# mean, mean moving range, lower and upper natural process limit, and the digits they were published with
@pytest.mark.parametrize(
    ("values", "published", "within"),
    [
        pytest.param(VERIFYING, Chart(4135.50, 355.93, 3188.72, 5082.28), 0.005, id="software"),
        # 417 / 12 = 34.75; 38 / 11 = 3.4545 (the book prints the limits only)
        pytest.param(ACCIDENTS_A, Chart(34.75, 38 / 11, 25.6, 43.9), 0.05, id="accidents-a"),
        # 344 / 12 = 28.667; 44 / 11 = 4
        pytest.param(ACCIDENTS_B, Chart(28.667, 4, 18.0, 39.3), 0.05, id="accidents-b"),
        # the book carries one digit: 183.1 ± 2.66 * 52.4, so its limits are 0.2 off the exact ones
        pytest.param(PEAK_FLOW, Chart(183.1, 52.4, 43.7, 322.5), 0.2, id="peak-flow"),
        # the handbook multiplies by 3 / 1.128 = 2.6596
        pytest.param(FLOW, Chart(50.81, 1.8778, 45.8159, 55.8041), 0.001, id="handbook"),
    ],
)
def test_published_data_give_the_published_limits(values, published, within):
    chart = xmr(values)

    assert chart == pytest.approx(published, abs=within)


# Worked by hand: the mean is 16 / 4 = 4, the moving ranges are 2, 1, 4 with mean 7 / 3, the limits 4 ± 2.66 * 7 / 3.
def test_limits_by_hand():
    chart = xmr([2, 4, 3, 7])

    assert chart == pytest.approx((4, 7 / 3, -2.2066667, 10.2066667))


@pytest.mark.parametrize("values", [[], [5], [1, float("nan")], [float("inf"), 2, 3]])
def test_too_few_values_or_values_that_are_no_number_make_no_chart(values):
    chart = xmr(values)

    assert chart is None


def test_the_last_month_of_the_verification_data_is_above_its_upper_limit():
    signal = found(VERIFYING, "outside")

    assert signal == (Signal("outside", "above", 15, 15),)


@pytest.mark.parametrize("values", [ACCIDENTS_A, ACCIDENTS_B, FLOW])
def test_no_point_is_outside_its_own_limits(values):
    signal = found(values, "outside")

    assert signal == ()


# Table 9.1 again: each group against the limits of the other.
@pytest.mark.parametrize(
    ("values", "limits", "expected"),
    [
        (ACCIDENTS_A, (18.0, 39.3), [("above", 0), ("above", 1)]),
        (ACCIDENTS_B, (25.6, 43.9), [("below", 7), ("below", 8), ("below", 10), ("below", 11)]),
    ],
)
def test_points_outside_limits_that_are_not_their_own(values, limits, expected):
    chart = Chart(sum(limits) / 2, 1, *limits)

    signal = signals(values, chart, ["outside"])

    assert [(one.side, one.start) for one in signal] == expected


def test_the_last_eight_years_of_the_smokers_are_a_run_below_the_mean():
    signal = found(SMOKERS, "eight")

    assert signal == (Signal("eight", "below", 6, 13),)


def test_days_nine_to_twelve_of_the_peak_flow_are_near_the_upper_limit():
    signal = found(PEAK_FLOW, "three-of-four")

    assert signal == (Signal("three-of-four", "above", 8, 11),)


def test_the_handbook_finds_its_process_in_control():
    signal = found(FLOW)

    assert signal == ()


CHART = Chart(mean=0, moving_range=1, lower=-8, upper=8)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([1] * 7, [], id="seven"),
        pytest.param([1] * 8, [("above", 0, 7)], id="eight"),
        pytest.param([-1, *[1] * 9, -1], [("above", 1, 9)], id="nine-are-one-run"),
        pytest.param([1] * 4 + [0] + [1] * 4, [], id="a-point-on-the-mean-ends-the-run"),
        pytest.param([0] * 20, [], id="all-on-the-mean"),
        pytest.param([-1] * 8 + [1] * 8, [("below", 0, 7), ("above", 8, 15)], id="both-sides"),
    ],
)
def test_eight_in_a_row(values, expected):
    signal = signals(values, CHART, ["eight"])

    assert [one[1:] for one in signal] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([5, 5, 0, 0], [], id="two-of-four"),
        pytest.param([4, 4, 4, 4], [], id="half-way-is-not-nearer"),
        pytest.param([5, 5, 0, 5], [("above", 0, 3)], id="three-of-four"),
        pytest.param([5, 5, 5, 0], [("above", 0, 2)], id="the-first-three"),
        pytest.param([5, 5, 5], [], id="four-points-are-needed"),
        pytest.param([5, -5, 5, 5], [("above", 0, 3)], id="one-may-be-anywhere"),
        pytest.param([5, -5, 5, -5], [], id="not-on-one-side"),
        pytest.param([9, 9, 9, 0], [("above", 0, 2)], id="beyond-the-limit-is-near-it"),
        pytest.param([5, 5, 0, 5, 5], [("above", 0, 4)], id="windows-that-overlap-are-one-signal"),
        pytest.param([5, 5, 5, 0, 0, 0, -5, -5, -5], [("above", 0, 2), ("below", 6, 8)], id="two-signals"),
        pytest.param([5, 5, 5, 0, 0, 5, 5, 5], [("above", 0, 2), ("above", 5, 7)], id="apart"),
    ],
)
def test_three_of_four(values, expected):
    signal = signals(values, CHART, ["three-of-four"])

    assert [one[1:] for one in signal] == expected


def test_a_point_on_the_limit_is_not_outside():
    signal = signals([8, -8, 8.01, -8.01], CHART, ["outside"])

    assert [one[1:] for one in signal] == [("above", 2, 2), ("below", 3, 3)]


def test_only_the_chosen_rules_are_applied():
    values = [9, 9, 9, 9, 9, 9, 9, 9]

    rules = {one.rule for one in signals(values, CHART, ["eight"])}

    assert rules == {"eight"}
    with pytest.raises(KeyError):
        signals(values, CHART, ["guess"])


@pytest.mark.parametrize(
    ("side", "direction", "expected"),
    [("below", "up", True), ("above", "up", False), ("above", "down", True), ("below", "down", False)],
)
def test_a_signal_is_of_concern_on_the_unfavourable_side_only(side, direction, expected):
    concern = of_concern(Signal("outside", side, 0, 0), direction)

    assert concern is expected


@given(series)
def test_the_limits_contain_the_mean(values):
    chart = xmr(values)

    assert chart
    assert chart.lower <= chart.mean <= chart.upper
    assert min(values) <= chart.mean <= max(values)


@given(st.floats(-1e300, 1e300), st.integers(2, 40))
def test_a_constant_series_has_no_signals(value, length):
    values = [value] * length

    chart = xmr(values)

    assert chart == (value, 0, value, value)
    assert found(values) == ()


@given(series, st.integers(-500, 500), st.sampled_from([0.25, 1, 2, 64]))
def test_shifting_and_stretching_moves_the_chart_along(values, shift, scale):
    chart, other = xmr(values), xmr([value * scale + shift for value in values])

    assert chart
    assert other
    assert other.mean == pytest.approx(chart.mean * scale + shift)
    assert other.moving_range == pytest.approx(chart.moving_range * scale)
    assert other.lower == pytest.approx(chart.lower * scale + shift, abs=1e-6)
    assert other.upper == pytest.approx(chart.upper * scale + shift, abs=1e-6)


# Powers of two are exact in binary, so that a point on a border stays on it.
@given(series, st.sampled_from([0.25, 1, 2, 64]))
def test_stretching_keeps_the_signals(values, scale):
    stretched = found([value * scale for value in values])

    assert stretched == found(values)


@given(series)
def test_upside_down_the_other_side_is_signalled_and_is_of_concern_the_other_way(values):
    mirrored = found([-value for value in values])

    swapped = {(one.rule, "below" if one.side == "above" else "above", one.start, one.end) for one in found(values)}

    assert {tuple(one) for one in mirrored} == swapped
    assert sorted(of_concern(one, "up") for one in mirrored) == sorted(of_concern(one, "down") for one in found(values))


@given(series)
def test_signals_lie_within_the_series(values):
    signal = found(values)

    assert all(0 <= one.start <= one.end < len(values) for one in signal)
