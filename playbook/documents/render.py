"""Templates to Markdown: the only importer of jinja2.

A workspace may bring templates of its own, and a workspace may come from a stranger. So templates run sandboxed, see
plain data only, and have bounds on what they read, write and repeat. Nested loops over data are not bounded.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from itertools import islice
from typing import Any, NamedTuple

import jinja2
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.runtime import BlockReference, LoopContext, Macro, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from playbook.core.history import Tick
from playbook.documents.escape import escape_all
from playbook.documents.pen import Pen
from playbook.errors import TemplateProblem
from playbook.words import Words

FOLDER = "documents/"
SUFFIX = ".md.j2"
SOURCE_LIMIT = 256 * 1024
"""Bytes of one template."""
OUTPUT_LIMIT = 4 * 1024 * 1024
"""Characters of one document."""
LOAD_LIMIT = 200
"""Includes and imports in one document."""
NUMBER_LIMIT = 10**15
CACHE_VERSION = "1"
"""Raised when the same source must compile to other code: jinja2's own key knows the source only."""
FILTERS = (
    "abs count default d dictsort first float groupby int items join last length list lower map max min reject"
    " rejectattr round select selectattr sort string sum trim unique upper capitalize"
)
"""Those whose work is bounded by their input. `format`, `center`, `indent`, `replace` and the like are not."""
NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.j2")
SHOWN = 12
PIECES = 256
"""So many pieces are written between two looks at the length."""
_CALLABLE = (Macro, LoopContext, BlockReference, Undefined)


class Rendering(NamedTuple):
    """A document's text without its header, and the checklist items in it, in order."""

    text: str
    items: tuple[dict[str, Any], ...]
    """Each with `id`, `text`, `required` and `evidence`, as events carry them."""


class _UnknownError(UndefinedError):
    """A name that is not there, with what is."""

    def __init__(self, message: str, name: str, known: tuple[str, ...] | None) -> None:
        super().__init__(message)
        self.name, self.known = name, known


class _Strict(StrictUndefined):
    """An undefined value that remembers where it was looked for: `known` is None at the top of the view."""

    __slots__ = ()

    def __init__(self, hint: Any = None, obj: Any = missing, name: Any = None, exc: Any = UndefinedError) -> None:
        known = tuple(map(str, obj)) if isinstance(obj, dict) else None if obj is missing else ()
        unknown: Any = (lambda message: _UnknownError(message, str(name), known)) if exc is UndefinedError else exc
        super().__init__(hint, obj, name, unknown)


class _Loader(jinja2.BaseLoader):
    """Reads templates from folders, the first wins; nothing outside of them, not by `..` and not by a symlink."""

    def __init__(self, folders: Sequence[str]) -> None:
        self.folders = [os.path.realpath(folder) for folder in folders]

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return source, file name, and a check that says a template never changes while a program runs."""
        del environment
        for folder in self.folders if NAME.fullmatch(template) and ".." not in template else ():
            path = os.path.realpath(os.path.join(folder, template))
            if path.startswith(folder + os.sep) and os.path.isfile(path):
                return _source(path), path, lambda: True
        raise TemplateNotFound(template)

    def list_templates(self) -> list[str]:
        """Return the names of all templates, sorted."""
        return sorted({name for folder in self.folders for name in _below(folder) if NAME.fullmatch(name)})


def _source(path: str) -> str:
    with open(path, "rb") as file:
        data = file.read(SOURCE_LIMIT + 1)
    if len(data) > SOURCE_LIMIT:
        raise TemplateProblem(f"{path} is larger than {SOURCE_LIMIT // 1024} KiB", template=path, line=0)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TemplateProblem(f"{path}:{line}: not UTF-8", template=path, line=line) from error


def _below(folder: str) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja2 for plain data: an attribute of a mapping is its key, methods are not called, arithmetic is bounded."""

    intercepted_binops = frozenset(("*", "**", "+", "%"))

    def __init__(self, loader: _Loader, cache: jinja2.BytecodeCache | None, ours: Mapping[str, Any]) -> None:
        super().__init__(
            loader=loader,
            bytecode_cache=cache,
            undefined=_Strict,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.filters = {name: self.filters[name] for name in FILTERS.split()}
        self.globals = {"dict": dict, "namespace": Namespace, **ours}
        self.ours = frozenset(map(id, self.globals.values()))
        self.loads = 0

    def join_path(self, template: str, parent: str) -> str:
        """Return the name of an included template: a bare name lies beside the one that includes it."""
        return template if "/" in template else f"{parent.rpartition('/')[0]}/{template}"

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj[attribute]` of a mapping (`squad.items` is the key); of anything else what the sandbox allows."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if type(obj) is LoopContext and attribute[:1] != "_":
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return the entry of a mapping or list, never a method of it."""
        if type(obj) in (dict, list, tuple):
            try:
                return obj[argument]
            except (KeyError, IndexError, TypeError):
                return self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)

    def call(self, context: Any, callee: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what we offer, a macro or a loop; a method of a value is refused (`"x".ljust(10**9)` is 1 GB)."""
        if id(callee) in self.ours:
            kwargs.pop("_loop_vars", None)  # what compiled code adds in loops and blocks, for macros only
            kwargs.pop("_block_vars", None)
            return callee(*args, **kwargs)
        if isinstance(callee, _CALLABLE) or type(getattr(callee, "__self__", None)) is LoopContext:
            return super().call(context, callee, *args, **kwargs)
        raise SecurityError("a template cannot call a method of a value: use a filter")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return the result of an operation that could grow without bounds, if it does not."""
        del context
        numbers = all(isinstance(one, int | float) and abs(one) < NUMBER_LIMIT for one in (left, right))
        if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
            numbers = len(left) + len(right) < OUTPUT_LIMIT
        if not numbers or operator == "**":
            for value in (left, right):
                if isinstance(value, Undefined):
                    str(value)
            raise SecurityError(f"'{operator}' is for numbers of a sensible size")
        return self.binop_table[operator](left, right)

    def _load_template(self, name: str, globals: Any) -> jinja2.Template:  # noqa: A002  (the name it overrides)
        self.loads += 1
        if self.loads > LOAD_LIMIT:
            raise SecurityError(f"more than {LOAD_LIMIT} includes in one document")
        return super()._load_template(name, globals)


class Renderer:
    """Renders documents in one language. One rendering at a time: what it holds of it is its own."""

    def __init__(self, folders: Sequence[str], words: Words, cache: str | None) -> None:
        """Look for templates in `folders`, the first wins; keep compiled ones in `cache`, a folder of the user's own.

        Compiled templates are code, so they are never kept in a workspace: a stranger's could bring them along.
        """
        self._view: Mapping[str, Any] | None = None
        self._escaped: dict[str, Any] = {}
        self._pen = Pen(words)
        self._environment = _Environment(_Loader(folders), _bytecode(cache), self._pen.offered())

    def templates(self) -> list[str]:
        """Return the names of all documents that can be rendered, sorted; partials are not among them."""
        names = self._environment.list_templates()
        found = (name.removeprefix(FOLDER).removesuffix(SUFFIX) for name in names if name.startswith(FOLDER))
        return [name for name in found if "/" not in name and not name.startswith("_") and not name.endswith(".j2")]

    def check(self, template: str) -> None:
        """Raise TemplateProblem when a template cannot be understood; nothing is rendered."""
        name = f"{FOLDER}{template}{SUFFIX}"
        try:
            self._environment.get_template(name)
        except TemplateProblem:
            raise
        except Exception as error:  # whatever jinja2 raises is a mistake in the template
            raise _problem(error, name, self._environment, {}, self.templates) from error

    def render(self, template: str, view: Mapping[str, Any], ticks: Mapping[str, Tick]) -> Rendering:
        """Return the document `template` (a bare name such as `charter`) for plain data, with its checklist items.

        Every text in `view` is escaped here, once. Raises TemplateProblem with `template`, `line` and `available`.
        """
        self._pen.start(ticks)
        self._environment.loads = 0
        name = f"{FOLDER}{template}{SUFFIX}"
        if view is not self._view:  # a subject's documents share one view
            self._view, self._escaped = view, escape_all(view)
        try:
            text = self._text(name, self._escaped)
        except TemplateProblem:
            raise
        except Exception as error:  # whatever a template raises is a mistake in it
            raise _problem(error, name, self._environment, view, self.templates) from error
        return Rendering(text, tuple(self._pen.items.values()))

    def _text(self, name: str, view: dict[str, Any]) -> str:
        pieces, size = self._environment.get_template(name).generate(view), 0
        parts = []
        while some := list(islice(pieces, PIECES)):
            parts += some
            size += sum(map(len, some))
            if size > OUTPUT_LIMIT:
                raise SecurityError(f"the document is longer than {OUTPUT_LIMIT // 1024 // 1024} MiB")
        return "".join(parts)


def _bytecode(folder: str | None) -> jinja2.BytecodeCache | None:
    """Return a cache in a folder that is this user's alone, or None where there can be none: it only saves time."""
    if folder is None:
        return None
    folder = os.path.join(folder, f"templates-{CACHE_VERSION}-{jinja2.__version__}")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    return _Cache(folder) if own else None


class _Cache(jinja2.FileSystemBytecodeCache):
    """A cache that cannot be written (a full disk, a folder that was removed) is no reason to stop."""

    def dump_bytecode(self, bucket: Any) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _problem(
    error: Exception, name: str, environment: _Environment, view: Mapping[str, Any], templates: Callable[[], list[str]]
) -> TemplateProblem:
    """Return the mistake with where it is and what was available."""
    where, line = _place(error, name)
    known: tuple[str, ...] = ()
    said = str(error) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        wanted, known = _bare(str(error.name)), tuple(templates())
        said = f"there is no template '{wanted}'{_meant(wanted, known)}"
    elif isinstance(error, TemplateSyntaxError):
        where, line, said = error.name or name, error.lineno, error.message or said
    elif isinstance(error, _UnknownError):
        known = (*view, *environment.globals) if error.known is None else error.known
        said = f"'{error.name}' is not known here{_meant(error.name, known)}"
    elif isinstance(error, RecursionError):
        said = "too deep: it is nested too far, or includes or calls itself"
    at = f"templates/{where}:{line}" if line else f"templates/{where}"
    return TemplateProblem(f"{at}: {said}", template=where, line=line, available=tuple(sorted(known)))


def _bare(name: str) -> str:
    return name.removeprefix(FOLDER).removesuffix(SUFFIX)


def _place(error: Exception, name: str) -> tuple[str, int]:
    """Return the innermost template and line that an error passed through; jinja2 puts both into the traceback."""
    found, step = (name, 0), error.__traceback__
    while step:
        file = step.tb_frame.f_code.co_filename
        if file.endswith(SUFFIX):
            found = (FOLDER + os.path.basename(file), step.tb_lineno)
        step = step.tb_next
    return found


def _meant(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 1)
    if close:
        return f" (did you mean '{close[0]}'?)"
    return f" (there are: {', '.join(sorted(known)[:SHOWN])})" if known else ""
