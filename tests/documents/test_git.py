"""Git's merge of lines."""

import subprocess

import pytest

from playbook.documents import git
from playbook.documents.git import git_available, merge_file
from playbook.errors import MergeConflict


@pytest.mark.git
def test_git_is_here():
    assert git_available()


@pytest.mark.git
def test_changes_in_different_places_are_merged():
    base = "a\nb\nc\nd\ne\n"

    assert merge_file(base, base + "mine\n", "new\n" + base) == ("new\n" + base + "mine\n", 0)


@pytest.mark.git
def test_each_conflict_is_counted_and_labelled():
    text, conflicts = merge_file("a\nx\ny\nz\nb\n", "a1\nx\ny\nz\nb1\n", "a2\nx\ny\nz\nb2\n")

    assert conflicts == 2
    assert text.startswith("<<<<<<< your edits\na1\n||||||| last generated\na\n=======\na2\n>>>>>>> generated\nx\n")


@pytest.mark.git
def test_what_both_wrote_alike_stays_out_of_the_conflict():
    text, _ = merge_file("a\n", "same\nmine\n", "same\nnew\n")

    assert text.startswith("same\n<<<<<<< your edits\nmine\n")


@pytest.mark.git
def test_any_script_comes_back():
    assert merge_file("", "张伟\n", "张伟\n") == ("张伟\n", 0)


@pytest.mark.git
def test_no_file_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    merge_file("a\n", "b\n", "c\n")

    assert list(tmp_path.iterdir()) == []


def test_without_git_the_person_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(MergeConflict) as caught:
        merge_file("a\n", "b\n", "c\n")

    assert not git_available()
    assert "install git" in caught.value.hint


@pytest.mark.git
def test_an_older_git_shows_the_base_too(monkeypatch):
    real = subprocess.run
    styles = []

    def older(command, **options):
        styles.append(command[3])
        if command[3] == "--zdiff3":
            return subprocess.CompletedProcess(command, git.USAGE, b"", b"error: unknown option `zdiff3'")
        return real(command, **options)

    monkeypatch.setattr(subprocess, "run", older)

    text, conflicts = merge_file("a\n", "b\n", "c\n")

    assert styles == ["--zdiff3", "--diff3"]
    assert conflicts == 1
    assert "||||||| last generated\na\n" in text


@pytest.mark.git
def test_what_git_cannot_merge_is_said():
    with pytest.raises(MergeConflict) as caught:
        merge_file("a\n", "b\0\n", "c\n")

    assert "binary" in caught.value.message


def test_a_failure_without_words_is_said_too(monkeypatch):
    monkeypatch.setattr(git, "git_available", lambda: True)
    monkeypatch.setattr(git, "_run", lambda *_: subprocess.CompletedProcess([], -9, b"", b""))

    with pytest.raises(MergeConflict, match="exit status -9"):
        merge_file("a\n", "b\n", "c\n")


def test_a_git_that_knows_neither_format_is_said(monkeypatch):
    monkeypatch.setattr(git, "git_available", lambda: True)
    monkeypatch.setattr(git, "_run", lambda *_: subprocess.CompletedProcess([], git.USAGE, b"", b"usage: git\n"))

    with pytest.raises(MergeConflict, match="usage: git"):
        merge_file("a\n", "b\n", "c\n")
