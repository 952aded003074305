import pytest

from playbook.core import events as e
from tests.builders import accepted, case, day, document, judged, stamped, state


def cycle(number, closed, *, verified=True, opened=None, time_box=7):
    """Return a cycle closed so many days ago; with `closed` None, one that is still open."""
    name = f"c{number}"
    start = stamped(
        e.CycleOpened("emea/pilot", name, "it breaks", time_box), (closed or 0) + 1 if opened is None else opened
    )
    if closed is None:
        return [start]
    return [start, stamped(e.CycleClosed("emea/pilot", name, "it", "why", "fixed", verified), closed)]


def judge(*cycles, options=None, more=()):
    """Judge what happened in the order of its days; of one day, `more` comes last."""
    events = [*(event for one in cycles for event in one), *more]
    events.sort(key=lambda event: getattr(event, "at", day()))
    return judged("cycles", case(state=state(*events)), **(options or {}))


GOOD = [cycle(number, 20 - number) for number in range(1, 4)]
BAD = cycle(4, 10, verified=False)


@pytest.mark.parametrize(
    ("cycles", "status", "row", "failed"),
    [
        pytest.param([], "undecided", 0, 0, id="none"),
        pytest.param(GOOD[:2], "undecided", 2, 0, id="two"),
        pytest.param(GOOD, "pass", 3, 0, id="three"),
        pytest.param([*GOOD, BAD], "undecided", 0, 1, id="the-latest-failed"),
        pytest.param([*GOOD, BAD, cycle(5, 5), cycle(6, 4), cycle(7, 3)], "pass", 3, 1, id="met-but-not-exceeded"),
        pytest.param([BAD, cycle(5, 9, verified=False)], "fail", 0, 2, id="too-many-failed"),
        pytest.param(
            [BAD, cycle(5, 9, verified=False), cycle(6, 8), cycle(7, 7), cycle(8, 6)], "fail", 3, 2, id="failed-at-once"
        ),
    ],
)
def test_three_in_a_row_and_at_most_one_failed(cycles, status, row, failed):
    verdict = judge(*cycles)

    assert verdict.status == status
    assert verdict.found.facts["n"] == row
    assert verdict.found.facts["failures"] == failed


def test_an_open_cycle_within_its_time_box_does_not_break_the_row():
    verdict = judge(*GOOD, cycle(4, None, opened=6, time_box=7))

    assert verdict.status == "pass"


def test_on_the_last_day_of_its_time_box_a_cycle_is_still_open():
    verdict = judge(*GOOD, cycle(4, None, opened=7, time_box=7))

    assert verdict.status == "pass"


def test_an_open_cycle_beyond_its_time_box_counts_as_failed():
    verdict = judge(*GOOD, cycle(4, None, opened=8, time_box=7))

    assert verdict.status == "undecided"
    assert str(verdict.found) == "0 verified cycles in a row, 1 failed since the last baseline"


def test_a_cycle_breaks_the_row_when_its_time_ran_out_not_when_it_was_opened():
    expired = cycle(4, None, opened=30, time_box=7)

    verdict = judge(expired, *GOOD)

    assert verdict.status == "pass"


def test_failures_before_the_baseline_are_forgiven():
    baseline = e.BaselineSet("emea/pilot", "csat", day(9), "a new process")

    verdict = judge(BAD, cycle(5, 9, verified=False), more=[baseline])

    assert verdict.status == "undecided"
    assert verdict.found.facts["failures"] == 1


def test_the_limits_can_be_set():
    verdict = judge(*GOOD[:1], options={"verified": 1, "failed": 0})

    assert verdict.status == "pass"
    assert str(verdict.needed).startswith("1 verified cycle in a row is needed")


def test_the_next_command_opens_a_cycle_or_closes_the_open_one():
    opened, closed = judge(cycle(1, None, opened=1)), judge()

    assert opened.command.startswith("playbook cycle close emea/pilot c1 --broke")
    assert closed.command == 'playbook cycle open emea/pilot "…"'
    assert closed.clears == ("p-pilot-1",)


def test_it_points_at_the_break_fix_log():
    verdict = judge(more=[document("break-fix-log")])

    assert verdict.where == "documents/emea/pilot/break-fix-log.md"


def test_a_unit_is_judged_by_the_cycles_of_its_pilot():
    events = [event for one in GOOD for event in one]

    verdict = judged("cycles", case("emea", state=state(*events)))

    assert verdict.status == "pass"
    assert str(verdict.found).startswith("emea/pilot: 3 verified cycles")


def test_in_a_wave_the_worst_squad_is_named():
    verdict = judged("cycles", case("emea/wave-2"))

    assert str(verdict.found).startswith("emea/kyiv: 0 verified")


@pytest.mark.parametrize("about", ["goal", "mission", "playbook"])
def test_cycles_from_before_what_they_are_about_was_changed_do_not_count(about):
    changes = [accepted(40, **{about: "1"}), accepted(18.2, **{about: "2"})]
    words = {"goal": "the shared goal", "mission": "the mission", "playbook": "the playbook"}[about]

    verdict = judge(*GOOD, more=changes)

    assert verdict.status == "undecided"
    assert str(verdict.found) == (
        f"2 verified cycles in a row, 0 failed since the last baseline; {words} was changed on {day(18)}; "
        "1 cycle before that does not count any more"
    )
    assert verdict.command.startswith("playbook cycle open")


def test_what_was_changed_after_a_cycle_makes_it_stale_though_the_clock_stood_still():
    changes = [accepted(40, goal="1"), accepted(17, goal="2")]

    assert judge(*GOOD, more=changes).status == "undecided"


def test_cycles_from_before_a_step_back_do_not_count_though_the_clock_stood_still():
    back = stamped(e.Moved("emea/pilot", "squad", "regress", "stable", "operating", ()), 17)

    assert judge(*GOOD, more=[back]).status == "undecided"


def test_failures_from_before_the_change_do_not_count_either():
    changes = [accepted(40, goal="1"), accepted(8, goal="2")]

    verdict = judge(BAD, cycle(5, 9, verified=False), cycle(6, 7), cycle(7, 6), cycle(8, 5), more=changes)

    assert verdict.status == "pass"
    assert str(verdict.found).endswith("2 cycles before that do not count any more")


def test_what_never_changed_makes_nothing_stale():
    assert judge(*GOOD, more=[accepted(1, goal="1", mission="1", playbook="1")]).status == "pass"


def test_another_measure_makes_no_cycle_stale():
    changes = [accepted(40, measure_csat="1"), accepted(1, measure_csat="2")]

    assert judge(*GOOD, more=changes).status == "pass"


@pytest.mark.parametrize(
    ("window", "status"),
    [
        pytest.param(0, "fail", id="all"),
        pytest.param(5, "fail", id="both-in-it"),
        pytest.param(3, "pass", id="outside"),
    ],
)
def test_only_the_latest_cycles_of_the_window_are_looked_at(window, status):
    failed = [cycle(4, 12, verified=False), cycle(5, 11, verified=False)]

    verdict = judge(*failed, cycle(6, 8), cycle(7, 7), cycle(8, 6), options={"window": window})

    assert verdict.status == status


def test_in_the_middle_of_the_window_failures_beyond_the_limit_fail_at_once():
    verdict = judge(BAD, cycle(5, 9, verified=False), options={"window": 6})

    assert verdict.status == "fail"


def test_a_window_that_ends_with_neither_says_so():
    mixed = [cycle(1, 20), cycle(2, 19), BAD, cycle(5, 5)]

    ended, running = judge(*mixed, options={"window": 4}), judge(*mixed, options={"window": 5})

    assert (ended.status, running.status) == ("undecided", "undecided")
    assert str(ended.found).endswith("; the last 4 cycles do not decide it yet")
    assert "window" not in str(running.found)


def test_without_a_cycle_a_window_has_not_ended():
    assert "window" not in str(judge(options={"window": 1}).found)
