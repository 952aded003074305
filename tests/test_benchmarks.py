"""Each benchmark runs, in a small way; how long anything takes is not a test's business."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from random import Random

import pytest

from benchmarks import append, company, render, scale, startup, sync, waves, why
from playbook import wiring
from playbook.app.audit import rebuild, verify
from playbook.app.check import check
from playbook.core.model import people_of


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the workspace of a small company."""
    folder = tmp_path_factory.mktemp("company") / "made"
    company.make(folder, units=3, squads=8)
    return folder


@pytest.fixture
def opened(made):
    world = company.open_world(made)
    yield world
    world.ledger.close()


def rows(folder):
    ledger = wiring.open_ledger(str(folder))
    found = [row[:9] for unit in ledger.units() for row in ledger.read(unit)]
    ledger.close()
    return found


def test_a_company_is_the_same_for_the_same_seed_and_another_for_another(made, tmp_path):
    company.make(tmp_path / "same", units=3, squads=8)
    company.make(tmp_path / "other", units=3, squads=8, seed=8)

    assert rows(tmp_path / "same") == rows(made)
    assert rows(tmp_path / "other") != rows(made)


def test_a_company_is_in_order_and_its_projections_are_what_its_events_give(opened):
    findings = list(verify(opened))

    assert findings == []
    assert [different for _, different in rebuild(opened)] == [False, False, False]


def test_a_company_has_the_squads_that_were_asked_for(opened):
    trees = [opened.ledger.tree(name) for name in company.names(3)]

    assert [sum(len(wave["squads"]) for wave in tree["tree"]) + 1 for tree in trees] == [8, 8, 8]
    assert {tree["stage"] for tree in trees} == {"replication"}


def test_units_of_a_company_differ(opened):
    lines = [{**line, "unit": "", "name": ""} for line in opened.ledger.lines()]

    assert lines[0] != lines[1]


def test_nobody_in_a_company_is_two_people():
    unit = company.unit("emea", 20, Random(1))

    people = set(people_of(unit))
    assert (
        len(people)
        == len({who.partition("<")[2] for who in people})
        == 20 * company.CREW + len(company.DEPARTMENTS) + 1
    )


def test_a_units_file_is_one_that_the_program_accepts(tmp_path):
    company.workspace(tmp_path, [company.unit("emea", 12, Random(1))])

    found = check(company.open_world(tmp_path))

    assert (found.problems, found.units) == ((), ("emea",))


def test_company_runs_as_a_script(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["company.py", str(tmp_path / "new"), "--units", "2", "--squads", "3"])

    assert company.main() == 0

    assert '"squads": 6' in capsys.readouterr().out


def test_scale_runs(made, capsys):
    small = ["--history", "30", "--few", "10", "--many", "60", "--squads", "4", "--small", "3", "--fold", "1000"]

    scale.main(["--rounds", "2", "--company", str(made), *small])

    told = capsys.readouterr().out
    assert "30 readings" in told
    assert "status of 3 units" in told
    assert "a unit of 3 and of 4 squads" in told
    assert "1,000 events of one unit" in told


@pytest.fixture(scope="module")
def charters(tmp_path_factory):
    """Return the workspace of a company whose squads owe their charter alone, and what its first sync made."""
    folder = tmp_path_factory.mktemp("charters") / "made"
    sync.made_of(folder, 2, 4)
    return folder, sync.every(folder)[1]


def test_squads_of_the_sync_benchmark_owe_their_charter_and_nothing_else(charters):
    folder, made = charters

    paths = sorted((folder / "documents").rglob("*.md"))

    assert (made, len(paths), {path.name for path in paths}) == (8, 8, {"charter.md"})


def test_the_sync_benchmark_finds_nothing_to_do_and_then_one_units_change(charters, capsys):
    folder, _ = charters
    paths = [str(path) for path in sorted((folder / "documents").rglob("*.md"))]

    touched = sync.every(folder)[1]
    missed = sync.one_value(folder, paths)

    assert (touched, missed) == (0, 0)
    assert "4 documents touched, 0 of other units" in capsys.readouterr().out


def test_append_runs(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["append.py", "2"])
    monkeypatch.setattr(append, "MANY", 2000)

    append.main()

    assert "ours, 1 row" in capsys.readouterr().out


def test_render_runs(capsys, monkeypatch):
    for name, value in {"ROUNDS": 1, "TIMES": 1, "DOCUMENTS": 2}.items():
        monkeypatch.setattr(render, name, value)

    render.charter()

    assert "goal: at most 1.00" in capsys.readouterr().out


def test_render_beside_whole_programs(capsys, monkeypatch, tmp_path):
    tool = tmp_path / "copier"
    tool.write_text("#!/bin/sh\nmkdir -p $5 && printf 'a | Sales department |' > $5/charter.md\n", "utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(render, "DOCUMENTS", 2)
    monkeypatch.setattr(render, "found", lambda _: {"copier": str(tool)})

    render.beside_tools(lambda: "x", "a | Sales department |")

    assert "copier" in capsys.readouterr().out


def test_a_text_with_variables_is_the_text_again():
    source, values = render.with_variables("# x\n| Sales team | 5 |\n**Sales team** and Sales", "in.")

    assert source == "# x\n| {{ in.v0 }} | 5 |\n**{{ in.v0 }}** and Sales"
    assert values == {"v0": "Sales team"}


# ------------------------------------------------------------------------------------------------ startup


@pytest.fixture
def programs(made, tmp_path):
    """Return what takes part in the race, as far as it is here: our own checkout, and bare Python."""
    ours = startup.programs(tmp_path, startup.one_unit(tmp_path / "small"), made)[:6]
    python = [sys.executable]
    return [
        one._replace(argv=python + (["-m", "playbook"] if "playbook" in one.name else []) + rest(one)) for one in ours
    ]


def rest(program):
    """Return a program's arguments without the interpreter and without the script it runs."""
    return program.argv[2:] if "playbook" in program.name else program.argv[1:]


def test_a_race_gives_every_program_its_turns(programs, monkeypatch):
    monkeypatch.setattr(startup, "quiet", lambda: dict(os.environ))

    found = startup.race(programs, 2)

    assert {name: len(times) for name, times in found.items()} == {one.name: 2 for one in programs}
    assert all(0 <= one.user <= one.whole for times in found.values() for one in times)


def test_a_race_does_not_count_a_program_that_fails(programs):
    broken = programs[0]._replace(argv=[sys.executable, "-c", "raise SystemExit(3)"])

    with pytest.raises(AssertionError):
        startup.cost(broken)


def test_ratios_stand_first_and_the_target_is_for_the_ones_that_have_one():
    here = startup.Path()
    them = [
        startup.Program("bare", [], here),
        startup.Program("quick", [], here, target=True),
        startup.Program("slow", [], here, target=True),
        startup.Program("peer", [], here),
    ]
    found = {
        name: [startup.Cost(user, 2 * user)]
        for name, user in zip(("bare", "quick", "slow", "peer"), (1, 4, 5, 9), strict=True)
    }

    lines = startup.table(them, found, {})

    assert [line.split()[1] for line in lines[1:]] == ["1.00", "4.00", "5.00", "9.00"]
    assert startup.missed(them, found) == ["slow"]


def test_startup_says_so_where_nothing_can_be_installed(capsys, monkeypatch):
    def offline(*_):
        raise startup.bootstrap.BootstrapError("no network")

    monkeypatch.setattr(startup, "environment", offline)

    code = startup.main(["--rounds", "1"])

    assert code == 1
    assert capsys.readouterr().out == "nothing measured: no network\n"


@pytest.mark.skipif(not shutil.which("valgrind"), reason="no valgrind")
def test_instructions_are_counted(programs):
    found = startup.instructions(programs[0])

    assert found > 1_000_000


def test_make_bench_runs_every_benchmark(root):
    done = subprocess.run(["make", "-n", "bench"], cwd=root, capture_output=True, text=True, check=True)

    named = {path.stem for path in (root / "benchmarks").glob("*.py")} - {"company", "__init__"}
    assert all(name in done.stdout for name in named)


def test_planning_waves_loses_no_squad_whatever_the_size(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["waves.py", "--most", "300", "--rounds", "1"])

    assert waves.main() == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["100", "300"]


def test_a_unit_of_the_waves_benchmark_is_the_same_every_time():
    assert waves.made(30) == waves.made(30)
    assert waves.planned(waves.made(30)) == waves.planned(waves.made(30))


def test_the_exponent_of_growth():
    assert round(waves.exponent({10: 1.0, 100: 10.0, 1000: 100.0}), 6) == 1
    assert round(waves.exponent({10: 1.0, 100: 100.0, 1000: 10_000.0}), 6) == 2


@pytest.mark.parametrize(
    ("plans", "code"),
    [
        ({100: 0.1, 1000: 0.9, 10_000: 9.0}, 0),
        ({100: 0.1, 1000: 1.1, 10_000: 11.0}, 1),
        ({100: 0.001, 1000: 0.1, 10_000: 10.0}, 1),
        ({100: 0.1}, 0),
    ],
)
def test_a_missed_target_is_told_by_the_exit_code(plans, code):
    assert waves.judged(plans) == code


# ------------------------------------------------------------------------------------------------ why


def test_why_runs(capsys):
    why.main(["--rounds", "2", "--squads", "6", "--sizes", "4", "8"])

    told = capsys.readouterr().out
    assert "a unit of 6 squads" in told
    assert "all conditions" in told
    assert "growth with the number of squads" in told


def test_all_squads_of_the_wave_are_judged(tmp_path):
    place = why.Place(tmp_path, 6)

    scene = place.scene()

    assert len(scene.waves["wave-2"]) == 4
    assert {scene.stage(f"focus/{name}") for name in scene.waves["wave-2"]} == {"forming"}
    assert why.evaluated(scene) > 4 * 8


def test_the_exponent_of_a_straight_and_of_a_square_growth():
    sizes = (100, 1000, 10_000)

    assert round(why.exponent((size, size / 1000) for size in sizes), 6) == 1
    assert round(why.exponent((size, size**2 / 1000) for size in sizes), 6) == 2


def test_ratios_are_taken_within_a_round():
    found = why.Found([why.Took(1, 2, 3), why.Took(10, 20, 30), why.Took(2, 6, 6)], 10, 10)

    assert (found.ratio("judge"), found.ratio("fold"), found.middle("judge")) == (2, 1, 6000)
