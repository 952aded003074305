"""`sync`."""

import sys
from collections.abc import Iterable
from typing import Any

import click

from playbook.app.changes import LEFT, UNSETTLED, Change, left_out, unsettled
from playbook.app.session import nearest
from playbook.app.sync import Synced
from playbook.app.sync import sync as bring
from playbook.app.world import World
from playbook.cli import changed, show
from playbook.cli.command import Settings, command, pass_settings
from playbook.cli.papers import Papers, Wanted
from playbook.cli.tongue import t
from playbook.core.phrase import say
from playbook.errors import ConfigurationError, PlaybookError, UsageError

LONG = 3
"""From so many units on, a bar shows how far it is."""
TOLD = ("copy", "missing", "empty")
"""What is told of a document though nothing would be written."""


@command("playbook sync\nplaybook sync emea --check\nplaybook sync --restore emea/pilot/charter")
@click.argument("units", nargs=-1, metavar="[UNIT | DOCUMENT]...", type=Papers())
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when something would change (for CI).")
@click.option("--diff", is_flag=True, help="Write nothing; show every line that would change.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would change.")
@click.option("--restore", is_flag=True, help="Make documents that were deleted or emptied again: all, or those named.")
@pass_settings
def sync(settings: Settings, /, units: tuple[str, ...], *, restore: bool, **look: bool) -> int:
    """Bring documents up to date: read back ticks and edits, merge in what changed, never lose a line.

    Running it twice changes nothing. Exit 4 when you and the engine changed the same lines, 1 when a file could not be
    read or written. With --restore documents may be named: emea/pilot/charter, or their path.
    """
    write, diff = not any(look.values()), look["diff"]
    world = settings.world(writing=write)
    wanted = _wanted(world, units, restore=restore)
    done, errors = _all(settings, world, wanted.units, write=write, restore=wanted.documents or restore)
    changes = [change for one in done for change in one.changes]
    for line in _diff(done) if diff else changed.lines(changes, "documents"):
        settings.say(line)
    for remark in [remark for one in done for remark in one.remarks]:
        settings.say(t(remark))
    if not diff and (done or not errors):  # of units that could not be read there is nothing to say but why
        touched = sum(one.path.endswith(".md") for one in changes)  # a picture goes with its report
        settings.say(_total(sum(one.documents for one in done), touched or len(changes)))
    data = [_data(one, diff=diff) for one in done]
    _refuse(changes, data)
    _raise(errors)
    settings.data(data)
    return int(look["check"] and any(change.what not in TOLD for change in changes))


def _wanted(world: World, named: tuple[str, ...], *, restore: bool) -> Wanted:
    wanted = Wanted.of(world, named)
    for unit in wanted.units:
        if unit not in wanted.known:
            raise UsageError(say("there is no unit '{unit}'", unit=unit), hint=nearest(unit, world.folder.units()))
    if wanted.documents and not restore:
        text = say("sync works on whole units; '{document}' is a part of one", document=min(wanted.documents))
        raise UsageError(text, hint=say("to make a deleted document again: playbook sync --restore DOCUMENT"))
    return wanted


def _total(documents: int, touched: int) -> str:
    total = t("{n} document", "{n} documents", n=documents)
    state = t("{n} touched", "{n} touched", n=touched) if touched else t("all up to date")
    return t("{documents}, {state}", documents=total, state=state)


def _diff(done: Iterable[Synced]) -> list[str]:
    """Return a unified diff of what would be written, coloured where a terminal shows it."""
    from difflib import unified_diff

    lines = []
    for one in done:
        for path, before, after in one.differences:
            old, new = (f"documents/{path}", f"documents/{path}") if before else ("/dev/null", f"documents/{path}")
            shown = unified_diff(before.split("\n"), after.split("\n"), old, new, lineterm="")
            lines += [_coloured(show.clean(line)) for line in shown]
    return lines


def _coloured(line: str) -> str:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    if line.startswith(("+++", "---")):
        return show.strong(line)
    return click.style(line, fg=colours[line[0]]) if line[:1] in colours else line


def _refuse(changes: list[Change], data: list[dict[str, Any]]) -> None:
    """Raise what a person has to settle or mend; everything else is done by then, and stands in the JSON."""
    so = say("everything else is done")
    error: PlaybookError | None = None
    if any(change.what in UNSETTLED for change in changes):
        error = unsettled(changes, so)
    elif any(change.what in LEFT for change in changes):
        error = left_out(changes, so)
    if error:
        error.facts["data"] = {"units": data}
        raise error


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


def _data(one: Synced, *, diff: bool) -> dict[str, Any]:
    shown = [{"path": path, "before": before, "after": after} for path, before, after in one.differences]
    found = {"unit": one.unit, "documents": one.documents, "changes": [change.data() for change in one.changes]}
    return {**found, "differences": shown} if diff else found
