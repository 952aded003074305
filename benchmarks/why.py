"""What it costs to say what stands in the way, beside making a unit's state from its events.

    python benchmarks/why.py [--rounds 5] [--squads 200] [--sizes 100 316 1000 3162 10000]

A unit's second wave has all its squads but two; they are forming, with their documents, half of their launch checklist
is ticked, and the wave is to be launched: every condition of the wave and of two gates of each squad is evaluated.

1. That evaluation, beside folding the unit's events, which every command does before it can judge: they are read from
   the ledger, decoded and folded. At most 3 times that is the target. What the portfolio is projected from after each
   command (the same evaluation, and every squad's numbers) is shown as well.
2. The same for units of more and more squads, and the exponent of the growth, fitted by least squares to the
   logarithms: 1 is linear, n log n is 1.15 from 100 to 10,000. At most 1.2 is the target.
"""

# ruff: noqa: RUF001  (the multiplication sign is one)

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from math import log
from pathlib import Path
from random import Random
from statistics import linear_regression, median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import company  # noqa: E402
from playbook.core import events as e  # noqa: E402
from playbook.core import model as m  # noqa: E402
from playbook.core.history import Rollout, Stamped, fold  # noqa: E402
from playbook.core.moves import choose, decide  # noqa: E402
from playbook.core.scene import Scene  # noqa: E402
from playbook.core.summary import line, tree  # noqa: E402
from playbook.ledger.base import Append  # noqa: E402
from playbook.ledger.codec import encode, stamp  # noqa: E402

UNIT = "focus"
WAVE = f"{UNIT}/wave-2"
LIMIT = 3.0
"""Evaluating, over folding."""
STEEP = 1.2
"""The exponent that is still called linear or n log n."""
PARTS = {"fold": "read, decode and fold", "judge": "all conditions", "show": "line and tree of the portfolio"}
PAPERS = ("charter", "donor-agreement", "data-access-map", "decision-card", "launch-checklist", "gate-review")
ITEMS = 8


def history(one: m.Unit, chance: Random) -> list[Stamped]:
    """Return what happened to a unit whose second wave is to be launched: moves, documents in two revisions, ticks."""
    pen = company.Pen(one, chance)
    pen.events = company.history(one, chance, waves=1, steps=1)
    pen.time = company.moment(pen.events[-1].at)
    for squad in one.squads:
        for event in _papers(f"{one.unit}/{squad.id}"):
            pen.add(event)
    return pen.events


def _papers(subject: str) -> Iterator[e.Event]:
    for number, template in enumerate((*PAPERS, *PAPERS)):
        items = tuple(
            {"id": f"launch.item-{item}", "text": f"Item {item} is done", "required": True, "evidence": False}
            for item in range(ITEMS if template == "launch-checklist" else 0)
        )
        name, digest = f"{subject}/{template}", f"{number:064}"
        yield e.DocumentRevised(subject, name, digest, f"{name}.md", items, template, seen=digest, signed=digest)
    for item in range(ITEMS // 2):
        yield e.ItemTicked(subject, f"launch.item-{item}", "minutes of 3 November")


class Place:
    """A unit of so many squads, its history in a ledger of its own."""

    def __init__(self, folder: Path, squads: int) -> None:
        """Write the history in one transaction."""
        chance = Random(f"{company.SEED} {squads}")
        one = company.unit(UNIT, squads, chance, waves=(1, squads - 2))
        self.world = company.open_world(company.workspace(folder))
        self.known = company.accepted(self.world, one)
        happened = history(one, chance)
        batch = Append(UNIT, happened[-1].at, "p-1", "", {}, [encode(each.event) for each in happened])
        self.events = len(self.world.ledger.append(batch).rows)

    def folded(self) -> Rollout:
        """Return the state, read from the ledger, decoded and folded."""
        return fold(stamp(self.world.ledger.read(UNIT)), Rollout(UNIT))

    def scene(self) -> Scene:
        """Return what a decision looks at, afresh: nothing that was worked out before is there."""
        return company.scene_of(self.known, stamp(self.world.ledger.read(UNIT)))


def evaluated(scene: Scene) -> int:
    """Evaluate every condition on the launch of the wave and of its squads; return how many verdicts there are."""
    return len(decide(scene, WAVE, choose(scene, WAVE)).verdicts)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


class Took(NamedTuple):
    """Seconds of one round; they are measured one after the other, so that what else is going on hits them all."""

    fold: float
    judge: float
    show: float


class Found(NamedTuple):
    """What the rounds came to."""

    rounds: list[Took]
    events: int
    verdicts: int

    def middle(self, part: str) -> float:
        """Return the median of a part, in milliseconds."""
        return median(getattr(took, part) for took in self.rounds) * 1000

    def ratio(self, part: str) -> float:
        """Return the median of a part's ratios to folding."""
        return median(getattr(took, part) / took.fold for took in self.rounds)


def measured(folder: Path, squads: int, rounds: int) -> Found:
    """Measure a unit of so many squads."""
    place = Place(folder / str(squads), squads)
    verdicts = evaluated(place.scene())
    found = [_round(place) for _ in range(rounds)]
    place.world.ledger.close()
    return Found(found, place.events, verdicts)


def _round(place: Place) -> Took:
    first, second = place.scene(), place.scene()
    return Took(seconds(place.folded), seconds(lambda: evaluated(first)), seconds(lambda: tree(second, line(second))))


def exponent(points: Iterable[tuple[float, float]]) -> float:
    """Return the power of the size that the time grows with, by least squares on the logarithms."""
    sizes, times = zip(*points, strict=True)
    return linear_regression([log(size) for size in sizes], [log(max(took, 1e-9)) for took in times]).slope


def beside(folder: Path, given: argparse.Namespace) -> list[str]:
    """Return the lines that say what evaluating costs beside folding, for one size."""
    found = measured(folder, given.squads, given.rounds)
    verdict = "met" if found.ratio("judge") <= LIMIT else "MISSED"
    lines = [f"1. a unit of {given.squads} squads, {found.events:,} events, {found.verdicts:,} verdicts; × folding, ms"]
    for part, name in PARTS.items():
        told = f"   target at most {LIMIT:.0f}: {verdict}" if part == "judge" else ""
        lines.append(f"   {name:32} × {found.ratio(part):.2f}   {found.middle(part):9.1f}{told}")
    return lines


def growth(folder: Path, given: argparse.Namespace) -> list[str]:
    """Return the lines that say how each part grows with the number of squads."""
    found = {size: measured(folder, size, max(1, given.rounds // 2)) for size in given.sizes}
    lines = ["2. growth with the number of squads; ms", f"   {'':32} {'n^':>5}" + "".join(f"{n:>10,}" for n in found)]
    for part, name in PARTS.items():
        power = exponent((size, one.middle(part)) for size, one in found.items())
        row = "".join(f"{one.middle(part):10.1f}" for one in found.values())
        verdict = f"   target at most {STEEP}: {'met' if power <= STEEP else 'MISSED'}"
        lines.append(f"   {name:32} {power:5.2f}{row}{verdict}")
    return lines


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what it costs to say what stands in the way.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--squads", type=int, default=200, help="squads of the unit that is compared with folding")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 316, 1000, 3162, 10000], help="squads, to grow")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    given = parse(argv)
    print(f"Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", end="")
    print(f", {given.rounds} rounds, medians of processor time")
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="playbook-why-") as name:
        for part in (beside, growth):
            found = part(Path(name, part.__name__), given)
            print("\n".join(found), flush=True)
            lines += found
    return 1 if any("MISSED" in one for one in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
