"""The environment's script: which index it asks, what it trusts, when it does nothing, and what it says."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import ssl
import subprocess
import sys
import urllib.error
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "tools" / "bootstrap.py"
BYTES = b"not really a wheel"


@pytest.fixture
def boot(monkeypatch, home):
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_PROXY", "UV_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    # Only the files of the test's own home count, never those of the machine.
    config = home / "pip.conf"
    config.write_text("")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "pip_files", lambda: [str(config)])
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    return module


@pytest.fixture
def index(tmp_path, boot, monkeypatch):
    folder = tmp_path / "simple" / "pip"
    folder.mkdir(parents=True)
    (folder / "files").mkdir()
    (folder / "files" / boot.PIP_WHEEL).write_bytes(BYTES)
    (folder / "index.html").write_text(
        f'<a href="files/pip-1.0-py3-none-any.whl">old</a><a href="files/{boot.PIP_WHEEL}#sha256=0">pip</a>',
    )
    monkeypatch.setattr(boot, "PIP_SHA256", hashlib.sha256(BYTES).hexdigest())
    return folder.parent.as_uri()


def test_the_script_needs_the_standard_library_only():
    # -I -S: no site-packages, no environment, as on a bare system.
    command = [sys.executable, "-I", "-S", str(SCRIPT), "--help"]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_public_index_is_the_last_resort(boot):
    assert boot.indexes() == [boot.PUBLIC_INDEX]


def test_pip_conf_names_the_index(boot, home):
    (home / "pip.conf").write_text(
        "[global]\nindex-url = https://one.example/simple\nextra-index-url = https://two.example\n"
    )

    assert boot.indexes() == ["https://one.example/simple", "https://two.example"]


def test_the_environment_wins_over_pip_conf(boot, home, monkeypatch):
    (home / "pip.conf").write_text("[global]\nindex-url = https://one.example/simple\n")
    monkeypatch.setenv("PIP_INDEX_URL", "https://three.example/simple")

    assert boot.indexes() == ["https://three.example/simple"]


def test_a_broken_pip_conf_is_pips_business(boot, home):
    (home / "pip.conf").write_text("index-url\n  [")

    assert boot.indexes() == [boot.PUBLIC_INDEX]


def test_pip_conf_is_enough_for_uv(boot, home, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    (home / "pip.conf").write_text("[global]\nindex-url = https://one.example/simple\ncert = ca.pem\n")

    assert boot.uv_settings() == {"UV_DEFAULT_INDEX": "https://one.example/simple", "SSL_CERT_FILE": "ca.pem"}


def test_the_pinned_wheel_is_found_and_checked(boot, index):
    assert boot.fetch_pip([index]) == BYTES


def test_an_index_without_it_gives_way_to_the_next(boot, index, tmp_path):
    assert boot.fetch_pip([(tmp_path / "nothing").as_uri(), index]) == BYTES


def test_a_wheel_with_another_hash_is_not_used(boot, index, monkeypatch):
    monkeypatch.setattr(boot, "PIP_SHA256", "0" * 64)

    with pytest.raises(boot.BootstrapError, match="was not used"):
        boot.fetch_pip([index])


def test_without_a_network_one_line_says_so(boot, tmp_path):
    with pytest.raises(boot.BootstrapError, match="no package index could be reached") as caught:
        boot.fetch_pip([(tmp_path / "nothing").as_uri()])

    assert "\n" not in str(caught.value)


def test_an_index_that_answers_but_lacks_it_is_another_problem(boot, index, monkeypatch):
    monkeypatch.setattr(boot, "PIP_WHEEL", "pip-0.0-py3-none-any.whl")

    with pytest.raises(boot.BootstrapError, match=r"has pip-0\.0"):
        boot.fetch_pip([index])


def test_passwords_are_sent_but_never_shown(boot):
    request = boot.with_credentials("https://me:s%40cret@one.example/simple/pip/")

    assert request.full_url == "https://one.example/simple/pip/"
    assert request.get_header("Authorization") == "Basic bWU6c0BjcmV0"
    assert boot.shown(["https://me:s%40cret@one.example/simple"]) == "https://one.example/simple"


def test_the_password_goes_to_the_same_host_only(boot):
    source = "https://me:secret@one.example/simple"

    assert boot.with_user_of(source, "https://one.example/f.whl") == "https://me:secret@one.example/f.whl"
    assert boot.with_user_of(source, "https://files.example/f.whl") == "https://files.example/f.whl"


@pytest.mark.parametrize(
    ("problem", "final"),
    [
        (urllib.error.HTTPError("u", 404, "", None, None), True),
        (urllib.error.HTTPError("u", 429, "", None, None), False),
        (urllib.error.HTTPError("u", 503, "", None, None), False),
        (urllib.error.URLError(ConnectionRefusedError()), False),
        (urllib.error.URLError(ssl.SSLCertVerificationError()), True),
        (TimeoutError(), False),
    ],
)
def test_only_what_may_pass_is_tried_again(boot, problem, final):
    assert boot.is_final(problem) is final


def test_a_server_that_recovers_is_enough(boot, monkeypatch):
    answers = [TimeoutError(), urllib.error.URLError(ConnectionResetError()), BYTES]
    monkeypatch.setattr(boot, "opener", lambda: FlakyOpener(answers))

    assert boot.fetch("https://one.example/x") == BYTES


class FlakyOpener:
    def __init__(self, answers):
        self.answers = answers

    def open(self, request, timeout):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return FlakyAnswer(answer)


class FlakyAnswer:
    def __init__(self, body):
        self.read = lambda: body

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.fixture
def made(boot, tmp_path, monkeypatch):
    """A folder that a run has made, with the installations that were asked for since."""
    asked = []

    def make(folder):
        boot.venv_python(folder).parent.mkdir(parents=True, exist_ok=True)
        boot.venv_python(folder).touch()

    monkeypatch.setattr(boot, "make_environment", make)
    monkeypatch.setattr(boot, "install", lambda folder, what, installer: asked.append(what))
    folder = tmp_path / ".venv"
    boot.bootstrap(folder, {"test"}, None, "auto")
    asked.clear()
    return folder, asked


def test_a_second_run_does_nothing(boot, made):
    folder, asked = made

    boot.bootstrap(folder, {"test"}, None, "auto")

    assert asked == []


def test_fewer_extras_are_there_already(boot, made):
    folder, asked = made

    boot.bootstrap(folder, set(), None, "auto")

    assert asked == []


def test_more_extras_are_added_to_those_there(boot, made):
    folder, asked = made

    boot.bootstrap(folder, {"diagram"}, None, "auto")

    assert asked == [["--editable", f"{boot.ROOT}[diagram,test]"]]


def test_an_interrupted_run_is_done_again(boot, made):
    folder, asked = made
    stamp = json.loads((folder / boot.STAMP).read_text())
    (folder / boot.STAMP).write_text(json.dumps({**stamp, "digest": ""}))

    boot.bootstrap(folder, {"test"}, None, "auto")

    assert len(asked) == 1


def test_a_moved_environment_is_made_again(boot, made, tmp_path):
    folder, asked = made
    moved = folder.rename(tmp_path / "moved")

    boot.bootstrap(moved, {"test"}, None, "auto")

    assert json.loads((moved / boot.STAMP).read_text())["folder"] == str(moved)
    assert len(asked) == 1


def test_somebody_elses_folder_is_left_alone(boot, tmp_path, capsys):
    (tmp_path / "precious.txt").write_text("mine")

    code = boot.main(["--venv", str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().err.startswith(f"bootstrap: {tmp_path} was not made by this script")
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_an_old_python_says_so_in_one_line(boot, monkeypatch, capsys):
    monkeypatch.setattr(boot, "OLDEST", (99, 0))
    monkeypatch.setattr(boot.shutil, "which", lambda name: None)

    code = boot.main([])

    assert code == 1
    assert capsys.readouterr().err.startswith("bootstrap: Python 99.0 or newer is needed, this is 3.")


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("WARNING: x\nERROR: No matching distribution\n", "the installation failed: ERROR: No matching distribution"),
        ("NewConnectionError: failed\n", "no package index could be reached"),
        ("", "the installation failed: no reason given"),
    ],
)
def test_a_failed_installation_is_one_line(boot, tmp_path, output, line):
    said = boot.explain(output, tmp_path / "log")

    assert said.startswith(line)
    assert "\n" not in said
