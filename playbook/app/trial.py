"""The workspace's own templates, tried: what can be seen without rendering them, then on every subject they fit."""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from playbook.app.desk import open_desk
from playbook.app.preview import seen
from playbook.app.session import Session
from playbook.app.world import World
from playbook.config.folder import Folder
from playbook.core.phrase import say
from playbook.errors import PlaybookError, Problem, TemplateProblem
from playbook.library import shipped

DOCUMENTS = os.path.join("templates", "documents")
SUFFIX = ".md.j2"
COPIED = re.compile(r"\{# copied from the shipped [^ ]+ of squad-playbook ([^ ]+), sha256 ([0-9a-f]{12})")
HEAD = 400
"""Characters at the start of a template in which the line about its copy stands."""


class Override(NamedTuple):
    """A template or partial of the workspace that is used instead of the shipped one."""

    file: str
    version: str
    """The version of the playbook it was copied from; empty where nobody noted it."""
    changed: bool
    """Whether the shipped one is no longer what it was when it was copied."""


def problems(world: World, units: list[str]) -> list[Problem]:
    """Return what is wrong with the workspace's own templates and partials, in the order of files and lines.

    What is rendered with them is tried on every unit, wave and squad whose stages name it, whether it is owed yet or
    not; a template that no stage names, on all kinds of subjects, and it is right when it fits one of them.
    """
    if world.folder.leads_out("templates"):
        return [Problem("templates", 0, 0, say("this link leads out of the workspace: nothing in it is used"))]
    own = _own(world.folder)
    if not own:
        return []
    found: list[TemplateProblem] = []
    for name in own:
        found += world.renderer("en").problems(name)
    for unit in units:
        found += _tried(world, unit, own)
    unique = {(_place(error), str(error.facts.get("what"))): error for error in reversed(found)}
    return sorted(map(_problem, unique.values()), key=lambda one: (one.file, one.line, one.column))


def _own(folder: Folder) -> list[str]:
    return sorted(_listed(os.path.join(folder.path, DOCUMENTS)))


def _listed(folder: str) -> list[str]:
    try:
        return [name.removesuffix(SUFFIX) for name in os.listdir(folder) if name.endswith(SUFFIX)]
    except OSError:
        return []


def _tried(world: World, unit: str, own: list[str]) -> Iterator[TemplateProblem]:
    try:
        session, _ = open_desk(world, unit)
    except PlaybookError:
        return  # told where the unit's own file is read
    kinds = _kinds(session)
    there = world.renderer(session.configuration.language).templates()  # a unit may keep to maps of another playbook
    partials = any(name.startswith("_") for name in own)
    named = {template for kind in kinds for template in _named(session, kind)}
    for kind, subjects in kinds.items():
        for template in sorted(_named(session, kind)):
            if template in own or (partials and template in there):
                yield from _rendered(world, session, subjects, template)
    for template in own:
        if template not in named and not template.startswith("_"):
            yield from min((_rendered(world, session, one, template) for one in kinds.values() if one), key=len)


def _kinds(session: Session) -> Mapping[str, list[str]]:
    """Return the subjects of each kind; the squads come first, most templates are theirs."""
    found: dict[str, list[str]] = {"squad": [], "rollout": [], "wave": []}
    for subject in session.scene.subjects():
        found[session.scene.machine(subject)].append(subject)
    return found


def _named(session: Session, kind: str) -> set[str]:
    return {one for stage in session.machines[kind].map.stages for one in stage.documents}


def _rendered(world: World, session: Session, subjects: list[str], template: str) -> list[TemplateProblem]:
    """Return what is wrong with a template on these subjects: unknown names at once, then what rendering meets."""
    language = session.configuration.language
    renderer = world.renderer(language)
    found: list[TemplateProblem] = []
    for subject in subjects:
        sight = seen(session, subject, language)
        if subject == subjects[0]:
            found += renderer.problems(template, sight)
        try:
            renderer.render(template, sight, session.state.standing(subject).ticks)
        except TemplateProblem as error:
            if _place(error) not in map(_place, found):
                found.append(error)
    return found


def _place(error: TemplateProblem) -> tuple[str, int]:
    return str(error.facts.get("template")), int(error.facts.get("line", 0))


def _problem(error: TemplateProblem) -> Problem:
    facts = error.facts
    file, line, column = facts.get("file", f"templates/{facts['template']}"), facts["line"], facts["column"]
    what, chain = facts["what"], facts.get("chain")
    if chain:
        what = say("{what} (included by {chain})", what=what, chain=", ".join(chain))
    return Problem(file, line, column or 1, what)


def overrides(folder: Folder) -> list[Override]:
    """Return the templates and partials of the workspace that stand before a shipped one, by name."""
    theirs = shipped_names()
    return [_override(folder, name) for name in _own(folder) if name in theirs]


def shipped_names() -> list[str]:
    """Return the names of the shipped templates and partials, sorted."""
    return sorted(_listed(os.path.join(shipped("templates"), "documents")))


def _override(folder: Folder, name: str) -> Override:
    file = f"templates/documents/{name}{SUFFIX}"
    try:
        with open(os.path.join(folder.path, file), encoding="utf-8", errors="replace") as opened:
            noted = COPIED.search(opened.read(HEAD))
    except OSError:
        noted = None
    if not noted:
        return Override(file, "", changed=False)
    return Override(file, noted[1], changed=noted[2] != fingerprint(shipped_source(name)))


def shipped_source(name: str) -> str:
    """Return the source of a shipped template or partial."""
    with open(os.path.join(shipped("templates"), "documents", f"{name}{SUFFIX}"), encoding="utf-8") as file:
        return file.read()


def fingerprint(source: str) -> str:
    """Return what a template is recognised by."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def copied(name: str, version: str) -> str:
    """Return the line that notes where a copy comes from, for `overrides` to read."""
    told = "`playbook check` says when that one has changed"
    return (
        f"{{# copied from the shipped {name} of squad-playbook {version}, "
        f"sha256 {fingerprint(shipped_source(name))}: {told} #}}\n"
    )
