"""What happened to documents, a line for each: loaded by the commands that write them, never by `status`."""

import functools
from collections.abc import Iterable
from typing import Any

import click

from playbook.cli.show import clean, faint, pad, width
from playbook.cli.tongue import t
from playbook.core.phrase import say

SIGNS = {
    "new": ("+", "green"),
    "updated": ("~", "cyan"),
    "merged": ("~", "cyan"),
    "ticked": ("~", "cyan"),
    "restored": ("+", "green"),
    "conflict": ("!", "red"),
    "unmerged": ("!", "red"),
    "missing": ("-", "yellow"),
    "unreadable": ("!", "red"),
    "rescued": ("!", "yellow"),
    "moved": ("~", "cyan"),
    "copy": ("!", "yellow"),
    "empty": ("-", "yellow"),
    "locked": ("!", "yellow"),
    "unwritten": ("!", "red"),
}
WHAT = {
    "new": say("new"),
    "updated": say("updated"),
    "merged": say("merged"),
    "ticked": say("ticked"),
    "restored": say("restored"),
    "moved": say("moved"),
    "copy": say("a copy, left alone"),
    "unmerged": say("NOT MERGED: both sides changed it; left as it is"),
    "rescued": say("a text that was saved at the moment another command was killed; keep what you need of it"),
    "missing": say("deleted by someone; left out (playbook sync --restore brings it back)"),
    "empty": say("emptied by someone; left as it is (playbook sync --restore fills it again)"),
    "unreadable": say("NOT READ, left as it is"),
    "locked": say("NOT WRITTEN"),
    "unwritten": say("NOT WRITTEN"),
}


def lines(found: Iterable[Any], folder: str) -> list[str]:
    """Return a line for each document that changed or that a person must look at."""
    rows = []
    for one in sorted(found, key=lambda change: change.path):
        sign, colour = SIGNS[one.what]
        rows.append((click.style(sign, fg=colour, bold=True), clean(f"{folder}/{one.path}"), _change(one)))
    columns = max((width(row[1]) for row in rows), default=0)
    return ["  ".join((sign, pad(path, columns), text)) for sign, path, text in rows]


def _change(change: Any) -> str:
    parts = [_what(change)]
    if change.kept:
        parts.append(t("your {n} line kept", "your {n} lines kept", n=change.kept))
    if change.ticks:
        parts.append(t("{n} tick read back", "{n} ticks read back", n=change.ticks))
    if change.what == "updated" and (change.added or change.removed):
        parts.append(faint(t("+{added} -{removed} lines", added=change.added, removed=change.removed)))
    # Translators: what happened to a document, and what else.
    told = functools.reduce(lambda what, more: t("{what}, {more}", what=what, more=more), parts)
    if not change.why:
        return told
    why = clean(change.why if isinstance(change.why, str) else t(change.why))
    return why if told == t(WHAT["moved"]) else t("{what}: {why}", what=told, why=why)


def _what(change: Any) -> str:
    """Return what happened to a document."""
    if change.what != "conflict":
        return t(WHAT[change.what]) if change.what in WHAT else str(change.what)
    word = click.style(t("CONFLICT"), fg="red", bold=True)
    n = len(change.lines)
    if change.branches:
        return t(
            "{conflict} at line {lines}: two branches changed the same lines (playbook resolve)",
            "{conflict} at lines {lines}: two branches changed the same lines (playbook resolve)",
            conflict=word,
            lines=list(map(str, change.lines)),
            n=n,
        )
    if not n:
        return t("{conflict}: you and the engine changed the same lines", conflict=word)
    return t(
        "{conflict} at line {lines}: you and the engine changed the same lines (playbook resolve)",
        "{conflict} at lines {lines}: you and the engine changed the same lines (playbook resolve)",
        conflict=word,
        lines=list(map(str, change.lines)),
        n=n,
    )
