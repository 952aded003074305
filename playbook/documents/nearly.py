"""What looks like evidence, like a reason or like a required item, and is not read as such: people are told. Pure."""

import re
from collections.abc import Iterator

from playbook.documents.claims import ASKED, DASH, patterns
from playbook.documents.hidden import blanked

PROOF = patterns(0, "evidences", "proof", "proofs", "belege", "delil", "belge")
WITHOUT = patterns(
    1,
    "not needed",
    "does not apply",
    "doesn't apply",
    "nicht nötig",
    "trifft nicht zu",
    "non serve",
    "non si applica",
    "gerekmiyor",
    "gerekmez",
    "tidak perlu",
    "不需要",
    "无需",
)
LINE = re.compile(
    rf"(?<![\w-])(?:{PROOF}|{WITHOUT})[*_]{{0,3}}[ \t]*[:=\uff1a][*_]{{0,3}}[ \t]*\S"
    rf"|(?:(?<=[\s,;.]){DASH}[ \t]+|(?<!\*)[(\uff08][ \t]*)[*_]{{0,3}}(?:{PROOF}|{WITHOUT})[*_]{{0,3}}[ \t]+"
    r"[^\s)\uff09—*]",
    re.IGNORECASE,
)
"""The word with a colon, or behind a dash or bracket and followed by others; a hint of a template's is `*(…)*`."""
PICTURE = re.compile(r"[\n\r][ \t]*!\[[^\]\n]*\]\([^()\n]+\)[ \t]*[\n\r]")
SIGNS = re.compile(r"[:=\uff1a]|(?<!\*)[(\uff08]|[—―\u2212\u2013-][ \t]")
"""Without one of them there is nothing to look for: looking costs more than all else."""
LOWER = re.compile(
    rf"(?P<indent>[ \t]*)(?:>[ \t]*)*(?:(?:[-*+•]|{DASH})[ \t]+)?(?:"
    rf"[*_]{{0,3}}(?:{PROOF}|{WITHOUT})[*_]{{0,3}}[ \t]*[:=\uff1a]|(?P<picture>!\[[^\]\n]*\]\([^()\n]+\))[ \t]*\Z)",
    re.IGNORECASE,
)
ENDS = re.compile(r"[ \t]*(?:#{1,6}(?:[ \t]|\Z)|`{3}|~{3}|[<>=|]{7})")
ENTRY = re.compile(r"([ \t]*)(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]|\Z)")
ENDINGS = re.compile(r"\r\n|\n|\r")
NEAR, FAR = 8, 2000
"""How many lines below an item are looked at, and how many bytes."""


def nearly(text: str, tail: str = "") -> bool:
    """Return whether a line that claims nothing looks as if it should: `x evidence: mail`, `(n/a since May)`."""
    pieces = [blanked(piece) for piece in (text, tail) if SIGNS.search(piece)]
    return any(LINE.search(piece) or PICTURE.search(piece) for piece in pieces)


def mislaid(text: str) -> bool:
    """Return whether a person's task has the mark of required items where it does not count."""
    return bool(ASKED.search(blanked(text)))


def below(rest: bytes, indent: int) -> Iterator[int]:
    """Yield by how many lines evidence that was not read stands below the end of an item's line.

    `rest` is what follows, `indent` where the item's text begins. What is not indented counts right below.
    """
    lines = ENDINGS.split(rest.decode(errors="ignore"))[1 : NEAR + 1]
    for number, line in enumerate(lines, 1):
        entry = ENTRY.match(line)
        if ENDS.match(line) or (entry and len(entry[1]) < indent):
            return
        found = LOWER.match(line) if SIGNS.search(line) else None
        right = not any(one.strip() for one in lines[: number - 1])
        if found and (found["indent"] or (right and not found["picture"])):
            yield number
