import re

import pytest

from playbook.core.scope import RECORDS, ROOTS, SHOWN, Expression, mentioned, words

KIND = re.compile(r"(list|map)\((.+)\)|(int|double|string|bool)")
FUNCTIONS = {
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "all",
    "exists",
    "exists_one",
    "map",
    "filter",
    "has",
}


def fields():
    yield from ROOTS.items()
    for record in RECORDS.values():
        yield from record.items()


def test_every_type_is_one_that_there_is():
    for _, field in fields():
        kind = field.kind
        while not (kind in RECORDS or (found := KIND.fullmatch(kind)) is None):
            if found.group(3):
                break
            kind = found.group(2)
        assert kind in RECORDS or KIND.fullmatch(kind), field.kind


def test_no_name_is_a_function_of_the_language():
    assert FUNCTIONS & {name for name, _ in fields()} == set()


def test_every_name_says_what_it_stands_for():
    assert all(field.says for _, field in fields())


def test_an_expression_is_a_text():
    assert Expression() == ""
    assert isinstance(Expression("a"), str)


def test_words_are_what_names_can_be():
    assert words("squad.stage == 'x1' && a_b > 10") == {"squad", "stage", "x1", "a_b"}


KNOWN = {
    "unit": {"failure_budget": 2, "held": False},
    "stage": "pilot",
    "measures": {"csat": {"mean": 57.25}},
    "squads": [1],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("unit.failure_budget > 0 && stage == 'x'", [("unit.failure_budget", "2"), ("stage", "pilot")]),
        ("!unit.held", [("unit.held", "false")]),
        ("measures.csat.mean > 3", [("measures.csat.mean", "57.25")]),
        ("stage.startsWith('p') && stage == 'y'", [("stage", "pilot")]),
        ("'unit.failure_budget' == \"stage\" // stage", []),
        ("squads.size() > 0 && unit.nothing > 3 && zebra", []),
    ],
)
def test_the_values_that_an_expression_names_are_shown(text, expected):
    assert mentioned(text, KNOWN) == expected


def test_only_the_first_few_are_shown():
    many = {f"n{number}": number for number in range(9)}

    assert mentioned(" + ".join(many), many) == [(f"n{number}", str(number)) for number in range(SHOWN)]
