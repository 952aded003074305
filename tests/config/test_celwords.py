import pytest

from playbook.config.celtext import tokens
from playbook.config.celwords import cannot, kind_of, said, wrong

TWO = """\
INVALID_ARGUMENT: ERROR: <input>:1:3: undeclared reference to 'y' (in container '')
 | a y
 | ..^
ERROR: <input>:2:5: Syntax error: mismatched input '<EOF>' expecting {'['}
 | ERROR: <input>:9:9: what a person wrote
 | ....^ [INVALID_ARGUMENT]"""


def test_every_mistake_of_the_library_is_read_and_nothing_that_it_quotes():
    found = said(TWO)

    assert [one[:2] for one in found] == [(1, 3), (2, 5)]
    assert found[0][2] == "undeclared reference to 'y' (in container '')"


def test_an_answer_without_a_place_stands_at_the_beginning():
    assert said("CANCELLED: too deep [CANCELLED]") == [(1, 1, "CANCELLED: too deep")]


def test_what_only_follows_from_another_mistake_is_left_out():
    errors = [(0, "undeclared reference to 'y' (in container '')"), (3, "overload for '*error*'")]

    assert len(wrong("y == 1", tokens("y == 1"), errors)) == 1


def test_after_the_first_mistake_of_grammar_nothing_can_be_trusted():
    errors = [(2, "Syntax error: extraneous input 'b' expecting <EOF>"), (4, "Syntax error: extraneous input 'c'")]

    assert [(at, str(sentence)) for at, sentence in wrong("a b c", tokens("a b c"), errors)] == [
        (2, "'b' is not expected here")
    ]


def test_a_complaint_that_is_not_known_is_shown_as_it_is():
    ((_, sentence),) = wrong("a", tokens("a"), [(0, "the moon is full")])

    assert str(sentence) == "this cannot be used in an expression: the moon is full"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ('NOT_FOUND: Key not found in map : "mean"', "'mean' is not known"),
        ('UNKNOWN: No value with name "wave" found in Activation', "'wave' is not known"),
        ("INVALID_ARGUMENT: divide by zero", "it divides by zero"),
        ("INTERNAL: Iteration budget exceeded [INTERNAL]", "it goes over more than 10,000 entries"),
        ("UNKNOWN: Index error: index=5 size=2", "it asks for an entry that the list does not have"),
        ("OUT_OF_RANGE: the moon [X]", "it cannot be worked out: OUT_OF_RANGE: the moon"),
    ],
)
def test_why_there_is_no_answer_is_said_in_our_words(reason, sentence):
    assert str(cannot(reason)) == sentence


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("LIST<squad>", "list(squad)"),
        ("list(squad), int", "list(squad), int"),
        ("map(string, measure)", "map(measure)"),
        ("google.protobuf.Duration", "Duration"),
        ("null_type", "null"),
    ],
)
def test_types_are_written_as_in_the_reference(kind, expected):
    assert kind_of(kind) == expected
