"""Italian: articles and the prepositions joined with them, by gender and by the sound that follows.

Forms may be named as they read before any noun: `il`, `lo`, `la` are one form, `del`, `della` another. Rules after the
usual grammars (L. Serianni, Italiano: articolo, preposizioni articolate).
"""

from collections.abc import Mapping

from playbook.grammar.base import Grammar, Noun

GENDERS = ("m", "f")
VOWELS = set("aeiouàèéìòùh")
"""An h is silent: l'hub."""
HARD = ("z", "gn", "ps", "pn", "x", "y", "ia", "ie", "io", "iu")
JOINED = {"di": "de", "a": "a", "da": "da", "in": "ne", "su": "su"}
ONE = {
    "il": ("il", "lo", "la", "l'"),
    "un": ("un", "uno", "una", "un'"),
    "nessun": ("nessun", "nessuno", "nessuna", "nessun'"),
    "questo": ("questo", "questo", "questa", "quest'"),
    "quel": ("quel", "quello", "quella", "quell'"),
}
MANY = {"i": ("i", "gli", "le"), "questi": ("questi", "questi", "queste"), "quei": ("quei", "quegli", "quelle")}
for _short in JOINED.values():
    ONE[_short + "l"] = (_short + "l", _short + "llo", _short + "lla", _short + "ll'")
    MANY[_short + "i"] = (_short + "i", _short + "gli", _short + "lle")
HEADS = {
    "area": "f",
    "brigata": "f",
    "cell": "f",
    "chapter": "m",
    "circle": "m",
    "club": "m",
    "crew": "f",
    "équipe": "f",
    "equipe": "f",
    "force": "f",
    "gang": "f",
    "guild": "f",
    "hub": "m",
    "lab": "m",
    "pod": "m",
    "squad": "f",
    "team": "m",
    "tribe": "f",
    "unit": "f",
    "works": "m",
}
FOREIGN = frozenset(HEADS) - {"area", "brigata"}
"""English heads come last and have one form for one and many."""


def _kind(word: str, gender: str) -> int:
    """Return which article goes before a word: plain, lo, la, or with an apostrophe."""
    low = word.lower().lstrip("\\*_`'\"([“«")
    second = low[1:2]
    if low.startswith(HARD) or (low.startswith("s") and second.isalpha() and second not in VOWELS - {"h"}):
        return 2 if gender == "f" else 1
    if low[:1] in VOWELS:
        return 3
    return 2 if gender == "f" else 0


def _same(spec: str, table: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the name of the form that a spec means, in whichever gender and before whichever sound it is written."""
    if spec in table:
        return spec
    found = (name for name, forms in table.items() if spec in forms or spec in (form.rstrip("'") for form in forms))
    return next(found, None)


def form(noun: Noun, spec: str, *, plural: bool) -> str | None:
    """Return the noun with an article, and an adjective in -o between where one is given (`un altro`).

    `o` gives the ending of a participle alone: apert{squad:o}, apert{squads:o}.
    """
    female = noun.gender == "f"
    if spec == "o":
        return ("e" if female else "i") if plural else ("a" if female else "o")
    spec, _, adjective = spec.partition(" ")
    table: Mapping[str, tuple[str, ...]] = MANY if plural else ONE
    name = _same(spec, table)
    if name is None:
        return None
    ending = form(noun, "o", plural=plural)
    parts = [adjective[:-1] + str(ending)] if adjective else []
    parts.append(noun.many if plural else noun.one)
    kind = _kind(parts[0], noun.gender)
    if plural:
        chosen = table[name][2 if female else 1 if kind in (1, 3) else 0]
    else:
        chosen = table[name][kind]
        chosen = chosen[:-1] if chosen.endswith("un'") and not female else chosen
    rest = " ".join(parts)
    return chosen + rest if chosen.endswith("'") else f"{chosen} {rest}"


def guess(word: str) -> Noun:
    """Return the noun by its head: an English head comes last, an Italian one first; else by the ending."""
    parts = word.split(" ")
    last = parts[-1].replace("-", " ").split(" ")[-1].lower()
    if last in FOREIGN:
        return Noun(word, word, HEADS[last])
    first, low = parts[0], parts[0].lower()
    gender = HEADS.get(low) or _gender(low)
    return Noun(word, " ".join([_many(first, gender), *parts[1:]]), gender)


def _gender(low: str) -> str:
    return "f" if low.endswith(("a", "zione", "sione", "gione", "ice", "tà", "tù")) else "m"


def _many(word: str, gender: str) -> str:
    """Return many of one Italian word; what ends in a consonant or an accent stays."""
    low = word.lower()
    if low.endswith("a"):
        return word[:-1] + (("he" if low[-2:-1] in ("c", "g") else "e") if gender == "f" else "i")
    if low.endswith(("co", "go")):
        return word[:-1] + "hi"
    if low.endswith("io"):
        return word[:-1]
    return word[:-1] + "i" if low.endswith(("o", "e")) else word


ITALIAN = Grammar(guess=guess, form=form, genders=GENDERS)
