"""One family of errors. Each carries facts; the edge of the program finds the words, the language and the exit code."""

from operator import itemgetter
from typing import Any, Self


class Problem(tuple[str, int, int, str]):
    """One mistake in a file that a person wrote; `line` and `column` count from 1, 0 where there is none.

    Written by hand because making a NamedTuple costs more than the rest of this file, at every start.
    """

    __slots__ = ()
    file: str = property(itemgetter(0))  # type: ignore[assignment]  # read like attributes
    line: int = property(itemgetter(1))  # type: ignore[assignment]
    column: int = property(itemgetter(2))  # type: ignore[assignment]
    message: str = property(itemgetter(3))  # type: ignore[assignment]

    def __new__(cls, file: str, line: int, column: int, message: str) -> Self:
        """Keep where and what."""
        return super().__new__(cls, (file, line, column, message))

    def __str__(self) -> str:
        """`file:line:column: sentence`, the form that editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}" if self.line else f"{self.file}: {self.message}"


class PlaybookError(Exception):
    """Something that the person at the keyboard can understand and act on; anything else is a bug."""

    def __init__(self, message: str, *, hint: str = "", **facts: Any) -> None:
        """Keep the sentence, the next step (`hint`, may be empty) and the facts that programs want."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.facts = facts


class UsageError(PlaybookError):
    """The command does not fit: an unknown subject, item, move or option."""


class GateClosed(PlaybookError):  # noqa: N818  (named after what happened)
    """A move was refused; `facts["refusal"]` has every verdict."""


class MergeConflict(PlaybookError):  # noqa: N818  (named after what happened)
    """A person and the engine changed the same lines; `facts["documents"]` lists them."""


class Outrun(PlaybookError):  # noqa: N818  (named after what happened)
    """Somebody else wrote first, or a plan is stale; nothing was changed."""


class Repeated(PlaybookError):  # noqa: N818  (named after what happened)
    """The same command line with the same idempotency key was carried out before; nothing was done again."""


class ConfigurationError(PlaybookError):
    """Files that people wrote cannot be used; `problems` has every mistake, in file order."""

    def __init__(self, problems: list[Problem], *, files: int = 1) -> None:
        """Keep all problems of all `files` that were read."""
        bad = len({problem.file for problem in problems})
        noun = "problem" if len(problems) == 1 else "problems"
        super().__init__(f"{len(problems)} {noun} in {bad} of {files} {'file' if files == 1 else 'files'}")
        self.problems = problems


class LedgerError(PlaybookError):
    """The ledger cannot be opened, read or trusted."""


class TemplateProblem(PlaybookError):  # noqa: N818  (named after what happened)
    """A document template is wrong: `facts` names template and line."""
