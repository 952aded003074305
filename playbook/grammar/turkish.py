# ruff: noqa: RUF001, RUF002  (Turkish has a dotless i, and an apostrophe is typed as a bent one)
"""Turkish: case endings by vowel harmony, softened consonants, an apostrophe behind names and numbers.

Forms are named after an ending: `in` (of), `i` (whom), `e` (to), `de` (in, at), `den` (from), `le` (with). Rules after
the Turkish Language Association's spelling guide (TDK, Yazım Kılavuzu: kesme işareti, ünlü uyumu, ünsüz yumuşaması).
"""

import re
import unicodedata

from playbook.grammar.base import Grammar, Noun

VOWELS = "aeıioöuü"
BACK = "aıou"
ROUND = "ouöü"
HARD = "fstkçşhp"
SOFTENED = {"p": "b", "ç": "c", "k": "ğ"}
HARDENED = {soft: hard for hard, soft in SOFTENED.items()}
SHORT_BUT_SOFT = ("grup", "kulüp", "dip", "cep", "kap", "çok", "gök", "blok", "renk", "denk")
HEARD = {
    "area": "a",
    "cell": "el",
    "circle": "öl",
    "crew": "u",
    "force": "ors",
    "guild": "ild",
    "hub": "ab",
    "lab": "ab",
    "squad": "ad",
    "team": "im",
    "tribe": "ayb",
    "unit": "it",
    "works": "örks",
}
"""How English words end to a Turkish ear; their endings follow an apostrophe."""
DIGITS = {
    "0": "sıfır",
    "1": "bir",
    "2": "iki",
    "3": "üç",
    "4": "dört",
    "5": "beş",
    "6": "altı",
    "7": "yedi",
    "8": "sekiz",
    "9": "dokuz",
}
TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
ROUNDED = {2: "yüz", 3: "bin", 6: "milyon", 9: "milyar"}
NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+")
ENDINGS = ("in", "i", "e", "de", "den", "le")


def low(text: str) -> str:
    """Return the text in small letters: I has no dot, İ has one."""
    return text.replace("I", "ı").replace("İ", "i").lower()


def capital(text: str) -> str:
    """Return the text with a capital at its start; that of i is İ."""
    first = "İ" if text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def heard(text: str) -> str:
    """Return how a text ends when it is read aloud: its last word, number or letter, in small letters."""
    grouped = NUMBER.sub(lambda found: found[0].replace(".", ""), text)
    words = "".join(char if char.isalnum() else " " for char in grouped).split()
    if not words:
        return "e"
    last = words[-1]
    if last[-1].isdigit():
        return _number(last)
    if len(last) > 1 and last.isupper() and not set(low(_bare(last))) & set(VOWELS):
        return "e"  # letters are called be, ce, de
    small = low(_bare(last))
    return HEARD.get(small.replace("ı", "i"), HEARD.get(small, small))


def _number(text: str) -> str:
    digits = text[len(text.rstrip("0123456789")) :]
    zeros = len(digits) - len(digits.rstrip("0"))
    if not digits.strip("0"):
        return DIGITS["0"]
    if zeros == 0:
        return DIGITS[digits[-1]]
    if zeros == 1:
        return TENS[int(digits[-2])]
    return ROUNDED[max(size for size in ROUNDED if size <= zeros)]


def _bare(text: str) -> str:
    """Return the text without accents that are not Turkish: é is e, but ö stays."""
    kept = "öüçşğıÖÜÇŞĞİI"
    parts = (char if char in kept else unicodedata.normalize("NFD", char)[0] for char in text)
    return "".join(parts)


def ending(sound: str, spec: str, *, buffer: str = "") -> str:
    """Return a case ending behind what is heard; `buffer` is the n of a compound that ends in its own ending."""
    vowel = next((char for char in reversed(sound) if char in VOWELS), "e")
    two = "a" if vowel in BACK else "e"
    four = ("u" if vowel in BACK else "ü") if vowel in ROUND else ("ı" if vowel in BACK else "i")
    open_end = sound[-1:] in VOWELS
    if spec in ("de", "den"):
        hard = "t" if sound[-1:] in HARD and not buffer else "d"
        return f"{buffer}{hard}{two}" + ("n" if spec == "den" else "")
    if spec == "le":
        return ("y" if open_end else "") + "l" + two
    if spec == "in":
        return ("n" if open_end else "") + four + "n"
    return ((buffer or "y") if open_end else "") + (four if spec == "i" else two)


def of_text(text: str, spec: str) -> str | None:
    """Return a name or a number with a case ending behind an apostrophe: `Ana Diaz'ın`, `3'ten`."""
    return f"{text}’{ending(heard(text), spec)}" if spec in ENDINGS else None


def form(noun: Noun, spec: str, *, plural: bool) -> str | None:
    """Return the noun in a case. A consonant softens before a vowel, where the word is Turkish."""
    if spec not in ENDINGS:
        return None
    word = noun.many if plural else noun.one
    if _is_foreign(word):
        return of_text(word, spec)
    buffer = "n" if _is_compound(word) else ""
    tail = ending(heard(word), spec, buffer=buffer)
    return (_softened(word) if tail[0] in VOWELS else word) + tail


def _is_foreign(word: str) -> bool:
    last = low(word).replace("-", " ").split(" ")[-1]
    return last.replace("ı", "i") in HEARD or bool(set(last) & set("qwx"))


def _is_compound(word: str) -> bool:
    """Return whether a word of several ends in the ending of its own: görev gücü, müşteri değeri ekibi."""
    return " " in word and low(word)[-1:] in "ıiuü"


def _softened(word: str) -> str:
    last = low(word).split(" ")[-1]
    long = sum(char in VOWELS for char in last) > 1
    if last[-1] not in SOFTENED or not (long or last in SHORT_BUT_SOFT):
        return word
    return word[:-1] + ("g" if last.endswith("nk") else SOFTENED[last[-1]])


def many(word: str) -> str:
    """Return the plural: ekipler; of a compound that ends in its own ending: görev güçleri."""
    if _is_compound(word):
        stem = word[:-2] if low(word)[-3:-2] in VOWELS and low(word)[-2] == "s" else word[:-1]
        hard = HARDENED.get(low(stem)[-1], "")
        stem = stem[:-1] + hard if hard else stem
        back = _back(stem)
        return f"{stem}{'lar' if back else 'ler'}{'ı' if back else 'i'}"
    tail = "lar" if _back(word) else "ler"
    return f"{word}’{tail}" if _is_foreign(word) else word + tail


def _back(word: str) -> bool:
    return next((char for char in reversed(heard(word)) if char in VOWELS), "e") in BACK


TURKISH = Grammar(guess=lambda word: Noun(word, many(word)), form=form, text=of_text, capital=capital)
