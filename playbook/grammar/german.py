"""German: articles, their contractions, one adjective between, genitive and dative endings.

Forms are named after the masculine in the singular (`der`, `des`, `dem`, `den`) and after the plural for many.
Rules after the official spelling and the usual paradigms (Duden, Die Grammatik: Artikelwörter, Substantiv, Adjektiv).
"""

from playbook.grammar.base import Grammar, Noun, capital

GENDERS = ("m", "f", "n")
HEADS = {
    "abteilung": ("f", "abteilungen"),
    "arbeitsgruppe": ("f", "arbeitsgruppen"),
    "bereich": ("m", "bereiche"),
    "büro": ("n", "büros"),
    "cell": ("f", "cells"),
    "chapter": ("n", "chapters"),
    "circle": ("m", "circles"),
    "club": ("m", "clubs"),
    "crew": ("f", "crews"),
    "force": ("f", "forces"),
    "gang": ("f", "gangs"),
    "guild": ("f", "guilds"),
    "hub": ("m", "hubs"),
    "klub": ("m", "klubs"),
    "kommando": ("n", "kommandos"),
    "kreis": ("m", "kreise"),
    "lab": ("n", "labs"),
    "labor": ("n", "labore"),
    "pod": ("m", "pods"),
    "projekt": ("n", "projekte"),
    "ring": ("m", "ringe"),
    "squad": ("f", "squads"),
    "stab": ("m", "stäbe"),
    "stamm": ("m", "stämme"),
    "taskforce": ("f", "taskforces"),
    "team": ("n", "teams"),
    "tribe": ("m", "tribes"),
    "trupp": ("m", "trupps"),
    "unit": ("f", "units"),
    "verband": ("m", "verbände"),
    "verbund": ("m", "verbünde"),
    "verein": ("m", "vereine"),
    "werkstatt": ("f", "werkstätten"),
    "works": ("f", "works"),
    "zirkel": ("m", "zirkel"),
    "zug": ("m", "züge"),
}
"""Heads of a compound: gender and plural. What is not here goes by its ending."""
KNOWN = {*HEADS, *(many for _, many in HEADS.values())}
ENDINGS = (
    (("ung", "heit", "keit", "schaft", "ion", "tät", "ik"), "f", "en"),
    (("enz", "anz", "ur"), "f", "en"),
    (("ei",), "f", "en"),
    (("e",), "f", "n"),
    (("chen", "lein"), "n", ""),
    (("ment", "o", "um"), "n", "s"),
    (("er", "el"), "m", ""),
)
DEFINITE = {
    "der": ("der", "die", "das"),
    "des": ("des", "der", "des"),
    "dem": ("dem", "der", "dem"),
    "den": ("den", "die", "das"),
}
INDEFINITE = {
    "ein": ("ein", "eine", "ein"),
    "eines": ("eines", "einer", "eines"),
    "einem": ("einem", "einer", "einem"),
    "einen": ("einen", "eine", "ein"),
}
JOINED = {
    "zum": ("zum", "zur", "zum"),
    "vom": ("vom", "von der", "vom"),
    "beim": ("beim", "bei der", "beim"),
    "im": ("im", "in der", "im"),
    "am": ("am", "an der", "am"),
    "ins": ("in den", "in die", "ins"),
    "ans": ("an den", "an die", "ans"),
}
ALONE = {
    "er": ("er", "sie", "es"),
    "ihn": ("ihn", "sie", "es"),
    "ihm": ("ihm", "ihr", "ihm"),
    "sein": ("sein", "ihr", "sein"),
}
"""Words that stand for the noun: what follows `sein` (seine, seinem) is written by the message."""
CASE = {
    **dict.fromkeys(("der", "ein", "kein", "dieser", "jeder"), "nominative"),
    **dict.fromkeys(("des", "eines", "keines", "dieses", "jedes"), "genitive"),
    **dict.fromkeys(("dem", "einem", "keinem", "diesem", "jedem", "zum", "vom", "beim", "im", "am"), "dative"),
    **dict.fromkeys(("den", "einen", "keinen", "diesen", "jeden", "ins", "ans"), "accusative"),
}
PLURALS = {
    **dict.fromkeys(("die", "diese", "alle", "keine"), "nominative"),
    **dict.fromkeys(("der", "dieser", "aller", "keiner"), "genitive"),
    **dict.fromkeys(("den", "diesen", "allen", "keinen"), "dative"),
}
BARE_DATIVE = "mit"
"""Many in the dative without an article: mit 3 Kreisen."""


def _articles(spec: str) -> tuple[str, str, str] | None:
    """Return an article in the three genders, by its masculine form."""
    for table in (DEFINITE, INDEFINITE, JOINED):
        if spec in table:
            return table[spec]
    if spec.startswith("kein") and spec[1:] in INDEFINITE:
        masculine, feminine, neuter = INDEFINITE[spec[1:]]
        return "k" + masculine, "k" + feminine, "k" + neuter
    for stem in ("dies", "jed"):
        ending = spec.removeprefix(stem)
        if spec.startswith(stem) and ending in ENDED:
            masculine, feminine, neuter = ENDED[ending]
            return stem + masculine, stem + feminine, stem + neuter
    return None


ENDED = {"er": ("er", "e", "es"), "es": ("es", "er", "es"), "em": ("em", "er", "em"), "en": ("en", "e", "es")}


def form(noun: Noun, spec: str, *, plural: bool) -> str | None:
    """Return the noun with an article, and an adjective's stem behind it where one is given: `dem ander`."""
    spec, _, adjective = spec.partition(" ")
    if plural:
        return _many(noun.many, spec, adjective)
    gender = GENDERS.index(noun.gender) if noun.gender in GENDERS else 0
    if spec in ALONE:
        return ALONE[spec][gender]
    articles = _articles(spec)
    if articles is None:
        return None
    case = CASE[spec]
    parts = [articles[gender]]
    if adjective:
        parts.append(adjective + _ending(spec, case, noun.gender))
    return " ".join((*parts, genitive(noun) if case == "genitive" else noun.one))


def _ending(spec: str, case: str, gender: str) -> str:
    """Return the ending of an adjective behind an article; behind `ein` it shows the gender itself."""
    if spec in ("ein", "kein"):
        return {"m": "er", "f": "e", "n": "es"}.get(gender, "er")
    if spec in ("einen", "keinen") and gender == "n":
        return "es"
    return "e" if case == "nominative" or (case == "accusative" and gender != "m") else "en"


def _many(word: str, spec: str, adjective: str) -> str | None:
    if spec == BARE_DATIVE:
        return " ".join((*((adjective + "en",) if adjective else ()), dative_of_many(word)))
    if spec not in PLURALS:
        return None
    said = dative_of_many(word) if PLURALS[spec] == "dative" else word
    return " ".join((spec, *((adjective + "en",) if adjective else ()), said))


def genitive(noun: Noun) -> str:
    """Return one in the genitive: masculine and neuter nouns end in -s, after a hiss in -es."""
    low = noun.one.lower()
    if noun.gender == "f" or low.endswith("works"):
        return noun.one
    return noun.one + ("es" if low.endswith(("s", "ß", "x", "z", "sch")) else "s")


def dative_of_many(word: str) -> str:
    """Return many in the dative: -n, unless the plural ends in -n, -s or a full vowel."""
    return word if word.lower().endswith(("n", "s", "a", "i", "o", "u")) else word + "n"


def guess(word: str) -> Noun:
    """Return the noun by its head: the last part of a compound; else by its ending; else masculine with -s."""
    head = word.replace("-", " ").split(" ")[-1]
    low = head.lower()
    known = next((name for name in sorted(HEADS, key=len, reverse=True) if low.endswith(name)), None)
    if known:
        gender, many = HEADS[known]
        start, kept = word[: len(word) - len(known)], word[len(word) - len(known) :]
        same = kept.lower() == many[: len(known)]
        return Noun(word, start + (kept + many[len(known) :] if same else _like(kept, many)), gender)
    for endings, gender, ending in ENDINGS:
        if low.endswith(endings):
            return Noun(word, word + ending, gender)
    return Noun(word, word + ("" if low.endswith("s") else "s"), "m")


def _like(kept: str, many: str) -> str:
    return capital(many) if kept[:1].isupper() else many


def written(word: str) -> str:
    """Return the noun with its capital; that of a head in several words too: Tiger Team."""
    start, space, head = word.rpartition(" ")
    return capital(start + space + (capital(head) if head.lower() in KNOWN else head))


GERMAN = Grammar(guess=guess, form=form, genders=GENDERS, written=written)
