"""Whether a catalogue is complete and right, as far as a program can see: what `playbook words check` tells."""

import os
import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import NamedTuple
from unicodedata import category

from playbook import words
from playbook.catalogue import BrokenError, Entry, entries, plural_rule
from playbook.core.phrase import Phrase, say
from playbook.errors import UsageError
from playbook.grammar.base import NAMES, Grammar
from playbook.grammar.table import grammar

TEMPLATE = "messages.pot"
COMMAND = "playbook "
SAME = "same"
"""What a translator writes above a message (`# same`) that reads like the English one on purpose."""
ENDS = {"。": ".", "：": ":", "？": "?", "！": "!", "；": ";", "，": ","}  # noqa: RUF001  (Chinese)
END = re.compile(r"[.:?!;,]\Z")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NARROW = re.compile(r"(?<=[\u4e00-\u9fff])[,;:!?()]|[,;:!?()](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?!\w)")
STRONG = "**"
MARKS = ("`", STRONG)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*", re.ASCII)
"""ASCII: in Chinese an option may stand directly behind a word."""


class Remark(NamedTuple):
    """Something wrong in a catalogue; `line` counts from 1."""

    file: str
    line: int
    what: Phrase


class Fact(NamedTuple):
    """A place that a sentence fills in: `{name!r:spec}`."""

    name: str
    spec: str
    conversion: str


def check(language: str) -> Iterator[Remark]:
    """Yield everything that is wrong with a language's catalogue, in the order of its lines.

    Raises:
        UsageError: there is no template of messages beside the catalogues.
    """
    file = f"{language}.po"
    path, template = os.path.join(words.LOCALE, file), os.path.join(words.LOCALE, TEMPLATE)
    if not os.path.exists(template):
        raise UsageError(say("there is no {file}: write it with tools/catalogue.py", file=template))
    wanted = {(one.one, one.many): one for one in entries(template) if one.one}
    try:
        header, *found = entries(path)
    except BrokenError as error:
        yield Remark(file, error.line, say("not a catalogue: {why}", why=str(error)))
        return
    count, rule = plural_rule(language)
    if not header.strings[0].startswith(f"nplurals={count};"):
        expected = f"nplurals={count}; plural={rule};"
        yield Remark(file, 1, say("the header must say Plural-Forms: {rule}", rule=expected))
    known = {(one.one, one.many) for one in found}
    for key in sorted(set(wanted) - known):
        yield Remark(file, 1, say("missing: “{text}” (tools/catalogue.py update)", text=key[0]))
    for one in found:
        for what in _wrong(one, language, wanted):
            yield Remark(file, one.line, what)


def _wrong(one: Entry, language: str, wanted: Mapping[tuple[str, str], Entry]) -> Iterator[Phrase]:
    if (one.one, one.many) not in wanted:
        yield say("the program does not say this any more (tools/catalogue.py update)")
        return
    if one.fuzzy:
        yield say("fuzzy: look at it, then take the mark away")
    if not all(one.strings):
        yield say("not translated: “{text}”", text=one.one)
        return
    for string in one.strings:
        try:
            found = facts(string)
        except ValueError as error:
            yield say("braces that do not fit: {why}", why=str(error))
            continue
        yield from _facts(one, string, found, grammar(language))
        yield from _form(one, string, language)


# ----------------------------------------------------------------------------------------------------- placeholders


def facts(text: str) -> list[Fact]:
    """Return the places of a sentence that are filled in. ValueError where braces do not fit."""
    return [
        Fact(name, spec or "", conversion or "")
        for _, name, spec, conversion in Formatter().parse(text)
        if name is not None
    ]


def _facts(one: Entry, string: str, found: list[Fact], rules: Grammar) -> Iterator[Phrase]:
    english = [*facts(one.one), *facts(one.many)]
    here, there = {_bare(fact.name) for fact in found}, {_bare(fact.name) for fact in english}
    several = {"n"} if one.many else set()
    for name in sorted(here - there - {"squad"} - several):
        yield say("the English sentence has no {name}", name=f"{{{name}}}")
    needed = [{_bare(fact.name) for fact in facts(text)} - several for text in (one.many, one.one) if text]
    if string != one.strings[0] or len(one.strings) == 1:
        needed = needed[:1]
    left_out = min((names - here for names in needed), key=len)
    for name in sorted(left_out):
        yield say("{name} is left out", name=f"{{{name}}}")
    for fact in found:
        if fact.spec and not _knows(rules, fact) and fact not in english:
            yield say("there is no form “{form}” of {name} in this language", form=fact.spec, name=f"{{{fact.name}}}")
        if fact.conversion and fact.conversion not in {other.conversion for other in english}:
            yield say("{name} is written otherwise in English", name=f"{{{fact.name}!{fact.conversion}}}")


def _bare(name: str) -> str:
    """Return the name of a fact; one squad and several, at the start and inside, are one fact."""
    return "squad" if name in NAMES else name


def _knows(rules: Grammar, fact: Fact) -> bool:
    if fact.name in NAMES:
        return rules.form(rules.noun("squad"), fact.spec, plural=fact.name[-1] == "s") is not None
    return rules.text("x", fact.spec) is not None


# ------------------------------------------------------------------------------------------------------------ form


def _form(one: Entry, string: str, language: str) -> Iterator[Phrase]:
    english = one.many if one.many and string != one.strings[0] else one.one
    as_typed = string.startswith(COMMAND) or not _has_words(string)
    if string in (one.one, one.many) and not as_typed and SAME not in one.remarks:
        yield say("as in English: translate it, or write “# {same}” above it", same=SAME)
    if _has_words(english):
        yield from _edges(one, string, english)
    if "..." in string and "..." not in english:
        yield say("three dots: write …")
    if language == "zh":
        yield from _chinese(_without_code(string))
    for mark in MARKS:
        odd = string.count(mark) % 2 != english.count(mark) % 2
        if odd or string.count(mark) < english.count(mark):
            yield say("{mark} is there less often than in English, or is not closed", mark=mark)
    if set(OPTION.findall(string)) != set(OPTION.findall(english)):
        yield say("other options than in English: {options}", options=sorted(set(OPTION.findall(english))))


def _edges(one: Entry, string: str, english: str) -> Iterator[Phrase]:
    """Yield what a sentence begins or ends with otherwise than in English; separators alone are for the language."""
    if _space(string) != _space(english):
        yield say("space at the start or end, other than in English")
    ends = {_end(text) for text in (one.one, one.many) if text}
    if _end(string) not in ends:
        yield say("ends in “{found}”, English in “{wanted}”", found=_end(string), wanted=_end(english))


def _chinese(text: str) -> Iterator[Phrase]:
    if NARROW.search(text):
        yield say("narrow punctuation beside Chinese: write “，”, “：”, “（”")  # noqa: RUF001  (wide on purpose)
    parts = text.split(STRONG)
    for before, inside, after in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
        if _stays(inside[-1:], after[:1]) or _stays(inside[:1], before[-1:]):
            strong = STRONG + inside + STRONG
            yield say("the asterisks of “{text}” would be seen: put the punctuation outside", text=strong)


def _stays(inside: str, outside: str) -> bool:
    """Return whether `**` between two characters is no mark (CommonMark: left- and right-flanking delimiter runs)."""
    return category(inside or " ").startswith("P") and (outside.isalnum() or outside in ("{", "}"))


def _has_words(text: str) -> bool:
    """Return whether anything in a sentence can be translated."""
    outside = "".join(part for part, *_ in Formatter().parse(text))
    return any(char.isalpha() for char in outside)


def _space(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _end(text: str) -> str:
    """Return the punctuation that a sentence ends in, as in English; whether it asks or states is for the language."""
    bare = text.rstrip().rstrip("…")
    for wide, narrow in ENDS.items():
        if bare.endswith(wide):
            bare = bare.removesuffix(wide) + narrow
    ended = END.search(bare)
    return ended[0].replace("?", ".").replace("!", ".") if ended else ""


def _without_code(text: str) -> str:
    return re.sub(r"`[^`]*`", "", text)
