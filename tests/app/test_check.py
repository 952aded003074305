import shutil
from pathlib import Path

import pytest

from playbook.app.check import check
from playbook.documents.render import Renderer
from playbook.library import shipped
from playbook.words import Words


def told(place):
    return [str(problem) for problem in check(place.world()).problems]


def unit(place, name, old="", new=""):
    """Add a unit: the first one under another name, with a change."""
    text = place.file.read_text("utf-8").replace("unit: first", f"unit: {name}").replace(old, new)
    (place.folder / "units" / f"{name}.yaml").write_text(text, "utf-8")


def test_a_workspace_in_order(fresh):
    found = check(fresh.world())

    assert (found.problems, found.files, found.units) == ((), 2, ("first",))


def test_every_problem_of_every_file_at_once(fresh):
    unit(fresh, "second", "sponsor:", "sponser:")
    unit(fresh, "third", "department: parts", "department: partz")
    fresh.change("value_area: product-service", "value_area: products")

    found = told(fresh)

    assert {one.partition(":")[0] for one in found} == {f"units/{name}.yaml" for name in ("first", "second", "third")}
    assert any("'sponser'" in one and "did you mean 'sponsor'" in one for one in found)
    assert sum("partz" in one for one in found) >= 2
    assert found == sorted(found, key=lambda one: one.partition(":")[0])


def test_each_problem_has_its_place(fresh):
    fresh.change("failure_budget: 1", "failure_budget: one")
    line = next(
        number for number, text in enumerate(fresh.file.read_text().splitlines(), 1) if "failure_budget: one" in text
    )

    (found,) = told(fresh)

    assert found.startswith(f"units/first.yaml:{line}:17: ")


def test_a_broken_workspace_file_hides_no_mistake_of_the_units(fresh):
    fresh.change("goals:", "gaols:", file="playbook.yaml")
    fresh.change("failure_budget: 1", "failure_budget: one")

    files = {one.partition(":")[0] for one in told(fresh)}

    assert files == {"playbook.yaml", "units/first.yaml"}


def test_a_missing_workspace_file(fresh):
    (fresh.folder / "playbook.yaml").write_text("")

    assert any(one.startswith("playbook.yaml") for one in told(fresh))


def test_a_shipped_path_that_no_unit_takes_need_not_fit_own_squads(fresh):
    states = fresh.folder / "states"
    states.mkdir()
    for name in ("rollout", "wave", "squad"):
        text = Path(f"{shipped('states')}/{name}.yaml").read_text("utf-8")
        (states / f"{name}.yaml").write_text(text.replace("charter", "agree").replace("agree,", "charter,"), "utf-8")

    assert told(fresh) == []

    fresh.change("goal: ", "path: top-down\ngoal: ")
    assert [one for one in told(fresh) if "rollout-top-down.yaml" in one and "'charter' is not a move" in one]


def test_own_stage_maps_are_read_as_strictly(fresh):
    states = fresh.folder / "states"
    states.mkdir()
    shutil.copy(f"{shipped('states')}/wave.yaml", states / "wave.yaml")
    assert told(fresh) == []
    fresh.change("- shared_goal", "- shared_gaol", file="states/wave.yaml")

    (found,) = told(fresh)

    assert found.startswith("states/wave.yaml:")
    assert "shared_gaol" in found


def test_a_stage_map_that_no_machine_reads(fresh):
    (fresh.folder / "states").mkdir()
    (fresh.folder / "states" / "wav.yaml").write_text("machine: wave\n")

    assert told(fresh) == ["states/wav.yaml:1:1: there is no machine 'wav' (rollout, rollout-PATH, wave, squad)"]


def test_a_path_of_its_own(fresh):
    states = fresh.folder / "states"
    states.mkdir()
    shutil.copy(f"{shipped('states')}/rollout.yaml", states / "rollout-fast.yaml")
    fresh.change("path: incremental", "path: fast")

    found = told(fresh)

    assert all("rollout-fast" in one for one in found)


def test_nothing_is_written(fresh):
    told(fresh)

    assert not (fresh.folder / ".playbook").exists()
    assert fresh.disk() == {}


def test_a_workspace_without_units(fresh):
    fresh.file.unlink()

    found = check(fresh.world())

    assert (found.problems, found.files, found.units) == ((), 1, ())


# ------------------------------------------------------------------------------- strays, templates, history, ghosts


def template(place, name, text):
    """Give the workspace a template of its own."""
    folder = place.folder / "templates" / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md.j2").write_text(text, "utf-8")


@pytest.mark.parametrize("name", ["second.yml", "second.YAML", "second.YML", "second.json"])
def test_a_file_that_looks_like_a_unit_and_is_never_read(fresh, name):
    (fresh.folder / "units" / name).write_text("unit: second\n", "utf-8")

    assert told(fresh) == [f"units/{name}: this file is not read: a unit's file is called NAME.yaml, in small letters"]


@pytest.mark.parametrize("name", ["notes.md", "first.yaml~", ".first.yaml.swp", "README"])
def test_other_files_beside_the_units_are_nobodys_mistake(fresh, name):
    (fresh.folder / "units" / name).write_text("mine\n", "utf-8")

    assert told(fresh) == []


def test_a_template_of_its_own_in_order(fresh):
    text = Path(shipped("templates"), "documents", "goal-sheet.md.j2").read_text("utf-8")
    template(fresh, "goal-sheet", text)

    found = check(fresh.world(renderer=own(fresh)))

    assert (found.problems, found.files) == ((), 3)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        pytest.param("# x\n{{ sqaud }}\n", ":2:4: ", "'sqaud' is not known here", id="unknown"),
        pytest.param("# x\n\n{% if %}\n", ":3:1: ", "Expected an expression", id="syntax"),
    ],
)
def test_a_mistake_in_a_template_has_its_line(fresh, text, place, words):
    template(fresh, "goal-sheet", text)

    (found,) = [str(one) for one in check(fresh.world(renderer=own(fresh))).problems]

    assert found.startswith(f"templates/documents/goal-sheet.md.j2{place}")
    assert words in found


def test_a_template_that_no_unit_owes_yet_is_read_all_the_same(fresh):
    template(fresh, "wave-review", "{% if %}\n")

    (found,) = check(fresh.world(renderer=own(fresh))).problems

    assert (found.file, found.line) == ("templates/documents/wave-review.md.j2", 1)


def own(place):
    """Return how documents are rendered with the workspace's own templates first."""
    return lambda language: Renderer([str(place.folder / "templates"), shipped("templates")], Words(language), None)


def test_what_history_forbids_is_told_where_it_stands(wave):
    text = wave.file.read_text("utf-8")
    start, end = text.index("squads:\n  - id: second"), text.index("# How many squads open together")
    wave.file.write_text(text[:start] + text[end:].replace("waves: [1]", "waves: []"), "utf-8")

    assert any("squad 'second' is forming and must stay" in one for one in told(wave))


def test_a_unit_with_a_history_and_no_file_is_a_note_and_no_mistake(pilot):
    pilot.file.unlink()

    found = check(pilot.world())

    assert (found.problems, found.units, found.ghosts) == ((), (), ("first",))


def test_checking_what_has_a_history_writes_nothing(pilot):
    template(pilot, "goal-sheet", "{{ sqaud }}\n")
    rows, disk = pilot.rows(), pilot.disk()

    check(pilot.world())

    assert (pilot.rows(), pilot.disk()) == (rows, disk)
