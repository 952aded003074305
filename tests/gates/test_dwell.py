import pytest

from tests.builders import case, day, judged, moved, state


@pytest.mark.parametrize(
    ("days", "status"),
    [
        pytest.param(0, "fail", id="today"),
        pytest.param(6, "fail", id="a-day-short"),
        pytest.param(7, "pass", id="to-the-day"),
        pytest.param(8, "pass", id="longer"),
    ],
)
def test_a_week_in_this_stage(days, status):
    verdict = judged("dwell", case("emea", state=state(moved("emea", "stabilisation", days))))

    assert verdict.status == status


def test_it_says_on_which_day_time_clears_it():
    verdict = judged("dwell", case("emea", state=state(moved("emea", "stabilisation", 3))), days=14)

    assert str(verdict.found) == f"3 days, since {day(3)}"
    assert verdict.until == day(-11)


def test_on_the_day_it_names_it_passes():
    first = state(moved("emea", "stabilisation", 13.9))

    verdict = judged("dwell", case("emea", state=first), days=14)

    assert (verdict.status, verdict.until) == ("pass", "")


def test_the_time_counts_from_the_last_entry():
    again = state(moved("emea", "pilot", 40), moved("emea", "stabilisation", 30), moved("emea", "pilot", 2))

    verdict = judged("dwell", case("emea", state=again))

    assert verdict.status == "fail"


def test_when_the_stage_began_may_not_be_known():
    verdict = judged("dwell", case("emea"))

    assert verdict.status == "undecided"
