"""What a template can call."""

import pytest

from playbook.core.history import Tick
from playbook.documents.pen import RANGE_LIMIT, Pen
from playbook.words import Words

DONE = Tick("2026-11-21T09:30:00Z", "p-1", "", "")


@pytest.fixture
def pen():
    pen = Pen(Words())
    pen.start({})
    return pen


def test_a_sentence_has_its_facts(pen):
    assert pen.say("{a} of {b}, {{c}}", a="x", b=2) == "x of 2, {c}"


def test_the_number_chooses_the_form(pen):
    assert pen.say_many("{n} squad of {u}", "{n} squads of {u}", 1, u="x") == "1 squad of x"
    assert pen.say_many("{n} squad of {u}", "{n} squads of {u}", 1200, u="x") == "1,200 squads of x"


@pytest.mark.parametrize("text", ["{a.b}", "{a[0]}", "{a!r}", "{a:10}", "{a:1000000000}", "{}", "{0}", "{a", "a}"])
def test_a_sentence_cannot_look_into_its_facts(pen, text):
    with pytest.raises(ValueError, match="names its facts"):
        pen.say(text, a="x")
    with pytest.raises(ValueError, match="names its facts"):
        pen.say_many("one", text, 1, a="x")


@pytest.mark.parametrize("fact", [[], {}, len, object(), None])
def test_a_fact_is_a_text_or_a_number(pen, fact):
    with pytest.raises(ValueError, match=type(fact).__name__):
        pen.say("{a}", a=fact)


def test_an_item_is_an_open_box_with_its_id(pen):
    assert (
        pen.item("pilot.sponsor", "The sponsor is named") == "- [ ] The sponsor is named <!-- item: pilot.sponsor -->"
    )
    assert list(pen.items.values()) == [
        {"id": "pilot.sponsor", "text": "The sponsor is named", "required": True, "evidence": False}
    ]


def test_an_item_that_asks_for_evidence_says_so(pen):
    line = pen.item("a", "x", evidence=True, required=False)

    assert line == "- [ ] x *(with evidence)* <!-- item: a -->"
    assert pen.items["a"] == {"id": "a", "text": "x", "required": False, "evidence": True}


@pytest.mark.parametrize(
    ("tick", "line"),
    [
        (DONE, "- [x] x <!-- item: a -->"),
        (DONE._replace(evidence="mail of 3 Nov"), "- [x] x — evidence: mail of 3 Nov <!-- item: a -->"),
        (DONE._replace(not_applicable="no travel"), "- [x] x — not applicable: no travel <!-- item: a -->"),
    ],
)
def test_a_done_item_says_how(pen, tick, line):
    pen.start({"a": tick, "b": tick})

    assert pen.item("a", "x") == line


def test_an_item_twice_in_one_document_is_a_mistake(pen):
    pen.item("a", "x")

    with pytest.raises(ValueError, match="twice"):
        pen.item("a", "y")


def test_the_next_document_begins_afresh(pen):
    pen.item("a", "x")
    pen.start({})

    assert pen.items == {}
    assert pen.item("a", "x")


@pytest.mark.parametrize("name", ["", " ", "a b", "a\n", "-->", "-a", "ü", "a" * 129])
def test_an_id_must_fit_into_a_comment(pen, name):
    with pytest.raises(ValueError, match="cannot be the id"):
        pen.item(name, "x")


def test_an_items_text_says_nothing_about_evidence(pen):
    assert pen.item("a", "x — evidence: y") == "- [ ] x — evidence&#58; y <!-- item: a -->"


def test_ranges_have_a_limit_in_all(pen):
    assert list(pen.range(1, 4)) == [1, 2, 3]
    pen.range(RANGE_LIMIT - 3)

    with pytest.raises(ValueError, match=str(RANGE_LIMIT)):
        pen.range(1)


def test_signatures_are_a_line_that_nobody_sees(pen):
    assert pen.signatures() == "<!-- playbook: signatures -->"


def test_everything_offered_can_be_called(pen):
    assert all(callable(one) for one in pen.offered().values())
    words = {"_", "ngettext", "date", "number", "percent", "currency", "listed"}
    assert set(pen.offered()) == words | {"item", "ticked", "label", "figure", "signatures", "range"}


def test_a_raised_meaning_opens_the_box_and_says_whose_tick_it_was(pen):
    pen.start({"a": DONE._replace(who="Ana Diaz", evidence="mail", when="2026-11-20T09:30:00Z")})

    line = pen.item("a", "x", evidence=True, meaning=2)

    note = "Ana Diaz ticked it for an earlier meaning on 20 Nov 2026; please confirm"
    assert line == f"- [ ] x *(with evidence)* *({note})* <!-- item: a -->"
    assert pen.items["a"]["meaning"] == 2


@pytest.mark.parametrize("given", [2, 3])
def test_a_tick_for_this_meaning_or_a_later_one_stands(pen, given):
    pen.start({"a": DONE._replace(meaning=given)})

    assert pen.item("a", "x", meaning=2).startswith("- [x] ")


def test_the_first_meaning_is_not_worth_a_word(pen):
    pen.item("a", "x", meaning=1)

    assert "meaning" not in pen.items["a"]


@pytest.mark.parametrize("meaning", [0, -1, True, 1.5, "2", 10**7])
def test_a_meaning_is_a_whole_number(pen, meaning):
    with pytest.raises(ValueError, match="meaning"):
        pen.item("a", "x", meaning=meaning)


def test_who_ticked_is_told_the_busiest_first(pen):
    ana, bo = DONE._replace(who="Ana"), DONE._replace(who="Bo *x*", at="2026-11-22T09:30:00Z")
    pen.start({"a": bo, "b": ana, "c": ana, "d": ana, "elsewhere": ana})
    for name in "abc":
        pen.item(name, name)
    pen.item("d", "d", meaning=2)

    assert pen.ticked() == [
        {"name": "Ana", "n": 2, "day": "2026-11-21T09:30:00Z"},
        {"name": r"Bo \*x\*", "n": 1, "day": "2026-11-22T09:30:00Z"},
    ]


def test_labels_are_the_words_that_are_read_back(pen):
    assert [pen.label(kind) for kind in ("evidence", "not_applicable", "required")] == [
        "evidence",
        "not applicable",
        "required",
    ]
    with pytest.raises(ValueError, match="not_applicable"):
        pen.label("proof")
