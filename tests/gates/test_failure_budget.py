import pytest

from playbook.core import events as e
from tests.builders import case, judged, moved, stamped, state, unit


def failure(number=1, size="small", cause="", lesson="", subject="emea/lyon"):
    return e.FailureRecorded(subject, f"failure-{number}", f"thing {number}", size, cause, lesson)


def judge(*events, limit=2, **options):
    return judged("failure_budget", case("emea", state(*events), unit(failure_budget=limit)), **options)


def test_a_unit_without_failures_passes_even_without_a_budget():
    verdict = judge(limit=0)

    assert verdict.status == "pass"
    assert str(verdict.found) == "no failure is recorded"


def test_failures_within_the_budget_pass_and_are_counted():
    verdict = judge(failure(1, lesson="lesson-1"), failure(2, "medium"))

    assert verdict.status == "pass"
    assert str(verdict.found) == "2 failures cost 1.5 of 2 points"


def test_the_budget_may_be_met_and_not_exceeded():
    assert judge(failure(1, "medium"), failure(2, "medium"), limit=2).status == "pass"
    assert judge(failure(1, "medium"), failure(2, "medium"), limit=1).status == "fail"


def test_more_than_the_budget_names_the_dearest_first():
    verdict = judge(failure(1, "medium", "x"), failure(2, "medium", "X"), limit=2)

    assert str(verdict.found) == "2 failures cost 3 of 2 points: failure-2 (“thing 2”): 2, failure-1 (“thing 1”): 1"
    assert verdict.clears == ("p-sponsor",)
    assert verdict.command == "playbook failure list emea"


def test_a_lesson_that_waits_is_the_way_out():
    learned = e.LessonRecorded("emea/lyon", "lesson-1", "", "print labels fresh")
    events = [learned, failure(1, "medium", lesson="lesson-1"), failure(2, lesson="lesson-2")]

    verdict = judge(*events, limit=1)

    assert verdict.status == "fail"
    assert verdict.command == "playbook lesson adopt emea lesson-1"
    assert judge(*events, decided(), limit=1).status == "pass"


def decided():
    return e.LessonDecided("emea/lyon", "lesson-1", "adopted")


def test_a_small_failure_without_a_lesson_is_named():
    verdict = judge(failure(1), failure(2, lesson="lesson-1"))

    assert verdict.status == "fail"
    assert str(verdict.found) == "1 small failure has no lesson: failure-1 (“thing 1”)"
    assert verdict.command == 'playbook failure learn emea/lyon failure-1 --lesson "…"'


def test_a_large_failure_stops_at_once_and_going_back_is_the_way():
    verdict = judge(failure(1, "large"), limit=1000)

    assert verdict.status == "fail"
    assert str(verdict.found) == "a large failure stops at once: failure-1 (“thing 1”)"
    assert verdict.command == 'playbook recycle emea --reason "…"'


def test_after_going_back_it_costs_what_a_medium_one_does():
    back = [stamped(e.Moved("emea", "rollout", "went", *way), 1) for way in (("a", "b"), ("b", "a"))]

    verdict = judge(stamped(failure(1, "large"), 9), *back)

    assert verdict.status == "pass"
    assert str(verdict.found) == "1 failure costs 1 of 2 points"


def test_everything_that_is_wrong_is_said_at_once():
    found = str(judge(failure(1, "large"), failure(2), failure(3, "medium"), limit=1).found)

    assert "stops at once: failure-1" in found
    assert "3 failures cost 2.5 of 1 points" in found
    assert "has no lesson: failure-2" in found


def test_a_squad_that_failed_is_named_by_its_stage():
    verdict = judge(moved("emea/lyon", "failed"), limit=0)

    assert str(verdict.found) == "1 failure costs 1 of 0 points: emea/lyon is failed: 1"


def test_the_first_five_are_named_and_all_are_counted():
    found = str(judge(*(failure(number, "medium") for number in range(1, 9))).found)

    assert found.startswith("8 failures cost 8 of 2 points")
    assert found.endswith("failure-5 (“thing 5”): 1, …")


@pytest.mark.parametrize(("options", "used"), [({"medium": 4}, 4), ({"medium": 4, "credit": 4}, 0)])
def test_the_weights_are_options(options, used):
    learned = e.LessonRecorded("emea/lyon", "lesson-1", "", "print labels fresh")

    verdict = judge(learned, decided(), failure(1, "medium", lesson="lesson-1"), limit=6, **{"credit": 0, **options})

    assert str(verdict.found) == f"1 failure costs {used} of 6 points"


def test_a_wave_and_its_unit_are_judged_on_all_failures():
    whole = case("emea/wave-2", state(failure(1, "large", subject="emea/pilot")))

    assert judged("failure_budget", whole).status == "fail"
