"""Whether one unit pays for the others, and what a portfolio and a large unit cost.

    python benchmarks/scale.py [--rounds 9] [--company FOLDER]

1. `advance` of one unit with a long history, in a ledger with few and with many events of other units: the ratio is
   the measure, about 1 is the target. In process, and as a command.
2. `status` of a whole portfolio, over `status` where there is none.
3. `sync` of a unit with few and with many squads, a document: how much dearer a document gets with the unit's size.
4. Read, decode and fold of a long history of one unit, and the fold alone.

Everything goes through the requests that the commands make, on workspaces that company.py made.
"""

# ruff: noqa: RUF001  (the multiplication sign is one)

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import company  # noqa: E402
from playbook import wiring  # noqa: E402
from playbook.app.advance import Moving, advance  # noqa: E402
from playbook.app.approve import approve  # noqa: E402
from playbook.app.audit import verify  # noqa: E402
from playbook.app.evidence import Value, items_of, read, tick  # noqa: E402
from playbook.app.session import Session  # noqa: E402
from playbook.app.sync import sync  # noqa: E402
from playbook.app.world import World  # noqa: E402
from playbook.core.events import ReadingRecorded  # noqa: E402
from playbook.core.history import Rollout, fold  # noqa: E402
from playbook.ledger.base import Append  # noqa: E402
from playbook.ledger.codec import encode, stamp  # noqa: E402

FOCUS = "focus"
COACH = "Ruth Okafor <ruth.okafor@example.org>"
DAY = "2026-12-01"
LIMIT = 1.1
"""Of the ratio of many to few: what still counts as about 1 on a busy machine."""
PLAYBOOK = [sys.executable, "-m", "playbook"]


def world(folder: Path, actor: str = COACH) -> World:
    """Return the real world of one command, on a fixed day."""
    found = company.open_world(folder, DAY)
    return replace(found, actor=lambda: actor)


# ------------------------------------------------------------------------------------- one unit among many events


@dataclass
class Place:
    """A workspace in which one unit goes to and fro between its pilot and its stabilisation."""

    folder: Path
    sponsor: str
    history: int
    others: int = 0

    def begin(self) -> None:
        """Bring the unit into its pilot, with a long history of readings."""
        sync(world(self.folder), FOCUS)
        self.approve()
        self.advance()
        now = world(self.folder)
        items = list(items_of(Session(now, FOCUS), f"{FOCUS}/pilot"))
        tick(now, f"{FOCUS}/pilot", items, evidence="minutes of 3 November")
        chance, made = Random(company.SEED), count()
        while self.history > (done := next(made) * 1000):
            days = [
                f"{1900 + n // 336}-{1 + n // 28 % 12:02}-{1 + n % 28:02}"
                for n in range(done, min(done + 1000, self.history))
            ]
            values = [Value(f"{FOCUS}/pilot", "csat", day, round(chance.gauss(50, 2), 1)) for day in days]
            read(world(self.folder), FOCUS, values)

    def surround(self, events: int, squads: int) -> None:
        """Let other units have at least so many events."""
        opened, number = world(self.folder), count()
        while self.others < events:
            self.others += company.fill(opened, [f"other-{next(number):04}"], squads)
        opened.ledger.close()

    def approve(self) -> None:
        """Let the sponsor approve the next move."""
        found = world(self.folder, self.sponsor)
        approve(found, FOCUS)
        found.ledger.close()

    def advance(self, by: str = "advance", reason: str = "") -> float:
        """Make the next move; return the seconds it took in this process."""
        began = time.perf_counter()
        found = world(self.folder)
        advance(found, Moving(FOCUS, by, reason=reason))
        found.ledger.close()
        return time.perf_counter() - began

    def command(self) -> float:
        """Make the next move with the command; return the seconds of processor time, all of the command's."""
        return processor([*PLAYBOOK, "advance", FOCUS, "--as", COACH], self.folder)

    def turn(self, how: Callable[["Place"], float]) -> float:
        """Have the move approved, measure it, and go back to the pilot."""
        self.approve()
        took = how(self)
        self.advance("recycle", "for the next round")
        return took


def processor(argv: list[str], folder: Path) -> float:
    """Return the seconds of processor time that a command took."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PLAYBOOK_"))}
    env = {**kept, "PLAYBOOK_NOW": DAY, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    with open(os.devnull, "w+b") as nothing:
        running = subprocess.Popen(argv, cwd=folder, env=env, stdin=nothing, stdout=nothing)
        _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0, argv
    return used.ru_utime + used.ru_stime


def place(folder: Path, history: int) -> Place:
    """Return a workspace with the unit's file, at the pilot."""
    unit = company.unit(FOCUS, 12, Random(company.SEED))
    found = Place(company.workspace(folder, [unit]), unit.sponsor, history)
    found.begin()
    return found


def turns(few: Place, many: Place, how: Callable[[Place], float], *, first: int) -> tuple[float, float]:
    """Return what both needed, (few, many); `first` says who begins."""
    order = (many, few) if first else (few, many)
    took = {id(one): one.turn(how) for one in order}
    return took[id(few)], took[id(many)]


def among(folder: Path, given: argparse.Namespace) -> list[str]:
    """Return the lines that say whether `advance` pays for the events of others."""
    few, many = (place(folder / name, given.history) for name in ("few", "many"))
    few.surround(given.few, 5)
    many.surround(given.many, given.squads)
    lines = [f"1. advance, one unit of {given.history:,} readings; ms beside {few.others:,} and {many.others:,} others"]
    for name, how in (("in process", Place.advance), ("as a command, processor time", Place.command)):
        pairs = [turns(few, many, how, first=turn % 2) for turn in range(given.rounds)]
        one, other = (median(pair[side] for pair in pairs) for side in (0, 1))
        ratio = median(pair[1] / pair[0] for pair in pairs)
        verdict = "met" if ratio <= LIMIT else "MISSED"
        lines.append(f"   {name:32} × {ratio:.2f}   {one * 1000:7.0f} {other * 1000:7.0f}   target about 1: {verdict}")
    found = world(many.folder)
    assert list(verify(found, [FOCUS, "other-0000"])) == []
    found.ledger.close()
    return lines


# ---------------------------------------------------------------------------------------------------- portfolio


def portfolio(folder: Path, given: argparse.Namespace) -> list[str]:
    """Return the lines that say what `status` of all units costs."""
    large = given.company or folder / "company"
    if not given.company:
        company.make(large, given.units, given.squads)
    opened = wiring.open_ledger(str(large))
    units = len(opened.lines())
    opened.close()
    none = company.workspace(folder / "none")
    empty, shown, as_json = (
        median(processor([*PLAYBOOK, *argv], where) for _ in range(given.rounds))
        for where, *argv in ((none, "status"), (large, "status"), (large, "status", "--json"))
    )
    return [
        f"2. status of {units:,} units, × status where there is no unit; ms of processor time",
        f"   {'no unit':32} × 1.00   {empty * 1000:7.0f}",
        f"   {'as a table':32} × {shown / empty:.2f}   {shown * 1000:7.0f}",
        f"   {'as JSON':32} × {as_json / empty:.2f}   {as_json * 1000:7.0f}",
    ]


# --------------------------------------------------------------------------------------------------- documents


def formed(folder: Path, squads: int) -> Path:
    """Return a workspace with a unit of so many squads, all of them formed, and no document yet."""
    chance = Random(company.SEED)
    unit = company.unit(FOCUS, squads, chance, waves=(max(1, squads - 1),))
    opened = world(company.workspace(folder, [unit]))
    happened = company.history(unit, chance, waves=0, steps=1)
    company.register(opened, company.accepted(opened, unit), happened, chance)
    opened.ledger.close()
    return folder


def synced(folder: Path) -> tuple[float, int]:
    """Return the seconds of processor time of one sync, and how many documents the unit has."""
    began = time.process_time()
    opened = world(folder)
    found = sync(opened, FOCUS)
    opened.ledger.close()
    return time.process_time() - began, found.documents


def documents(folder: Path, given: argparse.Namespace) -> list[str]:
    """Return the lines that say what a document costs in a small and in a large unit."""
    lines = [f"3. sync, ms of processor time a document; a unit of {given.small} and of {given.squads} squads"]
    first, again = [], []
    for squads in (given.small, given.squads):
        place = formed(folder / f"squads-{squads}", squads)
        took, papers = synced(place)
        first.append(took / papers)
        again.append(median(synced(place)[0] for _ in range(max(2, given.rounds // 3))) / papers)
        lines[0] += f" ({papers} documents)"
    for name, (few, many) in (("all new", first), ("nothing to do", again)):
        lines.append(f"   {name:32} × {many / few:.2f}   {few * 1000:7.2f} {many * 1000:7.2f}")
    return lines


# -------------------------------------------------------------------------------------------------------- fold


def folded(folder: Path, given: argparse.Namespace) -> list[str]:
    """Return the lines that say how fast a long history becomes a state."""
    company.workspace(folder)
    ledger = wiring.open_ledger(str(folder))
    own = [
        encode(ReadingRecorded("emea/pilot", f"measure-{n % 7}", f"2026-10-{1 + n % 28:02}", n)) for n in range(1000)
    ]
    for _ in range(max(1, given.fold // 1000)):
        ledger.append(Append("emea", f"{DAY}T09:00:00Z", "p-1", "", {}, own))
    began = time.process_time()
    events = list(stamp(ledger.read("emea")))
    read_at = time.process_time()
    state = fold(events, Rollout("emea"))
    ended = time.process_time()
    ledger.close()
    assert state.count == len(events)
    whole, alone = (ended - began) / len(events), (ended - read_at) / len(events)
    return [
        f"4. {len(events):,} events of one unit; µs an event",
        f"   {'read, decode and fold':32} {whole * 1e6:15.1f}",
        f"   {'the fold alone':32} {alone * 1e6:15.1f}",
    ]


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what size costs.")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--company", type=Path, help="a workspace that company.py made; made anew when left out")
    parser.add_argument("--units", type=int, default=1000, help="units of the company that is made")
    parser.add_argument("--squads", type=int, default=100, help="squads of a large unit")
    parser.add_argument("--small", type=int, default=12, help="squads of a small unit")
    parser.add_argument("--history", type=int, default=2000, help="readings of the one unit that advances")
    parser.add_argument("--few", type=int, default=100, help="events of others, at least")
    parser.add_argument("--many", type=int, default=100_000, help="events of others, at least")
    parser.add_argument("--fold", type=int, default=100_000, help="events that are folded")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    given = parse(argv)
    print(f"Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", end="")
    print(f", {given.rounds} rounds, medians")
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="playbook-scale-") as name:
        for part in (among, portfolio, documents, folded):
            found = part(Path(name, part.__name__), given)
            print("\n".join(found), flush=True)
            lines += found
    return 1 if any("MISSED" in one for one in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
