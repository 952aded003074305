"""What all commands share: options on both sides of the name, completion, idempotency keys, what is imported."""

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import BEFORE_LAUNCH, SPONSOR

EXPENSIVE = {
    "asyncio",
    "babel",
    "dataclasses",
    "difflib",
    "email",
    "http",
    "jinja2",
    "pathlib",
    "platformdirs",
    "pydantic",
    "pyromark",
    "rich",
    "secrets",
    "subprocess",
    "tempfile",
    "transitions",
    "typing_extensions",
    "urllib",
    "wcwidth",
    "yaml",
}
"""What neither the list of commands nor `status` has any use for."""


def imported(*argv, cwd):
    """Return which modules a command imports, in a process of its own."""
    code = (
        "import sys, playbook.__main__\nfrom playbook.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit as ended:\n    assert not ended.code, ended.code\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *argv], cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def of_click():
    """Return which modules come with click alone."""
    code = "import sys, click, sqlite3, json\nprint(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("argv", [("--help",), ("status",), ("status", "first")], ids=" ".join)
def test_a_start_imports_next_to_nothing(synced, argv):
    found = imported(*argv, cwd=synced)

    assert found & (EXPENSIVE - of_click()) == set()


@pytest.mark.parametrize("argv", [("--help",), ("status", "first")], ids=" ".join)
def test_of_ours_a_start_imports_only_a_handful(synced, argv):
    ours = {name for name in imported(*argv, cwd=synced) if name.startswith("playbook")}

    assert not ours & {
        "playbook.app.session",
        "playbook.core.model",
        "playbook.core.history",
        "playbook.gates",
        "playbook.documents",
    }
    assert len(ours) <= 20


def test_module_and_command_are_one_program(synced, pb):
    done = subprocess.run(
        [sys.executable, "-m", "playbook", "status"], cwd=synced, capture_output=True, text=True, check=True
    )

    assert done.stdout == pb("status").out


# ------------------------------------------------------------------------------------------------ options


@pytest.mark.parametrize("argv", [("--json", "status"), ("status", "--json")], ids=" ".join)
def test_options_stand_before_or_after_the_command(synced, pb, argv):
    assert pb(*argv).data[0]["unit"] == "first"


def test_who_may_stand_before_the_command(synced, pb):
    assert "Sam Sponsor" in pb("--as", SPONSOR, "approve", "first").out


def test_a_slash_at_the_end_is_forgiven(synced, pb):
    assert pb("why", "first/") == pb("why", "first")


@pytest.mark.parametrize(
    "subject", ["FIRST", "first/pilot/x", "../first", "first ", "", "-", "firſt", "first\x1b[31m", "a" * 64]
)
def test_what_is_no_subject_is_said_to_be_none(synced, pb, subject):
    answer = pb("why", "--", subject)

    assert answer.code == 2
    assert "\x1b" not in answer.err


# ------------------------------------------------------------------------------------------------ completion


def completed(words, cwd, **env):
    """Return what the shell offers after these words."""
    number = {"COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1), "_PLAYBOOK_COMPLETE": "bash_complete"}
    code = "import sys; sys.argv[0] = 'playbook'\nfrom playbook.__main__ import main\nmain()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        env={**os.environ, **number, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return {line.partition(",")[2] for line in done.stdout.split()}


def test_commands_are_completed(synced):
    assert completed(["playbook", "ad"], synced) == {"advance"}
    assert completed(["playbook", "cycle", "o"], synced) == {"open"}


def test_units_are_completed(synced):
    assert completed(["playbook", "why", "fi"], synced) == {"first"}
    assert completed(["playbook", "sync", ""], synced) == {"first"}


def test_parts_of_a_unit_are_completed(synced):
    assert completed(["playbook", "why", "first/"], synced) == {"first/pilot", "first/wave-1", "first/second"}
    assert completed(["playbook", "why", "first/w"], synced) == {"first/wave-1"}


def test_where_a_unit_is_asked_for_no_parts_are_offered(synced):
    assert completed(["playbook", "lesson", "adopt", "first/"], synced) == set()


def test_completion_follows_the_workspace_option(synced, tmp_path):
    assert completed(["playbook", "-C", str(synced), "why", ""], tmp_path) == {"first"}


def test_completion_is_silent_where_there_is_no_workspace(tmp_path):
    assert completed(["playbook", "why", ""], tmp_path) == set()


# ------------------------------------------------------------------------------------------------ idempotency keys


TOLD = ("--broke", "a", "--cause", "b", "--fix", "c", "--verified")


@pytest.mark.parametrize(
    "argv",
    [
        ("tick", "first/pilot", "launch.lead-free"),
        ("cycle", "open", "first/pilot", "a guess"),
        ("measure", "first/pilot", "days-to-wash", "2026-11-20=3"),
        ("hold", "first", "--reason", "money"),
        ("approve", "first", "--as", SPONSOR),
        ("lesson", "add", "first/pilot", "a lesson"),
    ],
    ids=lambda argv: argv[0],
)
def test_the_same_key_happens_once(pilot, pb, argv):
    first = pb(*argv, "--key", "k1")
    history = pb("history", "first").out
    again = pb(*argv, "--key", "k1")

    assert (first.code, again.code) == (0, 0)
    assert pb("history", "first").out == history


def test_the_same_key_moves_once(pilot, pb):
    pb("tick", "first/pilot", *BEFORE_LAUNCH, "--evidence", "x")
    pb("approve", "first", "--as", SPONSOR)
    pb("advance", "first", "--key", "k1")

    again = pb("advance", "first", "--key", "k1")

    assert again.code == 0
    assert "carried out before" in again.out
    assert "stabilisation" in pb("status").out


def test_the_same_key_on_another_line_is_another_command(pilot, pb):
    pb("tick", "first/pilot", "launch.lead-free", "--key", "k1")

    answer = pb("tick", "first/pilot", "launch.charter-signed", "--key", "k1")

    ticked = {one["item"] for one in pb("tick", "first/pilot", "--json").data if one["ticked"]}
    assert answer.code == 0
    assert ticked == {"launch.lead-free", "launch.charter-signed"}


def test_a_repeated_command_says_so(pilot, pb):
    line = ("hold", "first", "--reason", "money", "--key", "k1")
    pb(*line)

    assert pb(*line) == (0, "this command was carried out before, with the same key; nothing was done again\n", "")
    assert pb(*line, "--quiet") == (0, "", "")
    error = pb(*line, "--json").data["error"]
    assert (error["kind"], error["exit"]) == ("Repeated", 0)


# ------------------------------------------------------------------------------------------------ hostile names

HOSTILE = {
    "markup": '"[red]x[/red]"',
    "escape": '"\\e[31mred\\e[0m"',
    "right to left": '"abc\\u202Exyz"',
    "title": '"\\e]0;owned\\a"',
    "backspace": '"good\\b\\b\\b\\bevil"',
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_never_reach_the_terminal_raw(workspace, pb, name):
    file = workspace / "units/first.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("name: First unit", f"name: {name}"), encoding="utf-8")

    shown = [
        pb(*argv)
        for argv in (("check",), ("sync",), ("status",), ("status", "first"), ("why", "first"), ("show", "first"))
    ]

    text = "".join(answer.out + answer.err for answer in shown)
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    assert ("[red]x[/red]" in text) == ("[red]" in name)


@pytest.mark.parametrize("text", ["\x1b[31mred\x1b[0m", "abc\u202exyz", "a\rb", "[bold]b[/bold]", "\x9b31m", "\u2066x"])
def test_hostile_words_never_reach_the_terminal_raw(pilot, pb, text):
    pb("cycle", "open", "first/pilot", text)
    pb("lesson", "add", "first/pilot", text)
    pb("tick", "first/pilot", "launch.lead-free", "--evidence", text)
    pb("hold", "first", "--reason", text)
    commands = (
        ("cycle", "list", "first"),
        ("lesson", "list", "first"),
        ("tick", "first/pilot"),
        ("show", "first/pilot"),
        ("show", "first"),
        ("history", "first"),
        ("status",),
        ("status", "first"),
        ("why", "first"),
        ("advance", "first"),
        ("hold", "first", "--reason", text),
        ("why", "first", "--move", text),
        ("tick", "first/pilot", text),
        ("lesson", "adopt", "first", text),
        ("--as", text, "approve", "first"),
        ("measure", "first/pilot", text, "2026-01-01=1"),
        ("measure", "first/pilot", "days-to-wash", text),
        ("diagram", text),
        ("-C", text, "status"),
    )

    shown = "".join(answer.out + answer.err for answer in (pb(*argv) for argv in commands))

    assert sorted({char for char in shown if not char.isprintable() and char != "\n"}) == []


@pytest.mark.parametrize(
    "argv", [("abc\u202exyz",), ("cycle", "a\rb"), ("measure", "first", "--from", "\x9b31m")], ids=ascii
)
def test_hostile_arguments_never_reach_the_terminal_raw(workspace, pb, argv):
    answer = pb(*argv)

    assert sorted({char for char in answer.err if not char.isprintable() and char != "\n"}) == []
