"""How a person is written: `Name <mail>`."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from playbook.core.phrase import say
from playbook.errors import UsageError

ID = re.compile(r"(?<![\w-])p-[0-9a-z]+(?![\w-])")
WORD = re.compile(r"\w+")
MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def normal(person: str) -> str:
    """Return `Name <mail>` (or `Name`) with one form for each person: NFC, single spaces.

    Raises:
        UsageError: there is no name, or the mail is not closed or holds a space.
    """
    text = " ".join(unicodedata.normalize("NFC", person).split())
    name, found, rest = text.partition("<")
    mail = rest.removesuffix(">")
    wrong = not name.strip() or any(not char.isprintable() for char in text)
    if wrong or (found and (not rest.endswith(">") or not mail or " " in mail or "<" in mail or ">" in mail)):
        raise UsageError(say("a person is written 'Name <mail>', found '{text}'", text=person))
    return f"{name.strip()} <{mail}>" if found else name.strip()


def reachable(person: str) -> str:
    """Return `normal(person)` of somebody who acts: a mail, where there is one, must look like one.

    Raises:
        UsageError: as `normal`, or what stands in angle brackets is no mail.
    """
    text = normal(person)
    mail = text.partition("<")[2].removesuffix(">")
    if mail and not MAIL.fullmatch(mail):
        raise UsageError(say("'{mail}' is no mail: a person is written 'Name <mail>'", mail=mail))
    return text


def veil(value: Any, people: Mapping[str, str]) -> Any:
    """Return plain data with the names of `people` (by id) replaced by their ids, so that an event names nobody.

    Whole names of at least two words only: a single word may be a word like any other.
    """
    return veiling(people)(value)


def veiling(people: Mapping[str, str]) -> Callable[[Any], Any]:
    """Return `veil` for these people, to be asked often: who has which name is looked up by the name's first word."""
    made: list[dict[str, list[tuple[str, str]]]] = []

    def veiled(value: Any) -> Any:
        if not people:
            return value
        known = made[0] if made else _by_first_word(people)
        made[:] = [known]
        return _replaced(value, lambda text: _hidden(text, known))

    return veiled


def _by_first_word(people: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return (name, id) by the first word of the name, longer names first; only names of at least two words."""
    found: dict[str, list[tuple[str, str]]] = {}
    names = {text.partition(" <")[0]: who for who, text in people.items()}
    for name in sorted((name for name in names if " " in name), key=len, reverse=True):
        first = WORD.search(name)
        if first:
            found.setdefault(first[0], []).append((name, names[name]))
    return found


def _hidden(text: str, known: Mapping[str, list[tuple[str, str]]]) -> str:
    """Return a text with its names replaced, the longest that stands at a place first."""
    parts, done = [], 0
    for word in WORD.finditer(text):
        for name, who in known.get(word[0], ()):
            start = word.start() - name.index(word[0])
            end = start + len(name)
            if start >= done and text.startswith(name, start) and not _in_word(text, start, end):
                parts += [text[done:start], who]
                done = end
                break
    return "".join((*parts, text[done:])) if parts else text


def _in_word(text: str, start: int, end: int) -> bool:
    """Return whether what stands there is only a part of a word."""
    return bool((start and WORD.match(text[start - 1])) or WORD.match(text[end : end + 1]))


def unveil(value: Any, people: Mapping[str, str]) -> Any:
    """Return plain data with ids replaced by names again, as far as they are known; `veil` undone for a reader."""
    return _replaced(value, lambda text: ID.sub(lambda found: people.get(found[0], found[0]).partition(" <")[0], text))


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _replaced(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [_replaced(item, change) for item in value]
        return tuple(items) if type(value) is tuple else items  # a phrase becomes the list that JSON makes of it
    return value
