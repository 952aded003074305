import pytest

from playbook.app.approve import hold
from playbook.app.session import Session, nearest
from playbook.core import events as e
from playbook.errors import ConfigurationError, LedgerError, Outrun, UsageError
from tests.app.workspace import COACH, SPONSOR


def test_a_unit_there_is_not(selection):
    with pytest.raises(UsageError, match="there is no unit 'frist'"):
        Session(selection.world(), "frist")


def test_what_was_probably_meant():
    assert str(nearest("emae", ["emea", "apac"])) == "did you mean 'emea'?"
    assert str(nearest("zzz", ["emea", "apac"])) == "units here: emea, apac"
    assert str(nearest("zzz", [])) == "this workspace has no units yet"


def test_a_changed_file_is_accepted_in_memory_only(selection):
    selection.change("name: First unit", "name: Another name")
    rows = selection.rows()

    found = selection.session()

    assert found.file_changed
    assert found.state.unit.name == "Another name"
    assert [type(one).__name__ for one in found.events] == ["ConfigurationAccepted"]
    assert selection.rows() == rows


def test_an_unchanged_file_is_not_read_again(selection, monkeypatch):
    monkeypatch.setattr("playbook.app.accept.validate", lambda *_: pytest.fail("the file was validated again"))

    assert not selection.session().file_changed


def test_a_wrong_file_is_refused_with_all_its_problems(selection):
    selection.change("failure_budget: 1", "failure_budget: one")
    selection.change("sponsor:", "sponser:")

    with pytest.raises(ConfigurationError) as caught:
        selection.session()

    assert len(caught.value.problems) >= 2


def test_a_unit_whose_file_is_gone_lives_on_in_the_ledger(pilot):
    pilot.file.unlink()

    found = pilot.session()

    assert found.scene.stage("first") == "pilot"
    assert pilot.sync().changes == ()


def test_a_squad_that_was_opened_cannot_leave_the_file(wave):
    text = wave.file.read_text("utf-8")
    start, end = text.index("squads:\n  - id: second"), text.index("# How many squads open together")
    wave.file.write_text(text[:start] + text[end:].replace("waves: [1]", "waves: []"), "utf-8")

    with pytest.raises(ConfigurationError) as caught:
        wave.session()

    assert any("must stay: put it back" in problem.message for problem in caught.value.problems)


def test_everybody_in_the_file_gets_an_id_once(selection):
    people = selection.world().ledger.people()
    selection.change("name: First unit", "name: Another name")
    selection.sync()

    assert selection.world().ledger.people() == people
    assert len(set(people.values())) == len(people)


def test_people_are_ids_in_events(pilot):
    assert all("@example.org" not in row.data for row in pilot.rows())
    assert "@example.org" not in pilot.world().ledger.text(pilot.session().state.configuration)


def test_who_is_at_the_keyboard(selection):
    ledger = selection.world().ledger

    assert ledger.people([Session(selection.world(SPONSOR), "first").actor]) != {}
    assert Session(selection.world("Sam Sponsor"), "first").actor == Session(selection.world(SPONSOR), "first").actor


def test_somebody_new_is_kept_with_what_they_did(selection):
    session = Session(selection.world("New Face <new@example.org>"), "first")
    session.record(e.HoldPlaced("first", "wait"))

    written = session.commit()

    assert selection.world().ledger.people([written.rows[0].by]) == {written.rows[0].by: "New Face <new@example.org>"}


def test_two_new_spellings_of_one_mail_are_one_person(selection):
    session = selection.session()

    assert session.person("New Face <new@example.org>") == session.person("N. Face <NEW@example.org>")
    assert session.person("Nobody") != session.person("Somebody")


def test_nothing_is_written_when_nothing_happened(selection):
    assert selection.session().commit() is None


def test_everything_or_nothing(selection):
    first, second = (Session(selection.world(), "first", acting=True) for _ in range(2))
    first.record(e.HoldPlaced("first", "one"))
    second.record(e.HoldPlaced("first", "two"))
    first.commit()

    with pytest.raises(Outrun):
        second.commit()

    assert selection.session().state.standing("first").hold.reason == "one"
    selection.whole()


def test_a_used_key_is_refused_where_nobody_looked(selection):
    first = Session(selection.world(COACH, key="k1"), "first")
    first.record(e.HoldPlaced("first", "one"))
    first.commit()
    again = Session(selection.world(COACH, key="k1"), "first")
    again.record(e.HoldLifted("first"))

    with pytest.raises(Outrun, match="carried out before"):
        again.commit()


def test_a_session_can_go_on_after_it_was_written(selection):
    session = selection.session()
    session.record(e.HoldPlaced("first", "one"))
    written = session.commit()

    assert session.versions["rollout"] == written.rows[-1].version
    assert session.commit() is None


def test_a_lost_configuration_is_told(pilot, monkeypatch):
    world = pilot.world()
    world.ledger.text = lambda digest: None

    with pytest.raises(LedgerError, match="the ledger lost an accepted configuration"):
        Session(world, "first")


def test_kept_texts_are_found_before_they_are_written(selection):
    session = selection.session()

    assert session.text(session.keep("a text")) == "a text"
    assert session.text("0" * 64) is None


def test_somebody_the_file_does_not_name_is_shown_by_name(pilot):
    hold(pilot.world("Vera Visitor <vera@example.org>"), "first", "summer")

    (who,) = pilot.why()["first", "hold"].clears

    assert pilot.session().state.person(who) == "Vera Visitor"


@pytest.mark.parametrize("subject", ["first/second", "first/wave-1"])
def test_what_was_touched_but_never_opened_may_leave_the_file(pilot, subject):
    hold(pilot.world(), subject, "wait")
    text = pilot.file.read_text("utf-8")
    start, end = text.index("squads:\n  - id: second"), text.index("# How many squads open together")
    pilot.file.write_text(text[:start] + text[end:].replace("waves: [1]", "waves: []"), "utf-8")

    pilot.sync()

    assert pilot.stage() == "pilot"
    pilot.whole()


def test_what_a_reader_should_know_about_where_the_configuration_comes_from(pilot):
    assert pilot.session().notes() == []

    pilot.change("failure_budget: 1", "failure_budget: 2")
    (changed,) = pilot.session().notes()
    pilot.file.unlink()
    (gone,) = pilot.session().notes()

    assert str(changed) == (
        "judged on units/first.yaml, playbook.yaml and the stage maps as they stand now; "
        "the next command that changes something accepts them"
    )
    assert str(gone) == "units/first.yaml is gone: judged on what was accepted on 2026-12-01"
