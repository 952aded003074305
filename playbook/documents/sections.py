"""A document's text as the sections that a person signs, so that a change is told by the title above it. Pure."""

import re
from collections.abc import Iterator

from playbook.documents.checklist import signed_part

HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def sections(text: str, base: str = "") -> dict[str, str]:
    """Return the signed part of a document by the titles of its sections, in order; no entry where nothing is signed.

    `base` is what it was generated from: without it a text whose marker is gone has nothing that is signed.
    What stands above the first title has an empty one. Of two sections with one title the second is told by a number.
    """
    found: dict[str, list[str]] = {}
    title = ""
    for line, heading in _lines(signed_part(text, base) or ""):
        if heading is not None:
            title = _free(heading, found)
        found.setdefault(title, []).append(line)
    return {title: "\n".join(lines).strip() for title, lines in found.items() if any(lines)}


def changed(then: str, now: str, base: str = "") -> tuple[str, ...]:
    """Return the titles of the sections that differ between two texts: those of `now`, then those that are gone.

    Nothing where no title is the same: section by section, such texts cannot be compared.
    """
    before, after = sections(then, base), sections(now, base)
    if before and after and not {*before} & {*after} - {""}:  # it was said in another language
        return ()
    return tuple(title for title in {**after, **before} if before.get(title) != after.get(title))


def _lines(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield each line with the title that it is, if it is one; a fence may hold lines that only look like titles."""
    fence = ""
    for line in text.split("\n"):
        opened = FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        heading = None if fence or opened else HEADING.fullmatch(line)
        yield line, (heading[1] or "") if heading else None


def _free(title: str, taken: dict[str, list[str]]) -> str:
    number, free = 1, title
    while free in taken:
        number += 1
        free = f"{title} ({number})"
    return free
