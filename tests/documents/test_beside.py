"""Lines added beside each other: both sides have their way, in an order that makes sense, and nothing is lost."""

import pytest

from playbook.documents.beside import settled
from playbook.documents.git import merge_file
from playbook.documents.merge import settle

TABLE = "# T\n\n| a |\n|---|\n| x |\n| y |\n\nend\n"
LIST = "# T\n\n- one\n- two\n\n## Next\n\nend\n"


def conflict(mine, base, engine):
    """Return a text that is one conflict below a line."""
    parts = ("<<<<<<< your edits", *mine, "||||||| last generated", *base, "=======", *engine, ">>>>>>> generated")
    return "\n".join(("above", *parts, "below"))


def left(mine, base, engine):
    """Return the lines that stand in the place of a conflict; None where it stays one."""
    text, conflicts = settled(conflict(mine, base, engine), 1)
    return None if conflicts else text.split("\n")[1:-1]


def change(text, *steps):
    for old, new in steps:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.git
@pytest.mark.parametrize(
    ("base", "mine", "new", "result"),
    [
        (TABLE, [("| y |\n", "| y |\n| guest |\n")], [("| y |\n", "| y |\n| z |\n")], "| y |\n| z |\n| guest |\n\nend"),
        (TABLE, [("| y |\n", "| y |\n| guest |\n")], [("| y |\n", "")], "| x |\n| guest |\n\nend"),
        (TABLE, [("| y |\n", "| y! |\n")], [("| y |\n", "| y |\n| z |\n")], "| x |\n| y! |\n| z |\n\nend"),
        (TABLE, [("| x |\n", "| x! |\n")], [("| y |\n", "| y? |\n")], "| x! |\n| y? |\n\nend"),
        (TABLE, [("end\n", "own\n\nend\n")], [("end\n", "END\n")], "\n\nown\n\nEND\n"),
        (TABLE, [("| y |\n", "| y |\n| g |\n")], [("| y |\n", "| y |\n\n## N\n\nn\n")], "| y |\n| g |\n\n## N\n\nn\n"),
        (TABLE, [("| y |\n", "| y |\n\nnote\n")], [("| y |\n", "| y |\n| z |\n")], "| y |\n| z |\n\nnote\n\nend"),
        (LIST, [("- two\n", "- two\n  - mine\n")], [("- two\n", "- two\n- three\n")], "two\n  - mine\n- three\n\n##"),
        (LIST, [("- two\n", "- two\n- mine\n")], [("- two\n", "")], "- one\n- mine\n\n##"),
        (LIST, [("## Next", "## Ours\n\ntext\n\n## Next")], [("## Next", "## Then")], "text\n\n## Then\n\nend"),
        (LIST, [("## Next", "own\n\n## Next")], [("## Next", "new\n\n## Next")], "two\n\nown\n\nnew\n\n## Next"),
    ],
)
def test_both_have_their_way(base, mine, new, result):
    merged = settle(base, change(base, *mine), change(base, *new), merge_file)

    assert merged.conflicts == 0
    assert result in merged.text


@pytest.mark.git
@pytest.mark.parametrize(
    ("base", "mine", "new"),
    [
        (TABLE, [("| y |\n", "| mine |\n")], [("| y |\n", "| theirs |\n")]),
        (TABLE, [("| y |\n", "")], [("| y |\n", "| theirs |\n")]),
        (LIST, [("- two\n", "- two\n  my note\n")], [("- two\n", "")]),
        (LIST, [("end\n", "ended\n")], [("end\n", "an end\n")]),
    ],
)
def test_what_contradicts_stays_a_conflict(base, mine, new):
    merged = settle(base, change(base, *mine), change(base, *new), merge_file)

    assert merged.conflicts == 1


@pytest.mark.parametrize(
    ("mine", "base", "engine", "result"),
    [
        (["own"], [], ["new"], ["own", "", "new"]),
        (["", "own"], [], ["new", ""], ["new", "", "own", ""]),
        (["- own"], [], ["## N", "", "new"], ["- own", "", "## N", "", "new"]),
        (["a", "old", "b"], ["old"], ["new"], ["a", "new", "b"]),
        (["a", "old", "b"], ["old"], [], ["a", "", "b"]),
        (["old", "b"], ["old"], [], ["", "b"]),
        (["old", "  b"], ["old"], [], None),
        (["own"], ["old"], ["old", "new"], ["own", "new"]),
        (["own"], [], ["a", "own"], None),
        (["- [ ] my x <!-- item: a -->"], [], ["- [ ] x <!-- item: a -->"], None),
        (["old", "own", "old"], ["old"], ["new"], None),
        (["", "own", ""], [""], ["new"], None),
        ([], [], ["new"], ["new"]),
        (["own"], [], [], ["own"]),
        (["- a", "- c"], ["- a", "- b"], ["- c", "- b"], None),
        (["- a", "- d"], ["- a", "- b"], ["- c", "- b"], ["- c", "- d"]),
        (["a", "d"], ["a", "b"], ["c", "b"], None),
    ],
)
def test_a_conflict_is_settled_where_nothing_can_be_lost(mine, base, engine, result):
    assert left(mine, base, engine) == result


def test_markers_of_others_are_left_to_people():
    text = conflict(["own"], [], ["new"])

    assert settled(text + "\n>>>>>>> branch", 1) == (text + "\n>>>>>>> branch", 1)
    assert settled(text, 2) == (text, 2)
    assert settled(text.replace("your edits", "HEAD"), 1) == (text.replace("your edits", "HEAD"), 1)


def test_of_several_conflicts_only_those_that_contradict_are_left():
    clash = conflict(["a"], ["b"], ["c"])

    text, conflicts = settled("\n".join([conflict(["own"], [], ["new"]), clash, conflict(["x"], [], ["y"])]), 3)

    assert conflicts == 1
    assert text == f"above\nown\n\nnew\nbelow\n{clash}\nabove\nx\n\ny\nbelow"
