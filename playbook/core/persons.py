"""How a person is written: `Name <mail>`."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from playbook.core.phrase import say
from playbook.errors import UsageError

ID = re.compile(r"(?<![\w-])p-[0-9a-z]+(?![\w-])")
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
    said = "\n".join(_texts(value))
    names = {text.partition(" <")[0]: who for who, text in people.items()} if said else {}
    wanted = sorted((name for name in names if " " in name and name in said), key=len, reverse=True)
    if not wanted:
        return value
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)")
    return _replaced(value, lambda text: pattern.sub(lambda found: names[found[0]], text))


def unveil(value: Any, people: Mapping[str, str]) -> Any:
    """Return plain data with ids replaced by names again, as far as they are known; `veil` undone for a reader."""
    return _replaced(value, lambda text: ID.sub(lambda found: people.get(found[0], found[0]).partition(" <")[0], text))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in plain data: most of it names nobody, and then no pattern of all names has to be made."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _replaced(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _replaced(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [_replaced(item, change) for item in value]
        return tuple(items) if type(value) is tuple else items  # a phrase becomes the list that JSON makes of it
    return value
