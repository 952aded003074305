"""What every test stands on: a home that is not yours, a fixed place and language, repeatable examples."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_HOME = Path(os.environ.get("HOME", "/nonexistent"))
GIT_IDENTITY = "[user]\n\tname = Test Person\n\temail = test.person@example.org\n[init]\n\tdefaultBranch = main\n"
# What would change a result from one person's machine to the next.
FOREIGN = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "LANGUAGE", "PAGER", "EDITOR")

hypothesis.settings.register_profile(
    "ci",
    deadline=None,  # a slow machine is not a bug
    derandomize=True,  # a red run is red again
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    print_blob=True,
)
# For the second Python and every other: each property is held there too, by fewer examples.
hypothesis.settings.register_profile("few", hypothesis.settings.get_profile("ci"), max_examples=20)
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs git where there is none, and say so; in CI that is a failure."""
    if item.get_closest_marker("git") and not shutil.which("git"):
        if os.environ.get("CI"):
            pytest.fail("git is missing, and in CI nothing is skipped", pytrace=False)
        pytest.skip("needs git, which is not installed")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top of the checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home; the program and git find no other one.

    Programs that a test starts inherit it. What goes round the variables (the password database) fails: see
    `no_real_home`.
    """
    folder = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("PLAYBOOK_", "GIT_"))]:
        monkeypatch.delenv(name)
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    places = {"XDG_CACHE_HOME": ".cache", "XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share"}
    for name, place in {**places, "XDG_STATE_HOME": ".local/state", "GIT_CONFIG_GLOBAL": ".gitconfig"}.items():
        monkeypatch.setenv(name, str(folder / place))
    for name, value in {"HOME": str(folder), "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (folder / ".gitconfig").write_text(GIT_IDENTITY, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def no_real_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to run our own program's home-seeking calls anywhere but in `home`."""
    real_expanduser = os.path.expanduser

    def expanduser(path: str | os.PathLike[str]) -> str:
        found = os.fspath(real_expanduser(path))
        if os.fspath(path).startswith("~") and not found.startswith(str(home)):
            pytest.fail(f"a test went to a real home: {path!r} is {found!r}")
        return found

    monkeypatch.setattr(os.path, "expanduser", expanduser)


@pytest.fixture
def git(tmp_path: Path):
    """Return a call that runs git in the test's folder and returns its output."""

    def call(*arguments: str, cwd: Path = tmp_path) -> str:
        done = subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True)
        return done.stdout

    return call
