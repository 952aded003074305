"""Plain values to records. What a record's annotations refuse becomes one clear sentence at the place it is about."""

import json
import types
import typing
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from typing import Any, Literal, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from playbook.config.findings import Findings, did_you_mean, known_here, meant, nearest, quote, short, slug
from playbook.config.scalar import looks_quoted
from playbook.config.source import Path
from playbook.core.model import (
    DAY_PATTERN,
    ID_PATTERN,
    NOT_BLANK,
    ONE_LINE,
    SHARE_PATTERN,
    Between,
    Text,
    Unit,
    Workspace,
)
from playbook.core.phrase import Phrase, say
from playbook.core.stagemap import StageMap

T = TypeVar("T")

_UNKNOWN = "unexpected_keyword_argument"
_NOUNS = {
    ID_PATTERN: say("an id (a-z, 0-9 and '-', at most 63 characters, no '-' at its ends)"),
    DAY_PATTERN: say("a date"),
    SHARE_PATTERN: say("a share such as '20%'"),
    ONE_LINE: say("one line of text"),
}
_ENDLESS = 1e15
_FEW = 2


class _Wrong(NamedTuple):
    """Where the validator stumbled, in terms of the data and of the annotations."""

    kind: str
    path: Path
    hint: Any
    owner: Any
    """The record that the last part of the path is a key of."""
    choice: tuple[Path, str]
    """Where a union was entered, and which of its branches; ((), '') outside of unions."""


@cache
def adapter(cls: Any) -> TypeAdapter[Any]:
    """Return the validator of a record type; making one costs about 0.1 s, so it is made once."""
    return TypeAdapter(cls)


def validate(cls: type[T], findings: Findings) -> T | None:
    """Return the record that the source's data describes, or None after adding all that is wrong with it."""
    try:
        record: T = adapter(cast("Any", cls)).validate_json(json.dumps(findings.source.data), strict=True)
    except ValidationError as error:
        wrongs = [_locate(cls, one["loc"], one["type"]) for one in error.errors(include_url=False, include_input=False)]
        _report(cls, findings, _one_branch(wrongs, findings.source.data))
        return None
    return record


def describe(cls: type, field: str) -> str:
    """Return what the field of a record is for: its docstring, on one line without its full stop."""
    return _descriptions(cls).get(field, "")


def purposes() -> Iterable[str]:
    """Yield once what each key of the files is for, in English, for the catalogues."""
    records = [cls for top in (Unit, Workspace, StageMap) for cls in _records(top)]
    yield from dict.fromkeys(text for cls in dict.fromkeys(records) for text in _descriptions(cls).values() if text)


def _records(wanted: Any) -> Iterable[type]:
    """Yield a record and those that it is made of."""
    is_record = isinstance(wanted, type) and _is_record(wanted)
    if is_record:
        yield wanted
    for inner in _hints(wanted).values() if is_record else typing.get_args(wanted):
        yield from _records(inner)


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
    bare, limit = _unwrap(wanted)
    if isinstance(limit, Text):
        return _NOUNS.get(limit.pattern) or say("a text")
    if _is_record(bare):
        return say("a mapping ({keys})", keys=[field.name for field in fields(bare)])
    origin = typing.get_origin(bare)
    if origin is Literal:
        options = typing.get_args(bare)
        choice = either(quote(str(option)) for option in options)
        return say("one of {choice}", choice=choice) if len(options) > _FEW else choice
    if _is_union(bare):
        return either(needed(branch) for branch in _branches(bare))
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
    bare, limit = _unwrap(wanted)
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
    return tuple(option for branch in _branches(bare) for option in _options(branch)) if _is_union(bare) else ()


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


def _locate(cls: type, loc: tuple[str | int, ...], kind: str) -> _Wrong:
    """Follow the validator's path along the annotations, leaving out the names it gives to branches of unions."""
    wanted: Any = cls
    owner: Any = None
    path: Path = ()
    choice: tuple[Path, str] = ((), "")
    for part in loc:
        bare = _unwrap(wanted)[0]
        if _is_union(bare):
            choice = path, str(part)
            wanted = next((one for one in _branches(bare) if _is_branch(one, str(part))), None)
            if wanted is None:
                return _Wrong(kind, path, bare, owner, choice)
            continue
        owner, path, wanted = bare, (*path, part), _inside(bare, part)
    return _Wrong(kind, path, wanted, owner, choice)


def _inside(bare: Any, part: str | int) -> Any:
    if _is_record(bare):
        return _hints(bare).get(str(part))
    arguments = typing.get_args(bare)
    return arguments[-1] if typing.get_origin(bare) is dict else arguments[0] if arguments else None


def _one_branch(wrongs: list[_Wrong], data: Any) -> Iterable[_Wrong]:
    """Yield the mistakes, those of a union as one: in the branch that the value has the shape of, or on the union."""
    unions: dict[Path, list[_Wrong]] = {}
    for wrong in wrongs:
        if wrong.choice[1]:
            unions.setdefault(wrong.choice[0], []).append(wrong)
        else:
            yield wrong
    for path, group in unions.items():
        value = _at(data, path)
        inside = [one for one in group if isinstance(value, dict | list) and len(one.path) > len(path)]
        yield from inside or [next((one for one in group if _is_union(one.hint)), group[0])]


def _report(cls: type, findings: Findings, wrongs: Iterable[_Wrong]) -> None:
    listed = list(wrongs)
    unknown: dict[Path, list[str]] = {}
    for wrong in listed:
        if wrong.kind == _UNKNOWN:
            unknown.setdefault(wrong.path[:-1], []).append(str(wrong.path[-1]))
    judged = frozenset(findings.judged)
    for wrong in listed:
        if wrong.kind == _UNKNOWN:
            findings.add(wrong.path, partial(_unknown_key, wrong), key=True)
        elif wrong.kind == "missing":
            _missing(findings, wrong, unknown.get(wrong.path[:-1], ()))
        elif wrong.path not in judged:
            value = _at(findings.source.data, wrong.path)
            findings.add(wrong.path, partial(_unfit, wrong, wrong.hint if wrong.path else cls, value))


def _unfit(wrong: _Wrong, wanted: Any, value: Any) -> Phrase:
    told = sentence(wanted, value)
    needless = value is None and _is_optional(wrong)
    return say("{sentence} (leave the key out if there is nothing to say)", sentence=told) if needless else told


def _unknown_key(wrong: _Wrong) -> Phrase:
    names, key = _names(wrong.owner), str(wrong.path[-1])
    told = say("unknown key '{key}'", key=short(key))
    return meant(told, key, names, known_here(told, names))


def _missing(findings: Findings, wrong: _Wrong, unknown: Iterable[str]) -> None:
    """Add a missing key, unless a misspelt one of the same mapping stands for it."""
    key = str(wrong.path[-1])
    if any(nearest(word, _names(wrong.owner)) == key for word in unknown):
        return
    what = describe(wrong.owner, key)
    told = say("missing key '{key}'", key=short(key))
    findings.add(wrong.path[:-1], say("{sentence}: {purpose}", sentence=told, purpose=Phrase(what)) if what else told)


def _is_optional(wrong: _Wrong) -> bool:
    return _is_record(wrong.owner) and wrong.path[-1] in _optional(wrong.owner)


@cache
def _optional(record: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(record) if field.default is not MISSING)


@cache
def _names(record: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


@cache
def _hints(record: Any) -> dict[str, Any]:
    return typing.get_type_hints(record, include_extras=True)


@cache
def _descriptions(cls: type) -> dict[str, str]:
    schema = adapter(cls).json_schema()
    definitions = schema.get("$defs", {})
    texts = {}
    for name, entry in schema["properties"].items():
        reference = definitions.get(str(entry.get("$ref", "")).rpartition("/")[2], {})
        text = str(entry.get("description") or reference.get("description") or "")
        texts[name] = " ".join(text.split()).removesuffix(".")
    return texts


def _unwrap(wanted: Any) -> tuple[Any, Any]:
    """Return an annotation without `Annotated` and `None`, and the limit it carried."""
    if _is_union(wanted) and len(_branches(wanted)) == 1:
        return _unwrap(_branches(wanted)[0])
    if typing.get_origin(wanted) is typing.Annotated:
        bare, *limits = typing.get_args(wanted)
        return bare, next((one for one in limits if isinstance(one, Text | Between)), None)
    return wanted, None


def _is_record(wanted: Any) -> bool:
    return is_dataclass(wanted)


def _is_union(wanted: Any) -> bool:
    return typing.get_origin(wanted) in (types.UnionType, typing.Union)


def _branches(union: Any) -> list[Any]:
    return [branch for branch in typing.get_args(union) if branch is not type(None)]


def _is_branch(branch: Any, label: str) -> bool:
    bare = _unwrap(branch)[0]
    if _is_record(bare):
        return bool(bare.__name__ == label)
    origin = typing.get_origin(bare)
    return origin in (tuple, dict) and label.startswith(origin.__name__ + "[")


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
