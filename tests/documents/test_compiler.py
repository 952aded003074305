"""What templates become: code in which nothing was worked out and every turn is counted."""

import pytest

from playbook.documents.compiler import prepared
from playbook.documents.loading import Loader
from playbook.documents.meter import Refusal
from playbook.documents.pen import Pen
from playbook.documents.sandbox import Environment
from playbook.words import Words


@pytest.fixture
def environment():
    return Environment(Loader([]), None, Pen(Words()).offered())


def code(environment, source):
    return environment.compile(source, raw=True)


def test_nothing_is_worked_out_while_compiling(environment):
    assert "6" not in code(environment, "{{ 2 * 3 }}").partition("def root")[2].replace("def", "")
    assert "environment.glued(('a', 'b', ))" in code(environment, "{{ 'a' ~ 'b' }}")


def test_every_turn_is_counted_and_what_a_condition_leaves_out(environment):
    found = code(environment, "{% for x in a if x %}{{ x }}{% endfor %}")

    assert found.count("environment.turn") == 2


@pytest.mark.parametrize("source", ["{{ [a] }}", "{{ (a, b) }}", "{{ {'a': b} }}"])
def test_what_a_template_makes_is_counted(environment, source):
    assert "environment.meter.made(" in code(environment, source)


def test_names_that_are_set_are_no_tuple(environment):
    assert "made" not in code(environment, "{% for a, b in c %}{% endfor %}")


@pytest.mark.parametrize(
    ("source", "line"), [("\n{{ 2 ** 3 }}", 2), ("\n\n{% autoescape true %}{% endautoescape %}", 3)]
)
def test_what_no_template_may_use_is_refused_with_its_line(environment, source, line):
    with pytest.raises(Refusal) as caught:
        prepared(environment.parse(source))

    assert caught.value.line == line


@pytest.mark.parametrize(
    ("source", "looked_up"),
    [
        ("{{ _('a') }}", True),
        ("{{ _('{a}') }}", False),
        ("{{ _('a', b=1) }}", False),
        ("{{ _(a) }}", False),
        ("{% set _ = 1 %}{{ _('a') }}", False),
        ("{% macro m(_) %}{{ _('a') }}{% endmacro %}", False),
        ("{% from 'x' import y as _ %}{{ _('a') }}", False),
        ("{% import 'x' as _ %}{{ _('a') }}", False),
    ],
)
def test_a_plain_sentence_is_looked_up(environment, source, looked_up):
    assert ("environment.said['a']" in code(environment, source)) == looked_up
