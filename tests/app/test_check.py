import shutil

from playbook.app.check import check
from playbook.library import shipped


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
