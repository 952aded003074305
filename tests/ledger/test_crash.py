import signal
import sqlite3
import time
from contextlib import closing

import pytest

from playbook.ledger import sqlite as store
from playbook.ledger.chain import verify_chain
from playbook.ledger.sqlite import SqliteLedger
from tests.ledger.contract import FULL, batch
from tests.ledger.files import acknowledged, program, raw, refused, start


@pytest.mark.slow
def test_eight_writers_lose_nothing_and_never_both_win(path):
    writers = [start(path, "emea", f"w{number}", 25) for number in range(8)]

    outputs = [writer.communicate(timeout=300) for writer in writers]

    assert [errors for _, errors in outputs] == [""] * 8
    with closing(SqliteLedger(str(path))) as ledger:
        rows = list(ledger.read("emea"))
    assert [row.version for row in rows] == list(range(1, 201))
    assert {(row.by, row.key) for row in rows} == {(f"w{w}", f"w{w}-{n}") for w in range(8) for n in range(25)}
    assert set.union(*(acknowledged(output) for output, _ in outputs)) == {(row.version, row.hash) for row in rows}
    assert verify_chain(rows) is None


@pytest.mark.slow
def test_a_killed_writer_keeps_every_event_it_acknowledged(path):
    safe = set()
    for round_ in range(12):
        writer = start(path, "emea", f"round{round_}", 100_000)
        lines = [writer.stdout.readline()]
        time.sleep(0.02 + 0.007 * round_)
        writer.send_signal(signal.SIGKILL)
        output, _ = writer.communicate(timeout=60)
        safe |= acknowledged("".join(lines) + output)

        with closing(SqliteLedger(str(path))) as ledger:
            rows = list(ledger.read("emea"))
            texts = [ledger.text(row.key) for row in rows]
        assert verify_chain(rows) is None
        assert safe <= {(row.version, row.hash) for row in rows}
        assert None not in texts
        assert len(rows) <= len(safe) + round_ + 1
    assert len(safe) >= 12


def test_a_crash_in_the_middle_of_a_write_is_mended_by_the_next_reader(full, path):
    raw(path, "PRAGMA journal_mode = delete")
    crashed = crash(path)

    assert crashed
    assert path.with_name("ledger.sqlite-journal").exists()
    assert [row.version for row in full.read("emea")] == [1]
    assert full.lines() == [FULL.line]
    assert full.append(batch()).rows[0].version == 2


def test_a_crash_beside_a_write_ahead_log_is_mended_too(full, path):
    raw(path, "PRAGMA journal_mode = wal")
    crashed = crash(path)

    assert crashed
    assert path.with_name("ledger.sqlite-wal").exists()
    assert full.lines() == [FULL.line]
    assert full.append(batch()).rows[0].version == 2


CRASH = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.executemany("INSERT INTO texts VALUES (?, ?)", ((str(n), "x" * 900) for n in range(3000)))
connection.execute("UPDATE projections SET line = 'half a line'")
os.kill(os.getpid(), 9)
"""


def crash(path):
    """Leave a half-written transaction behind, pages in the file and the journal beside it."""
    crashed = program("-c", CRASH, path)
    crashed.communicate()
    return crashed.returncode == -signal.SIGKILL


def test_a_full_disk_loses_nothing(path):
    writer = start(path, "emea", "w", 100_000, 400_000)

    output, errors = writer.communicate(timeout=120)

    assert writer.returncode == 7, errors
    assert errors == ""
    assert "! the disk failed" in output or "! there is no room" in output
    with closing(SqliteLedger(str(path))) as ledger:
        rows = list(ledger.read("emea"))
        assert verify_chain(rows) is None
        assert acknowledged(output) == {(row.version, row.hash) for row in rows}
        assert len(rows) > 10
        assert ledger.append(batch()).rows[0].version == len(rows) + 1


def test_a_disk_that_fails_at_the_last_moment_is_told_honestly(full, monkeypatch):
    class Failing(sqlite3.Connection):
        def execute(self, statement, *values):
            if statement == "COMMIT":
                super().execute("ROLLBACK")
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
                raise error
            return super().execute(statement, *values)

    connect = sqlite3.connect
    monkeypatch.setattr(store.sqlite3, "connect", lambda *a, **more: connect(*a, factory=Failing, **more))

    error = refused(full.append, batch())

    assert error.facts["uncertain"] is True
    assert "may have been kept, or not" in error.message
