"""A person at a keyboard: workspaces made by the program itself, commands typed into it, what comes out."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from playbook.cli.main import run

SPONSOR = "Sam Sponsor <sam.sponsor@example.org>"
LEAD = "Lena Lead <lena.lead@example.org>"
DAY = "2026-12-01"
BEFORE_LAUNCH = (
    "launch.sponsor-spoke",
    "launch.heads-released",
    "launch.work-handed-over",
    "launch.lead-free",
    "launch.charter-signed",
    "launch.data-probed",
    "launch.decisions-drilled",
    "launch.week-booked",
)
LAUNCH = ("tick", "first/pilot", *BEFORE_LAUNCH, "--evidence", "minutes of 1 December")


class Answer(NamedTuple):
    """What a command did at the terminal."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)


Typing = Callable[..., Answer]


@pytest.fixture
def pb(capsys: pytest.CaptureFixture[str]) -> Typing:
    """Return a function that types a command and gives back its exit code and output."""

    def typed(*argv: str) -> Answer:
        with pytest.raises(SystemExit) as ended:
            run(list(argv))
        code = ended.value.code
        out, err = capsys.readouterr()
        return Answer(code if isinstance(code, int) else 1, out, err)

    return typed


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return where workspaces lie that a test has already brought to a stage; to be copied, never changed."""
    return {"": tmp_path_factory.mktemp("made")}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pb: Typing) -> Path:
    """Return a new workspace, with the lead at the keyboard on a fixed day."""
    folder = tmp_path / "rollout"
    pb("init", str(folder))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PLAYBOOK_NOW", DAY)
    monkeypatch.setenv("PLAYBOOK_AS", LEAD)
    return folder


def _kept(made: dict[str, Path], name: str, workspace: Path, *steps: Callable[[], Answer]) -> Path:
    """Bring the workspace to a stage, once for all tests of the run."""
    kept = made[""] / name
    if kept.is_dir():
        shutil.copytree(kept, workspace, dirs_exist_ok=True)
        return workspace
    for step in steps:
        answer = step()
        assert answer.code == 0, answer
    shutil.copytree(workspace, kept)
    return workspace


@pytest.fixture
def synced(workspace: Path, pb: Typing, made: dict[str, Path]) -> Path:
    """Return a workspace whose unit is in selection, with its documents."""
    return _kept(made, "synced", workspace, lambda: pb("sync"))


@pytest.fixture
def pilot(workspace: Path, pb: Typing, made: dict[str, Path]) -> Path:
    """Return a workspace whose unit is in the stage pilot, its squad forming."""
    return _kept(
        made,
        "pilot",
        workspace,
        lambda: pb("sync"),
        lambda: pb("approve", "first", "--as", SPONSOR),
        lambda: pb("advance", "first"),
    )


@pytest.fixture
def operating(pilot: Path, pb: Typing, made: dict[str, Path]) -> Path:
    """Return a workspace whose unit is in stabilisation, its pilot operating."""
    return _kept(
        made,
        "operating",
        pilot,
        lambda: pb(*LAUNCH),
        lambda: pb("approve", "first", "--as", SPONSOR),
        lambda: pb("advance", "first"),
    )


def edit(path: Path, old: str, new: str, *, count: int = 1) -> None:
    """Change a file as a person does in an editor; what is changed must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def unprivileged() -> bool:
    """Return whether the system would refuse us anything: it refuses root nothing."""
    return os.geteuid() != 0
