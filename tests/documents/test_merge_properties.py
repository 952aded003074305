"""No word is lost: for any text, any edit of a person and any new rendering, whatever their lines are made of."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from playbook.core.history import Tick
from playbook.documents.checklist import with_ticks, without_ticks
from playbook.documents.conflict import conflicted
from playbook.documents.git import merge_file
from playbook.documents.lines import even, lines
from playbook.documents.merge import settle

pytestmark = pytest.mark.git
MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)

ODD = st.sampled_from(
    [
        "",
        " ",
        "  ",
        "\t",
        "trailing  ",
        "form\ffeed",
        "vertical\vtab",
        "next\x85line",
        "line\u2028separator",
        "paragraph\u2029separator",
        "file\x1cseparator",
        "# Heading",
        "Summary",
        "=======",
        "========",
        "<<<<<<< HEAD",
        "||||||| base",
        ">>>>>>> branch",
        "-------",
        "```",
        "~~~",
        "    code",
        "| a | b |",
        "| c | d |",
        "- entry",
        "  - below an entry",
        "1. first",
        "- [ ] mine",
        "- [x] mine too",
        "<!-- a comment",
        "-->",
        "<div>",
        "\\",
        "ü 中文 😀 \u202eright to left",
        "x" * 9000,
    ]
)
FREE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=12)
LINE = st.one_of(ODD, ODD, FREE)
LINES = st.lists(LINE, max_size=10)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
EDIT = st.lists(st.tuples(st.sampled_from(["add", "add", "drop", "change"]), st.integers(0, 12), LINE), max_size=5)


def apply(found, steps):
    """Return the lines after a person's (or a template's) steps."""
    found = list(found)
    for what, at, line in steps:
        if what == "add" or not found:
            found.insert(min(at, len(found)), line)
        elif what == "drop":
            del found[at % len(found)]
        else:
            found[at % len(found)] = line
    return found


def joined(found, end="\n"):
    return "".join(line + end for line in found)


@st.composite
def mixed(draw, found):
    """Return a text of these lines as editors leave them: ends of any kind, perhaps none at the end."""
    ends = draw(st.one_of(ENDS.map(lambda end: [end]), st.lists(ENDS, min_size=2, max_size=3)))
    text = ""
    for index, line in enumerate(found):
        after = found[index + 1 : index + 2]
        # A CR before an empty line that ends in LF would be one CRLF.
        text += line + ("\n" if after == [""] and len(ends) > 1 else ends[index % len(ends)])
    cut = draw(st.booleans())
    return text.rstrip("\r\n") if cut else text


def words_of(text):
    return Counter(line for line in lines(without_ticks(even(text))) if line.strip())


@MANY
@given(LINES, EDIT, EDIT, st.data())
def test_every_line_that_a_person_added_is_in_the_result(base, mine, new, data):
    was = joined(base)
    here = data.draw(mixed(apply(base, mine)))

    result = settle(was, here, joined(apply(base, new)), merge_file)

    assert words_of(here) - words_of(was) <= words_of(result.text)


@MANY
@given(LINES, EDIT, EDIT, st.data())
def test_merging_twice_changes_nothing(base, mine, new, data):
    there = joined(apply(base, new))
    once = settle(joined(base), data.draw(mixed(apply(base, mine))), there, merge_file)

    again = settle(there, once.text, there, merge_file)

    assert again.text == once.text
    assert not again.changed


@MANY
@given(LINES, EDIT, st.data())
def test_what_a_person_did_stays_as_it_is_while_nothing_new_is_generated(base, mine, data):
    here = data.draw(mixed(apply(base, mine)))

    result = settle(joined(base), here, joined(base), merge_file)

    assert result.text == without_ticks(here)
    assert (result.conflicts, result.changed) == (0, False)


@MANY
@given(LINES, EDIT, st.data())
def test_a_text_that_nobody_touched_follows_the_rendering(base, new, data):
    here = data.draw(mixed(base))

    result = settle(joined(base), here, joined(apply(base, new)), merge_file)

    assert result.conflicts == result.kept == 0
    assert even(result.text).rstrip("\n") == without_ticks(joined(apply(base, new))).rstrip("\n")


@MANY
@given(LINES, EDIT, EDIT, st.data())
def test_lines_that_neither_side_touched_are_all_there(base, mine, new, data):
    here, there = apply(base, mine), apply(base, new)

    result = settle(joined(base), data.draw(mixed(here)), joined(there), merge_file)

    was = words_of(joined(base))
    untouched = was & words_of(joined(here)) & words_of(joined(there))
    # Of a line that stands twice each side may have dropped another one: then both go.
    assert {line for line in untouched if was[line] == 1} <= set(words_of(result.text))


NUMBERED = st.integers(6, 16).map(lambda n: [f"line {number}" for number in range(n)])
STEP = st.sampled_from(["drop", "change", "add"])


def one(found, what, at, line):
    return [
        *found[:at],
        *([] if what == "drop" else [line] if what == "change" else [line, found[at]]),
        *found[at + 1 :],
    ]


@MANY
@given(NUMBERED, STEP, STEP, st.data(), st.tuples(LINE.filter(str.strip), LINE.filter(str.strip)))
def test_edits_apart_from_each_other_are_both_made(base, mine, new, data, written):
    ours, theirs = written
    at = data.draw(st.integers(0, len(base) - 4))
    other = data.draw(st.integers(at + 3, len(base) - 1))
    assume(not {ours, theirs} & set(base))
    here, there = one(base, mine, at, ours), one(base, new, other, theirs)

    result = settle(joined(base), joined(here), joined(there), merge_file)

    assert result.conflicts == 0
    assert lines(result.text) == one(here, new, other + len(here) - len(base), theirs)


@MANY
@given(NUMBERED, st.data())
def test_a_line_that_a_person_deleted_stays_deleted_unless_it_was_rewritten(base, data):
    gone = data.draw(st.integers(0, len(base) - 1))
    changed = data.draw(st.integers(0, len(base) - 1))
    here = [line for number, line in enumerate(base) if number != gone]
    there = [f"{line}, rewritten" if number == changed else line for number, line in enumerate(base)]

    result = settle(joined(base), joined(here), joined(there), merge_file)

    if result.conflicts:
        assert abs(gone - changed) <= 1
        assert conflicted(result.text)
    else:
        assert base[gone] not in lines(result.text)
        assert f"{base[changed]}, rewritten" in lines(result.text)


ENTRY = st.sampled_from(["- {}", "| {} |", "1. {}", "{}", "## {}", "  {}"])
ADDED = st.lists(st.tuples(st.integers(0, 12), ENTRY), min_size=1, max_size=5)


@st.composite
def rows(draw):
    """Return the lines of a document: entries of one kind, blank lines between some."""
    kind, found = draw(ENTRY), draw(st.lists(st.booleans(), min_size=1, max_size=10).filter(any))
    return [kind.format(f"base {number}") if written else "" for number, written in enumerate(found)]


def with_more(found, added, who):
    return apply(found, [("add", at, kind.format(f"{who} {number}")) for number, (at, kind) in enumerate(added)])


@MANY
@given(rows(), ADDED, ADDED)
def test_where_both_only_add_nothing_conflicts_and_every_line_is_there(base, mine, new):
    here, there = with_more(base, mine, "mine"), with_more(base, new, "new")

    result = settle(joined(base), joined(here), joined(there), merge_file)

    assert result.conflicts == 0
    merged = lines(result.text)
    assert words_of(joined(here)) | words_of(joined(there)) == words_of(result.text)
    for side in (base, here, there):
        assert [line for line in merged if line in side and line.strip()] == [line for line in side if line.strip()]


@MANY
@given(rows(), ADDED, EDIT)
def test_what_a_person_added_beside_anything_is_there_and_all_that_is_new(base, mine, new):
    here, there = with_more(base, mine, "mine"), apply(base, new)

    result = settle(joined(base), joined(here), joined(there), merge_file)

    added = words_of(joined(there)) - words_of(joined(base))
    assert (words_of(joined(here)) - words_of(joined(base))) + added <= words_of(result.text)
    again = settle(joined(there), result.text, joined(there), merge_file)
    assert (again.text, again.changed) == (result.text, False)


ITEMS = ("a", "b", "c")


def boxed(ticked, said=""):
    return [
        f"- [{'x' if item in ticked else ' '}] item {item}{said if item in ticked else ''} <!-- item: {item} -->"
        for item in ITEMS
    ]


@MANY
@given(LINES, EDIT, EDIT, st.tuples(st.sets(st.sampled_from(ITEMS)), st.sets(st.sampled_from(ITEMS))), st.data())
def test_ticks_and_notes_between_boxes_survive_each_other(base, mine, new, settled, data):
    ticked, recorded = settled
    was = joined(["# Launch", *boxed(()), *base])
    here = joined(["# Launch", *_between(boxed(ticked, " — evidence: seen"), data.draw(EDIT)), *apply(base, mine)])
    there = joined(["# Launch", *boxed(recorded), *apply(base, new)])

    result = settle(was, here, there, merge_file)

    added = words_of(here) - words_of(was)
    assert added <= words_of(result.text)
    ticks = {item: Tick("", "", "seen", "") for item in ticked}
    assert added <= words_of(with_ticks(result.text, ticks))


def _between(found, steps):
    """Put a person's lines between boxes; the boxes themselves stay."""
    for what, at, line in steps:
        if what == "add" and not line.startswith(("```", "~~~", "<", "    ")):
            found.insert(at % (len(found) + 1), line)
    return found
