"""What `words check` finds in a catalogue: each kind of mistake, and none in what is right."""

import pytest

from playbook import words as module
from playbook.app.wording import Fact, check, facts

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule};\\n"\n\n'
RULES = {"de": "nplurals=2; plural=(n != 1)", "tr": "nplurals=2; plural=(n != 1)", "zh": "nplurals=1; plural=0"}
RULES["id"], RULES["it"] = RULES["zh"], RULES["de"]


@pytest.fixture
def found(tmp_path, monkeypatch):
    """Return a function that gives the findings about one message and its translations."""
    monkeypatch.setattr(module, "LOCALE", str(tmp_path))

    def look(english, *strings, language="de", above="", many="", rule=""):
        head = HEADER.format(rule=rule or RULES[language])
        message = f'msgid "{english}"\n' + (f'msgid_plural "{many}"\n' if many else "")
        blank = 'msgstr[0] ""\nmsgstr[1] ""\n' if many else 'msgstr ""\n'
        said = (
            "".join(f'msgstr[{n}] "{one}"\n' for n, one in enumerate(strings)) if many else f'msgstr "{strings[0]}"\n'
        )
        (tmp_path / "messages.pot").write_text(HEADER.format(rule=RULES["de"]) + message + blank, encoding="utf-8")
        (tmp_path / f"{language}.po").write_text(head + above + message + said, encoding="utf-8")
        return [str(one.what) for one in check(language)]

    return look


RIGHT = [
    ("The sponsor is {name}.", "Sponsor ist {name}.", "de"),
    ("the {squad} has {n}", "{n} hat {squad:der}", "de"),
    ("{Squad} of {name}", "{squad:die neu} {name}".replace("die", "der"), "de"),
    ("{squads} of {name}", "{name:in} {squads}", "tr"),
    ("{share:.0%} of {squad}", "{squad:in} {share:.0%}", "tr"),
    ("Ready: {name}.", "就绪：{name}。", "zh"),
    ("wait …", "等待……", "zh"),
    ("{first}; {rest}", "{first}; {rest}", "de"),
    ("see `x` and --json", "siehe `x` und --json", "de"),
    ("Who?", "Wer?", "de"),
    ("Say who.", "Wer?", "de"),
    ("playbook resolve {name}", "playbook resolve {name}", "de"),
    ("the squad", "die Squad (`squad`)", "de"),
    (", ", "、", "zh"),
    ("{error} {message}", "{error}{message}", "zh"),
    ("**People:** {how}", "**人员**：{how}", "zh"),
    ("**Note:** more", "**说明：** 更多", "zh"),
    ("**Note:**", "**说明：**", "zh"),
    ("takes the **top-down** path", "选择**自上而下**路径", "zh"),
    ("**a** and **b**", "**甲**和**乙**", "zh"),
    ("add --again, then go on", "添加--again，然后继续", "zh"),
]


@pytest.mark.parametrize(("english", "string", "language"), RIGHT)
def test_what_is_right_is_left_alone(found, english, string, language):
    assert found(english, string, language=language) == []


WRONG = [
    ("a {name}", "", "de", "not translated"),
    ("a {name}", "ein {nane}", "de", "the English sentence has no {nane}"),
    ("a {name}", "ein Name", "de", "{name} is left out"),
    ("a {name}", "ein {name", "de", "braces that do not fit"),
    ("the {squad}", "{squad:demm}", "de", "there is no form “demm” of {squad}"),
    ("the {squad}", "{squad:dem}", "tr", "there is no form “dem” of {squad}"),
    ("the {name}", "von {name:in}", "de", "there is no form “in” of {name}"),
    ("no {name!r}", "kein {name!s}", "de", "{name!s} is written otherwise"),
    ("the sponsor", "the sponsor", "de", "as in English"),
    ("a: ", "ein:", "de", "space at the start or end"),
    ("done.", "fertig", "de", "ends in “”, English in “.”"),
    ("wait…", "warten...", "de", "three dots"),
    ("a, b", "甲,乙", "zh", "narrow punctuation"),
    ("see `x`", "siehe x", "de", "` is there less often"),
    ("use --json", "nimm --jason", "de", "other options than in English: --json"),
    ("add --again", "添加--agian", "zh", "other options than in English: --again"),
    ("**Note:** more", "**说明：**更多", "zh", "the asterisks of “**说明：**” would be seen"),
    ("**Note:** {what}", "**说明：**{what}", "zh", "the asterisks of “**说明：**” would be seen"),
    ("say **yes**", "说**“是”**", "zh", "the asterisks of “**“是”**” would be seen"),
]


@pytest.mark.parametrize(("english", "string", "language", "what"), WRONG)
def test_what_is_wrong_is_told(found, english, string, language, what):
    assert any(what in one for one in found(english, string, language=language))


def test_a_translator_may_say_that_a_text_is_the_same(found):
    assert found("Pilot", "Pilot", above="# same\n") == []


def test_fuzzy_is_not_good_enough(found):
    assert found("a", "ein", above="#, fuzzy\n") == ["fuzzy: look at it, then take the mark away"]


def test_plural_forms_are_those_of_the_language(found):
    one, many = "{n} day", "{n} days"

    assert found(one, "{n} Tag", "{n} Tage", many=many) == []
    assert found(one, "ein Tag", "{n} Tage", many=many) == []
    assert found("{a} day", "{a} Tag", "{b} Tage", many="{b} days") == []
    assert found("{a} day", "{a} Tag", "{a} Tage", many="{b} days") == ["{b} is left out"]
    assert found(one, "{n} hari", many=many, language="id") == []
    assert "not translated: “{n} day”" in found(one, "{n} Tag", many=many)
    assert any("not a catalogue" in what for what in found(one, "a", "b", "c", many=many))


def test_the_header_says_how_many_forms_there_are(found):
    told = found("a", "satu", language="id", rule="nplurals=2; plural=(n != 1)")

    assert told == ["the header must say Plural-Forms: nplurals=1; plural=0;"]


def test_a_message_that_is_not_there_is_missing_and_one_too_many_is_told(found, tmp_path):
    found("a", "ein")
    (tmp_path / "de.po").write_text(HEADER.format(rule=RULES["de"]) + 'msgid "b"\nmsgstr "bie"\n', encoding="utf-8")

    first, second = check("de")

    assert str(first.what).startswith("missing: “a”")
    assert (second.file, second.line) == ("de.po", 6)
    assert str(second.what).startswith("the program does not say this any more")


def test_what_is_no_catalogue_is_told_with_its_line(found, tmp_path):
    found("a", "ein")
    (tmp_path / "de.po").write_text('msgid "a"\nnonsense\n', encoding="utf-8")

    (told,) = check("de")

    assert told.line == 2
    assert str(told.what).startswith("not a catalogue")


def test_facts_are_found_with_their_forms():
    assert facts("{a} {{no}} {b:in} {c!r}") == [Fact("a", "", ""), Fact("b", "in", ""), Fact("c", "", "r")]
