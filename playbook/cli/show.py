"""All printing: colours, marks, tables, verdicts. What a person wrote is cleaned of control characters first."""

import functools
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from playbook.cli import tongue
from playbook.cli.tongue import t, term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playbook.core.phrase import Phrase

COLOURS = {"pass": "green", "fail": "red", "undecided": "yellow", "waived": "cyan", "good": "green", "bad": "red"}
MARKS = {"pass": ("✔", "+"), "fail": ("✖", "x"), "undecided": ("?", "?"), "waived": ("~", "~")}
NARROW = "\u00a0\u202f"
"""Spaces that hold a number and its sign together, as many languages write them."""
WATCHED: list[bool] = []
"""What the demo knows of the terminal behind the commands it runs; empty everywhere else."""
DASH = "\N{EN DASH}"
OURS = frozenset("…·→✔✖⟳◌⏸├└─│━" + DASH)
"""What we print ourselves beyond Latin; each takes one column."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def on_terminal() -> bool:
    """Return whether a person watches: the output is a terminal, or the demo's, which shows it on one."""
    return WATCHED[-1] if WATCHED else sys.stdout.isatty()


def terminal_width(widest: int = 100) -> int:
    """Return how wide text may be: the terminal, at most `widest` (shutil would load three compressors to tell)."""
    try:
        columns = int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        columns = widest
    return max(50, min(columns, widest) - 2)


def unicode_terminal() -> bool:
    """Return whether the output can show more than ASCII."""
    return _is_unicode(getattr(sys.stdout, "encoding", "") or "")


@functools.cache
def _is_unicode(encoding: str) -> bool:
    return encoding.lower().replace("-", "").startswith("utf")


def glyph(fancy: str, ascii_form: str) -> str:
    """Return the fancy form where the output can show it."""
    return fancy if unicode_terminal() else ascii_form


def mark(status: str) -> str:
    """Return the coloured mark of a verdict's status."""
    return click.style(glyph(*MARKS[status]), fg=COLOURS[status], bold=True)


def clean(text: str) -> str:
    """Return text that is safe on a terminal: control, escape and direction characters become visible."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in NARROW else " " if char in "\n\t\r" else "�" for char in text)


def strong(text: str) -> str:
    """Return bold text."""
    return click.style(text, bold=True)


def faint(text: str) -> str:
    """Return dim text."""
    return click.style(text, dim=True)


def width(text: str) -> int:
    """Return how many columns a text takes; only text beyond Latin and our own marks pays for the table of widths."""
    plain = click.unstyle(text) if "\x1b" in text else text
    if plain.isascii() or all(char < "\u0300" or char in OURS for char in plain):
        return len(plain)
    from wcwidth import wcswidth

    return max(wcswidth(plain), 0)


def pad(text: str, columns: int) -> str:
    """Return the text filled up with spaces to that many columns."""
    return text + " " * max(0, columns - width(text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return lines of a table, columns as wide as their widest cell, two spaces apart."""
    cells = [list(head), *map(list, rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(pad, row, widths)).rstrip() for row in cells]
    return [faint(lines[0]), *lines[1:]] if any(head) else lines[1:]


def day(text: str) -> str:
    """Return a time stamp or day as `3 Oct 2026`, a dash where there is none."""
    if len(text) < len("2026-10-03"):
        return text or glyph(DASH, "-")
    if not tongue.is_english():
        return tongue.words().date(text)
    return f"{int(text[8:10])} {MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def number(value: float) -> str:
    """Return a number without a needless fraction."""
    return f"{value:g}" if tongue.is_english() else tongue.words().number(value)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the name that was probably meant, or an empty text."""
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), 1)
    return close[0] if close else ""


def error(message: str, hint: str = "", *, word: str = "", plain: bool = False) -> None:
    """Print what went wrong and what to do, to standard error; `plain` as the command's context is gone by then."""
    word = word or t("error:")
    lead = word if plain else click.style(word, fg="red", bold=True)
    text = "\n".join(map(clean, message.splitlines()))
    # Translators: “error:” and then what went wrong; without the space where a colon is wide already.
    click.echo(t("{error} {message}", error=lead, message=text), err=True)
    if hint:
        click.echo(f"  {clean(hint)}", err=True)


def unveil(said: "str | Phrase", people: Mapping[str, str]) -> str:
    """Return a sentence in the terminal's language, with names in place of people's ids.

    Names come first: a language may bend what it is given.
    """
    from playbook.core.persons import unveil as named
    from playbook.core.phrase import revived

    phrase = revived(named(said, people))
    return t(phrase) if phrase else str(named(said, people))


def english(said: "str | Phrase", people: Mapping[str, str]) -> str:
    """Return a sentence as programs get it: in English, with names in place of people's ids."""
    from playbook.core.persons import unveil as named

    return str(named(str(said), people))


def verdicts(found: Sequence[Any], people: Mapping[str, str], leader: str, *, every: bool) -> list[str]:
    """Return the lines of a gate: what stands in the way first, then what is waived, then what passed.

    What passed is one line for all of them, unless `every` is asked for.
    """
    blocking = [one for one in found if one.stands_in_the_way]
    waived = [one for one in found if one.status == "waived"]
    passed = [one for one in found if one.status == "pass"]
    blocking.sort(key=lambda one: one.status != "fail")
    columns = max((width(_label(one, leader)) for one in found), default=0) + 2
    lines = [line for one in (*blocking, *waived) for line in _verdict(one, people, leader, columns)]
    shown = passed if every else passed[:1] if len(passed) == 1 else []
    lines += [line for one in shown for line in _verdict(one, people, leader, columns)]
    if len(passed) > len(shown):
        rest = t("{n} condition passes", "{n} conditions pass", n=len(passed))
        lines.append(f"{mark('pass')} {rest} {faint('(--all)')}")
    return lines


def _label(verdict: Any, leader: str) -> str:
    name = term(str(verdict.condition))
    return name if verdict.subject == leader else f"{name} {glyph('·', '-')} {verdict.subject.partition('/')[2]}"


def _verdict(verdict: Any, people: Mapping[str, str], leader: str, columns: int) -> list[str]:
    head = f"{mark(verdict.status)} {pad(_label(verdict, leader), columns)}"
    if not verdict.stands_in_the_way:
        return _wrapped(head, unveil(verdict.found, people), columns)
    lines = _wrapped(head, unveil(verdict.needed, people), columns)
    lines += _wrapped("", t("found: {what}", what=unveil(verdict.found, people)), columns)
    names = [people.get(one, one).partition(" <")[0] for one in verdict.clears]
    parts = [t("where: {place}", place=verdict.where)] if verdict.where else []
    parts += [t("cleared by: {names}", names=names)] if names else []
    if parts:
        lines += _wrapped("", "   ".join(parts), columns, dim=True)
    if verdict.remedy:
        lines += _wrapped("", f"{glyph('→', '->')} {unveil(verdict.remedy, people)}", columns)
    if verdict.until:
        lines.append(" " * (columns + 2) + t("time alone clears it on {day}", day=day(verdict.until)))
    if verdict.command:
        lines.append(" " * (columns + 2) + click.style(clean(verdict.command), fg="cyan"))
    return lines


def fold(text: str, room: int) -> list[str]:
    """Return the text in lines of at most `room` columns, as far as its words let it; at least one line."""
    if width(text) != len(text):
        from playbook.cli.wide import fold as wide

        return wide(text, room, width)
    import textwrap

    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]


def _wrapped(head: str, text: str, columns: int, *, dim: bool = False) -> list[str]:
    """Return text behind a head, folded at the terminal's width (or 100 columns), every line at the same column."""
    indent = " " * (columns + 2)
    folded = fold(clean(text), max(40, terminal_width() - columns - 2))
    lines = [faint(line) if dim else line for line in folded]
    return [(head or indent) + lines[0], *(indent + line for line in lines[1:])]


def verdict_data(verdict: Any, people: Mapping[str, str]) -> dict[str, Any]:
    """Return a verdict for programs."""
    return {
        "condition": verdict.condition,
        "status": verdict.status,
        "subject": verdict.subject,
        "needed": english(verdict.needed, people),
        "found": english(verdict.found, people),
        "where": verdict.where,
        "cleared_by": [people.get(one, one) for one in verdict.clears],
        "remedy": str(verdict.remedy) if verdict.remedy else "",
        "command": verdict.command,
        "until": verdict.until,
        "waiver": verdict.waiver,
    }
