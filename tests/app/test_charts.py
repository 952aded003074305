import json

import pytest

from playbook.app.charts import charts, checklist, cycles, lessons, show
from playbook.app.evidence import learn, open_cycle, rebase, tick
from playbook.errors import UsageError

MEASURE = "days-to-wash"


def test_the_checklist_with_its_ticks(pilot):
    first = checklist(pilot.world(), pilot.pilot)[1][0]
    tick(pilot.world(), pilot.pilot, [first["item"]], evidence="minutes")

    _, found = checklist(pilot.world(), pilot.pilot)

    boxes = pilot.document("pilot/launch-checklist").read_text("utf-8").count("<!-- item: ")
    assert len(found) == boxes
    assert (found[0]["ticked"], found[0]["evidence"], found[1]["ticked"]) == (True, "minutes", False)
    assert found[0]["document"] == "first/pilot/launch-checklist.md"
    assert all(one["text"] and one["required"] in (True, False) for one in found)


def test_a_checklist_before_its_documents_were_made(fresh):
    assert checklist(fresh.world(), "first/second")[1] == []

    with pytest.raises(UsageError, match="there is no"):
        checklist(fresh.world(), "first/zzz")


def test_a_chart_has_limits_once_there_are_two_readings(replication):
    (found,) = charts(replication.world(), replication.pilot)

    assert found["measure"] == MEASURE
    assert [one["value"] for one in found["readings"]] == [1.8, 1.6, 1.9, 1.7, 1.8, 1.6, 1.9]
    assert found["lower"] < found["mean"] < found["upper"]
    assert found["signals"] == []


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_readings_have_no_limits(stabilisation, count):
    if count:
        stabilisation.measure(stabilisation.pilot, 3)

    (found,) = charts(stabilisation.world(), stabilisation.pilot, MEASURE)

    assert len(found["readings"]) == count
    assert (found["mean"], found["lower"], found["signals"]) == (None, None, [])


def test_signals_say_from_when_to_when_and_whether_they_matter(stabilisation):
    place = stabilisation
    place.later(30)
    place.measure(place.pilot, 2, 2.1, 2, 2.1, 2, 2.1, 2, 2.1, 2, 9)

    (found,) = charts(place.world(), place.pilot)

    signal = next(one for one in found["signals"] if one["to"] == place.day)
    assert signal["of_concern"] is True
    assert signal["from"] <= signal["to"]


def test_a_baseline_begins_the_chart_anew(replication):
    rebase(replication.world(), replication.pilot, MEASURE, replication.day, "new depot")

    (found,) = charts(replication.world(), replication.pilot)

    assert (found["since"], len(found["readings"])) == (replication.day, 1)


@pytest.mark.parametrize(
    ("subject", "measure", "match"),
    [
        ("first", None, "is not a squad"),
        ("first/wave-1", None, "is not a squad"),
        ("first/pilot", "csat", "not a measure"),
    ],
)
def test_no_chart(stabilisation, subject, measure, match):
    with pytest.raises(UsageError, match=match):
        charts(stabilisation.world(), subject, measure)


@pytest.mark.parametrize("subject", ["first", "first/pilot", "first/wave-1", "first/second"])
def test_everything_about_a_subject_is_plain_json(wave, subject):
    rows, disk = wave.rows(), wave.disk()

    _, found = show(wave.world(), subject)

    assert json.loads(json.dumps(found)) == found
    assert found["stage"] == wave.stage(subject)
    assert (wave.rows(), wave.disk()) == (rows, disk)


def test_what_is_shown_of_a_squad(replication):
    _, found = show(replication.world(), replication.pilot)

    assert [one["stage"] for one in found["been"]] == ["proposed", "forming", "chartered", "operating", "stable"]
    assert len(found["cycles"]) == 3
    assert [one["decision"] for one in found["lessons"]] == ["adopted"] * 3
    assert all(one["ticked"] for one in found["checklist"])
    assert found["measures"][0]["measure"] == MEASURE


def test_what_is_shown_of_a_unit_that_was_approved(pilot):
    pilot.approve(note="go")

    _, found = show(pilot.world(), "first")

    assert found["approvals"] == [
        {
            "by": "Sam Sponsor <sam.sponsor@example.org>",
            "role": "sponsor",
            "move": "stabilise",
            "at": "2026-12-01T09:00:00Z",
            "note": "go",
        }
    ]
    assert found["measures"] == []


def test_cycles_of_a_squad_and_of_a_unit_oldest_first(stabilisation):
    place = stabilisation
    for number in range(11):
        open_cycle(place.world(), place.pilot, f"h{number}", 14)
        place.later(1)

    found = cycles(place.world(), "first")

    assert [one["hypothesis"] for one in found] == [f"h{number}" for number in range(11)]
    assert cycles(place.world(), place.pilot) == found
    assert cycles(place.world(), "first/second") == []


def test_lessons_oldest_first(stabilisation):
    for text in ("one", "two"):
        learn(stabilisation.world(), stabilisation.pilot, text)

    assert [one["text"] for one in lessons(stabilisation.world(), "first")] == ["one", "two"]


def test_cycles_of_one_day_keep_their_order(stabilisation):
    place = stabilisation
    for number in range(11):
        open_cycle(place.world(), place.pilot, f"h{number}", 14)

    assert [one["id"] for one in cycles(place.world(), "first")] == [f"c{number}" for number in range(1, 12)]
