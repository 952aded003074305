import pytest

from playbook.core import events as e
from tests.builders import case, document, judged, state


def cycle(name="c1", *, closed=True, subject="emea/pilot"):
    events = [e.CycleOpened(subject, name, "it breaks", 7)]
    return [*events, e.CycleClosed(subject, name, "it", "why", "fixed", verified=True)] if closed else events


def lesson(name="lesson-1", cycle="c1", subject="emea/pilot"):
    return e.LessonRecorded(subject, name, cycle, "ring the customer first")


def judge(*events, subject="emea/pilot"):
    return judged("lessons_adopted", case(subject, state=state(*events)))


@pytest.mark.parametrize(
    ("decision", "reason", "status"),
    [
        (None, "", "fail"),
        ("adopted", "", "pass"),
        ("local", "", "pass"),
        ("rejected", "too dear", "pass"),
        ("rejected", " ", "fail"),
    ],
)
def test_a_lesson_is_decided(decision, reason, status):
    decided = [e.LessonDecided("emea/pilot", "lesson-1", decision, reason)] if decision else []

    verdict = judge(*cycle(), lesson(), *decided)

    assert verdict.status == status


def test_a_cycle_that_taught_nothing_is_fine():
    verdict = judge(*cycle())

    assert verdict.status == "pass"
    assert str(verdict.found) == "no lesson is waiting"


def test_a_lesson_of_an_open_cycle_can_wait():
    verdict = judge(*cycle(closed=False), lesson())

    assert verdict.status == "pass"


def test_a_lesson_without_a_cycle_is_not_overlooked():
    verdict = judge(lesson(cycle=""))

    assert verdict.status == "fail"


def test_it_names_the_lesson_and_the_next_step():
    verdict = judge(document("break-fix-log"), *cycle(), lesson())

    assert str(verdict.found) == "1 lesson waits: lesson-1 (“ring the customer first”)"
    assert verdict.where == "documents/emea/pilot/break-fix-log.md"
    assert verdict.clears == ("p-pilot-1", "p-sponsor")
    assert verdict.command == "playbook lesson adopt emea lesson-1"


def test_five_are_named_and_all_are_counted():
    verdict = judge(*cycle(), *(lesson(f"lesson-{number}") for number in range(1, 8)))

    assert str(verdict.found).startswith("7 lessons wait: lesson-1")
    assert str(verdict.found).endswith(", …")
    assert "lesson-6" not in str(verdict.found)


@pytest.mark.parametrize(
    ("subject", "status"),
    [("emea", "fail"), ("emea/wave-1", "fail"), ("emea/lyon", "fail"), ("emea/wave-2", "pass"), ("emea/pilot", "pass")],
)
def test_a_unit_answers_for_all_lessons_and_others_for_their_own(subject, status):
    verdict = judge(*cycle(subject="emea/lyon"), lesson(subject="emea/lyon"), subject=subject)

    assert verdict.status == status


def test_a_lesson_of_the_unit_itself_is_the_sponsors():
    verdict = judge(lesson(cycle="", subject="emea"), subject="emea")

    assert verdict.clears == ("p-sponsor",)
