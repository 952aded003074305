"""What a command did to documents, told."""

import pytest

from playbook.app.changes import LEFT, RANKS, UNSETTLED, Change, Changes, left_out, unsettled
from playbook.core.phrase import say
from playbook.errors import MergeConflict, PlaybookError
from tests.documents.test_conflict import CONFLICT, GITS
from tests.documents.test_header import CROSSED


def test_of_two_things_the_graver_is_told():
    changes = Changes()

    changes.tell("first/charter", "a.md", "moved", "moved to a")
    told = changes.tell("first/charter", "a.md", "conflict")
    changes.tell("first/charter", "a.md", "ticked")

    assert (told.what, str(told.why)) == ("conflict", "moved to a")
    assert list(changes) == ["first/charter"]


def test_two_reasons_are_both_told_and_one_twice_is_told_once():
    changes = Changes()
    for why in ("one", say("two"), say("two")):
        told = changes.tell("first/charter", "a.md", "updated", why)

    assert str(told.why) == "one; two"


def test_what_is_unsettled_or_left_is_graver_than_what_went_well():
    assert RANKS.index("restored") < min(map(RANKS.index, UNSETTLED))
    assert RANKS.index("updated") < min(map(RANKS.index, LEFT))


def test_lines_that_come_and_go_are_counted_as_git_does():
    told = Change("first/charter", "a.md", "updated")

    told.count("a\nb\fc\n", "a\nb\fc\nd\ne\u2028f\n")

    assert (told.added, told.removed) == (2, 0)


def test_programs_get_it_in_english():
    data = Change("first/charter", "a.md", "moved", lines=(3,), why=say("moved to {path}", path="a.md")).data()

    assert data["why"] == "moved to a.md"
    assert data["lines"] == [3]
    assert set(data) == {"document", "path", "what", "kept", "added", "removed", "ticks", "lines", "why", "branches"}


def test_paths_of_what_happened():
    changes = Changes()
    changes.tell("b", "b.md", "conflict")
    changes.tell("a", "a.md", "unmerged")
    changes.tell("c", "c.md", "new")

    assert changes.paths(*UNSETTLED) == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("text", "found", "branches"),
    [
        (CONFLICT, (2,), False),
        (CONFLICT + CONFLICT, (2, 11), False),
        (CONFLICT + GITS, (2, 10), False),
        ("a\n" + GITS, (2,), True),
        ("a\n>>>>>>> generated\n", (2,), False),
        ("Our rules\n=======\nc\n=======\n", (4,), False),
        (CROSSED + GITS, (6,), True),
        (CROSSED + "c\n=======\n", (7,), False),
        (CROSSED + "c\n>>>>>>> branch\n", (7,), False),
        (CROSSED, (), False),
    ],
)
def test_conflicts_are_told_by_their_line(text, found, branches):
    told = Change("first/charter", "a.md", "conflict")

    told.tear(text, "Our rules\n=======\n")

    assert (told.lines, told.branches) == (found, branches)


@pytest.mark.parametrize(("lines", "said"), [((), "a.md"), ((3,), "a.md (line 3)"), ((3, 9), "a.md (lines 3, 9)")])
def test_a_conflict_names_file_and_lines(lines, said):
    error = unsettled([Change("a", "a.md", "conflict", lines=lines)], say("it is recorded"))

    assert isinstance(error, MergeConflict)
    assert str(error) == f"conflict in documents/{said}"
    assert str(error.advice).startswith("it is recorded; edit the lines")
    assert error.facts["places"] == [{"path": "a.md", "lines": list(lines)}]


def test_without_git_another_step_is_named():
    error = unsettled([Change("a", "a.md", "unmerged")], "it is recorded")

    assert "git, which merges them, is not installed" in str(error.advice)


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, ""), (2, "; 1 more document was left as it is"), (3, "; 2 more documents were left as they are")],
)
def test_what_was_left_out_is_named(n, said):
    found = [Change(str(one), f"{one}.md", "unreadable", why=f"it is folder {one}") for one in range(n)]

    error = left_out(found, "it is recorded")

    assert isinstance(error, PlaybookError)
    assert str(error) == f"documents/0.md was left as it is: it is folder 0{said}"
