"""What a start costs: `playbook --help` and `playbook status`, beside bare Python, cookiecutter and copier.

    python benchmarks/startup.py [--rounds 40] [--instructions] [--company FOLDER] [--venv FOLDER]

Everything is installed as wheels into one environment that is made for this run (`--venv` keeps it for the next).
The programs take turns in rounds; a program's figure is its processor time in user mode, as the system counts it for
that one process. The ratios are over `python -c pass` of the same environment. `--instructions` counts machine
instructions under valgrind beside it: they hardly differ between runs, however busy the machine is.
"""

# ruff: noqa: RUF001  (the multiplication sign is one)

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import bootstrap  # noqa: E402

from benchmarks import company  # noqa: E402
from playbook import wiring  # noqa: E402
from playbook.app.start import start  # noqa: E402
from playbook.app.sync import sync  # noqa: E402
from playbook.library import shipped  # noqa: E402

PEERS = ("cookiecutter", "copier")
TARGET = 4.5
PARTS = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE", "playbook", "examples", "states", "templates")
"""What a wheel is made of; built from a copy, so that nothing stale of an earlier build gets in."""
WARM = 2
"""Starts before the first that counts: byte code is written, files are in memory."""


class Program(NamedTuple):
    """A command line, where it runs, and whether the target is set for it."""

    name: str
    argv: list[str]
    folder: Path
    target: bool = False


class Cost(NamedTuple):
    """Seconds of processor time of one start."""

    user: float
    whole: float
    """In user mode and in the system together."""


# ------------------------------------------------------------------------------------------------ the environment


def wheel(folder: Path) -> Path:
    """Build the checkout's wheel.

    Raises:
        BootstrapError: neither uv nor pip can do it.
    """
    source, out = folder / "source", folder / "wheels"
    source.mkdir()
    for name in PARTS:
        part = ROOT / name
        if part.is_dir():
            shutil.copytree(part, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, source / name)
    uv = shutil.which("uv")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(out), str(source)]
    command = [uv, "build", "--quiet", "--wheel", "--out-dir", str(out), str(source)] if uv else pip
    bootstrap.run(command, folder)
    return next(out.glob("*.whl"))


def environment(folder: Path, work: Path) -> Path:
    """Return the programs' folder of an environment with our wheel and the peers in it.

    Raises:
        BootstrapError: something could not be fetched or built, with what to do about it.
    """
    if not bootstrap.venv_python(folder).exists():
        bootstrap.make_environment(folder)
    ours = str(wheel(work))
    bootstrap.install(folder, [ours, *PEERS], "auto")
    # An environment that is kept has an older checkout under the same version.
    bootstrap.install(folder, ["--force-reinstall", "--no-deps", ours], "auto")
    return bootstrap.venv_python(folder).parent


def one_unit(folder: Path) -> Path:
    """Return a workspace as `playbook init` makes it, its one unit in the ledger."""
    start(os.path.join(shipped("examples"), "init"), str(folder))
    world = wiring.open_world(str(folder), actor="Ruth Okafor <ruth.okafor@example.org>")
    sync(world, "first")
    world.ledger.close()
    return folder


def programs(where: Path, small: Path, large: Path) -> list[Program]:
    """Return what takes part; `large` is the workspace of a whole company."""
    python, playbook = str(where / "python"), str(where / "playbook")
    return [
        Program("python -c pass", [python, "-c", "pass"], small),
        Program("python -c 'import click, sqlite3'", [python, "-c", "import click, sqlite3"], small),
        Program("playbook --help", [python, playbook, "--help"], small, target=True),
        Program("playbook status UNIT, one unit", [python, playbook, "status", "first"], small, target=True),
        Program("playbook status UNIT, company", [python, playbook, "status", "unit-0000"], large, target=True),
        Program("playbook status, company", [python, playbook, "status"], large),
        *(Program(f"{peer} --version", [python, str(where / peer), "--version"], small) for peer in PEERS),
    ]


# ------------------------------------------------------------------------------------------------ measuring


def cost(program: Program) -> Cost:
    """Return what one start of the program cost, its children left out."""
    with open(os.devnull, "r+b") as nothing:
        streams = {"stdin": nothing, "stdout": nothing, "stderr": nothing}
        running = subprocess.Popen(program.argv, cwd=program.folder, env=quiet(), **streams)  # type: ignore[call-overload]
        _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0, program.argv
    return Cost(used.ru_utime, used.ru_utime + used.ru_stime)


def quiet() -> dict[str, str]:
    """Return an environment that changes nothing between two runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PLAYBOOK_"))}
    return {**kept, "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


def race(them: list[Program], rounds: int) -> dict[str, list[Cost]]:
    """Return every start's cost by program; in each round everyone has one turn, the other way round each time."""
    for _ in range(WARM):
        for program in them:
            cost(program)
    found: dict[str, list[Cost]] = {program.name: [] for program in them}
    for turn in range(rounds):
        for program in them[:: 1 if turn % 2 else -1]:
            found[program.name].append(cost(program))
    return found


def instructions(program: Program) -> int:
    """Return how many machine instructions one start takes."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *program.argv]
    done = subprocess.run(command, cwd=program.folder, env=quiet(), capture_output=True, text=True, check=True)
    said = re.search(r"Collected : (\d+)", done.stderr)
    assert said, done.stderr
    return int(said[1])


# ------------------------------------------------------------------------------------------------ telling


def table(them: list[Program], found: dict[str, list[Cost]], counted: dict[str, int]) -> list[str]:
    """Return the lines of the result, ratios first."""
    bare = them[0].name
    base, whole = fmean(one.user for one in found[bare]), fmean(one.whole for one in found[bare])
    middle = median(one.user for one in found[bare])
    lines = [f"{'':36}{'× bare':>8}{'median':>9}{'with system':>13}{'instructions':>14}{'ms user':>9}{'ms whole':>10}"]
    for program in them:
        times = found[program.name]
        user, both = fmean(one.user for one in times), fmean(one.whole for one in times)
        ratio = counted[program.name] / counted[bare] if counted else 0
        lines.append(
            f"{program.name:36}{user / base:8.2f}{median(one.user for one in times) / middle:9.2f}{both / whole:13.2f}"
            f"{f'{ratio:.2f}' if ratio else '':>14}{user * 1000:9.1f}{both * 1000:10.1f}"
        )
    return lines


def missed(them: list[Program], found: dict[str, list[Cost]]) -> list[str]:
    """Return the programs that are above their target."""
    base = fmean(one.user for one in found[them[0].name])
    return [one.name for one in them if one.target and fmean(c.user for c in found[one.name]) > TARGET * base]


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what a start costs.")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--instructions", action="store_true", help="count instructions too (needs valgrind)")
    parser.add_argument("--company", type=Path, help="a workspace that company.py made; made anew when left out")
    parser.add_argument("--units", type=int, default=1000, help="units of the company that is made")
    parser.add_argument("--squads", type=int, default=100, help="squads of each of them")
    parser.add_argument("--venv", type=Path, help="an environment to use, and to keep")
    return parser.parse_args(argv)


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="playbook-startup-") as name:
        yield Path(name)


def main(argv: list[str] | None = None) -> int:
    given = parse(argv)
    with scratch() as work:
        try:
            where = environment(given.venv or work / "venv", work)
        except bootstrap.BootstrapError as problem:
            print(f"nothing measured: {problem}")
            return 1
        large = given.company or work / "company"
        if not given.company:
            company.make(large, given.units, given.squads)
        them = programs(where, one_unit(work / "small"), large)
        print(f"Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", end="")
        print(f", {given.rounds} rounds; means of user time over bare Python, then medians")
        found = race(them, given.rounds)
        counting = given.instructions and shutil.which("valgrind")
        counted = {program.name: instructions(program) for program in them} if counting else {}
    print("\n".join(table(them, found, counted)))
    if given.instructions and not counting:
        print("valgrind is not installed: no instructions counted")
    above = missed(them, found)
    print(f"target: at most {TARGET} × bare Python: {'missed by ' + ', '.join(above) if above else 'met'}")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
