"""Stage maps drawn."""

from playbook.config.folder import Folder
from playbook.config.states import read_map
from playbook.core.machine import mermaid
from playbook.core.phrase import Phrase, say
from playbook.errors import UsageError
from playbook.gates import CONDITIONS


def draw(folder: Folder, machine: str) -> str:
    """Return a stage map as a Mermaid state diagram.

    Raises:
        UsageError: there is no such stage map.
        ConfigurationError: it has problems.
    """
    found = folder.stage_map(machine)
    if found is None:
        paths = [f"rollout-{path}" for path in folder.paths() if path != "incremental"]
        names = ["rollout", *paths, "wave", "squad"]
        raise UsageError(_no_map(machine), hint=say("there are: {names}", names=names))
    name, raw = found
    options = {condition: module.OPTIONS for condition, module in CONDITIONS.items()}
    return mermaid(read_map(raw, name, conditions=options, templates=folder.templates()))


def _no_map(machine: str) -> Phrase:
    return say("there is no stage map '{machine}'", machine=machine)
