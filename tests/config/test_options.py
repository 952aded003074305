import pytest

from playbook.config.findings import Findings, Spot
from playbook.config.options import check_options
from playbook.config.source import read
from playbook.core.scope import Expression

CONDITIONS = {
    "any": {
        "count": 3,
        "share": 0.5,
        "strict": False,
        "role": "sponsor",
        "of": ("this", "all"),
        "names": [],
        "free": None,
    },
}


def _said(gate):
    source = read(f"gate: {gate}".encode(), "x")
    findings = Findings(source)
    check_options(findings, Spot(source.data).key("gate"), CONDITIONS)
    return [one.message for one in findings.problems()]


@pytest.mark.parametrize(
    "options",
    [
        "count: 0",
        "share: 0.25",
        "share: 1",
        "strict: true",
        "role: lead",
        "of: all",
        "names: []",
        "names: [a]",
        "free: [1]",
    ],
)
def test_an_option_of_its_defaults_type_is_right(options):
    assert _said(f"[any: {{{options}}}]") == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("count: 1.5", "a whole number from 0 on is needed for 'count', found 1.5"),
        ("count: true", "a whole number from 0 on is needed for 'count', found true"),
        ("share: half", "a number from 0 on is needed for 'share', found 'half'"),
        ("strict: 1", "true or false is needed for 'strict', found 1"),
        ("role: 1", "a text is needed for 'role', found 1"),
        ("of: al", "'this' or 'all' is needed for 'of', found 'al' (did you mean 'all'?)"),
        ("of: [all]", "'this' or 'all' is needed for 'of', found a list"),
        ("names: a", "a list of texts is needed for 'names', found 'a'"),
        ("names: [1]", "a list of texts is needed for 'names', found a list"),
        ("nmaes: []", "unknown option 'nmaes' of any (did you mean 'names'?)"),
    ],
)
def test_an_option_of_another_type_is_said(options, problem):
    assert _said(f"[any: {{{options}}}]") == [problem]


def test_a_condition_is_named_with_or_without_options():
    assert _said("[any, any: {}]") == []
    assert _said("[anny, ayn: {}]") == [
        "unknown condition 'anny' (did you mean 'any'?)",
        "unknown condition 'ayn' (did you mean 'any'?)",
    ]
    assert _said("[{}]") == ["the name of a condition is needed, found an empty mapping"]


WITH_EXPRESSION = {"expr": {"that": Expression(), "says": ""}}


def _at(gate):
    """Return (line, column, what) of everything that is wrong with a gate."""
    source = read(f"gate:\n{gate}".encode(), "x")
    findings = Findings(source)
    check_options(findings, Spot(source.data).key("gate"), WITH_EXPRESSION)
    return [(one.line, one.column, one.message) for one in findings.problems()]


@pytest.mark.parametrize(
    "gate",
    [
        "  - expr: {that: \"squad.stage == 'stable'\"}",
        "  - expr:\n      says: stable\n      that: >-\n        squad.stage ==\n        'stable'",
    ],
)
def test_a_right_expression_is_right(gate):
    assert _at(gate) == []


@pytest.mark.parametrize(
    ("gate", "places"),
    [
        ('  - expr: {that: "squad.foo > 3 && bar"}', [(2, 25), (2, 36)]),
        ("  - expr: {that: 'stage == ''x'' && bar'}", [(2, 37)]),
        ("  - expr:\n      that: >\n        stage == 'x'\n        && bar", [(5, 12)]),
        ("  - expr:\n      that: |\n        stage == 'x'\n          && squad.foo > 3", [(5, 20)]),
        ("  - expr:\n      that: stage == 'x' &&\n        bar", [(4, 9)]),
        ("  - expr:\n      that: stage == 'x' &&", [(3, 28)]),
        ("  - expr: {that: squad}", [(2, 18)]),
        ('  - expr: {that: ""}', [(2, 19)]),
    ],
)
def test_a_mistake_in_an_expression_is_told_where_it_stands_in_the_file(gate, places):
    assert [one[:2] for one in _at(gate)] == places


@pytest.mark.parametrize("gate", ["  - expr", "  - expr: {}", "  - expr: {says: yes}"])
def test_an_expression_cannot_be_left_out(gate):
    assert [one[2] for one in _at(gate)] == ["expr needs 'that': the expression that has to be true"]


def test_an_expression_is_a_text():
    assert [one[2] for one in _at("  - expr: {that: 3}")] == ["a text is needed for 'that', found 3"]
