import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from playbook.errors import LedgerError
from playbook.ledger import sqlite as store
from playbook.ledger.chain import verify_chain
from playbook.ledger.sqlite import SqliteLedger
from tests.ledger.contract import FULL, LedgerContract, batch

WRITER = Path(__file__).with_name("writer.py")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "ledger.sqlite"


@pytest.fixture
def ledger(path):
    ledger = SqliteLedger(str(path))
    yield ledger
    ledger.close()


@pytest.fixture
def full(ledger):
    """A ledger with one append in it, closed."""
    ledger.append(FULL)
    ledger.close()
    return ledger


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


def raw(path, *statements):
    """Do to the file what a person with the sqlite3 program could do."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return [connection.execute(statement).fetchall() for statement in statements]


def start(path, *arguments):
    command = [sys.executable, str(WRITER), str(path), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def acknowledged(output):
    """Return (version, hash) of every event that a writer was told is safe."""
    words = (line.split() for line in output.splitlines() if line.startswith("+ ") and line.count(" ") == 2)
    return {(int(version), digest) for _, version, digest in words if len(digest) == 64}


# ------------------------------------------------------------------------------------------------- the file


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


def test_a_reader_needs_only_the_right_to_read(full, path):
    path.chmod(stat.S_IRUSR)
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        done = subprocess.run(
            [*unprivileged(), sys.executable, "-c", READ, str(path)],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"},
        )
    finally:
        path.parent.chmod(stat.S_IRWXU)
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)

    assert done.stdout.split("\n")[:2] == ["['emea']", "LedgerError"], done.stderr


READ = """
import sys
from playbook.ledger.sqlite import SqliteLedger
from playbook.ledger.base import Append
ledger = SqliteLedger(sys.argv[1])
print(ledger.units())
try:
    ledger.append(Append("emea", "", "", "", {}, [("rollout", "HoldPlaced", "{}")]))
except Exception as error:
    print(type(error).__name__)
    print(error)
"""


def unprivileged():
    """Return what a command must begin with so that permissions count: without these powers root is bound by them."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("permissions do not bind root")
    return ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]


# ------------------------------------------------------------------------------------------------- settings


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
    from playbook.ledger.transaction import wal_is_safe

    assert wal_is_safe(version) is safe


def test_a_writer_waits_for_the_disk(ledger):
    ledger.append(FULL)

    (synchronous,) = ledger._connection.execute("PRAGMA synchronous").fetchone()
    (journal,) = ledger._connection.execute("PRAGMA journal_mode").fetchone()

    from playbook.ledger.transaction import wal_is_safe

    assert synchronous == 3
    assert journal == ("wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete")


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
    from playbook.ledger.transaction import choose_journal

    with closing(sqlite3.connect(tmp_path / "x", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode = {kept}")

        choose_journal(connection, new=new, version=version)

        assert connection.execute("PRAGMA journal_mode").fetchone() == (wanted,)


def test_a_ledger_with_a_write_ahead_log_is_read_and_written(ledger, full, path):
    raw(path, "PRAGMA journal_mode = wal")

    lines = ledger.lines()
    ledger.append(batch())

    assert lines == [FULL.line]
    assert [row.version for row in ledger.read("emea")] == [1, 2]


def test_an_old_sqlite_is_told_apart(ledger, monkeypatch):
    monkeypatch.setattr(store.sqlite3, "sqlite_version_info", (3, 34, 1))

    with pytest.raises(LedgerError, match=r"SQLite 3\.34\.1; a ledger needs 3\.37"):
        ledger.append(FULL)


def test_a_read_imports_next_to_nothing(full, path):
    code = (
        "import sys; from playbook.ledger.sqlite import SqliteLedger; ledger = SqliteLedger(sys.argv[1]);"
        "print(ledger.lines(), ledger.tree('emea')); print(*sys.modules, sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, path], check=False, capture_output=True, text=True, env=environment
    )

    loaded = set(done.stdout.splitlines())

    assert "sqlite3" in loaded, done.stderr
    dear = {"dataclasses", "inspect", "pathlib", "hashlib", "urllib", "tempfile", "heapq"}
    assert loaded & dear == set()
    ours = {name for name in loaded if name.startswith("playbook.")}
    assert ours == {"playbook.errors", "playbook.ledger", "playbook.ledger.sqlite"}


# ------------------------------------------------------------------------------------------------- append only


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE events SET data = '{}'", "an event never changes"),
        ("UPDATE events SET hash = '' WHERE version = 1", "an event never changes"),
        ("DELETE FROM events", "an event is never removed"),
        ("DELETE FROM events WHERE version = 1", "an event is never removed"),
        ("UPDATE texts SET text = 'other'", "a text never changes"),
        (
            (
                "INSERT OR REPLACE INTO events SELECT position, unit, stream, version, kind, at, by, '{}', previous, hash,"
                " key, size FROM events"
            ),
            "only ever follows",
        ),
        (
            (
                "INSERT OR REPLACE INTO events SELECT position, unit, stream, version + 1, kind, at, by, '{}', hash, hash,"
                " '', size FROM events"
            ),
            "only ever follows",
        ),
        (
            (
                "INSERT OR REPLACE INTO events SELECT position + 1, unit, stream, version + 1, kind, at, by, '{}', hash,"
                " hash, key, size FROM events"
            ),
            "only ever follows",
        ),
        (
            (
                "INSERT INTO events SELECT position + 1, unit, stream, version + 2, kind, at, by, '{}', hash, hash, '', 1"
                " FROM events"
            ),
            "only ever follows",
        ),
    ],
)
def test_the_file_itself_refuses_to_forget(full, path, statement, words):
    before = list(full.read("emea"))

    with pytest.raises(sqlite3.IntegrityError, match=words):
        raw(path, statement)

    assert list(full.read("emea")) == before


def test_people_may_be_changed_and_erased(full, path):
    raw(path, "UPDATE people SET person = 'erased', lookup = ''")

    assert full.people() == {"p-1": "erased"}
    assert full.find_person("erased") is None
    assert verify_chain(full.read("emea")) is None


def test_what_triggers_cannot_stop_the_chain_finds(full, path):
    full.append(batch(events=3))
    full.close()
    raw(path, "DROP TRIGGER events_never_change", "UPDATE events SET by = 'p-2' WHERE version = 3")

    flaw = verify_chain(full.read("emea"))

    assert flaw.version == 3


# ------------------------------------------------------------------------------------------------- trouble


def refused(call, *arguments):
    """Return the LedgerError of a call: one sentence, with a hint and the path, and no word of SQLite's errors."""
    with pytest.raises(LedgerError) as caught:
        call(*arguments)
    assert "\n" not in caught.value.message
    assert "sqlite3" not in caught.value.message
    assert caught.value.facts["path"]
    return caught.value


def answered(call, *arguments):
    """Return what a call returns, or LedgerError where it raises that; nothing else may come out."""
    try:
        return call(*arguments)
    except LedgerError:
        return LedgerError


def every_call(ledger):
    """Return what would be called by a command, reading first."""
    return [
        (ledger.lines,),
        (ledger.tree, "emea"),
        (lambda: list(ledger.read("emea")),),
        (ledger.heads, "emea"),
        (ledger.units,),
        (ledger.text, "t1"),
        (ledger.people,),
        (ledger.people, ["p-1"]),
        (ledger.find_person, "Ana"),
        (ledger.append, FULL),
        (ledger.project, "emea", {}, {}),
    ]


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
    raw(path, "UPDATE meta SET value = '2'")
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
    caught = []

    def elsewhere():
        try:
            full.lines()
        except sqlite3.ProgrammingError as error:
            caught.append(str(error))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()

    assert "thread" in caught[0]


# ------------------------------------------------------------------------------------------------- many, killed, full


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
    pid = crash(path)

    assert pid
    assert path.with_name("ledger.sqlite-journal").exists()
    assert [row.version for row in full.read("emea")] == [1]
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
    done = subprocess.run([sys.executable, "-c", CRASH, path], check=False, capture_output=True)
    return done.returncode == -signal.SIGKILL


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
