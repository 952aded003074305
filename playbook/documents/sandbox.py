"""The only world a template knows: plain data, what the pen offers, and bounds on everything that grows."""

import functools
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import UndefinedError
from jinja2.runtime import BlockReference, LoopContext, Macro, StrictUndefined, TemplateReference, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from playbook.core.phrase import say
from playbook.documents.compiler import Generator, prepared
from playbook.documents.filters import Filters, as_text
from playbook.documents.loading import Loader
from playbook.documents.meter import CONTAINERS, Meter, Pieces, Refusal

NUMBER_LIMIT = 10**15
LOOP = frozenset(
    (
        *("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0"),
        *("previtem", "nextitem", "cycle", "changed"),
    )
)
SHORT = 1024
"""Characters of a text that need no counting: there are only so many calls."""
ADDED = ("_loop_vars", "_block_vars")
"""What compiled code adds to calls in loops and blocks, for macros only."""
_CALLABLE = (Macro, LoopContext, BlockReference, Undefined)


class UnknownError(UndefinedError):
    """A name that is not there, with what is."""

    def __init__(self, message: str, name: str, known: tuple[str, ...] | None) -> None:
        super().__init__(message)
        self.name, self.known = name, known


class MisusedError(Exception):
    """A function that a template calls got what it cannot use."""

    def __init__(self, name: str, function: Callable[..., Any], given: tuple[Any, ...], error: Exception) -> None:
        super().__init__(str(error))
        self.name, self.function, self.given, self.error = name, function, given, error


class Strict(StrictUndefined):
    """An undefined value that remembers where it was looked for: `known` is None at the top of the view."""

    __slots__ = ()

    def __init__(self, hint: Any = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> None:
        known = tuple(map(str, obj)) if isinstance(obj, dict) else None if obj is missing else ()
        unknown: Any = (lambda message: UnknownError(message, str(name), known)) if exc is UndefinedError else exc
        super().__init__(hint, obj, name, unknown)


class _Sentences(dict[str, str]):
    """Sentences without facts, each said once, as long as the words stay the same."""

    def __init__(self, environment: "Environment") -> None:
        super().__init__()
        self._environment = environment

    def __missing__(self, text: str) -> str:
        said = self[text] = str(self._environment.call(None, self._environment.globals["_"], text))
        return said


class Environment(ImmutableSandboxedEnvironment):
    """Jinja2 for plain data: an attribute is a mapping's key, methods are not called, whatever grows is counted."""

    code_generator_class = Generator
    intercepted_binops = frozenset(("*", "**", "+", "%"))

    def __init__(self, loader: Loader, cache: jinja2.BytecodeCache | None, ours: Mapping[str, Any]) -> None:
        """Offer the functions `ours` to templates from `loader`."""
        super().__init__(
            loader=loader,
            bytecode_cache=cache,
            undefined=Strict,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,
        )
        self.meter = Meter()
        self.filters = Filters(self).table()
        self.globals = {"dict": self._dict, "namespace": Namespace, **ours}
        if "listed" in ours:
            self.globals["listed"] = self._of_list(ours["listed"])
        self.said = _Sentences(self)
        self.ours = {id(function): name for name, function in self.globals.items()}

    # -------------------------------------------------------------------------------------- what compiled code asks

    @property
    def turn(self) -> bool:
        """Count a turn of a loop."""
        meter = self.meter
        meter.left -= 1
        if meter.left < meter.mark:
            meter.look()
        return True

    def pieces(self) -> Pieces:
        """Return where a macro or a block collects what it writes."""
        return Pieces(self.meter)

    def shown(self, value: Any) -> str:
        """Return a value as it stands in the document: a text or a number, nothing else."""
        return value if type(value) is str else as_text(value)

    def glued(self, values: Sequence[Any]) -> str:
        """Return values as one text."""
        size, texts = 0, []
        for value in values:
            text = value if type(value) is str else as_text(value)
            size += len(text)
            texts.append(text)
        self.meter.text(size)
        return "".join(texts)

    def concat(self, pieces: Any) -> str:
        """Return the pieces of a block as one text; those of a macro were counted when they came."""
        if type(pieces) is not Pieces:
            counted = self.pieces()
            counted.extend(pieces)
            pieces = counted
        return "".join(pieces)

    def _generate(self, source: nodes.Template, name: Any, filename: Any, defer_init: bool = False) -> str:  # noqa: FBT001, FBT002  (jinja2's signature)
        return super()._generate(prepared(source), name, filename, defer_init)

    # ------------------------------------------------------------------------------------------- names and attributes

    def join_path(self, template: str, parent: str) -> str:
        """Return the name of an included template: a bare name lies beside the one that includes it."""
        return template if "/" in template else f"{parent.rpartition('/')[0]}/{template}"

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj[attribute]` of a mapping (`squad.items` is the key), and the parts of loops, macros and blocks.

        Nothing else has parts: no attribute of a value is ever read.
        """
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        return self._part(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return the entry of a mapping, list or text, never a method of it."""
        if isinstance(obj, (dict, list, tuple, str)):
            try:
                found = obj[argument]
            except (KeyError, IndexError, TypeError):
                return self.undefined(obj=obj, name=argument)
            if isinstance(argument, slice):
                self.meter.step(len(found) >> 4)
            return found
        return self._part(obj, argument)

    def _part(self, obj: Any, name: Any) -> Any:
        if isinstance(name, str) and name[:1] != "_":
            if isinstance(obj, Undefined):
                return getattr(obj, name)  # says which name is not known
            if type(obj) is LoopContext and name in LOOP:
                return getattr(obj, name)
            if type(obj) in (Namespace, TemplateModule) and hasattr(obj, name):
                return getattr(obj, name)
            if isinstance(obj, tuple) and name in getattr(obj, "_fields", ()):  # what groupby gives
                return getattr(obj, name)
            if type(obj) is TemplateReference:
                with suppress(KeyError):
                    return obj[name]
        return self.undefined(obj=obj, name=name)

    # -------------------------------------------------------------------------------------------------- calls and sums

    def call(self, context: Any, callee: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what we offer, a macro or a loop; a method of a value is refused (`"x".ljust(10**9)` is 1 GB)."""
        meter = self.meter
        meter.left -= 1
        if meter.left < meter.mark:
            meter.look()
        if id(callee) not in self.ours:
            return self._written(context, callee, args, kwargs)
        if kwargs:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
        try:
            found = callee(*args, **kwargs)
        except (TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
            for one in (*args, *kwargs.values()):
                if isinstance(one, Undefined):
                    str(one)  # says which name is not known
            raise MisusedError(self.ours[id(callee)], callee, (args, kwargs), error) from error
        if type(found) is str and len(found) > SHORT:
            meter.text(len(found))
        return found

    def _written(self, context: Any, callee: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call what the template wrote itself: a macro, a loop or a block."""
        if not (isinstance(callee, _CALLABLE) or type(getattr(callee, "__self__", None)) is LoopContext):
            raise Refusal(say("a template cannot call a method of a value: use a filter"))
        given = [one for key, one in kwargs.items() if key not in ADDED]
        if any(isinstance(one, CONTAINERS) for one in (*args, *given)):
            self.meter.made([*args, *given])  # a macro sees them as one list
        return super().call(context, callee, *args, **kwargs)

    def _of_list(self, function: Callable[[Any], str]) -> Callable[[Any], str]:
        """Return a function of a list whose texts are counted before it puts them together."""

        @functools.wraps(function)
        def counted(items: Any) -> str:
            texts = [as_text(one) for one in self.meter.counted(items)]
            self.meter.text(sum(map(len, texts)))
            return function(texts)

        return counted

    def _dict(self, *args: Any, **kwargs: Any) -> Any:
        return self.meter.made(dict(*args, **kwargs))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return the result of an operation that could grow without bounds, if it does not."""
        del context
        if all(isinstance(one, int | float) and abs(one) < NUMBER_LIMIT for one in (left, right)) and operator != "**":
            return self.binop_table[operator](left, right)
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.glued((left, right))
        if operator == "+" and type(left) is type(right) and isinstance(left, (list, tuple)):
            return self.meter.made(left + cast("Any", right))
        raise Refusal(say("'{operator}' is for numbers of a sensible size", operator=operator))

    def _load_template(self, name: str, globals: Any) -> jinja2.Template:  # noqa: A002  (the name it overrides)
        self.meter.load()
        return super()._load_template(name, globals)
