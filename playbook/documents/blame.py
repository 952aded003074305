"""Whose a line is, as git's history of a file says it. What git says is other people's input, so it is cleaned."""

import os
import subprocess
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from playbook.core.persons import ID, reachable
from playbook.documents.escape import clean
from playbook.errors import UsageError

SECONDS = 20
LONGEST = 200
"""Characters of a name or mail that are taken from git."""
NOBODY = "0" * 40
"""The commit of a line that is not committed yet, in a repository of SHA-1 or (longer) of SHA-256."""
PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
"""Set while git runs a hook: they would send the question to another repository than the file's."""
QUIET = ("-c", "core.fsmonitor=false")
"""What a repository may have set is run by git: nothing of it is needed for the question."""


class Author(NamedTuple):
    """Who last changed a line, and when."""

    person: str
    """`Name <mail>`."""
    when: str
    """UTC timestamp; empty where the commit's own is none."""


def blame(path: str, lines: Collection[int]) -> dict[int, Author]:
    """Return the author of each of these lines (from 1) of a file, asked for at once.

    Left out is what git does not know: a line that is not committed, a file that it ignores or never saw, what lies
    before the beginning of a shallow clone, a folder that is no repository, a machine without git.
    """
    folder, name = os.path.split(os.path.abspath(path))
    wanted = [part for line in sorted(set(lines)) for part in ("-L", f"{line},{line}")]
    if not wanted:
        return {}
    said = _git(
        folder, "blame", "--line-porcelain", "--no-textconv", "-w", "-M", "--encoding=UTF-8", *wanted, "--", name
    )
    found = list(_entries(said))
    if any("boundary" in entry for _, entry in found) and _shallow(folder):
        found = [(line, entry) for line, entry in found if "boundary" not in entry]
    authors = {line: _author(entry) for line, entry in found if not entry["commit"].startswith(NOBODY)}
    return {line: author for line, author in authors.items() if author}


def _git(folder: str, *arguments: str) -> str:
    """Return what git says, or nothing where it cannot answer."""
    around = {name: value for name, value in os.environ.items() if name not in PLACES}
    command = ["git", "-C", folder, *QUIET, *arguments]
    try:
        done = subprocess.run(  # noqa: S603  (fixed words, and a path behind `--`)
            command,
            capture_output=True,
            check=False,
            env=around | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.decode(errors="replace")


def _entries(said: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line, headers) of each line; the line's own text follows a tab, so it can pass for no header."""
    entry: dict[str, str] = {}
    line = 0
    for row in said.split("\n"):
        if row.startswith("\t"):
            yield line, entry
            entry = {}
        elif entry:
            key, _, value = row.partition(" ")
            entry[key] = value
        elif row:
            commit, _, number, *_ = row.split(" ")
            entry, line = {"commit": commit}, int(number)


def _shallow(folder: str) -> bool:
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() != "false"


def _author(entry: dict[str, str]) -> Author | None:
    name = clean(entry.get("author", "").replace("<", " ").replace(">", " "))[:LONGEST].strip()
    mail = clean(entry.get("author-mail", "")).strip("<>")[:LONGEST]
    if ID.search(name):  # it would be shown as somebody else
        return None
    for person in (f"{name} <{mail}>", name):
        try:
            return Author(reachable(person), _when(entry.get("author-time", "")))
        except UsageError:
            continue
    return None


def _when(seconds: str) -> str:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""
