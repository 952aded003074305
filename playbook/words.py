"""Every visible word, date and number in the reader's language. English needs no catalogue, and no library either."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from playbook.core.phrase import Phrase, revived

LOCALE = __file__.removesuffix("words.py") + "locale"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = 10
"""Length of `YYYY-MM-DD`, which a timestamp begins with."""


class Speech(NamedTuple):
    """What differs between languages: how a message is looked up, and how dates and numbers are written."""

    text: Callable[[str], str]
    plural: Callable[[str, str, int], str]
    date: Callable[[str], str]
    number: Callable[[float], str]
    percent: Callable[[float], str]


class Words:
    """One language. A language without a catalogue is spoken as English, which is always complete."""

    def __init__(self, language: str = "en") -> None:
        """Speak `language`, one of `languages()`; its catalogue is read at once."""
        self.language = language if language in languages() else "en"
        self._speech = ENGLISH if self.language == "en" else _speech(self.language)

    def text(self, message: str, /, **facts: Any) -> str:
        """Return the message in this language with its `{named}` facts filled in."""
        return self._speech.text(message).format_map(facts)

    def plural(self, one: str, many: str, n: int, /, **facts: Any) -> str:
        """Return the form that `n` asks for, with its facts filled in; `{n}` is known without being named."""
        return self._speech.plural(one, many, n).format_map({"n": self.number(n), **facts})

    def phrase(self, phrase: Phrase, /) -> str:
        """Return a sentence that was kept without a language; facts may be phrases, lists and numbers themselves."""
        facts = {name: self._fact(fact) for name, fact in phrase.facts.items()}
        text = self._speech.text(phrase.text)
        if phrase.plural:
            text = self._speech.plural(phrase.text, phrase.plural, phrase.facts.get("n", 0))
        return text.format_map(facts)

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

    def squad(self, word: str | None = None, /) -> dict[str, str]:
        """Return what a squad is called here, as the facts `squad`, `Squad`, `squads` and `Squads` of a message."""
        one = word or self.text("squad")
        many = self._many(word) if word else self.text("squads")
        return {"squad": one, "Squad": one[:1].upper() + one[1:], "squads": many, "Squads": many[:1].upper() + many[1:]}

    def join(self, items: Iterable[str], /) -> str:
        """Return the items as one list in running text."""
        return self.text(", ").join(items)

    def _many(self, word: str) -> str:
        return english_plural(word) if self.language == "en" else word

    def _fact(self, fact: Any) -> Any:
        phrase = revived(fact)
        if phrase:
            return self.phrase(phrase)
        if isinstance(fact, list | tuple):
            return self.join(str(self._fact(one)) for one in fact)
        return _Number(fact, self) if isinstance(fact, int | float) and not isinstance(fact, bool) else fact


class _Number:
    """A number inside a sentence: as the language writes it, unless the sentence itself asks for a format."""

    def __init__(self, value: float, words: Words) -> None:
        self.value, self.words = value, words

    def __format__(self, spec: str) -> str:
        return format(self.value, spec) if spec else self.words.number(self.value)


def languages() -> tuple[str, ...]:
    """Return the codes of all languages, sorted, English first: one for each catalogue in `locale/`."""
    import os

    found = os.listdir(LOCALE) if os.path.isdir(LOCALE) else []
    return ("en", *sorted(name.removesuffix(".po") for name in found if name.endswith(".po") and name != "en.po"))


def english_plural(word: str) -> str:
    """Return the plural of a noun, as English forms it by rule; `skunk works` is one and many."""
    low = word.lower()
    if low.endswith("works"):
        return word
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if low.endswith("y") and low[-2:-1] not in set("aeiou") else word + "s"


def _english_number(value: float) -> str:
    text = f"{value:,.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _english_date(day: str) -> str:
    year, month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


ENGLISH = Speech(
    text=lambda message: message,
    plural=lambda one, many, n: one if n == 1 else many,
    date=_english_date,
    number=_english_number,
    percent=lambda value: f"{_english_number(value)}%",
)


def _speech(language: str) -> Speech:
    """Read the catalogue straight from its `.po`: about 10 ms, so no compiled files are kept beside it."""
    import gettext
    import io
    from datetime import date
    from pathlib import Path

    from babel import dates, numbers
    from babel.messages import mofile, pofile

    with Path(LOCALE, f"{language}.po").open("rb") as source:
        catalogue = pofile.read_po(source, locale=language)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    spoken = gettext.GNUTranslations(compiled)
    return Speech(
        text=spoken.gettext,
        plural=spoken.ngettext,
        date=lambda day: dates.format_date(date.fromisoformat(day), "medium", locale=language),
        number=lambda value: numbers.format_decimal(value, locale=language),
        percent=lambda value: numbers.format_percent(value / 100, locale=language),
    )
