import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.findings import Findings
from playbook.config.source import read
from playbook.config.typed import describe, either, found, needed, purposes, sentence, validate
from playbook.core.model import Day, Id, Name, NamedWave, Person, Prose, Right, Unit, WaveShare, WaveSize
from playbook.core.phrase import Phrase
from playbook.core.stagemap import Gate, StageMap


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Name, "one line of text"),
        (Prose, "a text"),
        (Person, "one line of text"),
        (Day | None, "a date"),
        (WaveSize, "a whole number from 1 to 100000"),
        (WaveShare, "a share such as '20%'"),
        (NamedWave, "a mapping (squads)"),
        (tuple[Id, ...], "a list"),
        (dict[str, typing.Any], "a mapping"),
        (bool, "true or false"),
        (float, "a number"),
        (typing.Literal["a"], "'a'"),
        (typing.Literal["a", "b", "c"], "one of 'a', 'b' or 'c'"),
        (WaveSize | NamedWave, "a whole number from 1 to 100000 or a mapping (squads)"),
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


def test_the_purpose_of_a_field_is_its_docstring():
    assert describe(Unit, "sponsor") == "The executive who approves: `Name <mail>`"
    assert describe(Unit, "slice") == "The part of the business that the squads serve"
    assert describe(Unit, "nope") == ""


@pytest.mark.parametrize("cls", [Unit, StageMap, Right, NamedWave])
def test_every_field_that_can_be_missing_says_what_it_is_for(cls):
    assert all(describe(cls, name) for name in typing.get_type_hints(cls))


def test_every_purpose_is_told_to_the_translators_and_reads_the_same_as_a_phrase():
    told = list(purposes())

    assert describe(Unit, "sponsor") in told
    assert len(told) == len(set(told))
    assert [str(Phrase(one)) for one in told] == told


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


@pytest.mark.parametrize("text", ["waves: [{NamedWave: 1}]", "NamedWave: 1", "waves: [{squads: [{squads: 1}]}]"])
def test_keys_named_like_our_records_lead_nobody_astray(text):
    findings = Findings(read(text.encode(), "x"))

    assert validate(Unit, findings) is None
    assert all(one.line == 1 for one in findings.problems())
