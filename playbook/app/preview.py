"""One document as it would be generated now, before any stage owes it. Nothing is recorded, nothing is written."""

import os
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from playbook.app.desk import open_desk
from playbook.app.playbooks import renderer
from playbook.app.session import Session
from playbook.app.world import World
from playbook.core.phrase import Phrase, say
from playbook.documents.view import view
from playbook.errors import UsageError


class Preview(NamedTuple):
    """A document that is not on disk."""

    subject: str
    template: str
    language: str
    text: str
    """As it would be generated, without the header."""
    before: str
    """As it was generated last; empty where it never was."""
    items: tuple[Mapping[str, Any], ...]


def preview(world: World, subject: str, template: str, language: str = "") -> Preview:
    """Return a subject's document in its unit's language, or in another one.

    Raises:
        UsageError: there is no such subject, template or language.
        TemplateProblem: the template is wrong, or does not fit what the subject is.
    """
    session, _ = open_desk(world, subject.partition("/")[0])
    session.scene.machine(subject)
    language = _language(world, language or session.configuration.language)
    found = renderer(session, language)
    known = found.templates()
    if template not in known:
        text = say("there is no template '{name}'", name=template)
        raise UsageError(text, hint=meant(template, known))
    ticks = session.state.standing(subject).ticks
    rendering = found.render(template, seen(session, subject, language), ticks)
    paper = session.state.papers.get(f"{subject}/{template}")
    before = session.text(paper.revision) or "" if paper else ""
    return Preview(subject, template, language, rendering.text, before, tuple(rendering.items))


def seen(session: Session, subject: str, language: str) -> dict[str, Any]:
    """Return what the documents of a subject see, in a language."""
    scene = session.scene
    maps = {name: machine.map for name, machine in scene.machines.items()}
    words = session.world.words(language)
    return view(session.state, maps, scene.waves, subject, session.configuration.organisation, words)


def _language(world: World, code: str) -> str:
    known = world.languages()
    if code not in known:
        raise UsageError(say("there is no language '{code}'", code=code), hint=meant(code, known))
    return code


def meant(name: str, known: Sequence[str]) -> Phrase:
    """Return a hint: the name that was probably meant, or all there are."""
    close = get_close_matches(name, known, 1)
    if close:
        return say("did you mean '{name}'?", name=close[0])
    return say("there are: {names}", names=", ".join(known))


Marks = tuple[tuple[str, int, int], ...]


class Window:
    """A preview that is looked at again and again while its files change."""

    def __init__(self, world: World, subject: str, template: str, language: str = "") -> None:
        """Watch a subject's document; nothing is read yet."""
        self._world, self._subject, self._template, self._asked = world, subject, template, language
        self._spoken = ""
        self.name = f"{subject}/{template}"

    def look(self) -> Preview:
        """Return the document as its files and the ledger are now; raises what `preview` does."""
        if self._spoken:
            self._world.renderer(self._spoken).refresh()
        else:
            unit = self._subject.partition("/")[0]
            self._spoken = self._asked or open_desk(self._world, unit)[0].configuration.language
        return preview(self._world, self._subject, self._template, self._asked)

    def marks(self) -> tuple[Marks, Any]:
        """Return what changes when the preview may change: time and size of each file it is made from, the ledger.

        Files that a template could be found in, and is not, are among them.
        """
        folder, unit = self._world.folder, self._subject.partition("/")[0]
        files = [os.path.join(folder.path, name) for name in ("playbook.yaml", f"units/{unit}.yaml")]
        files += [os.path.join(folder.path, "states", f"{name}.yaml") for name in folder.own_maps()]
        files += sorted(self._world.renderer(self._spoken).sources()) if self._spoken else []
        return tuple(_mark(path) for path in files), self._world.ledger.heads(unit)


def _mark(path: str) -> tuple[str, int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return path, 0, -1
    return path, found.st_mtime_ns, found.st_size
