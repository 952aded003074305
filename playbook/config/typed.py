"""Plain values to records. What a record's annotations refuse becomes one clear sentence at the place it is about."""

import json
import types
import typing
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from typing import Any, Literal, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from playbook.config.findings import Findings, hint, nearest, quote, slug
from playbook.config.scalar import looks_quoted
from playbook.config.source import Path
from playbook.core.model import DAY_PATTERN, ID_PATTERN, NOT_BLANK, ONE_LINE, SHARE_PATTERN, Between, Text

T = TypeVar("T")

_UNKNOWN = "unexpected_keyword_argument"
_NOUNS = {
    ID_PATTERN: "an id (a-z, 0-9 and '-', at most 63 characters, no '-' at its ends)",
    DAY_PATTERN: "a date",
    SHARE_PATTERN: "a share such as '20%'",
    ONE_LINE: "one line of text",
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


def found(value: Any) -> str:
    """Return how to name a value that was found where another was needed."""
    if isinstance(value, str):
        if not value.strip():
            return "an empty text" if not value else "a blank text"
        return quote(value) + (" (quoted text)" if looks_quoted(value) else "")
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return "nothing" if value is None else json.dumps(value)


def needed(wanted: Any) -> str:
    """Return how to name what an annotation asks for."""
    bare, limit = _unwrap(wanted)
    if isinstance(limit, Text):
        return _NOUNS.get(limit.pattern, "a text")
    if _is_record(bare):
        return f"a mapping ({', '.join(field.name for field in fields(bare))})"
    origin = typing.get_origin(bare)
    if origin is Literal:
        options = typing.get_args(bare)
        return ("one of " if len(options) > _FEW else "") + either(quote(str(option)) for option in options)
    if _is_union(bare):
        return either(needed(branch) for branch in _branches(bare))
    numbers = {int: "a whole number" + _range(limit), float: "a number" + _range(limit), bool: "true or false"}
    return numbers.get(bare) or {tuple: "a list", dict: "a mapping"}.get(origin, "a text")


def either(options: Iterable[str]) -> str:
    """Return `a, b or c`."""
    *head, last = options
    return f"{', '.join(head)} or {last}" if head else last


def sentence(wanted: Any, value: Any) -> str:
    """Return what is needed and what was found instead, with the likeliest intention."""
    bare, limit = _unwrap(wanted)
    if isinstance(limit, Text) and limit.pattern == DAY_PATTERN:
        return f"a date is needed (YYYY-MM-DD), found {quote(value) if isinstance(value, str) else found(value)}"
    if isinstance(limit, Text) and isinstance(value, str):
        if limit.pattern == ONE_LINE and len(value.splitlines()) > 1:
            return f"one line of text is needed, found {len(value.splitlines())} lines"
        if len(value) > limit.longest and limit.pattern != ID_PATTERN:
            return f"at most {limit.longest} characters are allowed here, found {len(value)}"
    return f"{needed(wanted)} is needed, found {found(value)}{_intention(bare, limit, value)}"


def _intention(bare: Any, limit: Any, value: Any) -> str:
    if isinstance(value, str):
        if isinstance(limit, Text) and limit.pattern == ID_PATTERN:
            return f" (did you mean {quote(slug(value))}?)" if slug(value) else ""
        return hint(value, [option for option in _options(bare) if isinstance(option, str)])
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_prose = isinstance(limit, Text) and limit.pattern in (ONE_LINE, NOT_BLANK)
    return " (put it in quotes)" if is_number and is_prose else ""


def _options(bare: Any) -> tuple[Any, ...]:
    if typing.get_origin(bare) is Literal:
        return typing.get_args(bare)
    return tuple(option for branch in _branches(bare) for option in _options(branch)) if _is_union(bare) else ()


def _range(limit: Any) -> str:
    if not isinstance(limit, Between):
        return ""
    return f" from {limit.low:.0f} on" if limit.high >= _ENDLESS else f" from {limit.low:.0f} to {limit.high:.0f}"


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


def _unfit(wrong: _Wrong, wanted: Any, value: Any) -> str:
    advice = " (leave the key out if there is nothing to say)" if value is None and _is_optional(wrong) else ""
    return sentence(wanted, value) + advice


def _unknown_key(wrong: _Wrong) -> str:
    names = _names(wrong.owner)
    meant = hint(str(wrong.path[-1]), names)
    return f"unknown key {quote(str(wrong.path[-1]))}" + (meant or f" (known here: {', '.join(names)})")


def _missing(findings: Findings, wrong: _Wrong, unknown: Iterable[str]) -> None:
    """Add a missing key, unless a misspelt one of the same mapping stands for it."""
    key = str(wrong.path[-1])
    if any(nearest(word, _names(wrong.owner)) == key for word in unknown):
        return
    what = describe(wrong.owner, key)
    findings.add(wrong.path[:-1], f"missing key {quote(key)}" + (f": {what}" if what else ""))


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
