"""Boxes as people leave them in files."""

import re

import pytest

from playbook.documents.boxes import Unread, comments, headings, read, tasks
from playbook.documents.checklist import boxes, unread, with_ticks, without_ticks
from playbook.documents.claims import LABELS
from tests.documents.test_checklist import tick

ITEM = "<!-- item: a -->"


def why(text):
    return [(one.line, one.item, one.why) for one in read(text).unread]


@pytest.mark.parametrize(
    "text",
    [
        f"- [x] a long text that\n  goes on {ITEM}\n",
        f"- [x] a long text that\ngoes on lazily {ITEM}\n",
        f"- [x] a text\n  {ITEM}\n",
        f"- [x] a text\r\n  {ITEM}\r\n",
        f"-\t[x] tabs {ITEM}\n",
        f"* outer\n\t* [x] nested with a tab {ITEM}\n",
        f"1. outer\n   1. [x] nested {ITEM}\n",
        f"- [x] loose {ITEM}\n\n- [ ] next\n",
        f"- [x] {ITEM}\n",
        f"- [x] **bold** and `code` and [a link](b.md) inside {ITEM}\n",
        f"- [x] no end of line {ITEM}",
    ],
)
def test_a_box_may_stand_in_many_ways(text):
    [box] = boxes(text)

    assert (box.id, box.done) == ("a", True)
    assert without_ticks(text) == text.replace("[x]", "[ ]")
    assert with_ticks(without_ticks(text), {"a": tick()}) == text


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        (f"- [x] x {ITEM}\n  evidence: mail\n", "mail"),
        (f"- [x] x {ITEM}\n  - evidence: mail\n", "mail"),
        (f"- [x] x {ITEM}\n    * Nachweis: Mail\n", "Mail"),
        (f"- [x] x {ITEM}\n  — evidence: mail\n", "mail"),
        (f"- [x] x {ITEM}\n  https://example.org\n", "https://example.org"),
        (f"- [x] x {ITEM}\n  - [minutes](a.md)\n", "[minutes](a.md)"),
        (f"- [x] x {ITEM}\n  evidence: mail,\n  signed\n", "mail, signed"),
        (f"- [x] x\n  evidence: mail {ITEM}\n", "mail"),
        (f"- [x] x — evidence: mail {ITEM} https://example.org\n", "mail; https://example.org"),
    ],
)
def test_evidence_may_stand_below(text, evidence):
    [box] = boxes(text)

    assert box.evidence == evidence
    assert boxes(without_ticks(text))[0].evidence == ""
    assert "mail" not in without_ticks(text).lower()


@pytest.mark.parametrize(
    ("below", "evidence"),
    [
        ("  - Evidence: a\n  - Evidence: b\n", "a; b"),
        ("  - Nachweis: a\n  - Evidence: b\n  - https://c.d\n", "a; b; https://c.d"),
        ("  - https://a.b\n  - https://c.d\n", "https://a.b; https://c.d"),
        ("  - Evidence: a\n    goes on\n  - evidence: b\n", "a goes on; b"),
        ("  * evidence: a\n  - evidence: b\n", "a; b"),
        ("  - see the minutes https://a.b\n", "see the minutes https://a.b"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_entry_of_evidence_below_is_read(below, evidence, end):
    text = f"- [x] x {ITEM}\n{below}- [ ] y <!-- item: b -->\n".replace("\n", end)

    assert boxes(text)[0].evidence == evidence
    assert without_ticks(text) == f"- [ ] x {ITEM}\n- [ ] y <!-- item: b -->\n".replace("\n", end)
    assert with_ticks(text, {"a": tick(evidence)}) == text


def test_no_entry_below_is_lost_behind_a_note():
    text = f"- [x] x {ITEM}\n  - Evidence: a\n  - a note\n  - Evidence: b\n"

    bare = without_ticks(text)

    assert boxes(text)[0].evidence == "a"
    assert why(text) == [(4, "a", "nearly")]
    assert bare == f"- [ ] x {ITEM}\n  - a note\n  - Evidence: b\n"
    assert with_ticks(bare, {"a": tick("a")}).endswith("  - a note\n  - Evidence: b\n")


@pytest.mark.parametrize("said", ["n/a: ask Bob first", "evidence: draft", "not applicable", "https://a.b"])
def test_a_comment_says_nothing(said):
    text = f"- [ ] x *(with evidence)* <!-- {said} --> {ITEM}\n"

    [box] = boxes(text)

    assert (box.done, box.evidence, box.not_applicable, box.reasonless) == (False, "", "", False)
    assert without_ticks(text) == with_ticks(text, {}) == text
    assert with_ticks(text, {"a": tick("mail")}).count(f"<!-- {said} -->") == 1


def test_a_comment_behind_evidence_stays_a_comment():
    text = f"- [ ] x — evidence: draft <!-- private --> {ITEM} <!-- too -->\n"

    done = with_ticks(text, {"a": tick("draft")})

    assert boxes(text)[0].evidence == "draft"
    assert done == f"- [x] x — evidence: draft <!-- private --> {ITEM} <!-- too -->\n"
    assert without_ticks(done) == f"- [ ] x <!-- private --> {ITEM} <!-- too -->\n"


def test_a_mark_in_front_of_a_comment_counts():
    assert [box.done for box in boxes("- [x] ours (required) <!-- ask Bob -->\n")] == [True]


@pytest.mark.parametrize("text", ["- [x] Laptop **(required)** see ticket 99\n", "- [ ] (required) keys\n"])
def test_a_mark_that_does_not_count_is_told(text):
    assert why(text) == [(1, "", "mark")]


@pytest.mark.parametrize(
    "below",
    ["\n  evidence: mail\n", "\n  para\n", "  a remark\n", "  - a remark\n", "  ```\n  evidence: code\n  ```\n"],
)
def test_what_stands_further_below_is_a_remark(below):
    text = f"- [x] x {ITEM}\n{below}"

    assert boxes(text)[0].evidence == ""
    assert without_ticks(text).endswith(below)


@pytest.mark.parametrize("labels", LABELS.values())
def test_a_marked_line_of_a_person_is_a_box(labels):
    text = f"- [x] Legal agrees ({labels.required}) — {labels.evidence}: mail\n- [ ] a note\n"

    [box] = boxes(text)

    assert (box.own, box.done, box.evidence) == (True, True, "mail")
    assert without_ticks(text) == f"- [ ] Legal agrees ({labels.required})\n- [ ] a note\n"
    assert with_ticks(without_ticks(text), {box.id: tick("mail")}).startswith("- [x] Legal agrees")


def test_an_own_item_keeps_its_id_wherever_it_stands():
    texts = [
        "- [ ] Legal agrees (required)\n",
        "1. [x] **Legal agrees** (erforderlich) — evidence: x\n",
        "- a\n  - [ ] legal agrees（必需）\n",
    ]

    assert len({boxes(text)[0].id for text in texts}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] (required)\n",
        "- [ ] x (required) y\n",
        "- x (required)\n",
        "```\n- [ ] x (required)\n```\n",
        "> - [ ] x (required)\n",
        "| - [ ] x (required) |\n|---|\n",
        "<!--\n- [ ] x (required)\n-->\n",
    ],
)
def test_what_is_no_box_of_a_person(text):
    assert boxes(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "- [ x ] x",
        "- [x ] x",
        "- [] x",
        "- [v] x",
        "- [✓] x",
        "-[x] x",
        "- ☑ x",
        "- ✔ x",
        "[x] x",
        "- x",
        "x",
        "- [x]x",
    ],
)
def test_a_line_with_an_item_and_no_box_is_told(line):
    text = f"# x\n\n{line} {ITEM}\n"

    assert boxes(text) == []
    assert why(text) == [(3, "a", "form")]
    assert with_ticks(text, {"a": tick()}) == text


@pytest.mark.parametrize(
    "line", ["- [ x ] x (required)", "- [✓] x (required)", "☑ x (required)", "-[x] x (required) — evidence: y"]
)
def test_a_marked_line_of_a_person_without_a_box_is_told(line):
    assert why(f"{line}\n") == [(1, "", "form")]


@pytest.mark.parametrize(
    "text", ["- [ x ] a note\n", "- x (required)\n", "a text (required)\n", "- [a](b.md) (required)\n"]
)
def test_text_of_people_is_their_own_affair(text):
    assert why(text) == []


@pytest.mark.parametrize(
    "text",
    [f"> - [x] x {ITEM}\n", f"| x |\n|---|\n| [x] {ITEM} |\n", f"- [x] x <!-- item: b --> y {ITEM}\n"],
)
def test_an_item_where_none_can_be_is_told(text):
    assert ("a", "place") in [(item, reason) for _, item, reason in why(text)]


@pytest.mark.parametrize("text", [f"```\n- [x] x {ITEM}\n```\n", f"    - [x] x {ITEM}\n", f"`{ITEM}`\n"])
def test_code_is_an_example_and_nobody_is_told(text):
    assert why(text) == []


def test_a_copied_line_is_told_and_the_first_counts():
    text = f"- [ ] x {ITEM}\n- [x] a copy {ITEM}\n"

    assert [(box.line, box.done) for box in boxes(text)] == [(1, False)]
    assert why(text) == [(2, "a", "twice")]
    assert without_ticks(text) == text


def test_the_other_side_of_a_conflict_is_no_second_line():
    text = f"<<<<<<< your edits\n- [x] x {ITEM}\n=======\n- [ ] y {ITEM}\n>>>>>>> generated\n"

    assert [box.line for box in boxes(text)] == [2]
    assert [spot.line for spot in read(text).again] == [4]
    assert why(text) == []
    assert why(text + f"- [ ] z {ITEM}\n") == [(6, "a", "twice")]
    assert why(text.replace(">>>>>>> generated\n", "")) == [(4, "a", "twice")]


def test_a_lone_carriage_return_ends_a_line():
    text = f"# x\r\r- [x] x — evidence: mail {ITEM}\r- [x] y <!-- item: b -->\r"

    assert [(box.line, box.done) for box in boxes(text)] == [(3, True), (4, True)]
    assert why(text) == []
    assert without_ticks(text) == f"# x\r\r- [ ] x {ITEM}\r- [ ] y <!-- item: b -->\r"


@pytest.mark.parametrize("said", ["— not applicable", "— n/a:", "N/A"])
@pytest.mark.parametrize("mark", [" ", "x"])
def test_a_reason_that_is_missing_settles_nothing(said, mark):
    text = f"- [{mark}] x {said} {ITEM}\n"

    assert [box.done for box in boxes(text)] == [False]
    assert unread(text) == ({"line": 1, "item": "a", "why": "reason"},)
    assert without_ticks(text) == with_ticks(text, {}) == text
    assert with_ticks(text, {"a": tick(not_applicable="at home")}) == f"- [x] x — not applicable: at home {ITEM}\n"


def test_lines_are_counted_with_any_end():
    assert [box.line for box in boxes(f"a\r\n\r\n- [x] x {ITEM}\r\n- [ ] y <!-- item: b -->\r\n")] == [3, 4]


def test_tasks_are_those_without_a_comment():
    assert [spot.text.strip() for spot in tasks(f"- [ ] x {ITEM}\n- [ ] a note\n- [ ] ours (required)\n")] == ["a note"]


def test_headings_and_comments_are_found_where_they_count():
    text = "# É\n\n```\n# code\n```\n<!-- c -->\nTwo\n===\n"

    assert headings(text) == [(0, "É"), (32, "Two")]
    assert comments(text, re.compile("<!-- c -->")) == [21]
    assert read("no box at all") == ((), (), (), ())
    assert Unread(1, "a", "form")._asdict() == {"line": 1, "item": "a", "why": "form"}
