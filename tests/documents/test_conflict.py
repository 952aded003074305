"""Conflicts in a text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.documents.conflict import Hunk, Torn, choose, conflicted, hunks, lone
from playbook.documents.git import merge_file

CONFLICT = "a\n<<<<<<< your edits\nb\n||||||| last generated\nc\n=======\nd\n>>>>>>> generated\ne\n"
GITS = "<<<<<<< HEAD\nb\n=======\nd\n>>>>>>> branch\n"
LONG = CONFLICT.replace("<<<<<<<", "<" * 9).replace("|||||||", "|" * 9).replace(">>>>>>>", ">" * 9)
LONG = LONG.replace("\n=======\n", "\n=======\n" + "=" * 9 + "\n")


@pytest.mark.parametrize("left", CONFLICT.splitlines()[1::2])
def test_a_conflict_and_what_is_left_of_one_is_seen(left):
    assert conflicted(CONFLICT)
    assert conflicted(f"a\n{left}\nb\n", before=CONFLICT)
    assert conflicted(f"a\n{left}\nb\n") == (left != "=======")
    assert conflicted(CONFLICT.replace("\n", "\r\n"))
    assert conflicted("```\nnever closed\n" + CONFLICT)


@pytest.mark.parametrize("text", [f"```\n{CONFLICT}```\n", f"~~~~ text\n{CONFLICT}~~~\n~~~~\n", LONG])
def test_a_conflict_of_ours_is_seen_in_fenced_code_too(text):
    assert conflicted(text)
    assert [hunk.ours for hunk in hunks(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a <<<<<<< b\n",
        "<<<<<<<< eight\n",
        "==========\n",
        "Summary\n=======\n",
        "Our rules\n=======\n",
        "```\n" + GITS + "```\n",
        "~~~~ text\n" + GITS + "~~~\n~~~~\n",
        r"\<<<<<<< x" + "\n",
    ],
)
def test_what_is_no_conflict(text):
    assert not conflicted(text)
    assert hunks(text) == []
    assert choose(text, {}) == text


def test_a_title_that_was_there_before_the_conflict_is_not_left_over_from_it():
    text, before = "Our rules\n=======\n\nc\n", f"Our rules\n=======\n\n{CONFLICT}"

    assert not conflicted(text, before)
    assert lone(text, before) == 0
    assert conflicted(text + "=======\n", before)
    assert lone(text + "=======\n", before) == 5
    assert lone(text, CONFLICT) == 2
    assert lone(text, ">>>>>>> torn\n" + before[-20:]) == 2


def test_a_title_beside_a_conflict_is_in_nobodys_way():
    assert [hunk.line for hunk in hunks(f"Our rules\n=======\n{CONFLICT}")] == [4]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_looked_at(text):
    assert conflicted(text) in (True, False)


def test_a_conflict_is_taken_apart():
    assert hunks(CONFLICT) == [Hunk(2, 8, ("your edits", "generated"), ("b",), ("c",), ("d",))]


def test_a_conflict_of_git_has_its_own_labels_and_perhaps_no_middle():
    (hunk,) = hunks("x\n" + GITS)

    assert hunk == Hunk(2, 6, ("HEAD", "branch"), ("b",), (), ("d",))
    assert not hunk.ours


def test_lines_that_look_like_markers_are_text_where_the_markers_are_longer():
    assert hunks(LONG)[0].base == ("c", "=======")


@pytest.mark.parametrize(("choice", "left"), [("mine", "a\nb\ne\n"), ("engine", "a\nd\ne\n"), ("both", "a\nb\nd\ne\n")])
def test_a_choice_settles_a_conflict(choice, left):
    assert choose(CONFLICT, {1: choice}) == left
    assert choose(CONFLICT.replace("\n", "\r\n"), {1: choice}) == left


def test_only_what_was_chosen_is_settled():
    text = CONFLICT + GITS + "f\n"

    left = choose(text, {2: "engine"})

    assert left == CONFLICT + "d\nf\n"
    assert len(hunks(left)) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (CONFLICT.replace("<<<<<<< your edits\n", ""), 3),
        (CONFLICT.replace(">>>>>>> generated\n", ""), 8),
        (CONFLICT.replace("=======\n", ""), 7),
        (CONFLICT.replace("b\n", "<<<<<<< your edits\nb\n"), 3),
        (CONFLICT + ">>>>>>> generated\n", 10),
    ],
)
def test_markers_that_do_not_pair_up_are_told_with_their_line(text, line):
    with pytest.raises(Torn) as caught:
        hunks(text)

    assert abs(caught.value.line - line) <= 1


def test_a_marker_that_is_left_is_told_at_its_own_line():
    with pytest.raises(Torn) as caught:
        hunks(f">>>>>>> generated of old\n{CONFLICT}\n")

    assert caught.value.line == 1
    with pytest.raises(Torn) as caught:
        hunks(f"{CONFLICT}a\n>>>>>>> generated\n")
    assert caught.value.line == 11


LINES = st.lists(
    st.sampled_from(["a", "b", "", "=======", "<<<<<<< HEAD", "||||||| x", ">>>>>>> y", "```", "Summary", "========"]),
    max_size=6,
).map(lambda found: "".join(line + "\n" for line in found))


@pytest.mark.git
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(LINES, LINES, LINES)
def test_every_conflict_that_a_merge_shows_can_be_settled_to_either_side(base, mine, new):
    text, conflicts = merge_file(base, mine, new)

    if conflicts:
        assert conflicted(text)
    if conflicts and not any(conflicted(side) for side in (base, mine, new)):
        found = hunks(text)
        assert all(hunk.ours for hunk in found)
        assert set(new.splitlines()) <= {
            *choose(text, dict.fromkeys(range(1, 99), "engine")).splitlines(),
            *mine.splitlines(),
        }
        assert (
            not set(mine.splitlines())
            - set(base.splitlines())
            - set(choose(text, dict.fromkeys(range(1, 99), "mine")).splitlines())
        )
