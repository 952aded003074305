"""A ledger in one SQLite file: nothing acknowledged is lost, and two writers never both win.

`playbook status` passes here at every start, so this file imports next to nothing at its top: what only a write or
a long read needs is imported there.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, TypeVar

    from playbook.ledger.base import Append, Row, Written

    T = TypeVar("T")

SCHEMA = 2
"""The newest version of the tables: schema.sql makes version 1, schema-2.sql what version 2 has beyond it.

An older file is read as it is, and upgraded by the first write to it.
"""
APPLICATION = 0x53504C42
"""The application id in schema.sql."""
PATIENCE = 30.0
"""Seconds to wait for another writer."""
PAGE = 1000
"""Rows fetched at once: a long history is read in little memory, and no writer waits for a slow reader."""

# A file without tables is one whose first append did not finish; it reads as an empty ledger.
STATE = "SELECT (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_schema)"
VERSION = "SELECT max(CAST(value AS INTEGER)) FROM meta WHERE name = 'schema'"
LINES = "SELECT line FROM projections WHERE line IS NOT NULL ORDER BY unit"
TREE = "SELECT tree FROM projections WHERE unit = ? AND tree IS NOT NULL"
TEXT = "SELECT text FROM texts WHERE hash = ?"
PEOPLE = "SELECT id, person FROM people ORDER BY id"
PEOPLE_OF = "SELECT id, person FROM people WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
# Each person is looked up by the first column of the key: what is asked costs, not what there is.
ALLOCATED = (
    "SELECT person, unit, percent FROM allocations WHERE person IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
)
HAS_ALLOCATIONS = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'allocations'"
PERSON = "SELECT id FROM people WHERE lookup = ? AND lookup <> ''"
# From one unit to the next through the index; DISTINCT would look at every event.
UNITS = (
    "WITH RECURSIVE found (unit) AS (SELECT min(unit) FROM events UNION ALL"
    " SELECT (SELECT min(unit) FROM events WHERE unit > found.unit) FROM found WHERE found.unit IS NOT NULL)"
    " SELECT unit FROM found WHERE unit IS NOT NULL"
)
ROW = "unit, stream, version, kind, at, by, data, previous, hash, key, position"
HEAD = "SELECT version, hash FROM events WHERE unit = ? AND stream = ? ORDER BY version DESC LIMIT 1"
USED = "SELECT 1 FROM events WHERE key = ? AND key <> ''"
NEWEST = "SELECT coalesce(max(position), 0) FROM events"
PAGE_OF = (
    f"SELECT {ROW} FROM events WHERE unit = ? AND stream = ? AND version > ? AND position <= ?"  # noqa: S608  (constants)
    " ORDER BY version LIMIT ?"
)


class SqliteLedger:
    """The ledger in the file `path`; the file and its folder are made at the first write, never by reading."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._writable = False
        self._checked = False
        self._version = 0

    # ------------------------------------------------------------------------------------------------ reading

    def read(self, unit: str, stream: str | None = None, after: int = 0) -> Iterator[Row]:
        """Yield a unit's events as `Ledger.read`, as they were at the first `next`; LedgerError as `append`."""
        from heapq import merge
        from operator import itemgetter

        from playbook.ledger.base import STREAMS, Row

        newest = self._rows(NEWEST)
        if newest:
            streams = STREAMS if stream is None else (stream,)
            pages = (self._pages(unit, one, after if stream else 0, newest[0][0]) for one in streams)
            yield from map(Row._make, merge(*pages, key=itemgetter(-1)))

    def _pages(self, unit: str, stream: str, after: int, newest: int) -> Iterator[tuple[Any, ...]]:
        while rows := self._rows(PAGE_OF, unit, stream, after, newest, PAGE):
            yield from rows
            after = rows[-1][2]

    def used(self, key: str) -> bool:
        """True where a command with this idempotency key was carried out."""
        return bool(self._rows(USED, key))

    def heads(self, unit: str) -> dict[str, tuple[int, str]]:
        """Return (version, hash) of the last event of each stream of a unit."""
        from playbook.ledger.base import STREAMS

        found = ((stream, self._rows(HEAD, unit, stream)) for stream in STREAMS)
        return {stream: rows[0] for stream, rows in found if rows}

    def units(self) -> list[str]:
        """Return the ids of all units with events, sorted."""
        return [unit for (unit,) in self._rows(UNITS)]

    def text(self, digest: str) -> str | None:
        """Return the text of that hash, or None."""
        return next((text for (text,) in self._rows(TEXT, digest)), None)

    def people(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        """Return `Name <mail>` by id, without the ids that nobody has."""
        return dict(self._rows(PEOPLE) if ids is None else self._rows(PEOPLE_OF, json.dumps(list(ids))))

    def find_person(self, person: str) -> str | None:
        """Return the id of the person kept as `person`, or None; `people.lookup` says who is the same."""
        from playbook.ledger.people import lookup

        return next((identity for (identity,) in self._rows(PERSON, lookup(person))), None)

    def lines(self) -> list[dict[str, Any]]:
        """Return the portfolio line of every unit, sorted by unit."""
        return [self._json(line) for (line,) in self._rows(LINES)]

    def tree(self, unit: str) -> dict[str, Any] | None:
        """Return the projected tree of a unit, or None."""
        return next((self._json(tree) for (tree,) in self._rows(TREE, unit)), None)

    def allocations(self, people: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return by person (id) how many percent of their time the squads of each unit have; none of an older file."""
        found: dict[str, dict[str, int]] = {}
        if self._rows(HAS_ALLOCATIONS):
            for person, unit, percent in self._rows(ALLOCATED, json.dumps(list(people))):
                found.setdefault(person, {})[unit] = percent
        return found

    # ------------------------------------------------------------------------------------------------ writing

    def append(self, batch: Append) -> Written:
        """Write a batch durably, or nothing at all.

        Raises:
            Outrun: somebody else wrote to a stream that the batch names, or registered a person of the batch.
            LedgerError: the file cannot be written, is no ledger, or is held by another writer for too long.

        """
        from playbook.ledger.chain import vet
        from playbook.ledger.transaction import append

        vet(batch)
        return self._write(lambda connection: append(connection, batch))

    def project(
        self, unit: str, line: Mapping[str, Any], tree: Mapping[str, Any], allocations: Mapping[str, int] | None = None
    ) -> None:
        """Replace a unit's projection; LedgerError as `append`."""
        from playbook.ledger.transaction import project

        self._write(lambda connection: project(connection, unit, line, tree, allocations))

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` did, in one transaction that is on the disk when this returns."""
        from playbook.ledger.transaction import create, upgrade

        committing = False
        try:
            connection = self._writer()
            try:
                connection.execute("BEGIN IMMEDIATE")
                # Asked inside the transaction: of two programs that make the file at once, one waits and then finds it.
                if not self._known(connection):
                    create(connection, sqlite3.sqlite_version_info)
                elif self._version < SCHEMA:
                    upgrade(connection)
                done = work(connection)
                committing = True
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self.close()
            raise _said(error, self.path, committing=committing) from error
        self._checked, self._version = True, SCHEMA
        return done

    # ------------------------------------------------------------------------------------------------ the file

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        connection, self._connection = self._connection, None
        self._writable = self._checked = False
        if connection:
            connection.close()

    def __del__(self) -> None:
        """Let go of the file with the last reference; nobody has to remember to."""
        if getattr(self, "_connection", None):
            self.close()

    def _rows(self, statement: str, *values: object) -> list[Any]:
        """Return the rows of a statement, none where there is no ledger yet."""
        try:
            try:
                return self._fetch(statement, values)
            except sqlite3.DatabaseError as error:
                if self._writable or _code(error) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                    raise
            self.close()
            return self._fetch_once(statement, values)
        except UnicodeEncodeError:
            # An argument that was not UTF-8: nothing of that name was ever let in.
            return []
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            self.close()
            raise _said(error, self.path) from error

    def _fetch(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        if self._connection is None:
            try:
                os.stat(self.path)
            except FileNotFoundError:
                return []
            except OSError as error:
                from playbook.ledger import trouble

                raise trouble.unopened(self.path, error) from error
            self._connection = _open(self.path, "ro")
        if self._known(self._connection):
            return self._connection.execute(statement, values).fetchall()
        self.close()
        return []

    def _fetch_once(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        """Return what an ordinary reader is not let have, through a connection of its own.

        What a writer that was stopped has left beside the file can be undone only by one who may write. Where nothing
        was left nobody is writing, and the file can be read as it lies: a write-ahead log wants a folder it may write.
        """
        left = any(os.path.exists(self.path + end) for end in ("-journal", "-wal"))
        try:
            with closing(_open(self.path, "rw" if left else "ro&immutable=1")) as connection:
                return connection.execute(statement, values).fetchall() if self._known(connection) else []
        finally:
            self._checked = False

    def _known(self, connection: sqlite3.Connection) -> bool:
        """Return whether the file has our tables; LedgerError where it has others, or newer ones."""
        if self._checked:
            return True
        application, tables = connection.execute(STATE).fetchone()
        if not tables:
            return False
        if application != APPLICATION:
            from playbook.ledger import trouble

            raise trouble.another_programs(self.path)
        version = connection.execute(VERSION).fetchone()[0]
        if version not in range(1, SCHEMA + 1):
            from playbook.ledger import trouble

            raise trouble.newer(self.path, version, SCHEMA)
        self._checked, self._version = True, version
        return True

    def _writer(self) -> sqlite3.Connection:
        if self._connection and self._writable:
            return self._connection
        from pathlib import Path

        from playbook.ledger.transaction import choose_journal

        self.close()
        try:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            from playbook.ledger import trouble

            raise trouble.no_folder(self.path, error) from error
        self._connection, self._writable = _open(self.path, "rwc"), True
        new = not self._known(self._connection)
        choose_journal(self._connection, new=new, version=sqlite3.sqlite_version_info)
        return self._connection

    def _json(self, text: str) -> dict[str, Any]:
        try:
            return json.loads(text)  # type: ignore[no-any-return]  # written by `canonical` from a mapping
        except ValueError as error:
            from playbook.ledger import trouble

            raise trouble.no_summary(self.path) from error


def _open(path: str, mode: str) -> sqlite3.Connection:
    # In a URI these three have a meaning; everything else in a file's name stands for itself.
    name = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{name}?mode={mode}", timeout=PATIENCE, isolation_level=None, uri=True)
    if mode.startswith("rw"):
        try:
            # Per connection. Beside a write-ahead log EXTRA means FULL.
            connection.execute("PRAGMA synchronous = EXTRA")
        except BaseException:
            connection.close()
            raise
    return connection


def _code(error: sqlite3.DatabaseError | UnicodeDecodeError) -> int:
    """Return SQLite's primary error code, 0 where SQLite was not asked."""
    # A text, or a message that quotes one, that is not UTF-8 was never written by us.
    damaged = isinstance(error, UnicodeDecodeError)
    return sqlite3.SQLITE_CORRUPT if damaged else int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _said(error: sqlite3.DatabaseError | UnicodeDecodeError, path: str, *, committing: bool = False) -> Exception:
    """Return the LedgerError that says it in one sentence; what can only be our own mistake comes back as it is."""
    from playbook.ledger.trouble import sentence

    return sentence(_code(error), str(error), path, committing=committing) or error
