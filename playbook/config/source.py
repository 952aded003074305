"""YAML to plain values, each with its line and column. The only importer of yaml.

The file is read in one pass over the parser's events, and values are built here: the library's own loading loops on
aliases, lets the last of two keys win, and guesses (`no` is not False). See docs/decisions/0010-strict-yaml.md.
"""

import hashlib
import os
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from playbook.config.scalar import NumberError, resolve
from playbook.config.syntax import explain
from playbook.config.text import BAD, SAFE, NotTextError, decode, load, sentence_on
from playbook.core.phrase import Phrase, say
from playbook.errors import ConfigurationError, Problem

Path = tuple[str | int, ...]
Position = tuple[int, int]

DEEPEST = 32
MOST_EVENTS = 1_000_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _HaltError(Exception):
    """Reading ends here: what follows cannot be trusted to mean what it seems to; `sentence` says why."""

    def __init__(self, sentence: Phrase) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(slots=True)
class Source:
    """A file as read: plain values, where each was written, and what is wrong with it."""

    name: str
    digest: str = ""
    """SHA-256 of the bytes, hexadecimal."""
    data: Any = None
    whole: bool = False
    """True where the file was read to its end and holds a mapping, so that its content can be judged."""
    problems: list[Problem] = field(default_factory=list)
    """In file order."""
    broken: set[Path] = field(default_factory=set)
    """Values that could not be read and stand as None in `data`; each has its problem already."""
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)
    text: str = ""
    """All of it, as positions count it."""

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return self.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]

    def position(self, path: Path) -> Position:
        """Return line and column, from 1, of the value at `path`, or of the nearest value above it that is there."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def key_position(self, path: Path) -> Position:
        """Return line and column of the key at `path`; of the value where it has no key (an item of a list)."""
        return self.keys.get(path) or self.position(path)

    def lines(self) -> dict[str, int]:
        """Return the line of each key and each item of a list, by dotted path: `pilot.members.2.person`."""
        return {".".join(map(str, path)): self.key_position(path)[0] for path in self.values if path}


def read(given: bytes | str | os.PathLike[str], name: str) -> Source:
    """Return what a file says; its mistakes are in `problems`, and nothing is raised for them.

    `given` is the content as bytes, or the path of a file, of which no more is read than the allowed size.
    """
    source = Source(name)
    try:
        raw = given if isinstance(given, bytes) else load(given, name)
        source.digest = hashlib.sha256(raw).hexdigest()
        source.text, source.problems = decode(raw, name)
    except ConfigurationError as error:
        source.problems = error.problems
    except NotTextError as error:
        source.problems.append(Problem(name, 1, 1, error.sentence))
    else:
        _Reader(source, source.text).read()
    source.problems.sort(key=lambda problem: problem[1:3])
    return source


class _Reader:
    """Builds the values of one text into a source."""

    def __init__(self, source: Source, text: str) -> None:
        self.source = source
        self.text = text
        self.at: Position = (1, 1)
        self.depth = 0
        self.events = self._guarded(yaml.parse(text, Loader=_LOADER))

    def read(self) -> None:
        try:
            self._document()
        except _HaltError as halt:
            self._problem(halt.sentence)
        except yaml.MarkedYAMLError as error:
            self.at, sentence = explain(error, self.text)
            self._problem(sentence)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            reason = " ".join(str(error).split())
            self._problem(say("this cannot be read as YAML: {reason}", reason=reason))

    def _guarded(self, events: Iterator[Any]) -> Iterator[Any]:
        """Yield the events, and stop a text that is built to exhaust its reader."""
        for count, event in enumerate(events):
            self.at = event.start_mark.line + 1, event.start_mark.column + 1
            if count >= MOST_EVENTS:
                raise _HaltError(
                    say("more than {most:,} values and brackets; no unit needs that many", most=MOST_EVENTS)
                )
            if isinstance(event, yaml.CollectionStartEvent):
                self.depth += 1
                if self.depth > DEEPEST:
                    raise _HaltError(say("nested deeper than {most} levels", most=DEEPEST))
            elif isinstance(event, yaml.CollectionEndEvent):
                self.depth -= 1
            yield event

    def _document(self) -> None:
        next(self.events)
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            self.at = (1, 1)
            raise _HaltError(say("the file is empty"))
        if start.version or start.tags:
            self._problem(say("directives (lines that start with %) are not used here; remove it"))
        top = next(self.events)
        if isinstance(top, yaml.ScalarEvent) and not top.value.strip():
            raise _HaltError(say("the file is empty"))
        self.source.data = self._value(top, ())
        self._end()
        if not isinstance(top, yaml.MappingStartEvent):
            self.at = self.source.position(())
            raise _HaltError(say("keys with values (`name: …`) are needed at the top, found {kind}", kind=_kind(top)))
        self.source.whole = True

    def _end(self) -> None:
        next(self.events)
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            raise _HaltError(say("one document is allowed in a file, a second one starts here (`---`)"))

    def _value(self, event: Any, path: Path) -> Any:
        self.source.values[path] = self.at
        if isinstance(event, yaml.AliasEvent):
            name = _short(event.anchor)
            return self._broken(path, say("aliases (*{name}) are not allowed; write the value out", name=name))
        self._plain_dress(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(path)
        return self._mapping(path)

    def _plain_dress(self, event: Any) -> None:
        if event.anchor:
            name = _short(event.anchor)
            self._problem(say("anchors (&{name}) are not allowed; write the value where it is needed", name=name))
        if event.tag:
            self._problem(say("tags ({name}) are not allowed; remove it", name=_short(_bang(event.tag))))

    def _scalar(self, event: Any, path: Path) -> Any:
        bad = BAD.search(event.value)
        if bad:
            return self._broken(path, sentence_on(bad.group()))
        if SAFE in event.value and self.source.problems:
            self.source.broken.add(path)
        try:
            return resolve(event.value) if event.implicit[0] else event.value
        except NumberError as error:
            return self._broken(path, error.sentence)

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            at = self.at
            key = self._key(event, path, found)
            if key is None:
                self._skip(next(self.events))
            else:
                self.source.keys[(*path, key)] = at
                found[key] = self._value(next(self.events), (*path, key))
        return found

    def _key(self, event: Any, path: Path, found: dict[str, Any]) -> str | None:
        """Return the key, or None after saying why it cannot be one; its value is then passed over."""
        if not isinstance(event, yaml.ScalarEvent):
            self._problem(_no_key(_kind(event)))
            self._skip(event)
            return None
        self._plain_dress(event)
        wrong = self._wrong_key(event, path, found)
        if wrong:
            self._problem(wrong)
        return None if wrong else str(event.value)

    def _wrong_key(self, event: Any, path: Path, found: dict[str, Any]) -> Phrase | None:
        word = str(event.value)
        bad = BAD.search(word)
        if bad:
            return sentence_on(bad.group())
        if word in found:
            facts = {"key": _short(word), "line": self.source.keys[(*path, word)][0]}
            return say("the key '{key}' is here twice (first on line {line})", **facts)
        if event.implicit[0] and word == "<<":
            return say("merging with `<<` is not allowed; write the keys out")
        if event.implicit[0] and not _is_text(word):
            return _no_key(_short(word) or say("nothing"))
        return None

    def _skip(self, event: Any) -> None:
        """Pass over a value, however deep."""
        level = self.depth - isinstance(event, yaml.CollectionStartEvent)
        while self.depth > level:
            next(self.events)

    def _broken(self, path: Path, sentence: Phrase) -> None:
        self._problem(sentence)
        self.source.broken.add(path)

    def _problem(self, sentence: Phrase) -> None:
        self.source.problems.append(Problem(self.source.name, *self.at, sentence))


def _is_text(word: str) -> bool:
    try:
        return isinstance(resolve(word), str)
    except NumberError:
        return False


def _no_key(found: Phrase | str) -> Phrase:
    return say("a key must be a text, found {found}", found=found)


def _kind(event: Any) -> Phrase:
    if isinstance(event, yaml.SequenceStartEvent):
        return say("a list")
    return say("keys with values") if isinstance(event, yaml.MappingStartEvent) else say("a single value")


def _bang(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _short(word: str | None) -> str:
    return textwrap.shorten(word or "", 40, placeholder="…") or (word or "")[:40]
