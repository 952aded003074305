"""What is seen without rendering: every branch, and nothing that is right."""

import pytest

from playbook.documents.render import Renderer
from playbook.library import shipped
from playbook.words import Words

VIEW = {"squad": {"name": "Lyon", "members": [{"person": "Ana"}], "components": {"people": {"how": "x"}}}, "n": 3}


@pytest.fixture
def seen(tmp_path):
    documents = tmp_path / "templates" / "documents"
    documents.mkdir(parents=True)
    (documents / "_part.md.j2").write_text("x", "utf-8")

    def seen(source, view=VIEW):
        (documents / "sample.md.j2").write_text(source, "utf-8")
        found = Renderer([str(documents.parent)], Words(), None).problems("sample", view)
        return [(one.facts["line"], one.facts["column"], str(one.facts["what"])) for one in found]

    return seen


@pytest.mark.parametrize(
    "source",
    [
        "{{ squad.name }}{{ squad['name'] }}{{ squad.components.people.how }}",
        "{{ squad.members[0].nmae }}{% for one in squad.members %}{{ one.nmae }}{% endfor %}",
        "{% set squad = dict(nmae=1) %}{{ squad.nmae }}",
        "{% macro m(a, b=1) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{{ caller() }}{% endmacro %}{{ m(1) }}",
        "{% from '_part.md.j2' import x as y %}{{ y }}",
        "{% import '_part.md.j2' as part %}{{ part.anything }}",
        "{% for a, b in n %}{{ a }}{{ loop.index }}{% endfor %}",
        "{% with z = 1 %}{{ z }}{% endwith %}",
        "{% block b %}{{ self.b() }}{{ super() }}{% endblock %}",
        "{{ nope | default('-') }}{{ squad.nope | d('-') }}",
        "{% if nope is defined %}{{ nope }}{% endif %}{% if squad.x is defined %}{{ squad.x }}{% endif %}",
        "{% include '_nope.md.j2' ignore missing %}{% include 'documents/_part.md.j2' %}{% include nope2 | d('x') %}",
        "{{ item('a', _('x')) }}{{ item(id='b', text='y', evidence=true, required=n > 1) }}",
        "{{ _('The {squad} meets', **squad) }}{{ _('The {Squads} of {name}', name=n) }}",
        "{{ ngettext('{n} day', '{n} days', n) }}{{ ngettext('{n} {x}', '{n} {x}', n, x=squad.name) }}",
        "{{ date(squad.day | d('2026-01-01')) }}{{ number(1) }}{{ number(1.5) }}{{ percent(n) }}{{ range(1, 2, 3) }}",
        "{{ dict(a=1, b=2).a }}{{ namespace(x=1).x }}",
    ],
)
def test_what_is_right_is_not_told(seen, source):
    assert seen(source) == []


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("{% if false %}\n{{ nope }}{% endif %}", (2, 4), "'nope' is not known here"),
        ("{% if false %}{{ squad.components.poeple.how }}{% endif %}", (1, 35), "did you mean 'people'?"),
        ("{{ squad['nmae'] }}", (1, 11), "did you mean 'name'?"),
        ("{% if false %}{{ 1 | uper }}{% endif %}", (1, 22), "there is no filter 'uper'"),
        ("{% if false and n is evne %}{% endif %}", (1, 22), "there is no test 'evne'"),
        ("{% if false %}{% include '_prat.md.j2' %}{% endif %}", (1, 27), "did you mean '_part'?"),
        ("{% macro m() %}{{ item('a b', 'x') }}{% endmacro %}", (1, 25), "cannot be the id"),
        ("{{ item('a', 'x', 'yes') }}", (1, 4), "'evidence' is a flag (true or false), found a text"),
        ("{{ item('a', n, evidence=5) }}", (1, 4), "'evidence' is a flag"),
        ("{{ _('{a} {b}', a=n) }}", (1, 11), "the sentence names {b}"),
        ("{{ _('{a}', a=n, b=n) }}", (1, 18), "never names {b}"),
        ("{{ _('{a}', c=1, **squad) }}", (1, 13), "never names {c}"),
        ("{{ ngettext('one', '{n}', n, who=n) }}", (1, 30), "never names {who}"),
        ("{{ ngettext('one', '{n}') }}", (1, 4), "missing a required argument: 'n'"),
        ("{{ date(5) }}", (1, 4), "date(): 'iso' is a text, found a number"),
        ("{{ signatures('x') }}", (1, 4), "signatures()"),
        ("{{ 2 ** 3 }}", (1, 1), "'**' is not for templates"),
        ("{% autoescape true %}{% endautoescape %}", (1, 1), "'autoescape' is not for documents"),
    ],
)
def test_what_is_wrong_is_told_in_every_branch(seen, source, place, words):
    (found,) = seen(source)

    assert found[:2] == place
    assert words in found[2]


def test_all_mistakes_come_in_the_order_of_their_lines(seen):
    found = seen("{{ c }}\n{{ 1 | uper }}\n{{ a }}\n{{ squad.b }}\n{{ _('{x}') }}")

    assert [one[0] for one in found] == [1, 2, 3, 4, 5]


def test_a_name_is_told_once(seen):
    assert len(seen("{{ nope }}\n{{ nope }}\n{{ nope.x }}")) == 1


def test_without_a_view_names_are_not_judged(seen):
    assert seen("{{ nope }}{{ squad.nmae }}", None) == []


def test_what_cannot_be_read_is_the_only_mistake(seen):
    (found,) = seen("{{ nope }}\n{% if %}")

    assert found[0] == 2


def test_a_mistake_that_only_compiling_shows_is_told(seen):
    (found,) = seen("{% for x in n %}" * 25 + "{% endfor %}" * 25)

    assert "nested too deeply" in found[2]


@pytest.mark.parametrize("name", Renderer([shipped("templates")], Words(), None).templates())
def test_the_shipped_templates_are_right(name):
    assert Renderer([shipped("templates")], Words(), None).problems(name) == []
