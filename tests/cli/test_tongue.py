"""The language of the terminal: from --lang, else the environment; English costs nothing."""

import subprocess
import sys

import pytest

from playbook import words as module
from playbook.cli import tongue
from playbook.cli.foreign import teach
from playbook.cli.tongue import paragraphs, t
from playbook.core.phrase import say

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "{n} tick read back"
msgid_plural "{n} ticks read back"
msgstr[0] "{n} Haken übernommen"
msgstr[1] "{n} Haken übernommen"

msgid "Options:"
msgstr "Optionen :"

msgid "Example:"
msgstr "Beispiel :"

msgid "{error} {message}"
msgstr "{error}{message}"

msgid "{subject}: {way}"
msgstr "{subject} = {way}"

msgid "{id} {state}: {text}"
msgstr "{id} {state} = {text}"

msgid ", "
msgstr " + "

msgid "move: begin"
msgstr "Anfang"

msgid "sponsor"
msgstr "Sponsorin"

msgid "Usage:"
msgstr "Aufruf:"

msgid "The workspace."
msgstr "Der Arbeitsbereich."

msgid "Help those who translate the program."
msgstr "Hilfe für Übersetzer."

msgid "Lift a hold."
msgstr "Weiter nach einem Halt."

msgid "Start with: playbook demo. Every command has --help with an example."
msgstr "Zum Anfang: playbook demo. Jeder Befehl hat --help mit einem Beispiel."

msgid "Missing argument"
msgstr "Es fehlt"

msgid "error:"
msgstr "Fehler: "

msgid "see: {command}"
msgstr "siehe: {command}"

msgid "No such option {name!r}."
msgstr "Die Option {name!r} gibt es nicht."
"""


@pytest.fixture(autouse=True)
def _forget():
    """Leave the terminal speaking English to whatever test comes next."""
    yield
    tongue.begin(["--lang", "en"])
    teach([])
    tongue.FOREIGN.clear()
    tongue.SPOKEN.clear()


@pytest.fixture
def german(tmp_path, monkeypatch):
    """Return a folder of catalogues with a little German in it."""
    (tmp_path / "de.po").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "zh.po").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(module, "LOCALE", str(tmp_path))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "PLAYBOOK_LANG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


# --------------------------------------------------------------------------------------------------- which language


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "C"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_AT@euro"}, "de_AT"),
        ({"LANG": "de", "LC_ALL": ""}, "de"),
        ({"LC_ALL": "it_IT", "PLAYBOOK_LANG": "tr"}, "tr"),
    ],
)
def test_the_environment_says_which(german, monkeypatch, variables, wanted):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert tongue.wanted() == wanted


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("de", "de"),
        ("de-CH", "de"),
        ("DE_at", "de"),
        ("C", "en"),
        ("POSIX", "en"),
        ("en_GB", "en"),
        ("", "en"),
        ("zh_CN", "zh"),
        ("zh_TW", ""),
        ("xx", ""),
        ("../de", ""),
    ],
)
def test_a_code_is_spoken_by_the_nearest_catalogue(german, code, found):
    assert tongue.catalogue(code) == found


@pytest.mark.parametrize(
    "argv", [["--lang", "de", "status"], ["status", "--lang=de"], ["status", "--lang", "it", "--lang", "de"]]
)
def test_the_option_may_stand_anywhere(german, argv):
    tongue.begin(argv)

    assert tongue.words().language == "de"


@pytest.mark.parametrize("argv", [[], ["status", "--", "--lang", "de"], ["--lang"], ["--lang", "xx"]])
def test_without_a_language_it_is_english(german, argv):
    tongue.begin(argv)

    assert tongue.is_english()
    assert tongue.words().language == "en"


# ----------------------------------------------------------------------------------------------------------- a line


@pytest.mark.parametrize(
    ("n", "line"), [(1, "1 tick read back"), (2, "2 ticks read back"), (1200, "1200 ticks read back")]
)
def test_english_fills_in_and_no_more(n, line):
    assert t("{n} tick read back", "{n} ticks read back", n=n) == line


def test_another_language_writes_numbers_its_own_way(german):
    tongue.begin(["--lang", "de"])

    assert t("{n} tick read back", "{n} ticks read back", n=1200) == "1.200 Haken übernommen"
    assert t(say("{n} tick read back", "{n} ticks read back", n=1)) == "1 Haken übernommen"


def test_facts_may_be_phrases_and_lists_of_them():
    assert t("{what}: {items}", what=say("found {n}", n=2), items=["a", say("b")]) == "found 2: a, b"


def test_a_line_knows_what_a_squad_is_called():
    assert t("{Squad:a} of {squads}") == "A squad of squads"


def test_english_imports_nothing_for_a_line():
    code = (
        "import sys; from playbook.cli import tongue; before = set(sys.modules);"
        "tongue.begin(['status']); tongue.t('{n} tick', '{n} ticks', n=2); print(*sorted(set(sys.modules) - before))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert found.split() == []


def test_paragraphs_are_one_line_each():
    assert paragraphs("One\n  two.\n\nThree.\f Hidden.") == ["One two.", "Three."]


# ------------------------------------------------------------------------------------------------- help and mistakes


def test_help_is_in_the_terminals_language(german, pb):
    answer = pb("words", "--help", "--lang", "de")

    assert answer.out.startswith("Aufruf: playbook words")
    assert "Hilfe für Übersetzer." in answer.out
    assert "\nOptionen :\n" in answer.out
    assert "\nBeispiel :\n" in pb("resume", "--help", "--lang", "de").out
    assert "Der Arbeitsbereich." in answer.out


def test_the_list_of_commands_too(german, pb):
    answer = pb("--lang", "de", "--help")

    assert "resume   Weiter nach einem Halt." in answer.out
    assert "Zum Anfang: playbook demo." in answer.out


def test_help_is_english_again_for_the_next_command(german, pb):
    before = pb("resume", "--help").out
    pb("resume", "--help", "--lang", "de")

    assert pb("resume", "--help").out == before
    assert before.startswith("Usage: playbook resume")


def test_what_click_says_is_translated(german, pb):
    answer = pb("why", "--lang", "de", "--nonsense")

    assert answer.code == 2
    assert "Fehler: Die Option '--nonsense' gibt es nicht." in answer.err
    assert "siehe: playbook why --help" in answer.err


def test_colons_and_commas_are_the_languages_own(german, operating, pb):
    pb("cycle", "open", "first/pilot", "one list is enough")

    assert "first/pilot = operating" in pb("why", "first/pilot", "--lang", "de").out
    assert "c1 open = one list is enough" in pb("show", "first/pilot", "--lang", "de").out
    assert " + " in pb("status", "--lang", "de").out.splitlines()[1]


def test_the_history_names_moves_and_roles_as_its_reader_does(german, operating, pb):
    assert "move Anfang + role Sponsorin" in pb("history", "first", "--lang", "de").out
    assert "move begin, role sponsor" in pb("history", "first").out


def test_programs_get_english(german, pb):
    answer = pb("--json", "why", "--lang", "de")

    assert answer.data["error"]["message"].startswith("Missing argument")


def test_a_language_that_nobody_wrote_is_refused(german, pb):
    answer = pb("check", "--lang", "xx")

    assert answer.code == 2
    assert "there is no language 'xx'" in answer.err
    assert "there are: en, de, zh" in answer.err
