"""Mistakes as they are found, in any order, and what each says in the end."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar, cast

from playbook.config.source import Path, Source
from playbook.core.phrase import Phrase, say
from playbook.errors import ConfigurationError, Problem

MOST = 200
"""Problems of one file that are written out; the rest is counted."""
_MOST_OPTIONS = 300
_LONGEST = 64
_SHOWN = 60


class Spot(NamedTuple):
    """A value with its place. Going to a key or an item that is not there gives a spot without a value."""

    value: Any
    path: Path = ()

    def key(self, name: str) -> "Spot":
        """Return the value of a key."""
        return Spot(self.value.get(name) if isinstance(self.value, dict) else None, (*self.path, name))

    def each(self) -> "list[Spot]":
        """Return the items of a list; nothing for anything else."""
        items = self.value if isinstance(self.value, list) else []
        return [Spot(item, (*self.path, index)) for index, item in enumerate(items)]

    @property
    def text(self) -> str:
        """The value where it is a text, else an empty one."""
        return self.value if isinstance(self.value, str) else ""


Sentence = Phrase | Callable[[], Phrase]
T = TypeVar("T")


class Findings:
    """The mistakes in one file. A sentence may be a callable: it is called only for what is shown."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.judged: set[Path] = set()
        """Values about which something was said."""
        self._found: list[tuple[tuple[int, int], int, Sentence]] = []

    def add(self, path: Path, sentence: Sentence, *, key: bool = False, within: int | None = None) -> None:
        """Keep a mistake at the value of `path`, or at its key, or at a character (from 0) `within` a text.

        What could not be read at all is not judged again.
        """
        if any(path[:length] in self.source.broken for length in range(len(path) + 1)):
            return
        self.judged.add(path)
        at = self.source.key_position(path) if key else self.source.position(path)
        at = at if within is None else self._inside(path, at, within)
        self._found.append((at, len(self._found), sentence))

    def _inside(self, path: Path, at: tuple[int, int], offset: int) -> tuple[int, int]:
        from playbook.config.placing import place

        value: Any = self.source.data
        for part in path:
            value = value[part]
        return place(self.source.text, at, value, offset)

    def problems(self) -> list[Problem]:
        """Return every mistake in file order, those of reading included, at most `MOST` and a count of the rest."""
        name = self.source.name
        late = [(at, order, sentence) for at, order, sentence in self._found]
        early = [((one.line, one.column), -1, one.sentence) for one in self.source.problems]
        found = sorted([*early, *late], key=lambda entry: entry[:2])
        problems = [Problem(name, *at, _said(sentence)) for at, _, sentence in found[:MOST]]
        if len(found) > MOST:
            rest = say("{n} more problem from here on", "{n} more problems from here on", n=len(found) - MOST)
            problems.append(Problem(name, *found[MOST][0], rest))
        return list(dict.fromkeys(problems))

    def accept(self, record: T | None) -> T:
        """Return the record of a file that has no mistake.

        Raises:
            ConfigurationError: with every mistake, if there is any.
        """
        problems = self.problems()
        if problems or record is None:
            raise ConfigurationError(problems)
        return record


def known(findings: Findings, spot: Spot, options: Iterable[str] | None, wrong: Callable[[str], Phrase]) -> None:
    """Add a mistake where a text is none of `options`; None stands for options that are themselves in doubt.

    `wrong` returns the sentence on a text.
    """
    if options is not None and spot.text and spot.text not in options:
        findings.add(spot.path, lambda: meant(wrong(short(spot.text)), spot.text, options))


def unique(findings: Findings, spots: Iterable[Spot], twice: Callable[[str, int], Phrase]) -> None:
    """Add a mistake for each text that stood before among `spots`; `twice` says so of a text and the line before."""
    first: dict[str, Spot] = {}
    for spot in spots:
        if spot.text and first.setdefault(spot.text, spot) is not spot:
            line = findings.source.position(first[spot.text].path)[0]
            findings.add(spot.path, partial(twice, short(spot.text), line))


def meant(sentence: Phrase, word: str, options: Iterable[str], otherwise: Phrase | None = None) -> Phrase:
    """Return the sentence with the option that looks most like `word` behind it; with none, `otherwise` or itself."""
    best = nearest(word, tuple(options)[:_MOST_OPTIONS])
    return did_you_mean(sentence, best) if best else otherwise or sentence


def known_here(sentence: Phrase, names: Iterable[str]) -> Phrase:
    """Return the sentence with everything that would have been right behind it."""
    return say("{sentence} (known here: {names})", sentence=sentence, names=list(names))


def did_you_mean(sentence: Phrase, name: str) -> Phrase:
    """Return the sentence with what was probably meant behind it."""
    return say("{sentence} (did you mean '{name}'?)", sentence=sentence, name=short(name))


@lru_cache(maxsize=4096)
def nearest(word: str, options: tuple[str, ...]) -> str:
    """Return the option that looks most like `word`, whatever its case; empty when none does."""
    if len(word) > _LONGEST:
        return ""
    folded = {option.casefold(): option for option in reversed(options)}
    found = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def quote(text: str) -> str:
    """Return a text in quotes, on one line and not endless."""
    return f"'{short(text)}'"


def short(text: str) -> str:
    """Return a text on one line and not endless, for a sentence that has the quotes around it."""
    line = re.sub(r"\s+", " ", text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def slug(text: str) -> str:
    """Return an id that looks like `text`, or an empty text where no letter of it can be kept."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:63].strip("-")


def _said(sentence: Any) -> Phrase:
    return cast("Phrase", sentence() if callable(sentence) else sentence)
