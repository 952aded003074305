import pytest

from playbook.config.expressions import evaluate
from playbook.core import events as e
from tests.builders import case, changed_pilot, judged, members, moved, readings, state, unit


def judge(that, subject="emea/pilot", *events, says="", unit=None):
    return judged("expr", case(subject, state(*events), unit, evaluate=evaluate), that=that, says=says)


def test_what_is_true_passes_and_shows_what_it_looked_at():
    verdict = judge("squad.members.size() >= 6 && unit.failure_budget > 0")

    assert verdict.status == "pass"
    assert str(verdict.found) == "true: unit.failure_budget is 2"


def test_what_is_false_fails_with_the_values_that_it_names():
    verdict = judge("days_in_stage >= 14 && stage == 'operating'", "emea/pilot", moved("emea/pilot", "operating", 9))

    assert verdict.status == "fail"
    assert str(verdict.found) == "not true: days_in_stage is 9, stage is operating"
    assert verdict.clears == ("p-pilot-1",)
    assert verdict.where == "states/squad.yaml"


def test_people_read_the_words_and_not_the_expression():
    assert str(judge("stage == 'x'", says="it is stable").needed) == "it is stable"
    assert str(judge("stage ==\n  'x'").needed) == "stage == 'x'"


def test_words_with_braces_are_shown_as_they_are():
    assert str(judge("stage == 'x'", says="{curly} {0}").needed) == "{curly} {0}"


@pytest.mark.parametrize(
    ("that", "reason"),
    [
        ("measures['csat'].mean >= 55", "'mean' is not known"),
        ("measures['speed'].mean >= 55", "'speed' is not known"),
        ("wave.number > 1", "'wave' is not known"),
        ("1 / (unit.failure_budget - 2) > 0", "it divides by zero: unit.failure_budget is 2"),
        ("squad.zebra", "there is no 'zebra' in what stands before it"),
        ("", "the expression ends too early"),
    ],
)
def test_what_cannot_be_worked_out_is_undecided_with_the_reason(that, reason):
    verdict = judge(that)

    assert verdict.status == "undecided"
    assert str(verdict.found).startswith(reason)
    assert "has(…)" in str(verdict.remedy)


def test_with_the_evidence_it_is_decided():
    assert judge("measures['csat'].mean >= 55", "emea/pilot", *readings(57, 58)).status == "pass"
    assert judge("measures['csat'].mean >= 55", "emea/pilot", *readings(50, 52)).status == "fail"


def test_without_anything_that_can_work_it_out_it_is_undecided():
    verdict = judged("expr", case(), that="true")

    assert verdict.status == "undecided"


@pytest.mark.parametrize(
    ("subject", "that", "status", "clears"),
    [
        ("emea", "squads.size() == 4 && squad.id == 'pilot'", "pass", ()),
        ("emea/wave-2", "wave.planned == 2 && squads.all(s, s.stage == 'proposed')", "pass", ()),
        ("emea/wave-2", "squad.id == 'kyiv'", "undecided", ("p-sponsor",)),
        ("emea/lyon", "squads.size() == 2", "fail", ("p-lyon-1",)),
    ],
)
def test_each_subject_sees_its_own(subject, that, status, clears):
    verdict = judge(that, subject)

    assert verdict.status == status
    assert verdict.clears == clears


def test_lists_of_the_unit_are_seen():
    lesson = e.LessonRecorded("emea/pilot", "lesson-1", "c1", "ring first")

    assert judge("lessons.all(l, l.decision != '')", "emea", lesson).status == "fail"
    assert judge("failures.filter(f, f.how_large == 'large').size() == 0", "emea").status == "pass"


def test_a_list_is_compared_with_what_the_file_says():
    half = changed_pilot(members=members("sales", "finance"))

    assert judge("squad.departments.size() >= 3", unit=half).status == "fail"
    assert judge("squad.departments.size() >= 3", unit=unit()).status == "pass"
