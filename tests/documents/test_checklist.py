"""Ticks in the text of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.history import Tick
from playbook.documents.checklist import (
    Box,
    agrees,
    boxes,
    gone,
    signed_part,
    suffix,
    unread,
    with_ticks,
    without_ticks,
)
from playbook.documents.claims import LABELS, quoted
from playbook.documents.escape import clean
from playbook.documents.header import compose
from playbook.documents.marker import SIGNATURES

TEXT = """\
# Launch

- [ ] The sponsor is named <!-- item: pilot.sponsor -->
- [x] The room is booked — evidence: mail of 3 Nov <!-- item: pilot.room -->
- [x] Travel is paid — not applicable: all sit in Lyon <!-- item: pilot.travel -->
- [ ] a line of ours
"""
OPEN = """\
# Launch

- [ ] The sponsor is named <!-- item: pilot.sponsor -->
- [ ] The room is booked <!-- item: pilot.room -->
- [ ] Travel is paid <!-- item: pilot.travel -->
- [ ] a line of ours
"""


def tick(evidence="", not_applicable=""):
    return Tick("2026-11-21T09:30:00Z", "p-1", evidence, not_applicable)


TICKS = {"pilot.room": tick("mail of 3 Nov"), "pilot.travel": tick(not_applicable="all sit in Lyon")}


def only(line):
    found = boxes(line + "\n")
    assert len(found) == 1
    return found[0]


def test_boxes_are_the_lines_with_an_item():
    found = boxes(TEXT)

    assert found == [
        Box(3, "pilot.sponsor", False, "", ""),
        Box(4, "pilot.room", True, "mail of 3 Nov", ""),
        Box(5, "pilot.travel", True, "", "all sit in Lyon"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n- [x] in a fence <!-- item: a -->\n```\n",
        "~~~~\n```\n- [x] in a fence <!-- item: a -->\n~~~~\n",
        "    - [x] in indented code <!-- item: a -->\n",
        "<!--\n- [x] in a comment <!-- item: a -->\n",
        "`- [x] in a span <!-- item: a -->`\n",
        "| - [x] in a table <!-- item: a --> |\n|---|\n| - [x] x <!-- item: a --> |\n",
        "- [x] the comment is code: `<!-- item: a -->`\n",
        "- x [x] not at the start <!-- item: a -->\n",
        "- [x] another paragraph has it\n\n  <!-- item: a -->\n",
        "> - [x] in a quote <!-- item: a -->\n",
        "- [x] no item <!-- note: a -->\n",
        "[x] no list <!-- item: a -->\n",
        r"- \[x] escaped <!-- item: a -->" + "\n",
        "- [y] another letter <!-- item: a -->\n",
        "<div>\n- [x] in HTML <!-- item: a -->\n</div>\n",
    ],
)
def test_what_only_looks_like_a_box_is_none(text):
    assert boxes(text) == []
    assert without_ticks(text) == text
    assert with_ticks(text, {"a": tick()}) == text


@pytest.mark.parametrize(
    "line",
    [
        "- [x] x <!-- item: a -->",
        "* [X] x <!-- item: a -->",
        "+ [x] x <!--item: a-->",
        "3. [x] x <!-- item: a -->",
        "- [x] x\n  <!-- item: a -->",
        "- [x] x\nlazy <!-- item: a -->",
        "   - [x] x <!-- item: a --> ",
        "- outer\n  - [x] x <!-- item: a -->",
        "- [x] first <!-- b --> second <!-- item: a -->",
        "- [x] Zoë 张 👩‍🔬 <!-- item: a -->",
    ],
)
def test_a_box_may_look_in_many_ways(line):
    box = only(line)

    assert (box.id, box.ticked, box.evidence, box.not_applicable) == ("a", True, "", "")


@pytest.mark.parametrize("dash", ["—", "–", "-", "--"])
@pytest.mark.parametrize("word", ["evidence", "Evidence", "EVIDENCE", "Nachweis", "prova", "kanıt", "bukti", "证据"])
@pytest.mark.parametrize("colon", [":", " : ", "："])
def test_evidence_is_written_in_many_ways(dash, word, colon):
    box = only(f"- [x] x {dash} {word}{colon} seen, by <b> <!-- item: a -->")

    assert box.evidence == "seen, by <b>"


@pytest.mark.parametrize("labels", LABELS.values())
def test_a_reason_is_read_in_every_language(labels):
    assert only(f"- [x] x — {labels.not_applicable}: no travel <!-- item: a -->").not_applicable == "no travel"


def test_evidence_may_stand_after_the_comment_where_an_editors_cursor_is():
    text = "- [x] x <!-- item: a --> — evidence: mail\n"

    assert only(text).evidence == "mail"
    assert without_ticks(text) == "- [ ] x <!-- item: a -->\n"


@pytest.mark.parametrize("text", ["evidence-based: x", "x evidence: y", "self-evidence: y", "— evidences: y"])
def test_ordinary_words_are_no_evidence(text):
    assert only(f"- [x] {text} <!-- item: a -->").evidence == ""


def test_a_link_is_kept_as_evidence():
    text = "- [x] x — evidence: [minutes](docs/minutes.md) <!-- item: a -->\n"

    assert only(text).evidence == "[minutes](docs/minutes.md)"
    assert with_ticks(text, {"a": tick("[minutes](docs/minutes.md)")}) == text


def test_an_id_counts_once():
    text = "- [x] x <!-- item: a -->\n- [ ] a copy <!-- item: a -->\n"

    assert boxes(text) == [Box(1, "a", True, "", "")]
    assert with_ticks(text, {}) == text.replace("[x]", "[ ]")


def test_a_reason_settles_an_item_even_without_a_tick():
    box = only("- [ ] x — not applicable: no travel <!-- item: a -->")

    assert box.done
    assert not box.ticked
    assert agrees(box, tick(not_applicable="no travel"))


def test_ticks_are_taken_out():
    assert without_ticks(TEXT) == OPEN


def test_ticks_are_put_in():
    assert with_ticks(OPEN, TICKS) == TEXT


def test_a_tick_that_was_taken_back_leaves_an_empty_box():
    assert with_ticks(TEXT, {}) == OPEN


def test_a_line_that_agrees_stays_as_its_writer_wrote_it():
    text = "* [X]  The room   is booked - evidence:  mail of 3 Nov   <!-- item: pilot.room --> \n"

    assert with_ticks(text, TICKS) == text


def test_notes_at_an_open_box_stay():
    text = "- [ ] x — evidence: asked Ana on Monday <!-- item: a -->\n"

    assert without_ticks(text) == text
    assert with_ticks(text, {}) == text
    assert with_ticks(text, {"a": tick("mail; asked Ana on Monday")}).startswith("- [x] x — evidence: mail; asked Ana")


@pytest.mark.parametrize("lead", ["- ", "  * ", "1. ", "-\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_note_that_the_tick_does_not_say_stays_below(lead, end):
    text = f"{lead}[ ] x — evidence: asked Ana <!-- item: a -->{end}next{end}"
    indent = "".join("\t" if char == "\t" else " " for char in lead)

    done = with_ticks(text, {"a": tick("mail")})

    below = f"{indent}- evidence&#8288;: asked Ana"
    assert done == f"{lead}[x] x — evidence: mail <!-- item: a -->{end}{below}{end}next{end}"
    assert with_ticks(done, {"a": tick("mail")}) == done
    assert below in without_ticks(done)
    assert unread(done) == ()


def test_both_sides_of_a_conflict_have_the_tick():
    text = (
        "<<<<<<< your edits\n- [ ] mine <!-- item: a -->\n=======\n- [ ] theirs <!-- item: a -->\n>>>>>>> generated\n"
    )

    done = with_ticks(text, {"a": tick("mail")})

    assert done.count("[x]") == done.count("— evidence: mail") == 2
    assert unread(done) == ()
    assert without_ticks(done) == text


def test_a_persons_way_to_write_evidence_stays_when_another_line_changes():
    file = "# old\n- [x] x – Nachweis: Mail <!-- item: a -->\n- [X] y <!-- item: b -->\n  Evidence: *minutes*\n"
    body = without_ticks(file).replace("old", "new")

    done = with_ticks(body, {"a": tick("Mail"), "b": tick("*minutes*")}, "en", None, file)

    assert done == file.replace("old", "new")
    assert (
        with_ticks(body, {"a": tick("other"), "b": tick("*minutes*")}, "en", None, file).count("— evidence: other") == 1
    )


def test_a_persons_lines_get_the_line_ends_of_the_text():
    file = "- [x] y <!-- item: b -->\r\n  Evidence: minutes\r\n"

    assert with_ticks("- [ ] y <!-- item: b -->\n", {"b": tick("minutes")}, file=file) == file.replace("\r\n", "\n")


def test_evidence_whose_tick_was_taken_back_is_a_note():
    file = "- [x] x — evidence: mail <!-- item: a -->\n- [x] y — n/a: home <!-- item: b -->\n"

    done = with_ticks(without_ticks(file), {}, "en", None, file)

    assert done == "- [ ] x — evidence: mail <!-- item: a -->\n- [ ] y <!-- item: b -->\n"
    assert not any(box.done for box in boxes(done))


def test_an_item_may_have_evidence_and_a_reason():
    given = {"a": tick("draft", "all sit in one room")}

    done = with_ticks("- [ ] x <!-- item: a -->\n", given)

    assert done == "- [x] x — evidence: draft — not applicable: all sit in one room <!-- item: a -->\n"
    assert agrees(only(done), given["a"])


def test_items_that_stand_nowhere_are_told():
    text = "- [ ] x <!-- item: a -->\n> - [ ] y <!-- item: b -->\n```\n- [ ] z <!-- item: c -->\n```\n"

    assert gone(text, ["a", "b", "c", "d"]) == (
        {"line": 0, "item": "c", "why": "gone"},
        {"line": 0, "item": "d", "why": "gone"},
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_the_lines_of_boxes_change(end):
    text = f"before \t{end}{end}- [ ] x <!-- item: a -->{end}  more \u2028 text{end}| a |{end}last"

    assert with_ticks(text, {"a": tick()}) == text.replace("[ ]", "[x]")


def test_the_words_are_those_of_the_documents_language():
    assert (
        with_ticks("- [ ] x <!-- item: a -->\n", {"a": tick("Mail")}, "de")
        == "- [x] x — Nachweis: Mail <!-- item: a -->\n"
    )
    assert suffix(tick(not_applicable="x"), "it") == " — non applicabile: x"
    assert suffix(tick("x"), "nl") == " — evidence: x"
    assert suffix(tick("邮件"), "zh") == " — 证据：邮件"
    assert suffix(tick()) == suffix(None) == ""


PROSE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SAID = PROSE | st.sampled_from(
    ["<!-- item: b -->", "--> x", "a <b> c", r"a \<b", "x — evidence: y", "- not applicable: z", "`", "\\"]
)


@given(SAID, SAID)
def test_what_was_said_is_read_back(evidence, reason):
    ticks = {"a": tick(evidence, reason)}

    text = with_ticks("- [ ] x <!-- item: a -->\nnext\n", ticks)

    assert agrees(boxes(text)[0], ticks["a"])
    assert with_ticks(text, ticks) == text
    assert without_ticks(text) == "- [ ] x <!-- item: a -->\nnext\n"


@given(
    st.lists(
        st.sampled_from([*TEXT.splitlines(), "```", "", "x", "<!--", "> - [x] y <!-- item: q -->\r", "===", "| a |"])
    )
)
def test_edits_are_stable_for_any_text(lines):
    text = "\n".join(lines)

    assert without_ticks(without_ticks(text)) == without_ticks(text)
    assert with_ticks(with_ticks(text, TICKS), TICKS) == with_ticks(text, TICKS)
    assert all(agrees(box, TICKS.get(box.id)) for box in boxes(with_ticks(text, TICKS)))


def test_agreement_is_about_all_that_is_said():
    assert agrees(only("- [ ] x <!-- item: a -->"), None)
    assert not agrees(only("- [x] x <!-- item: a -->"), None)
    assert not agrees(only("- [ ] x <!-- item: a -->"), tick())
    assert not agrees(only("- [x] x — evidence: a <!-- item: a -->"), tick("b"))
    assert agrees(only("- [x] x — evidence: a b <!-- item: a -->"), tick("a\nb "))


@pytest.mark.parametrize("text", ["All — evidence: x", "a - not applicable: b — evidence: c", "x — 证据：y"])
def test_an_items_text_is_not_taken_for_evidence(text):
    line = f"- [x] {quoted(text)} <!-- item: a -->"

    assert only(line) == Box(1, "a", True, "", "")


def test_an_items_text_is_one_line():
    assert quoted("a\nb") == "a b"
    assert quoted("plain: text") == "plain: text"


SIGNED = f"# Charter\n\nWe do it.  \n- [ ] x <!-- item: a -->\n\n{SIGNATURES}\n\n| Name | Signature |\n|---|---|\n"


def test_what_is_signed_stands_above_the_signatures():
    assert signed_part(SIGNED) == "# Charter\nWe do it.\n- [ ] x <!-- item: a -->"


@pytest.mark.parametrize(
    "text",
    [
        compose("emea/pilot/charter", SIGNED, SIGNED),
        SIGNED.replace("\n", "\r\n"),
        SIGNED.replace("[ ] x", "[x] x — evidence: y"),
        SIGNED.replace("[ ] x", "[ ] x - evidence: not yet"),
        SIGNED.replace("  \n", "\n"),
        SIGNED + "| Ana | signed |\n",
    ],
)
def test_header_ticks_and_what_stands_below_bind_nobody(text):
    assert signed_part(text) == signed_part(SIGNED)


def test_every_other_change_counts():
    assert signed_part(SIGNED.replace("We", "They")) != signed_part(SIGNED)


@pytest.mark.parametrize("text", ["", "# Charter\n", f"```\n{SIGNATURES}\n```\n", "`" + SIGNATURES + "`\n"])
def test_a_document_without_signatures_binds_nothing(text):
    assert signed_part(text) is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_looked_at(text):
    assert isinstance(boxes(text), list)
    assert signed_part(text) is None


def test_cleaning_is_what_a_line_can_carry():
    assert only(f"- [x] x{suffix(tick(' a  b '))} <!-- item: a -->").evidence == clean(" a  b ")
