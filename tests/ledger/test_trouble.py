import random
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from playbook.errors import LedgerError
from playbook.ledger import sqlite as store
from playbook.ledger.sqlite import SqliteLedger
from tests.ledger.contract import FULL, batch
from tests.ledger.files import answered, every_call, raw, refused


@pytest.mark.parametrize("content", [b"unit: emea\n" * 500, b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(ledger, path, content):
    path.parent.mkdir()
    path.write_bytes(content)

    for call in every_call(ledger):
        assert refused(*call).hint

    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(ledger, path):
    path.parent.mkdir()
    raw(path, "CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()

    for call in every_call(ledger):
        assert "not a ledger" in refused(*call).message

    assert path.read_bytes() == before


def test_a_newer_ledger_is_refused_and_left_alone(full, path):
    raw(path, "UPDATE meta SET value = '3'")
    before = path.read_bytes()

    for call in every_call(full):
        assert "newer program" in refused(*call).message
        assert "upgrade" in refused(*call).hint

    assert path.read_bytes() == before


def test_a_ledger_that_does_not_say_its_schema_is_refused(full, path):
    raw(path, "DELETE FROM meta")

    for call in every_call(full):
        assert "unknown" in refused(*call).message


def test_a_folder_is_no_ledger(ledger, path):
    path.mkdir(parents=True)

    for call in every_call(ledger):
        assert "is a folder" in refused(*call).message


def test_a_file_in_the_way_of_the_folder_is_told(ledger, path):
    path.parent.write_text("a file", encoding="utf-8")

    for call in every_call(ledger):
        assert "ledger" in refused(*call).message


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_truncated_ledger_is_told_or_read_right(full, path, share):
    full.append(batch(events=300, texts={f"t{n}": "text " * 200 for n in range(50)}))
    full.close()
    rows = list(full.read("emea"))
    full.close()
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    answer = answered(lambda: list(full.read("emea")))

    assert answer in (rows, LedgerError)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_ledger_is_told_and_never_a_crash(full, path, seed):
    full.append(batch(events=100))
    full.close()
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(200):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    path.write_bytes(content)

    answers = [answered(*call) for call in every_call(full)]

    assert len(answers) == 11


@pytest.mark.parametrize("name", ["line", "tree"])
def test_a_damaged_projection_says_how_to_mend_it(full, path, name):
    raw(path, f"UPDATE projections SET {name} = '{{'")  # noqa: S608  (one of two words)

    error = refused(full.lines) if name == "line" else refused(full.tree, "emea")

    assert "playbook rebuild" in error.hint


def test_a_missing_table_is_damage(full, path):
    raw(path, "DROP TABLE projections")

    assert "damaged" in refused(full.lines).message


def test_another_writer_is_waited_for(full, path):
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
        timer.start()

        written = full.append(batch())
        timer.join()

    assert written.rows[0].version == 2


def test_a_writer_that_never_ends_is_told(full, path, monkeypatch):
    monkeypatch.setattr(store, "PATIENCE", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        error = refused(full.append, batch())
        lines = full.lines()

    assert "somebody else is writing" in error.message
    assert lines == [FULL.line]
    assert full.append(batch()).rows[0].version == 2


def test_reading_and_writing_go_on_beside_each_other(full, path):
    full.append(batch(events=3000))
    with closing(SqliteLedger(str(path))) as reader:
        rows = reader.read("emea")
        next(rows)

        began = time.monotonic()
        full.append(batch())
        waited = time.monotonic() - began

        assert len(list(rows)) == 3000
    assert waited < 5


def test_tables_that_somebody_changed_are_told(full, path):
    raw(path, "ALTER TABLE projections RENAME COLUMN tree TO baum")

    assert "damaged" in refused(full.tree, "emea").message
    assert "has no column named tree" in refused(full.project, "emea", {}, {}).message


def test_our_own_mistakes_are_not_dressed_up(full):
    full.lines()
    connection = full._connection
    caught = []

    def elsewhere():
        try:
            full.lines()
        except sqlite3.ProgrammingError as error:
            caught.append(str(error))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    connection.close()  # the other thread could only let go of it

    assert "thread" in caught[0]
