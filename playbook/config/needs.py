"""What an annotation asks for and what was found instead, in words."""

import json
import types
import typing
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, Literal

from playbook.config.findings import did_you_mean, meant, quote, slug
from playbook.config.scalar import looks_quoted
from playbook.core.model import DAY_PATTERN, ID_PATTERN, NOT_BLANK, ONE_LINE, SHARE_PATTERN, Between, Text
from playbook.core.phrase import Phrase, say

_NOUNS = {
    ID_PATTERN: say("an id (a-z, 0-9 and '-', at most 63 characters, no '-' at its ends)"),
    DAY_PATTERN: say("a date"),
    SHARE_PATTERN: say("a share such as '20%'"),
    ONE_LINE: say("one line of text"),
}
_ENDLESS = 1e15
_FEW = 2


def found(value: Any) -> Phrase | str:
    """Return how to name a value that was found where another was needed."""
    if isinstance(value, str):
        if not value.strip():
            return say("an empty text") if not value else say("a blank text")
        return say("{text} (quoted text)", text=quote(value)) if looks_quoted(value) else quote(value)
    if isinstance(value, list):
        return say("a list")
    if isinstance(value, dict):
        return say("a mapping")
    return say("nothing") if value is None else json.dumps(value)


def needed(wanted: Any) -> Phrase | str:
    """Return how to name what an annotation asks for."""
    bare, limit = unwrap(wanted)
    if isinstance(limit, Text):
        return _NOUNS.get(limit.pattern) or say("a text")
    if is_record(bare):
        return say("a mapping ({keys})", keys=[field.name for field in fields(bare)])
    origin = typing.get_origin(bare)
    if origin is Literal:
        options = typing.get_args(bare)
        choice = either(quote(str(option)) for option in options)
        return say("one of {choice}", choice=choice) if len(options) > _FEW else choice
    if is_union(bare):
        return either(needed(branch) for branch in branches(bare))
    if bare in (int, float):
        return _number(bare, limit)
    plain = {bool: say("true or false"), tuple: say("a list"), dict: say("a mapping")}
    return plain.get(bare) or plain.get(origin) or say("a text")


def either(options: Iterable[Phrase | str]) -> Phrase | str:
    """Return `a, b or c`."""
    *head, last = options
    return say("{options} or {last}", options=head, last=last) if head else last


def at_least_zero(kind: Any) -> Phrase:
    """Return how to name a number of a kind (`int` for a whole one) that is not negative."""
    return _number(kind, Between(0, _ENDLESS))


def sentence(wanted: Any, value: Any) -> Phrase:
    """Return what is needed and what was found instead, with the likeliest intention."""
    bare, limit = unwrap(wanted)
    if isinstance(limit, Text) and limit.pattern == DAY_PATTERN:
        day = quote(value) if isinstance(value, str) else found(value)
        return say("a date is needed (YYYY-MM-DD), found {value}", value=day)
    if isinstance(limit, Text) and isinstance(value, str):
        lines = len(value.splitlines())
        if limit.pattern == ONE_LINE and lines > 1:
            return say(
                "one line of text is needed, found {n} line", "one line of text is needed, found {n} lines", n=lines
            )
        if len(value) > limit.longest and limit.pattern != ID_PATTERN:
            facts = {"most": limit.longest, "count": len(value)}
            return say("at most {most} characters are allowed here, found {count}", **facts)
    plain = say("{wanted} is needed, found {value}", wanted=needed(wanted), value=found(value))
    return _intention(plain, bare, limit, value)


def _intention(plain: Phrase, bare: Any, limit: Any, value: Any) -> Phrase:
    """Return the sentence with what was probably meant."""
    if isinstance(value, str):
        if isinstance(limit, Text) and limit.pattern == ID_PATTERN:
            return did_you_mean(plain, slug(value)) if slug(value) else plain
        return meant(plain, value, [option for option in _options(bare) if isinstance(option, str)])
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_prose = isinstance(limit, Text) and limit.pattern in (ONE_LINE, NOT_BLANK)
    return say("{sentence} (put it in quotes)", sentence=plain) if is_number and is_prose else plain


def _options(bare: Any) -> tuple[Any, ...]:
    if typing.get_origin(bare) is Literal:
        return typing.get_args(bare)
    return tuple(option for branch in branches(bare) for option in _options(branch)) if is_union(bare) else ()


def _number(kind: Any, limit: Any) -> Phrase:
    whole = kind is int
    if not isinstance(limit, Between):
        return say("a whole number") if whole else say("a number")
    low, high = limit.low, limit.high
    if high >= _ENDLESS:
        return say("a whole number from {low:.0f} on", low=low) if whole else say("a number from {low:.0f} on", low=low)
    if whole:
        return say("a whole number from {low:.0f} to {high:.0f}", low=low, high=high)
    return say("a number from {low:.0f} to {high:.0f}", low=low, high=high)


def unwrap(wanted: Any) -> tuple[Any, Any]:
    """Return an annotation without `Annotated` and `None`, and the limit it carried."""
    if is_union(wanted) and len(branches(wanted)) == 1:
        return unwrap(branches(wanted)[0])
    if typing.get_origin(wanted) is typing.Annotated:
        bare, *limits = typing.get_args(wanted)
        return bare, next((one for one in limits if isinstance(one, Text | Between)), None)
    return wanted, None


def is_record(wanted: Any) -> bool:
    """Return whether an annotation is one of our records, which are mappings in a file."""
    return is_dataclass(wanted)


def is_union(wanted: Any) -> bool:
    """Return whether an annotation leaves a choice."""
    return typing.get_origin(wanted) in (types.UnionType, typing.Union)


def branches(union: Any) -> list[Any]:
    """Return what a union leaves to choose from, other than nothing."""
    return [branch for branch in typing.get_args(union) if branch is not type(None)]
