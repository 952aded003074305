"""Where a condition follows the rule of another rollout engine, the same cases come out the same.

Argo Rollouts, *Analysis & Progressive Delivery*, "ConsecutiveSuccessLimit and FailureLimit" (since 1.8): a run fails
as soon as more than `failureLimit` measurements have failed; it succeeds as soon as `consecutiveSuccessLimit` have
succeeded in a row; when `count` is reached with neither, it is inconclusive. Flagger, *How it works*, "Canary
analysis": the run fails when failed checks reach `threshold`. Kargo, *Working with Stages*, "Required soak time": what
was verified has soaked for the longer of its longest completed and its current stay; what never was, for no time.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core import events as e
from tests.builders import case, day, judged, moved, stamped, state

PHASES = {"pass": "Successful", "fail": "Failed", "undecided": "Running"}


def measured(results, **options):
    """Return the verdict on cycles that went like `results`: `+` verified, `-` failed, oldest first."""
    events = []
    for index, result in enumerate(results):
        ago = len(results) - index
        opened = e.CycleOpened("emea/pilot", f"c{index}", "it breaks", 7)
        closed = e.CycleClosed("emea/pilot", f"c{index}", "it", "why", "fixed", verified=result == "+")
        events += [stamped(opened, ago), stamped(closed, ago - 0.5)]
    return judged("cycles", case(state=state(*events)), **options)


def phase(results, *, successes, failures, count):
    """Return how a run ends when it is looked at after each measurement, as a controller does."""
    for seen in range(1, len(results) + 1):
        verdict = measured(results[:seen], verified=successes, failed=failures, window=count)
        if verdict.status != "undecided":
            return PHASES[verdict.status]
        if seen == count:
            assert "not decide it yet" in str(verdict.found)
            return "Inconclusive"
    return "Running"


ARGO = [
    # results, consecutiveSuccessLimit, failureLimit, count, phase
    ("+++", 3, 0, 5, "Successful"),
    ("-", 3, 0, 5, "Failed"),
    ("+-", 3, 0, 5, "Failed"),
    ("-", 3, 1, 5, "Running"),
    ("--", 3, 1, 5, "Failed"),
    ("-+++", 3, 1, 5, "Successful"),
    ("++-++", 3, 1, 5, "Inconclusive"),
    ("++-++", 3, 1, 6, "Running"),
    ("++-+++", 3, 1, 6, "Successful"),
    ("+-+-+", 3, 2, 5, "Inconclusive"),
    ("+-+-+-", 3, 2, 8, "Failed"),
    ("+-+-+++", 3, 2, 8, "Successful"),
    ("----+", 1, 4, 5, "Successful"),
    ("-----", 1, 4, 5, "Failed"),
    ("++", 2, 0, 2, "Successful"),
    ("+-", 2, 1, 2, "Inconclusive"),
    ("", 1, 0, 1, "Running"),
]


@pytest.mark.parametrize(("results", "successes", "failures", "count", "expected"), ARGO)
def test_cycles_are_decided_as_argo_rollouts_decides_measurements(results, successes, failures, count, expected):
    assert phase(results, successes=successes, failures=failures, count=count) == expected


def argo(results, successes, failures, count):
    """The documented rule, measurement by measurement."""
    row = failed = 0
    for seen, result in enumerate(results, 1):
        row, failed = (row + 1, failed) if result == "+" else (0, failed + 1)
        if failed > failures:
            return "Failed"
        if row >= successes:
            return "Successful"
        if seen == count:
            return "Inconclusive"
    return "Running"


@given(st.text(alphabet="+-", max_size=9), st.integers(1, 4), st.integers(0, 4), st.integers(1, 9))
def test_so_they_are_for_any_run(results, successes, failures, count):
    expected = argo(results, successes, failures, count)

    assert phase(results, successes=successes, failures=failures, count=count) == expected


@pytest.mark.parametrize(
    ("results", "threshold", "failed"),
    [("----", 5, False), ("-----", 5, True), ("+-+-", 2, True), ("+-++", 2, False), ("-", 1, True), ("+", 1, False)],
)
def test_flaggers_threshold_is_reached_where_ours_is_exceeded(results, threshold, failed):
    verdict = measured(results, verified=99, failed=threshold - 1)

    assert (verdict.status == "fail") is failed


def soaked(*stays, required, now=False):
    """Return the verdict on a squad with these stays in `stable`: (first day ago, last day ago or None, verified)."""
    events = []
    for first, last, verified in stays:
        events.append(moved("emea/oslo", "stable", first, "operating"))
        if verified:
            events.append(stamped(e.ReadingRecorded("emea/oslo", "csat", day(first), 60), first))
        if last is not None:
            events.append(moved("emea/oslo", "operating", last, "stable"))
    return judged("soak", case("emea/oslo", state=state(*events)), days=required, now=now)


KARGO = [
    # stays, required days, has it soaked
    pytest.param([], 1, False, id="never-there"),
    pytest.param([(30, None, False)], 1, False, id="never-verified-counts-zero-however-long"),
    pytest.param([(30, 2, False)], 1, False, id="left-and-never-verified"),
    pytest.param([(7, None, True)], 7, True, id="current-to-the-day"),
    pytest.param([(6, None, True)], 7, False, id="current-a-day-short"),
    pytest.param([(30, 20, True)], 7, True, id="completed-is-enough-when-it-is-gone"),
    pytest.param([(30, 20, True)], 11, False, id="completed-too-short"),
    pytest.param([(30, 20, True), (3, None, True)], 10, True, id="the-longer-is-the-completed"),
    pytest.param([(30, 28, True), (12, None, True)], 10, True, id="the-longer-is-the-current"),
    pytest.param([(30, 25, True), (5, None, True)], 10, False, id="they-do-not-add-up"),
    pytest.param([(40, 35, True), (30, 20, True), (10, 8, True)], 10, True, id="the-longest-of-several"),
]


@pytest.mark.parametrize(("stays", "required", "expected"), KARGO)
def test_squads_soak_as_kargo_lets_freight_soak(stays, required, expected):
    verdict = soaked(*stays, required=required)

    assert (verdict.status == "pass") is expected


@pytest.mark.parametrize(("stays", "required", "expected"), KARGO)
def test_that_it_has_to_be_stable_today_is_the_only_thing_we_ask_for_more(stays, required, expected):
    is_there = bool(stays) and stays[-1][1] is None

    verdict = soaked(*stays, required=required, now=True)

    assert (verdict.status == "pass") is (expected and is_there)
