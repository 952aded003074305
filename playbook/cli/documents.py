"""`sync`."""

import sys
from typing import Any

import click

from playbook.app.changes import UNSETTLED, unsettled
from playbook.app.session import nearest
from playbook.app.sync import Synced
from playbook.app.sync import sync as bring
from playbook.app.world import World
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.errors import ConfigurationError, PlaybookError, UsageError

LONG = 3
"""From so many units on, a bar shows how far it is."""


@command("playbook sync\nplaybook sync emea --check")
@click.argument("units", nargs=-1, type=Subject(unit=True))
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when something would change.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would change.")
@click.option("--restore", is_flag=True, help="Make documents that were deleted again.")
@pass_settings
def sync(settings: Settings, units: tuple[str, ...], *, check: bool, dry_run: bool, restore: bool) -> int:
    """Bring documents up to date: read back ticks and edits, merge in what changed, never lose a line.

    Running it twice changes nothing. Exit 4 when you and the engine changed the same lines.
    """
    world = settings.world()
    known = world.folder.units()
    for unit in units:
        if unit not in known and unit not in world.ledger.units():
            raise UsageError(f"there is no unit '{unit}'", hint=nearest(unit, known))
    done, errors = _all(
        settings,
        world,
        list(units) or sorted({*known, *world.ledger.units()}),
        write=not (check or dry_run),
        restore=restore,
    )
    data = [_data(one) for one in done]
    changes = [change for one in done for change in one.changes]
    for line in show.changes(changes, "documents"):
        settings.say(line)
    total = show.plural(sum(one.documents for one in done), "document")
    if done or not errors:  # of units that could not be read there is nothing to say but why
        settings.say(", ".join([total, f"{len(changes)} touched" if changes else "all up to date"]))
    if any(change.what in UNSETTLED for change in changes):
        error = unsettled(changes, "everything else is done")
        error.facts["data"] = {"units": data}
        raise error
    _raise(errors)
    settings.data(data)
    return int(check and bool(changes))


def _all(settings: Settings, world: World, units: list[str], **how: Any) -> tuple[list[Synced], list[PlaybookError]]:
    """Return what was done to each unit, and what kept others from being done: one bad file stops no other unit."""
    done: list[Synced] = []
    errors: list[PlaybookError] = []
    hidden = len(units) < LONG or settings.quiet or settings.json or not sys.stderr.isatty()
    with click.progressbar(units, label="documents", file=sys.stderr, hidden=hidden) as bar:
        for unit in bar:
            try:
                done.append(bring(world, unit, **how))
            except PlaybookError as error:
                errors.append(error)
    return done, errors


def _raise(errors: list[PlaybookError]) -> None:
    """Raise what went wrong, the problems of all files at once."""
    problems = [one for error in errors if isinstance(error, ConfigurationError) for one in error.problems]
    if problems and all(isinstance(error, ConfigurationError) for error in errors):
        raise ConfigurationError(list(dict.fromkeys(problems)), files=len({one.file for one in problems}))
    if errors:
        raise errors[0]


def _data(one: Synced) -> dict[str, Any]:
    return {"unit": one.unit, "documents": one.documents, "changes": [change.data() for change in one.changes]}
