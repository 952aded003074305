"""The reference pages say what the program does: commands and keys are compared with it, JSON with what it prints."""

import importlib.util
import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import BEFORE_LAUNCH, SPONSOR

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs/reference/json.md").read_text(encoding="utf-8")
DUE = "2026-12-31"
VALUES = ("2026-11-02=3", "2026-11-03=4", "2026-11-04=3", "2026-11-05=2", "2026-11-06=3", "2026-11-07=19")


def tool(name):
    """Return a script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli.md", "unit.md"])
def test_the_page_is_what_the_program_says(name):
    written = (ROOT / "docs/reference" / name).read_text(encoding="utf-8")

    assert written == tool("reference").PAGES[name](), "run: python tools/reference.py"


def test_every_command_is_in_the_reference():
    page = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")

    assert [name for name, _ in tool("reference").commands() if f"\n## `playbook {name}`\n" not in page] == []


def test_the_reference_has_every_exit_code():
    from playbook.cli.main import BUG, EXIT, INTERRUPTED

    assert {code for code, _ in tool("reference").CODES} == {0, BUG, INTERRUPTED, *EXIT.values()}


# ------------------------------------------------------------------------------------------------ JSON


def shapes():
    """Return, for each command of the page, its keys and which of them are only there sometimes."""
    found = {}
    for section in PAGE.split("\n## ")[1:]:
        name = section.partition("`playbook ")[2].partition("`")[0]
        rows = re.findall(r"^\| `(.+?)` \| (.*) \|$", section, re.MULTILINE)
        found[name] = {key: meaning.startswith("*sometimes:*") for key, meaning in rows}
        if "As [`playbook plan`]" in section:
            found[name] = found["plan first"]
    return found


def paths(value, at=""):
    """Yield the path of every key in a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{at}.{key}" if at else key
            yield from paths(inner, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{at}[]")


def open_ended(key, shape):
    """Return whether a key lies where the page says that any may lie."""
    return any(one.endswith("…") and key.startswith(one[:-1]) for one in shape)


def story():
    """Return the commands of a short rollout: as typed, and under which name the page has them."""
    yield "check", ("check",)
    yield "sync", ("sync",)
    yield "resolve", ("resolve",)
    yield "why first", ("why", "first")
    yield "approve first", ("approve", "first", "--as", SPONSOR)
    yield "plan first", ("plan", "first")
    yield "advance first", ("advance", "first")
    yield "tick first/pilot", ("tick", "first/pilot")
    yield "tick first/pilot launch.lead-free", ("tick", "first/pilot", "launch.lead-free")
    yield "untick first/pilot launch.lead-free", ("untick", "first/pilot", "launch.lead-free")
    yield "", ("tick", "first/pilot", *BEFORE_LAUNCH, "--evidence", "minutes")
    yield "", ("approve", "first", "--as", SPONSOR)
    yield "advance first", ("advance", "first")
    yield "cycle open first/pilot …", ("cycle", "open", "first/pilot", "a guess")
    told = ("--broke", "a", "--cause", "b", "--fix", "c", "--verified", "--lesson", "d")
    yield "cycle close first/pilot …", ("cycle", "close", "first/pilot", *told)
    yield "cycle list first", ("cycle", "list", "first")
    yield "lesson add first/pilot …", ("lesson", "add", "first/pilot", "another")
    yield "lesson adopt first lesson-1", ("lesson", "adopt", "first", "lesson-1")
    yield "lesson list first", ("lesson", "list", "first")
    price = ("--cost", "5", "--currency", "EUR")
    yield "favour add first …", ("favour", "add", "first", "a favour", *price)
    yield "favour settle first favour-1 price …", ("favour", "settle", "first", "favour-1", "price", "--reason", "x")
    yield "favour list first", ("favour", "list", "first")
    yield "measure first/pilot days-to-wash DAY=VALUE", ("measure", "first/pilot", "days-to-wash", *VALUES)
    rebase = ("measure", "first/pilot", "days-to-wash", "--baseline", "2026-11-02", "--reason", "x")
    yield "measure first/pilot days-to-wash --baseline DAY", rebase
    yield "measure first/pilot", ("measure", "first/pilot")
    yield "approve first", ("approve", "first", "--as", SPONSOR)
    yield from gate_meeting()
    yield "status", ("status",)
    yield "status first", ("status", "first")
    yield "show first/pilot", ("show", "first/pilot")
    yield "hold first --reason …", ("hold", "first", "--reason", "x")
    yield "resume first", ("resume", "first")
    yield "history first", ("history", "first")
    yield "verify", ("verify",)
    yield "words check", ("words", "check", "en")
    yield "rebuild", ("rebuild",)
    yield "diagram rollout", ("diagram", "rollout")
    yield "new document NAME", ("new", "document", "field-guide")
    yield "preview first/pilot charter", ("preview", "first/pilot", "charter")
    yield "preview first/pilot charter", ("preview", "first/pilot", "launch-checklist")
    yield "recycle first --reason …", ("recycle", "first", "--reason", "x")
    yield "migrate --plan", ("migrate", "--plan")
    yield "diff A B", ("diff", "2020-01-01")
    yield "drill emea/pilot", ("drill", "emea/pilot", "-C", str(ROOT / "examples/demo"))
    yield "import people.csv --unit first", ("import", "people.csv", "--unit", "first")
    yield "init DIR", ("init", "another")


def gate_meeting():
    """Return the commands around a gate: provisos, waivers, failures, dissent, and what all of it looks like."""
    yield "waiver request first dwell …", ("waiver", "request", "first", "dwell", "--reason", "x", "--until", DUE)
    yield "waiver grant first waiver-1", ("waiver", "grant", "first", "waiver-1", "--as", SPONSOR)
    yield "waiver list first", ("waiver", "list", "first")
    due = ("--owner", SPONSOR, "--due", DUE)
    yield "proviso add first …", ("proviso", "add", "first", "name a backfill", *due, "--as", SPONSOR)
    yield "proviso add first …", ("proviso", "add", "first", "tell the works council", *due, "--as", SPONSOR)
    yield "proviso meet first proviso-1 …", ("proviso", "meet", "first", "proviso-1", "--evidence", "y")
    yield "proviso list first", ("proviso", "list", "first")
    yield "dissent first …", ("dissent", "first", "too soon")
    failed = ("first/pilot", "a part was lost", "--size", "small", "--cause", "no list")
    yield "failure record first/pilot …", ("failure", "record", *failed)
    yield "failure learn first failure-1 …", ("failure", "learn", "first", "failure-1", "--lesson", "lesson-1")
    yield "failure list first", ("failure", "list", "first")
    yield "decide first hold …", ("decide", "first", "hold", "--reason", "x")
    yield "resume first", ("resume", "first")
    yield "why first", ("why", "first")
    yield "waves first", ("waves", "first")
    yield "next --all", ("next", "--all")
    yield "waiver revoke first waiver-1 …", ("waiver", "revoke", "first", "waiver-1", "--reason", "x", "--as", SPONSOR)


def test_json_has_the_keys_of_the_page(workspace, pb):
    rows = "person,department,skills\nIda New <ida.new@example.org>,service,listening\n"
    (workspace / "people.csv").write_text(rows, encoding="utf-8")
    known, wrong, met = shapes(), [], set()
    for name, argv in story():
        answer = pb(*argv, "--json")
        assert answer.code == (argv[0] == "diff"), (argv, answer)  # `diff` ends with 1 where there is a difference
        if not name:
            continue
        met.add(name)
        found, shape = set(paths(answer.data)), known[name]
        wrong += [f"{shlex.join(argv)}: prints {key}" for key in found - set(shape) if not open_ended(key, shape)]
        lists = {
            key
            for key in shape
            if key.rpartition("[].")[0] and not any(one.startswith(key.rpartition(".")[0]) for one in found)
        }
        must = {key for key, sometimes in shape.items() if not sometimes and not key.endswith("…")} - lists
        wrong += [f"{shlex.join(argv)}: lacks {key}" for key in must - found]

    assert wrong == []
    assert met == set(known)


def test_json_of_a_closed_gate_is_one_value(synced, pb):
    answer = pb("advance", "first", "--json")

    assert answer.code == 3
    assert json.loads(answer.out)


def test_json_of_a_conflict_is_one_value(pilot, pb):
    charter = pilot / "documents/first/pilot/charter.md"
    charter.write_text(charter.read_text(encoding="utf-8") + "<<<<<<< your edits\n", encoding="utf-8")

    answer = pb("sync", "--json")

    assert answer.code == 4
    assert json.loads(answer.out)
