"""One document as it would be now; nothing is recorded and nothing written."""

import os

import pytest

from playbook.app.preview import Window, preview
from playbook.errors import TemplateProblem, UsageError
from tests.app.test_trial import own, write


def test_a_preview_is_what_sync_writes(pilot):
    written = pilot.document("pilot/charter").read_text("utf-8")

    found = preview(pilot.world(), pilot.pilot, "charter")

    assert written.endswith(found.text)
    assert found.before == found.text
    assert found.language == "en"


def test_a_document_that_no_stage_owes_yet_is_shown(fresh):
    found = preview(fresh.world(), "first/wave-1", "wave-review")

    assert found.text.startswith("# ")
    assert found.before == ""


def test_nothing_is_recorded_or_written(pilot):
    events, disk = pilot.rows(), pilot.disk()
    pilot.change("specialty: customer care", "specialty: customers")

    found = preview(pilot.world(), pilot.pilot, "charter")

    assert "| customers |" in found.text
    assert "| customers |" not in found.before
    assert (pilot.rows(), pilot.disk()) == (events, disk)


def test_ticks_are_shown(pilot):
    pilot.tick_all(pilot.pilot)

    found = preview(pilot.world(), pilot.pilot, "launch-checklist")

    assert "- [x] " in found.text
    assert found.items[0]["id"] == "launch.sponsor-spoke"


@pytest.mark.parametrize(
    ("subject", "template", "language", "hint"),
    [
        ("first/pilto", "charter", "", "first/pilot"),
        ("frist", "charter", "", "first"),
        ("first/pilot", "chartre", "", "charter"),
        ("first/pilot", "_rights", "", "data-access-map"),
        ("first/pilot", "charter", "xx", "en"),
    ],
)
def test_what_is_not_there_says_what_was_meant(selection, subject, template, language, hint):
    with pytest.raises(UsageError) as caught:
        preview(selection.world(), subject, template, language)

    assert hint in caught.value.hint


def test_a_template_for_squads_does_not_fit_a_unit(pilot):
    with pytest.raises(TemplateProblem, match="'squad' is not known here"):
        preview(pilot.world(), "first", "charter")


def test_another_language_can_be_asked_for(pilot):
    world = pilot.world()
    for language in set(world.languages()) - {"en"}:
        assert preview(world, pilot.pilot, "charter", language).language == language


@pytest.fixture
def window(pilot):
    write(pilot, "mine", "{% include '_mine.md.j2' %}{{ squad.name }}")
    write(pilot, "_mine", "part ")
    found = Window(pilot.world(renderer=own(pilot)), pilot.pilot, "mine")
    found.look()
    return found


def test_a_window_stays_still_while_nothing_changes(window):
    marks = window.marks()

    window.look()

    assert window.marks() == marks


@pytest.mark.parametrize("what", ["template", "partial", "unit", "workspace", "ledger", "override"])
def test_a_window_sees_every_change(pilot, window, what):
    marks = window.marks()

    {
        "template": lambda: write(pilot, "mine", "new {{ squad.name }}"),
        "partial": lambda: write(pilot, "_mine", "another "),
        "unit": lambda: pilot.change("name: Pilot squad", "name: First squad"),
        "workspace": lambda: pilot.change("goals:", "goals: # changed", file="playbook.yaml"),
        "ledger": lambda: pilot.tick_all(pilot.pilot),
        "override": lambda: os.utime(pilot.folder / "templates/documents/mine.md.j2", ns=(1, 1)),
    }[what]()

    assert window.marks() != marks


def test_a_window_reads_templates_again(pilot, window):
    write(pilot, "_mine", "another ")

    assert window.look().text.startswith("another ")


def test_a_window_goes_on_after_a_mistake(pilot, window):
    write(pilot, "mine", "{{ sqaud }}")
    with pytest.raises(TemplateProblem):
        window.look()
    marks = window.marks()

    write(pilot, "mine", "right again")

    assert window.marks() != marks
    assert window.look().text == "right again"


def test_a_partial_that_is_missing_is_waited_for(pilot, window):
    write(pilot, "mine", "{% include '_late.md.j2' %}")
    with pytest.raises(TemplateProblem):
        window.look()
    marks = window.marks()

    write(pilot, "_late", "here")

    assert window.marks() != marks
    assert window.look().text == "here"
