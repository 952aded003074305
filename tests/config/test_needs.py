import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.needs import either, found, needed, sentence
from playbook.core.model import Day, Id, Name, NamedWave, Person, Prose, Right, WaveShare, WaveSize
from playbook.core.stagemap import Gate


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Name, "one line of text"),
        (Prose, "a text"),
        (Person, "one line of text"),
        (Day | None, "a date"),
        (WaveSize, "a whole number from 1 to 100000"),
        (WaveShare, "a share such as '20%'"),
        (NamedWave, "a mapping (squads, lane)"),
        (tuple[Id, ...], "a list"),
        (dict[str, typing.Any], "a mapping"),
        (bool, "true or false"),
        (float, "a number"),
        (typing.Literal["a"], "'a'"),
        (typing.Literal["a", "b", "c"], "one of 'a', 'b' or 'c'"),
        (WaveSize | NamedWave, "a whole number from 1 to 100000 or a mapping (squads, lane)"),
    ],
)
def test_what_is_needed_is_said_in_words(wanted, words):
    assert str(needed(wanted)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("x", "'x'"),
        ("12", "'12' (quoted text)"),
        ("", "an empty text"),
        (" \n", "a blank text"),
        (12, "12"),
        (1.5, "1.5"),
        (True, "true"),
        (None, "nothing"),
        ([], "a list"),
        ({}, "a mapping"),
    ],
)
def test_what_was_found_is_said_in_words(value, words):
    assert str(found(value)) == words


def test_a_list_of_choices_reads_like_a_sentence():
    assert either(["a"]) == "a"
    assert str(either(["a", "b", "c"])) == "a, b or c"


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.sampled_from([Name, Prose, Day, Id, WaveSize, WaveSize | WaveShare | NamedWave, Gate, Right, bool]), _values)
def test_there_is_a_sentence_for_any_value_anywhere(wanted, value):
    words = str(sentence(wanted, value))

    assert "found" in words
    assert "\n" not in words
