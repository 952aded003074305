"""Records (frozen dataclasses) to plain JSON values and back, driven by their annotations alone."""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")

SIMPLE = frozenset((str, int, float, bool, type(None)))
STRICT = {"extra": "forbid", "strict": True, "use_attribute_docstrings": True}


@dataclass_transform(frozen_default=True, kw_only_default=False)
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen, slotted dataclass that a strict validator may read (it looks for `__pydantic_config__`)."""
    cls.__pydantic_config__ = STRICT  # type: ignore[attr-defined]  # the validator's own hook: a plain class attribute
    return dataclass(frozen=True, slots=True)(cls)


def plain(value: Any) -> Any:
    """Return `value` as JSON values: records become dicts without the fields that hold their default."""
    if type(value) in SIMPLE:  # nearly all of them, and to ask whether it is a record costs more
        return value
    if is_dataclass(value):
        kind: Any = type(value)
        return {
            name: plain(content) for name, default in _defaults(kind) if (content := getattr(value, name)) != default
        }
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def build(cls: type[T], data: Mapping[str, Any]) -> T:
    """Return the record of type `cls` that `plain` made `data` from; unknown keys raise TypeError."""
    key: Any = cls
    readers = _readers(key)
    return cls(**{name: readers[name](item) if name in readers else item for name, item in data.items()})


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(cls))


@cache
def _readers(cls: Any) -> dict[str, Callable[[Any], Any]]:
    hints = typing.get_type_hints(cls)
    found = {field.name: _reader(hints[field.name]) for field in fields(cls)}
    return {name: reader for name, reader in found.items() if reader is not None}


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    """Return what turns a JSON value into `hint`, or None where it is one already."""
    origin = typing.get_origin(hint)
    if is_dataclass(hint):
        kind: Any = hint
        return lambda data: build(kind, data)
    if origin is tuple:
        each = _reader(typing.get_args(hint)[0])
        return (lambda data: tuple(map(each, data))) if each else tuple
    return _union(typing.get_args(hint)) if origin in (types.UnionType, typing.Union) else None


def _union(parts: tuple[Any, ...]) -> Callable[[Any], Any] | None:
    """Return what reads one of several kinds; of several records it is the one that has every key of the data."""
    records: list[Any] = [part for part in parts if is_dataclass(part)]
    inners = [reader for part in parts if not is_dataclass(part) and (reader := _reader(part))]
    if not records and not inners:
        return None

    def read(data: Any) -> Any:
        if isinstance(data, dict) and records:
            fits = (one for one in records if data.keys() <= {field.name for field in fields(one)})
            return build(next(fits, records[0]), data)
        return inners[0](data) if inners and isinstance(data, dict | list) else data

    return read
