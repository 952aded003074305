"""Every mistake that an author can make says where it is, what it is, and what there would have been."""

import pytest

from playbook.documents.mistakes import usage
from playbook.documents.pen import Pen
from playbook.documents.render import Renderer
from playbook.errors import TemplateProblem
from playbook.words import Words

VIEW = {"squad": {"name": "Lyon", "members": [{"person": "Ana"}], "duration": None}, "n": 3, "day": "2026-11-21"}


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "templates" / "documents"
    documents.mkdir(parents=True)
    (documents / "_part.md.j2").write_text("{% macro row(x) %}\n{{ x.nmae }}\n{% endmacro %}\n", "utf-8")
    (documents / "_inner.md.j2").write_text("\n\n{{ squad.nmae }}", "utf-8")
    (documents / "_outer.md.j2").write_text("\n{% include '_inner.md.j2' %}", "utf-8")
    (documents / "_broken.md.j2").write_text("\n{% if %}", "utf-8")
    return documents


@pytest.fixture
def problem(folder):
    def problem(source):
        (folder / "sample.md.j2").write_text(source, "utf-8")
        with pytest.raises(TemplateProblem) as caught:
            Renderer([str(folder.parent)], Words(), None).render("sample", VIEW, {})
        return caught.value

    return problem


CASES = [
    ("{{ sqaud.name }}", 1, 4, "'sqaud' is not known here (did you mean 'squad'?)"),
    ("# x\n\n{{ squad.nmae }}", 3, 10, "'nmae' is not known here (did you mean 'name'?)"),
    ("{{ squad.zzz }}", 1, 10, "(there are: duration, members, name)"),
    ("{{ 'x' | uper }}", 1, 10, "there is no filter 'uper' (did you mean 'upper'?)"),
    ("{% if n is evne %}{% endif %}", 1, 12, "there is no test 'evne' (did you mean 'even'?)"),
    ("{{ itme('a', 'b') }}", 1, 4, "'itme' is not known here (did you mean 'item'?)"),
    ("{% fro x in n %}", 1, 4, "there is no tag 'fro' (did you mean 'from'?)"),
    ("{% for x in n %}", 1, 1, "it cannot be read"),
    ("{% if %}", 1, 1, "it cannot be read: Expected an expression"),
    ("\n{{ squad.name }", 2, 15, "it cannot be read"),
    ("{% endfor %}", 1, 4, "'endfor' stands here without its beginning"),
    ("{{ self.intro() }}", 1, 9, "'intro' is not known here"),
    ("{% macro row(x) %}{% endmacro %}{{ rwo(1) }}", 1, 36, "'rwo' is not known here"),
    ("{% macro row(x) %}{{ x }}{% endmacro %}{{ row() }}", 1, 14, "'x' is not known here"),
    ("{% macro row(x) %}{{ x }}{% endmacro %}{{ row(1, 2) }}", 1, 1, "takes not more than 1 argument"),
    ("{% from '_part.md.j2' import rwo %}{{ rwo(1) }}", 1, 30, "rwo"),
    ("{% include '_prat.md.j2' %}", 1, 13, "there is no template '_prat' (did you mean '_part'?)"),
    ("{% block a %}{% endblock %}{% block a %}{% endblock %}", 1, 10, "block 'a' defined twice"),
    ("{{ item('a b', 'x') }}", 1, 4, "cannot be the id of an item"),
    ("{{ item('a', 'x') }}\n{{ item('a', 'x') }}", 2, 4, "twice"),
    ("{{ item('a') }}", 1, 4, "item(id, text, evidence=false, required=true"),
    ("{{ item('a', 'x', evidnce=true) }}", 1, 19, "item() knows no 'evidnce'"),
    ("{{ item(5, 'x') }}", 1, 4, "item(): 'id' is a text, found a number"),
    ("{{ item('a', none) }}", 1, 4, "item(): 'text' is a text, found nothing (none)"),
    ("{{ date(none) }}", 1, 4, "date(): 'iso' is a text, found nothing (none)"),
    ("{{ date(squad) }}", 1, 4, "date(): 'iso' is a text, found a mapping"),
    ("{{ number('many') }}", 1, 4, "number(): 'value' is a number, found a text"),
    ("{{ percent(squad.members) }}", 1, 4, "percent(): 'value' is a number, found a list"),
    ("{{ percent(squad.duration) }}", 1, 4, "percent(): 'value' is a number, found nothing (none)"),
    ("{{ _('{who} is here') }}", 1, 7, "the sentence names {who}, which is not given: add who=…"),
    ("{{ _('{who} is here', woh=n) }}", 1, 7, "(did you mean 'woh'?)"),
    ("{{ _('{who', who=n) }}", 1, 4, "a sentence names its facts as {name}"),
    ("{{ _(5) }}", 1, 4, "is a text, found a number"),
    ("{{ ngettext('one', 'many') }}", 1, 4, "ngettext(one, many, n, **facts)"),
    ("{{ ngettext('one', '{n} many', 'x') }}", 1, 4, "ngettext(): 'n' is a whole number, found a text"),
    ("{{ ngettext('{x}', '{n} {x}', 2) }}", 1, 14, "the sentence names {x}"),
    ("{{ 1 / 0 }}", 1, 1, "division by zero"),
    ("{{ n / (n - 3) }}", 1, 1, "division by zero"),
    ("{{ squad.duration }}", 1, 1, "there is nothing here (none), and text is needed"),
    ("{{ 'a' ~ squad.duration }}", 1, 1, "there is nothing here (none)"),
    ("{{ squad.members }}", 1, 1, "text is needed, found a list; go through it with 'for'"),
    ("{{ squad }}", 1, 1, "text is needed, found a mapping"),
    ("{{ item }}", 1, 1, "text is needed, found a function; call it with (…)"),
    ("{{ squad.members | map(attribute='person') }}", 1, 1, "use the filter 'list'"),
    ("{{ squad.members | join }}", 1, 1, "text is needed, found a mapping"),
    ("{{ n | join }}", 1, 1, "a list is needed, found a number"),
    ("{% for x in n %}{% endfor %}", 1, 1, "not iterable"),
    ("{{ n + 'a' }}", 1, 1, "'+' is for numbers of a sensible size"),
    ("{{ n < 'a' }}", 1, 1, "not supported"),
    ("{{ 'x'.upper() }}", 1, 8, "'upper' is not known here"),
    ("{% for a in [1] %}" * 25 + "{% endfor %}" * 25, 0, 0, "blocks are nested too deeply"),
    ("{{ 1.5 | round(99) }}", 1, 1, "rounded to at most 15 digits"),
    ("{{ 1.5 | round(1, 'up') }}", 1, 1, "'common', 'ceil' or 'floor'"),
    ("{{ 'x' | round }}", 1, 1, "a number is needed, found a text"),
]


@pytest.mark.parametrize(("source", "line", "column", "words"), CASES, ids=[one[0][:50] for one in CASES])
def test_a_mistake_says_where_and_what(problem, source, line, column, words):
    found = problem(source)

    assert words in found.message
    assert (found.facts["template"], found.facts["line"]) == ("documents/sample.md.j2", line)
    assert found.facts["column"] == column


def test_the_line_is_shown_with_a_mark(problem):
    found = problem("# x\n  {{ sqaud.name }}\n")

    assert found.facts["excerpt"] == "  {{ sqaud.name }}\n     ^"


def test_a_long_line_is_shown_around_the_mark(problem):
    found = problem("x" * 500 + "{{ sqaud.name }}" + "y" * 500)

    line, mark = found.facts["excerpt"].split("\n")
    assert line[mark.index("^") :].startswith("sqaud")
    assert len(line) <= 110


def test_the_word_is_found_on_a_later_line_of_its_expression(problem):
    found = problem("{{ _(\n  'x {who}',\n  who=squad.nmae) }}")

    assert (found.facts["line"], found.facts["column"]) == (3, 13)


def test_a_mistake_in_a_partial_names_it_and_who_includes_it(problem):
    found = problem("x\n{% include '_outer.md.j2' %}")

    assert found.facts["template"] == "documents/_inner.md.j2"
    assert found.facts["chain"] == ("templates/documents/_outer.md.j2:2", "templates/documents/sample.md.j2:2")
    assert found.message == (
        "templates/documents/_inner.md.j2:3:10: 'nmae' is not known here (did you mean 'name'?) "
        "(included by templates/documents/_outer.md.j2:2, templates/documents/sample.md.j2:2)"
    )


def test_a_mistake_in_an_imported_macro_is_placed_there(problem):
    found = problem("{% from '_part.md.j2' import row %}\n{{ row(squad) }}")

    assert (found.facts["template"], found.facts["line"]) == ("documents/_part.md.j2", 2)
    assert found.facts["chain"] == ("templates/documents/sample.md.j2:2",)


def test_a_partial_that_cannot_be_read_is_named_with_who_includes_it(problem):
    found = problem("{% include '_broken.md.j2' %}")

    assert (found.facts["template"], found.facts["line"]) == ("documents/_broken.md.j2", 2)
    assert found.facts["chain"] == ("templates/documents/sample.md.j2:1",)


def test_what_was_available_is_told_to_programs(problem):
    assert problem("{{ squad.nmae }}").facts["available"] == ("duration", "members", "name")


def test_a_shipped_template_is_told_as_shipped():
    from playbook.library import shipped

    with pytest.raises(TemplateProblem) as caught:
        Renderer([shipped("templates")], Words(), None).render("charter", {}, {})

    assert caught.value.message.startswith("(shipped) templates/documents/charter.md.j2:1:")


def test_usage_is_written_as_templates_write_it():
    offered = Pen(Words()).offered()

    assert usage("item", offered["item"]).startswith("item(id, text, evidence=false, required=true")
    assert usage("ngettext", offered["ngettext"]) == "ngettext(one, many, n, **facts)"
