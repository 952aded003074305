"""tools/catalogue.py: what it collects, and what it keeps of a translation."""

import io

import pytest
from babel.messages.pofile import read_po

from tests.cli.test_reference import tool


@pytest.fixture(scope="module")
def tools():
    return tool("catalogue")


def in_python(tools, source):
    return [(one.text, one.plural, one.note) for one in tools.in_python(source, "a.py")]


# ------------------------------------------------------------------------------------------------------- collecting


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("a {b}", b=1)', [("a {b}", "", "")]),
        ('say("a", b="not a plural")', [("a", "", "")]),
        ('t("{n} a", "{n} as", n=2)', [("{n} a", "{n} as", "")]),
        ('words.text("a")', [("a", "", "")]),
        ('self.words.plural("a", "as", n)', [("a", "as", "")]),
        ('say("a" "b")', [("ab", "", "")]),
        ("t(phrase)", []),
        ('settings.say("a")', []),
        ('f(say("a"), say("b"))', [("a", "", ""), ("b", "", "")]),
        ('# Translators: as a state.\n# It is so.\nsay("a")', [("a", "", "as a state. It is so.")]),
        ('# no note\nsay("a")', [("a", "", "")]),
    ],
)
def test_sentences_of_the_code_are_found(tools, source, found):
    assert in_python(tools, source) == found


def test_a_sentence_with_a_name_in_it_already_is_refused(tools):
    with pytest.raises(tools.UnclearError, match=r"a\.py:2"):
        in_python(tools, '\nsay(f"a {b}")')


def test_sentences_of_templates_are_found_in_blocks_and_items(tools):
    source = (
        '{% set a = _("one") %}{% for x in y %}{{ item("id", _("two {b}", b=x), evidence=true) }}{% endfor %}'
        '{{ ngettext("{n} a", "{n} as", 2, **w) }}{{ _("three", **w) }}'
    )

    found = [(one.text, one.plural) for one in tools.in_template(source.encode(), "a.j2")]

    assert found == [("one", ""), ("two {b}", ""), ("{n} a", "{n} as"), ("three", "")]


def test_stages_moves_conditions_and_choices_are_found(tools):
    found = {one.text for one in (*tools.in_stage_maps(), *tools.in_choices())}

    assert {"stabilisation", "move: hand over", "squad size", "borrow", "adopted", "sponsor"} <= found


def test_help_is_found_paragraph_by_paragraph_and_no_example(tools):
    found = {one.text for one in tools.in_commands(tools.program)}

    assert "Prove that the history was not changed." in found
    assert "Print JSON." in found
    assert not any("playbook words check de" in text for text in found)
    assert not any("\n" in text for text in found)


# ------------------------------------------------------------------------------------------------------- catalogues


def made(tools, *messages):
    return tools.catalogue([tools.Found(*message) for message in messages])


def test_the_template_is_sorted_and_names_files_without_lines(tools):
    text = tools.template(made(tools, ("b", "", "b.py"), ("a", "", "z.py"), ("a", "", "c.py", "a note")))

    assert text.index('msgid "a"') < text.index('msgid "b"')
    assert "#. a note\n#: c.py z.py\n" in text
    assert "POT-Creation-Date" not in text


def test_a_sentence_with_and_without_a_plural_is_one_message(tools):
    text = tools.template(made(tools, ("a", "", "a.py"), ("a", "as", "b.py")))

    assert text.count('msgid "a"') == 1
    assert 'msgid_plural "as"' in text


def test_what_is_translated_stays_and_nothing_is_guessed(tools):
    old = tools.merged("de", made(tools, ("the sponsor", "", "a.py"), ("gone", "", "a.py")), "")
    old = old.replace('msgid "the sponsor"\nmsgstr ""', '# same\nmsgid "the sponsor"\nmsgstr "der Sponsor"')

    text = tools.merged("de", made(tools, ("the sponsor", "", "b.py"), ("the sponsors", "", "b.py")), old)

    found = read_po(io.BytesIO(text.encode()))
    assert found["the sponsor"].string == "der Sponsor"
    assert found["the sponsor"].user_comments == ["same"]
    assert found["the sponsors"].string == ""
    assert "gone" not in text
    assert "fuzzy" not in text


def test_a_message_that_gets_a_plural_is_empty_again(tools):
    old = tools.merged("de", made(tools, ("a", "", "a.py")), "").replace(
        'msgid "a"\nmsgstr ""', 'msgid "a"\nmsgstr "x"'
    )

    text = tools.merged("de", made(tools, ("a", "as", "a.py")), old)

    assert 'msgstr[0] ""\nmsgstr[1] ""' in text


@pytest.mark.parametrize(("code", "forms"), [("de", 2), ("it", 2), ("tr", 2), ("id", 1), ("zh", 1)])
def test_each_language_has_its_number_of_plural_forms(tools, code, forms):
    text = tools.merged(code, made(tools, ("a", "as", "a.py")), "")

    assert f"nplurals={forms};" in text
    assert text.count("msgstr[") == forms


def test_twice_changes_nothing(tools):
    messages = made(tools, ("a", "as", "a.py"), ("b “c”\n", "", "b.py"))
    once = tools.merged("id", messages, "")

    assert tools.merged("id", messages, once) == once


def test_a_stale_file_is_told_and_not_written_by_check(tools, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    path = tmp_path / "messages.pot"

    assert tools._write(path, "new", check=True)
    assert not path.exists()
    assert "messages.pot" in capsys.readouterr().out
    assert tools._write(path, "new", check=False)
    assert not tools._write(path, "new", check=True)
