"""Errors in the reader's language: what an error carries as a phrase is translated here, and nowhere deeper."""

from typing import TYPE_CHECKING

from playbook.cli import show
from playbook.cli.tongue import t

if TYPE_CHECKING:
    from playbook.errors import ConfigurationError, Phrase, PlaybookError, Problem


def told(sentence: "str | Phrase") -> str:
    """Return a phrase in the terminal's language; a text is complete as it is."""
    return sentence if isinstance(sentence, str) else t(sentence)  # type: ignore[arg-type]  # errors know less of it


def lines(error: "PlaybookError") -> list[str]:
    """Return a line for each problem of the files that people wrote, and how many there are; else nothing."""
    problems = getattr(error, "problems", [])
    return [*map(problem, problems), summary(error)] if problems else []  # type: ignore[arg-type]  # it has problems


def problem(found: "Problem") -> str:
    """Return one problem as `file:line:column: sentence`, safe to print."""
    at = f"{found.file}:{found.line}:{found.column}" if found.line else found.file
    return show.clean(f"{at}: {told(found.sentence)}")


def summary(error: "ConfigurationError") -> str:
    """Return `3 problems in 1 of 2 files`."""
    from playbook.core.phrase import say

    n, bad, files = error.counts
    files_of = say("{bad} of {n} file", "{bad} of {n} files", bad=bad, n=files)
    return t("{n} problem in {files_of}", "{n} problems in {files_of}", n=n, files_of=files_of)
