"""Whose a line is, asked of a real git."""

import os
import subprocess
from pathlib import Path

import pytest

from playbook.documents import blame as module
from playbook.documents.blame import Author, blame

pytestmark = pytest.mark.git

ANA = "Ana Diaz <ana@example.org>"
BO = "Bo Li <bo@example.org>"


class Repository:
    """A git repository with one file, and a person's commits to it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")

    @property
    def path(self):
        return self.folder / "list.md"

    def git(self, *arguments, **around):
        done = subprocess.run(
            ["git", "-c", "commit.gpgsign=false", *arguments],
            cwd=self.folder,
            env={**os.environ, **around},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def commit(self, text, name="Ana Diaz", mail="ana@example.org", date="2026-11-03T09:30:00+02:00", path=None):
        (path or self.path).write_bytes(text.encode())
        who = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_AUTHOR_DATE": date}
        self.git("add", ".", **who)
        self.git("commit", "-q", "-m", "x", **who)


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def test_each_line_has_its_own_author_and_time(repository):
    repository.commit("a\nb\nc\n")
    repository.commit("a\nB\nc\n", "Bo Li", "bo@example.org", "2026-11-04T08:00:00+00:00")

    found = blame(str(repository.path), [1, 2])

    assert found == {1: Author(ANA, "2026-11-03T07:30:00Z"), 2: Author(BO, "2026-11-04T08:00:00Z")}


def test_it_is_asked_once(repository, monkeypatch):
    repository.commit("a\nb\nc\n")
    asked = []
    real = subprocess.run
    monkeypatch.setattr(module.subprocess, "run", lambda *given, **how: asked.append(given) or real(*given, **how))

    blame(str(repository.path), [1, 2, 3])

    assert sum("blame" in given[0] for given in asked) == 1


def test_nothing_to_ask_asks_nothing(monkeypatch):
    monkeypatch.setattr(module.subprocess, "run", None)

    assert blame("list.md", []) == {}


def test_a_line_that_is_not_committed_is_nobodys(repository):
    repository.commit("a\nb\n")
    repository.path.write_text("a\nB\n", "utf-8")

    assert blame(str(repository.path), [1, 2]) == {1: Author(ANA, "2026-11-03T07:30:00Z")}


def test_a_line_that_is_only_staged_is_nobodys(repository):
    repository.commit("a\n")
    repository.path.write_text("A\n", "utf-8")
    repository.git("add", ".")

    assert blame(str(repository.path), [1]) == {}


@pytest.mark.parametrize("what", ["untracked", "ignored", "gone", "beyond"])
def test_what_git_does_not_know_is_nobodys(repository, what):
    repository.commit("a\n")
    path = repository.folder / "other.md"
    if what == "ignored":
        repository.commit("*.md\n", path=repository.folder / ".gitignore")
    if what != "gone":
        path.write_text("a\n", "utf-8")

    assert blame(str(repository.path if what == "beyond" else path), [1 if what != "beyond" else 99]) == {}


def test_a_repository_without_a_commit(repository):
    repository.path.write_text("a\n", "utf-8")

    assert blame(str(repository.path), [1]) == {}


def test_no_repository(tmp_path):
    (tmp_path / "list.md").write_text("a\n", "utf-8")

    assert blame(str(tmp_path / "list.md"), [1]) == {}


def test_no_folder(tmp_path):
    assert blame(str(tmp_path / "nowhere" / "list.md"), [1]) == {}


def test_no_git(repository, monkeypatch):
    repository.commit("a\n")
    monkeypatch.setenv("PATH", "")

    assert blame(str(repository.path), [1]) == {}


def test_a_git_that_hangs_is_left(repository, monkeypatch):
    def hang(*given, **how):
        raise subprocess.TimeoutExpired("git", 1)

    monkeypatch.setattr(module.subprocess, "run", hang)

    assert blame(str(repository.path), [1]) == {}


def test_a_shallow_clone_knows_only_what_is_after_its_beginning(repository, tmp_path):
    repository.commit("a\nb\n")
    repository.commit("a\nB\n", "Bo Li", "bo@example.org", "2026-11-04T08:00:00+00:00")
    repository.commit("a\nB\nc\n", date="2026-11-05T08:00:00+00:00")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.folder}", str(clone))

    assert blame(str(clone / "list.md"), [1, 2, 3]) == {3: Author(ANA, "2026-11-05T08:00:00Z")}


def test_a_renamed_file_keeps_its_history(repository):
    repository.commit("a line that is long enough to be found again\nb\n")
    repository.git("mv", "list.md", "moved.md")
    repository.commit("x\n", "Bo Li", "bo@example.org", path=repository.folder / "other.md")

    assert blame(str(repository.folder / "moved.md"), [1])[1].person == ANA


def test_line_ends_and_indentation_make_nobody_an_author(repository):
    repository.commit("a\n- b\n")
    repository.commit("a\r\n  - b\r\n", "Bo Li", "bo@example.org")

    assert {author.person for author in blame(str(repository.path), [1, 2]).values()} == {ANA}


def test_a_mailmap_is_followed(repository):
    repository.commit("a\n", "ana", "ana@old.example.org")
    repository.commit(f"{ANA} <ana@old.example.org>\n", path=repository.folder / ".mailmap")

    assert blame(str(repository.path), [1])[1].person == ANA


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ana\tDiaz\x07", "Ana Diaz <ana@example.org>"),
        ("A\u202ena\u200b", "Ana <ana@example.org>"),
        ("{{ 7*7 }} <b>|*x*", "{{ 7*7 }} b|*x* <ana@example.org>"),
        ("张伟", "张伟 <ana@example.org>"),
        ("n" * 500, "n" * 200 + " <ana@example.org>"),
    ],
)
def test_names_are_cleaned(repository, name, person):
    repository.commit("a\n", name)

    assert " ".join(blame(str(repository.path), [1])[1].person.split()) == person


@pytest.mark.parametrize("mail", ["", "no mail", "a@b@c"])
def test_a_mail_that_is_none_is_left_out(repository, mail):
    repository.commit("a\n", mail=mail)

    assert blame(str(repository.path), [1])[1].person == "Ana Diaz"


def test_a_name_that_would_be_shown_as_somebody_elses_is_not_taken(repository):
    repository.commit("a\n", "p-0a1b2c")

    assert blame(str(repository.path), [1]) == {}


def test_a_hook_of_another_repository_does_not_mislead(repository, tmp_path, monkeypatch):
    repository.commit("a\n")
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.folder / ".git" / "index"))

    assert blame(str(repository.path), [1])[1].person == ANA


def test_settings_of_a_repository_run_nothing(repository, tmp_path):
    repository.commit("a\n")
    repository.commit("*.md diff=evil\n", path=repository.folder / ".gitattributes")
    ran = tmp_path / "ran"
    repository.git("config", "diff.evil.textconv", f"touch {ran}; cat")
    repository.git("config", "core.fsmonitor", f"touch {ran}")

    found = blame(str(repository.path), [1])

    assert found[1].person == ANA
    assert not ran.exists()


def test_what_git_refuses_is_nobodys(repository):
    repository.commit("a\n")
    repository.git("config", "blame.ignoreRevsFile", "missing")

    assert blame(str(repository.path), [1]) == {}


def test_a_time_that_is_none():
    assert module._when("") == module._when("99999999999999999999") == ""
