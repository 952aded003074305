import shutil
from pathlib import Path

import pytest

from playbook.app import accept
from playbook.core.model import people_of
from playbook.errors import ConfigurationError
from playbook.library import shipped

SHIPPED = Path(shipped("states")) / "rollout.yaml"


def digest(place):
    return accept.sources(place.world(), "first").digest


def test_there_is_no_file(fresh):
    assert accept.sources(fresh.world(), "second") is None


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("units/first.yaml", "name: First", "name: Last"), ("playbook.yaml", "Our organisation", "Their organisation")],
)
def test_the_digest_is_of_all_that_counts(fresh, file, old, new):
    before = digest(fresh)
    fresh.change(old, new, file=file)

    assert digest(fresh) != before


def test_a_stage_map_counts(fresh):
    before = digest(fresh)
    (fresh.folder / "states").mkdir()
    shutil.copy(f"{shipped('states')}/wave.yaml", fresh.folder / "states" / "wave.yaml")
    assert digest(fresh) == before

    fresh.change("soak: {days: 14}", "soak: {days: 7}", file="states/wave.yaml")

    assert digest(fresh) != before


def test_an_own_stage_map_is_in_force(pilot):
    (pilot.folder / "states").mkdir()
    shutil.copy(f"{shipped('states')}/rollout.yaml", pilot.folder / "states" / "rollout.yaml")
    pilot.change("- approval: {role: sponsor}", "- approval: {role: accountable}", count=9, file="states/rollout.yaml")

    assert "accountable" in str(pilot.why()["first", "approval"].needed)


def test_a_stage_map_without_a_stage_that_is_in_use_is_refused(stabilisation):
    place = stabilisation
    (place.folder / "states").mkdir()
    text = SHIPPED.read_text("utf-8")
    (place.folder / "states" / "rollout.yaml").write_text(text.replace("stabilisation", "settling"), "utf-8")

    with pytest.raises(ConfigurationError) as caught:
        place.session()

    assert any("which this map no longer has" in problem.message for problem in caught.value.problems)


def test_the_accepted_configuration_comes_back_as_it_was(pilot):
    known = pilot.session().configuration

    assert accept.from_text(accept.to_text(known)) == known
    assert known.file == "units/first.yaml"
    assert known.organisation == "Our organisation"


def test_people_become_ids(pilot):
    known = pilot.session().configuration

    assert all(person.startswith("p-") for person in people_of(known.unit))


@pytest.mark.parametrize(("path", "name"), [("incremental", "rollout"), ("top-down", "rollout-top-down")])
def test_the_stage_map_of_a_path(path, name):
    assert accept.rollout_map(path) == name


def test_the_path_cannot_change_on_the_way(pilot):
    (pilot.folder / "states").mkdir()
    text = SHIPPED.read_text("utf-8")
    (pilot.folder / "states" / "rollout-fast.yaml").write_text(
        text.replace("machine: rollout", "machine: rollout-fast")
    )
    pilot.change("path: incremental", "path: fast")

    with pytest.raises(ConfigurationError) as caught:
        pilot.session()

    assert any("the path cannot change" in problem.message for problem in caught.value.problems)
    assert all(problem.line > 1 for problem in caught.value.problems)


def test_a_new_stage_map_of_another_path_changes_nothing_here(pilot):
    pilot.sync()
    (pilot.folder / "states").mkdir()
    text = SHIPPED.read_text("utf-8")
    (pilot.folder / "states" / "rollout-fast.yaml").write_text(
        text.replace("machine: rollout", "machine: rollout-fast")
    )

    assert pilot.sync().changes == ()
    assert pilot.stage() == "pilot"
