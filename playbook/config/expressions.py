"""Expressions of stage maps in the Common Expression Language. The only importer of the library.

An expression is compiled twice. Once to be checked, over a text in which each field (`squad.stage`) is written as a
call (`squad.stage()`): so the library checks the names and types of fields too, which it does not for plain data.
And once, as it is written, to be evaluated. What could make data grow, or compares it as a whole, is left out of the
language. See docs/decisions/0061-expressions.md for what was measured.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from cel_expr_python import cel

from playbook.config.celbounds import MOST_COPIES, STAND_IN, bounds, copies
from playbook.config.celtext import Insertion, Token, called, original, tokens
from playbook.config.celwords import cannot, kind_of, said, wrong
from playbook.core.phrase import Phrase, say
from playbook.core.scope import RECORDS, ROOTS

LONGEST = 2000
"""Characters of an expression."""
SCALARS = ("int", "double", "string", "bool")
_CHECKED = """
name: checked
stdlib:
  exclude_macros: [map, has]
  exclude_functions:
    - name: "_==_"
    - name: "_!=_"
    - name: "_<_"
    - name: "_<=_"
    - name: "_>_"
    - name: "_>=_"
    - name: "@in"
    - name: matches
    - name: "_+_"
      overloads: [{id: add_string}, {id: add_bytes}, {id: %s}]
"""


class Wrong(NamedTuple):
    """A mistake in an expression: at which character (from 0), and what it is."""

    at: int
    sentence: Phrase


def mistakes(text: str) -> list[Wrong]:
    """Return what is wrong with an expression, in the order of its text; nothing where it can be evaluated."""
    if len(text) > LONGEST:
        facts = {"n": len(text), "most": LONGEST}
        return [Wrong(LONGEST, say("the expression has {n} characters, at most {most} are allowed", **facts))]
    found = tokens(text)
    return [Wrong(*one) for one in bounds(found)] or _checked(text, found)


def evaluate(text: str, names: Mapping[str, Any]) -> bool | Phrase:
    """Return whether an expression is true over these names, or the sentence that says why that is not known."""
    ready = _ready(text)
    if isinstance(ready, Phrase):
        return ready
    n = copies(tokens(text), names) if "filter" in text else 0
    if n > MOST_COPIES:
        return say("its filters would copy {n:,} entries, at most {most:,} are allowed", n=n, most=MOST_COPIES)
    try:
        result = ready.eval(data=dict(names))
    except (RuntimeError, ValueError, TypeError) as error:
        return cannot(str(error))
    value = result.value()
    return value if isinstance(value, bool) else cannot(str(value))


@lru_cache(maxsize=256)
def _ready(text: str) -> Any:
    """Return the expression, compiled, or the sentence that says why it cannot be."""
    found = mistakes(text)
    return found[0].sentence if found else _plain().compile(text, disable_check=True)


def _checked(text: str, found: list[Token]) -> list[Wrong]:
    changed, insertions = called(text, found)
    try:
        kind = _strict().compile(changed).return_type()
    except RuntimeError as error:
        errors = [(original(changed, line, column, insertions), reason) for line, column, reason in said(str(error))]
        return [Wrong(*one) for one in wrong(text, found, errors)]
    if kind != cel.Type.BOOL:
        sentence = say(
            "the expression has to come out true or false, this one is {kind}", kind=kind_of(str(kind.name()))
        )
        return [Wrong(0, sentence)]
    return _sums(text, found, changed, insertions)


def _sums(text: str, found: list[Token], changed: str, insertions: list[Insertion]) -> list[Wrong]:
    """Return each sum of lists; `filter` makes its list by such sums, so only the signs that a person wrote count."""
    signs = {token.at for token in found if token.text == "+"}
    try:
        if signs:
            _strict("add_list").compile(changed)
    except RuntimeError as error:
        errors = [(original(changed, line, column, insertions), reason) for line, column, reason in said(str(error))]
        return [Wrong(*one) for one in wrong(text, found, [one for one in errors if one[0] in signs])]
    return []


@cache
def _plain() -> Any:
    return cel.NewEnv(variables=dict.fromkeys(ROOTS, cel.Type.DYN))


@cache
def _strict(without: str = "add_timestamp_duration") -> Any:
    variables = {name: _type(root.kind) for name, root in ROOTS.items()}
    config = cel.NewEnvConfigFromYaml(_CHECKED % without)
    functions = [*_fields(), *_compared(), _within(), _has()]
    return cel.NewEnv(config=config, variables=variables, functions=functions)


def _type(kind: str) -> Any:
    """Return the library's type for one of the scope's: `list(squad)`."""
    outer, _, rest = kind.partition("(")
    inner = rest.removesuffix(")")
    if outer == "list":
        return cel.Type.List(_type(inner))
    if outer == "map":
        return cel.Type.Map(cel.Type.STRING, _type(inner))
    return getattr(cel.Type, kind.upper()) if kind in SCALARS else cel.Type.AbstractType(kind)


def _fields() -> list[Any]:
    """Return each field as a function of the records that have it."""
    places: dict[str, list[tuple[str, str]]] = {}
    for record, fields in RECORDS.items():
        for name, field in fields.items():
            places.setdefault(name, []).append((record, field.kind))
    return [
        cel.FunctionDecl(name, [_overload(f"{record}_{name}", kind, record, member=True) for record, kind in found])
        for name, found in places.items()
    ]


def _overload(name: str, result: str, *parameters: str, member: bool = False) -> Any:
    kinds = [_type(one) for one in parameters]
    return cel.Overload(name, return_type=_type(result), parameters=kinds, is_member=member)


def _compared() -> list[Any]:
    """Return the comparisons: of single values of one kind and of numbers; whole lists could take for ever.

    A mean is a `double` and 55 an `int`: at evaluation they compare, so they do when checked.
    """
    numbers = [("int", "double"), ("double", "int")]
    ordered = [*((one, one) for one in ("int", "double", "string")), *numbers]
    pairs = {"_==_": [*ordered, ("bool", "bool")], "_!=_": [*ordered, ("bool", "bool")]}
    pairs |= dict.fromkeys(("_<_", "_<=_", "_>_", "_>=_"), ordered)
    return [
        cel.FunctionDecl(sign, [_overload(f"{sign}{one}_{other}", "bool", one, other) for one, other in kinds])
        for sign, kinds in pairs.items()
    ]


def _within() -> Any:
    lists = [_overload(f"in_list_{one}", "bool", one, f"list({one})") for one in SCALARS]
    return cel.FunctionDecl("@in", [*lists, _overload("in_measures", "bool", "string", "map(measure)")])


def _has() -> Any:
    """Stands for the macro `has`, which takes a field and no call."""
    dynamic = cel.Overload("has_it", return_type=cel.Type.BOOL, parameters=[cel.Type.DYN])
    return cel.FunctionDecl(STAND_IN, [dynamic])
