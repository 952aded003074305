"""Workspaces at every stage: each made once, and copied for the test that wants it."""

import pytest

from tests.app.workspace import STAGES, drive, fresh


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return a call that makes the workspace at a stage, from the one before it."""
    found = {}

    def at(stage):
        if stage not in found:
            folder = tmp_path_factory.mktemp("stages") / stage
            if stage == "fresh":
                found[stage] = fresh(folder)
            else:
                found[stage] = at(STAGES[STAGES.index(stage) - 1]).copy(folder)
                drive(found[stage], stage)
        return found[stage]

    return at


@pytest.fixture
def at(made, tmp_path):
    """Return a call that gives the test a workspace of its own at a stage."""
    return lambda stage: made(stage).copy(tmp_path / "workspace")


def _at(stage):
    def place(at):
        return at(stage)

    place.__doc__ = f"Return a workspace whose unit is in {stage}."
    return pytest.fixture(name=stage)(place)


new = _at("fresh")
selection = _at("selection")
pilot = _at("pilot")
stabilisation = _at("stabilisation")
replication = _at("replication")
wave = _at("wave")
