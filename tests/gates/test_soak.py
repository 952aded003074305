import pytest

from tests.builders import case, day, judged, moved, readings, state

PAIR = ("kyiv", "oslo")


def wave(*events):
    return case("emea/wave-2", state=state(*events))


def steady(name, days, last=0):
    """Return a squad that became stable so many days ago and was measured `last` days ago."""
    subject = f"emea/{name}"
    return [moved(subject, "operating", days + 20), moved(subject, "stable", days, "operating"), *readings(60, subject=subject, last=last)]  # noqa: E501  # fmt: skip


@pytest.mark.parametrize(
    ("days", "status"),
    [
        pytest.param(13, "undecided", id="a-day-short"),
        pytest.param(14, "pass", id="to-the-day"),
        pytest.param(30, "pass", id="long"),
    ],
)
def test_stable_for_long_enough(days, status):
    verdict = judged("soak", wave(*steady("kyiv", 20), *steady("oslo", days)))

    assert verdict.status == status


def test_while_soaking_it_says_how_far_and_until_when():
    verdict = judged("soak", wave(*steady("kyiv", 12), *steady("oslo", 9)))

    assert verdict.status == "undecided"
    assert str(verdict.found) == f"emea/oslo: 9 of 14 days, stable since {day(9)}"
    assert verdict.until == day(-5)


def test_a_squad_that_is_not_stable_fails():
    regressed = moved("emea/oslo", "operating", 1, "stable")

    verdict = judged("soak", wave(*steady("kyiv", 20), *steady("oslo", 20), regressed))

    assert verdict.status == "fail"
    assert str(verdict.found) == "emea/oslo: not stable, it is in the stage 'operating'"
    assert verdict.clears == ("p-oslo-1",)


def test_an_interruption_starts_the_time_afresh():
    back = [moved("emea/oslo", "operating", 6, "stable"), moved("emea/oslo", "stable", 5, "operating")]

    verdict = judged("soak", wave(*steady("kyiv", 20), *steady("oslo", 20), *back))

    assert str(verdict.found).startswith("emea/oslo: 5 of 14 days")


def test_handing_over_is_no_interruption():
    handed = moved("emea/oslo", "handed-over", 2, "stable")

    verdict = judged("soak", wave(*steady("kyiv", 20), *steady("oslo", 20), handed))

    assert verdict.status == "pass"


def test_a_squad_that_failed_does_not_hold_the_others_up():
    verdict = judged("soak", wave(*steady("kyiv", 20), moved("emea/oslo", "failed", 3)))

    assert verdict.status == "pass"


def test_where_all_failed_nothing_has_soaked():
    verdict = judged("soak", wave(*(moved(f"emea/{name}", "failed", 3) for name in PAIR)))

    assert verdict.status == "fail"


def test_stable_without_a_reading_is_not_known_to_be_stable():
    verdict = judged("soak", wave(*steady("kyiv", 20), *steady("oslo", 20, last=21)))

    assert verdict.status == "undecided"
    assert str(verdict.found) == f"emea/oslo: no reading since it became stable on {day(20)}"
    assert verdict.command == "playbook measure emea/oslo csat 2026-11-21=VALUE"


def test_a_reading_on_the_first_day_counts():
    verdict = judged("soak", wave(*steady("kyiv", 20, last=20), *steady("oslo", 20)))

    assert verdict.status == "pass"


def test_a_squad_that_never_moved_fails():
    verdict = judged("soak", wave())

    assert verdict.status == "fail"
    assert "'proposed'" in str(verdict.found)


def test_the_time_can_be_set():
    verdict = judged("soak", wave(*steady("kyiv", 3), *steady("oslo", 3)), days=3)

    assert verdict.status == "pass"


def test_a_squad_can_soak_by_itself():
    verdict = judged("soak", case("emea/oslo", state=state(*steady("oslo", 20))))

    assert verdict.status == "pass"
    assert str(verdict.found) == f"20 days, stable since {day(20)}"
