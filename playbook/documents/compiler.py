"""How templates become code: nothing is worked out while compiling, and every turn of a loop is counted.

jinja2 works constants out when it compiles: `10**(10**8)` would hang before anything could count or stop it.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from playbook.core.phrase import Phrase, say
from playbook.documents.meter import Refusal


class Generator(CodeGenerator):
    """Writes code that asks the environment wherever a template makes, shows or repeats something."""

    def buffer(self, frame: Frame) -> None:
        """Collect what macros and blocks write where it is counted."""
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = environment.pieces()")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802  (jinja2 finds it by this name)
        """Begin a template, and find out whether `_` is ours in it."""
        names = [(name.name, name.ctx != "load") for name in node.find_all(nodes.Name)]
        imported = any(node.find_all((nodes.Import, nodes.FromImport)))
        self._ours = not imported and (SENTENCE, True) not in names
        super().visit_Template(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802  (jinja2's signature)
        """Call something; a sentence without facts is looked up, which is most of what documents say."""
        text = plain_sentence(node) if self._ours else None
        if text is None:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        else:
            self.write(f"environment.said[{text!r}]")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  (jinja2 finds it by this name)
        """Put texts together with `~`, counted."""
        self.write("environment.glued((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802  (jinja2 finds it by this name)
        """Make a list, counted."""
        self._made(node, frame, super().visit_List)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802  (jinja2 finds it by this name)
        """Make a mapping, counted."""
        self._made(node, frame, super().visit_Dict)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802  (jinja2 finds it by this name)
        """Make a tuple, counted; a tuple of names that are set is none."""
        if node.ctx == "load":
            self._made(node, frame, super().visit_Tuple)
        else:
            super().visit_Tuple(node, frame)

    def _made(self, node: Any, frame: Frame, visit: Any) -> None:
        self.write("environment.meter.made(")
        visit(node, frame)
        self.write(")")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if isinstance(node, nodes.TemplateData):
            return super()._output_child_to_const(node, frame, finalize)
        raise nodes.Impossible

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write("environment.shown(")


SENTENCE = "_"


def plain_sentence(node: nodes.Call) -> str | None:
    """Return the text of `_("…")` where it is written out and names no fact, else None."""
    if not isinstance(node.node, nodes.Name) or node.node.name != SENTENCE or len(node.args) != 1:
        return None
    only = node.args[0]
    more = node.kwargs or node.dyn_args or node.dyn_kwargs
    text = only.value if isinstance(only, nodes.Const) else None
    return text if isinstance(text, str) and "{" not in text and not more else None


def prepared(tree: nodes.Template) -> nodes.Template:
    """Return a template's tree with its loops counted.

    Raises:
        Refusal: it uses what no template may; `line` has the place.
    """
    refuse(tree)
    for loop in tree.find_all(nodes.For):
        loop.body.insert(0, nodes.ExprStmt(_turn(loop.lineno), lineno=loop.lineno))
        if loop.test:  # what a condition leaves out is walked through as well
            loop.test = nodes.And(_turn(loop.lineno), loop.test, lineno=loop.lineno)
    return tree


def _turn(line: int) -> nodes.Expr:
    return nodes.EnvironmentAttribute("turn", lineno=line)


def refuse(tree: nodes.Template) -> None:
    """Raise Refusal, with `line`, for what no template may use, before anything of it is worked out."""
    found = next(refused(tree), None)
    if found:
        raise Refusal(found[1], found[0])


def refused(tree: nodes.Template) -> Iterator[tuple[int, Phrase]]:
    """Yield (line, what is wrong) for what no template may use."""
    kinds = (nodes.Pow, nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)
    for node in tree.find_all(kinds):
        yield node.lineno, REFUSED[type(node)]


AUTOESCAPE = say("'autoescape' is not for documents: every value is escaped for Markdown already")
REFUSED: dict[type, Phrase] = {
    nodes.Pow: say("'**' is not for templates: a number would have no bounds"),
    nodes.EvalContextModifier: AUTOESCAPE,
    nodes.ScopedEvalContextModifier: AUTOESCAPE,
}
