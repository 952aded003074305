"""Filters with bounds: what they look at and make is counted; some that jinja2 gives no bounds are our own."""

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any

from jinja2.filters import FILTERS as GIVEN
from jinja2.runtime import Undefined

from playbook.core.phrase import Phrase, both, say
from playbook.documents.meter import CONTAINERS, VALUE_LIMIT, Meter, Refusal

FILTERS = (
    "abs count default d dictsort first float groupby int items join last length list lower map max min reject"
    " rejectattr round select selectattr sort string sum trim unique upper capitalize"
)
"""Those whose work is bounded by their input. `format`, `center`, `indent`, `replace` and the like are not."""
FREE = frozenset(("abs", "count", "default", "d", "first", "float", "length", "last"))
"""Those whose work does not grow with their input."""
DIGITS = 15
SCALARS = (str, int, float)
PASSED = "jinja_pass_arg"
"""Where jinja2 notes that a filter wants its context or environment first."""


class Filters:
    """The filters of one environment."""

    def __init__(self, environment: Any) -> None:
        """Count with the environment's meter."""
        self._environment = environment
        self._meter: Meter = environment.meter

    def table(self) -> dict[str, Callable[..., Any]]:
        """Return every filter by name."""
        return {name: self._metered(name, _given(name)) for name in FILTERS.split()} | self._own_filters()

    def _metered(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter whose input and output are counted."""
        if name in FREE:
            return function
        place = 1 if hasattr(function, PASSED) else 0

        @functools.wraps(function)
        def filtered(*args: Any, **kwargs: Any) -> Any:
            if len(args) > place and isinstance(args[place], (*CONTAINERS, str)):
                self._meter.step(1 + (len(args[place]) >> 2))
            return self._bounded(function(*args, **kwargs))

        return filtered

    def _bounded(self, found: Any) -> Any:
        if isinstance(found, CONTAINERS):
            return self._meter.made(found)
        if isinstance(found, Iterator):
            return self._meter.counted(found)
        if isinstance(found, str):
            self._meter.text(len(found))
        return found

    def _own_filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters that jinja2 gives no bounds: what they make grows faster than what they get."""
        plain = {name: self._of_text(_given(name)) for name in ("lower", "upper", "trim", "capitalize")}
        return {**plain, "join": self._join, "sum": self._sum, "string": self._string, "round": _round}

    def _of_text(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def filtered(value: Any, *args: Any, **kwargs: Any) -> Any:
            text = as_text(value)
            self._meter.text(len(text))
            return function(text, *args, **kwargs)

        return filtered

    def _string(self, value: Any) -> str:
        return as_text(value)

    def _values(self, values: Any, attribute: Any) -> Any:
        if isinstance(values, Undefined) or not hasattr(values, "__iter__"):
            raise Refusal(say("a list is needed, found {what}", what=kind(values)))
        found = self._meter.counted(values)
        if attribute is None:
            return found
        path = str(attribute).split(".")
        return (functools.reduce(self._step_in, path, one) for one in found)

    def _step_in(self, value: Any, name: str) -> Any:
        return self._environment.getitem(value, int(name) if name.isdecimal() else name)

    def _join(self, value: Any, d: Any = "", attribute: Any = None) -> str:
        texts, between = [], as_text(d)
        for one in self._values(value, attribute):
            text = as_text(one)
            self._meter.text(len(text) + len(between))
            texts.append(text)
        if sum(map(len, texts)) + len(between) * len(texts) > VALUE_LIMIT:
            self._meter.text(VALUE_LIMIT + 1)
        return between.join(texts)

    def _sum(self, iterable: Any, attribute: Any = None, start: Any = 0) -> Any:
        total = start
        for one in self._values(iterable, attribute):
            total = self._environment.call_binop(None, "+", total, one)
        return total


def _given(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = GIVEN[name]
    return found


def _round(value: Any, precision: Any = 0, method: str = "common") -> float:
    if not isinstance(precision, int) or abs(precision) > DIGITS:
        raise Refusal(say("a number is rounded to at most {n} digits", n=DIGITS))
    if not isinstance(value, (int, float)):
        raise Refusal(say("a number is needed, found {what}", what=kind(value)))
    if method == "common":
        return round(value, precision)
    if method not in ("ceil", "floor"):
        raise Refusal(say("a number is rounded by 'common', 'ceil' or 'floor'"))
    scale = 10.0**precision
    return float((math.ceil if method == "ceil" else math.floor)(value * scale) / scale)


NOTHING = say("there is nothing here (none), and text is needed: ask with 'if', or give another with 'or'")


def as_text(value: Any) -> str:
    """Return a text or a number as text. Refusal for everything else, with what to do."""
    if isinstance(value, SCALARS):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)  # says which name is not known
    if value is None:
        raise Refusal(NOTHING)
    raise Refusal(both(say("text is needed, found {what}", what=kind(value)), _remedy(value)))


def _remedy(value: Any) -> Phrase:
    if isinstance(value, CONTAINERS) or hasattr(value, "__next__"):
        return say("go through it with 'for', or use the filter 'join'")
    return say("call it with (…), or name a part of it")


def kind(value: Any) -> Phrase:
    """Return what a value is, in a reader's words."""
    kinds: tuple[tuple[Any, Phrase], ...] = (
        (Undefined, say("nothing of that name")),
        (bool, say("a flag (true or false)")),
        (str, say("a text")),
        ((int, float), say("a number")),
        (dict, say("a mapping")),
        ((list, tuple), say("a list")),
        (type(None), say("nothing (none)")),
    )
    found = next((phrase for types, phrase in kinds if isinstance(value, types)), None)
    if found is None:
        found = say("a function") if callable(value) else say("a list that is not there yet (use the filter 'list')")
    return found
