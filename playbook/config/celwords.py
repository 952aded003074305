"""What the expression library says, in the sentences of this program."""

import re
from collections.abc import Iterable, Iterator

from playbook.config.celbounds import MOST_STEPS
from playbook.config.celtext import Token
from playbook.config.findings import did_you_mean, known_here, meant, short
from playbook.core.phrase import Phrase, say
from playbook.core.scope import RECORDS, ROOTS

ERROR = re.compile(r"^(?:[A-Z_]+: )?ERROR: <input>:(-?\d+):(-?\d+): (.*)$", re.MULTILINE)
UNKNOWN = re.compile(r"undeclared reference to '([^']*)'")
OVERLOAD = re.compile(r"found no matching overload for '([^']*)' applied to '\((.*)\)'")
UNEXPECTED = re.compile(
    r"(?:mismatched|extraneous) input '(.*?)' expecting|no viable alternative at input '(.*)'", re.DOTALL
)
UNREADABLE = re.compile(r"token recognition error at: '(.*)'", re.DOTALL)
RANGE = re.compile(r"expression of type '(.*?)' cannot be the range")
MISSING = re.compile(r'Key not found in map : "?([^"]*)"?|No value with name "([^"]*)" found')
MEANT = {"and": "&&", "or": "||", "not": "!", "True": "true", "False": "false", "=": "==", "&": "&&", "|": "||"}
SIGNS = {"_?_:_": "? :", "_[_]": "[ ]", "!_": "!", "-_": "-", "@in": "in"}
FUNCTIONS = ("all", "exists", "exists_one", "filter", "size", "contains", "startsWith", "endsWith", "has")

Error = tuple[int, str]
"""At which character, and what the library says."""


def said(text: str) -> list[tuple[int, int, str]]:
    """Return (line, column, reason) of each mistake that the library names; the first line where it names none."""
    bare = re.sub(r" \[[A-Z_]+\]$", "", text)
    found = [(int(line), int(column), reason) for line, column, reason in ERROR.findall(bare)]
    return found or [(1, 1, bare.partition("\n")[0])]


def wrong(text: str, found: list[Token], errors: Iterable[Error]) -> list[tuple[int, Phrase]]:
    """Return the sentences on an expression's mistakes, in the order of its text; what only follows is left out."""
    told = sorted(dict.fromkeys(_told(text, found, errors)), key=lambda one: one[0])
    return [(at, _phrase(found, at, reason)) for at, reason in told]


def cannot(reason: str) -> Phrase:
    """Return the sentence on why an expression has no answer."""
    missing = MISSING.search(reason)
    if missing:
        return say("'{name}' is not known", name=missing.group(1) or missing.group(2))
    if "by zero" in reason:
        return say("it divides by zero")
    if "Iteration budget" in reason:
        return say("it goes over more than {most:,} entries", most=MOST_STEPS)
    if "Index error" in reason or "index out of bounds" in reason:
        return say("it asks for an entry that the list does not have")
    return say("it cannot be worked out: {reason}", reason=short(reason.partition(" [")[0]))


def _told(text: str, found: list[Token], errors: Iterable[Error]) -> Iterator[Error]:
    for at, reason in errors:
        if "*error*" in reason:
            continue
        name = UNKNOWN.search(reason) or OVERLOAD.search(reason)
        word = name.group(1).partition(".")[0] if name else ""
        yield _start(found, word, at) if word.isidentifier() else min(at, len(text)), reason
        if "Syntax error" in reason:
            return


def _start(found: list[Token], word: str, at: int) -> int:
    """Return where the word stands that an error behind it is about."""
    return max((one.at for one in found if one.text == word and one.at <= at), default=at)


def _phrase(found: list[Token], at: int, reason: str) -> Phrase:
    unknown, overload = UNKNOWN.search(reason), OVERLOAD.search(reason)
    if unknown:
        return _unknown(found, at, unknown.group(1))
    return _misused(*overload.groups()) if overload else _refused(reason)


def _misused(sign: str, kinds: str) -> Phrase:
    if kinds in RECORDS:
        return _no_field(sign, RECORDS[kinds])
    return say("'{sign}' cannot be used with {kinds}", sign=SIGNS.get(sign, sign.strip("_")), kinds=kind_of(kinds))


def _refused(reason: str) -> Phrase:
    span = RANGE.search(reason)
    if span:
        return say("a list is needed here, found {kind}", kind=kind_of(span.group(1)))
    if "Syntax error" in reason:
        return _syntax(reason)
    if "recursion" in reason:
        return say("the expression is nested too deeply, or chains too many of one sign")
    return say("this cannot be used in an expression: {reason}", reason=short(reason))


def _unknown(found: list[Token], at: int, name: str) -> Phrase:
    name = name.partition(".")[0]
    before = [one for one in found if one.at < at]
    if before and before[-1].text == ".":
        options = [*dict.fromkeys(field for fields in RECORDS.values() for field in fields), *FUNCTIONS]
        return meant(_nothing_in(name), name, options)
    if name in MEANT:
        return did_you_mean(say("there is no '{name}'", name=name), MEANT[name])
    sentence = say("there is no '{name}'", name=name)
    return meant(sentence, name, [*ROOTS, *FUNCTIONS], known_here(sentence, ROOTS))


def _no_field(name: str, fields: Iterable[str]) -> Phrase:
    return meant(_nothing_in(name), name, fields, known_here(_nothing_in(name), fields))


def _nothing_in(name: str) -> Phrase:
    return say("there is no '{name}' in what stands before it", name=name)


def _syntax(reason: str) -> Phrase:
    unexpected, unreadable = UNEXPECTED.search(reason), UNREADABLE.search(reason)
    text = (unexpected.group(1) or unexpected.group(2) or "") if unexpected else ""
    text = unreadable.group(1).strip() if unreadable else text
    if text == "<EOF>":
        return say("the expression ends too early")
    if text[:1] in ("'", '"') and unreadable:
        return say("the quote that opens here is not closed")
    if not text:
        return say("the expression is not understood here: {reason}", reason=short(reason))
    sentence = say("'{found}' is not expected here", found=short(text.replace("()", "")))
    return did_you_mean(sentence, MEANT[text]) if text in MEANT else sentence


def kind_of(kinds: str) -> str:
    """Return types as the reference of names writes them: `list(squad)`, `map(measure)`, `int`."""
    plain = kinds.replace("null_type", "null").replace("<", "(").replace(">", ")").replace("google.protobuf.", "")
    return re.sub(r"\b(LIST|MAP|NULL|INT|DOUBLE|STRING)\b", lambda one: one.group().lower(), plain).replace(
        "map(string, ", "map("
    )
