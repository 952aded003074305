"""Git's own three-way merge of lines, with its familiar markers. It needs no repository."""

import re
import subprocess
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playbook.core.phrase import say
from playbook.documents.conflict import LABELS, TITLE
from playbook.errors import MergeConflict

LIKE_MARKERS = re.compile(r"^(<{7,}|\|{7,}|={7,}|>{7,})", re.MULTILINE)
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

    Markers are longer than any line of the texts that looks like one. Raises MergeConflict where git is not installed
    or cannot merge this text; nothing was written then.
    """
    if not git_available():
        raise MergeConflict(
            say("you and the engine changed the same document, and git, which merges the two, is not installed"),
            hint=say("install git and run the command again; your file is as you left it"),
        )
    try:
        with TemporaryDirectory(prefix="playbook-") as folder:
            names = [_put(Path(folder, name), text) for name, text in (("mine", mine), ("base", base), ("new", new))]
            done = _merged(names, folder, _size(base, mine, new))
    except subprocess.TimeoutExpired as error:
        raise _refused(say("it took longer than {n} seconds", n=SECONDS)) from error
    if not 0 <= done.returncode <= MOST:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise _refused(said[-1] if said else say("exit status {code}", code=done.returncode))
    return done.stdout.decode(), done.returncode


def _refused(why: object) -> MergeConflict:
    return MergeConflict(
        say("git cannot merge this document: {why}", why=why),
        hint=say("your file is as you left it; is it still text?"),
    )


def _size(*texts: str) -> int:
    """Return how long markers must be to be told from every line of the texts."""
    found = (len(run) for text in texts for run in LIKE_MARKERS.findall(text))
    return max(found, default=TITLE - 1) + 1


def _merged(names: list[str], folder: str, size: int) -> subprocess.CompletedProcess[bytes]:
    for style in FORMATS:
        done = _run(style, size, names, folder)
        if done.returncode != USAGE:
            break
    return done


def _put(path: Path, text: str) -> str:
    path.write_bytes(text.encode())
    return path.name


def _run(style: str, size: int, names: list[str], folder: str) -> subprocess.CompletedProcess[bytes]:
    labels = [part for label in LABELS for part in ("-L", label)]
    command = ["git", "merge-file", "-p", style, f"--marker-size={size}", *labels, *names]
    return subprocess.run(  # noqa: S603  (fixed words and file names of ours)
        command, cwd=folder, capture_output=True, check=False, timeout=SECONDS, stdin=subprocess.DEVNULL
    )
