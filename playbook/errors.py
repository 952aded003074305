"""One family of errors. Each carries facts; the edge of the program finds the words, the language and the exit code."""

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from typing import Protocol

    class Phrase(Protocol):
        """What this floor knows of the phrases of `playbook.core.phrase`: they are kept, and `str` is their English."""

        @property
        def text(self) -> str:
            """The sentence without its facts, which is the catalogue's key."""
            ...


class Problem(tuple[str, int, int, "str | Phrase"]):
    """One mistake in a file that a person wrote; `line` and `column` count from 1, 0 where there is none.

    Written by hand because making a NamedTuple costs more than the rest of this file, at every start.
    """

    __slots__ = ()
    file: str = property(itemgetter(0))  # type: ignore[assignment]  # read like attributes
    line: int = property(itemgetter(1))  # type: ignore[assignment]
    column: int = property(itemgetter(2))  # type: ignore[assignment]
    sentence: "str | Phrase" = property(itemgetter(3))  # type: ignore[assignment]
    """What is wrong, as it was given, for the edge to translate."""

    def __new__(cls, file: str, line: int, column: int, sentence: "str | Phrase") -> Self:
        """Keep where and what."""
        return super().__new__(cls, (file, line, column, sentence))

    def __hash__(self) -> int:
        """Return the same for the same problem; the facts of a phrase have no hash themselves."""
        return hash((*self[:3], self.message))

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.sentence)

    def __str__(self) -> str:
        """`file:line:column: sentence`, the form that editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}" if self.line else f"{self.file}: {self.message}"


class PlaybookError(Exception):
    """Something that the person at the keyboard can understand and act on; anything else is a bug."""

    def __init__(self, message: "str | Phrase", *, hint: "str | Phrase" = "", **facts: Any) -> None:
        """Keep the sentence, the next step (`hint`, may be empty) and the facts that programs want."""
        super().__init__(message)
        self.sentence = message
        """The sentence as it was given, for the edge to translate."""
        self.advice = hint
        """The hint as it was given, for the edge to translate."""
        self.facts = facts

    def __str__(self) -> str:
        """Return the sentence in English."""
        return str(self.sentence)

    @property
    def message(self) -> str:
        """The sentence in English."""
        return str(self.sentence)

    @property
    def hint(self) -> str:
        """The next step in English."""
        return str(self.advice)


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
        self.counts = len(problems), bad, files
        """Problems, files with problems, files that were read: for the edge, which says the summary in its language."""


class LedgerError(PlaybookError):
    """The ledger cannot be opened, read or trusted."""


class TemplateProblem(PlaybookError):  # noqa: N818  (named after what happened)
    """A document template is wrong: `facts` names template and line."""
