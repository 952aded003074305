"""What a write does inside SQLite's transaction; `sqlite.py` opens the file, begins and commits.

Apart from it, so that a command that only reads does not pay for this.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from playbook.core.phrase import say
from playbook.errors import LedgerError
from playbook.ledger.base import STREAMS, Append, Row, Written
from playbook.ledger.chain import link, outrun
from playbook.ledger.codec import canonical
from playbook.ledger.people import lookup

ROW = "unit, stream, version, kind, at, by, data, previous, hash, key, position"
# All that an append has to know, in one statement: the unit's heads, the last position, whether the key was used.
HEAD = (
    "SELECT * FROM (SELECT stream, version, hash FROM events WHERE unit = ? AND stream = '{}'"
    " ORDER BY version DESC LIMIT 1)"
)
ENDS = " UNION ALL ".join(
    [
        *map(HEAD.format, STREAMS),
        "SELECT 'newest', coalesce(max(position), 0), '' FROM events",
        "SELECT 'key', position, key FROM events WHERE key = ? AND key <> ''",
    ]
)
# The rows of one append are neighbours; `size` says how many they are.
REPEATED = (
    f"SELECT {ROW} FROM events JOIN (SELECT position AS first, size AS many FROM events WHERE key = ? AND key <> '')"  # noqa: S608  (constants)
    " WHERE position >= first AND position < first + many ORDER BY position"
)
ADD_EVENT = f"INSERT INTO events ({ROW}, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608  (constants)
ADD_TEXT = "INSERT OR IGNORE INTO texts (hash, text) VALUES (?, ?)"
PERSON = "SELECT id FROM people WHERE lookup = ? AND lookup <> ''"
ADD_PERSON = (
    "INSERT INTO people (id, person, lookup) VALUES (?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET person = excluded.person, lookup = excluded.lookup"
)
PROJECT = (
    "INSERT INTO projections (unit, line, tree) VALUES (?, ?, ?) ON CONFLICT (unit) DO UPDATE SET"
    " line = coalesce(excluded.line, line), tree = coalesce(excluded.tree, tree)"
)
FORGET = "DELETE FROM allocations WHERE unit = ?"
ALLOCATE = "INSERT INTO allocations (person, unit, percent) VALUES (?, ?, ?)"
VERSION = "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'schema'"

STEPS = {1: "schema.sql", 2: "schema-2.sql"}
"""The statements that make each version of the schema from the one before it."""
OLDEST = (3, 37)
"""The first SQLite with strict tables."""


class Connection(Protocol):
    """As much of a database connection as a write needs."""

    def execute(self, statement: str, values: tuple[Any, ...] = (), /) -> Any:
        """Run one statement and return its cursor."""
        ...

    def executemany(self, statement: str, values: Iterable[tuple[Any, ...]], /) -> Any:
        """Run one statement for each row of values."""
        ...


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Return whether this SQLite has the WAL-reset bug mended: 3.51.3, 3.50.7, 3.44.6 and what follows each."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def choose_journal(connection: Connection, *, new: bool, version: tuple[int, ...]) -> None:
    """Use a write-ahead log where this SQLite loses no work with it (docs/decisions/0020), outside a transaction."""
    kept = connection.execute("PRAGMA journal_mode").fetchone()[0]
    wanted = "wal" if wal_is_safe(version) and (new or kept == "wal") else "delete"
    if kept != wanted:
        connection.execute(f"PRAGMA journal_mode = {wanted}")


def create(connection: Connection, version: tuple[int, ...]) -> None:
    """Make the tables; LedgerError where this SQLite is too old for them."""
    if version < OLDEST:
        found = ".".join(map(str, version))
        text = say("this Python comes with SQLite {version}; a ledger needs 3.37 or newer", version=found)
        raise LedgerError(text, hint=say("use a newer Python"))
    _climb(connection, 0)


def upgrade(connection: Connection) -> None:
    """Bring the tables of an older version to the newest one, step by step; nothing where they are the newest."""
    _climb(connection, connection.execute(VERSION).fetchone()[0])


def _climb(connection: Connection, version: int) -> None:
    for step, name in STEPS.items():
        if step > version:
            for statement in Path(__file__).with_name(name).read_text("utf-8").split("\n\n"):
                connection.execute(statement)


def append(connection: Connection, batch: Append) -> Written:
    """Write a batch that `chain.vet` let pass; Outrun where somebody else was faster."""
    found = connection.execute(ENDS, (*[batch.unit] * len(STREAMS), batch.key)).fetchall()
    ends = {name: (number, text) for name, number, text in found}
    if "key" in ends:
        return Written(tuple(map(Row._make, connection.execute(REPEATED, (batch.key,)))), repeated=True)
    newest, _ = ends.pop("newest")
    rows = link(batch, ends, newest)
    connection.executemany(ADD_EVENT, ((*row, 0 if count else len(rows)) for count, row in enumerate(rows)))
    if batch.texts:
        connection.executemany(ADD_TEXT, batch.texts.items())
    for identity, person in batch.people.items():
        _register(connection, batch.unit, identity, person)
    project(connection, batch.unit, batch.line, batch.tree, batch.allocations)
    return Written(rows, repeated=False)


def _register(connection: Connection, unit: str, identity: str, person: str) -> None:
    same = lookup(person)
    other = connection.execute(PERSON, (same,)).fetchone()
    if other and other[0] != identity:
        raise outrun(unit, person=person)
    connection.execute(ADD_PERSON, (identity, person, same))


def project(
    connection: Connection,
    unit: str,
    line: Mapping[str, Any] | None,
    tree: Mapping[str, Any] | None,
    allocations: Mapping[str, int] | None,
) -> None:
    """Keep a unit's projection; a part that is None stays as it is."""
    if line is not None or tree is not None:
        texts = (None if part is None else canonical(part) for part in (line, tree))
        connection.execute(PROJECT, (unit, *texts))
    if allocations is not None:
        connection.execute(FORGET, (unit,))
        rows = ((person, unit, percent) for person, percent in allocations.items() if percent > 0)
        connection.executemany(ALLOCATE, rows)
