"""Where shipped things lie, in a checkout and in a wheel."""

from pathlib import Path

import playbook
from playbook import library
from playbook.library import shipped

HOUSE = Path(playbook.__file__).parent


def test_a_checkout_has_them_beside_the_package():
    found = shipped("states")

    assert Path(found) == HOUSE.parent / "states"
    assert Path(found, "rollout.yaml").is_file()


def test_an_installed_package_has_them_inside(tmp_path, monkeypatch):
    (tmp_path / "playbook" / "states").mkdir(parents=True)
    (tmp_path / "states").mkdir()
    monkeypatch.setattr(library, "PACKAGE", str(tmp_path / "playbook"))

    assert shipped("states") == str(tmp_path / "playbook" / "states")


def test_it_imports_nothing_heavy():
    source = Path(library.__file__).read_text(encoding="utf-8")

    assert [line for line in source.splitlines() if line.startswith(("import ", "from "))] == ["import os.path"]
