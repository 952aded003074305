"""What a grammar is, and the word for a squad as a message sees it: `{squad:dem}` asks the grammar for a form."""

from collections.abc import Callable
from typing import NamedTuple, Self

NAMES = ("squad", "Squad", "squads", "Squads")
"""What every message may name: with a capital it begins a sentence, with an s it is many."""


class Noun(NamedTuple):
    """What a squad is called: one, many, and its gender (`m`, `f`, `n`; empty where the language has none)."""

    one: str
    many: str
    gender: str = ""


def _no_form(noun: Noun, spec: str, *, plural: bool) -> str | None:
    del noun, spec, plural
    return None


def _no_text(text: str, spec: str) -> str | None:
    del text, spec
    return None


def capital(text: str) -> str:
    """Return the text with a capital at its start, as it opens a sentence."""
    return text[:1].upper() + text[1:]


class Grammar(NamedTuple):
    """What a language does with a noun. A language without one leaves every word as it is."""

    guess: Callable[[str], Noun]
    """Makes a noun of a word that nobody said more of."""
    form: Callable[..., str | None] = _no_form
    """`form(noun, spec, plural=…)` gives the form that a message asks for, None for a form that there is not."""
    text: Callable[[str, str], str | None] = _no_text
    """`text(text, spec)` inflects any other fact, such as a name; None where the language does not."""
    genders: tuple[str, ...] = ()
    """What `gender:` in a unit's file may say."""
    capital: Callable[[str], str] = capital
    written: Callable[[str], str] = str
    """How a noun is written wherever it stands: German gives it a capital."""

    def noun(self, one: str, many: str = "", gender: str = "") -> Noun:
        """Return the noun; what is left empty is guessed."""
        guessed = self.guess(one)
        return Noun(self.written(one), self.written(many or guessed.many), gender or guessed.gender)


PLAIN = Grammar(guess=lambda word: Noun(word, word))
"""For languages that do not inflect, and for those that nobody described."""


class Word(str):
    """The word for a squad inside a message: a text that knows its forms."""

    __slots__ = ("grammar", "noun", "opens", "plural")
    grammar: Grammar
    noun: Noun
    plural: bool
    opens: bool

    def __new__(cls, grammar: Grammar, noun: Noun, *, plural: bool, opens: bool) -> Self:
        """Make the word; `opens` where it begins a sentence."""
        text = noun.many if plural else noun.one
        made = super().__new__(cls, grammar.capital(text) if opens else text)
        made.grammar, made.noun, made.plural, made.opens = grammar, noun, plural, opens
        return made

    def __format__(self, spec: str) -> str:
        """Return the form that a message asks for; a form that the language does not know is the word as it is."""
        form = self.grammar.form(self.noun, spec, plural=self.plural) if spec else None
        if form is None:
            return str(self)
        return self.grammar.capital(form) if self.opens else form


def words(grammar: Grammar, noun: Noun) -> dict[str, Word]:
    """Return the word for a squad under each of its names."""
    return {name: Word(grammar, noun, plural=name[-1] == "s", opens=name[0] == "S") for name in NAMES}
