"""The first line of a generated file."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.header import Header, compose, revision, split

TEXT = "# Charter\n\nHello.\n"


def test_a_revision_is_the_beginning_of_the_hash():
    assert revision(TEXT) == sha256(TEXT.encode()).hexdigest()[:16]


def test_the_header_names_what_was_generated_not_what_a_person_made_of_it():
    text = compose("emea/pilot/charter", TEXT, TEXT + "mine\n")

    assert text.splitlines()[0] == f"<!-- playbook: id=emea/pilot/charter revision={revision(TEXT)} -->"
    assert split(text) == (Header("emea/pilot/charter", revision(TEXT)), TEXT + "mine\n")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_composed_is_split_again(text):
    assert split(compose("emea/wave-2/plan", TEXT, text)).body == text


@pytest.mark.parametrize("before", ["\ufeff", "\n", "\ufeff\r\n\r\n", "  "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_editors_may_put_a_mark_blank_lines_and_other_line_ends(before, end):
    text = before + compose("emea/goal-sheet", TEXT, TEXT).replace("\n", end)

    header, body = split(text)

    assert header == Header("emea/goal-sheet", revision(TEXT))
    assert body == TEXT.replace("\n", end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Charter\n",
        "<!-- playbook: id=emea/charter revision=123 -->\n",
        "<!-- playbook: id=../etc revision=0123456789abcdef -->\n",
        "<!-- playbook: id=emea/charter revision=0123456789abcdef --> and more\n",
        "text\n<!-- playbook: id=emea/charter revision=0123456789abcdef -->\n",
    ],
)
def test_anything_else_is_no_header(text):
    assert split(text) == (None, text)


def test_a_mark_at_the_start_is_no_part_of_the_text():
    assert split("\ufeff# Charter\n") == (None, "# Charter\n")


def test_a_file_may_end_with_its_header():
    assert split("<!-- playbook: id=emea/charter revision=0123456789abcdef -->").body == ""
