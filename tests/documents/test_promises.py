"""The note of documents that are about to be made for the first time."""

import pytest

from playbook.documents.promises import kept, promise, promised
from playbook.documents.shelf import Shelf
from playbook.errors import PlaybookError

PATHS = ["emea/pilot/charter.md", "emea/goal-sheet.md"]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "documents"


def test_what_was_noted_is_known_until_it_was_made(folder):
    promise(str(folder), "emea", PATHS)
    assert promised(str(folder), "emea") == frozenset(PATHS)

    kept(str(folder), "emea")

    assert promised(str(folder), "emea") == frozenset()
    assert list(folder.iterdir()) == []


def test_nothing_to_note_makes_no_file_and_no_folder(folder):
    promise(str(folder), "emea", [])

    assert not folder.exists()
    assert promised(str(folder), "emea") == frozenset()


def test_each_unit_has_a_note_of_its_own(folder):
    promise(str(folder), "emea", PATHS)
    promise(str(folder), "apac", ["apac/goal-sheet.md"])

    kept(str(folder), "emea")

    assert promised(str(folder), "apac") == {"apac/goal-sheet.md"}


def test_a_newer_note_replaces_the_older(folder):
    promise(str(folder), "emea", PATHS)
    promise(str(folder), "emea", PATHS[:1])

    assert promised(str(folder), "emea") == frozenset(PATHS[:1])


@pytest.mark.parametrize("content", [b"", b"[", b"{}", b"3", b"\xff\xfe", b"[" * 100])
def test_a_note_that_cannot_be_read_promises_nothing(folder, content):
    folder.mkdir()
    (folder / ".emea.unwritten").write_bytes(content)

    assert promised(str(folder), "emea") == frozenset()


def test_of_a_note_only_texts_count(folder):
    folder.mkdir()
    (folder / ".emea.unwritten").write_text('["a.md", 3, null, ["b.md"]]', encoding="utf-8")

    assert promised(str(folder), "emea") == {"a.md"}


def test_a_note_that_was_half_written_is_taken_away_as_well(folder):
    promise(str(folder), "emea", PATHS)
    (folder / ".emea.unwritten~").write_text("[", encoding="utf-8")

    kept(str(folder), "emea")

    assert list(folder.iterdir()) == []


def test_taking_away_what_is_not_there_is_no_mistake(folder):
    kept(str(folder), "emea")

    assert not folder.exists()


def test_the_shelf_keeps_the_note_with_its_documents(folder):
    shelf = Shelf(str(folder))
    shelf.promise("emea", PATHS)
    assert shelf.promised("emea") == frozenset(PATHS)
    assert shelf.find() == {}

    shelf.kept("emea")

    assert shelf.promised("emea") == frozenset()


def test_a_note_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "documents").write_text("a file", encoding="utf-8")

    with pytest.raises(PlaybookError, match="the note of documents of emea"):
        Shelf(str(tmp_path / "documents")).promise("emea", PATHS)
