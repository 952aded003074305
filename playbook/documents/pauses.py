"""The shape of a checklist: three pauses, nine items each at most. Pure; whatever template a document came from.

A checklist that is read aloud works as long as a pause fits into one breath of attention: A. Gawande, "The Checklist
Manifesto" (2009), chapter 6, gives five to nine items, and the surgical checklist of the WHO has three pauses.
"""

import re
from typing import NamedTuple

from playbook.core.phrase import Phrase, say
from playbook.documents.boxes import headings, read

PAUSES = 3
MOST = 9
STATED = re.compile(r"\{#-?\s*checklist:\s*([0-9]{1,3})\s+pauses?,\s*([0-9]{1,3})\s+items?\s*-?#\}")


class Shape(NamedTuple):
    """What a checklist's template says of itself."""

    pauses: int = PAUSES
    most: int = MOST
    stated: bool = False
    """True where the template says it, so that a document with another shape is a mistake."""


class Flaw(NamedTuple):
    """Where a checklist has not the shape it should have."""

    item: str
    """The item at which it is seen: the first one too many; empty where that is no item."""
    what: Phrase


def is_checklist(template: str, source: str) -> bool:
    """Return whether a template is a checklist: by its name, or because it says so."""
    return template == "checklist" or template.endswith("-checklist") or bool(STATED.search(source))


def shape(source: str) -> Shape:
    """Return the shape a template wants: `{# checklist: 2 pauses, 12 items #}`; without that line three and nine."""
    found = STATED.search(source)
    return Shape(int(found[1]), int(found[2]), stated=True) if found else Shape()


def flaws(text: str, wanted: Shape = Shape()) -> list[Flaw]:  # noqa: B008  (a tuple that nobody can change)
    """Return what is wrong with the shape of a rendered checklist; a pause is a heading with items below it."""
    pauses = sections(text)
    found = []
    if len(pauses) != wanted.pauses:
        what = say(
            "this checklist has {n} pause (a heading with items below it), and {wanted} are right",
            "this checklist has {n} pauses (headings with items below them), and {wanted} are right",
            n=len(pauses),
            wanted=wanted.pauses,
        )
        found.append(Flaw(pauses[wanted.pauses][1][0] if len(pauses) > wanted.pauses else "", what))
    for title, items in pauses:
        if len(items) > wanted.most:
            what = say("'{title}' has {n} items, and {most} are the most", title=title, n=len(items), most=wanted.most)
            found.append(Flaw(items[wanted.most], what))
    return found


def sections(text: str) -> list[tuple[str, list[str]]]:
    """Return the pauses of a checklist: each heading that has generated items below it, with their ids."""
    found: list[tuple[str, list[str]]] = []
    spots = [spot for spot in read(text).spots if not spot.own]
    starts = [(-1, ""), *headings(text)]
    for (start, title), (end, _) in zip(starts, [*starts[1:], (len(text.encode()), "")], strict=True):
        items = [spot.id for spot in spots if start < spot.mark < end]
        if items:
            found.append((title, items))
    return found


def line_of(item: str, source: str) -> int:
    """Return the line of a template (from 1) that writes an item; 1 where that cannot be told."""
    calls = re.finditer(r"\bitem\(\s*([\"'])([A-Za-z0-9._/-]+)\1\s*(~?)", source)
    named = [(found[2], bool(found[3]), source.count("\n", 0, found.start()) + 1) for found in calls]
    exact = [line for name, open_end, line in named if name == item and not open_end]
    begun = [line for name, open_end, line in named if open_end and item.startswith(name)]
    return next(iter([*exact, *begun]), 1)
