"""What a durable append costs, and whether one unit pays for the events of the others.

    python benchmarks/append.py [ROUNDS]

Every contestant writes the same event (the same texts, the same number of rows where it can) to a file of its own on
the same disk, with the same journal and the same `synchronous`, one transaction an event. They take turns in rounds;
a round's figure is the mean of its appends, the result is the median of the rounds, and a ratio is the median of the
rounds' ratios: what else the disk has to do hits both sides of it. SQLAlchemy and eventsourcing take part where they
are installed: pip install sqlalchemy eventsourcing
"""

# ruff: noqa: RUF001  (the multiplication sign is one)

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from playbook.core.events import HoldPlaced, ItemTicked, ReadingRecorded
from playbook.core.history import Rollout, fold
from playbook.ledger.base import Append
from playbook.ledger.codec import encode, stamp
from playbook.ledger.sqlite import SqliteLedger
from playbook.ledger.transaction import wal_is_safe

EACH = 10
TARGET = 1.3
MANY = 100_000
"""Events of others, and of a long history."""
JOURNAL = "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"
PRAGMAS = (f"PRAGMA journal_mode = {JOURNAL}", "PRAGMA synchronous = EXTRA")
AT = "2026-11-21T09:30:00Z"
TICK = ItemTicked("emea/pilot", "pilot.sponsor-named", evidence="minutes of 3 November, page 2")
EVENT = encode(TICK)
LINE = {"unit": "emea", "stage": "pilot", "squads": {"operating": 1}, "blocked": ["squad_size", "approval"]}
TREE = {"unit": "emea", "squads": [{"id": f"squad-{n}", "stage": "operating"} for n in range(12)]}
TABLE = """CREATE TABLE events (position INTEGER PRIMARY KEY, unit TEXT, stream TEXT, version INTEGER, kind TEXT,
at TEXT, by TEXT, data TEXT, previous TEXT, hash TEXT, key TEXT, size INTEGER, UNIQUE (unit, stream, version))"""
KEYS = "CREATE UNIQUE INDEX events_key ON events (key) WHERE key <> ''"
INSERT = "INSERT INTO events VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
PROJECTIONS = "CREATE TABLE projections (unit TEXT PRIMARY KEY, line TEXT, tree TEXT)"
PROJECT = "INSERT OR REPLACE INTO projections VALUES (?, ?, ?)"
HASH = "0" * 64

Contestant = Callable[[Path], Iterator[None]]


def row(version: int) -> tuple[object, ...]:
    return ("emea", "rollout", version, EVENT[1], AT, "p-1", EVENT[2], HASH, HASH, f"key-{version}")


def ours(path: Path, *, projected: bool) -> Iterator[None]:
    """All that a command's append does: canonical JSON, expected version, hash chain, idempotency key, triggers."""
    shown = {"line": LINE, "tree": TREE} if projected else {}
    with closing(SqliteLedger(str(path))) as ledger:
        version = 0
        while True:
            written = ledger.append(
                Append("emea", AT, "p-1", f"key-{version}", {"rollout": version}, [encode(TICK)], **shown)
            )
            version = written.rows[-1].version
            yield


def raw(path: Path, *, projected: bool) -> Iterator[None]:
    """The bare row (and the bare projection) through sqlite3, nothing checked, nothing hashed."""
    line, tree = repr(LINE), repr(TREE)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in (*PRAGMAS, TABLE, KEYS, PROJECTIONS):
            connection.execute(statement)
        version = 0
        while True:
            version += 1
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(INSERT, row(version))
            if projected:
                connection.execute(PROJECT, ("emea", line, tree))
            connection.execute("COMMIT")
            yield


def sqlalchemy(path: Path) -> Iterator[None]:
    """The same row through SQLAlchemy Core."""
    from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, create_engine, event, insert

    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, _: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(pragma)

    names = ("unit", "stream", "version", "kind", "at", "by", "data", "previous", "hash", "key")
    columns = [Column(name, Integer if name == "version" else Text) for name in names]
    position = Column("position", Integer, primary_key=True)
    table = Table("events", MetaData(), position, *columns, UniqueConstraint("unit", "stream", "version"))
    Index("events_key", table.c.key, unique=True)
    table.metadata.create_all(engine)
    version = 0
    try:
        while True:
            version += 1
            with engine.begin() as connection:
                connection.execute(insert(table), dict(zip(names, row(version), strict=True)))
            yield
    finally:
        engine.dispose()


def recorder_at(path: Path) -> Any:
    """Return the library's SQLite recorder, kept from choosing the journal by itself."""
    from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteConnectionPool, SQLiteDatastore

    class Pool(SQLiteConnectionPool):  # type: ignore[misc]
        def _create_connection(self) -> Any:
            self.is_journal_mode_wal = True
            connection = super()._create_connection()
            for pragma in PRAGMAS:
                connection.cursor().execute(pragma)
            return connection

    store = SQLiteDatastore(f"file:{path}", originator_id_type="text")
    store.pool = Pool(db_name=f"file:{path}")
    recorder = SQLiteApplicationRecorder(store)
    recorder.create_table()
    return recorder


def recorder(path: Path) -> Iterator[None]:
    """Four columns through the eventsourcing library's recorder: no encoding, no hash, no key; the library's floor."""
    from eventsourcing.persistence import StoredEvent

    store = recorder_at(path)
    version = 0
    while True:
        version += 1
        store.insert_events([StoredEvent("emea", version, EVENT[1], EVENT[2].encode())])
        yield


def application(path: Path) -> Iterator[None]:
    """The same event as people use that library: an aggregate's event, encoded and saved by an application."""
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Checklist(Aggregate):
        @event("ItemTicked")
        def tick(self, subject: str, item: str, evidence: str) -> None:
            self.last = (subject, item, evidence)

    class Rollouts(Application):  # type: ignore[misc]
        pass

    app, store = Rollouts(), recorder_at(path)
    store.datastore.originator_id_type = "uuid"
    app.events.recorder = app.recorder = store
    checklist = Checklist()
    while True:
        checklist.tick(TICK.subject, TICK.item, TICK.evidence)
        app.save(checklist)
        yield


CONTESTANTS: dict[str, Contestant] = {
    "raw sqlite3, 1 row": lambda path: raw(path, projected=False),
    "ours, 1 row": lambda path: ours(path, projected=False),
    "raw sqlite3, 2 rows": lambda path: raw(path, projected=True),
    "ours, 2 rows (event and projection)": lambda path: ours(path, projected=True),
    "SQLAlchemy Core, 1 row": sqlalchemy,
    "eventsourcing, application.save, 1 row": application,
    "eventsourcing, recorder alone, 1 row": recorder,
}
BARS = {"ours, 1 row": "raw sqlite3, 1 row", "ours, 2 rows (event and projection)": "raw sqlite3, 2 rows"}


def race(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Return each round's seconds of one append by contestant; those that are not installed are told and left out."""
    runs = {}
    for number, (name, contestant) in enumerate(CONTESTANTS.items()):
        run = contestant(folder / f"{number}.sqlite")
        try:
            next(run)
        except ImportError:
            print(f"{name}: not installed")
            continue
        runs[name] = run
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds):
        # Turned round each time, so that nobody always comes after the same neighbour.
        for name, run in list(runs.items())[:: 1 if turn % 2 else -1]:
            began = time.perf_counter()
            for _ in range(EACH):
                next(run)
            times[name].append((time.perf_counter() - began) / EACH)
    for run in runs.values():
        run.close()
    return times


def ratio(one: list[float], other: list[float]) -> float:
    """Return the median of the rounds' ratios: what a busy disk does in one round hits both sides of it."""
    return median(mine / theirs for mine, theirs in zip(one, other, strict=True))


def fill(path: Path, others: int) -> None:
    """Make a ledger with 100 events of one unit and so many of others, a thousand to a unit."""
    with closing(SqliteLedger(str(path))) as ledger:
        for unit in range(max(1, others // 1000)):
            many = [EVENT] * min(others, 1000)
            ledger.append(Append(f"other-{unit}", AT, "p-1", "", {}, many, line=LINE, tree=TREE))
        for week in range(50):
            day = f"2026-{1 + week // 4 % 12:02}-{1 + week % 4 * 7:02}"
            own = [EVENT, encode(ReadingRecorded("emea/pilot", "csat", day, 41.0 + week))]
            ledger.append(Append("emea", AT, "p-1", "", {}, own, line=LINE, tree=TREE))


def once(path: Path) -> float:
    """Return the seconds that a command takes to know one unit: open, read, decode, fold, look up its tree."""
    began = time.perf_counter()
    with closing(SqliteLedger(str(path))) as ledger:
        state = fold(stamp(ledger.read("emea")), Rollout("emea"))
        tree = ledger.tree("emea")
    assert (state.count, tree) == (100, TREE)
    return time.perf_counter() - began


def one_among_many(folder: Path) -> tuple[float, float]:
    """Return the seconds to know one unit beside 100 and beside MANY events of others."""
    few, many = folder / "few.sqlite", folder / "many.sqlite"
    fill(few, 100)
    fill(many, MANY)
    times = [(once(few), once(many)) for _ in range(41)]
    return median(time[0] for time in times), median(time[1] for time in times)


def long_history(folder: Path) -> float:
    """Return the seconds to read, decode and fold MANY events of one unit."""
    events = [EVENT, encode(ReadingRecorded("emea/pilot", "csat", "2026-10-02", 41.5)), encode(HoldPlaced("emea", "x"))]
    with closing(SqliteLedger(str(folder / "long.sqlite"))) as ledger:
        for _ in range(MANY // 1000):
            ledger.append(Append("emea", AT, "p-1", "", {}, [events[n % 3] for n in range(1000)]))
        began = time.perf_counter()
        state = fold(stamp(ledger.read("emea")), Rollout("emea"))
        assert state.count == MANY
        return time.perf_counter() - began


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        print(f"SQLite {sqlite3.sqlite_version}, {' and '.join(PRAGMAS)}; {rounds} rounds of {EACH} appends\n")
        times = race(Path(name), rounds)
        few, many = one_among_many(Path(name))
        long = long_history(Path(name))
    base = times["raw sqlite3, 1 row"]
    print(f"{'one durable append':40}{'ms':>8}{'× raw, 1 row':>15}{'× raw, same rows':>19}")
    for who, took in times.items():
        same = f"{ratio(took, times[BARS[who]]):.2f}" if who in BARS else ""
        print(f"{who:40}{median(took) * 1000:8.3f}{ratio(took, base):15.2f}{same:>19}")
    print(f"\none unit of 100 events beside 100 events of others     {few * 1000:8.2f} ms")
    print(f"one unit of 100 events beside {MANY:7,} events of others {many * 1000:8.2f} ms   × {many / few:.2f}")
    print(f"read, decode and fold {MANY:7,} events of one unit       {long * 1000:8.0f} ms")
    missed = [who for who, bar in BARS.items() if ratio(times[who], times[bar]) > TARGET]
    print(f"\ntarget: ours at most {TARGET} × raw with the same rows: {'missed' if missed else 'met'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
