"""Where the boxes of a document are. Pure: a CommonMark parser says it, since patterns are fooled by code and tables.

A box is a task list item with an item's comment (`- [ ] A sponsor is named <!-- item: pilot.sponsor -->`), or one that
a person added and marked as required. What stands in code, in a comment, in a table or in a block quote is none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pyromark import Markdown, Options

from playbook.documents.claims import JOINER, Claim, asked, both, claim, marked, normal, own_id
from playbook.documents.conflict import Torn, hunks
from playbook.documents.escape import clean
from playbook.documents.nearly import FAR, below, mislaid, nearly

COMMENT = re.compile(r"<!--\s*item:\s*(\S+)\s*-->")
SOUND = re.compile(rb"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+\[[ xX]\](?=[ \t\r\n]|\Z)")
STRANGE = re.compile(
    rb"(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]*)?(?:\[[^\]\r\n]{0,3}\](?![(\[:])|\xe2(?:\x98[\x90-\x92]|\x9c[\x93-\x98]))"
)
"""What somebody may have meant as a box: `[ x ]`, `-[x]`, `[v]`, or a sign that looks like a box or a tick."""
BELOW = re.compile(rb"[ \t]*(?:\r\n|\n|\r)[ \t]*\Z")
ENTRY = (
    rb"(?:\r\n|\n|\r)%s[-*+][ \t][^\r\n]*"
    rb"(?:(?:\r\n|\n|\r)%s[ \t]+(?![ \t]|[-*+][ \t]|[>|#<`~]|[0-9]+[.)])[^\r\n]+)*"
)
"""An entry of a list with a given indent, and the lines that it goes on in."""
BULLET = re.compile(r"\A[-*+] ")
LONE = re.compile(r"\r(?!\n)")
LAZY = re.compile(rb"(?:\r\n|\n|\r)(?![ \t\r\n])")
"""A line that is not indented belongs to the item above for Markdown, but hardly for who wrote it."""
PARSER = Markdown(options=Options.ENABLE_TASKLISTS | Options.ENABLE_TABLES)
INLINE = {"Strong", "Emphasis", "Link", "Image", "HtmlBlock"}
KEPT = 32


class Spot(NamedTuple):
    """A box in a text. Offsets are in bytes of its UTF-8."""

    id: str
    """Empty for a task of a person's that is not required: it is none of ours."""
    own: bool
    """True if a person added it."""
    line: int
    """Counted from 1."""
    mark: int
    """Where the character in the brackets is."""
    end: int
    """Where the last line of the item's own text ends, or of the evidence in a list below it."""
    paragraph: int
    """Where the item's own paragraph ends."""
    ticked: bool
    text: str
    """The item's text without what it claims; it may have several lines."""
    blank: str
    """What stands between text and comment."""
    comment: str
    tail: str
    """What follows the comment and claims nothing."""
    hidden: str
    """Comments of people that stood in what the line claims."""
    said: Claim


class Unread(NamedTuple):
    """A line that looks like a tick and is none."""

    line: int
    item: str
    """The item's id; empty for a line of a person's."""
    why: str
    """`form` (no box that Markdown knows), `place` (where none can be), `twice`, `reason` (none is given).

    Also `nearly` (it looks like evidence or a reason), `mark` (that of required items stands where it does not count).
    """


class Read(NamedTuple):
    """All that a text says of its boxes, in order."""

    spots: tuple[Spot, ...]
    bare: tuple[Spot, ...]
    """Tasks of people that are not required: no boxes of ours, unless they lost their comment."""
    unread: tuple[Unread, ...]
    again: tuple[Spot, ...] = ()
    """Boxes of these ids on the other side of a conflict: they are no second ones, only one of them will stay."""


@lru_cache(KEPT)
def read(text: str) -> Read:
    """Return the boxes of a text; where an id stands twice, only the first is one."""
    if "item:" not in text and not marked(text):  # most documents have no box, and parsing is what costs here
        return Read((), (), ())
    return _sorted(_Reader(text))


@lru_cache(KEPT)
def tasks(text: str) -> tuple[Spot, ...]:
    """Return the tasks of a text that carry no item's comment and are not marked as required."""
    return _sorted(_Reader(text)).bare


def comments(text: str, said: re.Pattern[str]) -> list[int]:
    """Return where (in bytes) a comment stands that Markdown takes for one."""
    found = PARSER.events_with_range(text)
    return [place["start"] for event, place in found if said.fullmatch(_html(event).strip())]


def headings(text: str) -> list[tuple[int, str]]:
    """Return where (in bytes) each heading of a text begins, with its words."""
    found, data = [], text.encode()
    for event, place in PARSER.events_with_range(text):
        if isinstance(event, dict) and "Heading" in str(event.get("Start", "")):
            line = data[place["start"] : _line_end(data, place["start"])].decode()
            found.append((place["start"], line.lstrip("# ").strip()))
    return found


def _html(event: Any) -> str:
    return str(event.get("InlineHtml") or event.get("Html") or "") if isinstance(event, dict) else ""


def _sorted(reader: "_Reader") -> Read:
    spots: dict[str, Spot] = {}
    unread, again, sides = list(reader.unread), [], _sides(reader.data)
    for spot in reader.found:
        if spot.id not in spots:
            spots |= {spot.id: spot} if spot.id else {}
        elif any(first <= spot.line <= last for first, last in sides):
            again.append(spot)
        else:
            unread.append(Unread(spot.line, spot.id, "twice"))
    bare = tuple(spot for spot in reader.found if not spot.id)
    unread += [Unread(spot.line, "", "mark") for spot in bare if mislaid(spot.text)]
    unread += [one for spot in spots.values() for one in _unread(reader.data, spot)]
    return Read(tuple(spots.values()), bare, tuple(sorted(unread)), tuple(again))


def _unread(data: bytes, spot: Spot) -> Iterator[Unread]:
    said = spot.said
    if said.reasonless:
        yield Unread(spot.line, spot.id, "reason")
    elif not (said.evidence or said.not_applicable) and nearly(spot.text, spot.tail):
        yield Unread(spot.line, spot.id, "nearly")
    for line in below(data[spot.end : spot.end + FAR], spot.mark - 1 - _line_start(data, spot.mark)):
        yield Unread(_line_number(data, spot.end) + line, spot.id, "nearly")


def _sides(data: bytes) -> list[tuple[int, int]]:
    """Return the first and the last line of each conflict."""
    try:
        return [(hunk.line, hunk.end) for hunk in hunks(data.decode())] if b"<<<<<<<" in data else []
    except Torn:
        return []


class _Open:
    """A task item while it is being read."""

    def __init__(self, start: int, end: int) -> None:
        self.mark, self.start, self.end, self.paragraph = start + 1, end, end, end
        self.comment: tuple[int, int, str] | None = None
        self.below: list[Claim] = []
        self.last = 0
        """Where the evidence in a list below it ends."""


class _Reader:
    """One pass over what the parser finds in a text."""

    def __init__(self, text: str) -> None:
        self.data = text.encode()
        self.found: list[Spot] = []
        self.unread: list[Unread] = []
        self._open: _Open | None = None
        self._shut = 0
        """How deep in block quotes and tables."""
        for event, place in PARSER.events_with_range(LONE.sub("\n", text)):
            what, detail = (event, "") if isinstance(event, str) else next(iter(event.items()))
            name = next(iter(detail)) if isinstance(detail, dict) else str(detail)
            self._see(what, name, place["start"], place["end"])
        self._close()

    def _see(self, what: str, name: str, start: int, end: int) -> None:
        if what == "TaskListMarker":
            self._close()
            self._open = None if self._shut else _Open(start, end)
        elif what in ("InlineHtml", "Html") and (found := COMMENT.search(name)):
            self._comment(start + len(name[: found.start()].encode()), found, start + len(name.rstrip().encode()))
        elif what in ("Start", "End") and name not in INLINE:
            self._block(what, name, start)
        elif self._open and what != "Html" and name != "HtmlBlock":
            self._open.end = self._open.paragraph = max(self._open.end, end)

    def _comment(self, start: int, found: re.Match[str], end: int) -> None:
        item = self._open
        if item and item.comment is None and b"\n\n" not in self.data[item.end : start].replace(b"\r\n", b"\n"):
            item.comment = (start, start + len(found[0].encode()), found[1])
            item.end = item.paragraph = max(item.end, end)
        else:
            self.unread.append(Unread(self._line(start), found[1], "place" if item or self._shut else "form"))

    def _block(self, what: str, name: str, start: int) -> None:
        if what == "Start" and name == "List" and self._open:
            self._below(start)
        if (what, name) != ("End", "Paragraph"):  # what closes a paragraph may be a comment below it
            self._close()
        if name in ("BlockQuote", "Table"):
            self._shut += 1 if what == "Start" else -1
        if what == "Start" and name in ("Item", "Paragraph") and not self._shut:
            self._strange(start)

    def _below(self, start: int) -> None:
        """Take in the first entries of a list right below an item, where they are its evidence."""
        item, at = self._open, _line_start(self.data, start)
        if not item or not BELOW.fullmatch(self.data[item.end : start]):
            return
        line = self.data[at : _line_end(self.data, start)]
        indent = line[: len(line) - len(line.lstrip(b" \t"))]
        entry = re.compile(ENTRY % (indent, indent))
        end = at - 2 if self.data[at - 2 : at] == b"\r\n" else at - 1
        while found := entry.match(self.data, end):
            said = _entry(found[0].decode())
            if not (said.evidence or said.not_applicable):
                break
            item.below.append(said)
            item.last = end = found.end()

    def _strange(self, start: int) -> None:
        line = self.data[start : _line_end(self.data, start)]
        if STRANGE.match(line) and not SOUND.match(line) and asked(claim(line.decode(), own=True).kept):
            self.unread.append(Unread(self._line(start), "", "form"))

    def _line(self, at: int) -> int:
        return _line_number(self.data, at)

    def _close(self) -> None:
        item, self._open = self._open, None
        if item is None:
            return
        end = _line_end(self.data, item.end)
        lazy = LAZY.search(self.data, item.comment[1] if item.comment else item.start, end)
        if lazy:
            end, item.below, item.last = lazy.start(), [], 0
        start, stop, name = item.comment or (end, 0, "")
        text, tail = self.data[item.start : start].decode(), self.data[stop:end].decode() if stop else ""
        before, after = claim(text, own=not name), claim(tail, tail=True) if stop else Claim("")
        kept = before.kept.rstrip()
        blank = text[len(kept) :] if before.kept == text else " "
        own = not name and asked(kept) and bool(normal(kept))
        self.found.append(
            Spot(
                id=own_id(kept) if own else name,
                own=own,
                line=self._line(item.mark),
                mark=item.mark,
                end=max(end, item.last),
                paragraph=min(end, _line_end(self.data, item.paragraph)),
                ticked=self.data[item.mark : item.mark + 1] in b"xX",
                text=kept,
                blank=blank if "\n" in blank or "\r" in blank else " ",
                comment=self.data[start:stop].decode() if stop else "",
                tail=after.kept,
                hidden=before.hidden + after.hidden,
                said=both(before, after, *item.below),
            )
        )


def _entry(text: str) -> Claim:
    """Return what an entry of a list below an item says of it: with words beside a link, all of it."""
    said = claim(text)
    if said.hidden or JOINER in text:
        return Claim(text)
    if said.kept.strip():
        return Claim("", evidence=BULLET.sub("", clean(text))) if said.evidence else Claim(text)
    return said


def _line_end(data: bytes, start: int) -> int:
    ends = [at for at in (data.find(b"\n", start), data.find(b"\r", start)) if at >= 0]
    return min(ends, default=len(data))


def _line_start(data: bytes, at: int) -> int:
    return max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1


def _line_number(data: bytes, at: int) -> int:
    before = data[:at]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
