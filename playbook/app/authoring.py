"""A document of one's own: a template to begin with, and the stage that owes it. Nothing is ever overwritten."""

import os
import re
from dataclasses import replace
from typing import NamedTuple

from playbook.app import trial
from playbook.app.preview import meant
from playbook.app.skeleton import skeleton
from playbook.app.world import World
from playbook.config.mapedit import Unclear, with_document
from playbook.config.states import read_map
from playbook.core.model import ID_PATTERN
from playbook.core.phrase import say
from playbook.core.shape import plain
from playbook.core.stagemap import StageMap
from playbook.errors import PlaybookError, UsageError

MACHINES = {"unit": "rollout", "wave": "wave", "squad": "squad"}
"""The stage map of each kind of subject that can owe a document."""
TEMPLATES = "templates/documents"


class Made(NamedTuple):
    """What a new document needed."""

    template: str
    """The file of its template, below the workspace."""
    map: str
    """The stage map that owes it now; empty where it was left alone."""
    stage: str
    override: bool


def new_document(world: World, name: str, kind: str = "squad", *, stage: str = "", override: bool = False) -> Made:
    """Make a template in the workspace, and let a stage owe it where one is given.

    `override` copies the shipped template (or partial) of that name instead, to be changed.

    Raises:
        UsageError: the name cannot be used, is taken, or there is no such stage.
        ConfigurationError: the stage map has mistakes already.
    """
    file = f"{TEMPLATES}/{name}{trial.SUFFIX}"
    source = _copy(name) if override else _fresh(world, name, kind)
    if os.path.lexists(os.path.join(world.folder.path, file)):
        text = say("{file} is there already, and is not overwritten", file=file)
        raise UsageError(text, hint=say("see what it gives: playbook preview SUBJECT {name}", name=name))
    owing = _owing(world, name, kind, stage) if stage else None
    _write(world, file, source)
    if owing and owing.changed:
        _replace(world, owing.file, owing.text)
    return Made(file, owing.file if owing else "", stage, override)


def _fresh(world: World, name: str, kind: str) -> str:
    if not re.fullmatch(ID_PATTERN, name):
        text = say("'{name}' cannot be the name of a document: small letters, digits and '-'", name=name)
        tidy = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:63].strip("-")
        raise UsageError(text, hint=say("did you mean '{name}'?", name=tidy) if tidy else "")
    if name in world.renderer("en").templates() and not _is_own(world, name):
        text = say("there is a shipped document '{name}'", name=name)
        raise UsageError(text, hint=say("to change it: playbook new document {name} --override", name=name))
    return skeleton(name, kind)


def _is_own(world: World, name: str) -> bool:
    return name in world.folder.own_templates()


def _copy(name: str) -> str:
    from importlib.metadata import version

    known = trial.shipped_names()
    if name not in known:
        raise UsageError(say("there is no shipped document '{name}'", name=name), hint=meant(name, known))
    return trial.copied(name, version("squad-playbook")) + trial.shipped_source(name)


class Owing(NamedTuple):
    """A stage map with the document in it."""

    file: str
    text: str
    changed: bool


def _owing(world: World, name: str, kind: str, stage: str) -> Owing:
    """Return the workspace's stage map (the shipped one where it has none) with the document under the stage."""
    from playbook.gates import CONDITIONS

    machine = MACHINES[kind]
    found = world.folder.stage_map(machine)
    if found is None:
        raise UsageError(say("there is no stage map '{name}'", name=machine))
    told, raw = found
    options = {condition: module.OPTIONS for condition, module in CONDITIONS.items()}
    templates = [*world.folder.templates(), name]
    before = read_map(raw, told, conditions=options, templates=templates)
    stages = [one.id for one in before.stages]
    if stage not in stages:
        text = say("there is no stage '{stage}' in states/{machine}.yaml", stage=stage, machine=machine)
        raise UsageError(text, hint=meant(stage, stages))
    file = f"states/{machine}.yaml"
    if name in before.stage(stage).documents:
        return Owing(file, "", changed=False)
    try:
        changed = with_document(raw, told, stage, name)
        after = read_map(changed.encode(), file, conditions=options, templates=templates)
    except (Unclear, PlaybookError):
        changed, after = "", None
    if after is None or plain(after) != plain(_with(before, stage, name)):
        what = say("{file} is written in a way that this command does not dare to change", file=told)
        raise UsageError(what, hint=say("add '{name}' to the documents of '{stage}' by hand", name=name, stage=stage))
    return Owing(file, changed, changed=True)


def _with(stage_map: StageMap, stage: str, document: str) -> StageMap:
    """Return the map as it should be: this stage owes one document more, and nothing else is different."""
    stages = tuple(
        replace(one, documents=(*one.documents, document)) if one.id == stage else one for one in stage_map.stages
    )
    return replace(stage_map, stages=stages)


def _write(world: World, file: str, text: str) -> None:
    path = os.path.join(world.folder.path, *file.split("/"))
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="") as opened:
            opened.write(text)
    except OSError as error:
        why = error.strerror or ""
        raise PlaybookError(say("cannot write {file}: {why}", file=file, why=why)) from None


def _replace(world: World, file: str, text: str) -> None:
    """Write a stage map whole or not at all."""
    fresh = f"{file}.new"
    _write(world, fresh, text)
    top = world.folder.path
    os.replace(os.path.join(top, *fresh.split("/")), os.path.join(top, *file.split("/")))
