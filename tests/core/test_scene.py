from datetime import UTC, datetime, timedelta, timezone

import pytest

from playbook.core import events as e
from playbook.core.scene import moment, stamp
from playbook.errors import UsageError
from tests.builders import moved, squad, unit
from tests.core.scenes import scene


@pytest.mark.parametrize(
    ("subject", "machine"),
    [("emea", "rollout"), ("emea/pilot", "squad"), ("emea/oslo", "squad"), ("emea/wave-2", "wave")],
)
def test_which_machine_drives_a_subject(subject, machine):
    assert scene().machine(subject) == machine


@pytest.mark.parametrize(
    ("subject", "hint"),
    [
        ("emea/lyom", "did you mean 'emea/lyon'?"),
        ("emea/wave-9", "did you mean 'emea/wave-2'?"),
        ("emea/zzz", "emea has: pilot, wave-1, lyon, wave-2, kyiv, oslo"),
        ("apac", "emea has"),
        ("apac/pilot", ""),
        ("emea/pilot/charter", ""),
        ("", ""),
    ],
)
def test_what_there_is_not(subject, hint):
    with pytest.raises(UsageError) as caught:
        scene().machine(subject)

    assert subject in caught.value.message
    assert hint in caught.value.hint


def test_a_long_list_of_what_there_is_is_cut():
    many = unit(squads=tuple(squad(f"s{number}") for number in range(30)), waves=())

    with pytest.raises(UsageError) as caught:
        scene(unit=many).machine("emea/quite-another")

    assert caught.value.hint.endswith("…")


def test_a_subject_stands_at_the_start_until_something_happens():
    assert scene().stage("emea") == "selection"
    assert scene().stage("emea/wave-1") == "planned"
    assert scene(moved("emea", "pilot")).stage("emea") == "pilot"


def test_where_a_subject_has_been():
    assert scene().been("emea/pilot") == ("proposed",)
    assert scene(moved("emea/pilot", "forming", source="proposed")).been("emea/pilot") == ("proposed", "forming")


def test_all_subjects_in_reading_order():
    emea = [f"emea/{name}" for name in ("pilot", "wave-1", "lyon", "wave-2", "kyiv", "oslo")]

    assert scene().subjects() == ["emea", *emea]


def test_squads_without_a_wave_come_last():
    assert scene(unit=unit(waves=())).subjects()[2:] == ["emea/lyon", "emea/kyiv", "emea/oslo"]


@pytest.mark.parametrize(
    ("subject", "squads", "below"),
    [
        ("emea", ["pilot"], ("emea", "emea/pilot")),
        ("emea/pilot", ["pilot"], ("emea/pilot",)),
        ("emea/wave-2", ["kyiv", "oslo"], ("emea/wave-2", "emea/kyiv", "emea/oslo")),
        ("emea/lyon", ["lyon"], ("emea/lyon",)),
    ],
)
def test_the_squads_a_subject_is_about(subject, squads, below):
    found = scene()

    assert [one.id for one in found.squads_of(subject)] == squads
    assert found.below(subject) == below


def test_a_composed_wave_keeps_its_squads():
    found = scene(e.WaveComposed("emea/wave-1", ("oslo",)))

    assert [one.id for one in found.squads_of("emea/wave-1")] == ["oslo"]


def test_time_stamps():
    time = datetime(2026, 11, 21, 14, 5, 6, 789000, tzinfo=timezone(timedelta(hours=2)))

    assert stamp(time) == "2026-11-21T12:05:06Z"
    assert moment(stamp(time)) == datetime(2026, 11, 21, 12, 5, 6, tzinfo=UTC)
    assert moment("2026-11-21").tzinfo is UTC
