"""A workspace's folder: what is read of it, and when it is read again."""

import os

import pytest

from playbook.config.folder import Folder


@pytest.fixture
def states(tmp_path):
    """Return the folder of a workspace's own stage maps."""
    folder = tmp_path / "states"
    folder.mkdir()
    return folder


def test_the_workspaces_own_stage_map_comes_before_the_shipped_one(tmp_path, states):
    folder = Folder(str(tmp_path))
    shipped = folder.stage_map("squad")

    (states / "squad.yaml").write_text("machine: squad\n", "utf-8")

    assert shipped[0] == "(shipped) states/squad.yaml"
    assert folder.stage_map("squad") == ("states/squad.yaml", b"machine: squad\n")
    assert folder.stage_map("rollout-nowhere") is None


def test_a_stage_map_that_changed_meanwhile_is_read_again(tmp_path, states):
    folder, path = Folder(str(tmp_path)), states / "wave.yaml"
    path.write_text("a: 1\n", "utf-8")
    before = folder.stage_map("wave")

    path.write_text("a: 2\n", "utf-8")  # as long as before: its time tells
    os.utime(path, ns=(1, 1))

    assert (before[1], folder.stage_map("wave")[1]) == (b"a: 1\n", b"a: 2\n")


def test_a_stage_map_in_whose_place_another_file_was_put_is_read_again(tmp_path, states):
    folder, path, other = Folder(str(tmp_path)), states / "wave.yaml", states / "new"
    path.write_text("a: 1\n", "utf-8")
    other.write_text("a: 2\n", "utf-8")
    for one in (path, other):
        os.utime(one, ns=(1, 1))
    before = folder.stage_map("wave")

    other.replace(path)

    assert (before[1], folder.stage_map("wave")[1]) == (b"a: 1\n", b"a: 2\n")


def test_a_stage_map_that_is_gone_is_gone(tmp_path, states):
    folder, path = Folder(str(tmp_path)), states / "wave.yaml"
    path.write_text("a: 1\n", "utf-8")
    folder.stage_map("wave")

    path.unlink()

    assert folder.stage_map("wave")[0] == "(shipped) states/wave.yaml"


def test_a_stage_map_that_did_not_change_is_not_read_twice(tmp_path, states):
    folder = Folder(str(tmp_path))
    (states / "wave.yaml").write_text("a: 1\n", "utf-8")

    assert folder.stage_map("wave")[1] is folder.stage_map("wave")[1]
