"""The line above which people sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.checklist import mended, signed_part
from playbook.documents.marker import SIGNATURES, covered, restored

HEAD = "# Goal\n\nFor shops.\n\n## Scope\n\n- Orders\n- Credits\n\n_To be filled._\n\n"
TAIL = "## Signatures\n\n| Who | As |\n|---|---|\n| Ana | sponsor |\n\n---\n\n## Sources\n\n`units/a.yaml`\n"
BASE = f"{HEAD}{SIGNATURES}\n\n{TAIL}"

TAMPERED = [
    pytest.param(BASE.replace(f"{SIGNATURES}\n", ""), id="deleted"),
    pytest.param(BASE.replace(f"{SIGNATURES}\n\n", ""), id="deleted-with-its-blank"),
    pytest.param(f"# Goal\n{SIGNATURES}\n{HEAD[7:]}{TAIL}", id="second-line"),
    pytest.param(f"{SIGNATURES}\n\n{HEAD}{TAIL}", id="top"),
    pytest.param(f"# Goal\n\n{SIGNATURES}\n{HEAD[7:]}{SIGNATURES}\n\n{TAIL}", id="twice"),
    pytest.param(BASE.replace("<!--", "\\<!--"), id="escaped"),
    pytest.param(BASE.replace("<!--", "    <!--"), id="code"),
    pytest.param(BASE.replace("<!--", "&lt;!--"), id="entity"),
    pytest.param(f"{HEAD}{TAIL}\n{SIGNATURES}\n", id="bottom"),
    pytest.param(BASE.replace("- Orders", f"- Orders\n{SIGNATURES}").replace(f"\n{SIGNATURES}\n\n", "\n"), id="moved"),
]


@pytest.mark.parametrize("text", TAMPERED)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_marker_cannot_be_taken_out_of_a_signed_text(text, end):
    text = text.replace("\n", end)
    back = restored(text, BASE)

    assert signed_part(text, BASE) == signed_part(BASE)
    assert signed_part(back) == signed_part(BASE)
    assert back.count("playbook: signatures") == 1
    assert back.index(SIGNATURES) < back.index("## Signatures")
    assert restored(back, BASE) == back


@pytest.mark.parametrize("text", TAMPERED)
def test_an_edit_above_it_counts_still(text):
    edited = text.replace("- Credits", "- Credits and gifts")

    assert edited != text
    assert signed_part(edited, BASE) != signed_part(BASE)


def test_a_deleted_line_is_put_back_just_there():
    assert restored(BASE.replace(f"{SIGNATURES}\n", ""), BASE) == BASE
    assert restored(BASE.replace(f"{SIGNATURES}\n\n", ""), BASE) == BASE


@pytest.mark.parametrize("marker", ["<!--playbook: signatures-->", "<!-- playbook:signatures -->"])
def test_it_may_be_written_with_other_blanks(marker):
    text = BASE.replace(SIGNATURES, marker)

    assert restored(text, BASE) == text
    assert signed_part(text) == signed_part(text, BASE) == signed_part(BASE)


@pytest.mark.parametrize(
    "text",
    [
        BASE,
        BASE.replace("\n", "\r\n"),
        BASE.replace("## Signatures", "## Who signs"),
        BASE.replace("| Ana | sponsor |", "| Ana | sponsor, gladly |") + "\nOur notes\n",
        f"{HEAD}{SIGNATURES}\n",
    ],
)
def test_what_stands_below_is_a_persons_own(text):
    assert restored(text, BASE) == text
    assert signed_part(text, BASE) == signed_part(BASE)


def test_what_stands_in_front_of_the_signatures_is_signed():
    text = BASE.replace("## Signatures", "Unless it rains.\n\n## Signatures")

    assert (signed_part(text, BASE) or "").endswith("Unless it rains.")


def test_one_line_moved_below_takes_nothing_else_with_it():
    text = BASE.replace("- Orders\n", "") + "- Orders\n"

    assert restored(text, BASE) == text
    assert signed_part(text, BASE) == (signed_part(BASE) or "").replace("- Orders\n", "")


def test_a_text_whose_signatures_are_gone_is_signed_as_a_whole():
    assert signed_part(HEAD + "Free now.\n", BASE) == f"{signed_part(BASE)}\nFree now."


def test_a_signed_part_laid_below_the_signatures_is_signed_there():
    part = signed_part(f"{SIGNATURES}\n\n{TAIL}{HEAD}", BASE) or ""

    assert set((signed_part(BASE) or "").split("\n")) <= set(part.split("\n"))


def test_a_text_that_was_generated_without_signatures_gets_none():
    assert restored(HEAD, HEAD) == HEAD
    assert covered(HEAD, HEAD) is covered(HEAD) is None


def test_a_marker_in_the_middle_of_a_sentence_is_none():
    assert covered(f"A {SIGNATURES} b\n") is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines_and_layout_bind_nobody(end):
    text = BASE.replace("\n- ", "\n* ").replace("_To be filled._", "*To be filled.*").replace("\n", end)

    assert signed_part(text, BASE) == signed_part(text) == signed_part(BASE)


@given(st.lists(st.integers(0, BASE.count("\n")), max_size=8), st.permutations(range(3)))
def test_whatever_is_deleted_or_moved_a_marker_stands_there_once(gone, order):
    lines = [line for number, line in enumerate(BASE.splitlines(keepends=True)) if number not in gone]
    third = len(lines) // 3
    parts = [lines[:third], lines[third : 2 * third], lines[2 * third :]]
    text = "".join(line for part in order for line in parts[part])
    back = mended(text, BASE)

    assert back.count(SIGNATURES) == 1
    assert [one for one in back.split("\n") if one.strip() and one != SIGNATURES] == [
        one for one in text.split("\n") if one.strip() and one != SIGNATURES
    ]
    assert mended(back, BASE) == back
    assert signed_part(back, BASE) == signed_part(text, BASE)
