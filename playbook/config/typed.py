"""Plain values to records. What a record's annotations refuse becomes one clear sentence at the place it is about."""

import json
import typing
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from playbook.config.findings import Findings, known_here, meant, nearest, short
from playbook.config.needs import branches, is_record, is_union, sentence, unwrap
from playbook.config.source import Path
from playbook.core.model import Unit, Workspace
from playbook.core.phrase import Phrase, say
from playbook.core.stagemap import StageMap

T = TypeVar("T")

_UNKNOWN = "unexpected_keyword_argument"


class _Wrong(NamedTuple):
    """Where the validator stumbled, in terms of the data and of the annotations."""

    kind: str
    path: Path
    hint: Any
    owner: Any
    """The record that the last part of the path is a key of."""
    choices: tuple[tuple[Path, Any], ...]
    """Where each union on the way was entered and by which branch, outermost first; None for a plain value."""


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
    records = dict.fromkeys(cls for top in (Unit, Workspace, StageMap) for cls in _records(top))
    yield from dict.fromkeys(_purpose(text).text for cls in records for text in _descriptions(cls).values() if text)


def _purpose(description: str) -> Phrase:
    """Return a docstring as a phrase; braces in it are YAML's."""
    return Phrase(description.replace("{", "{{").replace("}", "}}"))


def _records(wanted: Any) -> Iterable[type]:
    """Yield a record and those that it is made of."""
    known = isinstance(wanted, type) and is_record(wanted)
    if known:
        yield wanted
    for inner in _hints(wanted).values() if known else typing.get_args(wanted):
        yield from _records(inner)


def _locate(cls: type, loc: tuple[str | int, ...], kind: str) -> _Wrong:
    """Follow the validator's path along the annotations, leaving out the names it gives to branches of unions."""
    wanted: Any = cls
    owner: Any = None
    path: Path = ()
    choices: tuple[tuple[Path, Any], ...] = ()
    for part in loc:
        bare = unwrap(wanted)[0]
        if is_union(bare):
            wanted = next((one for one in branches(bare) if _is_branch(one, str(part))), None)
            choices = (*choices, (path, unwrap(wanted)[0]))
            if wanted is None:
                return _Wrong(kind, path, bare, owner, choices)
            continue
        owner, path, wanted = bare, (*path, part), _inside(bare, part)
    return _Wrong(kind, path, wanted, owner, choices)


def _inside(bare: Any, part: str | int) -> Any:
    if is_record(bare):
        return _hints(bare).get(str(part))
    arguments = typing.get_args(bare)
    return arguments[-1] if typing.get_origin(bare) is dict else arguments[0] if arguments else None


def _one_branch(wrongs: Iterable[_Wrong], data: Any, depth: int = 0) -> Iterator[_Wrong]:
    """Yield the mistakes, those of a union as one: in the branch that the value has the shape of, or on the union."""
    unions: dict[Path, list[_Wrong]] = {}
    for wrong in wrongs:
        if len(wrong.choices) > depth:
            unions.setdefault(wrong.choices[depth][0], []).append(wrong)
        else:
            yield wrong
    for path, group in unions.items():
        value = _at(data, path)
        inside = [one for one in group if isinstance(value, dict | list) and len(one.path) > len(path)]
        entered = list({id(one.choices[depth][1]): one.choices[depth][1] for one in inside}.values())
        if entered:
            meant_one = max(entered, key=partial(_likeness, value))
            yield from _one_branch((one for one in inside if one.choices[depth][1] is meant_one), data, depth + 1)
        else:
            yield next((one for one in group if is_union(one.hint)), group[0])


def _likeness(value: Any, branch: Any) -> tuple[int, int]:
    """Return how much a value looks like a branch of a union: keys that it knows, also misspelt; those it needs."""
    if not isinstance(value, dict) or not is_record(branch):
        return 0, 0
    names = _names(branch)
    known = {name for key in value if (name := key if key in names else nearest(str(key), names))}
    return len(known), len(known - _optional(branch))


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
    findings.add(wrong.path[:-1], partial(_missing_key, wrong.owner, key))


def _missing_key(owner: Any, key: str) -> Phrase:
    what = describe(owner, key)
    told = say("missing key '{key}'", key=short(key))
    return say("{sentence}: {purpose}", sentence=told, purpose=_purpose(what)) if what else told


def _is_optional(wrong: _Wrong) -> bool:
    return is_record(wrong.owner) and wrong.path[-1] in _optional(wrong.owner)


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


def _is_branch(branch: Any, label: str) -> bool:
    bare = unwrap(branch)[0]
    if is_record(bare):
        return bool(bare.__name__ == label)
    origin = typing.get_origin(bare)
    return origin in (tuple, dict) and label.startswith(origin.__name__ + "[")


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data
