"""What a line is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.lines import ending, even, lines

ODD = "a\fb\vc\x85d\u2028e\x1cf"
"""One line, of which Python's `splitlines` makes six."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("a\nb", "a\nb"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a\r\r\nb", "a\nb"),
        ("a\r\rb", "a\n\nb"),
        (ODD, ODD),
    ],
)
def test_every_end_becomes_one_kind(text, found):
    assert even(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("", "\n"), ("a\nb\r\n", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb\rc\n", "\r"), ("a\r\nb\n", "\n")],
)
def test_the_end_of_most_lines(text, found):
    assert ending(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("", []), ("\n", [""]), ("a\n\nb", ["a", "", "b"]), ("a\r\nb\n", ["a", "b"]), (f"{ODD}\nx", [ODD, "x"])],
)
def test_lines_are_those_that_git_sees(text, found):
    assert lines(text) == found


@given(st.text(st.sampled_from("ab\r\n\f\u2028")))
def test_ends_that_are_even_stay(text):
    assert even(even(text)) == even(text)
    assert "\r" not in even(text)
