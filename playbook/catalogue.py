"""Catalogues, and how a language writes dates and numbers: the only importer of Babel. English never comes here."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.messages import pofile
from babel.messages.plurals import get_plural

CODE_AND_NUMBER = re.compile(r"(?<=[A-Z])(?=[0-9])")
"""A currency without a sign of its own stands apart from its number (CLDR, currencySpacing), which Babel leaves out."""
FORMS = {"id": (1, "0"), "tr": (2, "(n != 1)")}
"""Where Babel's table for gettext is not what CLDR says: Indonesian has one form, Turkish one for 1 and another."""


class Catalogue(NamedTuple):
    """The translations of one language."""

    single: dict[str, str]
    several: dict[str, tuple[str, ...]]
    form: Callable[[int], int]
    """Which form a whole number takes."""

    def text(self, message: str) -> str:
        """Return the translation, or the English sentence where there is none."""
        return self.single.get(message) or message

    def plural(self, one: str, many: str, n: float) -> str:
        """Return the form that a number takes, or the English one where there is none.

        A catalogue's rule knows whole numbers only; a fraction is said as two are.
        """
        found, place = self.several.get(one, ()), self.form(int(n) if n == int(n) else 2)
        return (found[place] if place < len(found) else "") or (one if n == 1 else many)


class Entry(NamedTuple):
    """A message of a catalogue as a translator sees it."""

    line: int
    one: str
    many: str
    strings: tuple[str, ...]
    fuzzy: bool
    remarks: tuple[str, ...]
    """What the translator wrote above it."""


class BrokenError(Exception):
    """A catalogue that cannot be read; `line` says where."""

    def __init__(self, said: str, line: int) -> None:
        super().__init__(said)
        self.line = line


def read(path: str) -> Catalogue:
    """Return a language's translations, straight from its `.po`; what is fuzzy is left out.

    It takes about 30 ms, so no compiled files are kept beside the catalogues.
    """
    from gettext import c2py  # what gettext itself compiles the header with

    with open(path, "rb") as source:
        found = pofile.read_po(source)
    single: dict[str, str] = {}
    several: dict[str, tuple[str, ...]] = {}
    for message in found:
        if not message.id or message.fuzzy:
            continue
        if message.pluralizable:
            several[message.id[0]] = forms = tuple(str(form or "") for form in message.string or ("",))
            single[message.id[0]] = forms[0]
        else:
            single[str(message.id)] = str(message.string or "")
    return Catalogue(single, several, c2py(found.plural_expr))


def entries(path: str) -> Iterator[Entry]:
    """Yield every message of a catalogue, the header first (with an empty sentence).

    Raises:
        BrokenError: it is no catalogue.
    """
    try:
        with open(path, "rb") as source:
            found = pofile.read_po(source, abort_invalid=True)
    except pofile.PoFileError as error:
        raise BrokenError(str(error), (error.lineno or 0) + 1) from error
    except (ValueError, LookupError) as error:
        raise BrokenError(str(error), 1) from error
    yield Entry(1, "", "", (f"nplurals={found.num_plurals}; plural={found.plural_expr}",), fuzzy=False, remarks=())
    for message in found:
        if message.id:
            one = message.id[0] if message.pluralizable else str(message.id)
            many = message.id[1] if message.pluralizable else ""
            said = message.string if message.pluralizable else (message.string,)
            strings = tuple(str(form or "") for form in said or ("",))
            yield Entry(message.lineno or 1, one, many, strings, message.fuzzy, tuple(message.user_comments))


def plural_rule(language: str) -> tuple[int, str]:
    """Return how many forms a language has, and which of them a number takes."""
    known = get_plural(language)
    return FORMS.get(language, (known[0], known[1]))


class Writer(NamedTuple):
    """How a language writes dates and numbers."""

    date: Callable[[str], str]
    number: Callable[[float], str]
    percent: Callable[[float], str]
    currency: Callable[[float, str], str]


def writer(language: str) -> Writer:
    """Return how a language writes; one that Unicode does not know writes like British English."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en_GB")

    def currency(value: float, code: str) -> str:
        pattern = locale.currency_formats["standard"].pattern
        whole = float(value).is_integer()
        shape = pattern.replace(".00", "") if whole else pattern
        said = numbers.format_currency(value, code, shape, locale=locale, currency_digits=not whole)
        return CODE_AND_NUMBER.sub("\N{NO-BREAK SPACE}", said)

    return Writer(
        date=lambda day: dates.format_date(date.fromisoformat(day), "medium", locale=locale),
        number=lambda value: numbers.format_decimal(value, locale=locale),
        percent=lambda value: numbers.format_percent(value / 100, locale=locale),
        currency=currency,
    )
