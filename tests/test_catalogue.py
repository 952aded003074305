"""Catalogues as files, and how languages write."""

from pathlib import Path

import pytest

from playbook.catalogue import BrokenError, entries, plural_rule, read, writer

TYPE = '"Content-Type: text/plain; charset=UTF-8\\n"\n'
HEADER = f'msgid ""\nmsgstr ""\n{TYPE}"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
CATALOGUE = (
    HEADER
    + """\
# same
msgid "Pilot"
msgstr "Pilot"

#, fuzzy
msgid "wave"
msgstr "Waage"

msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} Tag"
msgstr[1] ""
"""
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "de.po"
    file.write_text(CATALOGUE, encoding="utf-8")
    return str(file)


def test_translations_are_found_and_english_stands_in(path):
    found = read(path)

    assert found.text("Pilot") == "Pilot"
    assert found.text("wave") == "wave"
    assert found.text("nothing") == "nothing"
    assert found.text("{n} day") == "{n} Tag"
    assert [found.plural("{n} day", "{n} days", n) for n in (1, 2)] == ["{n} Tag", "{n} days"]
    assert found.plural("a", "as", 2) == "as"


def test_a_fraction_takes_the_form_of_two(path):
    text = CATALOGUE.replace('msgstr[1] ""', 'msgstr[1] "{n} Tage"')
    Path(path).write_text(text, encoding="utf-8")

    found = read(path)

    said = [found.plural("{n} day", "{n} days", n) for n in (0.5, 1.5, 1.0, 2.0)]
    assert said == ["{n} Tage", "{n} Tage", "{n} Tag", "{n} Tage"]


def test_entries_say_where_they_are(path):
    header, *found = entries(path)

    assert header.strings == ("nplurals=2; plural=(n != 1)",)
    assert [(one.line, one.one, one.many, one.strings, one.fuzzy, one.remarks) for one in found] == [
        (7, "Pilot", "", ("Pilot",), False, ("same",)),
        (11, "wave", "", ("Waage",), True, ()),
        (14, "{n} day", "{n} days", ("{n} Tag", ""), False, ()),
    ]


@pytest.mark.parametrize("text", ["msgid\n", '"', 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=many;\\n"\n'])
def test_what_is_no_catalogue_is_refused(tmp_path, text):
    file = tmp_path / "xx.po"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(BrokenError) as error:
        list(entries(str(file)))

    assert error.value.line >= 1


@pytest.mark.parametrize(("language", "count"), [("de", 2), ("tr", 2), ("id", 1), ("zh", 1), ("pl", 3)])
def test_plural_forms(language, count):
    assert plural_rule(language)[0] == count


@pytest.mark.parametrize(
    ("language", "day", "number", "percent", "money", "exact", "unknown"),
    [
        ("de", "03.10.2026", "1.234,5", "65\xa0%", "1.200\xa0€", "0,50\xa0€", "5\xa0XYZ"),
        ("it", "3 ott 2026", "1.234,5", "65%", "1.200\xa0€", "0,50\xa0€", "5\xa0XYZ"),
        ("tr", "3 Eki 2026", "1.234,5", "%65", "€1.200", "€0,50", "XYZ\xa05"),
        ("id", "3 Okt 2026", "1.234,5", "65%", "€1.200", "€0,50", "XYZ\xa05"),
        ("zh", "2026年10月3日", "1,234.5", "65%", "€1,200", "€0.50", "XYZ\xa05"),
        ("qq", "3 Oct 2026", "1,234.5", "65%", "€1,200", "€0.50", "XYZ\xa05"),
    ],
)
def test_each_language_writes_in_its_own_way(language, day, number, percent, money, exact, unknown):  # noqa: PLR0917
    write = writer(language)

    assert (write.date("2026-10-03"), write.number(1234.5), write.percent(65)) == (day, number, percent)
    assert (write.currency(1200, "EUR"), write.currency(0.5, "EUR")) == (money, exact)
    assert write.currency(5, "XYZ") == unknown
