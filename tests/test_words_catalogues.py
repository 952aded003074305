"""The shipped catalogues: complete, and nothing English is left in a document. And a language more is one file."""

import re
from pathlib import Path

import pytest

from playbook import words as module
from playbook.app.wording import check, facts
from playbook.catalogue import entries
from playbook.core.phrase import say
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words, languages
from tests.cli.test_reference import tool
from tests.documents.story import ORGANISATION, TICKS, WAVES, told
from tests.documents.test_templates import cases, maps

LOCALE = Path(module.LOCALE)
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
OTHERS = languages()[1:]
WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]{3,}")
"""A word of letters; Chinese is written without spaces, so a word of another script ends where it begins."""
ENDING = re.compile(r"(?<=\w)’\w+")
"""What Turkish hangs on a name: Ayşe’nin."""
CODE = re.compile(r"`[^`]*`|<!--.*?-->|\]\([^)]*\)|^```.*?^```", re.DOTALL | re.MULTILINE)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def rendered(language, subject, template):
    words = Words(language)
    seen = view(told(), maps(), WAVES, subject, ORGANISATION, words)
    return Renderer([shipped("templates")], words, None).render(template, seen, TICKS).text


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def catalogue(translate):
    """Return the text of a catalogue in which each message is what `translate` makes of it."""
    parts = [HEADER]
    for one in entries(str(LOCALE / "messages.pot")):
        if one.many:
            parts.append(
                f"msgid {quoted(one.one)}\nmsgid_plural {quoted(one.many)}\nmsgstr[0] {quoted(translate(one))}\n"
            )
        elif one.one:
            parts.append(f"msgid {quoted(one.one)}\nmsgstr {quoted(translate(one))}\n")
    return "\n".join(parts)


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def words_of(text):
    return {word.casefold() for word in WORD.findall(text)}


@pytest.fixture
def locale(tmp_path, monkeypatch):
    """Return a folder of catalogues that is not the shipped one; the template of messages is in it."""
    (tmp_path / "messages.pot").write_bytes((LOCALE / "messages.pot").read_bytes())
    monkeypatch.setattr(module, "LOCALE", str(tmp_path))
    return tmp_path


# --------------------------------------------------------------------------------------------------- the six languages


def test_the_template_of_messages_is_what_the_program_says():
    catalogues = tool("catalogue")

    made = catalogues.template(catalogues.catalogue(catalogues.found()))

    assert made == (LOCALE / "messages.pot").read_text(encoding="utf-8"), "run: python tools/catalogue.py update"


def test_six_languages_are_shipped():
    assert languages() == ("en", "de", "id", "it", "tr", "zh")


@pytest.mark.parametrize("language", OTHERS)
def test_a_shipped_catalogue_is_complete_and_right(language):
    found = [f"{one.file}:{one.line}: {one.what}" for one in check(language)]

    assert found == [], f"run: playbook words check {language}"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Return every word of the story's facts: what its views hold in a language that says nothing by itself."""
    folder = tmp_path_factory.mktemp("locale")
    silent = catalogue(lambda one: " ".join({f"{{{fact.name}}}" for fact in facts(one.many or one.one)}) or "–")
    (folder / "xx.po").write_text(silent, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LOCALE", str(folder))
        views = [view(told(), maps(), WAVES, subject, ORGANISATION, Words("xx")) for subject, _ in cases()]

    return " ".join([*(text for one in views for text in texts(one)), *map(str, TICKS.values())])


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_english_is_left_in_a_document(language, data):
    translated = " ".join(text for one in entries(str(LOCALE / f"{language}.po")) for text in one.strings)
    dates = " ".join(Words(language).date(day) for day in DAY.findall(data))
    known = words_of(data) | words_of(translated) | words_of(dates)
    left = {}
    for subject, template in cases():
        text = CODE.sub(" ", rendered(language, subject, template))
        found = words_of(ENDING.sub("", text) if language == "tr" else text) - known
        left[template] = sorted(word for word in found if not word.startswith("pod"))

    assert {template: some for template, some in left.items() if some} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_every_fact_of_a_document_is_filled_in(language):
    documents = {template: CODE.sub("", rendered(language, subject, template)) for subject, template in cases()}

    assert [template for template, text in documents.items() if "{" in text or "}" in text] == []


# ---------------------------------------------------------------------------------------------------- a language more


def test_a_seventh_language_is_one_file(locale):
    (locale / "qq.po").write_text(catalogue(lambda one: f"¡{one.many or one.one}!"), encoding="utf-8")

    text = rendered("qq", "emea/pilot", "charter")

    assert languages() == ("en", "qq")
    assert "## ¡Signatures!" in text
    assert Words("qq").phrase(say("{n} tick read back", "{n} ticks read back", n=1)) == "¡1 ticks read back!"


def test_a_language_that_has_only_begun_speaks_english_where_it_must(locale):
    (locale / "qq.po").write_text(HEADER + '\nmsgid "Signatures"\nmsgstr "¡Signatures!"\n', encoding="utf-8")

    text = rendered("qq", "emea/pilot", "charter")

    assert text.replace("¡Signatures!", "Signatures").count("\n") == rendered("en", "emea/pilot", "charter").count("\n")
    assert "## ¡Signatures!" in text
