import pytest

from playbook.core import events as e
from tests.builders import case, day, document, judged, stamped, state


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
    events = [event for one in cycles for event in one]
    return judged("cycles", case(state=state(*events, *more)), **(options or {}))


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
