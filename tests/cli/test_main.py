"""The front door: exit codes, each shown by a situation of real life; errors; bugs; colours; streams."""

import json
import os
import pty
import subprocess
import sys

import click
import pytest

from playbook.cli import main
from playbook.cli.main import COMMANDS, program
from tests.cli.conftest import LEAD, SPONSOR, edit

ESCAPE = "\x1b"


def every_command():
    """Return every command with its full name, the commands of groups among them."""
    found = []
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        found.append((name, command))
        if isinstance(command, click.Group):
            found += [(f"{name} {part}", inner) for part, inner in command.commands.items()]
    return found


ALL = every_command()
LEAVES = [(name, command) for name, command in ALL if not isinstance(command, click.Group)]


@pytest.mark.parametrize(("name", "command"), ALL, ids=[name for name, _ in ALL])
def test_every_command_says_what_it_does(pb, name, command):
    answer = pb(*name.split(), "--help")

    assert answer.code == 0
    assert (command.help or "").split(".")[0].split("\n")[0] in " ".join(answer.out.split())


@pytest.mark.parametrize(("name", "command"), LEAVES, ids=[name for name, _ in LEAVES])
def test_every_command_has_an_example_of_itself(pb, name, command):
    answer = pb(*name.split(), "--help")

    assert "Example:" in answer.out
    assert f"playbook {name}" in answer.out.partition("Example:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_one_line_of_help_is_a_short_sentence(name):
    text = COMMANDS[name][1]

    assert text.endswith(".")
    assert len(text) <= 70


def test_help_lists_every_command_in_the_order_in_which_a_rollout_needs_them(pb):
    listed = [
        line.split()[0]
        for line in pb("--help").out.partition("Commands:")[2].splitlines()
        if line.startswith("  ") and line[2] != " "
    ]

    assert listed[: len(COMMANDS)] == list(COMMANDS)


@pytest.mark.parametrize("argv", [("--version",), ("-V",)])
def test_version(pb, argv):
    answer = pb(*argv)

    assert answer.code == 0
    assert answer.out.startswith("playbook ")


# ------------------------------------------------------------------------------------------------ exit codes


def test_0_when_all_is_well(workspace, pb):
    assert pb("check").code == 0


def test_1_when_documents_are_not_up_to_date(workspace, pb):
    assert pb("sync", "--check").code == 1
    assert not (workspace / "documents").exists()


@pytest.mark.parametrize(
    "argv",
    [
        ("stats",),
        ("why",),
        ("why", "FIRST"),
        ("why", "frist"),
        ("why", "first/pilt"),
        ("status", "--frobnicate"),
        ("hold", "first"),
        ("sync", "first/pilot"),
        ("measure", "first/pilot", "days-to-wash", "1.12.2026=3"),
        ("lesson", "adopt", "first", "lesson-9"),
    ],
)
def test_2_when_the_command_does_not_fit(workspace, pb, argv):
    assert pb(*argv).code == 2


def test_3_when_the_gate_is_closed(synced, pb):
    answer = pb("advance", "first")

    assert answer.code == 3
    assert "playbook why first" in answer.err


def test_3_when_the_approval_is_not_this_persons_to_give(synced, pb):
    answer = pb("approve", "first", "--as", LEAD)

    assert answer.code == 3
    assert "Sam Sponsor" in answer.err


@pytest.mark.git
def test_4_when_two_sides_changed_the_same_line(pilot, pb):
    edit(pilot / "documents/first/pilot/charter.md", "| customer care |", "| customers first |")
    edit(pilot / "units/first.yaml", "specialty: customer care", "specialty: customers")

    answer = pb("sync")

    assert answer.code == 4
    assert "first/pilot/charter.md" in answer.err
    assert "<<<<<<<" in (pilot / "documents/first/pilot/charter.md").read_text(encoding="utf-8")


def test_5_when_a_kept_plan_is_stale(synced, pb):
    pb("approve", "first", "--as", SPONSOR)
    pb("plan", "first", "--out", "first.plan")
    edit(synced / "units/first.yaml", "name: First unit", "name: Another unit")

    answer = pb("advance", "--plan", "first.plan")

    assert answer.code == 5
    assert "stale" in answer.err
    assert "selection" in pb("status").out


def test_6_when_a_file_has_mistakes_which_are_all_told(workspace, pb):
    edit(workspace / "units/first.yaml", "\nsponsor:", "\nsponser:")
    edit(workspace / "units/first.yaml", "direction: down", "direction: sideways")

    answer = pb("why", "first")

    assert answer.code == 6
    assert "units/first.yaml:32:1: unknown key 'sponser' (did you mean 'sponsor'?)" in answer.err
    assert "direction" in answer.err or "sideways" in answer.err


def test_7_when_the_ledger_cannot_be_read(synced, pb):
    (synced / ".playbook/ledger.sqlite").write_bytes(b"this is no database at all" * 100)

    assert pb("status").code == 7
    assert pb("advance", "first").code == 7


def test_130_when_interrupted(workspace, pb, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "main", interrupt)

    answer = pb("status")

    assert answer.code == 130
    assert "Traceback" not in answer.err


def test_the_table_of_exit_codes_is_the_published_one():
    assert {kind.__name__: code for kind, code in main.EXIT.items()} == {
        "Repeated": 0,
        "UsageError": 2,
        "GateClosed": 3,
        "MergeConflict": 4,
        "Outrun": 5,
        "ConfigurationError": 6,
        "TemplateProblem": 6,
        "LedgerError": 7,
    }


# ------------------------------------------------------------------------------------------------ bugs


def test_a_bug_leaves_a_log_file_and_no_traceback(workspace, pb, monkeypatch, tmp_path):
    def broken(*_, **__):
        raise ZeroDivisionError("a bug for this test")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("playbook.app.status.portfolio", broken)

    answer = pb("status")

    [log] = tmp_path.glob("playbook-*.log")
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert str(log) in answer.err
    assert "ZeroDivisionError: a bug for this test" in log.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------ JSON


@pytest.mark.parametrize(
    ("argv", "kind", "code"),
    [
        (("why", "frist"), "UsageError", 2),
        (("approve", "first"), "GateClosed", 3),
        (("-C", "/nowhere", "status"), "UsageError", 2),
    ],
)
def test_a_mistake_is_json_for_those_who_asked_for_json(synced, pb, argv, kind, code):
    answer = pb(*argv, "--json")

    assert answer.code == code
    error = json.loads(answer.out or answer.err)["error"]
    assert error["kind"] == kind
    assert error["exit"] == code
    assert error["message"]
    assert set(error) >= {"kind", "message", "hint", "exit"}


def test_problems_in_files_have_their_places_in_json(workspace, pb):
    edit(workspace / "units/first.yaml", "\nsponsor:", "\nsponser:")

    answer = pb("why", "first", "--json")

    problems = json.loads(answer.out or answer.err)["error"]["problems"]
    assert {key: problems[0][key] for key in ("file", "line", "column")} == {
        "file": "units/first.yaml",
        "line": 32,
        "column": 1,
    }
    assert "did you mean 'sponsor'" in problems[0]["message"]


# ------------------------------------------------------------------------------------------------ colours and streams


def out_of(*argv, env=None, cwd=None):
    """Run the program as its own process and return what it printed, both streams together."""
    done = subprocess.run(
        [sys.executable, "-m", "playbook", *argv],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def in_terminal(*argv, env, cwd):
    """Run the program at a terminal of its own and return what it printed."""
    printed = []
    primary, secondary = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "playbook", *argv],
        cwd=cwd,
        env={**os.environ, **env},
        stdout=secondary,
        stderr=secondary,
        stdin=secondary,
    )
    os.close(secondary)
    while True:
        try:
            data = os.read(primary, 4096)
        except OSError:
            break
        if not data:
            break
        printed.append(data)
    os.close(primary)
    done.wait()
    return b"".join(printed).decode()


def test_a_terminal_gets_colours(synced):
    assert ESCAPE in in_terminal("why", "first", env={"TERM": "xterm-256color"}, cwd=synced)


@pytest.mark.parametrize(
    ("argv", "env"),
    [
        ((), {"TERM": "xterm-256color", "NO_COLOR": "1"}),
        ((), {"TERM": "dumb"}),
        (("--no-color",), {"TERM": "xterm-256color"}),
    ],
    ids=["NO_COLOR", "TERM=dumb", "--no-color"],
)
@pytest.mark.parametrize(
    "command",
    [
        ("why", "first"),
        ("advance", "first"),
        ("status", "first"),
        ("check",),
    ],
    ids=" ".join,
)
def test_no_escape_codes_where_nobody_wants_them(synced, argv, env, command):
    assert ESCAPE not in in_terminal(*command, *argv, env=env, cwd=synced)


@pytest.mark.parametrize("command", [("why", "first"), ("advance", "first"), ("status",)], ids=" ".join)
def test_no_escape_codes_in_a_pipe(synced, command):
    _, text = out_of(*command, cwd=synced, env={"TERM": "xterm-256color"})

    assert ESCAPE not in text


def test_quiet_says_only_what_went_wrong(synced, pb):
    assert pb("--quiet", "why", "first") == (0, "", "")
    assert pb("sync", "-q") == (0, "", "")
    assert pb("advance", "first", "-q").err != ""


def test_a_pipe_that_closes_is_no_error(synced):
    shell = f'"{sys.executable}" -m playbook history first --documents --json | head -1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell], cwd=synced, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "["
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_refusal_goes_to_standard_error(synced, pb):
    answer = pb("advance", "first")

    assert answer.out == ""
    assert answer.err.startswith("error: refused: first stays in selection")


# ------------------------------------------------------------------------------------------------ workspaces


def test_without_a_workspace_it_says_how_to_make_one(tmp_path, pb, monkeypatch):
    monkeypatch.chdir(tmp_path)

    answer = pb("status")

    assert answer.code == 2
    assert "playbook init" in answer.err


def test_the_workspace_is_found_upwards(synced, pb, monkeypatch):
    monkeypatch.chdir(synced / "documents" / "first")

    assert "selection" in pb("status").out


def test_the_workspace_can_be_named(synced, pb, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert "selection" in pb("-C", str(synced), "status").out
    assert "selection" in pb("status", "-C", str(synced)).out
    monkeypatch.setenv("PLAYBOOK_WORKSPACE", str(synced))
    assert "selection" in pb("status").out


def test_a_moved_workspace_is_the_same_workspace(synced, pb, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    moved = synced.rename(tmp_path / "elsewhere")

    assert pb("-C", str(moved), "sync").out == "4 documents, all up to date\n"
    assert pb("-C", str(moved), "verify").code == 0


def test_nobody_at_the_keyboard(synced, pb, monkeypatch, home):
    monkeypatch.delenv("PLAYBOOK_AS")
    (home / ".gitconfig").unlink()

    answer = pb("approve", "first")

    assert answer.code == 2
    assert '--as "Name <mail>"' in answer.err


@pytest.mark.git
def test_git_says_who_is_at_the_keyboard(pilot, pb, monkeypatch):
    monkeypatch.delenv("PLAYBOOK_AS")

    pb("tick", "first/pilot", "launch.lead-free")

    assert "Test Person" in pb("history", "first").out


@pytest.mark.parametrize(
    ("wrong", "right"), [("stats", "status"), ("advnce", "advance"), ("aprove", "approve"), ("synch", "sync")]
)
def test_a_mistyped_command_gets_the_nearest(pb, wrong, right):
    assert f"did you mean '{right}'?" in pb(wrong).err


def test_a_mistyped_command_of_a_group_gets_the_nearest(pb):
    assert "open" in pb("cycle", "opne").err
    assert "adopt" in pb("lesson", "adpt").err


@pytest.mark.parametrize(
    ("argv", "right"),
    [
        (("why", "frist"), "first"),
        (("status", "frist"), "first"),
        (("sync", "frist"), "first"),
        (("why", "first/pilt"), "first/pilot"),
        (("tick", "first/pilot", "launch.lead-fre"), "launch.lead-free"),
        (("tick", "first/pilot", "lead-free"), "launch.lead-free"),
    ],
)
def test_a_mistyped_name_gets_the_nearest(pilot, pb, argv, right):
    assert f"did you mean '{right}'?" in pb(*argv).err
