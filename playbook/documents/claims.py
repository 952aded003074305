"""What stands beside the text of a checklist item: its evidence, why it does not apply, whether it is required. Pure.

The words are grammar, so they are known here in every language at once, whatever language the document has.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple
from unicodedata import normalize

from playbook.documents.escape import clean
from playbook.documents.hidden import blanked, hidden


class Labels(NamedTuple):
    """The words that an item's line is written with."""

    evidence: str
    not_applicable: str
    required: str


LABELS = {
    "en": Labels("evidence", "not applicable", "required"),
    "de": Labels("Nachweis", "nicht zutreffend", "erforderlich"),
    "it": Labels("prova", "non applicabile", "obbligatorio"),
    "tr": Labels("kanıt", "geçerli değil", "zorunlu"),  # noqa: RUF001  (Turkish has that letter)
    "id": Labels("bukti", "tidak berlaku", "wajib"),
    "zh": Labels("证据", "不适用", "必需"),
}
COLON = {"zh": "："}  # noqa: RUF001  (wide on purpose)
"""What stands behind such a word, where that is not a colon and a space."""
ALSO = Labels(
    "Nachweise|Beleg|prove|evidenza|kanıtlar|凭证",  # noqa: RUF001  (Turkish has that letter)
    "N/A|n.a.|nicht anwendbar|entfällt|uygulanamaz",
    "obbligatoria|Pflicht|必填|必须",
)
"""Other words that people write for the same."""


class Claim(NamedTuple):
    """What a piece of a line says beside the item's text."""

    kept: str
    """The piece without what it says."""
    evidence: str = ""
    not_applicable: str = ""
    reasonless: bool = False
    """True where it says that the item does not apply, and not why."""
    hidden: str = ""
    """Comments that stood in what it says: they say nothing themselves."""


def patterns(kind: int, *more: str) -> str:
    """Return a pattern of all words of a kind (0 evidence, 1 does not apply, 2 required), and of `more`."""
    words = [*(labels[kind] for labels in LABELS.values()), *ALSO[kind].split("|"), *more]
    forms = {form for word in words for form in (word, normalize("NFD", word))}
    return "|".join(re.escape(word).replace(r"\ ", r"[ \t]+") for word in sorted(forms, key=len, reverse=True))


def _hints(kind: int) -> tuple[str, ...]:
    """Return a piece of each word that stands in it however it is written: patterns are tried where one is found."""
    words = [*(labels[kind] for labels in LABELS.values()), *ALSO[kind].split("|")]
    return tuple({max(PIECES.split(word.casefold()), key=len) for word in words})


PIECES = re.compile(r"[^a-hj-z\u4e00-\u9fff/.]+")
"""Letters without accents, and no `i`, which has four forms in Turkish."""
EVIDENCE, REASON = (_hints(kind) for kind in range(2))
DASH = r"(?:[—―\u2212\u2013]{1,2}|-{1,3})"
BLANK = r"(?<![ \t])[ \t]"
"""A run of blanks is looked at once, from its start: lines of blanks alone cost no more than others."""
CAPITAL = r"[*_]{0,3}(?-i:[A-Z])"
LEAD = (
    rf"(?:(?:{BLANK}+|^|(?<=>))-{{1,3}}|(?:{BLANK}*|(?<=[ \t]))[—―\u2212\u2013]{{1,2}}"
    rf"|(?:{BLANK}*|(?<=[ \t]))(?P<paren>[(\uff08])|[\n\r][ \t]*(?:[-*+•]|{DASH})?|(?<=\S)[,;\uff0c\uff1b]"
    rf"|(?<=[.!?。)*_])[ \t]+(?={CAPITAL})|(?<=\S)[ \t]+(?={CAPITAL})(?![*_]{{0,3}}(?:Nachweis|Beleg)))"
)
"""What stands in front of the word: a dash, a bracket, a comma, a line's end; a capital alone, not a German noun's."""
ABBREVIATED = rf"(?:{BLANK}+|^)(?=n(?:/a|\.a\.)[ \t]*[:\uff1a—\u2013-])"
WORD = rf"[ \t]*(?P<type>[*_]{{1,3}})?(?:(?P<evidence>{patterns(0)})|(?P<reason>{patterns(1)}))[*_]{{0,3}}"
WITH_COLON = r"[ \t]*[:\uff1a](?(type)[*_]{0,3})"
SAYS = rf"{WORD}(?P<colon>{WITH_COLON}|(?(reason)[ \t]*{DASH}(?=[ \t])|(?!)))[ \t]*(?P<said>.*)\Z"
CLAIM = re.compile(rf"(?:{LEAD}|{ABBREVIATED}){SAYS}", re.IGNORECASE | re.DOTALL)
MORE = re.compile(rf"{LEAD}{WORD}(?P<colon>{WITH_COLON})[ \t]*", re.IGNORECASE)
"""Where a further claim begins within what one says."""
TAIL = re.compile(rf"(?P<paren>(?!))?(?:\A\s*|[\n\r][ \t]*)(?:[-*+•]|{DASH})?{SAYS}", re.IGNORECASE | re.DOTALL)
"""Behind the item's comment nothing but people write, so the word needs no dash there."""
BARE = re.compile(
    rf"(?:{LEAD}[ \t]*[*_]{{0,3}}(?:{patterns(1)})|(?:{BLANK}+|\A)n(?:/a|\.a\.))[*_]{{0,3}}[ \t]*[.)\uff09]?[ \t]*\Z",
    re.IGNORECASE,
)
URL = r"https?://[^\s<>]+"
LINK = rf"(?:<{URL}>|!?\[[^\]\n]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+\"[^\"\n]*\")?\)|{URL})"
SEE = r"(?:(?:see|siehe|vgl\.|vedi|bkz\.|lihat|见|参见)[ \t]*[:\uff1a]?[ \t]*)?"
LINKS = re.compile(
    rf"(?:(?<!\s)\s+|\A|(?<=>))(?:(?:[-*+•]|{DASH})[ \t]*)?"
    rf"(?P<said>{SEE}{LINK}(?:(?:[ \t]*[,;][ \t]*|[ \t]+){LINK})*)\s*\Z",
    re.IGNORECASE,
)
REQUIRED = re.compile(
    rf"{BLANK}*[*_]{{0,3}}[(\uff08][ \t]*(?:{patterns(2)})[ \t]*[)\uff09][*_]{{0,3}}[.。]?\s*\Z", re.IGNORECASE
)
ASKED = re.compile(rf"[(\uff08][ \t]*(?:{patterns(2)})[ \t]*[)\uff09]", re.IGNORECASE)
BRACKETS = re.compile(r"[(\uff08][^()\uff08\uff09\r\n]{2,24}[)\uff09]")
AROUND = ("~~", "**")
BRACKET = ("(（", ")）")  # noqa: RUF001  (wide on purpose)
TAG = re.compile(r"(\\*)<(?=[A-Za-z/!?])")
HELD = re.compile(r"(?<!\\)((?:\\\\)*)\\<(?=[A-Za-z/!?])")
HINT = re.compile(r"[ \t]*\*\([^()]*\)\*\s*\Z")
MARKS = re.compile(r"[*_~`\\]+")
JOINER = "&#8288;"
"""Invisible: between a word and its colon it keeps them from being a claim."""
STILL = f" {JOINER}"
"""Invisible: a link that stands at the end of an item's own text is followed by it, and so is no evidence."""


def claim(text: str, *, tail: bool = False, own: bool = False) -> Claim:
    """Return what a piece of an item's line says.

    `tail` is for what follows the item's comment; `own` for a person's line, whose mark may stand behind its evidence.
    """
    if "<!--" not in text:
        return _claim(text, tail=tail, own=own)
    bare = blanked(text)
    found = _claim(bare, tail=tail, own=own)
    if found == Claim(bare):
        return Claim(text)
    cut = next((at for at, pair in enumerate(zip(found.kept, bare, strict=False)) if len({*pair}) > 1), len(found.kept))
    behind = "".join(f" {text[start:end]}" for start, end in hidden(text) if start >= cut)
    return found._replace(kept=text[:cut] + found.kept[cut:], hidden=behind)


def both(*claims: Claim) -> Claim:
    """Return what a line says in several places; nothing of it is lost."""
    evidence, reason = joined(*(one.evidence for one in claims)), joined(*(one.not_applicable for one in claims))
    reasonless = not (evidence or reason) and any(one.reasonless for one in claims)
    return Claim("", evidence, reason, reasonless)


def joined(*said: str) -> str:
    """Return texts as one, each once."""
    return "; ".join(dict.fromkeys(one for one in said if one))


def _claim(text: str, *, tail: bool, own: bool) -> Claim:
    low = text.casefold()
    reason = any(hint in low for hint in REASON)
    if reason or ((":" in low or "\uff1a" in low) and any(hint in low for hint in EVIDENCE)):
        found = (TAIL.search(text) if tail else None) or CLAIM.search(text)
        if found:
            return _claimed(text[: found.start()], found, own=own)
    bare = BARE.search(text) if reason else None
    if bare:
        return Claim(text[: bare.start()], reasonless=True)
    links = LINKS.search(text) if "http" in text or "](" in text else None
    return Claim(text[: links.start()], evidence=clean(links["said"])) if links else Claim(text)


def marked(text: str) -> bool:
    """Return whether somewhere in a text something is marked as required."""
    return any(ASKED.fullmatch(found) for found in BRACKETS.findall(text))


def asked(text: str) -> bool:
    """Return whether an item's text ends with the mark that makes it required, in any language."""
    return bool(REQUIRED.search(blanked(text)))


def shown(said: str) -> str:
    """Return what people wrote as evidence. It stays Markdown, so that a link works, but can open no tag or comment.

    Nor can it make a further claim.
    """
    return TAG.sub(r"\1\1\\<", noted(said))


def noted(said: str) -> str:
    """Return a text in which no word with a colon makes a claim, though it looks as before."""
    pieces, at = [], 0
    for found in _more(said):
        pieces.append(said[at : found.start("colon")])
        at = found.start("colon")
    return JOINER.join([*pieces, said[at:]])


def closed(text: str, tail: str) -> str:
    """Return the text with its strike-through or bold type ended, so that what is written behind it stands outside."""
    for mark in AROUND:
        if text.lstrip().startswith(mark) and text.count(mark) % 2 and mark not in tail:
            text += mark
    return text


def quoted(text: str) -> str:
    """Return an item's text on one line, such that nothing in it is taken for evidence or a reason."""
    text = " ".join(text.split("\n"))
    while found := CLAIM.search(text):
        at = found.start("colon")
        text = f"{text[:at]}&#{ord(text[at])};{text[at + 1 :]}"
    return still(text)


def still(text: str, *, tail: bool = False) -> str:
    """Return a piece of a line that claims nothing: a link in front of evidence is none once that is gone."""
    return text if claim(text, tail=tail) == Claim(text) else text + STILL


def normal(text: str) -> str:
    """Return what two writings of an item's text have in common: no emphasis, hint, mark, case or spacing."""
    bare = MARKS.sub("", REQUIRED.sub("", HINT.sub("", blanked(text))))
    return " ".join(normalize("NFC", bare.replace(STILL, "")).casefold().split())


def own_id(text: str) -> str:
    """Return the id of an item that a person added: it follows from the text, and names nobody."""
    return f"own.{sha256(normal(text).encode()).hexdigest()[:8]}"


def _claimed(kept: str, found: re.Match[str], *, own: bool) -> Claim:
    said = found["said"]
    if found["paren"]:
        said, words = _bracketed(said)
        kept += words
    required = REQUIRED.search(said)
    if own and required and not asked(kept):  # the mark belongs to the item, wherever on the line it was typed
        kept, said = kept.rstrip(" \t") + required[0].rstrip(), said[: required.start()]
    for mark in AROUND:
        if kept.lstrip().startswith(mark) and kept.count(mark) % 2 and said.rstrip().endswith(mark):
            kept, said = kept.rstrip(" \t") + mark, said.rstrip().removesuffix(mark)
    return both(*_parts(bool(found["evidence"]), said))._replace(kept=kept)


def _bracketed(said: str) -> tuple[str, str]:
    """Return (what is said, words of the item behind it) where a claim stands in brackets."""
    depth = 1
    for at, char in enumerate(said):
        depth += (char in BRACKET[0]) - (char in BRACKET[1])
        if not depth:
            rest = said[at + 1 :]
            more = next(_more(rest), None)
            cut = more.start() if more else len(rest)
            return said[:at] + rest[cut:], rest[:cut].rstrip()
    return said, ""


def _more(said: str) -> Iterator[re.Match[str]]:
    """Yield the claims within what one says."""
    low = said.casefold()
    if (":" in low or "\uff1a" in low) and any(hint in low for hint in (*EVIDENCE, *REASON)):
        yield from MORE.finditer(said)


def _parts(evidence: bool, said: str) -> Iterator[Claim]:  # noqa: FBT001
    at = 0
    for found in _more(said):
        yield _part(evidence, said[at : found.start()])
        evidence, at = bool(found["evidence"]), found.end()
        if found["paren"] and said.rstrip().endswith((")", "）")):  # noqa: RUF001
            said = said.rstrip()[:-1]
    yield _part(evidence, said[at:])


def _part(evidence: bool, said: str) -> Claim:  # noqa: FBT001
    said = plain(_read(said))
    if evidence:
        return Claim("", evidence=said)
    return Claim("", not_applicable=said) if said else Claim("", reasonless=True)


def plain(said: str) -> str:
    """Return what somebody said without the invisible sign that keeps it from being a claim."""
    while JOINER in said:
        said = said.replace(JOINER, "")
    return clean(said)


def _read(said: str) -> str:
    return HELD.sub(lambda found: found[1][::2] + "<", clean(said))
