"""Squads and people added to a unit's text: everything else, comments and order too, stays as people wrote it.

See docs/decisions/0063-import-writes-between-the-lines.md.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from playbook.config.mapedit import SCALAR, Unclear
from playbook.config.source import Path, Source, read
from playbook.config.yamllines import Line, Said, Tree, bare, item, scalar
from playbook.errors import Problem

_COMMENT = re.compile(r"\s#")


class Edit(NamedTuple):
    """Lines (from 0; `stop` is the first that stays) that give way to new ones."""

    start: int
    stop: int
    lines: tuple[Line, ...]
    depth: int = 0
    """What belongs to a deeper list comes first, where two go to one place."""


class Edited(NamedTuple):
    """The new text, and where each of its lines comes from."""

    raw: bytes
    lines: tuple[int | Line, ...]
    """For each line of the text: the number it had before, or the new line."""

    def origin(self, line: int, column: int) -> Any:
        """Return what the value at a place of the new text comes from; None for what was there before."""
        found = self.lines[line - 1] if 0 < line <= len(self.lines) else 0
        if isinstance(found, int):
            return None
        before = [origin for at, origin in found.spots if at <= column]
        return before[-1] if before else next((origin for _, origin in found.spots), None) or self._above(line - 1)

    def _above(self, line: int) -> Any:
        """Return what a new line without a value of its own belongs to: the value above; None where there is none."""
        while line > 0 and isinstance(found := self.lines[line - 1], Line):
            if found.spots:
                return found.spots[-1][1]
            line -= 1
        return None

    def old(self, line: int) -> int:
        """Return the number that a line had before; 0 for a new one."""
        found = self.lines[line - 1] if 0 < line <= len(self.lines) else 0
        return found if isinstance(found, int) else 0


class Editor:
    """A unit's text while it is changed."""

    def __init__(self, raw: bytes, name: str) -> None:
        """Read the text; it must have no mistake that keeps it from being read."""
        self.source: Source = read(raw, name)
        self.mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        self.lines = raw.decode("utf-8-sig").splitlines(keepends=True)
        self.ending = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"
        self.data: Any = _copied(self.source.data)
        self.edits: list[Edit] = []

    def append(self, path: Path, trees: Sequence[Tree]) -> None:
        """Add items to the end of a list, which is made where the key is not there yet.

        Raises:
            Unclear: the list is written in a way that has no clear place for them.
        """
        if not trees:
            return
        found = _at(self.source.data, path)
        column, at, before = self._place(path, found)
        lines = [line for tree in trees for line in item(tree, column)]
        self.edits.append(Edit(at, at, (*before, *lines), len(path)))
        _put(self.data, path, [*(_at(self.data, path) or []), *(bare(tree) for tree in trees)])

    def replace(self, path: Path, tree: Tree) -> None:
        """Put another item in the place of one of a list's.

        Raises:
            Unclear: its lines hold a comment, or are written in another way that cannot be kept.
        """
        at, column = self.source.values[path]
        dash, start = self._dash(path[:-1]), at - 1
        if not re.match(rf" {{{dash}}}- +", self.lines[start]):
            raise self.unclear(path)
        stop = self._end(start, dash)
        rest = ""
        if stop == start + 1:
            rest = self._behind(start, column - 1, _at(self.source.data, path))
        elif any("#" in line for line in self.lines[start:stop]):
            raise self.unclear(path)
        (line,) = item(tree, dash)
        self.edits.append(Edit(start, stop, (Line(line.text + rest, line.spots),)))
        _put(self.data, path, bare(tree))

    def write(self, path: Path, said: Said, beside: str) -> None:
        """Set a key of a squad; where it is not there, behind the key `beside`.

        Raises:
            Unclear: the value is written over several lines, or in another way that cannot be kept.
        """
        known = path in self.source.keys
        at, column = self.source.values[path] if known else self.source.keys[(*path[:-1], beside)]
        text = self.lines[at - 1].rstrip("\r\n")
        if known:
            head, tail = text[: column - 1], self._after(text, column - 1)
            new = Line(f"{head}{scalar(said.value)}{tail}", ((column, said.origin),))
            self.edits.append(Edit(at - 1, at, (new,)))
        else:
            if not re.fullmatch(r"\s*(?:-\s+)?", text[: column - 1]):
                raise self.unclear(path)
            head = f"{' ' * (column - 1)}{path[-1]}: "
            self.edits.append(Edit(at, at, (Line(head + scalar(said.value), ((len(head) + 1, said.origin),)),)))
        _put(self.data, path, said.value)

    def finish(self) -> Edited:
        """Return the new text.

        Raises:
            Unclear: read again it would not say what it should: nothing may be written then.
        """
        kept: list[int | Line] = [*range(1, len(self.lines) + 1)]
        texts = list(self.lines)
        if texts and not texts[-1].endswith(("\n", "\r")):
            texts[-1] += self.ending
        for edit in sorted(self.edits, key=lambda one: (one.start, one.stop, -one.depth), reverse=True):
            kept[edit.start : edit.stop] = edit.lines
            texts[edit.start : edit.stop] = [line.text + self.ending for line in edit.lines]
        raw = self.mark + "".join(texts).encode()
        after = read(raw, self.source.name)
        if not after.problems and after.data != self.data:
            raise Unclear
        return Edited(raw, tuple(kept))

    def unclear(self, path: Path) -> Unclear:
        """Return the error that names where the text is too unusual to be changed."""
        return Unclear(self.source.position(path)[0])

    def _place(self, path: Path, found: Any) -> tuple[int, int, tuple[Line, ...]]:
        """Return the column (from 0) of the new dashes, the line before which they go, and what comes before them."""
        if found:
            dash = self._dash(path)
            start = self.source.values[(*path, len(found) - 1)][0] - 1
            return dash, self._end(start, dash), ()
        key = str(path[-1])
        if path not in self.source.keys:
            if len(path) > 1 or self._flows(self.source.values[()]):
                raise self.unclear(path)
            return 2, len(self.lines), (Line("", ()), Line(f"{key}:", ()))
        at, column = self.source.keys[path]
        text = self.lines[at - 1].rstrip("\r\n")
        bare_key = re.fullmatch(rf"(\s*){key}:\s*(?:\[\s*\]|~|null)?(\s*(?:#.*)?)", text)
        if not bare_key:
            raise self.unclear(path)
        line = Line(f"{bare_key[1]}{key}:{bare_key[2].rstrip()}", ())
        self.edits.append(Edit(at - 1, at, (line,)))
        return column + 1, at, ()

    def _flows(self, at: tuple[int, int]) -> bool:
        return self.lines[at[0] - 1][at[1] - 1 : at[1]] in ("{", "[")

    def _dash(self, path: Path) -> int:
        at, column = self.source.values[path]
        if self.lines[at - 1][column - 1 : column] != "-" or self.lines[at - 1][: column - 1].strip():
            raise self.unclear(path)
        return column - 1

    def _end(self, start: int, dash: int) -> int:
        """Return the line after an item that starts there, its own comments included."""
        end = at = start + 1
        while at < len(self.lines):
            line = self.lines[at]
            if line.strip() and len(line) - len(line.lstrip(" ")) <= dash:
                break
            at += 1
            end = at if line.strip() else end
        return end

    def _behind(self, start: int, column: int, item: Any) -> str:
        """Return what stands behind a flow mapping on its line: a comment, or nothing."""
        text = self.lines[start].rstrip("\r\n")
        for brace in (found.end() for found in re.finditer("}", text)):
            if read(f"x: {text[column:brace]}".encode(), "").data == {"x": item}:
                return text[brace:]
        if not _COMMENT.search(text):
            return ""
        raise Unclear(start + 1)

    def _after(self, text: str, column: int) -> str:
        """Return what stands behind a single value on its line."""
        if text[column : column + 1] in ("'", '"'):
            quoted = SCALAR.match(text, column)
            return text[quoted.end() :] if quoted else ""
        comment = _COMMENT.search(text, column)
        return text[comment.start() :] if comment else ""


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [_copied(one) for one in data] if isinstance(data, list) else data


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data.get(part) if isinstance(data, dict) else data[part]
    return data


def _put(data: Any, path: Path, value: Any) -> None:
    for part in path[:-1]:
        data = data[part]
    data[path[-1]] = value


def line_of(problem: Problem) -> int:
    """Return the line that a sentence on a file points back to (`first on line 7`); 0 where it points to none."""
    facts = getattr(problem.sentence, "facts", {})
    return int(facts["line"]) if isinstance(facts.get("line"), int) else 0
