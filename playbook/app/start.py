"""A new workspace, made from an example."""

import json
import os
import shutil

from playbook.config import schema
from playbook.core.phrase import say
from playbook.errors import PlaybookError, UsageError

SCHEMAS = {"unit": schema.unit_schema, "playbook": schema.workspace_schema, "states": schema.map_schema}
"""JSON Schema of each kind of file, by the name it has in the folder `schema/`."""
IGNORED = ".playbook/store.json\n.playbook/stamps/\n"


def start(example: str, folder: str) -> list[str]:
    """Copy an example to `folder`, with schemas for editors; return the files made, relative to it.

    Raises:
        UsageError: the folder is a workspace already, or it holds files that would be overwritten.
    """
    if os.path.exists(os.path.join(folder, "playbook.yaml")):
        raise UsageError(say("{folder} is a workspace already", folder=folder), hint="playbook -C DIR check")
    wanted = _files(example)
    taken = [name for name in wanted if os.path.lexists(os.path.join(folder, name))]
    if taken:
        text = say("{folder} already has {files}", folder=folder, files=taken)
        raise UsageError(text, hint=say("choose an empty folder"))
    try:
        for name in wanted:
            target = os.path.join(folder, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copyfile(os.path.join(example, name), target)
        made = [*wanted, *_schemas(folder)]
        with open(os.path.join(folder, ".gitignore"), "a", encoding="utf-8") as file:
            file.write(IGNORED)
    except OSError as error:
        place = error.filename or folder
        raise PlaybookError(say("cannot write {path}: {reason}", path=place, reason=error.strerror)) from None
    return sorted(made)


def _files(example: str) -> list[str]:
    found = []
    for place, _, names in os.walk(example):
        found += [os.path.relpath(os.path.join(place, name), example) for name in names]
    return sorted(name for name in found if "__pycache__" not in name)


def _schemas(folder: str) -> list[str]:
    os.makedirs(os.path.join(folder, "schema"), exist_ok=True)
    made = []
    for name, make in SCHEMAS.items():
        made.append(os.path.join("schema", f"{name}.json"))
        with open(os.path.join(folder, made[-1]), "w", encoding="utf-8") as file:
            json.dump(make(), file, indent=2)
            file.write("\n")
    return made
