"""What holds for any document and any edit: no word of a person is lost, and what was generated is found again."""

from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.checklist import (
    aligned,
    boxes,
    generated_part,
    healed,
    own_items,
    states,
    with_own,
    with_ticks,
    without_ticks,
)
from playbook.documents.merge import settle
from playbook.documents.pen import Pen
from playbook.words import Words
from tests.documents.test_checklist import tick

PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=25)
HOSTILE = st.sampled_from(
    [
        "— evidence: x",
        "n/a: y",
        "https://a.b",
        "<!-- item: i1 -->",
        "{{ x }}",
        "<b>",
        "\u202egnp",
        "\x1b[0m",
        "(required)",
        "**x",
        "~~x",
        "```",
        "- [x] y",
        "[l](m)",
    ]
)
SAID = st.lists(PROSE | HOSTILE, max_size=3).map(" ".join)
LINE = st.sampled_from(
    [
        "",
        "plain text",
        "## heading",
        "- [ ] a note",
        "- [x] ours (required)",
        "- [ ] theirs (wajib) — evidence: mail",
        "- [x] the room <!-- item: i1 -->",
        "- [ ] the room — evidence: asked <!-- item: i1 -->",
        "- [x] the room — n/a: home <!-- item: i1 --> https://a.b",
        "- [X]  ~~the desk~~ <!-- item: i2 -->",
        "* [ x ] the desk <!-- item: i2 -->",
        "  evidence: below",
        "  - evidence: nested",
        "  wrapped",
        "```",
        "<!--",
        "-->",
        "> - [x] quoted <!-- item: i3 -->",
        "| a | b |",
        "|---|---|",
        "===",
        "1. [x] numbered (required) <!-- other -->",
        "\t- [x] deep <!-- item: i4 -->",
    ]
)
TEXT = st.lists(LINE | PROSE, max_size=12).map("\n".join)
TICKS = st.dictionaries(st.sampled_from(["i1", "i2", "i3", "i4"]), st.builds(tick, SAID, st.just("") | SAID))


def words(text):
    """Return the words of a text that are no box, no claim and no label."""
    return text.replace("[x]", "").replace("[X]", "").replace("[ ]", "").split()


@given(TEXT, TICKS)
def test_ticks_go_out_and_in_again(text, ticks):
    drawn = with_ticks(text, ticks)

    assert with_ticks(drawn, ticks) == drawn
    assert without_ticks(without_ticks(text)) == without_ticks(text)
    bare = without_ticks(drawn)
    assert without_ticks(with_ticks(bare, ticks)) == bare


@given(TEXT, TICKS)
def test_the_file_says_what_the_ledger_says(text, ticks):
    for box in boxes(with_ticks(text, ticks)):
        assert box.done == (box.id in ticks)


@given(TEXT)
def test_taking_ticks_out_takes_no_line_that_is_no_claim(text):
    before, after = text.split("\n"), without_ticks(text).split("\n")
    plain = [
        line
        for line in before
        if "[" not in line and "evidence" not in line and "wrapped" not in line and "http" not in line
    ]

    for line in plain:
        assert line in after or any(line.strip() in box.evidence + box.not_applicable for box in boxes(text))


@given(
    st.lists(st.tuples(SAID, st.booleans(), st.sampled_from([0, 1, 2])), min_size=1, max_size=6),
    st.sampled_from(["en", "de", "zh"]),
    SAID,
)
def test_a_generated_document_gives_back_its_items(items, language, said):
    pen = Pen(Words(language))
    names = [f"i{number}" for number in range(len(items))]
    ticks = {
        name: tick(said if kind == 1 else "", said if kind == 2 else "")
        for name, (_, _, kind) in zip(names, items, strict=True)
        if kind
    }
    pen.start(ticks)
    lines = [
        pen.item(name, f"x{text.replace('<!--', '').replace('`', '')}", evidence)
        for name, (text, evidence, _) in zip(names, items, strict=True)
    ]

    found = boxes("# x\n\n" + "\n".join(lines) + "\n")

    assert [box.id for box in found] == names
    assert {box.id for box in found if box.done} == set(ticks)


@given(TEXT)
def test_a_comment_that_is_put_back_costs_no_word(text):
    base = "- [ ] the room <!-- item: i1 -->\n- [ ] the desk <!-- item: i2 -->\n"

    found = healed(text, base)

    assert healed(found, base) == found
    assert [word for word in words(text) if word not in words(found)] == []


def test_a_comment_is_put_back_where_there_is_one_line_for_it():
    base = "- [ ] The room *(with evidence)* <!-- item: a -->\n- [ ] The desk <!-- item: b -->\n"

    assert healed("- [x] the  **room** — evidence: x\n", base) == "- [x] the  **room** — evidence: x <!-- item: a -->\n"
    assert healed("- [x] The desk\n- [ ] The desk\n", base) == "- [x] The desk\n- [ ] The desk\n"
    assert healed("- [x] Another\n", base) == "- [x] Another\n"
    assert healed(base + "- [x] The desk\n", base) == base + "- [x] The desk\n"


@given(TEXT, TICKS)
def test_a_kept_revision_is_the_generated_text_and_the_ticks_of_own_items(text, ticks):
    mine = {one["id"]: tick("seen") for one in own_items(text)}

    kept = with_own("# generated\n", text, ticks | mine)

    assert generated_part(kept) == "# generated\n"
    assert set(states(kept)) == set(mine)
    assert all(done for done, _, _ in states(kept).values())


def unmergeable(base, mine, new):
    raise AssertionError((base, mine, new))


BASE = """\
# One

- [ ] The room is booked <!-- item: a -->
- [ ] The desk is there <!-- item: b -->
- [ ] The light is on <!-- item: c -->
"""
NEW = """\
# One

- [ ] Der Raum ist gebucht <!-- item: a -->
- [ ] Der Tisch ist da <!-- item: b -->
- [ ] Das Licht ist an <!-- item: c -->
"""


def test_another_wording_is_no_conflict_beside_lines_of_people():
    mine = BASE.replace("- [ ] The desk", "- [ ] ours (required)\n- [ ] The desk")

    done = settle(BASE, mine, NEW, unmergeable)

    assert done.text == NEW.replace("- [ ] Der Tisch", "- [ ] ours (required)\n- [ ] Der Tisch")
    assert (done.conflicts, done.kept) == (0, 1)


def test_an_item_that_was_moved_follows_the_new_wording():
    lines = BASE.split("\n")
    mine = "\n".join([*lines[:2], lines[4], lines[2], lines[3], ""])

    was, here = aligned(BASE, mine, NEW)

    assert was == NEW
    assert here.split("\n")[2] == "- [ ] Das Licht ist an <!-- item: c -->"


def test_an_item_whose_words_a_person_changed_keeps_them():
    mine = BASE.replace("The desk is there", "We have desks")

    was, here = aligned(BASE, mine, NEW)

    assert "- [ ] We have desks <!-- item: b -->" in here
    assert "- [ ] The desk is there <!-- item: b -->" in was


def test_a_note_behind_the_words_stays_with_the_new_wording():
    mine = BASE.replace("there <!--", "there — evidence: draft by Bob <!--")

    done = settle(BASE, mine, NEW, unmergeable)

    assert done.text == NEW.replace("da <!--", "da — evidence: draft by Bob <!--")


@given(TEXT, TEXT, TEXT)
def test_aligning_costs_no_line_of_a_person(base, mine, new):
    _, here = aligned(base, mine, new)
    known = set(base.split("\n"))

    gone = [line for line in mine.split("\n") if line not in known and line not in here.split("\n")]

    assert all(
        "item:" in line
        or "required" in line
        or "wajib" in line
        or "evidence" in line
        or "wrapped" in line
        or "http" in line
        for line in gone
    )
