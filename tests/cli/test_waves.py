"""`waves` at the keyboard."""

import shutil
from pathlib import Path

import pytest

from playbook.cli.main import COMMANDS
from playbook.library import shipped
from tests.cli.conftest import edit

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_the_plan_as_a_tree(workspace, pb):
    found = pb("waves", "first")

    assert found.code == 0
    assert "0 of 1 wave" in found.out
    assert "wave-1  1 squad  planned · about 1 Dec 2026 to 15 Dec 2026" in found.out
    assert "second" in found.out
    assert "days ahead are estimates: 14 days a wave, the least that the stage map asks for" in found.out
    assert "no wave is open yet: days are counted from today" in found.out


def test_the_plan_as_a_chart(workspace, pb):
    found = pb("waves", "first", "--format", "mermaid")

    assert found.code == 0
    assert found.out.startswith("gantt\n    title Waves of ")
    assert "    wave-1, 1 squad :wave-1, 2026-12-01, 2026-12-15\n" in found.out


def test_the_plan_for_programs(workspace, pb):
    found = pb("waves", "first", "--json").data

    assert list(found) == ["unit", "waves", "waiting", "length"]
    assert found["length"] == {"days": 14, "basis": "least", "measured": 0}
    assert list(found["waves"][0]) == [
        "wave",
        "lane",
        "stage",
        "state",
        "size",
        "configured",
        "binding",
        "first",
        "last",
        "hold",
        "squads",
    ]


def test_the_chart_for_programs(workspace, pb):
    found = pb("waves", "first", "--format", "mermaid", "--json").data

    assert list(found) == ["unit", "mermaid"]


def test_what_binds_is_named(workspace, pb):
    edit(workspace / "units" / "first.yaml", "waves: [1]", "waves: [1]\nsupply: {coaches: 0}")

    found = pb("waves", "first")

    assert "1 squad cannot be opened: coaches missing" in found.out


def test_a_wave_that_was_aborted_is_not_ticked_off(workspace, pb):
    states = workspace / "states"
    states.mkdir()
    text = (Path(shipped("states")) / "wave.yaml").read_text("utf-8")
    (states / "wave.yaml").write_text(text.replace("[staffing, launched, soaking]", '"*"'), "utf-8")
    pb("stop", "first/wave-1", "--reason", "the shop burnt down", "--as", "Ruth Okafor <ruth@example.org>")

    found = pb("waves", "first").out

    assert "0 of 1 wave" in found
    assert "└─ ✖ wave-1  1 squad  aborted" in found


@pytest.mark.parametrize("argv", [["emea"], ["first/wave-1"]])
def test_what_is_no_unit_is_refused(workspace, pb, argv):
    assert pb("waves", *argv).code == 2


def test_it_is_in_the_table_of_commands():
    assert COMMANDS["waves"][0] == "playbook.cli.waves:waves"


@pytest.fixture
def wards(tmp_path, monkeypatch):
    """Return the file of a unit of 21 squads, in a workspace that is at hand."""
    folder = tmp_path / "seton"
    shutil.copytree(EXAMPLES / "seton", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-01")
    return folder / "units" / "bedside.yaml"


def test_without_a_limit_the_plan_is_counted_once(wards, pb):
    assert pb("waves", "bedside").out.splitlines()[0].endswith("   0 of 6 waves")


def test_waves_that_are_smaller_than_configured_say_why(wards, pb):
    edit(wards, "waves:", "supply: {coaches: 2, squads_per_coach: 2}\nwaves:")

    found = pb("waves", "bedside").out

    assert "wave-2  3 ward teams " in found
    assert "wave-3  4 of 5 ward teams (coaches)  planned" in found
    assert found.count("(coaches)") == 4  # 21 squads: 1, 3, 4, 4, 4, 4 and one that is left
    assert "wave-7  1 ward team " in found


def test_what_the_supply_makes_of_the_plan_stands_beside_what_status_counts(wards, pb):
    edit(wards, "waves:", "supply: {coaches: 2, squads_per_coach: 2}\nwaves:")
    pb("sync", "bedside", "--as", "Ruth Okafor <ruth@example.org>")

    plan, standing = pb("waves", "bedside").out.splitlines(), pb("status", "bedside").out.splitlines()

    assert plan[0].endswith("0 of 6 waves; with the supply there is, 7")
    assert standing[0].endswith("0 of 6 waves")


def test_each_lane_is_a_section_of_the_chart(wards, pb):
    lines = wards.read_text("utf-8").splitlines()
    ids = [number for number, line in enumerate(lines) if line.startswith("  - id: ward-")]
    for order, number in enumerate(ids[1:]):
        lines[number] += f"\n    lane: {'north' if order % 2 else 'south'}"
    text = "\n".join(lines)
    start = text.index("waves:")
    end = text.index("\n", start)
    waves = "waves: [1, {size: 5, lane: south}, {size: 5, lane: north}]"
    wards.write_text(text[:start] + waves + text[end:], "utf-8")

    tree, chart = pb("waves", "bedside"), pb("waves", "bedside", "--format", "mermaid").out.splitlines()

    assert tree.code == 0, tree.err
    assert "wave-2  5 ward teams, south" in tree.out
    sections = [line.strip() for line in chart if "section" in line]
    assert sections == ["section south", "section north"]
    south = chart.index("    section south")
    assert [line.split(",")[0].strip() for line in chart[south + 1 : south + 3]] == ["wave-2", "wave-4"]
    assert chart[3].startswith("    wave-1, 1 ward team :wave-1")


def test_of_many_squads_that_are_planned_the_first_are_named(wards, pb):
    edit(wards, "waves: [1, 3, ", "waves: [1, 20] # ")

    found = pb("waves", "bedside").out

    assert "ward-13, and 8 more" in found.replace("\n   ", " ")
    assert "ward-14" not in found
