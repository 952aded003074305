"""What stands beside an item's text, as people write it."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.history import Tick
from playbook.documents.checklist import boxes, suffix
from playbook.documents.claims import (
    ALSO,
    LABELS,
    Claim,
    asked,
    both,
    claim,
    closed,
    joined,
    normal,
    noted,
    own_id,
    plain,
    quoted,
)


def words(kind):
    return [*(labels[kind] for labels in LABELS.values()), *ALSO[kind].split("|")]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("x — evidence: mail", "mail"),
        ("x -- Evidence: mail", "mail"),
        ("x --- evidence: mail", "mail"),
        ("x – EVIDENCE : mail", "mail"),
        ("x—evidence:mail", "mail"),
        ("x — **evidence:** mail", "mail"),
        ("x — *evidence*: mail", "mail"),
        ("x (evidence: mail)", "mail"),
        ("x（证据：邮件）", "邮件"),
        ("已指定——证据：邮件", "邮件"),
        ("x − evidence: minus sign", "minus sign"),
        ("x\n  evidence: mail,\n  signed", "mail, signed"),
        ("x\n  - evidence: mail", "mail"),
        ("x\r\n  — Nachweis: Mail", "Mail"),
        ("x — KANIT: posta", "posta"),
        ("x — evidence: [minutes](a.md) of 3 March", "[minutes](a.md) of 3 March"),
        ("x https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("x <https://example.org>", "<https://example.org>"),
        ("x [minutes](docs/minutes(1).md)", "[minutes](docs/minutes(1).md)"),
        ("x — [minutes](a.md), [mail](b.md)", "[minutes](a.md), [mail](b.md)"),
        ("x ![photo](a.png)", "![photo](a.png)"),
        ("x\n  https://example.org", "https://example.org"),
        ("x Evidence: mail", "mail"),
        ("x EVIDENCE: mail", "mail"),
        ("x **Evidence:** mail", "mail"),
        ("x Prova: mail", "mail"),
        ("x, evidence: mail", "mail"),
        ("x; Nachweis: Mail", "Mail"),
        ("x see https://example.org", "see https://example.org"),
        ("x — siehe: [Protokoll](a.md)", "siehe: [Protokoll](a.md)"),
        ("x — evidence: mail of 3 March. Evidence: second", "mail of 3 March.; second"),
        ("x (evidence: mail (3.3.))", "mail (3.3.)"),
        ("x (evidence: mail) — evidence: more", "mail; more"),
        ("x (evidence: mail", "mail"),
    ],
)
def test_evidence_is_read_in_many_forms(text, evidence):
    said = claim(text)

    assert (said.evidence, said.not_applicable, said.reasonless) == (evidence, "", False)
    assert said.kept.strip() in ("x", "已指定")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x — not applicable: no travel", "no travel"),
        ("x — Not Applicable - no travel", "no travel"),
        ("x — n/a: no travel", "no travel"),
        ("x N/A - no travel", "no travel"),
        ("x N/A: no travel", "no travel"),
        ("x n.a.: no travel", "no travel"),
        ("x (n/a: no travel)", "no travel"),
        ("x — GEÇERLİ DEĞİL: yok", "yok"),
        ("x — gec\u0327erli deg\u0306il: yok", "yok"),
        ("x——不适用：没有出差", "没有出差"),
        ("x\n  n/a: no travel", "no travel"),
        ("x, not applicable: no travel", "no travel"),
        ("x Not applicable: no travel", "no travel"),
    ],
)
def test_a_reason_is_read_in_many_forms(text, reason):
    assert claim(text) == Claim("x", not_applicable=reason)


@pytest.mark.parametrize(
    ("text", "kept", "evidence", "reason"),
    [
        ("x (evidence: mail 3.3.) — not applicable: y", "x", "mail 3.3.", "y"),
        ("x — evidence: a\n  - n/a: b", "x", "a", "b"),
        ("x — not applicable: b\n  - evidence: a (c)", "x", "a (c)", "b"),
        ("x — evidence: a (n/a: b)", "x", "a", "b"),
        ("x (evidence: a) and more", "x and more", "a", ""),
        ("x (evidence: a) and more — n/a: b", "x and more", "a", "b"),
        ("~~x — evidence: a — n/a: b~~", "~~x~~", "a", "b"),
    ],
)
def test_a_line_may_say_more_than_one_thing(text, kept, evidence, reason):
    assert claim(text) == Claim(kept, evidence, reason)


@pytest.mark.parametrize("text", ["Der Nachweis: Foto", "Evidence: collected", "as evidence: y", "the proof, evidence"])
def test_a_capital_alone_is_no_claim_of_a_german_noun_nor_at_the_start(text):
    assert claim(text) == Claim(text)


def test_a_german_noun_behind_a_sentence_is_one():
    assert claim("Der Raum ist da. Nachweis: Foto") == Claim("Der Raum ist da.", evidence="Foto")


def test_an_own_item_keeps_its_mark_behind_brackets():
    assert claim("x (evidence: a) (required)", own=True) == Claim("x (required)", evidence="a")


def test_texts_are_joined_once():
    assert joined("a", "", "b", "a") == "a; b"
    assert both(Claim("x", "a"), Claim("", reasonless=True)) == Claim("", "a")
    assert both(Claim("x"), Claim("", reasonless=True)).reasonless


def test_a_word_that_shall_claim_nothing_looks_as_before():
    assert noted("a — evidence: b") == "a — evidence&#8288;: b"
    assert plain(noted("a — n/a: b, evidence: c")) == "a — n/a: b, evidence: c"


def test_a_comment_claims_nothing_and_stays():
    assert claim("x <!-- n/a: y -->") == Claim("x <!-- n/a: y -->")
    assert claim("x <!-- a --> y — evidence: b <!-- c -->") == Claim("x <!-- a --> y", "b", hidden=" <!-- c -->")


@pytest.mark.parametrize("word", words(0))
def test_every_word_for_evidence_is_known(word):
    assert claim(f"x — {word}: y").evidence == "y"
    assert claim(f"x — {word.upper()}: y").evidence == "y"


@pytest.mark.parametrize("word", words(1))
def test_every_word_for_what_does_not_apply_is_known(word):
    assert claim(f"x — {word}: y").not_applicable == "y"
    assert claim(f"x — {word}").reasonless


@pytest.mark.parametrize("word", words(2))
@pytest.mark.parametrize("form", ["({})", "（{}）", "( {} )", "**({})**", "*({})*.", "({})。"])
def test_every_mark_of_what_is_required_is_known(word, form):
    assert asked("The lawyer agrees " + form.format(word))
    assert asked("律师同意" + form.format(word.upper()))


@pytest.mark.parametrize("text", ["(required) first", "required", "(not required)", "[required]", "x (required) y"])
def test_the_mark_stands_at_the_end(text):
    assert not asked(text)


@pytest.mark.parametrize("text", ["x — not applicable", "x — not applicable:", "x n/a", "x — N/A.", "x — n/a —"])
def test_a_reason_that_is_not_given_is_seen(text):
    said = claim(text)

    assert said.reasonless or said.not_applicable == ""
    assert not said.evidence


@pytest.mark.parametrize(
    "text",
    [
        "evidence-based: x",
        "x evidence: y",
        "self-evidence: y",
        "— evidences: y",
        "The rule is not applicable: never",
        "x not applicable",
        "see https://example.org for more",
        "[a](b.md) is read",
        "x (evidence)",
    ],
)
def test_ordinary_words_claim_nothing(text):
    assert claim(text) == Claim(text)


def test_behind_the_comment_the_word_needs_no_dash():
    assert claim(" evidence: mail", tail=True).evidence == "mail"
    assert claim(" n/a: no travel", tail=True).not_applicable == "no travel"


@pytest.mark.parametrize(
    ("text", "kept", "evidence"),
    [
        ("~~x — evidence: mail~~", "~~x~~", "mail"),
        ("**x — evidence: mail**", "**x**", "mail"),
        ("x (required) — evidence: mail", "x (required)", "mail"),
        ("x — evidence: mail (required)", "x (required)", "mail"),
    ],
)
def test_what_belongs_to_the_item_stays_with_it(text, kept, evidence):
    assert claim(text, own=True) == Claim(kept, evidence=evidence)


def test_what_is_struck_through_is_ended_before_something_is_written_behind():
    assert closed("~~x", "") == "~~x~~"
    assert closed("~~x", "~~") == "~~x"
    assert closed("~~x~~ y", "") == "~~x~~ y"


def test_two_writings_of_an_item_have_something_in_common():
    assert normal("~~The  *room* is `booked`~~ *(with evidence)*") == normal("the room is booked")
    assert own_id("The lawyer agrees (required)") == own_id("**the lawyer agrees** (erforderlich)")
    assert own_id("a (required)") != own_id("b (required)")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HOSTILE = st.sampled_from(
    [
        "— evidence: x",
        "n/a: y",
        "(evidence: z)",
        "https://example.org",
        "[a](b)",
        "— not applicable",
        "N/A",
        "<!-- item: b -->",
        "{{ 7*7 }}",
        "{% for x in y %}",
        "<script>alert(1)</script>",
        "~~x~~",
        "**x",
        "`code`",
        "| a | b |",
        "\u202egnisrever\u202c",
        "\x1b[31mred",
        "(required)",
        "（必需）",
        "&#58;",
        "\\",
        "```",
        "[ ]",
        "x)",
    ]
)


@given(st.lists(TEXT | HOSTILE, min_size=1, max_size=4).map(" ".join))
def test_a_templates_text_is_never_taken_for_a_claim(text):
    said = claim(quoted(text))

    assert (said.evidence, said.not_applicable, said.reasonless) == ("", "", False)


@given(st.lists(TEXT | HOSTILE, max_size=3).map(" ".join))
def test_what_a_tick_says_is_read_back_word_for_word(text):
    tick = Tick("2026-11-21T09:30:00Z", "p-1", text, "")

    found = boxes(f"- [x] x{suffix(tick)} <!-- item: a -->\n")

    assert [box.evidence for box in found] == [plain(text)]


@pytest.mark.parametrize(
    "text",
    [
        " " * 200_000,
        "-" * 100_000,
        "[" * 50_000,
        "(" * 100_000,
        "https://" * 20_000,
        "— n/a: " * 20_000,
        "(evidence: a)" * 10_000,
        "<!--" * 50_000 + "-->",
    ],
)
def test_a_hostile_line_costs_no_more_than_another(text):
    before = process_time()

    claim("x" + text)

    assert process_time() - before < 2
