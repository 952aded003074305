"""Run the commands that a Markdown page shows and compare what they print with what the page says.

A page's ```console blocks are one session, from the first to the last: lines that begin with `$ ` are typed, `> ` goes
on with the line before, the rest is what must come out (both streams). A line `…` stands for any lines, `…` inside a
line for any text. `python tools/transcript.py PAGE…` prints every difference; with `--write` the page is corrected, and
an answer that still fits what stands there (dots included) stays as it is.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "\x01"
DOTS = "…"
IDENTITY = "[user]\n\tname = Test Person\n\temail = test.person@example.org\n"


class Typed(NamedTuple):
    """A command line and what the page says it prints."""

    command: str
    answer: str


def session(page: str) -> list[list[Typed]]:
    """Return the commands of each console block of a page."""
    return [_commands(block[1]) for block in BLOCK.finditer(page)]


def _commands(block: str) -> list[Typed]:
    found: list[Typed] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Typed(line[2:], ""))
        elif line.startswith("> ") and not found[-1].answer:
            found[-1] = Typed(f"{found[-1].command}\n{line[2:]}", "")
        else:
            found[-1] = Typed(found[-1].command, f"{found[-1].answer}{line}\n")
    return found


def play(commands: list[Typed], folder: Path) -> list[str]:
    """Return what each command prints, typed one after the other into one shell that starts in `folder`."""
    home = folder / ".home"
    (home / "bin").mkdir(parents=True)
    (home / ".gitconfig").write_text(IDENTITY, encoding="utf-8")
    program = home / "bin" / "playbook"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m playbook "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    parts = [f'{one.command}\n_said=$?; printf "\\n{MARK}"; (exit $_said)\n' for one in commands]
    typed = ["bash", "--norc", "-c", "".join(parts)]
    done = subprocess.run(
        typed, cwd=folder, env=_environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    answers = done.stdout.decode().split(f"\n{MARK}")[:-1]
    return [f"{answer}\n" if answer and not answer.endswith("\n") else answer for answer in answers]


def _environment(home: Path) -> dict[str, str]:
    """Return an environment in which the same commands print the same words everywhere."""
    root = str(Path(__file__).resolve().parent.parent)
    fixed = {"HOME": str(home), "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "COLUMNS": "110", "TZ": "UTC", "PYTHONPATH": root}
    path = os.pathsep.join([str(home / "bin"), os.environ.get("PATH", os.defpath)])
    return {**fixed, "PATH": path, "XDG_CACHE_HOME": str(home / ".cache"), "GIT_CONFIG_NOSYSTEM": "1"}


def fits(said: str, answer: str) -> bool:
    """Return whether an answer is what the page says, dots standing for anything."""
    pieces = []
    for line in said.splitlines(keepends=True):
        words = ".*".join(map(re.escape, line.split(DOTS)))
        pieces.append(r"(?:.*\n)*?" if line.strip() == DOTS else words)
    return re.fullmatch("".join(pieces), answer) is not None


def differences(page: str, folder: Path) -> list[str]:
    """Return, for each command whose answer is not the page's, the command and both answers."""
    typed = [one for block in session(page) for one in block]
    return [
        f"$ {one.command}\n--- the page says\n{one.answer}--- it prints\n{answer}"
        for one, answer in zip(typed, play(typed, folder), strict=True)
        if not fits(one.answer, answer)
    ]


def corrected(page: str, folder: Path) -> str:
    """Return the page with every answer that does not fit replaced by what the command prints."""
    blocks = session(page)
    answers = iter(play([one for block in blocks for one in block], folder))
    texts = iter(["".join(_written(one, next(answers)) for one in block) for block in blocks])
    return BLOCK.sub(lambda _: f"```console\n{next(texts)}```", page)


def _written(one: Typed, answer: str) -> str:
    command = "$ " + one.command.replace("\n", "\n> ")
    return f"{command}\n{one.answer if fits(one.answer, answer) else answer}"


def main() -> int:
    """Check or correct the pages named; return how many differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="correct the pages")
    given = parser.parse_args()
    wrong = 0
    for path in given.pages:
        page = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            if given.write:
                path.write_text(corrected(page, Path(folder)), encoding="utf-8")
                continue
            found = differences(page, Path(folder))
        wrong += bool(found)
        print("\n".join(f"{path}: {one}" for one in found) or f"{path}: as it says")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
