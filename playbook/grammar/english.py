"""English: `a` or `an`, by sound. The plural is formed by rule."""

from functools import cache

from playbook.grammar.base import Grammar, Noun, Word, words

AS_YOU = ("uni", "use", "usu", "user", "util", "euro", "eu-", "ewe", "ubi", "one ", "one-", "once")
"""Begin with a vowel's letter and a consonant's sound."""
SILENT = ("hour", "honest", "honour", "honor", "heir")
NOT_UNI = ("unin", "unim", "unan", "unid")
NAMED_WITH_A_VOWEL = frozenset("AEFHILMNORSX")
"""Letters whose name begins with a vowel: an HR team."""
SPELLED = 3
"""Capitals up to so many are spelled out; longer ones are read (a SWAT team)."""


def many(word: str) -> str:
    """Return the plural of a noun, as English forms it by rule; `skunk works` is one and many."""
    low = word.lower()
    if low.endswith("works"):
        return word
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if low.endswith("y") and low[-2:-1] not in set("aeiou") else word + "s"


def article(word: str) -> str:
    """Return `a` or `an`."""
    heard = word.lstrip("\\*_`'\"([“ ")
    first = heard.replace("-", " ").partition(" ")[0]
    low = heard.lower()
    if first[:1].isdigit():
        return "an" if first.startswith("8") or first in ("11", "18") else "a"
    if first.isalpha() and first.isupper() and len(first) <= SPELLED:
        return "an" if first[0] in NAMED_WITH_A_VOWEL else "a"
    if low.startswith(SILENT):
        return "an"
    return "an" if low[:1] in set("aeiouéàäö") and not (low.startswith(AS_YOU) and not low.startswith(NOT_UNI)) else "a"


def form(noun: Noun, spec: str, *, plural: bool) -> str | None:
    """Return `a pod` for `a`, and `the pod` for `the`; None for any other form. Many have no `a`."""
    word = noun.many if plural else noun.one
    if spec == "a":
        return word if plural else f"{article(word)} {word}"
    return f"the {word}" if spec == "the" else None


ENGLISH = Grammar(guess=lambda word: Noun(word, many(word)), form=form)


@cache
def default() -> dict[str, Word]:
    """Return the word that a sentence uses where nobody named another: squad."""
    return words(ENGLISH, Noun("squad", "squads"))
