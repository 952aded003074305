"""What killed writers leave beside a document."""

import os
import subprocess
import sys

import pytest

from playbook.documents import leftovers as module
from playbook.documents.leftovers import Leftover, discard, leftovers, rescue


@pytest.fixture
def gone():
    """Return the id of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "emea").mkdir()
    return tmp_path


def left(folder, pid, text="A text.\n", name="charter", mark="0123abcd"):
    """Leave a file as a killed writer does."""
    path = folder / "emea" / f".{name}.md.{pid}-{mark}.tmp"
    path.write_text(text, encoding="utf-8")
    return path


def found(folder, below="emea"):
    return list(leftovers(str(folder), below))


def test_what_a_writer_that_is_gone_left_is_found(folder, gone):
    path = left(folder, gone)

    assert found(folder) == [Leftover(str(path), "emea/charter.md", "0123abcd", "A text.\n")]


@pytest.mark.parametrize("running", [os.getpid, os.getppid])
def test_the_file_of_a_running_writer_is_its_own(folder, running):
    left(folder, running())

    assert found(folder) == []


def test_a_writer_of_somebody_else_runs(folder, monkeypatch):
    def foreign(pid, signal):
        raise PermissionError

    left(folder, 12345)
    monkeypatch.setattr(module.os, "kill", foreign)

    assert found(folder) == []


def test_a_number_that_no_process_can_have_is_gone(folder):
    left(folder, "9" * 40)

    assert len(found(folder)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "charter.md",
        ".charter.md",
        ".charter.md.tmp",
        ".charter.md.x-0123abcd.tmp",
        ".charter.md.99-0123abc.tmp",
        ".charter.md.99-0123ABCD.tmp",
        "charter.md.99-0123abcd.tmp",
        ".charter.txt.99-0123abcd.tmp",
        ".charter.md.99-0123abcd.tmp~",
    ],
)
def test_other_files_are_nobodys_leftover(folder, name):
    (folder / "emea" / name).write_text("mine", encoding="utf-8")

    assert found(folder) == []


def test_a_link_or_a_folder_of_that_name_is_none(folder, gone):
    outside = folder / "outside"
    outside.write_text("x", encoding="utf-8")
    (folder / "emea" / f".a.md.{gone}-0123abcd.tmp").symlink_to(outside)
    (folder / "emea" / f".b.md.{gone}-0123abcd.tmp").mkdir()

    assert found(folder) == []


@pytest.mark.parametrize("below", ["apac", "emea/note.md"])
def test_where_there_is_no_folder_there_is_nothing(folder, below):
    (folder / "emea/note.md").write_text("x", encoding="utf-8")

    assert found(folder, below) == []


def test_what_is_no_text_is_found_all_the_same(folder, gone):
    left(folder, gone).write_bytes(b"\xff\xfe")

    assert [one.text for one in found(folder)] == [None]


def test_a_leftover_that_is_known_goes_away(folder, gone):
    left(folder, gone)
    (one,) = found(folder)

    discard(one)
    discard(one)

    assert list((folder / "emea").iterdir()) == []


def test_a_leftover_that_nobody_knows_gets_a_visible_name(folder, gone):
    left(folder, gone)
    (one,) = found(folder)

    name = rescue(one)

    assert name == "emea/charter.rescued-0123abcd.md"
    assert (folder / name).read_text(encoding="utf-8") == "A text.\n"
    assert found(folder) == []


def test_what_another_command_rescued_first_is_no_mistake(folder, gone):
    left(folder, gone)
    (one,) = found(folder)
    rescue(one)

    assert rescue(one) == "emea/charter.rescued-0123abcd.md"
