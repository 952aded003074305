"""What it costs to find out that 10,000 charters need nothing, and to change one value.

    python benchmarks/sync.py [--units 100] [--squads 99] [--rounds 7]

A synthetic company whose squads owe their charter and nothing else. After a first `sync` of all units:

1. `sync` of all units when nothing changed, over reading and hashing the same files: the ratio is the measure.
2. `sync` of all units when one value of one unit changed: which units' files were touched, and what it cost.

Everything goes through the request that the command makes, in one process, as the command does for all units.
"""

# ruff: noqa: RUF001  (the multiplication sign is one)

import argparse
import re
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import company  # noqa: E402
from playbook.app.sync import sync  # noqa: E402
from playbook.library import shipped  # noqa: E402

GOAL = 2.0
EVERY = 1000
"""So many waves have begun in each unit: all of them, so that every squad has its charter."""


def made_of(folder: Path, units: int, squads: int) -> None:
    """Make a company with its files and histories, whose squads owe their charter alone."""
    made = {name: company.unit(name, squads, Random(f"{company.SEED} {name}")) for name in company.names(units)}
    company.workspace(folder, made.values())
    only_charters(folder)
    world = company.open_world(folder)
    for name, one in made.items():
        chance = Random(f"{company.SEED} {name}")
        company.register(world, company.accepted(world, one), company.history(one, chance, waves=EVERY), chance)
    world.ledger.close()


def only_charters(folder: Path) -> None:
    """Let the workspace's squads owe their charter alone, and units and waves nothing."""
    (folder / "states").mkdir(exist_ok=True)
    for name in ("rollout", "wave", "squad"):
        stages = yaml.safe_load(Path(shipped("states"), f"{name}.yaml").read_text("utf-8"))
        for stage in stages["stages"]:
            owed = ["charter"] if "charter" in stage.pop("documents", ()) else []
            stage.update({"documents": owed} if owed else {})
        for move in stages["moves"]:
            move.update({"gate": [one for one in move["gate"] if one != "documents"]} if "gate" in move else {})
        text = yaml.safe_dump(stages, sort_keys=False, allow_unicode=True)
        (folder / "states" / f"{name}.yaml").write_text(text, "utf-8")


def every(folder: Path) -> tuple[float, int]:
    """Return the seconds that `sync` of all units takes, and how many documents it touched."""
    world = company.open_world(folder)
    begun = time.perf_counter()
    touched = sum(len(sync(world, unit).changes) for unit in world.folder.units())
    return time.perf_counter() - begun, touched


def hashed(paths: list[str]) -> float:
    """Return the seconds that reading and hashing these files takes."""
    begun = time.perf_counter()
    for path in paths:
        with open(path, "rb") as file:
            sha256(file.read()).hexdigest()
    return time.perf_counter() - begun


def main() -> int:
    """Measure, say it, and return 1 where the target is missed."""
    parser = argparse.ArgumentParser(description="What it costs that nothing changed.")
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--squads", type=int, default=99)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top, "company")
        made_of(folder, asked.units, asked.squads)
        first, made = every(folder)
        paths = [str(path) for path in sorted((folder / "documents").rglob("*.md"))]
        print(f"{len(paths)} documents made in {first:.1f} s, {made / first:.0f} a second")
        pairs = [(every(folder), hashed(paths)) for _ in range(asked.rounds)]
        if any(touched for (_, touched), _ in pairs):
            print("a sync with nothing to do touched documents")
            return 1
        ratio = median(ours / theirs for (ours, _), theirs in pairs)
        took, read = median(ours for (ours, _), _ in pairs), median(theirs for _, theirs in pairs)
        print(f"nothing changed: {took * 1000:.0f} ms, reading and hashing {read * 1000:.0f} ms")
        print(f"that is {ratio:.2f} × (target: at most {GOAL} ×)")
        return max(int(ratio > GOAL), one_value(folder, paths))


def one_value(folder: Path, paths: list[str]) -> int:
    """Change one value of one unit; return 1 where a file of another unit was touched, or none of its own."""
    before = {path: Path(path).stat().st_mtime_ns for path in paths}
    unit = company.open_world(folder).folder.units()[0]
    file = folder / "units" / f"{unit}.yaml"
    text = re.sub(r"(?<=customer: ).*", "shops that never reordered", file.read_text("utf-8"), count=1)
    file.write_text(text, "utf-8")
    took, touched = every(folder)
    changed = [path for path in paths if Path(path).stat().st_mtime_ns != before[path]]
    foreign = [path for path in changed if f"/documents/{unit}/" not in path]
    print(f"one value of one unit: {took * 1000:.0f} ms, {touched} documents touched, {len(foreign)} of other units")
    return int(bool(foreign) or not changed)


if __name__ == "__main__":
    sys.exit(main())
