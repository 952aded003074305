import sqlite3
from contextlib import closing

import pytest

from playbook.errors import LedgerError
from playbook.ledger import sqlite as store
from playbook.ledger.transaction import choose_journal, wal_is_safe
from tests.ledger.contract import FULL


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_a_write_ahead_log_is_used_only_where_it_loses_nothing(version, safe):
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize(
    ("kept", "new", "version", "wanted"),
    [
        ("delete", True, (3, 51, 3), "wal"),
        ("delete", False, (3, 51, 3), "delete"),
        ("wal", False, (3, 51, 3), "wal"),
        ("wal", False, (3, 40, 1), "delete"),
        ("delete", True, (3, 40, 1), "delete"),
    ],
)
def test_two_programs_never_argue_about_the_journal(tmp_path, kept, new, version, wanted):
    with closing(sqlite3.connect(tmp_path / "x", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode = {kept}")

        choose_journal(connection, new=new, version=version)

        assert connection.execute("PRAGMA journal_mode").fetchone() == (wanted,)


def test_an_old_sqlite_is_told_apart(ledger, monkeypatch):
    monkeypatch.setattr(store.sqlite3, "sqlite_version_info", (3, 34, 1))

    with pytest.raises(LedgerError, match=r"SQLite 3\.34\.1; a ledger needs 3\.37"):
        ledger.append(FULL)
