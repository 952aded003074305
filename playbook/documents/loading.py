"""Where templates come from: folders, the first wins, and nothing outside of them. Compiled ones are kept for the user.

Compiled templates are code, so they are never kept in a workspace: a stranger's could bring them along.
"""

import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any, NamedTuple

import jinja2
from jinja2.exceptions import TemplateNotFound

from playbook.core.phrase import say
from playbook.errors import TemplateProblem
from playbook.library import shipped

FOLDER = "documents/"
SUFFIX = ".md.j2"
SOURCE_LIMIT = 256 * 1024
"""Bytes of one template."""
CACHE_VERSION = "2"
"""Raised when the same source must compile to other code: jinja2's own key knows the source only."""
PAGES = "pages/"
"""Templates below this folder make pages of the program's own, no unit's documents."""
NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.j2")


class Loader(jinja2.BaseLoader):
    """Reads templates from folders, the first wins; nothing outside of them, not by `..` and not by a symlink."""

    def __init__(self, folders: Sequence[str]) -> None:
        """Look into `folders`; none of them has to exist."""
        self.folders = [os.path.realpath(folder) for folder in folders]
        self.asked: set[str] = set()
        """Paths that were looked at since this was last emptied, also those where nothing was."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return source, file name, and a check that says a template never changes while a program runs."""
        del environment
        path = self.path(template)
        if path is None:
            raise TemplateNotFound(template)
        return source(path, self.shown(path)), path, lambda: True

    def path(self, template: str) -> str | None:
        """Return the file of a template, None where there is none inside the folders."""
        for folder in self.folders if NAME.fullmatch(template) and ".." not in template else ():
            plain = os.path.join(folder, template)
            self.asked.add(plain)
            path = os.path.realpath(plain)
            if path.startswith(folder + os.sep) and os.path.isfile(path):
                return path
        return None

    def list_templates(self) -> list[str]:
        """Return the names of all templates, sorted."""
        return sorted({name for folder in self.folders for name in _below(folder) if NAME.fullmatch(name)})

    def shown(self, path: str) -> str:
        """Return a template's file as people know it: `templates/…`, `(shipped) templates/…`."""
        if not os.path.isabs(path):  # a name that no file has
            return f"templates/{path}"
        folder = next((one for one in self.folders if path.startswith(one + os.sep)), os.path.dirname(path))
        own = "(shipped) " if folder == os.path.realpath(shipped("templates")) else ""
        return f"{own}templates/{os.path.relpath(path, folder).replace(os.sep, '/')}"


class Kept(Loader):
    """Reads templates of a playbook that the files no longer have, from texts that were kept."""

    def __init__(self, version: str, manifest: str, text: Callable[[str], str | None]) -> None:
        """Take the list that `gather` made of the templates of `version`, and what finds a text by its hash."""
        super().__init__(())
        self._version, self._text = version, text
        self._hashes: dict[str, str] = json.loads(manifest)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return source, a path that no file has, and a check that says it never changes."""
        del environment
        path = self.path(template)
        text = self._text(self._hashes[template]) if path else None
        if path is None or text is None:
            raise TemplateNotFound(template)
        return text, path, lambda: True

    def path(self, template: str) -> str | None:
        """Return what tells a template's text from any other of its name, None where there is none."""
        digest = self._hashes.get(template)
        return f"{digest[:12]}/{template}" if digest else None

    def list_templates(self) -> list[str]:
        """Return the names of all templates, sorted."""
        return sorted(self._hashes)

    def shown(self, path: str) -> str:
        """Return a template as people know it, with the version of its playbook."""
        return f"(playbook {self._version}) templates/{path.partition('/')[2]}"


class Gathered(NamedTuple):
    """The templates that documents are made from."""

    manifest: str
    """JSON: hash of each text by the template's name."""
    texts: Mapping[str, str]
    """Text by its hash: SHA-256 of its UTF-8, hexadecimal."""


def gather(folders: Sequence[str]) -> Gathered:
    """Return the templates in these folders, the first wins; one that cannot be read is told when it is rendered."""
    loader, hashes, texts = Loader(folders), {}, {}
    for name in loader.list_templates():
        path = None if name.startswith(PAGES) else loader.path(name)
        with suppress(TemplateProblem, OSError):
            if path:
                text = source(path, loader.shown(path))
                hashes[name] = sha256(text.encode()).hexdigest()
                texts[hashes[name]] = text
    return Gathered(json.dumps(hashes, sort_keys=True, separators=(",", ":")), texts)


def source(path: str, shown: str) -> str:
    """Return the text of a template. TemplateProblem where it is too large or not UTF-8."""
    with open(path, "rb") as file:
        data = file.read(SOURCE_LIMIT + 1)
    place = shown.removeprefix("(shipped) ").removeprefix("templates/")
    if len(data) > SOURCE_LIMIT:
        said = say("{place}: {what}", place=shown, what=say("larger than {n} KiB", n=SOURCE_LIMIT // 1024))
        raise TemplateProblem(said, template=place, line=0, column=0, what=said.facts["what"])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        said = say("{place}: {what}", place=f"{shown}:{line}:1", what=say("not UTF-8"))
        raise TemplateProblem(said, template=place, line=line, column=1, what=said.facts["what"]) from error


def _below(folder: str) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")


def bytecode(folder: str | None) -> jinja2.BytecodeCache | None:
    """Return a cache in a folder that is this user's alone, or None where there can be none: it only saves time."""
    if folder is None:
        return None
    folder = os.path.join(folder, f"templates-{CACHE_VERSION}-{jinja2.__version__}")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
    return _Cache(folder) if own else None


class _Cache(jinja2.FileSystemBytecodeCache):
    """A cache that cannot be written (a full disk, a folder that was removed) is no reason to stop."""

    def dump_bytecode(self, bucket: Any) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)
