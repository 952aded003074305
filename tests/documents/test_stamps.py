import json

import pytest

from playbook.documents.stamps import Stamp, Stamps, basis, digest

STAMP = Stamp("b", {"documents": "h"}, "s", {"emea/charter.md": "c"}, {"emea": "v"})


@pytest.fixture
def stamps(tmp_path):
    return Stamps(str(tmp_path / "stamps"))


def test_a_stamp_comes_back_as_it_was_kept(stamps):
    stamps.save("emea", STAMP)

    assert stamps.load("emea") == STAMP
    assert stamps.load("apac") is None


def test_a_stamp_that_was_dropped_is_none(stamps):
    stamps.save("emea", STAMP)

    stamps.drop("emea")
    stamps.drop("emea")

    assert stamps.load("emea") is None


@pytest.mark.parametrize("text", ["", "{", "[]", "[1]", "[0, 1, 2, 3, 4]", '[1, "b", [], "s", {}, {}]', "\x00", "1"])
def test_what_is_no_stamp_is_as_good_as_none(stamps, tmp_path, text):
    stamps.save("emea", STAMP)
    (tmp_path / "stamps" / "emea.json").write_text(text, "utf-8")

    assert stamps.load("emea") is None


def test_one_of_another_form_is_as_good_as_none(stamps, tmp_path):
    stamps.save("emea", STAMP)
    path = tmp_path / "stamps" / "emea.json"
    form, *rest = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([form + 1, *rest]), "utf-8")

    assert stamps.load("emea") is None


def test_without_a_folder_to_keep_it_in_nothing_is_made(tmp_path):
    stamps = Stamps(str(tmp_path / "no" / "stamps"))

    stamps.save("emea", STAMP)

    assert stamps.load("emea") is None
    assert list(tmp_path.iterdir()) == []


def test_a_digest_is_of_what_is_in_it():
    assert digest("a", {"b": 1}) == digest("a", {"b": 1})
    assert digest("a", {"b": 1}) != digest("a", {"b": 2})
    assert digest(["a"], "b") != digest("a", ["b"])
    assert digest("\ud800")


def test_another_template_or_program_is_another_basis(tmp_path):
    templates, program = tmp_path / "templates", tmp_path / "program"
    for folder in (templates, program):
        folder.mkdir()
    (templates / "charter.md.j2").write_text("one", "utf-8")
    (program / "a.py").write_text("one", "utf-8")
    first = basis([str(templates)], str(program))

    (templates / "charter.md.j2").write_text("two", "utf-8")
    second = basis([str(templates)], str(program))
    (program / "b.po").write_text("two", "utf-8")
    third = basis([str(templates)], str(program))
    (program / "c.pyc").write_text("two", "utf-8")

    assert len({first, second, third}) == 3
    assert basis([str(templates)], str(program)) == third
