"""Checklists of the workspace's own, looked at in every rendering: three pauses, nine items each at most."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from playbook.app.desk import open_desk
from playbook.app.preview import seen
from playbook.app.session import Session
from playbook.app.world import World
from playbook.core.phrase import say
from playbook.documents.pauses import Flaw, Shape, flaws, is_checklist, line_of, shape
from playbook.errors import PlaybookError, Problem


class Shapes(NamedTuple):
    """What is wrong with the shape of checklists."""

    problems: tuple[Problem, ...]
    """Of templates that say themselves which shape they have."""
    warnings: tuple[Problem, ...]
    """Of all others."""


def checklists(world: World, units: list[str]) -> Shapes:
    """Return the flaws of the workspace's own checklists on every unit, wave and squad whose stages name them."""
    sources = {name: _source(world, name) for name in world.folder.own_templates()}
    own = {name: source for name, source in sources.items() if is_checklist(name, source)}
    found: dict[bool, dict[Problem, None]] = {True: {}, False: {}}
    for unit in units if own else ():
        for name, flaw in _flaws(world, unit, own):
            file, stated = f"templates/documents/{name}.md.j2", shape(own[name]).stated
            found[stated][Problem(file, line_of(flaw.item, own[name]), 1, flaw.what)] = None
    return Shapes(tuple(found[True]), tuple(found[False]))


def _source(world: World, name: str) -> str:
    path = os.path.join(world.folder.path, "templates", "documents", f"{name}.md.j2")
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def _flaws(world: World, unit: str, own: dict[str, str]) -> Iterator[tuple[str, Flaw]]:
    try:
        session, _ = open_desk(world, unit)
    except PlaybookError:
        return  # told where the unit's own file is read
    for subject in session.scene.subjects():
        stages = session.machines[session.scene.machine(subject)].map.stages
        named = {document for stage in stages for document in stage.documents}
        for name in sorted(named & set(own)):
            for flaw in _rendered(session, subject, name, shape(own[name])):
                yield name, flaw


def _rendered(session: Session, subject: str, name: str, wanted: Shape) -> list[Flaw]:
    language = session.configuration.language
    try:
        rendering = session.world.renderer(language).render(name, seen(session, subject, language), {})
    except PlaybookError:
        return []  # told where templates are tried
    return [_with_remedy(flaw, wanted) for flaw in flaws(rendering.text, wanted)]


def _with_remedy(flaw: Flaw, wanted: Shape) -> Flaw:
    line = f"{{# checklist: {wanted.pauses} pauses, {wanted.most} items #}}"
    if wanted.stated:
        return flaw._replace(what=say("{flaw}; its own line '{line}' says so", flaw=flaw.what, line=line))
    return flaw._replace(what=say("{flaw}; if it is meant so, say it: '{line}'", flaw=flaw.what, line=line))
