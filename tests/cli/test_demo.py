"""`demo`: the story runs to its end, and throws nothing away that it did not make."""

import sqlite3
from contextlib import closing

import pytest


@pytest.mark.slow
def test_the_demo_runs_to_its_end_and_again(tmp_path, pb, monkeypatch):
    monkeypatch.chdir(tmp_path)

    answer = pb("demo")

    assert answer.code == 0
    assert "sustaining" in answer.out
    assert "\x1b" not in answer.out
    assert "the demo broke" not in answer.err
    assert (tmp_path / "demo/documents/emea/pilot/charter.md").is_file()
    [emea] = [one for one in pb("-C", "demo", "status", "--json").data if one["unit"] == "emea"]
    assert emea["stage"] == "sustaining"
    assert emea["waves"] == [3, 3]
    assert emea["squads"] == {"stable": 13}
    assert pb("-C", "demo", "verify").code == 0
    assert names_in_events(tmp_path / "demo" / ".playbook" / "ledger.sqlite") == []


def names_in_events(path):
    """Return the names and mails of people that stand in an event, of everybody the ledger knows."""
    with closing(sqlite3.connect(path)) as ledger:
        people = [person for (person,) in ledger.execute("SELECT person FROM people")]
        events = "\n".join(data for (data,) in ledger.execute("SELECT data FROM events"))
    assert len(people) > 50
    words = {part for person in people for part in (person.partition(" <")[0], person.partition("<")[2].rstrip(">"))}
    return sorted(word for word in words if word and word in events)


def test_what_no_demo_made_is_kept(tmp_path, pb):
    (tmp_path / "mine").write_text("mine", encoding="utf-8")

    answer = pb("demo", str(tmp_path))

    assert answer.code == 2
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "mine"
