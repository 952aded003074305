"""`status` at the keyboard."""

import csv
import io
import os
import pty
import select
import signal
import subprocess
import sys
import time

import click
import pytest

from playbook.cli.tree import _budget
from tests.cli.conftest import SPONSOR, edit


def test_before_anything_happened(workspace, pb):
    answer = pb("status")

    assert "not started" in answer.out
    assert "next: playbook sync first" in answer.out


def test_the_portfolio_has_a_line_a_unit(synced, pb):
    lines = pb("status").out.splitlines()

    assert lines[0].split() == ["UNIT", "STAGE", "DAYS", "WAVES", "SQUADS", "NEXT", "BLOCKED", "BY"]
    assert lines[1].split()[:2] == ["first", "selection"]
    assert "approval" in lines[1]
    assert lines[2].startswith("1 unit")


def test_a_unit_is_a_tree(operating, pb):
    out = pb("status", "first").out

    assert "├─ ⟳ pilot" in out
    assert "└─ ◌ wave-1" in out
    assert "second" in out
    assert "failure budget ░" in out
    assert f" 0 of {pb('status', 'first', '--json').data['failure_budget']}\n" in out


def test_a_unit_that_nothing_happened_to(workspace, pb):
    assert "playbook sync first" in pb("status", "first").out


def test_a_part_is_no_unit(synced, pb):
    answer = pb("status", "first/pilot")

    assert answer.code == 2
    assert "a unit is needed" in answer.err


def test_status_changes_nothing(workspace, pb):
    pb("status")

    assert not (workspace / ".playbook/ledger.sqlite").exists()


def test_the_last_reading_is_shown(operating, pb):
    pb("measure", "first/pilot", "days-to-wash", "2026-11-30=3")

    assert "days-to-wash 9 → 3 (target 2)" in pb("status", "first").out


def test_ascii_where_the_terminal_has_no_more(synced, pb, monkeypatch):
    monkeypatch.setattr("playbook.cli.show.unicode_terminal", lambda: False)

    out = pb("status").out + pb("status", "first").out + pb("why", "first").out

    assert [char for char in "✔✖◌⟳├└→–" if char in out] == []


def test_status_is_right_after_every_move(synced, pb):
    pb("approve", "first", "--as", SPONSOR)
    pb("advance", "first")

    [line] = pb("status", "--json").data
    assert (line["stage"], line["next"]) == ("pilot", "stabilise")


@pytest.mark.parametrize("name", ["first", "frist"])
def test_only_units_that_there_are(synced, pb, name):
    assert pb("status", name).code == (0 if name == "first" else 2)


def test_the_portfolio_as_csv(synced, pb):
    answer = pb("status", "--format", "csv")

    head, line = answer.out.splitlines()
    assert answer.code == 0
    assert head.startswith("unit,name,stage")
    assert line.startswith("first,First unit,selection,,0,1,0,begin,approval")


def test_a_format_there_is_not_names_those_there_are(synced, pb):
    answer = pb("status", "--format", "xlsx")

    assert answer.code == 2
    assert "csv" in answer.err


# ------------------------------------------------------------------------------------------------ choosing


@pytest.fixture
def two(operating, pb):
    """Return a workspace with a unit in stabilisation, and one that was only read."""
    text = (operating / "units/first.yaml").read_text("utf-8")
    (operating / "units/other.yaml").write_text(text.replace("unit: first", "unit: other"), "utf-8")
    pb("sync", "other")
    return operating


def units(answer):
    return [one["unit"] for one in answer.data]


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ((), ["first", "other"]),
        (("--stage", "selection"), ["other"]),
        (("--stage", "Selection"), ["other"]),
        (("--stage", "closed"), []),
        (("--blocked",), ["first", "other"]),
        (("--blocked", "cycles"), ["first"]),
        (("--blocked", "squad-size"), []),
        (("--blocked", "hold"), []),
        (("--sort", "stage"), ["other", "first"]),
        (("--sort", "squads", "--limit", "1"), ["first"]),
        (("--reverse",), ["other", "first"]),
    ],
)
def test_units_that_were_asked_for(two, pb, argv, expected):
    assert units(pb("status", "--json", *argv)) == expected


def test_nobody_is_like_that(two, pb):
    assert pb("status", "--stage", "closed").out == "no unit is like that\n"


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--stage", "selektion"), "did you mean 'selection'?"),
        (("--stage", "xxxxx"), "there are: selection, pilot"),
        (("--blocked", "aproval"), "did you mean 'approval'?"),
        (("--sort", "color"), "'budget'"),
        (("first", "--stage", "pilot"), "playbook status first"),
        (("first", "--sort", "age"), "playbook status first"),
        (("--limit", "0"), "--limit"),
    ],
)
def test_what_cannot_be_asked_for(two, pb, argv, said):
    answer = pb("status", *argv)

    assert answer.code == 2
    assert said in answer.err


def test_the_table_fits_the_terminal(two, pb, monkeypatch):
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-20")
    pb("hold", "other", "--reason", "the holidays, and after them the stocktaking, and then the audit of the year")
    pb("failure", "record", "first/pilot", "lost a box", "--size", "small")

    lines = pb("status").out.splitlines()

    assert max(map(len, lines)) <= 100
    assert lines[0].split()[5] == "BUDGET"
    assert lines[1].split()[:4] == ["first", "stabilisation", "19", "0/1"]
    budget = pb("status", "first", "--json").data["budget"]
    assert budget["used"] > 0
    assert f" {budget['used']:g}/{budget['limit']} " in lines[1]


@pytest.mark.parametrize(
    ("used", "limit", "bar"),
    [(0, 4, "░░░░ 0 of 4"), (2.5, 4, "▓▓▒░ 2.5 of 4"), (0.5, 1, "▒ 0.5 of 1"), (9, 4, "▓▓▓▓ 9 of 4"), (1, 0, "1 of 0"),
     (0.1, 2, "▒░ 0.1 of 2"), (1.9, 2, "▓▓ 1.9 of 2"), (1, 2, "▓░ 1 of 2"), (9.5, 9, "▓" * 9 + " 9.5 of 9"),
     (50, 100, "▓" * 10 + "░" * 10 + " 50 of 100"), (0.5, 100, "▒" + "░" * 19 + " 0.5 of 100")],
)  # fmt: skip
def test_the_bar_of_the_failure_budget(operating, pb, used, limit, bar):
    tree = {"budget": {"used": used, "limit": limit, "tripped": False}, "failed": 0, "failure_budget": limit}

    assert click.unstyle(_budget(tree)) == f"failure budget {bar}"


def test_half_a_point_where_the_terminal_has_no_more_than_ascii(operating, pb, monkeypatch):
    monkeypatch.setattr("playbook.cli.show.unicode_terminal", lambda: False)
    edit(operating / "units/first.yaml", "failure_budget: 1", "failure_budget: 3")
    pb("failure", "record", "first/pilot", "lost a box", "--size", "small")
    pb("failure", "record", "first/pilot", "lost a van", "--size", "medium")

    assert "failure budget #:. 1.5 of 3" in pb("status", "first").out.splitlines()


@pytest.mark.parametrize(("language", "cell"), [("en", "0.5/1"), ("de", "0,5/1"), ("zh", "0.5/1")])
def test_half_a_point_in_the_terminals_language(operating, pb, language, cell):
    pb("failure", "record", "first/pilot", "lost a box", "--size", "small")

    assert cell in pb("status", "--lang", language).out.split()
    assert cell.removesuffix("/1") in next(
        line for line in pb("status", "first", "--lang", language).out.splitlines() if "▒" in line
    )


def test_half_a_point_for_programs(operating, pb):
    pb("failure", "record", "first/pilot", "lost a box", "--size", "small")

    (portfolio,) = pb("status", "--json").data
    (row,) = csv.DictReader(io.StringIO(pb("status", "--format", "csv").out))

    assert portfolio["budget"] == pb("status", "first", "--json").data["budget"]
    assert portfolio["budget"] == {"used": 0.5, "limit": 1, "tripped": False}
    assert (row["budget_used"], row["budget"]) == ("0.5", "1")


@pytest.mark.parametrize("columns", ["60", "76"])
def test_what_a_planned_wave_needs_is_folded_below_it(operating, pb, monkeypatch, columns):
    edit(operating / "units/first.yaml", "waves: [1]", "waves: [1]\nsupply: {coaches: 0}")
    pb("sync", "first")
    monkeypatch.setenv("COLUMNS", columns)

    lines = pb("status", "first").out.splitlines()
    needs = pb("status", "first", "--json").data["tree"][0]["needs"]

    at = next(number for number, line in enumerate(lines) if "wave-1" in line)
    squad = next(number for number, line in enumerate(lines) if " second " in line)
    indent = lines[at].index("planned")
    assert " · ".join(needs) == " ".join(line[indent:] for line in lines[at + 1 : squad])
    assert max(map(len, lines[at:squad])) <= max(int(columns), indent + 24)
    assert {line[:indent].strip() for line in lines[at + 1 : squad]} <= {"", "│"}


def test_what_a_planned_wave_needs_stands_in_its_line_where_there_is_room(operating, pb, monkeypatch):
    edit(operating / "units/first.yaml", "waves: [1]", "waves: [1]\nsupply: {coaches: 0}")
    pb("sync", "first")
    monkeypatch.setenv("COLUMNS", "100")

    lines = pb("status", "first").out.splitlines()

    at = next(number for number, line in enumerate(lines) if "wave-1" in line)
    assert "planned · no squad can be opened" in lines[at]
    assert " second " in lines[at + 1]


def test_what_waits_is_told_at_the_end(two, pb, monkeypatch):
    asked = ("--reason", "the trial is short", "--until", "2026-12-20")
    pb("waiver", "request", "first", "dwell", *asked)
    pb("waiver", "grant", "first", "waiver-1", "--as", SPONSOR)
    due = ("--owner", "Lena Lead", "--due", "2026-12-05", "--as", SPONSOR)
    pb("proviso", "add", "first", "train two analysts", *due)

    assert "1 waiver until 20 Dec 2026 (first) · 1 proviso to meet (first)" in pb("status").out
    tree = pb("status", "first").out
    assert "waived until 20 Dec 2026: dwell of first (the trial is short)" in tree
    assert "to meet by 5 Dec 2026: proviso-1, train two analysts (Lena Lead)" in tree
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-21")
    assert "1 proviso overdue (first)" in pb("status").out
    assert "waiver" not in pb("status").out.splitlines()[3]
    assert "overdue since 5 Dec 2026: proviso-1" in pb("status", "first").out


def test_programs_get_names_and_sentences(two, pb):
    pb("proviso", "add", "first", "train", "--owner", "Lena Lead", "--due", "2026-12-05", "--as", SPONSOR)

    tree = pb("status", "first", "--json").data

    assert tree["promised"][0]["owner"].startswith("Lena Lead <")
    assert {"asks", "place"} & set(tree) == set()
    assert all(isinstance(need, str) for wave in tree["tree"] for need in wave["needs"])


def test_a_tree_says_whom_it_waits_for(operating, pb):
    out = pb("status", "first").out

    assert "waits for: Lena Lead" in out
    assert "playbook next first --all" in out


def test_a_tree_says_for_how_long_from_the_second_day_on(operating, pb, monkeypatch):
    today = pb("status", "first").out.splitlines()[0]
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-02")
    tomorrow = pb("status", "first").out.splitlines()[0]

    assert today.split("   ")[1] == "stabilisation"
    assert tomorrow.split("   ")[1] == "stabilisation for 1 day"


# ------------------------------------------------------------------------------------------------ watching


# Whoever starts the tests in the background may have told every child to ignore Ctrl-C.
INTERRUPTIBLE = """
import signal
from playbook.__main__ import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""


def watch(folder, *argv, during=lambda: None, end=signal.SIGINT):
    """Return (exit code, output) of `status --watch` on a terminal: it is left alone, then `during`, then ended."""
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "12"}
    command = [sys.executable, "-c", INTERRUPTIBLE, "status", "--watch", "--every", "0.2", *argv]
    master, slave = pty.openpty()
    with subprocess.Popen(command, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave) as running:
        try:
            os.close(slave)
            out = read_until(master, b"Ctrl-C ends")
            time.sleep(0.7)
            out += drained(master)
            during()
            if during.__name__ != "<lambda>":
                out += read_until(master, b"Ctrl-C ends")
            running.send_signal(end)
            out += drained(master, wait=10)
            code = running.wait(timeout=20)
        finally:
            running.kill()  # what does not end must not keep the tests from ending
    os.close(master)
    return code, out.decode("utf-8")


def read_until(master, mark):
    out, end = b"", time.monotonic() + 20
    while mark not in out:
        assert time.monotonic() < end, out
        out += drained(master)
    return out


def drained(master, wait=0.1):
    """Return what the terminal was sent; with a longer wait, everything until the program ends."""
    out = b""
    while select.select([master], [], [], wait)[0]:
        try:
            found = os.read(master, 65536)
        except OSError:  # the program has closed its end
            break
        if not found:
            break
        out += found
    return out


def test_a_watched_portfolio_is_drawn_once_while_nothing_changes(synced):
    code, out = watch(synced)

    assert code == 130
    assert out.count("\x1b[?1049h") == out.count("\x1b[?1049l") == 1
    assert out.count("Ctrl-C ends") == 1
    last = out.partition("\x1b[?1049l")[2]
    assert "first" in last
    assert "interrupted" not in last


def test_a_watched_portfolio_is_drawn_again_when_something_happens(synced, pb):
    def approve_and_go():
        assert pb("approve", "first", "--as", SPONSOR).code == 0
        assert pb("advance", "first").code == 0

    code, out = watch(synced, during=approve_and_go)

    assert code == 130
    assert "selection" in out.partition("Ctrl-C ends")[0]
    assert "stabilise" in out.partition("\x1b[?1049l")[2]


def test_a_watched_tree(synced):
    code, out = watch(synced, "first", "--no-color")

    assert code == 130
    assert "├─" in out
    assert "\x1b[1m" not in out


def test_the_terminal_is_given_back_when_the_program_is_told_to_end(synced):
    code, out = watch(synced, end=signal.SIGTERM)

    assert code == 143
    assert out.endswith("\x1b[?7h\x1b[?25h\x1b[?1049l")


@pytest.mark.parametrize("more", [(), ("--json",), ("--format", "csv"), ("--quiet",)], ids=" ".join)
def test_only_people_at_a_terminal_can_watch(synced, pb, more):
    answer = pb("status", "--watch", *more)

    assert answer.code == 2
