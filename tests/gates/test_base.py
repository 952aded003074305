from dataclasses import replace

import pytest

from playbook.core.phrase import say
from tests.builders import accepted, ago, case, day, document, moved, squad, state, unit


@pytest.mark.parametrize(
    ("subject", "squads"),
    [
        ("emea", ["emea/pilot"]),
        ("emea/pilot", ["emea/pilot"]),
        ("emea/lyon", ["emea/lyon"]),
        ("emea/wave-2", ["emea/kyiv", "emea/oslo"]),
        ("emea/nobody", []),
    ],
)
def test_whose_squads_are_judged(subject, squads):
    found = case(subject).squads()

    assert [name for name, _ in found] == squads


def test_a_subject_that_never_moved_is_in_its_machines_first_stage():
    start = case()

    assert [start.stage(f"emea{name}") for name in ("", "/wave-1", "/lyon")] == ["selection", "planned", "proposed"]


def test_a_subject_is_where_it_moved():
    later = case(state=state(moved("emea/wave-1", "soaking")))

    assert later.stage("emea/wave-1") == "soaking"


@pytest.mark.parametrize(
    ("subject", "keeper"),
    [("emea", "p-sponsor"), ("emea/pilot", "p-pilot-1"), ("emea/lyon", "p-lyon-1"), ("emea/wave-1", "p-sponsor")],
)
def test_who_answers_for_a_subject(subject, keeper):
    found = case(subject).keeper()

    assert found == keeper


def test_lines_of_the_pilot_of_a_squad_and_of_the_unit():
    lines = {"pilot": 30, "pilot.members": 41, "squads.1": 90, "sponsor": 9}
    known = case(state=state(lines=lines))

    assert known.line("emea/pilot", "members", 3) == "units/emea.yaml:41"
    assert known.line("emea/kyiv", "members") == "units/emea.yaml:90"
    assert known.line("emea", "sponsor") == "units/emea.yaml:9"


def test_the_path_of_a_document_that_may_not_be_there():
    known = case(state=state(document("charter")))

    assert known.paper("emea/pilot", "charter") == "documents/emea/pilot/charter.md"
    assert known.paper("emea/lyon", "charter") == ""


def test_a_squad_is_named_where_it_is_not_the_subject():
    found = say("eight members")

    assert str(case("emea/lyon").about("emea/lyon", found)) == "eight members"
    assert str(case("emea/wave-1").about("emea/lyon", found)) == "emea/lyon: eight members"


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["pass", "undecided", "fail", "fail"], 2),
        (["undecided", "pass", "undecided"], 0),
        (["pass", "pass"], 0),
    ],
)
def test_the_worst_verdict_decides_and_the_first_of_equals(statuses, expected):
    judged = case("emea/wave-2")
    verdicts = [judged.verdict(status, say("x"), say("{n}", n=n)) for n, status in enumerate(statuses)]

    worst = judged.worst(say("x"), verdicts)

    assert worst.found.facts["n"] == expected


def test_without_a_verdict_nothing_is_decided():
    verdict = replace(case(), condition="squad_size").worst(say("x"), [])

    assert (verdict.status, verdict.condition) == ("undecided", "squad_size")


def test_a_wave_that_names_a_squad_nobody_knows_judges_the_others():
    known = case("emea/wave-2", unit=unit(squads=(squad("oslo"),)))

    assert [name for name, _ in known.squads()] == ["emea/oslo"]


def test_since_is_the_latest_change_of_everything_named():
    known = case(state=state(accepted(9, goal="1", playbook="1", mission="1"), accepted(5, goal="2", playbook="1", mission="1"), accepted(2, goal="2", playbook="2", mission="1")))  # noqa: E501  # fmt: skip

    assert known.since("goal") == ago(5)
    assert known.since("goal", "playbook") == ago(2)
    assert known.since("mission") == known.since("zebra") == known.since() == ""


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ("goal", "the shared goal was changed on {day}"),
        ("mission", "the mission was changed on {day}"),
        ("playbook", "the playbook was changed on {day}"),
        ("measure_csat", "the measure 'csat' was defined anew on {day}"),
    ],
)
def test_what_changed_and_when_is_told(about, sentence):
    known = case(state=state(accepted(9, **{about: "1"}), accepted(5, **{about: "2"})))

    assert str(known.changed(about.replace("_", ":"))) == sentence.format(day=day(5))


def test_of_several_changes_the_latest_is_told():
    known = case(state=state(accepted(9, goal="1", playbook="1"), accepted(5, goal="2", playbook="1"), accepted(2, goal="2", playbook="2")))  # noqa: E501  # fmt: skip

    assert str(known.changed("goal", "playbook")) == f"the playbook was changed on {day(2)}"
