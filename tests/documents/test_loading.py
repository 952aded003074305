"""Where templates are found, and how their files are told."""

import pytest

from playbook.documents.loading import Loader
from playbook.library import shipped


@pytest.fixture
def folders(tmp_path):
    found = [tmp_path / name for name in ("own", "theirs")]
    for one in found:
        (one / "documents").mkdir(parents=True)
    return found


def test_the_first_folder_wins(folders):
    for one in folders:
        (one / "documents" / "a.md.j2").write_text(one.name, "utf-8")
    loader = Loader([str(one) for one in folders])

    assert loader.get_source(None, "documents/a.md.j2")[0] == "own"


def test_what_was_looked_for_is_known_where_it_was_not_found_too(folders):
    (folders[1] / "documents" / "a.md.j2").write_text("x", "utf-8")
    loader = Loader([str(one) for one in folders])

    loader.path("documents/a.md.j2")
    loader.path("documents/b.md.j2")

    assert loader.asked == {str(one / "documents" / name) for one in folders for name in ("a.md.j2", "b.md.j2")}


@pytest.mark.parametrize(
    "name", ["../a.md.j2", "/a.md.j2", "documents/../a.md.j2", ".hidden.md.j2", "a.md", "a\0.j2", "", "a//b.j2"]
)
def test_a_name_that_could_lead_out_is_no_template(folders, name):
    assert Loader([str(one) for one in folders]).path(name) is None


def test_a_file_is_told_as_people_know_it(folders):
    loader = Loader([str(folders[0]), shipped("templates")])

    assert loader.shown(str(folders[0] / "documents" / "a.md.j2")) == "templates/documents/a.md.j2"
    assert loader.shown(loader.path("documents/charter.md.j2")) == "(shipped) templates/documents/charter.md.j2"
