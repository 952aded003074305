"""A document in another language: what is generated changes in every line, what people wrote stays where they put it.

A merge by lines cannot do this: every line that a person added stands beside one that changed. But a template gives the
same lines in each language, so a line of the old rendering is found in the new one by its number. Pure.
"""

from difflib import SequenceMatcher

from playbook.documents.canonical import canonical
from playbook.documents.lines import ending, lines


def retold(old: str, mine: str, new: str) -> str | None:
    """Return `mine` (made from the rendering `old`) with every generated line as the rendering `new` has it.

    Lines that the person added, changed or took out stay added, changed and out. None where the two renderings do not
    go line by line: then only a merge can help.
    """
    was, here, there = (lines(text) for text in (old, mine, new))
    if len(was) != len(there) or not _alike(was, there):
        return None
    told: list[str] = []
    one, other = ([canonical(line) for line in found] for found in (was, here))
    for kind, first, last, start, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        told += there[first:last] if kind == "equal" else here[start:stop]
    end = ending(mine)
    text = end.join(told)
    return text + end if mine.endswith(("\n", "\r")) and told else text


def _alike(one: list[str], other: list[str]) -> bool:
    """Return whether two renderings have the same frame: blank lines, titles, tables, lists, comments, rules."""
    return all(_frame(first) == _frame(second) for first, second in zip(one, other, strict=True))


def _frame(line: str) -> str:
    """Return what a line is, whatever it says."""
    start = line.lstrip()
    if start.startswith("#"):
        return start[: len(start) - len(start.lstrip("#"))]
    if start.startswith("|"):
        return f"|{start.count('|') - start.count(chr(92) + '|')}"
    return (
        start[:4]
        if start.startswith("<!--")
        else start[:2]
        if start.startswith(("- ", "* "))
        else ""
        if not start
        else "text"
    )
