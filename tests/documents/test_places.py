"""Where documents lie, wherever people put them."""

import os

import pytest

from playbook.documents.header import compose
from playbook.documents.places import find, folders, named, steps, strangers
from playbook.errors import PlaybookError

ID = "emea/pilot/charter"
OWN = f"{ID}.md"
TEXT = compose(ID, "# Charter\n", "# Charter\n")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "emea" / "pilot").mkdir(parents=True)
    return tmp_path


def put(folder, path, text=TEXT):
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode())
    return place


@pytest.mark.parametrize(
    "path", ["emea/pilot/Charter (final).md", "Team docs/Charta ü.md", "CHARTER.MD", "a/b/c/d/e/f/g/x.md", OWN]
)
def test_a_document_is_found_wherever_it_lies(folder, path):
    put(folder, path)

    assert find(str(folder)) == {ID: [path]}
    assert steps(path) == path.split("/")


@pytest.mark.parametrize(
    "path",
    [
        ".hidden/charter.md",
        "emea/.charter.md",
        "emea/charter.txt",
        "emea/con.md",
        "emea/back\\slash.md",
        "emea/charter.rescued-0123abcd.md",
        "a/b/c/d/e/f/g/h/x.md",
    ],
)
def test_what_is_no_place_for_a_document_is_passed_over(folder, path):
    put(folder, path)

    assert find(str(folder)) == {}


def test_a_file_behind_a_link_is_not_found(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    put(outside, "charter.md")
    (folder / "link").symlink_to(outside)
    (folder / "charter.md").symlink_to(outside / "charter.md")

    assert find(str(folder)) == {}


def test_of_copies_the_one_at_its_own_place_comes_first(folder):
    for path in ("a copy.md", OWN, "zz.md"):
        put(folder, path)

    assert find(str(folder)) == {ID: [OWN, "a copy.md", "zz.md"]}


def test_where_there_is_no_folder_there_is_nothing(folder):
    assert find(str(folder / "nowhere")) == {}
    assert list(strangers(str(folder), "nowhere", frozenset())) == []


def test_strangers_are_documents_at_the_place_of_none(folder):
    put(folder, OWN)
    put(folder, "emea/pilot/charter copy.md")
    put(folder, "emea/pilot/notes.md", "# Ours\n")
    put(folder, "emea/pilot/charter.rescued-0123abcd.md")

    found = list(strangers(str(folder), "emea/pilot", frozenset([OWN])))

    assert found == [("emea/pilot/charter copy.md", ID)]


def test_folders_of_a_unit_are_listed_but_hidden_and_linked_ones(tmp_path):
    for name in ("emea/pilot", "emea/lyon/deep", "emea/.git/x", "apac"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "emea/link").symlink_to(tmp_path / "apac")

    assert sorted(folders(str(tmp_path), "emea")) == ["emea", "emea/lyon", "emea/lyon/deep", "emea/pilot"]
    assert list(folders(str(tmp_path), "mena")) == []


def test_strangers_of_the_top_folder_are_named_without_a_slash(folder):
    put(folder, "copy.md")
    put(folder, "moved.md")

    assert list(strangers(str(folder), "", frozenset(["moved.md"]))) == [("copy.md", ID)]


@pytest.mark.parametrize("text", ["", "\ufeff", "# Ours\n", "\xff"])
def test_a_file_without_a_header_has_no_name(folder, text):
    assert named(str(put(folder, "x.md", text))) == ""


def test_a_file_that_cannot_be_opened_has_no_name(folder):
    assert named(str(folder / "nowhere.md")) == ""


def test_a_header_below_what_a_person_wrote_is_found(folder):
    put(folder, "x.md", f"---\ntags: [squad]\n---\n{TEXT}")

    assert find(str(folder)) == {ID: ["x.md"]}


@pytest.mark.parametrize("path", ["emea/Pilot/charter.md", "emea/my charter.md", "emea/charter.MD"])
def test_new_files_are_named_by_ids_alone(path):
    assert steps(path)
    with pytest.raises(PlaybookError, match="cannot be the path"):
        steps(path, new=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="the system refuses root nothing")
def test_a_folder_that_may_not_be_read_is_passed_over(folder):
    put(folder, "closed/charter.md")
    (folder / "closed").chmod(0)

    assert find(str(folder)) == {}
