"""Two units that draw on the same people: each sees what the other has promised, and the ledger keeps it."""

import sqlite3
from contextlib import closing

import pytest

from playbook.app.audit import rebuild, verify
from playbook.app.session import Session
from playbook.app.sync import sync
from playbook.errors import GateClosed
from tests.app.workspace import Place

TIME = {"Lena Lead": 100, "Kofi Clerk": 50}


def second(place, **changes):
    """Add a unit `other`, with the very same people, and let it be accepted."""
    text = place.file.read_text("utf-8").replace("unit: first", "unit: other", 1)
    for old, new in changes.items():
        text = text.replace(old, new)
    (place.folder / "units/other.yaml").write_text(text, "utf-8")
    other = Place(place.folder, place.day, "other")
    other.sync()
    return other


def kept(place, unit="first"):
    """Return what the ledger says of whose time a unit has, by name."""
    ledger = place.world().ledger
    people = ledger.people()
    found = {people[who].partition(" <")[0]: units for who, units in ledger.allocations(people).items()}
    return {name: units[unit] for name, units in found.items() if unit in units}


def donors(place):
    return place.why()[place.pilot, "donors_agreed"]


def test_what_the_file_says_is_in_the_ledger(selection):
    found = kept(selection)

    assert len(found) == 12
    assert found.items() >= TIME.items()


def test_a_changed_file_changes_it_and_other_events_do_not(pilot):
    before = kept(pilot)
    pilot.tick_all(pilot.pilot)
    assert kept(pilot) == before

    pilot.change("skills: [refunds], allocation: 50", "skills: [refunds], allocation: 40")
    pilot.sync()

    assert kept(pilot) == {**before, "Kofi Clerk": 40}


def test_a_unit_alone_promises_nobody_twice(pilot):
    assert donors(pilot).status == "pass"


def test_other_units_count_from_the_moment_they_are_accepted(pilot):
    other = second(pilot)

    verdict = donors(pilot)

    assert verdict.status == "fail"
    assert "promised twice: Lena Lead 200 % (first/pilot 100 %, other 100 %)" in str(verdict.found)
    assert "Kofi Clerk" not in str(verdict.found)
    assert {name: percent for name, percent in kept(pilot, "other").items() if name in TIME} == TIME
    assert other.session().scene.elsewhere([other.session().scene.unit.pilot.lead]) == {
        other.session().scene.unit.pilot.lead: {"first": 100}
    }


def test_a_unit_that_has_ended_gives_everybody_back(pilot):
    other = second(pilot)
    other.advance(by="stop", reason="the shop was sold")

    assert kept(pilot, "other") == {}
    assert donors(pilot).status == "pass"


def test_a_squad_that_has_ended_gives_its_people_back(pilot):
    pilot.advance(pilot.pilot, by="stop", name="disband", reason="nobody came")

    assert "Lena Lead" not in kept(pilot)
    assert "Mira Second" in kept(pilot)


def test_nothing_is_launched_with_people_that_another_unit_has(pilot):
    other = second(pilot)
    pilot.tick_all(pilot.pilot)
    pilot.approve()

    with pytest.raises(GateClosed):
        pilot.advance()

    other.advance(by="stop", reason="the shop was sold")
    pilot.advance()
    assert pilot.stage() == "stabilisation"


def test_the_portfolio_rests_on_the_units_own_events_alone(pilot):
    second(pilot)
    pilot.change("name: First unit", "name: Another name")
    pilot.sync()

    line = next(one for one in pilot.world().ledger.lines() if one["unit"] == "first")

    assert "donors_agreed" not in [one["condition"] for one in line["blocked"]]
    pilot.whole()


def test_rebuild_makes_it_anew_and_verify_finds_that_it_was_changed(pilot):
    second(pilot)
    before = kept(pilot), kept(pilot, "other")
    with closing(sqlite3.connect(pilot.folder / ".playbook/ledger.sqlite")) as connection:
        connection.execute("UPDATE allocations SET percent = 7 WHERE unit = 'other'")
        connection.commit()

    findings = [(one.unit, str(one.what)) for one in verify(pilot.world())]
    rebuilt = list(rebuild(pilot.world()))

    assert findings == [("other", "whose time its squads have is not what the events say (playbook rebuild)")]
    assert rebuilt == [("first", False), ("other", True)]
    assert (kept(pilot), kept(pilot, "other")) == before
    pilot.whole()


@pytest.fixture
def older(pilot):
    """A workspace whose ledger was written by a program that kept no allocations."""
    with closing(sqlite3.connect(pilot.folder / ".playbook/ledger.sqlite", isolation_level=None)) as connection:
        connection.execute("DROP TABLE allocations")
        connection.execute("UPDATE meta SET value = '1' WHERE name = 'schema'")
    return pilot


def test_a_ledger_of_an_older_program_is_read_and_found_right(older):
    assert donors(older).status == "pass"
    assert list(verify(older.world())) == []


def test_the_next_command_that_writes_fills_it_whatever_it_does(older):
    older.tick_all(older.pilot)

    assert kept(older).items() >= TIME.items()
    older.whole()


def test_one_question_to_the_ledger_is_enough_for_a_whole_unit(pilot, monkeypatch):
    session = Session(pilot.world(), "first")
    asked = []
    monkeypatch.setattr(session.world.ledger, "allocations", lambda people: asked.append(people) or {})
    scene, unit = session.scene, session.scene.unit

    for squad in (unit.pilot, *unit.squads):
        assert not scene.elsewhere(member.person for member in squad.members).get("nobody")

    assert len(asked) == 1
    assert len(asked[0]) == 12


def test_sync_of_the_other_unit_changes_nothing_here(pilot):
    rows = pilot.rows()

    second(pilot)
    sync(pilot.world(), "other")

    assert pilot.rows() == rows
