"""The languages that inflect. One that is not here leaves every word as it is, and needs no entry."""

from playbook.grammar.base import PLAIN, Grammar
from playbook.grammar.english import ENGLISH
from playbook.grammar.german import GERMAN
from playbook.grammar.italian import ITALIAN
from playbook.grammar.turkish import TURKISH

GRAMMARS = {"en": ENGLISH, "de": GERMAN, "it": ITALIAN, "tr": TURKISH}


def grammar(language: str) -> Grammar:
    """Return what a language does with a noun."""
    return GRAMMARS.get(language, PLAIN)
