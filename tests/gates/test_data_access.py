from dataclasses import replace

import pytest

from playbook.core.model import DataSource, Question
from tests.builders import accepted, case, changed_pilot, day, judged, state, unit

ACTIVE = DataSource("late", "the order system", "service", "active")


def with_data(*sources):
    return changed_pilot(data=sources)


def test_an_active_grant_passes():
    verdict = judged("data_access", case())

    assert verdict.status == "pass"
    assert str(verdict.found) == "1 question can be answered today"


@pytest.mark.parametrize("grant", ["requested", "refused", "revoked"])
def test_a_grant_that_is_not_active_fails_and_the_owner_can_clear_it(grant):
    found = state(lines={"pilot.data.0.grant": 71})

    verdict = judged("data_access", case(state=found, unit=with_data(replace(ACTIVE, grant=grant))))

    assert verdict.status == "fail"
    assert str(verdict.found) == f"the grant of 'the order system' for 'late' is {grant}, Service can give it"
    assert verdict.clears == ("p-head-service",)
    assert verdict.where == "units/emea.yaml:71"


@pytest.mark.parametrize(
    ("ahead", "status"),
    [pytest.param(-1, "pass", id="ahead"), pytest.param(0, "pass", id="last-day"), pytest.param(1, "fail", id="over")],
)
def test_a_grant_holds_until_its_last_day(ahead, status):
    verdict = judged("data_access", case(unit=with_data(replace(ACTIVE, until=day(ahead)))))

    assert verdict.status == status


def test_an_expired_grant_says_since_when():
    verdict = judged("data_access", case(unit=with_data(replace(ACTIVE, until="2026-11-01"))))

    assert str(verdict.found) == "the grant of 'the order system' for 'late' expired on 2026-11-01"
    assert verdict.clears == ("p-head-service",)


def test_a_question_without_a_source_is_the_leads_to_clear():
    verdict = judged("data_access", case(unit=with_data()))

    assert verdict.status == "fail"
    assert str(verdict.found) == "no source is named for 'late'"
    assert verdict.clears == ("p-pilot-1",)


def test_a_source_that_no_department_of_the_unit_owns_fails():
    verdict = judged("data_access", case(unit=with_data(replace(ACTIVE, department="legal"))))

    assert verdict.status == "fail"
    assert "no department of this unit owns" in str(verdict.found)


def test_one_source_that_answers_is_enough():
    verdict = judged("data_access", case(unit=with_data(replace(ACTIVE, grant="refused"), ACTIVE)))

    assert verdict.status == "pass"


def test_every_question_is_listed_and_everybody_who_can_clear_one():
    questions = (Question("late", "Which are late?"), Question("cost", "What did it cost?"), Question("who", "Who?"))
    sources = (replace(ACTIVE, grant="requested"), DataSource("cost", "the books", "finance", "requested"))
    pilot = replace(with_data(*sources), mission=replace(unit().mission, questions=questions))

    verdict = judged("data_access", case(unit=pilot))

    assert len(str(verdict.found).split("; ")) == 3
    assert verdict.clears == ("p-head-service", "p-head-finance", "p-pilot-1")


def test_a_mission_without_questions_decides_nothing():
    verdict = judged("data_access", case(unit=unit(mission=replace(unit().mission, questions=()))))

    assert verdict.status == "undecided"


def probed(ago, *, days=30, **more):
    source = replace(ACTIVE, probed=None if ago is None else day(ago))
    return judged("data_access", case(unit=with_data(source), **more), probed_days=days)


@pytest.mark.parametrize(
    ("ago", "status"),
    [
        pytest.param(0, "pass", id="today"),
        pytest.param(30, "pass", id="to-the-day"),
        pytest.param(31, "undecided", id="over"),
        pytest.param(None, "undecided", id="never"),
    ],
)
def test_a_grant_has_to_be_probed_lately_where_that_is_asked_for(ago, status):
    assert probed(ago).status == status
    assert probed(ago, days=0).status == "pass"


def test_it_says_when_a_grant_was_probed_and_where_that_is_written():
    verdict = probed(41, state=state(lines={"pilot.data.0.probed": 73}))

    assert str(verdict.found) == "grant of 'the order system' last probed 41 days ago (limit 30)"
    assert verdict.where == "units/emea.yaml:73"
    assert verdict.clears == ("p-pilot-1",)
    assert "probed" in str(verdict.remedy)


def test_a_grant_that_nobody_probed_is_named():
    assert str(probed(None).found) == "grant of 'the order system' never probed (limit 30)"


def test_a_probe_from_before_the_mission_was_changed_does_not_count():
    changes = [accepted(60, mission="1"), accepted(5, mission="2")]

    before, after = probed(9, state=state(*changes)), probed(5, state=state(*changes))

    assert before.status == "undecided"
    assert str(before.found).endswith(f"9 days ago (limit 30); the mission was changed on {day(5)}")
    assert after.status == "pass"
    assert probed(9, days=0, state=state(*changes)).status == "pass"


def test_a_grant_that_is_missing_weighs_more_than_one_that_is_not_probed():
    questions = (Question("late", "Which orders will be late?"), Question("lost", "Which customers leave?"))
    whole = with_data(replace(ACTIVE, probed=day(90)))
    whole = replace(whole, mission=replace(whole.mission, questions=questions))

    verdict = judged("data_access", case(unit=whole), probed_days=30)

    assert verdict.status == "fail"
    assert str(verdict.found) == "no source is named for 'lost'"


def test_of_two_sources_the_one_that_is_only_not_probed_speaks():
    refused, old = replace(ACTIVE, source="the ledger", grant="refused"), replace(ACTIVE, probed=day(90))

    verdict = judged("data_access", case(unit=with_data(refused, old)), probed_days=30)

    assert verdict.status == "undecided"
    assert "the order system" in str(verdict.found)
