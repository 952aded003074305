"""The first line of a generated file."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.header import Header, compose, revision, split, uncrossed

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
        "<!-- playbook: id=../etc revision=0123456789abcdef -->\n",
        "<!-- playbook: id=emea/charter revision=0123456789abcdef --> and more\n",
        "text <!-- playbook: id=emea/charter revision=0123456789abcdef -->\n",
        "x\n" * 3000 + "<!-- playbook: id=emea/charter revision=0123456789abcdef -->\n",
    ],
)
def test_anything_else_is_no_header(text):
    assert split(text) == (None, text)


def test_a_mark_at_the_start_is_no_part_of_the_text():
    assert split("\ufeff# Charter\n") == (None, "# Charter\n")


def test_a_file_may_end_with_its_header():
    assert split("<!-- playbook: id=emea/charter revision=0123456789abcdef -->").body == ""


HEAD = "<!-- playbook: id=emea/charter revision=0123456789abcdef -->\n"


@pytest.mark.parametrize(
    "above", ["Draft! Ask Ana.\n", "---\ntags: [squad]\n---\n", "<<<<<<< HEAD\n", "\ufeff# Ours\r\n\r\n"]
)
def test_what_a_person_wrote_above_the_header_is_a_part_of_the_text(above):
    header, body = split(f"{above}{HEAD}# Charter\n")

    assert header == Header("emea/charter", "0123456789abcdef")
    assert body == above.removeprefix("\ufeff") + "# Charter\n"


OTHER = HEAD.replace("0123456789abcdef", "f" * 16)
CROSSED = f"<<<<<<< HEAD\n{HEAD}=======\n{OTHER}>>>>>>> branch\n"


@pytest.mark.parametrize(
    "text",
    [
        CROSSED,
        CROSSED.replace("\n", "\r\n"),
        CROSSED.replace("=======\n", f"||||||| 1234567\n{HEAD}=======\n"),
        CROSSED[:-1],
    ],
)
def test_of_two_headers_that_git_set_against_each_other_the_first_counts(text):
    parted = split(text + ("" if text == CROSSED[:-1] else "# Charter\n"))

    assert parted.header == Header("emea/charter", "0123456789abcdef")
    assert parted.body in ("", "# Charter\n")
    assert uncrossed(text).rstrip() == HEAD.rstrip()


@pytest.mark.parametrize(
    "text", [CROSSED.replace(OTHER, OTHER.replace("emea", "apac")), CROSSED.replace("=======\n", "mine\n=======\n")]
)
def test_headers_of_two_documents_and_other_lines_stay_a_conflict(text):
    assert uncrossed(text) == text


@pytest.mark.parametrize(
    "line",
    [
        f"\\{HEAD}",
        f"> {HEAD}",
        HEAD.replace("<", "&lt;"),
        HEAD.replace("-->", "--\\>"),
        "<!-- playbook: id=emea/charter -->\n",
        "<!-- playbook: id=emea/charter revision=123 -->\n",
    ],
)
def test_a_mangled_header_is_no_text_of_anybody(line):
    assert split(f"{line}# Charter\n") == (None, "# Charter\n")
    assert split(f"{HEAD}# Charter\n{line}text\n").body == "# Charter\ntext\n"


def test_words_behind_a_mangled_header_are_kept():
    text = "<!-- playbook: id=emea/charter of the pilot -->\n"

    assert split(text) == (None, text)
    assert split(HEAD + text).body == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_front_matter_stays_in_front(end):
    text = f"---{end}tags: [squad]{end}---{end}# Charter{end}"

    whole = compose("emea/charter", TEXT, text)

    assert whole.startswith(f"---{end}tags: [squad]{end}---{end}<!-- playbook: id=emea/charter revision=")
    assert split(whole) == (Header("emea/charter", revision(TEXT)), text)


def test_a_line_at_the_start_is_no_front_matter():
    assert compose("emea/charter", TEXT, "---\n# Charter\n").startswith("<!-- playbook:")


def test_a_header_that_stands_twice_counts_once():
    other = HEAD.replace("0123456789abcdef", "f" * 16)

    assert split(f"{HEAD}# Charter\n{other}Text\n") == (Header("emea/charter", "0123456789abcdef"), "# Charter\nText\n")


def test_the_header_of_another_document_further_down_is_text():
    other = HEAD.replace("emea", "apac")

    assert split(f"{HEAD}# Charter\n{other}") == (Header("emea/charter", "0123456789abcdef"), f"# Charter\n{other}")


def test_the_mark_at_the_start_is_kept_where_it_is_wanted():
    whole = compose("emea/charter", TEXT, TEXT, mark=True)

    assert whole.startswith("\ufeff<!-- playbook:")
    assert split(whole).body == TEXT
