"""Where templates are found, and how their files are told."""

import json
from hashlib import sha256

import pytest
from jinja2 import TemplateNotFound

from playbook.documents.loading import Kept, Loader, gather
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


def test_templates_are_gathered_as_they_would_be_found(folders):
    for one in folders:
        (one / "documents" / "a.md.j2").write_text(one.name, "utf-8")
    (folders[1] / "documents" / "_part.md.j2").write_text("ç", "utf-8")
    (folders[1] / "pages").mkdir()
    (folders[1] / "pages" / "page.html.j2").write_text("no document", "utf-8")

    found = gather([str(one) for one in folders])

    hashes = {"documents/a.md.j2": "own", "documents/_part.md.j2": "ç"}
    assert json.loads(found.manifest) == {name: sha256(text.encode()).hexdigest() for name, text in hashes.items()}
    assert sorted(found.texts.values()) == ["own", "ç"]


def test_what_cannot_be_read_is_left_for_whoever_renders_it(folders):
    (folders[0] / "documents" / "a.md.j2").write_bytes(b"\xff")

    assert gather([str(one) for one in folders]).manifest == "{}"


def test_kept_templates_are_read_from_texts(folders):
    (folders[0] / "documents" / "a.md.j2").write_text("then", "utf-8")
    found = gather([str(folders[0])])
    (folders[0] / "documents" / "a.md.j2").write_text("now", "utf-8")
    kept = Kept("1.0", found.manifest, found.texts.get)

    text, path, fresh = kept.get_source(None, "documents/a.md.j2")

    assert (text, fresh()) == ("then", True)
    assert kept.shown(path) == "(playbook 1.0) templates/documents/a.md.j2"
    assert kept.list_templates() == ["documents/a.md.j2"]


@pytest.mark.parametrize("texts", [{}, None])
def test_a_kept_template_that_is_not_there(folders, texts):
    (folders[0] / "documents" / "a.md.j2").write_text("then", "utf-8")
    manifest = "{}" if texts is None else gather([str(folders[0])]).manifest
    kept = Kept("1.0", manifest, (texts or {}).get)

    with pytest.raises(TemplateNotFound):
        kept.get_source(None, "documents/a.md.j2")
