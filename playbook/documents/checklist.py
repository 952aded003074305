"""Ticks in a document's text: found, taken out for comparison, put back. Pure; only the lines of boxes are touched."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, NamedTuple

from playbook.core.history import Tick
from playbook.documents.boxes import COMMENT, Spot, read, tasks
from playbook.documents.canonical import worded
from playbook.documents.claims import COLON, JOINER, LABELS, closed, normal, plain, shown, still
from playbook.documents.escape import clean
from playbook.documents.header import split
from playbook.documents.lines import ending, even
from playbook.documents.marker import covered, restored

ITEM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,127}")
OWN_TICKS = "\n<!-- playbook: ticks of items that people added -->\n"
"""What follows it in a kept revision was in no document: it says how people's own items were ticked then."""

OPEN = (False, "", "")
"""The state of a box that nobody touched."""


class Box(NamedTuple):
    """A checklist item as it stands in a file; `line` counts from 1."""

    line: int
    id: str
    ticked: bool
    evidence: str
    not_applicable: str
    own: bool = False
    """True if a person added it and marked it as required."""
    reasonless: bool = False
    """True where the line says that the item does not apply, and not why: that settles nothing."""

    @property
    def done(self) -> bool:
        """True if the file says that the item is settled: ticked, or with a reason why it does not apply."""
        return bool(self.not_applicable) or (self.ticked and not self.reasonless)

    @property
    def state(self) -> tuple[bool, str, str]:
        """What the file says of the item; a note at an open box says nothing yet."""
        return (True, self.evidence, self.not_applicable) if self.done else OPEN


def boxes(text: str) -> list[Box]:
    """Return the boxes of a text in order; where an id stands twice, only the first line is a box."""
    return [_box(spot) for spot in read(text).spots]


def own_items(text: str) -> tuple[dict[str, Any], ...]:
    """Return the items that people added to a file and marked as required: id, text, line."""
    return tuple({"id": spot.id, "text": clean(spot.text), "line": spot.line} for spot in read(text).spots if spot.own)


def unread(text: str) -> tuple[dict[str, Any], ...]:
    """Return the lines of a file that look like ticks and are none: line, item, why (`boxes.Unread`)."""
    return tuple(one._asdict() for one in read(text).unread)


def gone(text: str, items: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """Return which of these items stand nowhere in a file, in the form of what is unread; they have no line."""
    found = read(text)
    there = {spot.id for spot in found.spots} | {one.item for one in found.unread}
    return tuple({"line": 0, "item": item, "why": "gone"} for item in items if item not in there)


def agrees(box: Box, tick: Tick | None) -> bool:
    """Return whether the file says of an item what the ledger says; then there is nothing to record."""
    if tick is None or not box.done:
        return box.done == (tick is not None)
    return (box.evidence, box.not_applicable) == _said(tick)


def without_ticks(text: str, items: Container[str] | None = None) -> str:
    """Return the text with every settled box empty again and without its evidence or reason.

    An open box keeps its line: what a person noted there is no event yet, so it must not vanish. So does a box of an
    item that nobody asks for, where `items` says which are asked for: its tick is no event, but a person's words.
    """

    def emptied(spot: Spot) -> str | None:
        return _line(spot, None) if _box(spot).done and _asked(spot, items) else None

    return _edited(text, emptied)


def item_ids(*texts: str) -> frozenset[str]:
    """Return the ids of all items that stand in these texts."""
    return frozenset(found for text in texts if "item:" in text for found in COMMENT.findall(text))


def _asked(spot: Spot, items: Container[str] | None) -> bool:
    return items is None or spot.own or spot.id in items


def with_ticks(
    text: str, ticks: Mapping[str, Tick], language: str = "en", items: Container[str] | None = None, file: str = ""
) -> str:
    """Return the text with each box as `ticks` (by item id) has it; a line that says so already stays as it is.

    So does a box of an item that is neither ticked nor among the `items` that are asked for. `file` is what the text
    was made from: a person's way to write the evidence there is kept, and evidence whose tick was taken back is a note.
    """
    theirs = _lines(file) if file else {}

    def redrawn(spot: Spot) -> str | None:
        tick, box = ticks.get(spot.id), _box(spot)
        was, line = theirs.get(spot.id, (spot, ""))
        known = bool(line) and _line(was, None) == _line(spot, None)
        if tick is None and not _asked(spot, items):
            return None
        if known and tick is None and was.said.evidence and not was.said.not_applicable:
            return _drawn(spot, " ", _suffix(was.said.evidence, "", language))
        if agrees(box, tick):
            return None
        if known and tick and agrees(_box(was), tick):
            return even(line).replace("\n", ending(text))
        return _line(spot, tick, language) + _left(text, spot, tick, language)

    return _edited(text, redrawn)


def _left(text: str, spot: Spot, tick: Tick | None, language: str) -> str:
    """Return a line with what somebody noted at an open box, where its tick does not say it: it must not vanish."""
    note = spot.said.evidence
    if tick is None or _box(spot).done or note in plain(tick.evidence):
        return ""
    labels, colon = LABELS.get(language, LABELS["en"]), COLON.get(language, ": ")
    lead = text.encode()[: spot.mark - 1].decode()
    indent = "".join("\t" if char == "\t" else " " for char in lead[max(lead.rfind("\n"), lead.rfind("\r")) + 1 :])
    return f"{ending(text)}{indent}- {labels.evidence}{JOINER}{colon}{shown(note)}"


def healed(text: str, base: str) -> str:
    """Return the text with the comments of items put back that a person deleted, where their words are still there.

    `base` is what the text was generated from: an item whose comment is gone is the one task with the item's words.
    """
    known = {spot.id: normal(spot.text) for spot in read(base).spots if not spot.own}
    there = set(COMMENT.findall(text))
    lost = {name: words for name, words in known.items() if words and name not in there}
    if not lost:
        return text
    by_words: dict[str, list[Spot]] = {}
    for spot in tasks(text):
        by_words.setdefault(normal(spot.text), []).append(spot)
    alone = {words: name for name, words in lost.items() if [*known.values()].count(words) == 1}
    found = [(by_words[words][0].paragraph, name) for words, name in alone.items() if len(by_words.get(words, ())) == 1]
    return _spliced(text, [(at, at, f" <!-- item: {name} -->") for at, name in sorted(found)])


def mended(text: str, base: str) -> str:
    """Return the text with everything put back that the program reads it by: comments of items, and the marker."""
    return restored(healed(text, base), base)


def aligned(base: str, mine: str, new: str) -> tuple[str, str]:
    """Return base and mine with the wording of `new` in every item whose words the person left as they were.

    What they noted behind the words stays there. So a changed wording, or another language, is no change of lines:
    people's lines beside an item, and items that they moved, are merged as if it had been the wording all along.
    """
    wanted, before, theirs = (_written(text) for text in (new, base, mine))
    fixed: dict[str, str] = {}
    noted: dict[str, str] = {}
    for name, (spot, line) in wanted.items():
        was = before.get(name)
        now, own = theirs.get(name) or was or (spot, "")
        if was and own == was[1]:
            fixed[name] = noted[name] = line
        elif was and now.text == was[0].text and own[1:].startswith(f"]{now.text}"):
            fixed[name], noted[name] = line, f"{own[0]}]{spot.text}{own[len(now.text) + 2 :]}"
    return _edited(base, lambda spot: fixed.get(spot.id)), _edited(mine, lambda spot: noted.get(spot.id))


def with_own(generated: str, text: str, ticks: Mapping[str, Tick]) -> str:
    """Return a revision as it is kept: the generated text, and below it how people's own items were ticked then.

    An editor may save late what it read before such a tick; the revision in the file's header tells it.
    """
    own = [spot for spot in read(text).spots if spot.own and spot.id in ticks]
    mine = [spot._replace(text=" " + clean(spot.text), hidden="") for spot in own]
    if not mine:
        return generated
    lines = [f"- [{_line(spot, ticks[spot.id])}\n" for spot in mine]
    return f"{generated}{OWN_TICKS}\n{''.join(lines)}"


def generated_part(kept: str) -> str:
    """Return the generated text of a kept revision."""
    return kept.partition(OWN_TICKS)[0]


def states(kept: str) -> dict[str, tuple[bool, str, str]]:
    """Return the state of every item in a kept revision, by id."""
    generated, _, own = kept.partition(OWN_TICKS)
    return {box.id: box.state for text in (generated, own) for box in boxes(text)}


def suffix(tick: Tick | None, language: str = "en") -> str:
    """Return what a box's line says after its text: the evidence, or why the item does not apply; often nothing."""
    return _suffix(*_said(tick), language) if tick else ""


def _suffix(evidence: str, reason: str, language: str) -> str:
    labels, colon = LABELS.get(language, LABELS["en"]), COLON.get(language, ": ")
    said = f" — {labels.evidence}{colon}{shown(evidence)}" if evidence else ""
    return f"{said} — {labels.not_applicable}{colon}{shown(reason)}" if reason else said


def signed_part(text: str, base: str = "") -> str | None:
    """Return what approvals are bound to: what the text says above the signatures, without header, ticks and layout.

    None if the document has no signatures. With `base`, what it was generated from, these cannot be taken out of it.
    """
    part = covered(split(text).body, base)
    if part is None:
        return None
    return "\n".join(line.form for line in worded(_edited(part, lambda spot: _line(spot, None))))


def _said(tick: Tick) -> tuple[str, str]:
    """Return evidence and reason as one line can carry them."""
    return plain(tick.evidence), plain(tick.not_applicable)


def _box(spot: Spot) -> Box:
    said = spot.said
    return Box(spot.line, spot.id, spot.ticked, said.evidence, said.not_applicable, spot.own, said.reasonless)


def _line(spot: Spot, tick: Tick | None, language: str = "en") -> str:
    """Return a box's line from the bracket on."""
    return _drawn(spot, "x" if tick else " ", suffix(tick, language))


def _drawn(spot: Spot, mark: str, said: str) -> str:
    text = still(closed(spot.text, spot.tail) if said else spot.text)
    comment = f"{spot.blank}{spot.comment}{still(spot.tail, tail=True)}" if spot.comment else ""
    return f"{mark}]{text}{said}{spot.hidden}{comment}"


def _lines(text: str) -> dict[str, tuple[Spot, str]]:
    """Return the boxes of a text with their lines as they stand there, from the bracket on, by id."""
    data = text.encode()
    return {spot.id: (spot, data[spot.mark : spot.end].decode()) for spot in read(text).spots}


def _written(text: str) -> dict[str, tuple[Spot, str]]:
    """Return the generated items with their lines as they stand there, from the bracket on, by id."""
    return {name: found for name, found in _lines(text).items() if not found[0].own}


def _edited(text: str, edit: Callable[[Spot], str | None]) -> str:
    found = read(text)
    spots = sorted((*found.spots, *found.again), key=lambda spot: spot.mark)
    return _spliced(text, [(s.mark, s.end, line) for s in spots if (line := edit(s)) is not None])


def _spliced(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Return the text with spans (in bytes, in order) replaced."""
    if not changes:
        return text
    data = text.encode()
    pieces, done = [], 0
    for start, end, new in changes:
        pieces += [data[done:start], new.encode()]
        done = end
    return b"".join([*pieces, data[done:]]).decode()
