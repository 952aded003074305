"""Where a character of a YAML text stands in its file, however the text is written."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.placing import place
from playbook.config.source import read

LETTERS = st.text(alphabet="abc'\"\\ é中", min_size=1, max_size=30).filter(lambda text: text.strip() == text and text)


def placed(written, wanted):
    """Return line and column of the first place where `wanted` stands in the value that is written under `key`."""
    source = read(f"other: 1\nkey: {written}\nlast: 2\n".encode(), "x.yaml")
    assert not source.problems, source.problems
    value = source.data["key"]
    return place(source.text, source.position(("key",)), value, value.index(wanted))


@pytest.mark.parametrize(
    ("written", "position"),
    [
        pytest.param("one and Z", (2, 14), id="plain"),
        pytest.param("one\n  and\n  more Z", (4, 8), id="plain-folded"),
        pytest.param("'one ''and'' Z'", (2, 19), id="single"),
        pytest.param("'one\n\n  Z'", (4, 3), id="single-folded"),
        pytest.param('"one \\"and\\" Z"', (2, 19), id="double"),
        pytest.param('"one\\tand\\x41\\u0041\\\\ Z"', (2, 28), id="double-escapes"),
        pytest.param('"one\\\n   and Z"', (3, 8), id="double-continued"),
        pytest.param('"one \\\n   Z"', (3, 4), id="double-continued-after-a-space"),
        pytest.param("|\n  one\n    and\n\n  Z", (6, 3), id="block"),
        pytest.param(">-\n    one\n    and Z", (4, 9), id="folded"),
        pytest.param(">2+\n  one\n\n  Z\n", (5, 3), id="folded-with-an-indicator"),
        pytest.param("| # a note\n  one Z", (3, 7), id="block-with-a-comment"),
    ],
)
def test_a_character_is_found_in_every_style(written, position):
    assert placed(written, "Z") == position


@pytest.mark.parametrize(
    ("written", "position"),
    [("one and", (2, 13)), ("'one and'", (2, 14)), ('"one and"', (2, 14)), ("|\n  one\n  and\n", (4, 6))],
)
def test_the_end_of_a_value_is_behind_its_last_character(written, position):
    source = read(f"other: 1\nkey: {written}\nlast: 2\n".encode(), "x.yaml")
    value = source.data["key"]

    assert place(source.text, source.position(("key",)), value, len(value)) == position


def test_a_space_is_told_as_the_place_behind_the_word_before_it():
    source = read(b"key: 'one   two'\n", "x.yaml")

    assert place(source.text, source.position(("key",)), source.data["key"], 4) == (1, 10)


@given(LETTERS, st.sampled_from(["'", '"', None]), st.integers(0, 40))
def test_the_character_that_is_found_is_the_character_that_was_meant(text, style, offset):
    written = yaml.safe_dump({"key": text}, default_style=style, allow_unicode=True, width=20)
    source = read(written.encode(), "x.yaml")
    offset = min(offset, len(text) - 1)

    key = next(iter(source.data))
    line, column = place(source.text, source.position((key,)), text, offset)

    found = source.text.split("\n")[line - 1][column - 1 :]
    wanted = text[offset]
    if not wanted.isspace():
        assert found.startswith((wanted, "\\" + wanted, "\\x", "\\u"))
