"""Ticks in a document's text: found, taken out for comparison, put back. Pure; only the lines of boxes are touched.

A box is a task list item whose line carries an item's comment: `- [ ] A sponsor is named <!-- item: pilot.sponsor -->`.
A CommonMark parser says where boxes are, since patterns are fooled by code, comments and tables.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pyromark import Markdown, Options

from playbook.core.history import Tick
from playbook.documents.escape import clean
from playbook.documents.header import split

SIGNATURES = "<!-- playbook: signatures -->"
"""What stands above this line is what approvals are bound to."""
ITEM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,127}")


class Labels(NamedTuple):
    """The two words that a box's line is read by: grammar, so they are known here, in every language at once."""

    evidence: str
    not_applicable: str


LABELS = {
    "en": Labels("evidence", "not applicable"),
    "de": Labels("Nachweis", "nicht zutreffend"),
    "it": Labels("prova", "non applicabile"),
    "tr": Labels("kanıt", "geçerli değil"),  # noqa: RUF001  (Turkish has that letter)
    "id": Labels("bukti", "tidak berlaku"),
    "zh": Labels("证据", "不适用"),
}
EVIDENCE = "|".join(re.escape(labels.evidence) for labels in LABELS.values())
NOT_APPLICABLE = "|".join(re.escape(labels.not_applicable) for labels in LABELS.values())
CLAIM = re.compile(
    r"(?:[ \t]+|^|(?<=>))(?:—|\u2013|--?)[ \t]*"
    rf"(?:(?P<evidence>{EVIDENCE})|(?P<reason>{NOT_APPLICABLE}))[ \t]*(?P<colon>[:\uff1a])[ \t]*(?P<said>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
COMMENT = re.compile(r"<!--\s*item:\s*(\S+)\s*-->")
TAG = re.compile(r"(\\*)<(?=[A-Za-z/!?])")
HELD = re.compile(r"(?<!\\)((?:\\\\)*)\\<(?=[A-Za-z/!?])")
PARSER = Markdown(options=Options.ENABLE_TASKLISTS | Options.ENABLE_TABLES)


class Box(NamedTuple):
    """A checklist item as it stands in a file; `line` counts from 1."""

    line: int
    id: str
    ticked: bool
    evidence: str
    not_applicable: str

    @property
    def done(self) -> bool:
        """True if the file says that the item is settled: ticked, or with a reason why it does not apply."""
        return self.ticked or bool(self.not_applicable)


class _Spot(NamedTuple):
    """Where a box's line is, in bytes: the character in the brackets, then text, comment and what follows it."""

    id: str
    mark: int
    text: int
    comment: int
    tail: int
    end: int


def boxes(text: str) -> list[Box]:
    """Return the boxes of a text in order; where an id stands twice, only the first line is a box."""
    data = text.encode()
    return [_box(data, spot) for spot in _spots(text, data)]


def agrees(box: Box, tick: Tick | None) -> bool:
    """Return whether the file says of an item what the ledger says; then there is nothing to record."""
    if tick is None or not box.done:
        return box.done == (tick is not None)
    return (box.evidence, box.not_applicable) == _said(tick)


def without_ticks(text: str) -> str:
    """Return the text with every settled box empty again and without its evidence or reason.

    An open box keeps its line: what a person noted there is no event yet, so it must not vanish.
    """
    return _edited(text, lambda data, spot: _line(data, spot, None) if _box(data, spot).done else None)


def with_ticks(text: str, ticks: Mapping[str, Tick], language: str = "en") -> str:
    """Return the text with each box as `ticks` (by item id) has it; a line that says so already stays as it is."""

    def redrawn(data: bytes, spot: _Spot) -> bytes | None:
        tick = ticks.get(spot.id)
        return None if agrees(_box(data, spot), tick) else _line(data, spot, tick, language)

    return _edited(text, redrawn)


def suffix(tick: Tick | None, language: str = "en") -> str:
    """Return what a box's line says after its text: the evidence, or why the item does not apply; often nothing."""
    if tick is None:
        return ""
    evidence, reason = _said(tick)
    labels = LABELS.get(language, LABELS["en"])
    if reason:
        return f" — {labels.not_applicable}: {_shown(reason)}"
    return f" — {labels.evidence}: {_shown(evidence)}" if evidence else ""


def quoted(text: str) -> str:
    """Return an item's text on one line, such that nothing in it is taken for evidence or a reason."""
    text = " ".join(text.split("\n"))
    while found := CLAIM.search(text):
        at = found.start("colon")
        text = f"{text[:at]}&#{ord(text[at])};{text[at + 1 :]}"
    return text


def signed_part(text: str) -> str | None:
    """Return what approvals are bound to: the text above the signatures, without header, ticks and trailing blanks.

    None if the document has no signatures.
    """
    body = split(text).body.replace("\r\n", "\n")
    if SIGNATURES not in body:
        return None
    data = body.encode()
    at = next((start for kind, start, _, said in _marks(body) if kind == "html" and said.strip() == SIGNATURES), -1)
    if at < 0:
        return None
    bare = _edited(data[:at].decode(), lambda data, spot: _line(data, spot, None))
    return "\n".join(line.rstrip() for line in bare.splitlines()).strip()


def _said(tick: Tick) -> tuple[str, str]:
    """Return evidence and reason as one line can carry them."""
    return ("", clean(tick.not_applicable)) if tick.not_applicable else (clean(tick.evidence), "")


def _shown(said: str) -> str:
    """Return what people wrote as evidence. It stays Markdown, so that a link works, but can open no tag or comment."""
    return TAG.sub(r"\1\1\\<", said)


def _read(said: str) -> str:
    return HELD.sub(lambda found: found[1][::2] + "<", clean(said))


def _marks(text: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield ("box" or "html", start, end, text) in order, with offsets in bytes."""
    for event, place in PARSER.events_with_range(text):
        found: Any = event
        if "TaskListMarker" in found:
            yield "box", place["start"], place["end"], ""
        elif "InlineHtml" in found or "Html" in found:
            yield "html", place["start"], place["end"], found.get("InlineHtml") or found.get("Html")


def _spots(text: str, data: bytes) -> list[_Spot]:
    if "item:" not in text:  # most documents have no box, and parsing is what costs here
        return []
    found: dict[str, _Spot] = {}
    marker: tuple[int, int] | None = None
    for kind, start, end, said in _marks(text):
        if kind == "box":
            marker = (start, end)
        elif marker and (comment := COMMENT.fullmatch(said)) and _same_line(data, marker[1], end):
            tail = _line_end(data, end)
            found.setdefault(comment[1], _Spot(comment[1], marker[0] + 1, marker[1], start, end, tail))
            marker = None
    return list(found.values())


def _same_line(data: bytes, start: int, end: int) -> bool:
    return b"\n" not in data[start:end] and b"\r" not in data[start:end]


def _line_end(data: bytes, start: int) -> int:
    ends = [at for at in (data.find(b"\n", start), data.find(b"\r", start)) if at >= 0]
    return min(ends, default=len(data))


def _parts(data: bytes, spot: _Spot) -> tuple[str, str, str, dict[str, str]]:
    """Return the text, the blanks before the comment, what follows the comment, and what the line claims."""
    text, tail = data[spot.text : spot.comment].decode(), data[spot.tail : spot.end].decode()
    before, after = CLAIM.search(text), CLAIM.search(tail)
    claim = before or after
    said = {"evidence": "", "reason": ""}
    if claim:
        said["evidence" if claim["evidence"] else "reason"] = _read(claim["said"])
    kept = text[: before.start()] if before else text
    return kept.rstrip(" \t"), " ", tail[: after.start()] if after else tail, said


def _box(data: bytes, spot: _Spot) -> Box:
    said = _parts(data, spot)[3]
    line = data.count(b"\n", 0, spot.mark) + 1
    return Box(line, spot.id, data[spot.mark : spot.mark + 1] in b"xX", said["evidence"], said["reason"])


def _line(data: bytes, spot: _Spot, tick: Tick | None, language: str = "en") -> bytes:
    """Return a box's line from the bracket on."""
    text, blank, tail, _ = _parts(data, spot)
    mark = "x" if tick else " "
    comment = data[spot.comment : spot.tail].decode()
    return f"{mark}]{text}{suffix(tick, language)}{blank}{comment}{tail}".encode()


def _edited(text: str, edit: Callable[[bytes, _Spot], bytes | None]) -> str:
    data = text.encode()
    pieces, done = [], 0
    for spot in _spots(text, data):
        line = edit(data, spot)
        if line is not None:
            pieces += [data[done : spot.mark], line]
            done = spot.end
    return b"".join([*pieces, data[done:]]).decode()
