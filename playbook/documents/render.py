"""Templates to Markdown: what the rest of the program knows of templates.

A workspace may bring templates of its own, and a workspace may come from a stranger. So templates run sandboxed, see
plain data only, and have bounds on what they read, write, repeat and how long they take (`meter.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from playbook.core.history import Tick
from playbook.core.phrase import say
from playbook.documents import lint, mistakes
from playbook.documents.escape import escape_all
from playbook.documents.loading import FOLDER, SOURCE_LIMIT, SUFFIX, Loader, bytecode
from playbook.documents.meter import Alarm, Refusal
from playbook.documents.mistakes import Known
from playbook.documents.pen import Pen
from playbook.documents.place import Place
from playbook.documents.sandbox import Environment
from playbook.errors import TemplateProblem
from playbook.words import Words

__all__ = ["FOLDER", "OUTPUT_LIMIT", "SOURCE_LIMIT", "SUFFIX", "Renderer", "Rendering"]
OUTPUT_LIMIT = 4 * 1024 * 1024
"""Characters of one document."""
PIECES = 256
"""So many pieces are written between two looks at the length."""


class Rendering(NamedTuple):
    """A document's text without its header, the checklist items in it, in order, and the pictures beside it."""

    text: str
    items: tuple[dict[str, Any], ...]
    """Each with `id`, `text`, `required` and `evidence`, as events carry them."""
    figures: tuple[tuple[str, str], ...] = ()
    """(file name, SVG) of each picture that lies beside the document."""


class Renderer:
    """Renders documents in one language. One rendering at a time: what it holds of it is its own."""

    def __init__(self, templates: Sequence[str] | Loader, words: Words, cache: str | None) -> None:
        """Look for templates in folders, the first wins, or where a loader finds them; keep compiled ones in `cache`.

        The cache is the user's own folder, never a workspace's.
        """
        self._view: Mapping[str, Any] | None = None
        self._escaped: dict[str, Any] = {}
        self._pen = Pen(words)
        self._loader = templates if isinstance(templates, Loader) else Loader(templates)
        self._environment = Environment(self._loader, bytecode(cache), self._pen.offered())

    def templates(self) -> list[str]:
        """Return the names of all documents that can be rendered, sorted; partials are not among them."""
        names = self._loader.list_templates()
        found = (name.removeprefix(FOLDER).removesuffix(SUFFIX) for name in names if name.startswith(FOLDER))
        return [name for name in found if "/" not in name and not name.startswith("_") and not name.endswith(".j2")]

    def refresh(self) -> None:
        """Forget what was read: templates are read again, and `sources` begins anew."""
        if self._environment.cache is not None:
            self._environment.cache.clear()
        self._loader.asked.clear()

    def sources(self) -> frozenset[str]:
        """Return the files that were looked for since `refresh`, those too that are not there."""
        return frozenset(self._loader.asked)

    def check(self, template: str) -> None:
        """Raise TemplateProblem when a template cannot be understood; nothing is rendered."""
        name = f"{FOLDER}{template}{SUFFIX}"
        self._environment.meter.start()
        try:
            with Alarm(self._environment.meter):
                self._environment.get_template(name)
        except Exception as error:  # whatever jinja2 raises is a mistake in the template
            raise self._problem(error, name, {}) from error

    def problems(self, template: str, view: Mapping[str, Any] | None = None) -> list[TemplateProblem]:
        """Return what can be seen in a template (or partial) without rendering it, in the order of its lines.

        With a `view`, names that are not in it are among them; a partial's names depend on who includes it.
        """
        name = f"{FOLDER}{template}{SUFFIX}"
        self._environment.meter.start()
        try:
            with Alarm(self._environment.meter):
                found = sorted(self._linted(name, view), key=lambda one: (one.facts["line"], one.facts["column"]))
        except Exception as error:  # noqa: BLE001  (whatever jinja2 raises is a mistake in the template)
            return [self._problem(error, name, view or {})]
        if not found:
            try:
                self.check(template)
            except TemplateProblem as error:
                return [error]
        return found

    def _linted(self, name: str, view: Mapping[str, Any] | None) -> Iterator[TemplateProblem]:
        environment = self._environment
        if self._loader.path(name) is None:
            self.check(name.removeprefix(FOLDER).removesuffix(SUFFIX))
            return
        text, path, _ = self._loader.get_source(environment, name)
        tree = environment.parse(text, name, path)
        offered = {name: function for name, function in environment.globals.items() if callable(function)}
        for line, said in lint.lint(tree, self._known(view or {}), offered, view):
            yield mistakes.told(Place(path, line), said, self._loader)

    def render(self, template: str, view: Mapping[str, Any], ticks: Mapping[str, Tick]) -> Rendering:
        """Return the document `template` (a bare name such as `charter`) for plain data, with its checklist items.

        Every text in `view` is escaped here, once. Raises TemplateProblem with `template`, `line` and `available`.
        """
        self._pen.start(ticks, template, view)
        self._environment.meter.start()
        name = f"{FOLDER}{template}{SUFFIX}"
        if view is not self._view:  # a subject's documents share one view
            self._view, self._escaped = view, escape_all(view)
        try:
            with Alarm(self._environment.meter):
                text = self._text(name, self._escaped)
        except Exception as error:  # whatever a template raises is a mistake in it
            raise self._problem(error, name, view) from error
        return Rendering(text, tuple(self._pen.items.values()), tuple(self._pen.figures.items()))

    def _text(self, name: str, view: dict[str, Any]) -> str:
        template = self._environment.get_template(name)
        try:  # what `generate` does, without a generator around the generator
            return _joined(template.root_render_func(template.new_context(view)))
        except Exception:  # noqa: BLE001  (it is raised again, with the template's own lines)
            self._environment.handle_exception()

    def _problem(self, error: Exception, name: str, view: Mapping[str, Any]) -> TemplateProblem:
        return mistakes.problem(error, name, self._loader, self._known(view))

    def _known(self, view: Mapping[str, Any]) -> Known:
        environment = self._environment
        names = [*view, *environment.globals]
        return Known(names, [*environment.filters], [*environment.tests], self._loader.list_templates)


def _joined(pieces: Iterator[str]) -> str:
    size, parts = 0, []
    while some := list(islice(pieces, PIECES)):
        parts += some
        size += sum(map(len, some))
        if size > OUTPUT_LIMIT:
            raise Refusal(say("the document is longer than {n} MiB", n=OUTPUT_LIMIT // 1024 // 1024))
    return "".join(parts)
