import json
import os

import pytest

from playbook.app.check import check
from playbook.app.start import SCHEMAS, start
from playbook.errors import PlaybookError, UsageError
from playbook.library import shipped
from tests.app.workspace import Place

INIT = os.path.join(shipped("examples"), "init")


def test_a_new_workspace_is_in_order(tmp_path):
    made = start(INIT, str(tmp_path / "new"))

    assert {"playbook.yaml", "units/first.yaml", "schema/unit.json"} <= set(made)
    assert all((tmp_path / "new" / name).is_file() for name in made)
    assert check(Place(tmp_path / "new").world()).problems == ()


def test_the_schemas_are_where_the_files_say(tmp_path):
    start(INIT, str(tmp_path))

    for name in SCHEMAS:
        assert json.loads((tmp_path / "schema" / f"{name}.json").read_text("utf-8"))["type"] == "object"
    assert "$schema=../schema/unit.json" in (tmp_path / "units" / "first.yaml").read_text("utf-8")


def test_a_folder_that_is_there_may_hold_other_things(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".gitignore").write_text("*.bak\n")

    start(INIT, str(tmp_path))

    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / ".gitignore").read_text().startswith("*.bak\n")
    assert ".playbook/stamps/\n" in (tmp_path / ".gitignore").read_text()  # Git would merge them


def test_a_workspace_is_never_overwritten(tmp_path):
    start(INIT, str(tmp_path))
    before = (tmp_path / "playbook.yaml").read_bytes()

    with pytest.raises(UsageError, match="is a workspace already"):
        start(INIT, str(tmp_path))

    assert (tmp_path / "playbook.yaml").read_bytes() == before


def test_no_file_is_overwritten(tmp_path):
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "first.yaml").write_text("mine")

    with pytest.raises(UsageError, match=r"already has units/first\.yaml"):
        start(INIT, str(tmp_path))

    assert (tmp_path / "units" / "first.yaml").read_text() == "mine"
    assert not (tmp_path / "playbook.yaml").exists()


def test_a_link_is_a_file_that_is_there(tmp_path):
    (tmp_path / "playbook.yaml").symlink_to(tmp_path / "nowhere")

    with pytest.raises(UsageError, match=r"already has playbook\.yaml"):
        start(INIT, str(tmp_path))


def test_a_place_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(PlaybookError, match="cannot write"):
        start(INIT, str(tmp_path / "file" / "new"))
