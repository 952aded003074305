import pytest

from playbook.core import events as e
from playbook.core.asks import asks
from playbook.core.state import Signature, Suspect
from playbook.core.summary import line, steps
from tests.builders import ago, day, document, moved, stamped
from tests.core.scenes import scene

REPLICATING = (moved("emea", "replication", 9), moved("emea/pilot", "stable", 9))


def waiting(*events, kind=None, change=None, **statuses):
    """Return what waits after these events, of one kind where it is named."""
    found = scene(*events, **statuses)
    if change:
        change(found)
    return [one for one in asks(found, steps(found)) if kind in (None, one["kind"])]


# ------------------------------------------------------------------------------------------------ gates


def test_an_open_gate_asks_for_the_move():
    (one,) = waiting()

    assert (one["kind"], one["what"], one["command"]) == ("advance", "pilot", "playbook advance emea")
    assert one["who"] == ["p-sponsor", "p-pilot-1"]
    assert one["until"] == ""


def test_what_stands_in_the_way_is_asked_for_and_the_move_is_not():
    found = waiting(approval="fail", documents="undecided")

    assert [(one["kind"], one["what"]) for one in found] == [("condition", "documents"), ("condition", "approval")]
    assert {one["command"] for one in found} == {"playbook why emea"}
    assert found[0]["found"] == ["found {it}", {"it": "undecided"}, ""]


def test_whoever_can_clear_it_is_who_waits_and_else_the_sponsor():
    assert [one["who"] for one in waiting(approval="fail")] == [["p-sponsor"]]


def test_each_lane_that_can_go_on_is_asked_for():
    found = waiting(*REPLICATING)

    assert [one["command"] for one in found] == ["playbook advance emea/wave-1"]


def test_the_end_asks_for_nothing():
    assert waiting(moved("emea", "stopped")) == []


# ------------------------------------------------------------------------------------------------ what has a day

PROVISO = e.ProvisoAdded("emea", "proviso-1", "train two analysts", "p-lyon-1", day(-5))


def test_a_proviso_waits_for_its_owner_until_it_is_met():
    (one,) = waiting(PROVISO, kind="proviso")

    assert (one["who"], one["what"], one["until"]) == (["p-lyon-1"], "train two analysts", day(-5))
    assert one["command"] == 'playbook proviso meet emea proviso-1 --evidence "…"'
    assert waiting(PROVISO, e.ProvisoFulfilled("emea", "proviso-1", "seen"), kind="proviso") == []


def test_an_overdue_proviso_is_asked_for_once():
    late = e.ProvisoAdded("emea", "proviso-1", "train two analysts", "p-lyon-1", day(5))

    found = waiting(late)

    assert [one["kind"] for one in found] == ["proviso"]


def test_an_open_cycle_waits_for_the_lead_until_its_time_box_ends():
    opened = stamped(e.CycleOpened("emea/pilot", "c1", "triage halves the wait", 14), 4)

    (one,) = waiting(opened, kind="cycle")

    assert (one["who"], one["until"]) == (["p-pilot-1"], day(-10))
    assert one["command"].startswith("playbook cycle close emea/pilot c1 --broke")


def test_a_closed_cycle_waits_for_nobody():
    closed = e.CycleClosed("emea/pilot", "c1", "b", "c", "f", verified=True)

    assert waiting(e.CycleOpened("emea/pilot", "c1", "h", 14), closed, kind="cycle") == []


# ------------------------------------------------------------------------------------------------ waivers

ASKED = e.WaiverRequested("emea", "waiver-1", "documents", "begin", "the press is broken", day(-20))


def test_a_waiver_waits_for_whoever_can_grant_it():
    (one,) = waiting(stamped(ASKED, by="p-head-sales"), kind="waiver")

    assert one["who"] == ["p-sponsor", "p-head-marketing", "p-head-finance", "p-head-service"]
    assert (one["what"], one["reason"], one["until"]) == ("documents", "the press is broken", day(-20))
    assert one["command"] == "playbook waiver grant emea waiver-1"


@pytest.mark.parametrize(
    "later", [e.WaiverGranted("emea", "waiver-1"), e.WaiverEnded("emea", "waiver-1", "no")], ids=["granted", "refused"]
)
def test_a_waiver_that_was_decided_waits_for_nobody(later):
    assert waiting(stamped(ASKED, by="p-head-sales"), later, kind="waiver") == []


# ------------------------------------------------------------------------------------------------ learning

CYCLE = e.CycleOpened("emea/pilot", "c1", "h", 14)
LESSON = e.LessonRecorded("emea/pilot", "lesson-1", "c1", "ask before launch")


def test_a_lesson_waits_once_its_cycle_is_closed():
    closed = e.CycleClosed("emea/pilot", "c1", "b", "c", "f", verified=True)

    assert waiting(CYCLE, LESSON, kind="lesson") == []
    (one,) = waiting(CYCLE, LESSON, closed, kind="lesson")
    assert (one["who"], one["what"]) == (["p-pilot-1", "p-sponsor"], "ask before launch")
    assert one["command"] == "playbook lesson adopt emea lesson-1"


def test_a_lesson_that_was_decided_on_waits_for_nobody():
    assert waiting(LESSON, e.LessonDecided("emea/pilot", "lesson-1", "local"), kind="lesson") == []


def test_each_thing_is_asked_for_rather_than_the_condition_that_counts_them():
    stabilised = (moved("emea", "stabilisation", 20), moved("emea/pilot", "operating", 20))

    found = waiting(
        *stabilised,
        LESSON,
        e.FavourGranted("emea/pilot", "favour-1", "hours"),
        lessons_adopted="fail",
        favours_settled="fail",
    )

    assert [one["kind"] for one in found] == ["lesson", "favour"]


def test_a_favour_waits_for_the_sponsor_until_it_is_settled():
    granted = e.FavourGranted("emea/pilot", "favour-1", "the chairman's hours")

    (one,) = waiting(granted, kind="favour")

    assert (one["who"], one["what"]) == (["p-sponsor"], "the chairman's hours")
    assert waiting(granted, e.FavourSettled("emea/pilot", "favour-1", "dropped", "r"), kind="favour") == []


def test_a_failure_waits_for_its_lesson():
    failed = e.FailureRecorded("emea/lyon", "failure-1", "lost a box", "small")

    (one,) = waiting(failed, kind="failure")

    assert one["who"] == ["p-lyon-1", "p-sponsor"]
    assert waiting(failed, e.FailureLearned("emea/lyon", "failure-1", "lesson-1"), kind="failure") == []


# ------------------------------------------------------------------------------------------------ signatures


def signed(role, by, document_="charter"):
    """Return a change of a scene: somebody's signature under a document is suspect."""

    def change(found):
        given = Signature(ago(3), by, role, "s" * 64, "t" * 64)
        found.state.suspects = {f"emea/pilot/{document_}": (Suspect(given, ("Mission",)),)}

    return change


def test_a_suspect_signature_waits_for_whoever_has_the_role_now():
    (one,) = waiting(document("charter"), change=signed("sponsor", "p-gone"), kind="signature")

    assert (one["who"], one["what"]) == (["p-sponsor"], ["documents/emea/pilot/charter.md"])
    assert one["command"] == "playbook approve emea/pilot --again"


def test_of_a_role_with_several_holders_each_answers_for_their_own():
    (one,) = waiting(document("charter"), change=signed("department-heads", "p-head-sales"), kind="signature")

    assert one["who"] == ["p-head-sales"]
    assert waiting(document("charter"), change=signed("department-heads", "p-gone"), kind="signature") == []


# ------------------------------------------------------------------------------------------------ in the line


def test_the_line_names_nobody():
    found = scene(stamped(ASKED, by="p-head-sales"), PROVISO, LESSON, approval="fail")

    told = repr(line(found)["asks"])

    names = {text.partition(" <")[0] for text in found.state.people.values()}
    assert not [name for name in names if name in told]
    assert "@example.org" not in told
