"""What an unquoted word of YAML means, by the core schema of YAML 1.2 and nothing beyond it.

Source: YAML 1.2.2, section 10.3.2 (tag resolution). So `no` and `3:30` and `2026-01-01` are texts, `012` is twelve.
"""

import re

from playbook.core.phrase import Phrase, say

LONGEST_INTEGER = 18
"""Digits; every such integer fits into 64 bits, which is what stores and spreadsheets can hold."""
LONGEST_FLOAT = 64

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_ENDLESS = re.compile(r"[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN")
_NUMBER_STARTS = frozenset("+-.0123456789")


class NumberError(Exception):
    """A number that cannot be used; `sentence` says why."""

    def __init__(self, sentence: Phrase) -> None:
        """Keep the sentence."""
        super().__init__(sentence)
        self.sentence = sentence


def resolve(word: str) -> str | int | float | bool | None:
    """Return the value of an unquoted word.

    Raises:
        NumberError: infinity, not-a-number, or a number too long to be one that somebody means.
    """
    if word in _WORDS:
        return _WORDS[word]
    if word[0] not in _NUMBER_STARTS:
        return word
    if _INTEGER.fullmatch(word):
        return _integer(word)
    if _FLOAT.fullmatch(word):
        return _float(word)
    if _ENDLESS.fullmatch(word):
        raise NumberError(say("a number is needed, {word} is none", word=word))
    return word


def looks_quoted(text: str) -> bool:
    """Return True for a text that would not be one without its quotes: `"12"`, `"true"`."""
    try:
        return not isinstance(resolve(text), str)
    except NumberError:
        return True


def _integer(word: str) -> int:
    if len(word) > LONGEST_INTEGER + 2 or len(word.lstrip("+-0ox")) > LONGEST_INTEGER:
        facts = {"digits": len(word), "most": LONGEST_INTEGER}
        raise NumberError(say("the number has {digits} digits, at most {most} are allowed", **facts))
    base = {"0o": 8, "0x": 16}.get(word[:2], 10)
    return int(word, base)


def _float(word: str) -> float:
    value = float(word) if len(word) <= LONGEST_FLOAT else float("inf")
    if abs(value) == float("inf"):
        raise NumberError(say("the number is too big or too long"))
    return value
