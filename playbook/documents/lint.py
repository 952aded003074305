"""What can be seen in a template without rendering it: every unknown name, filter, function's argument and include."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import nodes

from playbook.core.phrase import say
from playbook.documents import mistakes
from playbook.documents.checklist import ITEM_ID
from playbook.documents.compiler import refused
from playbook.documents.loading import FOLDER
from playbook.documents.mistakes import Known, Said

FACT = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)")
SPECIAL = ("loop", "self", "super", "caller", "varargs", "kwargs")
CALLED = ("squad", "Squad", "squads", "Squads")
"""What a squad is called here: every sentence has these without being given them."""
ASKING = ("defined", "undefined")
FORGIVING = ("default", "d")
Found = Iterator[tuple[int, Said]]


def lint(
    tree: nodes.Template, known: Known, offered: Mapping[str, Callable[..., Any]], view: Mapping[str, Any] | None
) -> Found:
    """Yield (line, what is wrong) in the order of the checks; with a `view`, also names and keys that it has not.

    Keys are followed from the view's own names; those of loop variables and of what a template sets are not.
    """
    for line, phrase in refused(tree):
        yield line, Said(phrase)
    yield from _filters(tree, known)
    yield from _includes(tree, known)
    yield from _calls(tree, offered)
    if view is not None:
        yield from _names(tree, view, offered)


def _filters(tree: nodes.Template, known: Known) -> Found:
    for node in tree.find_all(nodes.Filter):
        if node.name not in known.filters:
            yield node.lineno, mistakes.no_filter(node.name, known.filters)
    for test in tree.find_all(nodes.Test):
        if test.name not in known.tests:
            yield test.lineno, mistakes.no_test(test.name, known.tests)


def _includes(tree: nodes.Template, known: Known) -> Found:
    templates = set(known.templates())
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        wanted = getattr(node, "template", None)
        if isinstance(wanted, nodes.Const) and isinstance(wanted.value, str) and not getattr(node, "ignore_missing", 0):
            name = wanted.value if "/" in wanted.value else f"{FOLDER}{wanted.value}"
            if name not in templates:
                yield node.lineno, mistakes.no_template(name, sorted(templates))


def _names(tree: nodes.Template, view: Mapping[str, Any], offered: Mapping[str, Any]) -> Found:
    """Yield names that nobody gives, and keys; what is set anywhere in the template is left to the rendering."""
    own = {*_imported(tree), *(macro.name for macro in tree.find_all(nodes.Macro))}
    own |= {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    asked = set(_asked(tree))
    told: set[str] = set()
    for node in tree.find_all(nodes.Name):
        if node.name not in {*own, *view, *offered, *SPECIAL, *asked, *told}:
            told.add(node.name)
            yield node.lineno, mistakes.unknown(node.name, [*view, *offered])
    parts: list[nodes.Getattr | nodes.Getitem] = [*tree.find_all(nodes.Getattr), *tree.find_all(nodes.Getitem)]
    for part in parts:
        mapping, key = _followed(part.node, view, own), _key(part)
        if type(mapping) is dict and isinstance(key, str) and key not in mapping and _path(part) not in asked:
            yield part.lineno, mistakes.unknown(key, [*map(str, mapping)])


def _key(node: nodes.Getattr | nodes.Getitem) -> Any:
    return node.attr if isinstance(node, nodes.Getattr) else _value(node.arg)


def _followed(node: nodes.Node, view: Mapping[str, Any], own: set[str]) -> Any:
    """Return what `squad.components` is in the view; None where it cannot be followed."""
    if isinstance(node, nodes.Name):
        return None if node.name in own else view.get(node.name)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        mapping, key = _followed(node.node, view, own), _key(node)
        return mapping.get(key) if type(mapping) is dict and isinstance(key, str) else None
    return None


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        return f"{_path(node.node)}.{_key(node)}"
    return node.name if isinstance(node, nodes.Name) else ""


def _imported(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.Import):
        yield node.target
    for source in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in source.names)


def _asked(tree: nodes.Template) -> Iterator[str]:
    """Yield the names and paths that a template itself expects to be missing."""
    for node in tree.find_all((nodes.Test, nodes.Filter)):
        asking = ASKING if isinstance(node, nodes.Test) else FORGIVING
        if getattr(node, "name", "") in asking and isinstance(getattr(node, "node", None), nodes.Node):
            yield _path(node.node)


def _calls(tree: nodes.Template, offered: Mapping[str, Callable[..., Any]]) -> Found:
    set_here = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    for node in tree.find_all(nodes.Call):
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in offered and name not in set_here and not (node.dyn_args or node.dyn_kwargs):
            yield from ((node.lineno, said) for said in _call(name, offered[name], node))
        elif name in mistakes.SENTENCES and name in offered:
            yield from ((node.lineno, said) for said in _facts(node, name, whole=False))


def _call(name: str, function: Callable[..., Any], node: nodes.Call) -> Iterator[Said]:
    args = [_value(one) for one in node.args]
    kwargs = {one.key: _value(one.value) for one in node.kwargs}
    if isinstance(function, type):
        return
    found = _Stand.misfit(name, function, args, kwargs)
    if found:
        yield found
    elif name == "item" and isinstance(args[0] if args else kwargs.get("id"), str):
        yield from _item(args[0] if args else kwargs["id"])
    elif name in mistakes.SENTENCES:
        yield from _facts(node, name, whole=True)


def _item(id: str) -> Iterator[Said]:  # noqa: A002  (as templates write it)
    if not ITEM_ID.fullmatch(id):
        said = say("'{id}' cannot be the id of an item: letters, digits, '.', '-', '_' and '/'", id=id)
        yield Said(said, (), id)


def _facts(node: nodes.Call, name: str, *, whole: bool) -> Iterator[Said]:
    """Yield the facts that a sentence names and is not given (where all are seen), and those it never names."""
    texts = [_value(one) for one in node.args[: 1 if name == "_" else 2]]
    if not texts or not all(isinstance(one, str) for one in texts):
        return
    named = {fact for text in texts for fact in FACT.findall(text)}
    given = [one.key for one in node.kwargs]
    for fact in sorted(named - {*given, *CALLED, *(("n",) if name == "ngettext" else ())}) if whole else ():
        yield mistakes.missing_fact(fact, given, name)
    for fact in given:
        if fact not in named:
            yield Said(say("the sentence never names {{{fact}}}, which it is given", fact=fact), (), fact)


class _Stand:
    """Stands for a value that only rendering knows: it fits everywhere."""

    @staticmethod
    def misfit(name: str, function: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> Said | None:
        """Return why the arguments do not fit, the unknown ones left out of account."""
        found = mistakes.misfit(name, function, args, kwargs)
        unknown = any(isinstance(one, _Stand) for one in (*args, *kwargs.values()))
        if found and unknown:
            filled = [_fitting(function, index, one) for index, one in enumerate(args)]
            named = {key: _fitting(function, key, one) for key, one in kwargs.items()}
            return mistakes.misfit(name, function, filled, named)
        return found


def _fitting(function: Callable[..., Any], place: int | str, value: Any) -> Any:
    """Return the value, or for one that is not known yet one of the kind that is wanted there."""
    if not isinstance(value, _Stand):
        return value
    parameters = inspect.signature(function).parameters
    named = dict(parameters) | dict(enumerate(parameters.values()))
    wanted: Any = named[place].annotation if place in named else None
    return wanted() if wanted in mistakes.NEEDED else value


def _value(node: nodes.Expr) -> Any:
    """Return a value that is written out in the template, else something that stands for it."""
    return node.value if isinstance(node, nodes.Const) else _Stand()
