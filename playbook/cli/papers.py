"""Documents as they are named on the command line: by id, by path, or by the subject they belong to."""

import os
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import click

from playbook.app.world import World
from playbook.cli import show
from playbook.cli.command import Subject, is_id
from playbook.cli.tongue import t
from playbook.core.phrase import say
from playbook.errors import UsageError


class Papers(Subject):
    """`emea`, `emea/pilot`, `emea/pilot/charter`, or a path such as `documents/emea/pilot/charter.md`."""

    name = "document"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return what was typed, without a slash at the end."""
        text = str(value).rstrip("/")
        if not text or "\0" in text:
            said = show.clean(text)
            wrong = t("'{text}' is not a unit or a document (write emea, or emea/pilot/charter)", text=said)
            self.fail(wrong, param, ctx)
        return text


class Wanted(NamedTuple):
    """What was named."""

    units: list[str]
    """Units that were named, wholly or in part; all where nothing was."""
    documents: frozenset[str]
    """Ids of documents that were named alone, or belong to a subject that was."""
    known: frozenset[str]
    """Units that there are."""

    @classmethod
    def of(cls, world: World, named: Collection[str]) -> "Wanted":
        """Return what these names mean; UsageError where one of them is the name of nothing."""
        known = frozenset((*world.folder.units(), *world.ledger.units()))
        units: dict[str, None] = {}
        documents: set[str] = set()
        for name in named:
            if is_id(name):
                units[name] = None
                continue
            found = _found(world, name, known)
            documents |= found
            units |= dict.fromkeys(one.partition("/")[0] for one in found)
        for name in named if documents else ():
            documents |= set(_papers(world, [name])) if name in known else set()
        return cls(list(units) or sorted(known), frozenset(documents), known)


def _found(world: World, name: str, known: frozenset[str]) -> set[str]:
    """Return the ids of the documents that a name means."""
    path = _relative(world, name)
    unit = name.partition("/")[0]
    papers = _papers(world, [unit] if unit in known and not path else sorted(known))
    found = {one.id for one in papers.values() if name in (one.id, one.subject) or path in (one.path, f"{one.id}.md")}
    if not found:
        close = show.nearest(name, papers)
        hint = say("did you mean '{name}'?", name=close) if close else say("documents are named as emea/pilot/charter")
        raise UsageError(say("there is no document '{name}'", name=name), hint=hint)
    return found


def _papers(world: World, units: Iterable[str]) -> dict[str, Any]:
    from playbook.app.session import Session

    return {name: paper for unit in units for name, paper in Session(world, unit).state.papers.items()}


def _relative(world: World, name: str) -> str:
    """Return a path as it lies in the folder of documents; empty for what is no path."""
    if not name.lower().endswith(".md"):
        return ""
    top = os.path.join(os.path.abspath(world.folder.path), "documents")
    for start in (os.curdir, world.folder.path, top):
        place = os.path.relpath(os.path.abspath(os.path.join(start, name)), top)
        if not place.startswith("..") and os.path.lexists(os.path.join(top, place)):
            return place.replace(os.sep, "/")
    place = os.path.relpath(os.path.abspath(name), top)
    return name if place.startswith("..") else place.replace(os.sep, "/")
