"""`playbook words check`: a line for each finding, and an exit code that a build can use."""

from pathlib import Path

import pytest

from playbook import words as module

TYPE = '"Content-Type: text/plain; charset=UTF-8\\n"\n'
TEMPLATE = (
    f'msgid ""\nmsgstr ""\n{TYPE}"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    '\nmsgid "The sponsor is {name}."\nmsgstr ""\n'
)


@pytest.fixture
def locale(tmp_path, monkeypatch):
    (tmp_path / "messages.pot").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "de.po").write_text(TEMPLATE.replace('msgstr ""\n"C', 'msgstr "" \n"C'), encoding="utf-8")
    (tmp_path / "it.po").write_text(TEMPLATE[: TEMPLATE.rindex('""')] + '"Lo sponsor è {name}."\n', encoding="utf-8")
    monkeypatch.setattr(module, "LOCALE", str(tmp_path))
    return tmp_path


def test_a_complete_catalogue_is_told(locale, pb):
    answer = pb("words", "check", "it")

    assert answer.code == 0
    assert "1 catalogue is complete" in answer.out


def test_each_finding_is_a_line_with_its_place(locale, pb):
    answer = pb("words", "check", "de")

    assert answer.code == 1
    assert answer.out.splitlines() == ["de.po:6: not translated: “The sponsor is {name}.”", "1 finding"]


def test_without_a_name_all_are_looked_at(locale, pb):
    answer = pb("words", "check", "--json")

    assert answer.code == 1
    assert answer.data["languages"] == ["de", "it"]
    assert answer.data["findings"] == [
        {"file": "de.po", "line": 6, "message": "not translated: “The sponsor is {name}.”"}
    ]


def test_an_unknown_language_is_refused(locale, pb):
    assert pb("words", "check", "xx").code == 2


def test_without_the_template_it_says_how_to_make_it(locale, pb):
    (Path(locale) / "messages.pot").unlink()

    answer = pb("words", "check", "it")

    assert answer.code == 2
    assert "tools/catalogue.py" in answer.err


def test_the_command_can_be_found(pb):
    assert "Find what is missing or wrong" in pb("words", "check", "--help").out
