"""A person's own editor."""

import sys

import pytest

from playbook.cli import editor as module
from playbook.cli.editor import edit, editor
from playbook.errors import PlaybookError, UsageError


@pytest.fixture(autouse=True)
def nobody_said(monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)


@pytest.mark.parametrize(
    ("visual", "other", "found"),
    [
        ("code --wait", "vi", ["code", "--wait"]),
        ("", "emacs -nw", ["emacs", "-nw"]),
        ("'my editor' -x", "", ["my editor", "-x"]),
    ],
)
def test_the_editor_that_a_person_likes(monkeypatch, visual, other, found):
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", other)

    assert editor() == found


def test_one_that_most_systems_have(monkeypatch):
    monkeypatch.setattr(module, "which", lambda name: name == "vi")

    assert editor() == ["vi"]


def test_where_there_is_none_it_is_said_how_to_name_one(monkeypatch):
    monkeypatch.setattr(module, "which", lambda name: None)

    with pytest.raises(UsageError) as caught:
        editor()

    assert "EDITOR" in str(caught.value.advice)


def test_a_name_is_never_read_by_a_shell(monkeypatch, tmp_path):
    script = tmp_path / "editor.py"
    script.write_text("import sys\nopen(sys.argv[1], 'a').write('edited')", encoding="utf-8")
    path = tmp_path / "; touch hacked; 'charter'.md"
    path.write_text("", encoding="utf-8")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.chdir(tmp_path)

    edit(str(path), 12)

    assert path.read_text(encoding="utf-8") == "edited"
    assert not (tmp_path / "hacked").exists()


def test_an_editor_that_knows_lines_is_given_one(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(
        module.subprocess,
        "run",
        lambda command, check: calls.append(command) or module.subprocess.CompletedProcess(command, 0),
    )
    for name in ("/usr/bin/vim", "code"):
        monkeypatch.setenv("EDITOR", name)
        edit(str(tmp_path / "x.md"), 12)

    assert calls == [["/usr/bin/vim", "+12", str(tmp_path / "x.md")], ["code", str(tmp_path / "x.md")]]


@pytest.mark.parametrize("name", ["/no/such/editor", "false"])
def test_one_that_fails_is_told(monkeypatch, tmp_path, name):
    monkeypatch.setenv("EDITOR", name)

    with pytest.raises(PlaybookError):
        edit(str(tmp_path / "x.md"))
