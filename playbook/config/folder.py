"""A workspace's folder: which files people write, where they lie, and their bytes. Nothing is understood here."""

import os
from collections.abc import Iterator

from playbook.errors import ConfigurationError, Problem
from playbook.library import shipped

NAME = "playbook.yaml"
LARGEST = 8 << 20
"""Bytes of a file that are read at most (and one more, so that the reader sees that it is too large)."""


class Folder:
    """The files of a workspace, by the paths that messages show (relative to it, with `/`)."""

    def __init__(self, path: str) -> None:
        """Take the workspace at `path`; nothing is read yet."""
        self.path = path
        self._kept: dict[str, tuple[tuple[int, int, int], bytes | None]] = {}

    def units(self) -> list[str]:
        """Return the ids of all unit files, sorted: the names of `units/*.yaml`."""
        try:
            names = os.listdir(os.path.join(self.path, "units"))
        except OSError:
            return []
        return sorted(name[:-5] for name in names if name.endswith(".yaml") and not name.startswith("."))

    def paths(self) -> list[str]:
        """Return the paths that have a stage map: `incremental`, and `NAME` of each `rollout-NAME.yaml`."""
        found = {name for folder in self._folders("states") for name in _listed(folder, ".yaml")}
        return ["incremental", *sorted(name[8:] for name in found if name.startswith("rollout-"))]

    def templates(self) -> list[str]:
        """Return the names of all document templates, the workspace's own and the shipped ones."""
        folders = (os.path.join(folder, "documents") for folder in self.template_folders())
        return sorted({name for folder in folders for name in _listed(folder, ".md.j2") if not name.startswith("_")})

    def template_folders(self) -> list[str]:
        """Return the folders that templates are looked for in, the workspace's own first."""
        return list(self._folders("templates"))

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file of the workspace, at most a little more than is allowed; None if there is none.

        Raises:
            ConfigurationError: the system does not let us read it.
        """
        return _bytes(os.path.join(self.path, *name.split("/")), name)

    def stage_map(self, name: str) -> tuple[str, bytes] | None:
        """Return (path to show, bytes) of a stage map: the workspace's own, else the shipped one, else None."""
        file = f"states/{name}.yaml"
        own = self._shared(os.path.join(self.path, "states", f"{name}.yaml"), file)
        if own is not None:
            return file, own
        raw = self._shared(os.path.join(shipped("states"), f"{name}.yaml"), f"(shipped) {file}")
        return None if raw is None else (f"(shipped) {file}", raw)

    def _shared(self, path: str, name: str) -> bytes | None:
        """Return the bytes of a file that every unit asks for: read again only where it is another file by now."""
        try:
            state = os.stat(path)
        except FileNotFoundError:
            return None
        except OSError:
            return _bytes(path, name)
        now = (state.st_ino, state.st_size, state.st_mtime_ns)
        before = self._kept.get(path)
        if before is None or before[0] != now:
            self._kept[path] = before = (now, _bytes(path, name))
        return before[1]

    def strays(self) -> list[str]:
        """Return the files in `units/` that look like a unit's and are never read."""
        found = _listed(os.path.join(self.path, "units"), "")
        return sorted(name for name in found if name.endswith((".yml", ".YAML", ".YML", ".json")))

    def own_templates(self) -> list[str]:
        """Return the names of the document templates that the workspace brings itself."""
        found = _listed(os.path.join(self.path, "templates", "documents"), ".md.j2")
        return sorted(name for name in found if not name.startswith("_"))

    def own_maps(self) -> list[str]:
        """Return the names of the stage maps that the workspace brings itself."""
        return sorted(_listed(os.path.join(self.path, "states"), ".yaml"))

    def leads_out(self, kind: str) -> bool:
        """Return whether a folder of the workspace is a link to somewhere else, which is not the workspace's."""
        top, own = os.path.realpath(self.path), os.path.join(self.path, kind)
        return os.path.islink(own) and not os.path.realpath(own).startswith(top + os.sep)

    def _folders(self, kind: str) -> Iterator[str]:
        own = os.path.join(self.path, kind)
        if os.path.isdir(own) and not self.leads_out(kind):
            yield own
        yield shipped(kind)


def _listed(folder: str, ending: str) -> list[str]:
    try:
        return [name.removesuffix(ending) for name in os.listdir(folder) if name.endswith(ending)]
    except OSError:
        return []


def _bytes(path: str, name: str) -> bytes | None:
    """Read a regular file; a pipe or a device would never end, so it counts as too large to be one of ours."""
    try:
        if not os.path.isfile(path):
            return None
        with open(path, "rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        from playbook.core.phrase import say

        told = say("it cannot be read: {reason} (check its permissions)", reason=error.strerror)
        raise ConfigurationError([Problem(name, 0, 0, told)]) from None
