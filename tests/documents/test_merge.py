"""What a person wrote and what is generated anew, settled."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.documents.git import merge_file
from playbook.documents.merge import settle

BASE = "# Charter\n\nMembers\n\n- Ana\n- Bo\n\nRules\n\n- [ ] x <!-- item: a -->\n"
NEW = BASE.replace("- Bo\n", "- Bo\n- Cleo\n")


def never(base, mine, new):
    raise AssertionError("both sides are not different here")


def both(base, mine, new):
    """Stand in for a merge: shows mine and new in full, as one conflict."""
    return f"{mine}=\n{new}", 1


def test_an_untouched_document_becomes_what_is_generated():
    merged = settle(BASE, BASE, NEW, never)

    assert merged == (NEW, 0, 0, True)


def test_an_edited_document_stays_while_nothing_new_is_generated():
    mine = BASE + "\nOur own rule\n"

    assert settle(BASE, mine, BASE, never) == (mine, 0, 1, False)


def test_the_same_edit_on_both_sides_is_no_conflict():
    assert settle(BASE, NEW, NEW, never) == (NEW, 0, 1, False)


@pytest.mark.git
def test_edits_of_both_sides_are_merged():
    mine = BASE.replace("Rules\n", "Rules\n\nOur own rule\n")

    merged = settle(BASE, mine, NEW, merge_file)

    assert merged.text == mine.replace("- Bo\n", "- Bo\n- Cleo\n")
    assert (merged.conflicts, merged.kept, merged.changed) == (0, 1, True)


def test_a_tick_beside_an_edit_is_no_conflict():
    mine = BASE.replace("[ ] x", "[x] x — evidence: mail")
    new = BASE.replace("[ ] x", "[x] x").replace("Rules", "Our rules")

    assert settle(BASE, mine, new, never) == (BASE.replace("Rules", "Our rules"), 0, 0, True)


def test_a_tick_of_an_item_that_is_in_neither_text_stays():
    mine = BASE + "- [x] ours — evidence: mail <!-- item: ours -->\n"

    assert settle(BASE, mine, BASE, never).text == mine


@pytest.mark.git
def test_edits_of_the_same_lines_are_a_conflict_that_shows_both():
    mine, new = BASE.replace("- Bo", "- Bob"), BASE.replace("- Bo", "- Beau")

    merged = settle(BASE, mine, new, merge_file)

    assert merged.conflicts == 1
    assert (
        "<<<<<<< your edits\n- Bob\n||||||| last generated\n- Bo\n=======\n- Beau\n>>>>>>> generated\n" in merged.text
    )
    assert merged.kept == 1


def test_windows_line_ends_are_no_edit_and_are_kept():
    merged = settle(BASE, BASE.replace("\n", "\r\n"), NEW, never)

    assert merged == (NEW.replace("\n", "\r\n"), 0, 0, True)


def test_the_line_ends_of_most_lines_win():
    mine = BASE.replace("\n", "\r\n", 2)

    assert settle(BASE, mine, NEW, never).text == NEW


def test_a_missing_last_newline_is_no_edit_and_stays_missing():
    merged = settle(BASE, BASE.removesuffix("\n"), NEW, never)

    assert merged == (NEW.removesuffix("\n"), 0, 0, True)


def test_an_emptied_document_is_an_edit():
    assert settle(BASE, "", BASE, never) == ("", 0, 0, False)
    assert settle(BASE, "", NEW, both).conflicts == 1


@pytest.mark.git
def test_a_document_whose_base_is_unknown_loses_nothing():
    merged = settle("", "mine\n", "new\n", merge_file)

    assert merged.conflicts == 1
    assert {"mine", "new"} <= set(merged.text.splitlines())


LINES = st.sampled_from(
    ["a", "b", "c", "", "- [ ] x <!-- item: a -->", "- [x] y — evidence: z <!-- item: b -->", "# h"]
)
TEXTS = (
    st.lists(LINES, max_size=8)
    .filter(lambda lines: all(lines.count(line) == 1 for line in lines if line.startswith("-")))
    .map(lambda lines: "".join(line + "\n" for line in lines))
)
ADDED = st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["mine", "our rule", "  note", "a"])), max_size=4)


def edited(text, added):
    lines = text.splitlines(keepends=True)
    for at, line in added:
        lines.insert(at, line + "\n")
    return "".join(lines)


@given(TEXTS, TEXTS, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_an_untouched_document_is_always_the_new_one(base, new, end, cut):
    mine = base.replace("\n", end)
    mine = mine.removesuffix(end) if cut else mine

    merged = settle(base, mine, new, never)

    assert merged.conflicts == merged.kept == 0
    assert merged.text.replace("\r\n", "\n").rstrip("\n") == settle("", "", new, never).text.rstrip("\n")


@pytest.mark.git
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, ADDED, TEXTS)
def test_every_line_that_a_person_added_is_in_the_result(base, added, new):
    mine = edited(base, added)

    text = settle(base, mine, new, merge_file).text

    own = Counter(line for _, line in added if line != "a")
    assert own <= Counter(text.splitlines())


@pytest.mark.git
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, ADDED, TEXTS)
def test_settling_twice_changes_nothing(base, added, new):
    once = settle(base, edited(base, added), new, merge_file)

    again = settle(new, once.text, new, never)

    assert again.text == once.text
    assert not again.changed


@pytest.mark.parametrize("mine", ["", "x", "x\r\ny", "\n", "\r\n", "x\n\n\n"])
def test_odd_ends_settle_too(mine):
    once = settle("x\n", mine, "z\n", both).text

    assert settle("z\n", once, "z\n", both).text == once
