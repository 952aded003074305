import os
import sqlite3
import stat
from contextlib import closing

import pytest

from playbook.errors import LedgerError
from playbook.ledger import sqlite as store
from playbook.ledger import transaction
from playbook.ledger.sqlite import SqliteLedger
from playbook.ledger.transaction import wal_is_safe
from tests.ledger.contract import FULL, LedgerContract, batch
from tests.ledger.files import program, raw, unprivileged


class TestSqliteLedger(LedgerContract):
    @pytest.fixture
    def ledger(self, path):
        ledger = SqliteLedger(str(path))
        yield ledger
        ledger.close()


class TestReopenedSqliteLedger(LedgerContract):
    """Every call finds the file as the last program left it."""

    @pytest.fixture
    def ledger(self, path):
        return Reopening(str(path))


class Reopening:
    def __init__(self, path):
        self.path = path

    def __getattr__(self, name):
        def call(*arguments):
            with closing(SqliteLedger(self.path)) as ledger:
                answer = getattr(ledger, name)(*arguments)
                return iter(list(answer)) if name == "read" else answer

        return call


def test_reading_makes_no_file(ledger, path):
    ledger.lines()
    ledger.units()

    assert not path.parent.exists()


def test_a_ledger_that_appears_later_is_seen(ledger, path):
    before = ledger.units()
    with closing(SqliteLedger(str(path))) as other:
        other.append(FULL)

    assert before == []
    assert ledger.units() == ["emea"]


def test_an_append_that_is_refused_leaves_no_ledger_behind(ledger, path):
    with pytest.raises(LedgerError):
        ledger.append(batch(line={"n": float("inf")}))
    ledger.close()

    assert ledger.units() == []
    assert raw(path, "SELECT count(*) FROM sqlite_schema") == [[(0,)]]
    assert ledger.append(FULL).rows


def test_an_empty_file_is_an_empty_ledger(ledger, path):
    path.parent.mkdir()
    path.touch()

    assert ledger.lines() == []
    assert ledger.append(FULL).rows
    assert ledger.units() == ["emea"]


@pytest.mark.parametrize("name", ["a b?c#d%41.sqlite", "größe-試点.sqlite", "mode=rw&x.sqlite", "'\"`.sqlite"])
def test_a_file_may_have_any_name(tmp_path, name):
    with closing(SqliteLedger(str(tmp_path / name))) as ledger:
        ledger.append(FULL)

        assert ledger.units() == ["emea"]

    assert name in {file.name for file in tmp_path.iterdir()}


def test_a_relative_path_is_kept_when_the_program_moves_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with closing(SqliteLedger("ledger.sqlite")) as ledger:
        ledger.append(FULL)

        assert (tmp_path / "ledger.sqlite").is_file()
        assert ledger.units() == ["emea"]


def test_reading_does_not_touch_the_file(full, path):
    raw(path, "PRAGMA journal_mode = delete")
    os.utime(path, (1, 1))
    before = path.read_bytes(), sorted(path.parent.iterdir())

    full.lines()
    list(full.read("emea"))

    assert (path.read_bytes(), sorted(path.parent.iterdir())) == before
    assert path.stat().st_mtime == 1


def test_the_file_says_whose_it_is(full, path):
    (((application,),), schema) = raw(path, "PRAGMA application_id", "SELECT * FROM meta")

    assert application == store.APPLICATION
    assert schema == [("schema", str(store.SCHEMA))]


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_reader_needs_only_the_right_to_read(full, path, journal):
    raw(path, f"PRAGMA journal_mode = {journal}")
    path.chmod(stat.S_IRUSR)
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        output, errors = program("-c", READ, path, before=unprivileged()).communicate()
    finally:
        path.parent.chmod(stat.S_IRWXU)
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)

    assert output.splitlines()[:2] == ["['emea']", "LedgerError"], errors
    assert "may not be written" in output


def test_a_folder_that_may_not_be_entered_is_no_empty_ledger(full, path):
    path.parent.chmod(0)
    try:
        output, _ = program("-c", READ, path, before=unprivileged()).communicate()
    finally:
        path.parent.chmod(stat.S_IRWXU)

    assert output.splitlines()[0] == "LedgerError"
    assert "Permission denied" in output


READ = """
import sys
from playbook.ledger.sqlite import SqliteLedger
from playbook.ledger.base import Append
ledger = SqliteLedger(sys.argv[1])
try:
    print(ledger.units())
    ledger.append(Append("emea", "", "", "", {}, [("rollout", "HoldPlaced", "{}")]))
except Exception as error:
    print(type(error).__name__)
    print(error)
"""


def test_a_writer_waits_for_the_disk(ledger):
    ledger.append(FULL)

    (synchronous,) = ledger._connection.execute("PRAGMA synchronous").fetchone()
    (journal,) = ledger._connection.execute("PRAGMA journal_mode").fetchone()

    assert synchronous == 3
    assert journal == ("wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete")


def test_a_ledger_with_a_write_ahead_log_is_read_and_written(ledger, full, path):
    raw(path, "PRAGMA journal_mode = wal")

    lines = ledger.lines()
    ledger.append(batch())

    assert lines == [FULL.line]
    assert [row.version for row in ledger.read("emea")] == [1, 2]


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (store.TREE, 1),
        (store.TEXT, 1),
        (store.PERSON, 1),
        (store.HEAD, 2),
        (store.USED, 1),
        (store.PAGE_OF, 5),
        (store.NEWEST, 0),
        (store.UNITS, 0),
        (transaction.ENDS, 3),
        (transaction.REPEATED, 1),
    ],
)
def test_no_question_looks_at_everything(full, path, statement, values):
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", ("",) * values).fetchall()

    steps = [detail for *_, detail in plan]
    assert any("SEARCH" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and step.split()[1] in TABLES] == []


TABLES = {"events", "texts", "people", "projections"}


def test_a_read_imports_next_to_nothing(full, path):
    code = (
        "import sys; from playbook.ledger.sqlite import SqliteLedger; ledger = SqliteLedger(sys.argv[1]);"
        "print(ledger.lines(), ledger.tree('emea')); print(*sys.modules, sep='\\n')"
    )
    output, errors = program("-S", "-c", code, path).communicate()

    loaded = set(output.splitlines())
    assert "sqlite3" in loaded, errors
    dear = {"dataclasses", "inspect", "pathlib", "hashlib", "urllib", "tempfile", "heapq"}
    assert loaded & dear == set()
    ours = {name for name in loaded if name.startswith("playbook.")}
    assert ours == {"playbook.ledger", "playbook.ledger.sqlite"}
