"""What the unit that a command line is about calls its squads, for the terminal."""

from typing import TYPE_CHECKING, Any

import click

from playbook.cli import tongue

if TYPE_CHECKING:
    from playbook.app.world import World


def listen(world: "World") -> None:
    """Let the terminal call squads what the unit calls them that the command line is about."""
    context = click.get_current_context(silent=True)
    given = context.params if context else {}
    subject = given.get("subject") or given.get("unit")
    if isinstance(subject, str):
        unit = subject.partition("/")[0]
        tree = world.ledger.tree(unit)
        tongue.call(tree.get("squad_word") if tree else _written(world, unit))


def _written(world: "World", unit: str) -> Any:
    """Return the word for a squad in the file of a unit that nothing has happened to; None for ours, or for no word."""
    from playbook.config.source import read

    found = read(world.folder.read(f"units/{unit}.yaml") or b"", unit).data
    word = found.get("squad_word") if isinstance(found, dict) else None
    if isinstance(word, dict):
        return word if "one" in word and all(isinstance(part, str) for part in word.values()) else None
    return word if isinstance(word, str) else None
