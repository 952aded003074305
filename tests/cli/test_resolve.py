"""`resolve` at the keyboard: whose lines stand, which are asked about, and what an editor leaves."""

import io
import sys

import pytest

from tests.cli.conftest import edit
from tests.cli.test_documents import CARD, CHARTER, conflict

pytestmark = pytest.mark.git
ID = "first/pilot/charter"


@pytest.fixture
def torn(pilot, pb):
    """Return a workspace with one conflict in the charter."""
    assert conflict(pilot, pb).code == 4
    return pilot


@pytest.fixture
def two(pilot, pb):
    """Return a workspace with two conflicts in the charter and one in the donor agreement."""
    edit(pilot / CHARTER, "# Charter of Pilot squad", "# Our charter")
    edit(pilot / CHARTER, "| customer care |", "| customers first |")
    edit(pilot / "documents/first/pilot/donor-agreement.md", "(customer care)", "(our customers)")
    edit(pilot / "units/first.yaml", "name: Pilot squad", "name: Squad one")
    edit(pilot / "units/first.yaml", "specialty: customer care", "specialty: customers")
    assert pb("sync").code == 4
    return pilot


def text(folder, name=CHARTER):
    return (folder / name).read_text(encoding="utf-8")


def typing(monkeypatch, *answers):
    """Let a person answer at a terminal."""
    keyboard = io.StringIO("".join(f"{answer}\n" for answer in answers))
    monkeypatch.setattr(keyboard, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", keyboard)


def editor(monkeypatch, tmp_path, script):
    """Set an editor that is a small program."""
    path = tmp_path / "my editor.py"
    path.write_text(f"import sys\nname = sys.argv[-1]\ntext = open(name).read()\n{script}\n", encoding="utf-8")
    monkeypatch.setenv("VISUAL", f"'{sys.executable}' '{path}'")


def test_where_there_is_no_conflict_there_is_nothing_to_do(pilot, pb):
    answer = pb("resolve")

    assert (answer.code, answer.out) == (0, "no document has a conflict\n")


@pytest.mark.parametrize("option", ["--mine", "--ours"])
def test_mine_is_what_people_wrote(torn, pb, option):
    answer = pb("resolve", option)

    assert answer.code == 0
    assert "1 document is whole again" in answer.out
    assert "| customers first |" in text(torn)
    assert "<<<<<<<" not in text(torn)
    assert pb("sync").out.endswith("all up to date\n")
    assert "conflict" not in pb("why", "first").out


@pytest.mark.parametrize("option", ["--engine", "--theirs"])
def test_the_engines_is_what_is_generated(torn, pb, option):
    assert pb("resolve", option).code == 0

    assert "| customers |" in text(torn)
    assert "customers first" not in text(torn)
    assert pb("sync").out.endswith("all up to date\n")


def test_both_may_stay(torn, pb):
    assert pb("resolve", "--both").code == 0

    assert text(torn).index("| customers first |") < text(torn).index("| customers |")


def test_what_a_killed_command_settled_is_read_back_by_the_next(torn, pb):
    index = text(torn, "documents/first/index.md")
    lines = text(torn).split("\n")
    start, end = (next(n for n, line in enumerate(lines) if line.startswith(mark)) for mark in ("<<<<<<<", ">>>>>>>"))
    (torn / CHARTER).write_text("\n".join([*lines[:start], lines[start + 1], *lines[end + 1 :]]), encoding="utf-8")

    answer = pb("resolve")

    assert answer.code == 0
    assert text(torn, "documents/first/index.md") != index
    assert pb("sync").out.endswith("all up to date\n")


def test_the_help_says_whose_is_whose(pb):
    said = " ".join(pb("resolve", "--help").out.split())

    assert "what people wrote" in said
    assert "what is generated" in said


@pytest.mark.parametrize("name", [ID, CHARTER, "first/pilot", "first"])
def test_a_document_is_named_in_many_ways(two, pb, name):
    pb("resolve", name, "--mine")

    assert "<<<<<<<" not in text(two)


def test_only_what_was_named_is_settled(two, pb):
    answer = pb("resolve", ID, "--mine")

    assert answer.code == 4
    assert "donor-agreement.md (line" in answer.err
    assert "<<<<<<<" in text(two, "documents/first/pilot/donor-agreement.md")


def test_one_conflict_of_a_document_may_be_settled(two, pb):
    answer = pb("resolve", ID, "--engine", "--hunk", "2")

    assert answer.code == 4
    assert text(two).count("<<<<<<<") == 1
    assert "# Our charter" in text(two)
    assert "customers first" not in text(two)


@pytest.mark.parametrize("names", [(), (ID,)])
def test_a_number_that_there_is_not(two, pb, names):
    answer = pb("resolve", *names, "--mine", "--hunk", "9")

    assert answer.code == 2
    assert text(two).count("<<<<<<<") == 2


def test_a_document_that_there_is_not(torn, pb):
    assert pb("resolve", "first/pilot/chartre", "--mine").code == 2


def test_a_document_without_a_conflict_changes_nothing_and_the_others_are_told(torn, pb):
    answer = pb("resolve", CARD, "--mine")

    assert answer.code == 4
    assert "pilot/charter.md (line" in answer.err
    assert "<<<<<<<" in text(torn)


def test_the_list_shows_both_sides_and_changes_nothing(torn, pb):
    before = text(torn)

    answer = pb("resolve", "--list")

    assert answer.code == 4
    assert f"{CHARTER}:" in answer.out
    assert "customers first" in answer.out
    assert "| customers |" in answer.out
    assert text(torn) == before


def test_the_list_for_programs(torn, pb):
    data = pb("resolve", "--list", "--json").data

    (one,) = data["conflicts"]
    assert (one["document"], one["path"]) == (ID, CHARTER)
    assert "customers first" in one["hunks"][0]["mine"][0]
    assert data["error"]["exit"] == 4


@pytest.mark.parametrize("how", [(), ("--no-input",), ("--json",)])
def test_nobody_is_asked_where_nobody_is(torn, pb, how, monkeypatch):
    if how:
        typing(monkeypatch, "o")

    answer = pb("resolve", *how)

    assert answer.code == 2
    assert "--mine, --engine, --both or --editor" in answer.err + answer.out
    assert "<<<<<<<" in text(torn)


@pytest.mark.parametrize(
    "case",
    [
        ("o", "customers first", "| customers |"),
        ("t", "| customers |", "customers first"),
        ("b", "| customers |", "<<<"),
    ],
)
def test_a_person_is_asked_about_each_conflict(torn, pb, monkeypatch, case):
    answer, there, gone = case
    typing(monkeypatch, "what?", answer)

    said = pb("resolve")

    assert said.code == 0
    assert "whose lines shall stand?" in said.out
    assert there in text(torn)
    assert gone not in text(torn)


def test_what_was_skipped_stays_a_conflict(two, pb, monkeypatch):
    typing(monkeypatch, "o", "s", "s")

    assert pb("resolve").code == 4
    assert text(two).count("<<<<<<<") == 1
    assert "# Our charter" in text(two)


def test_what_was_chosen_before_quitting_stands(two, pb, monkeypatch):
    typing(monkeypatch, "t", "q")

    assert pb("resolve").code == 4
    assert text(two).count("<<<<<<<") == 1
    assert "# Our charter" not in text(two)


def test_an_editor_settles_what_it_likes(torn, pb, monkeypatch, tmp_path):
    cut = "a, _, b = text.partition('<<<<<<<')"
    put = "open(name, 'w').write(a + 'Ours now\\n' + b.partition('>>>>>>> generated\\n')[2])"
    editor(monkeypatch, tmp_path, f"{cut}; {put}")

    assert pb("resolve", "--editor").code == 0
    assert "\nOurs now\n" in text(torn)


def test_an_editor_that_leaves_markers_is_told(torn, pb, monkeypatch, tmp_path):
    editor(monkeypatch, tmp_path, "open(name, 'w').write(text + '\\nmore\\n')")

    answer = pb("resolve", "--editor")

    assert answer.code == 4
    assert "CONFLICT" in answer.out
    assert text(torn).endswith("\nmore\n")


def test_an_editor_may_be_asked_for_at_a_conflict(two, pb, monkeypatch, tmp_path):
    editor(monkeypatch, tmp_path, "open(name, 'w').write(text.replace('Our charter', 'Their charter'))")
    typing(monkeypatch, "o", "e", "s")

    assert pb("resolve").code == 4
    assert "# Their charter" in text(two)


@pytest.mark.parametrize(("said", "code"), [("false", 1), ("no-such-editor-here", 1), ("'", 2)])
def test_an_editor_that_fails_is_told(torn, pb, monkeypatch, said, code):
    monkeypatch.setenv("VISUAL", said)
    before = text(torn)

    answer = pb("resolve", "--editor")

    assert answer.code == code
    assert text(torn) == before


def test_markers_that_do_not_pair_up_take_an_editor(torn, pb):
    edit(torn / CHARTER, ">>>>>>> generated\n", "")

    answer = pb("resolve", "--mine")

    assert answer.code == 4
    assert "do not pair up at line" in answer.err
    assert "--editor" in answer.err
    assert "customers first" in text(torn)
    assert "do not pair up" in pb("resolve", "--list").out


def test_windows_line_ends_stay(torn, pb):
    (torn / CHARTER).write_bytes((torn / CHARTER).read_bytes().replace(b"\n", b"\r\n"))

    assert pb("resolve", "--mine").code == 0

    raw = (torn / CHARTER).read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_conflict_of_git_is_shown_with_its_own_labels(pilot, pb):
    edit(pilot / CARD, "\n\n", "\n\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\n\n")
    assert pb("sync").code == 4

    listed = pb("resolve", "--list").out

    assert "HEAD:" in listed
    assert "feature:" in listed
    assert pb("resolve", "--theirs").code == 0
    assert "\ntheirs\n" in text(pilot, CARD)


@pytest.mark.parametrize(
    "line",
    [
        ("advance", "first"),
        ("advance", "first/pilot"),
        ("approve", "first", "--as", "Sam Sponsor <sam.sponsor@example.org>"),
    ],
)
def test_nothing_advances_over_a_conflict(torn, pb, line):
    answer = pb(*line)

    assert answer.code == 4
    assert "over a conflict" in answer.err
