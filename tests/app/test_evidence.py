import math

import pytest

from playbook.app.evidence import (
    Value,
    close_cycle,
    decide_lesson,
    items_of,
    learn,
    open_cycle,
    read,
    rebase,
    tick,
    unproved,
    untick,
)
from playbook.errors import Repeated, UsageError

TOLD = {"broke": "slow", "cause": "no limit", "fix": "limit printed", "verified": True}
MEASURE = "days-to-wash"


def refused(place, match, act, *arguments, **options):
    """Assert that a command is refused and nothing was recorded; return the error."""
    rows = place.rows()
    with pytest.raises(UsageError, match=match) as caught:
        act(place.world(), *arguments, **options)
    assert place.rows() == rows
    return caught.value


def items(place, subject=None):
    return items_of(place.session(), subject or place.pilot)


def test_ticks_and_not_applicable(pilot):
    first, second, *_ = items(pilot)

    tick(pilot.world(), pilot.pilot, [first], evidence="minutes")
    tick(pilot.world(), pilot.pilot, [second], not_applicable="nobody leaves")

    ticks = pilot.session().state.standing(pilot.pilot).ticks
    assert ticks[first].evidence == "minutes"
    assert ticks[second].not_applicable == "nobody leaves"
    pilot.whole()


def test_an_item_there_is_not(pilot):
    first = next(iter(items(pilot)))

    error = refused(pilot, "first/pilot has no checklist item", tick, pilot.pilot, [first, f"{first}x"])

    assert error.hint == f"did you mean '{first}'?"


def test_a_checklist_that_is_not_there_yet(selection):
    error = refused(selection, "no checklist item 'a'", tick, selection.pilot, ["a"])

    assert error.hint == "it gets its checklist when it is formed"


def test_untick(pilot):
    first = next(iter(items(pilot)))
    tick(pilot.world(), pilot.pilot, [first])

    untick(pilot.world(), pilot.pilot, [first])

    assert pilot.session().state.standing(pilot.pilot).ticks == {}
    assert "- [x]" not in pilot.document("pilot/launch-checklist").read_text("utf-8")


def test_only_a_tick_can_be_taken_back(pilot):
    first = next(iter(items(pilot)))

    refused(pilot, "is not ticked", untick, pilot.pilot, [first])


def value(place, **changes):
    return Value(**{"subject": place.pilot, "measure": MEASURE, "day": "2026-11-30", "value": 3.5, **changes})


def test_readings(stabilisation):
    place = stabilisation

    _, count = read(place.world(), "first", [value(place), value(place, day="2026-11-29", value=4)])

    assert count == 2
    series = place.session().state.standing(place.pilot).series[MEASURE]
    assert series.values == {"2026-11-30": 3.5, "2026-11-29": 4}
    place.whole()


def test_only_new_readings_count(stabilisation):
    place = stabilisation
    read(place.world(), "first", [value(place)])
    rows = place.rows()

    assert read(place.world(), "first", [value(place)])[1] == 0
    assert place.rows() == rows
    assert read(place.world(), "first", [value(place, value=2)])[1] == 1
    assert place.session().state.standing(place.pilot).series[MEASURE].values == {"2026-11-30": 2}


WRONG = [
    pytest.param({"measure": "csat"}, r"'csat' is not a measure of first \(it has: days-to-wash\)", id="measure"),
    pytest.param({"subject": "first"}, "first is not a squad: readings belong to squads", id="unit"),
    pytest.param({"subject": "first/wave-1"}, "first/wave-1 is not a squad", id="wave"),
    pytest.param({"subject": "first/pliot"}, "there is no 'first/pliot'", id="subject"),
    pytest.param({"value": math.nan}, "a number is needed, found 'nan'", id="nan"),
    pytest.param({"value": math.inf}, "a number is needed, found 'inf'", id="infinite"),
    pytest.param({"day": "2026-02-30"}, "a date is needed .*found '2026-02-30'", id="no-such-day"),
    pytest.param({"day": "30.11.2026"}, "a date is needed", id="another-form"),
    pytest.param({"day": ""}, "a date is needed", id="no-day"),
    pytest.param({"day": "2026-12-02"}, "2026-12-02 is in the future", id="future"),
]


@pytest.mark.parametrize(("changes", "match"), WRONG)
def test_a_wrong_reading_records_nothing(stabilisation, changes, match):
    place = stabilisation

    refused(place, match, read, "first", [value(place), value(place, **changes)])


def test_every_wrong_reading_is_told_with_its_line(stabilisation):
    place = stabilisation
    given = [value(place, measure="csat", where="r.csv:2"), value(place), value(place, day="x", where="r.csv:4")]

    error = refused(place, "r.csv:2: 'csat' is not a measure", read, "first", given)

    assert "r.csv:4: a date is needed" in error.message
    assert error.hint == "nothing was recorded"


def test_a_baseline(stabilisation):
    place = stabilisation
    read(place.world(), "first", [value(place)])

    rebase(place.world(), place.pilot, MEASURE, "2026-12-01", "new depot")

    series = place.session().state.standing(place.pilot).series[MEASURE]
    assert (series.baseline, series.reason) == ("2026-12-01", "new depot")
    assert series.since_baseline() == ()


def test_a_baseline_of_what_there_is_not(stabilisation):
    refused(stabilisation, "not a measure", rebase, stabilisation.pilot, "csat", "2026-12-01", "x")
    refused(stabilisation, "in the future", rebase, stabilisation.pilot, MEASURE, "2027-01-01", "x")


def test_a_cycle_and_its_lesson(stabilisation):
    place = stabilisation
    _, opened = open_cycle(place.world(), place.pilot, "credits help", 14)

    _, lesson = close_cycle(place.world(), place.pilot, opened.id, **TOLD, lesson="print the limit")

    assert opened.id == "c1"
    assert (lesson.id, lesson.cycle, lesson.text) == ("lesson-1", "c1", "print the limit")
    cycle = place.session().state.standing(place.pilot).cycles["c1"]
    assert (cycle.broke, cycle.cause, cycle.fix, cycle.verified) == ("slow", "no limit", "limit printed", True)
    assert "print the limit" in place.document("pilot/break-fix-log").read_text("utf-8")
    place.whole()


def test_a_cycle_may_end_without_a_lesson_and_without_its_name(stabilisation):
    place = stabilisation
    open_cycle(place.world(), place.pilot, "credits help", 14)

    _, lesson = close_cycle(place.world(), place.pilot, "", **{**TOLD, "verified": False})

    assert lesson is None
    assert not place.session().state.standing(place.pilot).cycles["c1"].verified


@pytest.mark.parametrize("subject", ["first", "first/wave-1"])
def test_cycles_belong_to_squads(stabilisation, subject):
    refused(stabilisation, "is not a squad: cycles belong to squads", open_cycle, subject, "h", 14)


def test_a_cycle_that_is_not_open(stabilisation):
    place = stabilisation
    refused(place, "first/pilot has no open cycle$", close_cycle, place.pilot, "", **TOLD)
    refused(place, "first/pilot has no open cycle 'c7'", close_cycle, place.pilot, "c7", **TOLD)
    place.cycle()

    refused(place, "cycle c1 is closed already", close_cycle, place.pilot, "c1", **TOLD)


def test_a_lesson_of_its_own(stabilisation):
    place = stabilisation
    place.cycle()

    _, lesson = learn(place.world(), place.pilot, "ask earlier", "c1")

    assert (lesson.id, lesson.cycle, lesson.decision) == ("lesson-1", "c1", "")
    refused(place, "first/pilot has no cycle 'c9'", learn, place.pilot, "x", "c9")
    refused(place, "there is no 'first/zzz'", learn, "first/zzz", "x")


@pytest.mark.parametrize(("decision", "reason"), [("adopted", ""), ("local", "one depot"), ("rejected", "wrong")])
def test_a_lesson_is_decided(stabilisation, decision, reason):
    place = stabilisation
    learn(place.world(), place.pilot, "ask earlier")

    _, lesson = decide_lesson(place.world(), "first", "lesson-1", decision, reason)

    assert (lesson.decision, lesson.reason) == (decision, reason)


def test_a_lesson_that_is_not_adopted_needs_a_reason(stabilisation):
    learn(stabilisation.world(), stabilisation.pilot, "ask earlier")

    refused(stabilisation, "needs a reason", decide_lesson, "first", "lesson-1", "rejected")


def test_a_lesson_there_is_not(stabilisation):
    learn(stabilisation.world(), stabilisation.pilot, "ask earlier")

    error = refused(stabilisation, "first has no lesson 'lesson-9'", decide_lesson, "first", "lesson-9", "adopted")

    assert error.hint == "lessons: lesson-1"


def test_adopted_lessons_are_in_the_next_squads_charter(replication):
    replication.advance("first/wave-1")

    text = replication.document("second/charter").read_text("utf-8")
    assert all(f"lesson {number}" in text for number in range(3))


def test_numbers_that_turn_move_a_stable_squad_back(replication):
    place = replication
    place.later(8)

    place.measure(place.pilot, 9, 9, 9, 9)

    assert place.stage(place.pilot) == "operating"
    assert place.stage() == "replication"
    (row,) = [row for row in place.rows() if row.kind == "Moved" and '"regress"' in row.data]
    assert '"reason"' in row.data
    place.whole()


def test_a_squad_that_shrinks_is_moved_when_its_file_is_read(stabilisation):
    place = stabilisation
    text = place.file.read_text("utf-8")
    line = next(one for one in text.splitlines() if "Ada Adviser" in one)
    place.change(f"{line}\n", "")

    place.sync()

    assert place.stage(place.pilot) == "understrength"
    place.whole()


def test_a_repeated_command_adds_nothing(stabilisation):
    place = stabilisation
    open_cycle(place.world(key="k1"), place.pilot, "h", 14)
    rows = place.rows()

    with pytest.raises(Repeated):
        open_cycle(place.world(key="k1"), place.pilot, "h", 14)

    assert place.rows() == rows


def test_a_repeated_lesson_is_recorded_once(stabilisation):
    place = stabilisation
    learn(place.world(key="k1"), place.pilot, "ask earlier")
    rows = place.rows()

    with pytest.raises(Repeated):
        learn(place.world(key="k1"), place.pilot, "ask earlier")

    assert place.rows() == rows


def test_a_repeated_closing_gives_no_second_lesson(stabilisation):
    place = stabilisation
    open_cycle(place.world(), place.pilot, "h", 14)
    close_cycle(place.world(key="k1"), place.pilot, "c1", **TOLD, lesson="ask earlier")

    with pytest.raises(Repeated):
        close_cycle(place.world(key="k1"), place.pilot, "c1", **TOLD, lesson="ask earlier")

    assert list(place.session().state.lessons) == ["lesson-1"]


def test_problems_are_told_in_the_order_of_the_lines(stabilisation):
    place = stabilisation
    given = [
        value(place, day="z", where="r.csv:2", line=2),
        value(place, subject="first/plot", where="r.csv:4", line=4),
        value(place, measure="csat", where="r.csv:5", line=5),
    ]

    error = refused(place, "r.csv:2", read, "first", given, {3: "r.csv:3: a number is needed, found 'x'"})

    assert [line.partition(": ")[0] for line in error.message.splitlines()] == [f"r.csv:{n}" for n in (2, 3, 4, 5)]
    assert "there is no 'first/plot' (did you mean 'first/pilot'?)" in error.message


def test_problems_without_a_line_are_told_as_they_were_typed(stabilisation):
    error = refused(stabilisation, "a date", read, "first", [value(stabilisation, day=day) for day in ("z", "a")])

    assert [line[-3:] for line in error.message.splitlines()] == ["'z'", "'a'"]


def test_ticks_that_lack_their_evidence(pilot):
    session = tick(pilot.world(), pilot.pilot, ["launch.heads-released", "launch.data-probed", "launch.lead-free"])
    assert unproved(session, pilot.pilot) == ["launch.heads-released", "launch.data-probed"]

    tick(pilot.world(), pilot.pilot, ["launch.heads-released"], evidence="folder 3")
    session = tick(pilot.world(), pilot.pilot, ["launch.data-probed"], not_applicable="no data there")

    assert unproved(session, pilot.pilot) == []
