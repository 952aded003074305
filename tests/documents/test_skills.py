from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import changed_pilot, maps, members, stamped, state, unit

WAVES = {"wave-1": ("lyon",), "wave-2": ("kyiv", "oslo")}


def seen(*events, whole=None):
    return view(state(*events, unit=whole or unit()), maps(), WAVES, "emea", "Acme", Words("en"))


def missing(skill, subject="emea/pilot", cycle="c1"):
    """Return the events of a cycle that found a skill missing."""
    closed = e.CycleClosed(
        subject, cycle, "nobody read the data", "no analyst", "borrowed", verified=False, skill=skill
    )
    return [stamped(e.CycleOpened(subject, cycle, "a guess", 14), 9), stamped(closed, 3)]


def register(*events, whole=None):
    words = Words("en")
    return (
        Renderer([shipped("templates")], words, None).render("skill-gap-register", seen(*events, whole=whole), {}).text
    )


def test_without_a_missing_skill_nothing_is_told():
    assert seen()["missed"] == []
    assert "Found missing in cycles" not in register()


def test_a_gap_says_its_squad_cycle_and_day():
    (gap,) = seen(*missing("statistics"))["missed"]

    assert (gap["squad"], gap["cycle"], gap["skill"], gap["broke"]) == (
        "The pilot squad",
        "c1",
        "statistics",
        "nobody read the data",
    )
    assert gap["at"].startswith("2026-11-18")
    assert (gap["holders"], gap["listed"]) == ([], False)


def test_who_has_it_by_now_is_named_and_the_rest_is_an_ellipsis():
    (gap,) = seen(*missing("care"))["missed"]

    assert gap["holders"] == ["Pilot 1", "Pilot 2", "Pilot 3", "Pilot 4", "Pilot 5"]
    assert gap["more"] == 4 * 8 - 5
    assert gap["listed"]


def test_the_register_has_a_row_for_each():
    text = register(*missing("statistics"))

    row = "| 18 Nov 2026 | The pilot squad | c1 | statistics | nobody read the data | "
    assert row + "_nobody yet; the mission does not name it_ |" in text
    assert "must hold it or have a dated plan" in text
    assert "## Found in operation" in text


def test_the_register_says_nobody_yet_of_a_skill_that_the_mission_names():
    careless = tuple(replace(one, skills=("analysis",)) for one in members("sales", "finance", "service"))
    whole = replace(changed_pilot(members=careless), squads=(), waves=())

    assert "| nobody read the data | _nobody yet_ |" in register(*missing("care"), whole=whole)


def test_a_skill_is_called_what_people_call_it():
    (gap,) = seen(*missing("data-analysis"))["missed"]

    assert gap["skill"] == "data analysis"


@pytest.mark.parametrize("skill", ["", "care"])
def test_a_cycle_says_what_was_missing(skill):
    (cycle,) = seen(*missing(skill))["cycles"]

    assert cycle["missing_skill"] == skill


def test_the_break_fix_log_names_what_was_missing():
    words = Words("en")
    whole = view(state(*missing("care"), unit=unit()), maps(), WAVES, "emea/pilot", "Acme", words)

    text = Renderer([shipped("templates")], words, None).render("break-fix-log", whole, {}).text

    assert "- **Cause:** no analyst\n- **Missing skill:** care\n- **Fix:** borrowed" in text
