"""`init`, `check`, `schema`, `diagram` at the keyboard."""

import json

import jsonschema
import pytest
import yaml

from tests.cli.conftest import edit, unprivileged


def test_a_new_workspace_is_right(tmp_path, pb):
    pb("init", str(tmp_path / "new"))

    answer = pb("-C", str(tmp_path / "new"), "check")

    assert answer.code == 0
    assert "1 unit" in answer.out


def test_init_says_what_it_made_and_what_comes_next(tmp_path, pb, monkeypatch):
    monkeypatch.chdir(tmp_path)

    answer = pb("init", "new")

    assert "units/first.yaml" in answer.out
    assert "cd new && playbook check" in answer.out


def test_init_overwrites_nothing(workspace, tmp_path, pb):
    (tmp_path / "full/units").mkdir(parents=True)
    (tmp_path / "full/units/first.yaml").write_text("mine", encoding="utf-8")

    assert pb("init", str(workspace)).code == 2
    assert pb("init", str(tmp_path / "full")).code == 2
    assert (tmp_path / "full/units/first.yaml").read_text(encoding="utf-8") == "mine"


def test_init_goes_into_a_folder_that_has_other_things(tmp_path, pb):
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")

    assert pb("init", str(tmp_path)).code == 0
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("kind", "file"), [("unit", "units/first.yaml"), ("playbook", "playbook.yaml")])
def test_editors_and_the_program_agree_on_what_is_right(workspace, pb, kind, file):
    schema = json.loads(pb("schema", kind).out)

    jsonschema.validate(yaml.safe_load((workspace / file).read_text(encoding="utf-8")), schema)
    assert json.loads((workspace / f"schema/{kind}.json").read_text(encoding="utf-8")) == schema
    assert f"schema/{kind}.json" in (workspace / file).read_text(encoding="utf-8").splitlines()[0]


def test_stage_maps_have_a_schema_too(pb):
    assert json.loads(pb("schema", "states").out)["properties"]["machine"]


def test_check_tells_every_mistake_of_every_file_at_once(workspace, pb):
    edit(workspace / "playbook.yaml", "language: en", "language: xx")
    edit(workspace / "units/first.yaml", "\nsponsor:", "\nsponser:")
    edit(workspace / "units/first.yaml", 'until: "2099-12-31"', "until: 31.12.2099")

    answer = pb("check")

    lines = answer.out.splitlines()
    assert answer.code == 6
    assert [line.split(":")[0] for line in lines[:-1]] == sorted(line.split(":")[0] for line in lines[:-1])
    assert lines[-1].endswith("in 2 of 2 files")
    assert [word for word in ("'xx'", "did you mean 'sponsor'", "31.12.2099") if word not in answer.out] == []


def test_check_in_json(workspace, pb):
    edit(workspace / "units/first.yaml", "\nsponsor:", "\nsponser:")

    answer = pb("check", "--json")

    assert answer.code == 6
    assert answer.data["problems"][0]["file"] == "units/first.yaml"
    assert answer.data["problems"][0]["line"] == 32


def test_a_unit_is_called_like_its_file(workspace, pb):
    (workspace / "units/first.yaml").rename(workspace / "units/emea.yaml")

    answer = pb("check")

    assert answer.code == 6
    assert "'emea'" in answer.out


def test_a_workspace_without_units(workspace, pb):
    (workspace / "units/first.yaml").unlink()

    assert "write units/NAME.yaml" in pb("check").out
    assert "no units yet" in pb("status").out


def test_a_store_that_there_is_none_of(workspace, pb):
    edit(workspace / "playbook.yaml", "store: sqlite", "store: sqlight")

    answer = pb("status")

    assert answer.code in {6, 7}
    assert "sqlight" in answer.err


def test_the_ledger_may_lie_elsewhere(workspace, pb):
    edit(workspace / "playbook.yaml", "store: sqlite", "store: sqlite:kept/history.sqlite")

    assert pb("sync").code == 0
    assert (workspace / "kept/history.sqlite").is_file()
    assert "selection" in pb("status").out


@pytest.mark.parametrize("machine", ["rollout", "wave", "squad"])
def test_stage_maps_are_drawn(workspace, pb, machine):
    assert "stateDiagram" in pb("diagram", machine).out


def test_stage_maps_are_drawn_without_a_workspace(tmp_path, pb, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert "selection --> pilot" in pb("diagram").out


def test_an_unknown_stage_map_names_those_there_are(workspace, pb):
    answer = pb("diagram", "rolout")

    assert answer.code == 2
    assert "rollout" in answer.err


def test_a_stage_map_of_the_workspace_comes_first_and_is_checked(workspace, pb, root):
    (workspace / "states").mkdir()
    text = (root / "states/rollout.yaml").read_text(encoding="utf-8")
    (workspace / "states/rollout.yaml").write_text(text.replace("- dwell:", "- dwel:", 1), encoding="utf-8")

    answer = pb("check")

    assert answer.code == 6
    assert "did you mean 'dwell'?" in answer.out


@pytest.mark.skipif(not unprivileged(), reason="root may read everything")
def test_a_file_that_may_not_be_read_is_no_bug(workspace, pb):
    (workspace / "units/first.yaml").chmod(0)

    assert pb("check").code == 6


def test_a_file_that_may_not_be_read_hides_no_other_mistake(workspace, pb, monkeypatch):
    import builtins

    def denied(path, *how, **more):
        if str(path).endswith("first.yaml"):
            raise PermissionError(13, "Permission denied")
        return builtins.open(path, *how, **more)

    (workspace / "units/second.yml").write_text("", encoding="utf-8")
    monkeypatch.setattr("playbook.config.folder.open", denied, raising=False)

    answer = pb("check")

    assert answer.code == 6
    assert "units/first.yaml: it cannot be read: Permission denied (check its permissions)" in answer.out
    assert "units/second.yml: this file is not read" in answer.out
    assert pb("why", "first").code == 6


def test_a_folder_where_a_file_should_be_is_no_bug(workspace, pb):
    (workspace / "units/second.yaml").mkdir()

    assert pb("check").code in {0, 6}
