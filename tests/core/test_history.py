import re
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core import events as e
from playbook.core.history import (
    _APPLY,
    Approval,
    Hold,
    Reading,
    Rollout,
    Series,
    Stamped,
    Standing,
    Tick,
    actors,
    fold,
)
from tests.builders import ago, document, item, moved, plain_state, stamped, unit
from tests.core.strategies import SUBJECTS, histories


def after(*events):
    return fold((one if isinstance(one, Stamped) else stamped(one) for one in events), Rollout("emea"))


def pilot(*events):
    return after(*events).standing("emea/pilot")


def test_every_kind_of_event_is_folded():
    assert set(_APPLY) == set(e.KINDS.values())


def test_nothing_has_happened():
    found = after()

    assert found == Rollout("emea")
    assert found.standing("emea/pilot") == Standing("emea/pilot")
    assert found.standings == {}


@given(histories())
def test_each_event_counts_and_the_last_one_is_known(history):
    found = after(*history)

    assert found.count == len(history)
    assert found.last == (history[-1].at if history else "")


@given(histories(), st.data())
def test_two_halves_are_the_whole(history, data):
    cut = data.draw(st.integers(0, len(history)))

    halves = fold(history[cut:], fold(history[:cut], Rollout("emea")))

    assert halves == after(*history)


@given(histories())
def test_folding_changes_no_event_and_is_the_same_each_time(history):
    before = deepcopy(history)

    assert after(*history) == after(*history)
    assert history == before


@given(histories())
def test_time_is_what_the_events_say_never_the_clock(history):
    earlier = [one._replace(at=one.at.replace("2026", "1999")) for one in history]

    assert repr(after(*earlier)) == re.sub(r"2026-(..-..T)", r"1999-\1", repr(after(*history)))


def test_a_configuration_is_accepted():
    found = after(
        stamped(e.ConfigurationAccepted("emea", "d1", "t1", "1.0"), 5), e.Moved("emea", "rollout", "m", "a", "b")
    )

    assert (found.digest, found.configuration, found.accepted, found.playbook) == ("d1", "t1", ago(5), "1.0")


def test_a_move():
    verdicts = ({"condition": "stable"},)
    found = pilot(
        stamped(e.Moved("emea/pilot", "squad", "form", "proposed", "forming", carried_by="emea"), 3),
        stamped(e.Moved("emea/pilot", "squad", "charter", "forming", "chartered", verdicts, "why"), 1, "p-1"),
    )

    assert (found.stage, found.since) == ("chartered", ago(1))
    assert found.been == {"proposed": ago(3), "forming": ago(3), "chartered": ago(1)}
    assert [one.move for one in found.passages] == ["form", "charter"]
    assert found.passages[0].carried_by == "emea"
    assert found.passages[1][:7] == (ago(1), "p-1", "charter", "forming", "chartered", verdicts, "why")


def test_a_stage_entered_again_is_entered_again():
    found = pilot(
        moved("emea/pilot", "operating", 9), moved("emea/pilot", "stable", 5), moved("emea/pilot", "operating", 2)
    )

    assert found.been["operating"] == ago(2)
    assert found.been["stable"] == ago(5)
    assert found.since == ago(2)


def test_a_move_uses_up_the_approvals_and_keeps_its_own():
    yes = e.Approved("emea", "begin", "sponsor", "f1", "go")
    other = e.Approved("emea", "stop", "sponsor", "f2")

    found = after(
        stamped(yes, 4), stamped(other, 3), stamped(e.Moved("emea", "rollout", "begin", "selection", "pilot"), 1)
    )

    standing = found.standing("emea")
    assert standing.approvals == []
    assert standing.passages[0].approvals == (Approval(ago(4), "p-sponsor", "sponsor", "begin", "f1", "go"),)


def test_an_approval_given_again_replaces_the_first():
    first, again = (e.Approved("emea", "begin", "sponsor", name) for name in ("f1", "f2"))
    found = after(first, stamped(again), stamped(first, by="p-2")).standing("emea").approvals

    assert [(one.by, one.fingerprint) for one in found] == [("p-sponsor", "f2"), ("p-2", "f1")]


def test_approvals_of_different_roles_and_moves_stand_side_by_side():
    found = after(
        e.Approved("emea", "begin", "sponsor", "f"),
        e.Approved("emea", "begin", "lead", "f"),
        e.Approved("emea", "stop", "lead", "f"),
    )

    assert len(found.standing("emea").approvals) == 3


def test_a_wave_is_composed():
    assert after(e.WaveComposed("emea/wave-1", ("lyon", "kyiv"))).standing("emea/wave-1").squads == ("lyon", "kyiv")


def test_a_hold_is_placed_and_lifted():
    placed = stamped(e.HoldPlaced("emea/pilot", "sick"), 2)

    assert pilot(placed).hold == Hold(ago(2), "p-sponsor", "sick")
    assert pilot(placed, e.HoldLifted("emea/pilot")).hold is None


def test_ticks():
    found = pilot(
        stamped(e.ItemTicked("emea/pilot", "a", "the minutes"), 2),
        e.ItemTicked("emea/pilot", "b", not_applicable="no data"),
        e.ItemTicked("emea/pilot", "c"),
        e.ItemUnticked("emea/pilot", "c"),
        e.ItemUnticked("emea/pilot", "never"),
    )

    assert found.ticks["a"] == Tick(ago(2), "p-sponsor", "the minutes", "")
    assert found.ticks["b"].not_applicable == "no data"
    assert set(found.ticks) == {"a", "b"}


def test_a_tick_of_one_squad_is_not_anothers():
    found = after(e.ItemTicked("emea/pilot", "a"))

    assert found.standing("emea/lyon").ticks == {}


def reading(day, value):
    return e.ReadingRecorded("emea/pilot", "csat", day, value)


def test_a_second_reading_of_a_day_replaces_the_first():
    found = pilot(reading("2026-11-02", 4), reading("2026-11-01", 3), reading("2026-11-02", 5)).series["csat"]

    assert found.since_baseline() == (Reading("2026-11-01", 3), Reading("2026-11-02", 5))


def test_readings_since_the_baseline_with_its_day():
    found = pilot(
        *(reading(f"2026-11-0{day}", day) for day in (3, 1, 2)),
        e.BaselineSet("emea/pilot", "csat", "2026-11-02", "new depot"),
    ).series["csat"]

    assert [one.value for one in found.since_baseline()] == [2, 3]
    assert found.reason == "new depot"
    assert found.values["2026-11-01"] == 1


def test_a_baseline_before_any_reading():
    found = pilot(e.BaselineSet("emea/pilot", "csat", "2026-11-02", "new"), reading("2026-11-01", 1))

    assert found.series["csat"].since_baseline() == ()
    assert Series().since_baseline() == ()


def test_a_cycle_and_its_lesson():
    found = after(
        stamped(e.CycleOpened("emea/pilot", "c1", "credits help", 14), 5),
        stamped(e.CycleClosed("emea/pilot", "c1", "slow", "no limit", "limit printed", verified=True), 2),
        stamped(e.LessonRecorded("emea/pilot", "lesson-1", "c1", "print the limit"), 2),
        stamped(e.LessonDecided("emea/pilot", "lesson-1", "rejected", "one depot"), 1),
    )

    cycle, lesson = found.standing("emea/pilot").cycles["c1"], found.lessons["lesson-1"]
    assert (cycle.opened, cycle.closed, cycle.time_box, cycle.verified) == (ago(5), ago(2), 14, True)
    assert (cycle.hypothesis, cycle.broke, cycle.cause, cycle.fix) == (
        "credits help",
        "slow",
        "no limit",
        "limit printed",
    )
    assert (lesson.cycle, lesson.text, lesson.recorded) == ("c1", "print the limit", ago(2))
    assert (lesson.decision, lesson.reason, lesson.decided) == ("rejected", "one depot", ago(1))


def test_an_open_cycle_is_not_closed():
    assert pilot(e.CycleOpened("emea/pilot", "c1", "h", 14)).cycles["c1"].closed == ""


def test_a_document_and_its_revisions():
    first = document("charter", item("a"))
    found = after(
        first, e.DocumentRevised("emea/pilot", "emea/pilot/charter", "s" * 64, "emea/pilot/charter.md"), first
    )

    paper = found.papers["emea/pilot/charter"]
    assert paper.revision == "r" * 64
    assert paper.revisions == ("r" * 64, "s" * 64)
    assert paper.items == first.items


def test_an_edit_changes_what_was_seen_not_what_was_generated():
    found = after(document("charter"), e.DocumentEdited("emea/pilot", "emea/pilot/charter", "t", "seen", "signed"))

    paper = found.papers["emea/pilot/charter"]
    assert (paper.seen, paper.signed, paper.revision) == ("seen", "signed", "r" * 64)


def test_trouble_stays_until_it_is_mended():
    name = ("emea/pilot", "emea/pilot/charter")
    troubled = (document("charter"), e.DocumentTroubled(*name, "conflict"), document("charter"))

    assert after(*troubled).papers[name[1]].trouble == "conflict"
    assert after(*troubled, e.DocumentMended(*name)).papers[name[1]].trouble == ""


UNHELD = [
    ("emea", "emea", "emea"),
    ("emea", "emea/pilot", "emea"),
    ("emea", "emea/wave-1", "emea"),
    ("emea", "emea/lyon", "emea"),
    ("emea/wave-1", "emea/wave-1", "emea/wave-1"),
    ("emea/wave-1", "emea/lyon", "emea/wave-1"),
    ("emea/wave-1", "emea/oslo", None),
    ("emea/wave-1", "emea/pilot", None),
    ("emea/wave-1", "emea", None),
    ("emea/lyon", "emea/lyon", "emea/lyon"),
    ("emea/lyon", "emea/wave-1", None),
    ("emea/lyon", "emea/kyiv", None),
    ("emea/lyon", "emea", None),
]


@pytest.mark.parametrize(("placed", "asked", "expected"), UNHELD)
def test_a_hold_reaches_what_is_below_it_only(placed, asked, expected):
    found = after(e.WaveComposed("emea/wave-1", ("lyon", "kyiv")), e.HoldPlaced(placed, "wait")).held(asked)

    assert (found[0] if found else None) == expected
    assert found is None or found[1].reason == "wait"


def test_the_nearest_hold_is_named():
    found = after(e.HoldPlaced("emea", "all"), e.HoldPlaced("emea/pilot", "own"))

    assert found.held("emea/pilot")[1].reason == "own"
    assert found.held("emea/lyon")[1].reason == "all"


def test_the_wave_of_a_squad():
    found = after(e.WaveComposed("emea/wave-1", ("lyon",)))

    assert found.wave_of("emea/lyon") == "emea/wave-1"
    assert found.wave_of("emea/oslo") == ""
    assert found.wave_of("emea") == ""


def test_where_a_key_is_written_or_the_nearest_above_it():
    found = plain_state(lines={"pilot": 3, "pilot.members": 5, "pilot.members.1": 7}, unit=unit())

    assert found.where("pilot", "members", 1, "person") == "units/emea.yaml:7"
    assert found.where("pilot", "members", 0) == "units/emea.yaml:5"
    assert found.where("pilot", "lead") == "units/emea.yaml:3"
    assert found.where("sponsor") == "units/emea.yaml"


def test_a_person_without_the_mail():
    found = plain_state(unit=unit())

    assert found.person("p-sponsor") == "Sponsor"
    assert found.person("squad lead") == "squad lead"


@given(histories(), st.sampled_from(SUBJECTS))
def test_where_a_subject_stands_is_where_its_last_move_led(history, subject):
    found = after(*history).standing(subject)

    moves = [one.event for one in history if isinstance(one.event, e.Moved) and one.event.subject == subject]
    assert found.stage == (moves[-1].target if moves else "")
    assert len(found.passages) == len(moves)
    assert set(found.been) == {stage for move in moves for stage in (move.source, move.target)}


def test_a_tick_is_of_its_author_and_otherwise_of_who_recorded_it():
    ticked = e.ItemTicked("emea/pilot", "a", who="p-lyon-1", when="2026-11-20T08:00:00Z")

    found = pilot(ticked, e.ItemTicked("emea/pilot", "b")).ticks

    assert (found["a"].by, found["a"].person, found["a"].day) == ("p-sponsor", "p-lyon-1", "2026-11-20T08:00:00Z")
    assert (found["b"].person, found["b"].day) == ("p-sponsor", found["b"].at)


@pytest.mark.parametrize(("given", "wanted", "stands"), [(1, None, True), (1, 2, False), (2, 2, True), (3, 2, True)])
def test_a_tick_stands_for_the_meaning_it_was_given_for(given, wanted, stands):
    asked = item("a") | ({"meaning": wanted} if wanted else {})

    assert pilot(e.ItemTicked("emea/pilot", "a", meaning=given)).ticks["a"].stands(asked) is stands


def test_authors_of_ticks_act_too():
    found = after(e.ItemTicked("emea/pilot", "a", who="p-lyon-1"))

    assert actors(found) == {"p-sponsor", "p-lyon-1"}


def test_a_document_knows_what_people_added_and_what_was_not_read():
    own, unread = ({"id": "own.1", "text": "x (required)", "line": 3},), ({"line": 4, "item": "a", "why": "form"},)
    name = "emea/pilot/charter"

    edited = after(document("charter"), e.DocumentEdited("emea/pilot", name, "t", "s", own=own, unread=unread))

    assert (edited.papers[name].own, edited.papers[name].unread) == (own, unread)
    again = after(document("charter"), e.DocumentEdited("emea/pilot", name, "t", "s", own=own), document("charter"))
    assert again.papers[name].own == ()
