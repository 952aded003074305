"""A document added to a stage map's text: everything else, comments and order too, stays as people wrote it."""

import re

from playbook.config.source import read


class Unclear(Exception):  # noqa: N818  (named after what happened)
    """The text is written in a way in which it is not clear where the document belongs."""


SCALAR = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|[^\s,\[\]{}#]+")


def with_document(raw: bytes, name: str, stage: str, document: str) -> str:
    """Return the text of a stage map with a document added, last, to what a stage owes.

    Raises:
        Unclear: the stage is not there, or is written in a way that has no clear place for it.
    """
    source = read(raw, name)
    found = source.data.get("stages") if isinstance(source.data, dict) else None
    stages = found if isinstance(found, list) else []
    index = next((at for at, one in enumerate(stages) if isinstance(one, dict) and one.get("id") == stage), None)
    if index is None:
        raise Unclear
    text = raw.decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    owed = stages[index].get("documents")
    path = ("stages", index, "documents")
    if owed:
        return _after_last(lines, source.values[(*path, len(owed) - 1)], document)
    if "documents" in stages[index]:
        return _into_empty(lines, source.values[path], document)
    return _new_key(lines, source.keys[("stages", index, "id")], source.values[("stages", index, "id")], document)


def _after_last(lines: list[str], at: tuple[int, int], document: str) -> str:
    line, column = at[0] - 1, at[1] - 1
    before = lines[line][:column]
    if re.fullmatch(r"\s*-\s+", before):
        lines.insert(line + 1, f"{before}{document}{_ending(lines, line)}")
    else:
        end = _end(lines[line], column)
        lines[line] = f"{lines[line][:end]}, {document}{lines[line][end:]}"
    return "".join(lines)


def _into_empty(lines: list[str], at: tuple[int, int], document: str) -> str:
    line, column = at[0] - 1, at[1] - 1
    found = re.match(r"\[\s*\]", lines[line][column:])
    if not found:
        raise Unclear
    lines[line] = f"{lines[line][:column]}[{document}]{lines[line][column + found.end() :]}"
    return "".join(lines)


def _new_key(lines: list[str], key: tuple[int, int], value: tuple[int, int], document: str) -> str:
    line, column = key[0] - 1, key[1] - 1
    if re.fullmatch(r"\s*(?:-\s+)?", lines[line][:column]):
        lines.insert(line + 1, f"{' ' * column}documents: [{document}]{_ending(lines, line)}")
    else:
        line, end = value[0] - 1, _end(lines[value[0] - 1], value[1] - 1)
        lines[line] = f"{lines[line][:end]}, documents: [{document}]{lines[line][end:]}"
    return "".join(lines)


def _end(line: str, column: int) -> int:
    found = SCALAR.match(line, column)
    if not found:
        raise Unclear
    return found.end()


def _ending(lines: list[str], line: int) -> str:
    """Return the line's own ending; a last line without one gets one first."""
    if lines[line].endswith("\r\n"):
        return "\r\n"
    if not lines[line].endswith("\n"):
        lines[line] += "\n"
    return "\n"
