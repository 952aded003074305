import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.source import read
from playbook.config.yamllines import Said, bare, item, said, scalar

values = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20) | st.integers(-999, 999)


@pytest.mark.parametrize("text", ["Ann Lee <ann@example.org>", "north", "Zoë O'Hara-Lee", "R&D (north)"])
def test_a_usual_text_needs_no_quotes(text):
    assert scalar(text) == text


@pytest.mark.parametrize(
    "text", ["", "12", "true", "no", "2026-11-01", "a: b", "a # b", "[a]", "a, b", "- a", " a", "a\nb"]
)
def test_a_text_that_could_be_something_else_is_quoted(text):
    assert scalar(text).startswith('"')
    assert read(f"a: {scalar(text)}".encode(), "x").data == {"a": text}


@given(values)
def test_any_value_is_read_back_as_it_was(value):
    raw = f"a: {scalar(value)}\nb: [{scalar(value)}, {{c: {scalar(value)}}}]\n".encode()
    found = read(raw, "x")

    assert found.problems or found.data == {"a": value, "b": [value, {"c": value}]}
    assert not found.problems or any(not one.isprintable() for one in str(value))


def test_a_mapping_with_a_list_of_mappings_is_spread_over_lines():
    tree = {"id": Said("rome", "r1"), "members": [{"person": Said("Ann", "r2"), "skills": [Said("a")]}, {}]}

    assert [line.text for line in item(tree, 2)] == [
        "  - id: rome",
        "    members:",
        "      - {person: Ann, skills: [a]}",
        "      - {}",
    ]
    assert [line.spots for line in item(tree, 2)] == [((9, "r1"),), (), ((18, "r2"),), ()]


def test_plain_data_and_trees_are_the_same_data():
    data = {"a": [1, {"b": "c"}], "d": "e"}

    assert bare(said(data)) == data
