import pytest

from playbook.core import events as e
from playbook.core.history import Stamped
from playbook.ledger.base import Append
from playbook.ledger.codec import decode, encode
from playbook.ledger.sqlite import SqliteLedger
from tests.builders import accepted, case, day, judged, moved, readings, state

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


def stays(*spans):
    """Return a squad's stays in stable: from so many days ago to so many, None while it lasts; each was measured."""
    events = []
    for first, last in spans:
        events += [moved("emea/oslo", "stable", first, "operating"), *readings(60, subject="emea/oslo", last=first - 1)]
        if last is not None:
            events.append(moved("emea/oslo", "operating", last, "stable"))
    return events


def oslo(*events, **options):
    return judged("soak", case("emea/oslo", state=state(*events)), **options)


def test_an_earlier_stretch_counts_when_it_is_longer_and_both_are_told():
    verdict = oslo(*stays((40, 20), (5, None)))

    assert verdict.status == "pass"
    assert str(verdict.found) == (
        f"5 of 14 days, stable since {day(5)}; "
        f"an earlier stretch of 20 days, from {day(40)} to {day(20)}, is longer and counts"
    )


def test_stretches_do_not_add_up():
    verdict = oslo(*stays((40, 30), (9, None)))

    assert verdict.status == "undecided"
    assert verdict.until == day(-5)
    assert "an earlier stretch of 10 days" in str(verdict.found)


def test_a_shorter_one_before_is_not_told():
    assert str(oslo(*stays((40, 38), (9, None))).found) == f"9 of 14 days, stable since {day(9)}"


def test_a_squad_that_is_not_stable_today_fails_whatever_it_has_soaked():
    assert oslo(*stays((40, 20))).status == "fail"
    assert oslo(*stays((40, 20)), now=False).status == "pass"
    assert oslo(*stays((40, 30)), now=False).status == "undecided"


def test_each_stretch_is_verified_by_itself():
    unmeasured = moved("emea/oslo", "stable", 20, "operating")

    verdict = oslo(*stays((40, 30)), unmeasured)

    assert verdict.status == "undecided"
    said = f"no reading since it became stable on {day(20)}; an earlier stretch of 10 days"
    assert str(verdict.found).startswith(said)
    assert verdict.until == ""


def test_unmeasured_days_turn_into_nothing_by_waiting():
    verdict = oslo(moved("emea/oslo", "stable", 3, "operating"))

    assert verdict.status == "undecided"
    assert "no reading" in str(verdict.found)
    assert verdict.until == ""
    assert verdict.command.startswith("playbook measure emea/oslo")


def test_another_playbook_starts_the_time_afresh_and_forgets_what_was_recorded():
    first, second = accepted(60, playbook="1"), accepted(8, playbook="2")

    verdict = oslo(first, *stays((50, 20), (15, None)), second, *readings(60, subject="emea/oslo"))

    assert verdict.status == "undecided"
    assert str(verdict.found) == f"8 of 14 days, stable since {day(8)}; the playbook was changed on {day(8)}"
    assert verdict.until == day(-6)


def test_another_goal_or_mission_starts_nothing_afresh():
    changes = [accepted(60, goal="1", mission="1"), accepted(5, goal="2", mission="2")]

    assert oslo(*stays((20, None)), *changes).status == "pass"


def test_readings_of_a_measure_that_was_defined_anew_verify_nothing():
    changes = [accepted(60, measure_csat="1"), accepted(5, measure_csat="2")]

    assert oslo(*stays((20, None)), *changes).status == "undecided"
    assert oslo(*stays((20, None)), *changes, *readings(60, subject="emea/oslo")).status == "pass"


def test_a_baseline_starts_the_time_afresh():
    baseline = e.BaselineSet("emea/oslo", "csat", day(6), "a new process")

    verdict = oslo(*stays((40, None)), *readings(60, subject="emea/oslo"), baseline)

    assert str(verdict.found) == f"6 of 14 days, stable since {day(6)}"


def test_a_restart_of_the_program_changes_nothing(tmp_path):
    """What a squad has soaked is read from the history: from the file of a ledger that was closed, it is the same."""
    events, path = stays((40, 20), (5, None)), str(tmp_path / "ledger.db")
    before = SqliteLedger(path)
    for version, one in enumerate(events):
        before.append(Append("emea", one.at, one.by, f"key-{version}", {"rollout": version}, [encode(one.event)]))
    before.close()

    after = SqliteLedger(path)
    found = [Stamped(row.at, row.by, decode(row.kind, row.data)) for row in after.read("emea")]
    after.close()

    assert oslo(*found) == oslo(*events)
    assert oslo(*found).status == "pass"
