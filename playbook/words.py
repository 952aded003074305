"""Every visible word, date and number in the reader's language. English needs no catalogue, and no library either."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from playbook.core.phrase import Phrase, revived
from playbook.grammar.base import NAMES, Grammar, Noun, Word
from playbook.grammar.base import words as forms_of
from playbook.grammar.english import many as english_plural

__all__ = ["LOCALE", "Speech", "Words", "english_plural", "languages"]

LOCALE = __file__.removesuffix("words.py") + "locale"
"""The one place where catalogues lie."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = 10
"""Length of `YYYY-MM-DD`, which a timestamp begins with."""
ASKS = re.compile(r"\{\w+:")
"""A message that asks for a form: `{squad:dem}`, `{name:in}`, `{share:.0%}`."""
ROUNDED = frozenset("gf,")
"""How a format ends that says how exact a number is; any other (`02X`) is a way of writing it."""
IDS = frozenset(("stage", "stages", "move", "role"))
"""Names of facts that hold the id of a stage, a move or a role: a sentence says them in the reader's language."""
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


class Speech(NamedTuple):
    """What differs between languages: how a message is looked up, how dates and numbers are written, how words bend."""

    text: Callable[[str], str]
    plural: Callable[[str, str, float], str]
    date: Callable[[str], str]
    number: Callable[[float], str]
    percent: Callable[[float], str]
    currency: Callable[[float, str], str]
    grammar: Callable[[], Grammar]


class Words:
    """One language. A language without a catalogue is spoken as English, which is always complete.

    `{squad}`, `{Squad}`, `{squads}` and `{Squads}` are known to every message; a fact of that name comes first.
    """

    def __init__(self, language: str = "en", squad_word: Any = None) -> None:
        """Speak `language`, one of `languages()`; its catalogue is read at once, and once only.

        `squad_word` is what a unit's file says: a text, or what has `one`, `many` and `gender`; None for our own word.
        """
        self.language = language if language in languages() else "en"
        self._speech = ENGLISH if self.language == "en" else speech(self.language)
        self._word = squad_word
        self._forms: dict[str, Word] = {}

    def calling(self, squad_word: Any) -> "Words":
        """Return the same language with a unit's own word for a squad, as its file says it."""
        if squad_word == self._word:
            return self
        other = object.__new__(Words)
        other.language, other._speech, other._word, other._forms = self.language, self._speech, squad_word, {}
        return other

    def look_up(self, one: str, many: str = "", n: float = 1, /) -> str:
        """Return a message as the catalogue has it, its facts still to be filled in."""
        return self._speech.plural(one, many, n) if many else self._speech.text(one)

    def text(self, message: str, /, **facts: Any) -> str:
        """Return the message in this language with its `{named}` facts filled in."""
        return self._fill(self._speech.text(message), facts)

    def plural(self, one: str, many: str, n: float, /, **facts: Any) -> str:
        """Return the form that `n` asks for, with its facts filled in; `{n}` is known without being named."""
        return self._fill(self._speech.plural(one, many, n), {"n": _Number(n, self), **facts})

    def phrase(self, phrase: Phrase, /) -> str:
        """Return a sentence that was kept without a language; facts may be phrases, lists and numbers themselves."""
        facts = {name: self._fact(self._named(name, fact)) for name, fact in phrase.facts.items()}
        return self._fill(self.look_up(phrase.text, phrase.plural, phrase.facts.get("n", 0)), facts)

    def move(self, name: str, /) -> str:
        """Return what a move is called, given its id; it has a message of its own beside a stage of the same name."""
        spoken = name.replace("-", " ")
        # The catalogue's key tells a move from a stage: `complete` is both.
        key = f"move: {spoken}"
        said = self.look_up(key)
        return self.look_up(spoken) if said == key else said

    def date(self, iso: str, /) -> str:
        """Return a day (or the day of a UTC timestamp) as the language writes it; what is no day, unchanged."""
        day = iso[:DAY]
        parts = day.split("-")
        right = len(day) == DAY and len(parts) == len("ymd") and all(part.isdecimal() for part in parts)
        return self._speech.date(day) if right and 1 <= int(parts[1]) <= len(MONTHS) else iso

    def number(self, value: float, /) -> str:
        """Return a number with at most three decimals, grouped as the language groups."""
        return self._speech.number(value)

    def percent(self, value: float, /) -> str:
        """Return percent, given in percent: 40 is `40%` in English and `%40` in Turkish."""
        return self._speech.percent(value)

    def currency(self, value: float, code: str, /) -> str:
        """Return an amount of money (`code` as in ISO 4217: EUR); a whole amount has no decimals."""
        return self._speech.currency(value, code)

    def squad(self, word: Any = None, /) -> dict[str, str]:
        """Return what a squad is called, as the facts `squad`, `Squad`, `squads` and `Squads` of a message.

        They come as plain texts, and `gender` with them, so that they can be escaped and given to `calling`.
        """
        forms = self.calling(word).forms() if word else self.forms()
        return {**{name: str(form) for name, form in forms.items()}, "gender": forms["squad"].noun.gender}

    def forms(self) -> dict[str, Word]:
        """Return the word for a squad under each of its names, each able to bend as messages ask."""
        if not self._forms:
            self._forms = forms_of(self._speech.grammar(), self._noun())
        return self._forms

    def join(self, items: Iterable[str], /) -> str:
        """Return the items as one list in running text."""
        # Translators: stands between two things of a list.
        return self.text(", ").join(items)

    def _noun(self) -> Noun:
        grammar, word = self._speech.grammar(), self._word
        if not word:
            # Translators: what a squad is called, the short form of the glossary.
            one = self._speech.text("squad")
            return grammar.noun(one, self._speech.text("squads"))
        if isinstance(word, str):
            return grammar.noun(word)
        return grammar.noun(word.one, word.many or "", word.gender or "")

    def _fill(self, text: str, facts: Mapping[str, Any]) -> str:
        known = {**self.forms(), **facts} if "quad" in text else facts
        if ":" in text and ASKS.search(text):
            known = {name: self._bending(name, fact) for name, fact in known.items()}
        return text.format_map(known)

    def _bending(self, name: str, fact: Any) -> Any:
        """Return a fact that gives the form that a message asks for, also where it is a plain text."""
        if isinstance(fact, Word):
            return fact
        if name in NAMES and isinstance(fact, str):
            own, grammar = self.forms()[name], self._speech.grammar()
            if fact == str(own):
                return own
            several = name[-1] == "s"
            return Word(grammar, grammar.noun(fact, fact if several else ""), plural=several, opens=name[0] == "S")
        return _Fact(fact, str(fact), self._speech.grammar())

    def _named(self, name: str, fact: Any) -> Any:
        """Return a fact whose name says that it holds an id which people have a word for."""
        if name not in IDS:
            return fact
        say = self.move if name == "move" else self._speech.text
        if isinstance(fact, list | tuple) and revived(fact) is None:
            return [say(one) if type(one) is str else one for one in fact]
        return say(fact) if type(fact) is str else fact

    def _fact(self, fact: Any) -> Any:
        phrase = revived(fact)
        if phrase:
            return self.phrase(phrase)
        if type(fact) is str and len(fact) == DAY and fact[4] == fact[7] == "-":
            return self.date(fact)
        if isinstance(fact, list | tuple):
            return self.join(str(self._fact(one)) for one in fact)
        return _Number(fact, self) if isinstance(fact, int | float) and not isinstance(fact, bool) else fact


class _Number:
    """A number inside a sentence: as the language writes it, rounded first where the sentence says how (`{x:.4g}`)."""

    def __init__(self, value: float, words: Words) -> None:
        self.value, self.words = value, words

    def __str__(self) -> str:
        return self.words.number(self.value)

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        text = format(self.value, spec)
        return self.words.number(float(text.replace(",", ""))) if spec[-1] in ROUNDED else text


class _Fact:
    """Any fact of a message that asks for forms: bent by the grammar, else formatted, else as it is."""

    def __init__(self, value: Any, said: str, grammar: Grammar) -> None:
        self.value, self.said, self.grammar = value, said, grammar

    def __format__(self, spec: str) -> str:
        if not spec:
            return self.said
        bent = self.grammar.text(self.said, spec)
        if bent is not None:
            return bent
        try:
            return format(self.value, spec)
        except (ValueError, TypeError):
            return self.said


def languages() -> tuple[str, ...]:
    """Return the codes of all languages, sorted, English first: one for each catalogue in `locale/`."""
    import os

    found = os.listdir(LOCALE) if os.path.isdir(LOCALE) else []
    return ("en", *sorted(name.removesuffix(".po") for name in found if name.endswith(".po") and name != "en.po"))


def _english_number(value: float) -> str:
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _english_date(day: str) -> str:
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def _english_currency(value: float, code: str) -> str:
    amount = f"{abs(value):,.2f}".removesuffix(".00")
    return f"{'-' if value < 0 else ''}{SYMBOLS.get(code) or code + chr(0xA0)}{amount}"


def _english_grammar() -> Grammar:
    from playbook.grammar.english import ENGLISH as GRAMMAR

    return GRAMMAR


ENGLISH = Speech(
    text=lambda message: message,
    plural=lambda one, many, n: one if n == 1 else many,
    date=_english_date,
    number=_english_number,
    percent=lambda value: f"{_english_number(value)}%",
    currency=_english_currency,
    grammar=_english_grammar,
)


def speech(language: str) -> Speech:
    """Return how a language is spoken. Its catalogue is read straight from the `.po`, once in a process."""
    import os

    path = os.path.join(LOCALE, f"{language}.po")
    found = os.stat(path)
    return _speech(language, path, (found.st_mtime_ns, found.st_size))


@cache
def _speech(language: str, path: str, stamp: tuple[int, int]) -> Speech:
    """Put a language together; `stamp` tells when its catalogue was written anew."""
    del stamp
    from playbook.catalogue import read, writer
    from playbook.grammar.table import grammar

    found, write = read(path), writer(language)
    return Speech(
        text=found.text,
        plural=found.plural,
        date=write.date,
        number=write.number,
        percent=write.percent,
        currency=write.currency,
        grammar=lambda: grammar(language),
    )
