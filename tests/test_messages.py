"""What people read can be translated: no sentence goes past `say`, `t` and the help texts that the catalogues know."""

from __future__ import annotations

import ast
import functools
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from playbook.grammar.base import NAMES as SQUAD

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
FILES = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "playbook").rglob("*.py"))]

SENTENCE = re.compile(r"[^\W\d_]{2,}[,;:]? [a-z]{2,}")
"""Two words one after the other: enough to be read by a person."""
WORD = re.compile(r"[^\W\d_]{3,}")
TOLD = {"say", "t"}
"""Functions that take a sentence as their first arguments, its plural as the second."""
SPOKEN = {"text", "plural"}
"""Methods of Words that do."""
HELP = {"help", "example", "metavar", "epilog", "prog_name"}
"""Arguments that the catalogues' tool reads by itself, and what is typed."""
SINKS = re.compile(
    r"^(say|echo|secho|style|faint|strong|error|fail|note|table|confirm|prompt|Finding|Problem|.*Error)$"
)
"""Calls whose arguments a person reads: what they are given is a phrase, a command, or no word at all."""
OUR_OWN = {"GateClosed", "MergeConflict", "Outrun", "Repeated", "TemplateProblem"}
BUGS = {"ValueError", "KeyError", "TypeError", "AttributeError", "LookupError", "NotImplementedError", "RuntimeError"}
"""Nobody reads these but whoever looks for a bug; what becomes a sentence is held where it does."""
STYLES = {"fg", "word", "encoding", "newline", "default", "file"}

NOT_SENTENCES = re.compile(
    r"""^[^\w\-<{/.]*(
        playbook\s | cd\s | pip\s            # commands: typed the same way in every language
        | SELECT\s | INSERT\s | WITH\s | PRAGMA\s | \sUNION
        | <[a-z!] | \{\#                     # SVG and comments of templates
        | --[a-z] | \S*[/.][^\s.]\S*$        # options, paths
    )""",
    re.VERBOSE,
)

ALLOWED = {
    "playbook/app/skeleton.py": "comments of a template that an author begins with; code stays in one language",
    "playbook/app/story.py": "what the people of the demo say: the content of its documents, which are English",
    "playbook/app/trial.py": "the comment of a copied template",
    "playbook/cli/main.py": "the list of commands, which the catalogues' tool reads and the help translates",
    "playbook/config/celwords.py": "how the expression library words its complaints, to know them",
    "playbook/config/expressions.py": "how the expression library is set up",
    "playbook/config/schema.py": "titles of JSON Schemas, which programs read",
    "playbook/config/syntax.py": "how the YAML library words its complaints, to know them",
    "playbook/core/scope.py": "what names in expressions mean, for the reference, as docstrings are",
    "playbook/documents/claims.py": "words that people write into documents, in every language at once",
    "playbook/documents/escape.py": "a pattern",
    "playbook/documents/filters.py": "names of filters",
    "playbook/documents/sandbox.py": "names of filters",
    "playbook/gates/customer_focused.py": "words that a slice is judged by",
    "playbook/grammar/german.py": "German",
    "playbook/imports/heads.py": "names of columns that people write into tables, in every language at once",
    "playbook/ledger/sqlite.py": "SQL",
    "playbook/ledger/transaction.py": "SQL",
}
"""Files whose other texts are no sentences of ours, and why."""
ALLOWED_TEXTS = {
    **dict.fromkeys(
        ("not needed", "does not apply", "doesn't apply", "nicht nötig", "trifft nicht zu", "non serve"),
        "how people write a reason, to know it",
    ),
    **dict.fromkeys(("non si applica", "tidak perlu"), "how people write a reason, to know it"),
    "your edits": "the label of a conflict, which is read back from files",
    "last generated": "the label of a conflict, which is read back from files",
    "^(?:<{7,} your edits|\\|{7,} last generated|>{7,} generated)$": "the labels of a conflict, as a pattern",
    "Encountered unknown tag '([^']+)'": "how the template library words its complaints, to know them",
    "too many statically nested blocks": "how Python words its complaints, to know them",
    "the conflict markers do not pair up at line {}": "its line is what is read; who tells it says so in a phrase",
    **dict.fromkeys(
        ("unexpected end of data", "expected after", "field larger"),
        "how the library of CSV words its complaints, to know them",
    ),
    "no such table": "how SQLite words its complaints, to know them",
    "no such column": "how SQLite words its complaints, to know them",
    "Could not decode": "how SQLite words its complaints, to know them",
    "made by playbook demo, which makes it afresh at each run\n": "what a file of the demo is for: it is never shown",
    "\nWe meet at the Lisbon depot, never online on Mondays.\n": "what somebody writes into the demo's charter",
    "+ We meet at the Lisbon depot, never online on Mondays.": "what somebody writes into the demo's charter",
    "minutes of {}": "the evidence that the demo's people give",
}


MEANS = "MEANS"
"""What the options of a condition mean: for JSON Schemas and the reference, as docstrings are."""


class Text(NamedTuple):
    """A text in the code."""

    line: int
    text: str
    sink: str
    """The call that it is an argument of, where a person reads what it is given."""


def written(node: ast.AST) -> str | None:
    """Return a literal as it is written, `{}` for each value in an f-string; None for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def is_told(node: ast.AST) -> bool:
    """Return whether a call takes a sentence that the catalogues know."""
    if not isinstance(node, ast.Call):
        return False
    return called(node) in (TOLD if isinstance(node.func, ast.Name) else SPOKEN)


def sink(node: ast.Call) -> str:
    name = called(node)
    return name if (SINKS.match(name) or name in OUR_OWN) and name not in BUGS and not is_told(node) else ""


def is_described(node: ast.AST) -> bool:
    """Return whether a node is a docstring, or says what options mean."""
    if isinstance(node, ast.AnnAssign):
        return isinstance(node.target, ast.Name) and node.target.id == MEANS
    return isinstance(node, ast.Expr) and written(node.value) is not None


def texts(node: ast.AST, where: str = "") -> Iterator[Text]:
    """Yield every text below a node but docstrings, help, and sentences that are told."""
    if is_described(node):
        return
    text = written(node)
    if text is not None:
        yield Text(node.lineno, text, where)
        node_parts = [part for part in getattr(node, "values", ()) if not isinstance(part, ast.Constant)]
    elif isinstance(node, ast.Call) and called(node) in BUGS:
        return
    elif isinstance(node, ast.Call):
        inside = sink(node)
        arguments = node.args[1:] if called(node) == "cast" else node.args  # a type is no text
        for at, argument in enumerate(arguments):
            if not (is_told(node) and at < 2 and written(argument) is not None):
                yield from texts(argument, inside)
        for keyword in node.keywords:
            if keyword.arg not in HELP:
                yield from texts(keyword.value, inside if keyword.arg not in STYLES else "")
        node_parts = [node.func]
    else:
        node_parts = list(ast.iter_child_nodes(node))
        where = (
            where if isinstance(node, ast.IfExp | ast.BinOp | ast.Tuple | ast.List | ast.BoolOp | ast.Starred) else ""
        )
    for part in node_parts:
        yield from texts(part, where)


def examples(tree: ast.Module) -> set[str]:
    """Return what stands in `@command("…")`: examples, typed as they are."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == "command")
    return {text for call in calls for one in call.args if (text := written(one)) is not None}


def untold(path: str, source: str) -> list[str]:
    """Return the sentences of a file that no catalogue can know."""
    tree = ast.parse(source)
    typed = examples(tree)
    found = []
    for one in texts(tree):
        free = one.text in typed or one.text in ALLOWED_TEXTS or NOT_SENTENCES.match(one.text)
        is_sentence = bool(SENTENCE.search(one.text)) or bool(one.sink and WORD.search(one.text))
        if is_sentence and not free:
            found.append(f"{path}:{one.line}: {one.text!r}")
    return found


@pytest.mark.parametrize("path", [path for path in FILES if path not in ALLOWED])
def test_every_sentence_can_be_translated(path):
    found = untold(path, (ROOT / path).read_text(encoding="utf-8"))

    assert found == [], "say it with say() or t(), or give the reason in ALLOWED_TEXTS"


def test_a_sentence_that_goes_past_the_catalogues_is_found():
    source = """
def act(settings, n):
    'a docstring is for those who read the code'
    settings.say(f"{n} ticks read back")
    settings.say("done")
    settings.say(t("{n} tick", "{n} ticks", n=n))
    settings.say(f"playbook why {n}")
    kept = cast("dict[str, str | None]", settings.kept)
    raise UsageError("no such unit", hint=say("write emea"))
    raise ValueError("a bug of ours")
"""

    found = untold("x.py", source)

    assert [line.split(": ", 1)[1] for line in found] == ["'{} ticks read back'", "'done'", "'no such unit'"]


# ------------------------------------------------------------------------------------------------------------ facts


class Sentence(NamedTuple):
    """A call that says a sentence."""

    line: int
    forms: tuple[str, ...]
    """The sentence, and its plural where it has one."""
    given: frozenset[str]
    """Names of the facts that it is given."""
    exact: bool
    """Whether it is given these and no others: not where the facts are another call's too, or several sentences'."""


@functools.cache
def sentences(path: str) -> tuple[Sentence, ...]:
    """Return each `say("…", …)` and `t("…", …)` of a file that is in a function, with the facts that it is given.

    A sentence in a table at the top of a file gets its facts where it is used.
    """
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    tops = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inner = {node for top in tops for node in ast.walk(top) if node is not top and isinstance(node, ast.FunctionDef)}
    return tuple(one for top in tops if top not in inner for one in said(top))


def said(scope: ast.FunctionDef) -> Iterator[Sentence]:
    calls = [node for node in ast.walk(scope) if isinstance(node, ast.Call)]
    kept = mappings(scope)
    outer = {part: call for call in calls if call.keywords and not sink(call) for part in call.args}
    for call in calls:
        forms = tuple(text for one in call.args if (text := written(one)) is not None)
        if forms and is_told(call) and isinstance(call.func, ast.Name):
            own, around = given(call, kept), given(outer[call], kept) if call in outer else frozenset()
            if own is not None and around is not None:
                shared = any(keyword.arg is None for keyword in call.keywords)
                one = Sentence(call.lineno, forms, own, exact=not shared)
                yield one if wanted(one) <= own | set(SQUAD) else one._replace(given=own | around, exact=False)


def mappings(scope: ast.AST) -> dict[str, set[str] | None]:
    """Return the names in each mapping that a function keeps for later: `facts = {"n": …}`, `facts["m"] = …`."""
    found: dict[str, set[str] | None] = {}
    for node in ast.walk(scope):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and written(target.slice):
            found[target.value.id] = (found.get(target.value.id) or set()) | {str(written(target.slice))}
        elif isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign):
            names = names_in(node.value) if isinstance(node.value, ast.Dict) else None
            found[target.id] = None if names is None else (found.get(target.id) or set()) | names
    return found


def names_in(mapping: ast.Dict) -> set[str] | None:
    keys = [written(key) if key else None for key in mapping.keys]
    return None if None in keys else {key for key in keys if key}


def given(call: ast.Call, kept: dict[str, set[str] | None]) -> frozenset[str] | None:
    """Return the names of a call's facts; None where a mapping comes from elsewhere."""
    names: set[str] = set()
    for keyword in call.keywords:
        more: set[str] | None = {keyword.arg} if keyword.arg else None
        if isinstance(keyword.value, ast.Name) and not keyword.arg:
            more = kept.get(keyword.value.id)
        if more is None:
            return None
        names |= more
    return frozenset(names)


def wanted(one: Sentence) -> set[str]:
    """Return the facts that a sentence names; its number is one of them, as it chooses the form."""
    fields = (name for form in one.forms for _, name, _, _ in string.Formatter().parse(form) if name is not None)
    return {name.split(".")[0].split("[")[0] for name in fields} | ({"n"} if len(one.forms) > 1 else set())


LATER = {"playbook/documents/chart.py": "it chooses a sentence first, and fills it in with days and numbers as written"}
"""Files whose sentences are not given their facts where they stand, and why."""


@pytest.mark.parametrize("path", [path for path in FILES if path not in LATER])
def test_every_sentence_is_given_the_facts_that_it_names(path):
    found = [(one, wanted(one) - one.given - set(SQUAD)) for one in sentences(path)]

    assert [f"{path}:{one.line}: {one.forms[0]!r} lacks {sorted(missing)}" for one, missing in found if missing] == []


@pytest.mark.parametrize("path", FILES)
def test_no_sentence_is_given_a_fact_that_it_does_not_name(path):
    found = [(one, one.given - wanted(one)) for one in sentences(path) if one.exact]

    assert [f"{path}:{one.line}: {one.forms[0]!r} has no {sorted(more)}" for one, more in found if more] == []


@pytest.mark.parametrize("path", FILES)
def test_no_fact_takes_the_name_of_the_word_for_a_squad(path):
    """`{squad}` is what the unit calls a squad; a fact that is a squad's name is called `name` or `subject`."""
    assert [f"{path}:{one.line}" for one in sentences(path) if one.given & set(SQUAD)] == []
