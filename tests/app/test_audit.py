import sqlite3

import pytest

from playbook.app.audit import history, rebuild, replay, verify
from playbook.errors import LedgerError, UsageError
from tests.app.workspace import COACH, SPONSOR


def tampered(place, *statements):
    """Let somebody change the ledger's file behind the program's back."""
    base = sqlite3.connect(place.folder / ".playbook" / "ledger.sqlite")
    with base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            base.execute(statement)
    base.close()


def findings(place, **how):
    return [f"{one.unit}: {one.what}" for one in verify(place.world(), **how)]


def test_history_oldest_first_with_who_and_when(pilot):
    found = list(history(pilot.world(), "first"))

    assert found[0].event == "ConfigurationAccepted"
    assert [entry.version for entry in found] == list(range(1, len(found) + 1))
    begin = next(entry for entry in found if entry.event == "Moved")
    assert (begin.at, begin.by, begin.facts["move"]) == ("2026-12-01T09:00:00Z", COACH, "begin")
    assert next(entry for entry in found if entry.event == "Approved").by == SPONSOR


def test_history_of_one_squad(pilot):
    found = list(history(pilot.world(), pilot.pilot))

    assert {entry.facts["subject"] for entry in found} == {pilot.pilot}
    assert [entry.event for entry in found] == ["Moved"]


def test_revisions_only_when_asked_for(pilot):
    assert "DocumentRevised" not in {entry.event for entry in history(pilot.world(), "first")}
    assert "DocumentRevised" in {entry.event for entry in history(pilot.world(), "first", documents=True)}


def test_nothing_has_happened_yet(fresh):
    with pytest.raises(UsageError, match="nothing has happened to 'first' yet") as caught:
        list(history(fresh.world(), "first"))

    assert caught.value.hint == "playbook sync first"


@pytest.mark.parametrize("stage", ["selection", "pilot", "stabilisation", "replication", "wave"])
def test_a_ledger_that_nobody_touched_has_no_finding(at, stage):
    place = at(stage)

    assert findings(place) == []
    assert list(rebuild(place.world())) == [("first", False)]


def test_a_changed_event_is_found(pilot):
    tampered(pilot, "UPDATE events SET data = replace(data, 'pilot', 'PILOT') WHERE kind = 'Moved'")

    (found,) = findings(pilot)

    assert found.startswith("first: event ")


def test_a_changed_time_is_found(pilot):
    tampered(pilot, "UPDATE events SET at = '2020-01-01T00:00:00Z' WHERE kind = 'Approved'")

    assert len(findings(pilot)) == 1


def test_a_removed_event_is_found(pilot):
    tampered(pilot, "DELETE FROM events WHERE kind = 'Approved'")

    assert len(findings(pilot)) == 1


def test_a_changed_text_is_found(pilot):
    tampered(pilot, "UPDATE texts SET text = text || ' '")

    found = findings(pilot)

    assert any("ConfigurationAccepted" in one and "was changed" in one for one in found)
    assert any("DocumentRevised" in one and "was changed" in one for one in found)


def test_a_text_that_is_gone_is_found(pilot):
    tampered(pilot, "DELETE FROM texts WHERE hash IN (SELECT hash FROM texts LIMIT 3)")

    assert any("is gone" in one for one in findings(pilot))


def test_every_configuration_gone_is_found_not_a_crash(pilot):
    tampered(pilot, "DELETE FROM texts")

    assert "first: the ledger has no accepted configuration of first" in findings(pilot)
    with pytest.raises(LedgerError):
        replay(pilot.world(), "first")


def test_a_changed_projection_is_found_and_made_anew(pilot):
    tampered(pilot, "UPDATE projections SET line = replace(line, '\"pilot\"', '\"closed\"')")

    assert findings(pilot) == ["first: the portfolio's line is not what the events say (playbook rebuild)"]
    assert list(rebuild(pilot.world())) == [("first", True)]
    assert findings(pilot) == []


def test_a_head_kept_outside_shows_that_the_tail_was_cut_off(pilot):
    head = pilot.world().ledger.heads("first")["rollout"][1]
    assert findings(pilot, heads=(head,)) == []
    tampered(pilot, "DELETE FROM events WHERE stream = 'rollout' AND kind = 'Moved' AND version = 4")

    assert any(f"the head {head} is in no chain" in one for one in findings(pilot, heads=(head,)))


def test_one_unit_of_many(pilot):
    assert list(verify(pilot.world(), units=["first"])) == []
    assert list(rebuild(pilot.world(), units=["first"])) == [("first", False)]


def test_replay_needs_no_file(pilot):
    pilot.file.unlink()

    scene = replay(pilot.world(), "first")

    assert scene.stage("first") == "pilot"
    assert scene.unit.name == "First unit"
    pilot.whole()


def test_time_passing_makes_no_difference_to_what_was_projected(replication):
    replication.later(400)

    assert findings(replication) == []
