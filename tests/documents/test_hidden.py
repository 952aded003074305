"""Comments of HTML in a piece of a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.hidden import blanked, hidden


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <!-- b --> c", "a            c"),
        ("a <!-- b --> <!-- c -->", "a                      "),
        ("a <!-- b\nc -->", "a             "),
        ("a `<!-- b -->` c", "a `<!-- b -->` c"),
        ("a `` ` <!-- b --> `` <!-- c -->", "a `` ` <!-- b --> ``           "),
        ("a ` <!-- b -->", "a `           "),
        (r"a \<!-- b -->", r"a \<!-- b -->"),
        (r"a \\<!-- b -->", "a \\\\          "),
        ("a <!-- b", "a <!-- b"),
        ("no comment", "no comment"),
    ],
)
def test_a_comment_is_blank(text, shown):
    assert blanked(text) == shown


@given(st.lists(st.sampled_from(["<!--", "-->", "`", "``", "\\", "x", " ", "\n"])).map("".join))
def test_only_comments_are_blanked(text):
    found = hidden(text)

    assert len(blanked(text)) == len(text)
    assert all(text[start:end].startswith("<!--") and text[start:end].endswith("-->") for start, end in found)
    assert [end for _, end in found] == sorted(end for _, end in found)
