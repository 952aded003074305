"""Words, dates and numbers: English by itself, any other language from one catalogue."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook import words as module
from playbook.core.model import SquadWord
from playbook.core.phrase import Phrase, say
from playbook.words import Words, english_plural, languages

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "The sponsor is {name}"
msgstr "Sponsor ist {name}"

msgid "{n} member"
msgid_plural "{n} members"
msgstr[0] "{n} Mitglied"
msgstr[1] "{n} Mitglieder"

msgid "squad"
msgstr "Squad"

#, fuzzy
msgid "wave {number}"
msgstr "Wahnsinn {number}"
"""


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """Return an empty folder that the program takes its catalogues from."""
    monkeypatch.setattr(module, "LOCALE", str(tmp_path))
    return tmp_path


@pytest.fixture
def german(catalogues):
    (catalogues / "de.po").write_text(CATALOGUE, encoding="utf-8")
    return Words("de")


# ------------------------------------------------------------------------------------------------------------- English


def test_english_is_always_there():
    assert languages()[0] == "en"


def test_a_text_gets_its_facts():
    text = Words().text("{lead} leads the {squad}", lead="Ana", squad="pod")

    assert text == "Ana leads the pod"


def test_a_fact_is_never_read_as_a_sentence():
    text = Words().text("{name} decides", name="{0.__class__} {name}")

    assert text == "{0.__class__} {name} decides"


@pytest.mark.parametrize(("n", "text"), [(0, "0 members"), (1, "1 member"), (2, "2 members"), (1200, "1,200 members")])
def test_a_plural_follows_its_number(n, text):
    assert Words().plural("{n} member", "{n} members", n) == text


def test_a_phrase_is_filled_in_with_its_facts():
    text = Words().phrase(say("{n} member of {of}", "{n} members of {of}", n=7, of=["sales", "finance"]))

    assert text == "7 members of sales, finance"


def test_a_phrase_may_hold_a_phrase():
    text = Words().phrase(say("needed: {what}", what=say("{n} day", "{n} days", n=2)))

    assert text == "needed: 2 days"


def test_a_sentence_may_ask_for_a_format_of_its_number():
    text = Words().phrase(say("{share:.0%} of {total}", share=0.4, total=1234.5))

    assert text == "40% of 1,234.5"


def test_a_flag_in_a_sentence_stays_a_flag():
    assert Words().phrase(say("{ok}", ok=True)) == "True"


@given(st.dictionaries(st.sampled_from(["a", "b"]), st.text(), min_size=2))
def test_a_phrase_in_english_is_what_it_says_of_itself(facts):
    phrase = Phrase("{a} and {b}", facts)

    assert Words().phrase(phrase) == str(phrase)


@pytest.mark.parametrize(
    ("iso", "text"),
    [
        ("2026-10-03", "3 Oct 2026"),
        ("2026-11-21T09:30:00Z", "21 Nov 2026"),
        ("2026-13-01", "2026-13-01"),
        ("soon", "soon"),
        ("", ""),
        ("a-b-cdefgh", "a-b-cdefgh"),
    ],
)
def test_a_date_is_written_as_people_write_it(iso, text):
    assert Words().date(iso) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7, "7"),
        (1200, "1,200"),
        (-3.5, "-3.5"),
        (41.0, "41"),
        (2.66666, "2.667"),
        (-0.0001, "0"),
        (1e6, "1,000,000"),
    ],
)
def test_a_number_has_three_decimals_at_most(value, text):
    assert Words().number(value) == text


@given(st.integers(-(10**15), 10**15))
def test_no_digit_of_a_whole_number_is_lost(value):
    assert int(Words().number(value).replace(",", "")) == value


@pytest.mark.parametrize(("value", "text"), [(100, "100%"), (12.5, "12.5%"), (0, "0%")])
def test_percent_is_given_in_percent(value, text):
    assert Words().percent(value) == text


@pytest.mark.parametrize(
    ("word", "many"),
    [
        ("pod", "pods"),
        ("squad", "squads"),
        ("tiger team", "tiger teams"),
        ("SWAT team", "SWAT teams"),
        ("task force", "task forces"),
        ("skunk works", "skunk works"),
        ("crew", "crews"),
        ("company", "companies"),
        ("convoy", "convoys"),
        ("branch", "branches"),
    ],
)
def test_english_has_a_plural_for_every_word(word, many):
    assert english_plural(word) == many


def test_a_squad_has_the_units_own_word_in_four_forms():
    forms = Words().squad("SWAT team")

    assert forms == {
        "squad": "SWAT team",
        "Squad": "SWAT team",
        "squads": "SWAT teams",
        "Squads": "SWAT teams",
        "gender": "",
    }


@pytest.mark.parametrize("word", [None, ""])
def test_a_unit_without_a_word_says_squad(word):
    forms = Words().squad(word)

    assert forms == {"squad": "squad", "Squad": "Squad", "squads": "squads", "Squads": "Squads", "gender": ""}


def test_english_pays_for_no_library():
    code = (
        "import sys; before = set(sys.modules); from playbook.words import Words; Words().date('2026-10-03');"
        "print(*sorted(name for name in set(sys.modules) - before if '.' not in name))"
    )
    found = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True).stdout

    assert not {"babel", "gettext", "pathlib", "datetime", "dataclasses"} & set(found.split())


# ----------------------------------------------------------------------------------------------------- other languages


def test_a_catalogue_in_the_folder_is_a_language(german, catalogues):
    (catalogues / "README.md").write_text("not a language", encoding="utf-8")
    (catalogues / "en.po").write_text("", encoding="utf-8")

    assert languages() == ("en", "de")


def test_a_folder_that_is_not_there_holds_no_language(catalogues):
    catalogues.rmdir()

    assert languages() == ("en",)


def test_a_catalogue_gives_the_words(german):
    assert german.text("The sponsor is {name}", name="Ana") == "Sponsor ist Ana"
    assert german.plural("{n} member", "{n} members", 1) == "1 Mitglied"
    assert german.phrase(say("{n} member", "{n} members", n=1200)) == "1.200 Mitglieder"


def test_what_is_not_translated_or_not_sure_is_said_in_english(german):
    assert german.text("Lead") == "Lead"
    assert german.text("wave {number}", number=2) == "wave 2"


def test_a_language_writes_its_own_dates_and_numbers(german, catalogues):
    (catalogues / "tr.po").write_text(CATALOGUE, encoding="utf-8")

    assert german.date("2026-10-03") == "03.10.2026"
    assert german.number(1234.5) == "1.234,5"
    assert german.percent(65) == "65\N{NO-BREAK SPACE}%"
    assert Words("tr").percent(65) == "%65"


def test_a_language_that_nobody_described_leaves_a_word_as_it_is(catalogues):
    (catalogues / "xx.po").write_text(CATALOGUE, encoding="utf-8")
    words = Words("xx", "Pod")

    assert words.squad()["squads"] == "Pod"
    assert words.text("with {squad:dem}: {squads:den}") == "with Pod: Pod"


def test_a_language_without_a_catalogue_is_spoken_as_english(catalogues):
    words = Words("xx")

    assert words.language == "en"
    assert words.number(0.5) == "0.5"


# ------------------------------------------------------------------------------------------------- the word for a squad


def test_every_message_knows_what_a_squad_is_called():
    words = Words("en", "area team")

    assert words.text("{Squad:a} of {squads}") == "An area team of area teams"
    assert words.plural("one {squad}", "{n} {squads}", 2) == "2 area teams"
    assert words.phrase(say("{name} leads {squad:a}", name="Ana")) == "Ana leads an area team"


def test_a_fact_that_is_named_goes_before_the_units_word():
    assert Words("en", "pod").text("{squad:a}, {squads}", squad="unit", squads="units") == "a unit, units"


def test_a_units_word_may_be_said_in_full(german):
    words = german.calling(SquadWord("kubus", "kuben", "n"))

    assert words.text("{Squad:der} ist bei {squads:den}") == "Das Kubus ist bei den Kuben"
    assert words.squad() == {"squad": "Kubus", "Squad": "Kubus", "squads": "Kuben", "Squads": "Kuben", "gender": "n"}
    assert german.text("{squad:der}") == "die Squad"


def test_another_word_is_another_speaker_of_the_same_language(german):
    other = german.calling("pod")

    assert other is not german
    assert other.calling("pod") is other
    assert (other.language, other.date("2026-10-03")) == ("de", "03.10.2026")


def test_a_form_that_nobody_knows_is_the_word_as_it_is(german):
    assert german.text("{squad:foo} {name:in} {n:den}", name="Ana", n=3) == "Squad Ana 3"


def test_a_language_may_bend_every_fact(catalogues):
    (catalogues / "tr.po").write_text(CATALOGUE, encoding="utf-8")
    words = Words("tr", "ekip")

    assert words.text("{squad:in} {name:in} {n:den}", name="Ana Diaz", n=3) == "ekibin Ana Diaz\u2019\u0131n 3\u2019ten"
    assert words.phrase(say("{n:den}: {who:e}", n=1204, who=say("Ana"))) == "1.204\u2019ten: Ana\u2019ya"


def test_a_number_may_still_be_formatted():
    assert Words().text("{share:.0%} of {squad}", share=0.4) == "40% of squad"


def test_a_catalogue_is_read_once_and_again_when_it_changes(german, catalogues, monkeypatch):
    from playbook import catalogue

    read = []
    found = catalogue.read
    monkeypatch.setattr(catalogue, "read", lambda path: read.append(path) or found(path))
    Words("de")
    path = catalogues / "de.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Sponsor ist", "Es sponsert"), encoding="utf-8")

    assert Words("de").text("The sponsor is {name}", name="Ana") == "Es sponsert Ana"
    Words("de")
    assert len(read) == 1


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1200, "EUR", "€1,200"),
        (0.5, "USD", "$0.50"),
        (-3, "GBP", "-£3"),
        (5, "CHF", "CHF\xa05"),
        (1e6, "JPY", "¥1,000,000"),
    ],
)
def test_english_writes_money(value, code, text):
    assert Words().currency(value, code) == text


def test_a_message_can_be_looked_up_without_its_facts(german):
    assert german.look_up("The sponsor is {name}") == "Sponsor ist {name}"
    assert german.look_up("{n} member", "{n} members", 2) == "{n} Mitglieder"


def test_a_rounded_number_is_still_written_as_the_language_writes_it():
    mean = say("mean {mean:.4g} of {most:,}", mean=79.7812, most=1234)

    assert Words("de").phrase(mean) == "mean 79,78 of 1.234"
    assert Words().phrase(mean) == "mean 79.78 of 1,234"


def test_a_number_may_be_written_as_a_code():
    assert Words("de").phrase(say("byte 0x{byte:02X}", byte=255)) == "byte 0xFF"
