"""The language of the terminal: English, which costs nothing, or another one, whose catalogue is read at first use.

Documents are written in their unit's language, whatever the terminal speaks.
"""

import os
from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from playbook.core.phrase import Phrase
    from playbook.words import Words

ENGLISH = frozenset(("", "en", "c", "posix"))
SPOKEN: "list[Words | None]" = []
"""What this command line speaks, once it was asked: None is English."""
FOREIGN: list[bool] = []
"""Not empty once click was made to speak another language than its own."""
OURS = {"squad": "squad", "Squad": "Squad", "squads": "squads", "Squads": "Squads"}
"""The word for a squad in English, where a unit has none of its own."""
CALLED: list[Any] = []
"""What the unit that a command is about calls a squad, where it has a word of its own."""
OPTION = "--lang"
TRADITIONAL = ("zh_TW", "zh_HK", "zh_MO")
"""Places that write Chinese in the other script: our catalogue is in the simplified one."""


def begin(argv: "Sequence[str]") -> None:
    """Find the language that a command line is to be answered in; where `--lang` stands on it does not matter.

    Read before the line is understood, as the help and the line's own mistakes are told in that language too.
    """
    CALLED.clear()
    asked = _asked(argv)
    SPOKEN[:] = [_words(wanted() if asked is None else asked)]


def wanted() -> str:
    """Return the language that the environment asks for: `de` for `de_DE.UTF-8`, `en` for none, C and POSIX."""
    for name in ("PLAYBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return value.partition(".")[0].partition("@")[0]
    return "en"


def t(text: "str | Phrase", plural: str = "", /, **facts: Any) -> str:
    """Return a line in the terminal's language: `t("{n} tick", "{n} ticks", n=2)`, or a phrase that is there already.

    Facts may be texts, numbers, phrases and lists of them. `{squad}` and its like need not be given.
    """
    if type(text) is not str:
        return words().phrase(text)  # type: ignore[arg-type]  # what is no text is a phrase
    if is_english() and not (CALLED and "quad" in text + plural):
        found = _plain(plural if plural and facts.get("n") != 1 else text, facts)
        if found is not None:
            return found
    from playbook.core.phrase import Phrase

    return words().phrase(Phrase(text, facts, plural))


def words() -> "Words":
    """Return what writes dates, numbers and sentences in the terminal's language, with the unit's word for a squad."""
    from playbook.words import Words

    spoken = _speaker() or Words()
    return spoken.calling(CALLED[0]) if CALLED else spoken


def call(squad_word: Any) -> None:
    """Use a unit's own word for a squad from now on: a text, or `one`, `many` and `gender`; nothing for ours."""
    if isinstance(squad_word, dict):
        from types import SimpleNamespace

        squad_word = SimpleNamespace(**{"many": "", "gender": "", **squad_word})
    CALLED[:] = [squad_word] if squad_word else []


def term(known: str) -> str:
    """Return what the terminal's language calls a stage, a move, a condition or a role; in English its id."""
    if is_english():
        return known
    spoken, told = words(), known.replace("-", " ").replace("_", " ")
    said = spoken.look_up(known)
    return spoken.look_up(told) if said == known else said


def move(known: str) -> str:
    """Return what the terminal's language calls a move; in English its id."""
    return known if is_english() else words().move(known)


def is_english() -> bool:
    """Return whether the terminal speaks English, so that nothing has to be looked up."""
    return _speaker() is None


def shown(text: str) -> str:
    """Return a help text in the terminal's language, paragraph by paragraph."""
    if not text or is_english():
        return text
    words = _speaker()
    return "\n\n".join(words.look_up(one) for one in paragraphs(text)) if words else text


def brief(command: Any) -> str:
    """Return the first paragraph of a command's help for a list of commands; empty in English, where click shortens."""
    return "" if is_english() else shown((paragraphs(command.help or "") or [""])[0])


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a help text, each on one line: this is how they stand in the catalogues."""
    return [" ".join(one.split()) for one in text.partition("\f")[0].split("\n\n") if one.strip()]


def _speaker() -> "Words | None":
    if not SPOKEN:
        SPOKEN.append(_words(wanted()))
    return SPOKEN[0]


def _plain(text: str, facts: dict[str, Any]) -> str | None:
    """Return the English sentence, or None where a fact needs more than formatting."""
    if any(isinstance(fact, list | tuple) for fact in facts.values()):  # a phrase is a tuple too
        return None
    try:
        return text.format_map({**OURS, **facts} if "quad" in text else facts)
    except (KeyError, ValueError):  # a form of the word for a squad
        return None


def _asked(argv: "Sequence[str]") -> str | None:
    """Return what the last `--lang` of a command line says, or None."""
    found = None
    for index, one in enumerate(argv):
        if one == "--":
            break
        if one == OPTION:
            found = argv[index + 1] if index + 1 < len(argv) else None
        elif one.startswith(OPTION + "="):
            found = one.removeprefix(OPTION + "=")
    return found


def catalogue(code: str) -> str:
    """Return the language that a code is spoken in: `de` for `de_CH`, `en` for `C`; empty where there is none."""
    code = code.replace("-", "_")
    short = code.partition("_")[0].lower()
    if short in ENGLISH:
        return "en"
    from playbook.words import languages

    known = languages()
    names = (code,) if code in TRADITIONAL else (code, short)
    return next((name for name in names if name in known), "")


def refuse(code: str) -> None:
    """Say that nobody wrote that language yet, and which there are.

    Raises:
        UsageError: always.
    """
    from playbook.core.phrase import say
    from playbook.errors import UsageError
    from playbook.words import languages

    known = say("there are: {codes}", codes=list(languages()))
    raise UsageError(say("there is no language '{code}'", code=code), hint=known)


def _words(code: str) -> "Words | None":
    """Return what speaks that language; None for English and for what has no catalogue."""
    name = catalogue(code)
    if name in ("", "en"):
        return None
    from playbook.words import Words

    return Words(name)
