"""What looks like evidence and was not read."""

import pytest

from playbook.documents.boxes import read
from playbook.documents.nearly import below, mislaid, nearly

ITEM = "<!-- item: a -->"


def why(text):
    return [(one.line, one.item, one.why) for one in read(text).unread]


@pytest.mark.parametrize(
    "said",
    [
        "evidence: mail",
        "— evidence mail",
        "— evidence - mail",
        "evidence=mail",
        "— evidences: mail",
        "— proof: mail",
        "(evidence in folder 3)",
        "kanıt: posta",
        "(n/a since May)",
        "— not applicable because we sit in one room",
        "not needed: x",
        "does not apply: y",
        "nicht nötig: z",
        "— 无需：都在",
    ],
)
@pytest.mark.parametrize("mark", "x ")
def test_a_line_that_looks_like_evidence_is_told(said, mark):
    text = f"- [{mark}] Asked the people *(with evidence)* {said} {ITEM}\n"

    assert why(text) == [(1, "a", "nearly")]


@pytest.mark.parametrize(
    "text",
    [
        "The release is signed *(with evidence)*",
        "Die Freigabe liegt vor *(mit Nachweis)*",
        "*(evidence needed)*",
        "Collect data, evidence and notes",
        "Evidence of the release is filed",
        "evidence-based: decided",
        "self-evidence: shown",
        "Decide (by vote): who decides",
        "x <!-- evidence: y -->",
        "",
    ],
)
def test_ordinary_words_are_not_told(text):
    assert not nearly(text)


@pytest.mark.parametrize("said", ["— evidence: mail", "— not applicable: home", "— not applicable", "https://a.b"])
def test_a_line_that_was_read_is_not_told(said):
    assert "nearly" not in [one[2] for one in why(f"- [x] x {said} {ITEM}\n")]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("Evidence: mail\n", 2),
        ("\nEvidence: mail\n", 3),
        ("\n  Evidence: mail\n", 3),
        ("\n  - Evidence: mail\n", 3),
        ("  - a note\n  - Evidence: mail\n", 3),
        ("  > Evidence: mail\n", 2),
        ("> Evidence: mail\n", 2),
        ("  - not needed: all sit here\n", 2),
        ("  ![shot](a.png)\n  taken on Monday\n", 1),
        ("\n  ![shot](a.png)\n", 3),
    ],
)
def test_evidence_below_that_was_not_read_is_told(lines, line):
    assert why(f"- [x] x {ITEM}\n{lines}- [ ] y <!-- item: b -->\n") == [(line, "a", "nearly")]


@pytest.mark.parametrize(
    "lines",
    [
        "- [ ] y\n  evidence: z\n",
        "## Evidence: what counts\n",
        "\n## Next\n\nEvidence: what counts\n",
        "text\nEvidence: what counts\n",
        "```\nevidence: code\n```\n",
        "![shot](a.png)\n",
        "  - a note\n",
        "=======\n- [x] y\n",
    ],
)
def test_what_stands_apart_is_not_told(lines):
    assert why(f"- [x] x {ITEM}\n{lines}") == []


def test_lines_are_looked_at_that_are_near():
    near = b"\r\n" + b"  a\r\n" * 7 + b"  evidence: x"

    assert list(below(near, 2)) == [8]
    assert list(below(b"\n" + near, 2)) == []


def test_a_nested_items_list_ends_where_its_text_would_begin():
    assert list(below(b"\n    - evidence: x\n", 4)) == [1]
    assert list(below(b"\n  - evidence: x\n", 4)) == []


@pytest.mark.parametrize(("text", "there"), [("(required) keys", True), ("x (wajib) y", True), ("required", False)])
def test_a_mark_that_does_not_count_is_seen(text, there):
    assert mislaid(text) == there
