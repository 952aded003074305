"""What is left out of expressions so that none of them takes long, seen from the tokens alone.

The library goes over at most 10,000 entries in one evaluation. What is done at each entry is bounded here: by its
length, and by letting only lists of the data be gone over, so that nothing grows: docs/decisions/0061-expressions.md.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from playbook.config.celtext import Token, bodies
from playbook.core.phrase import Phrase, say
from playbook.core.scope import RECORDS

MOST_IN_LOOP = 200
"""Words and signs of what is asked of each entry of a list."""
MOST_STEPS = 10_000
"""Entries of lists that the library goes over in one evaluation."""
MOST_COPIES = 4_000_000
"""The library copies what `filter` has found so far with each entry it adds: so many take less than 0.1 s."""
LOOPS = ("all", "exists", "exists_one", "filter")
FORBIDDEN = ("map", "matches")
STAND_IN = "ha_"
"""What `has` is called while an expression is checked."""


def bounds(found: list[Token]) -> list[tuple[int, Phrase]]:
    """Return (where, what) of everything that is left out, in the order of the text."""
    return sorted([*_words(found), *_long(found), *_made(found)], key=lambda one: one[0])


def copies(found: list[Token], names: Mapping[str, Any]) -> int:
    """Return how many entries the filters of an expression copy at most, over these values."""
    lengths: dict[str, int] = {}
    _measure(names, lengths)
    longest = max(lengths.values(), default=0)
    ends = bodies(found)
    loops = [(index + 1, ends.get(index + 1, len(found))) for index in _starts(found)]
    total = 0
    for index in _starts(found):
        if found[index].text == "filter":
            n = lengths.get(found[index - 2].text, longest)
            total += n * (MOST_STEPS if any(first < index < last for first, last in loops) else n)
    return total


def _measure(value: Any, lengths: dict[str, int], name: str = "") -> None:
    """Note the length of the longest list of each name."""
    if isinstance(value, list):
        lengths[name] = max(lengths.get(name, 0), len(value))
    for key, inner in value.items() if isinstance(value, Mapping) else ((name, one) for one in value):
        if isinstance(inner, list | Mapping):
            _measure(inner, lengths, key)


def _words(found: list[Token]) -> Iterator[tuple[int, Phrase]]:
    fields = {name for record in RECORDS.values() for name in record}
    for index, token in enumerate(found):
        is_called = index + 1 < len(found) and found[index + 1].text == "("
        if token.text == STAND_IN:
            yield token.at, say("there is no '{name}'", name=token.text)
        elif is_called and token.text in FORBIDDEN:
            yield token.at, say("'{name}' is left out of these expressions, as its time has no limit", name=token.text)
        elif is_called and index and found[index - 1].text == "." and token.text in fields:
            yield token.at, say("'{name}' is written without brackets", name=token.text)


def _long(found: list[Token]) -> Iterator[tuple[int, Phrase]]:
    """Only the outermost of loops within each other is counted: it holds the others."""
    last = -1
    for index in _starts(found):
        end = bodies(found).get(index + 1, len(found))
        n = end - index - 2
        if index > last and n > MOST_IN_LOOP:
            facts = {"n": n, "most": MOST_IN_LOOP}
            sentence = say("what is asked of each entry has {n} words and signs, at most {most} are allowed", **facts)
            yield found[index].at, sentence
        last = max(last, end)


def _made(found: list[Token]) -> Iterator[tuple[int, Phrase]]:
    """What is gone over has to be a name, or what `filter` leaves of one."""
    ends = {end: start for start, end in bodies(found).items()}
    for index in _starts(found):
        before = found[index - 2]
        filtered = before.text == ")" and found[ends.get(index - 2, 0) - 1].text == "filter"
        if before.kind != "word" and not filtered:
            yield (
                found[index].at,
                say("'{name}' goes over a list that has a name, and over no other", name=found[index].text),
            )


def _starts(found: list[Token]) -> Iterator[int]:
    """Yield the index of each word that begins a loop: `.all(`."""
    for index in range(2, len(found) - 1):
        if found[index].text in LOOPS and found[index - 1].text == "." and found[index + 1].text == "(":
            yield index
