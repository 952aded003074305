import pytest

from playbook.core.history import Lesson
from playbook.documents.lessons import in_order, inherited, lessons, plain
from playbook.documents.pieces import source_of
from playbook.words import Words
from tests.builders import maps
from tests.documents.story import WAVES, told


def source():
    return source_of(told(), maps(), WAVES, Words("en"))


def decided(decision, reason=""):
    return plain(source(), Lesson("l9", "emea/pilot", "", "text", "2026-10-01", decision, reason, "2026-10-02"))


@pytest.mark.parametrize(
    ("decision", "reason", "said"),
    [
        ("", "", "to be decided"),
        ("adopted", "", "adopted 2 Oct 2026"),
        ("adopted", "it saved a week", "adopted 2 Oct 2026: it saved a week"),
        ("local", "one depot only", "kept local 2 Oct 2026: one depot only"),
        ("rejected", "a coincidence", "rejected 2 Oct 2026: a coincidence"),
    ],
)
def test_a_decision_is_a_sentence_of_its_own(decision, reason, said):
    assert decided(decision, reason)["verdict"] == said


def test_lessons_are_told_oldest_first_and_of_whom_they_are():
    found = lessons(source(), ["emea/lyon"], "emea/pilot")

    assert [(one["id"], one["from"]) for one in found] == [
        *((name, "Bordeaux bakeries") for name in ("l1", "l2", "l3")),
        ("l4", "Lyon bakeries"),
    ]
    assert [one.id for one in in_order(source())] == ["l1", "l2", "l3", "l4"]


@pytest.mark.parametrize(
    ("name", "ids"),
    [("pilot", []), ("lyon", ["l1", "l2"]), ("wave-1", ["l1", "l2"]), ("kyiv", ["l1", "l2", "l4"]), ("wave-2", 3)],
)
def test_what_was_adopted_reaches_those_who_come_later(name, ids):
    found = [one["id"] for one in inherited(source(), name)]

    assert found == ids or len(found) == ids
