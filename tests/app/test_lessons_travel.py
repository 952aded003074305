"""Lessons travel: what the pilot learned is in later charters and launch checklists, and what people wrote stays."""

import pytest

from playbook.app.evidence import decide_lesson, learn
from playbook.errors import MergeConflict
from tests.app.workspace import Place

OURS = "We meet at the depot, never online on Mondays."


def lesson(place: Place, text: str, decision: str = "", subject: str = "") -> str:
    """Record a lesson, decide on it where a decision is given, and return its id."""
    _, found = learn(place.world(), subject or place.pilot, text)
    if decision:
        decide(place, found.id, decision)
    return found.id


def decide(place: Place, name: str, decision: str) -> None:
    decide_lesson(place.world(), place.unit, name, decision, "" if decision == "adopted" else "because")


def shown(place: Place, text: str, squad: str = "second") -> tuple[bool, bool]:
    """Return whether a lesson is in a squad's charter, and whether it is an item of its launch checklist."""
    charter = place.document(f"{squad}/charter").read_text("utf-8")
    lines = place.document(f"{squad}/launch-checklist").read_text("utf-8").splitlines()
    return text in charter, any(text in line and line.startswith("- [") for line in lines)


def test_an_adopted_lesson_is_in_the_charter_with_where_and_when_and_an_item_of_the_checklist(wave):
    lesson(wave, "Ask for stock data first", "adopted")

    charter = wave.document("second/charter").read_text("utf-8")
    name = wave.session().state.unit.pilot.name
    assert f"- Ask for stock data first (learned by {name}, " in charter
    assert shown(wave, "Ask for stock data first") == (True, True)


@pytest.mark.parametrize("decision", ["", "local", "rejected"])
def test_a_lesson_that_was_not_adopted_does_not_travel(wave, decision):
    lesson(wave, "Park behind the depot", decision)

    assert shown(wave, "Park behind the depot") == (False, False)


def test_a_lesson_of_the_pilot_is_not_inherited_by_the_pilot(wave):
    lesson(wave, "Ask for stock data first", "adopted")

    assert shown(wave, "Ask for stock data first", "pilot") == (False, False)


def test_adopting_one_later_merges_it_into_what_people_wrote(wave):
    name = lesson(wave, "Ask for stock data first")
    wave.edit("second/charter", "<!-- playbook: signatures -->", f"{OURS}\n\n<!-- playbook: signatures -->")
    wave.edit("second/launch-checklist", "- [ ] ", "- [x] ")
    wave.edit("second/launch-checklist", "## 3.", "- [ ] The kettle works\n\n## 3.")

    decide(wave, name, "adopted")

    assert shown(wave, "Ask for stock data first") == (True, True)
    assert OURS in wave.document("second/charter").read_text("utf-8")
    checklist = wave.document("second/launch-checklist").read_text("utf-8")
    assert "- [ ] The kettle works" in checklist
    assert "- [x] " in checklist
    assert not wave.sync().changes


@pytest.mark.parametrize("decision", ["local", "rejected"])
def test_taking_it_back_takes_it_out_where_nobody_touched_it(wave, decision):
    before = {name: wave.document(name).read_text("utf-8") for name in ("second/charter", "second/launch-checklist")}
    name = lesson(wave, "Ask for stock data first", "adopted")

    decide(wave, name, decision)

    assert shown(wave, "Ask for stock data first") == (False, False)
    assert {key: _bare(wave.document(key).read_text("utf-8")) for key in before} == {
        key: _bare(text) for key, text in before.items()
    }


def _bare(text: str) -> str:
    return text.partition("\n")[2]


def test_a_line_of_a_lesson_that_somebody_changed_is_not_taken_out_behind_their_back(wave):
    name = lesson(wave, "Ask for stock data first", "adopted")
    wave.edit("second/charter", "- Ask for stock data first", "- OURS: ask for stock data in week zero")

    with pytest.raises(MergeConflict, match="charter"):
        decide(wave, name, "local")

    assert "OURS: ask for stock data in week zero" in wave.document("second/charter").read_text("utf-8")
    assert shown(wave, "Ask for stock data first")[1] is False


def test_many_lessons_are_all_in_the_charter_and_counted_by_one_item(wave):
    for number in range(8):
        lesson(wave, f"lesson number {number}", "adopted")

    charter = wave.document("second/charter").read_text("utf-8")
    checklist = wave.document("second/launch-checklist").read_text("utf-8")
    assert all(f"lesson number {number}" in charter for number in range(8))
    assert sum(f"lesson number {number}" in checklist for number in range(8)) == 1  # three came with the pilot's cycles
    assert "the other 7 lessons" in checklist


def third(place: Place) -> None:
    """Add a squad for a second wave to the unit's file: the second one with other people."""
    text = place.file.read_text("utf-8")
    begin, end = text.index("  - id: second"), text.index("# How many squads open together")
    more = text[begin:end].replace("second", "third").replace("Second", "Third").replace("third calls", "calls")
    place.file.write_text(text[:end].rstrip() + "\n" + more + text[end:], "utf-8")


def test_a_lesson_of_the_first_wave_reaches_the_second_and_not_its_own(wave):
    third(wave)
    wave.tick_all("first/second")
    wave.approved("first/wave-1")
    lesson(wave, "Ring the night shift", "adopted", subject="first/second")
    wave.later(20)
    wave.measure("first/second", 1.8, 1.6, 1.9, 1.7, 1.8, 1.6, 1.9)
    wave.advance("first/wave-1")
    wave.later(15)
    wave.approved("first/wave-1")

    wave.advance("first/wave-2")

    assert shown(wave, "Ring the night shift", "third") == (True, True)
    assert shown(wave, "Ring the night shift") == (False, False)
    assert "(learned by Second squad, " in wave.document("third/charter").read_text("utf-8")
    assert "Ring the night shift" in wave.document("wave-2/wave-plan").read_text("utf-8")
