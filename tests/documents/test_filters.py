"""The filters that are our own do what jinja2's do, within bounds."""

import pytest

from playbook.documents.loading import Loader
from playbook.documents.meter import Refusal
from playbook.documents.sandbox import Environment


@pytest.fixture
def render():
    environment = Environment(Loader([]), None, {})
    return lambda source, **view: environment.from_string(source).render(view)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ [1, 'a', 2.5] | join(', ') }}", "1, a, 2.5"),
        ("{{ [] | join }}", ""),
        ("{{ [{'a': {'b': 1}}] | join('-', attribute='a.b') }}", "1"),
        ("{{ [[1, 2], [3, 4]] | join('-', attribute=1) }}", "2-4"),
        ("{{ 'abc' | join('-') }}", "a-b-c"),
        ("{{ [1, 2, 3.5] | sum }}", "6.5"),
        ("{{ [{'n': 1}, {'n': 2}] | sum(attribute='n') }}", "3"),
        ("{{ [1] | sum(start=10) }}", "11"),
        ("{{ 2.5678 | round(2) }}", "2.57"),
        ("{{ 2.1 | round(0, 'ceil') }}", "3.0"),
        ("{{ 2.19 | round(1, method='floor') }}", "2.1"),
        ("{{ ' a ' | trim }}{{ 'AB' | lower }}{{ 'ab' | upper }}{{ 'ab' | capitalize }}{{ 5 | string }}", "aabABAb5"),
        ("{{ '--a' | trim('-') }}", "a"),
        ("{{ [3, 1, 2] | sort | join }}{{ [1, 1, 2] | unique | list | length }}{{ [1, 2] | max }}", "12322"),
        ("{{ [1, 2, 3] | select('odd') | map('string') | join('+') }}", "1+3"),
        (
            "{% for g in [{'d': 'x'}, {'d': 'x'}] | groupby('d') %}{{ g.grouper }}{{ g.list | length }}{% endfor %}",
            "x2",
        ),
        ("{% for k, v in {'a': 1} | items %}{{ k }}{{ v }}{% endfor %}{{ {'b': 1} | dictsort | length }}", "a11"),
        ("{{ nope | default('-') }}{{ '' | default('-', true) }}{{ [1, 2] | first }}{{ [1, 2] | last }}", "--12"),
    ],
)
def test_a_filter_gives(render, source, text):
    assert render(source) == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ [[1]] | join }}", "text is needed, found a list"),
        ("{{ [none] | join }}", "there is nothing here"),
        ("{{ 5 | join }}", "a list is needed, found a number"),
        ("{{ nope | join }}", "a list is needed, found nothing of that name"),
        ("{{ [[1]] | sum }}", "sensible size"),
        ("{{ 'ab' | sum }}", "sensible size"),
        ("{{ 1 | round(16) }}", "at most 15 digits"),
        ("{{ 1 | round('2') }}", "at most 15 digits"),
        ("{{ [1] | upper }}", "text is needed, found a list"),
        ("{{ [[1]] | string }}", "text is needed, found a list"),
        ("{{ ['" + "a" * 200000 + "', '" + "a" * 200000 + "'] | join }}", "a single text of more than"),
    ],
)
def test_a_filter_refuses(render, source, words):
    with pytest.raises(Refusal, match=words):
        render(source)
