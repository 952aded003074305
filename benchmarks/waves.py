"""What it costs to plan all waves of a unit, and how that grows with its squads.

    python benchmarks/waves.py [--rounds 5]

A unit of 100 to 10,000 squads of eight people each, drawn from eight times as many, with two scarce skills, coaches and
lanes. Planning is all of it: what is free now, which squads each wave is opened with and what binds, and the days.

1. 1,000 squads drawn from 8,000 people: under a second.
2. Growth: the exponent of squads in the time, fitted to all sizes (least squares of the logarithms): at most that of
   n log n over the same sizes.
3. Beside it, in the same run: reading every member of every squad once, with the skills and the time they give. Nothing
   can plan without that.
"""

# ruff: noqa: RUF001  (the multiplication sign is one)

import argparse
import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from random import Random
from statistics import linear_regression, median

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import company  # noqa: E402
from playbook.core.history import Rollout  # noqa: E402
from playbook.core.model import LaneWave, Member, ScarceSkill, Squad, Supply, Unit  # noqa: E402
from playbook.core.outlook import Outlook, outlook  # noqa: E402
from playbook.core.shape import build  # noqa: E402
from playbook.core.stagemap import StageMap  # noqa: E402
from playbook.core.waves import compose  # noqa: E402
from playbook.library import shipped  # noqa: E402

SIZES = (100, 300, 1_000, 3_000, 10_000)
MEASURED = 1_000
LONGEST = 1.0
"""Seconds that planning MEASURED squads may take."""
CREW = 8
LANES = ("north", "south", "east")
SEED = 7


def made(squads: int) -> Unit:
    """Return a unit of so many squads whose people are drawn by chance; a few work half their time for two squads."""
    chance = Random(SEED)
    people = [f"p-{number}" for number in range(squads * CREW)]
    skills = ("analysis", "caring", "planning", "pricing")
    skilled: dict[str, tuple[str, ...]] = {person: (chance.choice(skills),) for person in people}
    chance.shuffle(people)
    drawn = iter(people)
    crews = [tuple(_member(next(drawn), skilled, 100) for _ in range(CREW)) for _ in range(squads)]
    for crew in range(0, squads - 1, 50):
        shared = replace(crews[crew][0], allocation=50)
        crews[crew], crews[crew + 1] = (shared, *crews[crew][1:]), (*crews[crew + 1][:-1], shared)
    base = company.unit("emea", 2, chance)
    shop = base.squads[0]
    found = tuple(_squad(shop, f"s{number}", crew, LANES[number % len(LANES)]) for number, crew in enumerate(crews))
    share = tuple(LaneWave("2%", lane) for lane in LANES)
    scarce = (ScarceSkill("analysis"), ScarceSkill("pricing", squads * 2))
    supply = Supply(coaches=max(3, squads // 200), squads_per_coach=3, skills=scarce)
    return replace(base, squads=found, waves=share, supply=supply)


def _member(person: str, skilled: dict[str, tuple[str, ...]], allocation: int) -> Member:
    return Member(person, "sales", "specialist", skilled[person], allocation)


def _squad(like: Squad, name: str, crew: tuple[Member, ...], lane: str) -> Squad:
    return replace(like, id=name, members=crew, lead=crew[0].person, accountable=crew[1].person, lane=lane)


@cache
def maps() -> dict[str, StageMap]:
    """Return the shipped stage maps of waves and squads."""
    texts = {name: Path(shipped("states"), f"{name}.yaml").read_text("utf-8") for name in ("wave", "squad")}
    return {name: build(StageMap, yaml.safe_load(text)) for name, text in texts.items()}


def planned(unit: Unit) -> Outlook:
    """Plan every wave of a unit that has opened none yet."""
    return outlook(Rollout(unit.unit), unit, maps(), "2026-12-01", 14, elsewhere=lambda _: {})


def read(unit: Unit) -> int:
    """Read every member of every squad once; return how much time they give, in percent of a person."""
    skills: dict[str, set[str]] = {}
    load: dict[str, int] = {}
    for squad in unit.squads:
        for member in squad.members:
            load[member.person] = load.get(member.person, 0) + member.allocation
            for skill in member.skills:
                skills.setdefault(skill, set()).add(member.person)
    return sum(load.values())


def took(act: Callable[[], object]) -> float:
    """Return the seconds of processor time that it takes."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def exponent(times: dict[int, float]) -> float:
    """Return the exponent of the size in the time."""
    return linear_regression([math.log(size) for size in times], [math.log(one) for one in times.values()]).slope


def main() -> int:
    """Measure, say it, and return 1 where a target is missed."""
    parser = argparse.ArgumentParser(description="What it costs to plan all waves of a unit.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=int, default=max(SIZES), help="leave out larger units")
    asked = parser.parse_args()
    plans: dict[int, float] = {}
    sizes = [size for size in SIZES if size <= asked.most]
    print(
        f"{'squads':>8} {'people':>8} {'waves':>6} {'open':>6} {'sizes alone':>12} {'plan':>10} {'read once':>10}   ×"
    )
    for size in sizes:
        unit = made(size)
        found = planned(unit)
        opened = sum(len(one.wave.squads) for one in found.waves)
        if opened + len(found.waiting) != size:
            print(f"of {size} squads {opened} are planned and {len(found.waiting)} wait: some are lost")
            return 1
        pairs = [(took(partial(planned, unit)), took(partial(read, unit))) for _ in range(asked.rounds)]
        alone = median(took(partial(compose, unit)) for _ in range(asked.rounds))
        plans[size], once = median(ours for ours, _ in pairs), median(theirs for _, theirs in pairs)
        told = (
            f"{alone * 1000:>9.1f} ms {plans[size] * 1000:>7.1f} ms {once * 1000:>7.1f} ms {plans[size] / once:>5.1f}"
        )
        print(f"{size:>8} {size * CREW:>8} {len(found.waves):>6} {opened:>6} {told}")
    return judged(plans)


def judged(plans: dict[int, float]) -> int:
    """Say what was found about the targets; return 1 where one is missed."""
    slow = plans.get(MEASURED, 0.0) > LONGEST
    if MEASURED in plans:
        print(f"{MEASURED} squads of {MEASURED * CREW} people: {plans[MEASURED]:.3f} s (target: under {LONGEST:g} s)")
    if len(plans) < 3:
        return int(slow)
    grown, most = exponent(plans), exponent({size: size * math.log(size) for size in plans})
    print(f"it grows with the squads to the power of {grown:.2f} (n log n over these sizes: {most:.2f})")
    return int(slow or grown > most)


if __name__ == "__main__":
    sys.exit(main())
