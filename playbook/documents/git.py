"""Git's own three-way merge of lines, with its familiar markers. It needs no repository."""

import subprocess
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playbook.errors import MergeConflict

LABELS = ("your edits", "last generated", "generated")
FORMATS = ("--zdiff3", "--diff3")
"""The first is from git 2.35 on."""
USAGE = 129
"""Git's exit status for an option that it does not know."""
MOST = 127
"""The highest number of conflicts that git's exit status can tell; above it are failures."""
SECONDS = 60


def git_available() -> bool:
    """Return whether git can be called."""
    return which("git") is not None


def merge_file(base: str, mine: str, new: str) -> tuple[str, int]:
    """Return the merged text and the number of conflicts, which are shown between markers with the base in the middle.

    Raises MergeConflict where git is not installed or cannot merge this text; nothing was written then.
    """
    if not git_available():
        raise MergeConflict(
            "you and the engine changed the same document, and git, which merges the two, is not installed",
            hint="install git and run the command again; your file is as you left it",
        )
    with TemporaryDirectory(prefix="playbook-") as folder:
        names = [_put(Path(folder, name), text) for name, text in (("mine", mine), ("base", base), ("new", new))]
        for style in FORMATS:
            done = _run(style, names, folder)
            if done.returncode != USAGE:
                break
    if not 0 <= done.returncode <= MOST:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise MergeConflict(
            f"git cannot merge this document: {said[-1] if said else f'exit status {done.returncode}'}",
            hint="your file is as you left it; is it still text?",
        )
    return done.stdout.decode(), done.returncode


def _put(path: Path, text: str) -> str:
    path.write_bytes(text.encode())
    return path.name


def _run(style: str, names: list[str], folder: str) -> subprocess.CompletedProcess[bytes]:
    labels = [part for label in LABELS for part in ("-L", label)]
    command = ["git", "merge-file", "-p", style, *labels, *names]
    return subprocess.run(  # noqa: S603  (fixed words and file names of ours)
        command, cwd=folder, capture_output=True, check=False, timeout=SECONDS, stdin=subprocess.DEVNULL
    )
