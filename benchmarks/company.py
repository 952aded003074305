"""A synthetic company, the same one for the same seed: its files, its histories, its ledger.

    python benchmarks/company.py FOLDER [--units 1000] [--squads 100] [--seed 7]

makes a workspace in FOLDER. The ledger is written through the real ledger and every projection is the one that the
events give (`playbook verify` agrees). Two things are smaller than in life: moves carry no verdicts, and an accepted
configuration knows no line numbers.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playbook import wiring  # noqa: E402
from playbook.app.accept import Accepted, map_sources, stage_maps, to_text, with_ids  # noqa: E402
from playbook.app.judging import judge  # noqa: E402
from playbook.app.world import World  # noqa: E402
from playbook.core import events as e  # noqa: E402
from playbook.core import model as m  # noqa: E402
from playbook.core.allocations import taken  # noqa: E402
from playbook.core.history import Rollout, Stamped, fold  # noqa: E402
from playbook.core.machine import machines  # noqa: E402
from playbook.core.scene import Scene, moment, stamp  # noqa: E402
from playbook.core.shape import plain  # noqa: E402
from playbook.core.summary import tree  # noqa: E402
from playbook.core.waves import compose, waves_of  # noqa: E402
from playbook.ledger.base import Append  # noqa: E402
from playbook.ledger.codec import encode, text_hash  # noqa: E402

SEED = 7
NAME = "Northwind Bakeries"
GOAL = m.Goal("loyal", "Nine of ten customers order again within the quarter by the end of 2027")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
FIRST = ("Ada", "Boris", "Chidi", "Dewi", "Emine", "Farid", "Greta", "Hana", "Ines", "Jonas", "Kofi", "Lan", "Mei")
LAST = ("Adeyemi", "Brandt", "Castillo", "Demir", "Eriksen", "Fontana", "Gupta", "Horvat", "Ito", "Jansen", "Kaya")
DEPARTMENTS = ("sales", "service", "logistics", "finance", "data")
SKILLS = ("selling", "caring", "planning", "pricing", "analysis")
RELEASE = m.Release("2025-12-15", backfill="A colleague from the depot takes over the round")
AREAS = ("geographic", "account-based", "revenue-operations")
CREW = 6
READINGS = 3
WAVES: tuple[int | str, ...] = (1, 3, "20%")
BELOW = ("squad_word", "goal", "failed", "failure_budget", "pilot", "tree", "waived", "promised")
"""What a unit's tree has beyond its line."""
SQUAD_MOVES = (
    ("form", "proposed", "forming"),
    ("charter", "forming", "chartered"),
    ("launch", "chartered", "operating"),
    ("stabilise", "operating", "stable"),
)
WAVE_MOVES = (
    ("staff", "planned", "staffing"),
    ("launch", "staffing", "launched"),
    ("soak", "launched", "soaking"),
    ("complete", "soaking", "complete"),
)
UNIT_MOVES = (
    ("begin", "selection", "pilot"),
    ("stabilise", "pilot", "stabilisation"),
    ("replicate", "stabilisation", "replication"),
)


# ------------------------------------------------------------------------------------------------- what files say


def person(chance: Random, mail: str) -> str:
    """Return a person whose mail is theirs alone."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)} <{mail}@example.org>"


def squad(chance: Random, unit: str, name: str) -> m.Squad:
    """Return a squad of six people from five departments, in order in every point."""
    people = [person(chance, f"{unit}.{name}.{number}") for number in range(CREW)]
    members = tuple(
        m.Member(who, DEPARTMENTS[index % 5], f"{SKILLS[index % 5]} for shops", (SKILLS[index % 5],), release=RELEASE)
        for index, who in enumerate(people)
    )
    return m.Squad(
        name=f"{name.replace('-', ' ').title()} of {unit}",
        lead=people[0],
        accountable=people[1],
        members=members,
        decides=(m.Right("refund", people[1], chance.randrange(100, 900, 50), "EUR an order"),),
        data=(m.DataSource("late", "Van tracking", "logistics", "active"),),
        components=m.Components(*(m.Component(f"The pilot's {part}", "working") for part in ("map", "week", "board"))),
        id=name,
    )


def unit(name: str, squads: int, chance: Random, waves: tuple[int | str, ...] = WAVES) -> m.Unit:
    """Return a unit of so many squads, the pilot among them; people are `Name <mail>`, as in a file."""
    heads = tuple(m.Department(one, one.title(), person(chance, f"{name}.{one}")) for one in DEPARTMENTS)
    return m.Unit(
        unit=name,
        name=f"{chance.choice(LAST)} region {name}",
        goal=GOAL.id,
        slice=m.Slice(chance.choice(AREAS), "Small shops that order weekly", "The order is there on the promised day"),  # type: ignore[arg-type]
        sponsor=person(chance, f"{name}.sponsor"),
        departments=heads,
        mission=m.Mission(
            SKILLS, (m.Decision("refund", "Refund an order"),), (m.Question("late", "Which vans will be late today?"),)
        ),
        measures=(m.Measure("csat", "Customer satisfaction", "points", 41.0, 55.0, "up"),),
        pilot=squad(chance, name, "pilot"),
        squads=tuple(squad(chance, name, f"squad-{number}") for number in range(1, squads)),
        waves=waves,
        failure_budget=squads // 10,
    )


def workspace(folder: Path, units: Iterable[m.Unit] = ()) -> Path:
    """Write `playbook.yaml` and a file for each of these units; return the folder."""

    def write(name: str, content: Any) -> None:
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
        (folder / name).write_text(text, encoding="utf-8")

    (folder / "units").mkdir(parents=True, exist_ok=True)
    write("playbook.yaml", plain(m.Workspace(NAME, (GOAL,))))
    for one in units:
        write(f"units/{one.unit}.yaml", plain(one))
    return folder


# ------------------------------------------------------------------------------------------------ what happened


@dataclass
class Pen:
    """Writes a unit's history: every event some hours after the one before."""

    unit: m.Unit
    chance: Random

    def __post_init__(self) -> None:
        self.time = START
        self.events: list[Stamped] = []

    def add(self, event: e.Event) -> None:
        """Let this have happened."""
        self.time += timedelta(hours=self.chance.randrange(1, 9))
        self.events.append(Stamped(stamp(self.time), "-", event))

    def moves(self, name: str, machine: str, moves: Iterable[tuple[str, str, str]]) -> None:
        """Take a subject through these moves."""
        subject = f"{self.unit.unit}/{name}".rstrip("/")
        for move, source, target in moves:
            self.add(e.Moved(subject, machine, move, source, target, playbook="1.0"))

    def squads(self, names: Iterable[str], steps: int) -> None:
        """Take squads so many steps; those that operate have readings."""
        for name in names:
            self.moves(name, "squad", SQUAD_MOVES[:steps])
            for _ in range(READINGS if steps >= 3 else 0):
                day, value = self.time.date().isoformat(), round(self.chance.gauss(56, 2), 1)
                self.add(e.ReadingRecorded(f"{self.unit.unit}/{name}", "csat", day, value))


def history(one: m.Unit, chance: Random, waves: int | None = None, steps: int = 4) -> list[Stamped]:
    """Return what happened up to the replication: some waves complete (or so many), the next one `steps` on its way."""
    pen = Pen(one, chance)
    pen.moves("", "rollout", UNIT_MOVES)
    pen.squads(["pilot"], len(SQUAD_MOVES))
    planned = compose(one)
    complete = chance.randrange(len(planned)) if waves is None else waves
    for number, (wave, names) in enumerate(planned.items()):
        if number > complete:
            break
        pen.add(e.WaveComposed(f"{one.unit}/{wave}", names))
        done = len(WAVE_MOVES) if number < complete else min(steps, 3)
        pen.moves(wave, "wave", WAVE_MOVES[:done])
        pen.squads(names, len(SQUAD_MOVES) if number < complete else steps)
    return pen.events


# ------------------------------------------------------------------------------------------------ into the ledger


def accepted(world: World, one: m.Unit) -> Accepted:
    """Return the unit's configuration as `playbook check` would accept it."""
    maps = stage_maps(world, map_sources(world, one.path))
    return Accepted(one, GOAL, {"unit": 1}, f"units/{one.unit}.yaml", maps, NAME, "en")


def scene_of(known: Accepted, happened: Iterable[Stamped]) -> Scene:
    """Return the unit as its events make it, judged at the time of the last of them."""
    state = fold(happened, Rollout(known.unit.unit))
    state.unit, state.goal, state.lines, state.file = known.unit, known.goal, known.lines, known.file
    return Scene(state, known.unit, machines(known.maps), waves_of(state, known.unit), moment(state.last), judge)


def ids(one: m.Unit, chance: Random) -> dict[str, str]:
    """Return a fresh id for each person of a unit."""
    return {who: f"p-{chance.getrandbits(40):010x}" for who in dict.fromkeys(m.people_of(one))}


def register(world: World, known: Accepted, happened: list[Stamped], chance: Random) -> int:
    """Write a unit's whole history in one transaction; return how many events that are.

    One append has one time, so all its events have the time of the last; their order is what counts.
    """
    people = ids(known.unit, chance)
    known = with_ids(known, people)
    text, at, sponsor = to_text(known), happened[-1].at, known.unit.sponsor
    digest = text_hash(text)
    first = e.ConfigurationAccepted(known.unit.unit, digest, digest, known.maps["rollout"].version)
    events = [first, *(one.event for one in happened)]
    scene = scene_of(known, (Stamped(at, sponsor, event) for event in events))
    shown = tree(scene)
    batch = Append(
        unit=known.unit.unit,
        at=at,
        by=sponsor,
        key="",
        expected={},
        events=[encode(event) for event in events],
        texts={digest: text},
        people={identity: who for who, identity in people.items()},
        # The tree begins with the line; to judge the next gate once more for it would double the time.
        line={key: value for key, value in shown.items() if key not in BELOW},
        tree=shown,
        allocations=taken(scene.state, known.unit, known.maps),
    )
    return len(world.ledger.append(batch).rows)


def names(units: int) -> Iterator[str]:
    """Yield the ids of so many units: `unit-0000` and so on."""
    return (f"unit-{number:04}" for number in range(units))


def fill(world: World, units: Iterable[str], squads: int, seed: int = SEED) -> int:
    """Register units of so many squads, each in a place of its own along the replication; return the events written."""
    total, known = 0, None
    for name in units:
        chance = Random(f"{seed} {name}")
        one = unit(name, squads, chance)
        known = known._replace(unit=one, file=f"units/{name}.yaml") if known else accepted(world, one)
        total += register(world, known, history(one, chance), chance)
    return total


def open_world(folder: Path, day: str = "2026-12-01") -> World:
    """Return the real world of a workspace, on that day, with a coach at the keyboard."""
    time = datetime.fromisoformat(f"{day}T09:00:00+00:00")
    found = wiring.open_world(str(folder), actor="Ruth Okafor <ruth.okafor@example.org>")
    return replace(found, clock=lambda: time)


def make(folder: Path, units: int, squads: int, seed: int = SEED) -> int:
    """Make a company in a folder, histories only, no units' files; return the events written."""
    world = open_world(workspace(folder))
    try:
        return fill(world, names(units), squads, seed)
    finally:
        world.ledger.close()


def main() -> int:
    parser = argparse.ArgumentParser(description="Make a synthetic company.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--squads", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    written = make(given.folder, given.units, given.squads, given.seed)
    print(json.dumps({"units": given.units, "squads": given.units * given.squads, "events": written}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
