"""Ledgers of older programs go on working: read as they are, upgraded by the first write to them."""

import os
import sqlite3
import stat
from contextlib import closing

import pytest

from playbook.errors import Outrun
from playbook.ledger import sqlite as store
from playbook.ledger import transaction
from playbook.ledger.chain import verify_chain
from playbook.ledger.sqlite import SqliteLedger
from tests.ledger.contract import FULL, WITHOUT, batch
from tests.ledger.files import raw

TABLES = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"


@pytest.fixture
def first(path, monkeypatch):
    """A file as a program that knew version 1 alone left it: one append, no table of allocations."""
    with monkeypatch.context() as old:
        old.setattr(transaction, "STEPS", {1: "schema.sql"})
        with closing(SqliteLedger(str(path))) as ledger:
            ledger.append(WITHOUT)
    return path


def version(path):
    return raw(path, "SELECT value FROM meta WHERE name = 'schema'")[0][0][0]


def test_the_file_of_an_older_program_is_what_it_was(first):
    assert version(first) == "1"
    assert "allocations" not in str(raw(first, TABLES))


def test_it_is_read_and_left_as_it_is(first):
    before = first.read_bytes()
    with closing(SqliteLedger(str(first))) as ledger:
        assert [row.version for row in ledger.read("emea")] == [1]
        assert ledger.lines() == [FULL.line]
        assert ledger.tree("emea") == FULL.tree
        assert ledger.people() == FULL.people
        assert ledger.allocations(["p-1"]) == {}

    assert first.read_bytes() == before


def test_it_can_be_read_without_the_right_to_write(first):
    raw(first, "PRAGMA journal_mode = delete")
    first.chmod(stat.S_IRUSR)
    with closing(SqliteLedger(str(first))) as ledger:
        assert ledger.units() == ["emea"]
        assert ledger.allocations(["p-1"]) == {}


def test_the_first_write_upgrades_it_and_loses_nothing(first):
    with closing(SqliteLedger(str(first))) as ledger:
        before = list(ledger.read("emea"))

        ledger.append(batch(allocations={"p-1": 70}))

        rows = list(ledger.read("emea"))
        assert rows[:1] == before
        assert verify_chain(rows) is None
        assert ledger.allocations(["p-1"]) == {"p-1": {"emea": 70}}
    assert version(first) == str(store.SCHEMA)


def test_an_upgraded_file_has_the_tables_of_a_new_one(first, tmp_path):
    fresh = tmp_path / "fresh.sqlite"
    with closing(SqliteLedger(str(first))) as old, closing(SqliteLedger(str(fresh))) as new:
        old.append(batch())
        new.append(FULL)

    assert raw(first, TABLES) == raw(fresh, TABLES)


def test_a_projection_alone_upgrades_it_too(first):
    with closing(SqliteLedger(str(first))) as ledger:
        ledger.project("emea", {"a": 1}, {"b": 2}, {"p-2": 30})

        assert ledger.allocations(["p-2"]) == {"p-2": {"emea": 30}}


def test_a_write_that_fails_upgrades_nothing(first):
    with closing(SqliteLedger(str(first))) as ledger, pytest.raises(Outrun):
        ledger.append(batch(expected={"rollout": 7}))

    assert version(first) == "1"


def test_two_programs_that_found_the_old_file_upgrade_it_once(first):
    with closing(SqliteLedger(str(first))) as one, closing(SqliteLedger(str(first))) as other:
        assert one.units() == other.units() == ["emea"]

        one.append(batch(allocations={"p-1": 10}))
        other.append(batch("apac", allocations={"p-1": 20}))

        assert one.allocations(["p-1"]) == other.allocations(["p-1"]) == {"p-1": {"apac": 20, "emea": 10}}


def test_a_reader_that_opened_the_old_file_sees_what_an_upgrade_brought(first):
    with closing(SqliteLedger(str(first))) as reader, closing(SqliteLedger(str(first))) as writer:
        assert reader.allocations(["p-1"]) == {}

        writer.append(batch(allocations={"p-1": 10}))

        assert reader.allocations(["p-1"]) == {"p-1": {"emea": 10}}


def test_what_is_asked_costs_and_not_what_there_is(path):
    with closing(SqliteLedger(str(path))) as ledger:
        ledger.append(FULL)
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {store.ALLOCATED}", ('["p-1"]',)).fetchall()

    steps = [step for *_, step in plan if "allocations" in step]
    assert steps
    assert all(step.startswith("SEARCH") for step in steps)


def test_every_version_has_its_step_and_the_last_says_its_number():
    folder = os.path.dirname(transaction.__file__)

    assert list(transaction.STEPS) == list(range(1, store.SCHEMA + 1))
    with open(os.path.join(folder, transaction.STEPS[store.SCHEMA]), encoding="utf-8") as file:
        assert f"'{store.SCHEMA}' WHERE name = 'schema'" in file.read()
