"""Failures: recorded, learned from, counted against the budget, and what the gates make of them."""

import pytest

from playbook.app.evidence import close_cycle, decide_lesson, learn, open_cycle
from playbook.app.failures import failures
from playbook.app.failures import learn as understand
from playbook.app.failures import record as fail
from playbook.errors import UsageError
from tests.builders import STATES

WAVE = STATES / "wave.yaml"


def failed(place, text="30 orders went astray", subject=None, *, size="small", **how):
    return fail(place.world(), subject or place.pilot, text, size=size, **how)[1]


def told(place):
    return failures(place.world(), [place.unit])[0]


def test_a_failure_is_numbered_and_priced(stabilisation):
    first = failed(stabilisation, cause="old  labels")
    second = failed(stabilisation, "again", "first", size="medium", cause="Old labels")

    assert (first.id, first.points, first.cause) == ("failure-1", 0.5, "old labels")
    assert (second.id, second.points, second.doubled) == ("failure-2", 2, "failure-1")
    assert stabilisation.events("FailureRecorded")
    stabilisation.whole()


def test_its_lesson_can_be_told_in_words_with_it(stabilisation):
    found = failed(stabilisation, lesson="print labels fresh")

    lesson = stabilisation.session().state.lessons[found.lesson]
    assert (lesson.text, lesson.subject) == ("print labels fresh", stabilisation.pilot)
    assert not found.unlearned


def test_its_lesson_can_be_one_there_is(stabilisation):
    _, known = learn(stabilisation.world(), stabilisation.pilot, "print labels fresh")

    found = failed(stabilisation, lesson=known.id)

    assert found.lesson == known.id
    assert len(stabilisation.session().state.lessons) == 1


def test_its_lesson_can_come_later_and_be_another_one_then(stabilisation):
    failed(stabilisation)

    _, found = understand(stabilisation.world(), "first", "failure-1", "print labels fresh")
    _, again = understand(stabilisation.world(), stabilisation.pilot, "failure-1", "read labels aloud")

    assert (found.lesson, again.lesson) == ("lesson-1", "lesson-2")
    with pytest.raises(UsageError, match="lesson-2 is the lesson of failure-1 already"):
        understand(stabilisation.world(), "first", "failure-1", "lesson-2")


def test_an_adopted_lesson_gives_points_back(stabilisation):
    failed(stabilisation, size="medium", lesson="print labels fresh")
    before = told(stabilisation)["used"]

    decide_lesson(stabilisation.world(), "first", "lesson-1", "adopted")

    assert (before, told(stabilisation)["used"]) == (1, 0.5)


def test_it_can_be_of_a_cycle(stabilisation):
    _, cycle = open_cycle(stabilisation.world(), stabilisation.pilot, "fresh labels help", 14)
    answers = {"broke": "labels", "cause": "old", "fix": "printed", "verified": False}
    close_cycle(stabilisation.world(), stabilisation.pilot, cycle.id, **answers)

    found = failed(stabilisation, cycle=cycle.id, lesson="print labels fresh")

    assert told(stabilisation)["failures"][0]["cycle"] == cycle.id
    assert stabilisation.session().state.lessons[found.lesson].cycle == cycle.id


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"subject": "first/secnd"}, "there is no 'first/secnd'"),
        ({"cycle": "c9"}, "has no cycle 'c9'"),
        ({"subject": "first", "cycle": "c1"}, "first has no cycle 'c1'"),
        ({"lesson": "lesson-9"}, "first has no lesson 'lesson-9'"),
        ({"lesson": "Lesson-1"}, "first has no lesson 'Lesson-1'"),
    ],
)
def test_what_there_is_not_is_refused_and_nothing_recorded(stabilisation, how, said):
    with pytest.raises(UsageError, match=said):
        failed(stabilisation, **how)

    assert not stabilisation.events("FailureRecorded")
    assert not stabilisation.events("LessonRecorded")


def test_a_failure_there_is_not_has_no_lesson(stabilisation):
    failed(stabilisation, subject="first")

    with pytest.raises(UsageError, match="first has no failure 'failure-2'") as caught:
        understand(stabilisation.world(), "first", "failure-2", "words")
    assert str(caught.value.advice) == "did you mean 'failure-1'?"
    with pytest.raises(UsageError, match="first/pilot has no failure 'failure-1'") as caught:
        understand(stabilisation.world(), stabilisation.pilot, "failure-1", "words")
    assert str(caught.value.advice) == "no failure is recorded"


def test_the_list_says_who_and_how_much(stabilisation):
    failed(stabilisation, size="large")

    found = told(stabilisation)

    assert (found["unit"], found["used"], found["limit"]) == ("first", 1, 1)
    assert found["tripped"]
    assert not found["kept"]
    (entry,) = found["failures"]
    assert entry["by"] == "Ruth Okafor <ruth.okafor@example.org>"
    assert (entry["id"], entry["size"], entry["trips"]) == ("failure-1", "large", True)


def test_a_squad_that_ended_badly_is_in_the_list(replication):
    replication.advance("first/second", by="stop", name="disband", reason="nobody came")

    (entry,) = told(replication)["failures"]

    assert (entry["id"], entry["stage"], entry["text"], entry["by"]) == ("", "disbanded", "nobody came", "")
    assert told(replication)["used"] == 1


def test_no_wave_is_staffed_over_a_large_failure_until_the_unit_has_gone_back(replication):
    wave = "first/wave-1"
    assert replication.why(wave)[wave, "failure_budget"].status == "pass"
    failed(replication, size="large")
    assert replication.why(wave)[wave, "failure_budget"].status == "fail"

    replication.later(1)
    replication.advance(by="recycle", reason="find out why")

    assert replication.why(wave)[wave, "failure_budget"].status == "pass"


def test_the_list_counts_by_the_weights_of_the_workspaces_own_stage_maps(fresh):
    states = fresh.folder / "states"
    states.mkdir()
    text = WAVE.read_text("utf-8").replace("      - failure_budget\n", "      - failure_budget: {small: 2}\n")
    (states / "wave.yaml").write_text(text, "utf-8")

    assert failed(fresh).points == 2
