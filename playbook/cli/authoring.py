"""`new document` and `preview`: for people who write templates."""

import difflib
import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from playbook.cli import mistakes, show
from playbook.cli.command import Command, Group, Settings, Subject, command, pass_settings
from playbook.cli.tongue import t
from playbook.errors import ConfigurationError, PlaybookError, TemplateProblem, UsageError

if TYPE_CHECKING:
    from playbook.app.preview import Preview, Window

PAUSE = 0.3
"""Seconds between two looks at the files."""
CONTEXT = 2


@click.group(cls=Group)
def new() -> None:
    """Make a document of your own, or your own version of a shipped one."""


@new.command(
    "document",
    cls=Command,
    example="playbook new document field-guide --for squad --stage forming\nplaybook new document charter --override",
)
@click.argument("name")
@click.option("--for", "kind", type=click.Choice(["unit", "wave", "squad"]), default="squad", show_default=True)
@click.option("--stage", default="", metavar="STAGE", help="Let this stage owe it.")
@click.option("--override", is_flag=True, help="Copy the shipped document of that name, to change it.")
@pass_settings
def document(settings: Settings, name: str, kind: str, stage: str, *, override: bool) -> None:
    """Make templates/documents/NAME.md.j2: a short template that renders at once. Nothing is ever overwritten.

    With --stage the stage map of the workspace owes it; the shipped map is copied where the workspace has none.
    """
    from playbook.app.authoring import MACHINES, new_document

    made = new_document(settings.world(), name, kind, stage=stage, override=override)
    settings.data({"template": made.template, "map": made.map, "stage": made.stage, "override": made.override})
    plus = click.style("+", fg="green")
    settings.say(f"{plus} {made.template}")
    if made.map:
        settings.say(f"{plus} {made.map}: " + t("'{stage}' owes it from now on", stage=made.stage))
    elif not override:
        file = f"states/{MACHINES[kind]}.yaml"
        settings.say(t("no stage owes it yet: add --stage, or name it under `documents:` in {file}", file=file))
    settings.say(show.faint(t("next: {command}", command=f"playbook preview SUBJECT {name} --watch")))


@command("playbook preview emea/pilot charter --lang de\nplaybook preview emea/pilot charter --watch")
@click.argument("subject", type=Subject())
@click.argument("template")
@click.option("--watch", is_flag=True, help="Show it again whenever its files or the history change, until Ctrl-C.")
@click.option("--out", default="", metavar="FILE", help="Write it to a file instead.")
@click.option("--diff", is_flag=True, help="Show what is different from the document as it was generated last.")
@pass_settings
def preview(settings: Settings, subject: str, template: str, *, watch: bool, out: str, diff: bool) -> None:  # noqa: PLR0913  (what a person can ask for)
    """Show a document as it would be generated now, also one that no stage owes yet. Nothing is recorded or written.

    With --lang the document too is written in that language.
    """
    from playbook.app.preview import Window

    world = settings.world()
    if out:
        _outside(settings, out)
    if watch and settings.json:
        raise UsageError(t("--watch is for people: it has no --json"))
    window = Window(world, subject, template, settings.lang)
    if watch:
        _watch(window, out=out, diff=diff)
    found = window.look()
    settings.data(_data(found))
    if out:
        _write(out, found.text)
        settings.say(t("written to {file}", file=out))
    elif not settings.json:
        _print(_difference(found.before, found.text) if diff else found.text.splitlines())


def _data(found: "Preview") -> dict[str, Any]:
    return {
        "subject": found.subject,
        "template": found.template,
        "language": found.language,
        "text": found.text,
        "items": [dict(one) for one in found.items],
    }


def _outside(settings: Settings, out: str) -> None:
    """Refuse to write into the documents: those are the engine's and people's."""
    documents = os.path.realpath(os.path.join(settings.folder(), "documents"))
    if os.path.realpath(out).startswith(documents + os.sep):
        raise UsageError(t("a preview is not written among the documents: {file}", file=out), hint="playbook sync")


def _write(out: str, text: str) -> None:
    try:
        with open(out, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise PlaybookError(t("cannot write {file}: {why}", file=out, why=error.strerror or "")) from None


def _print(lines: Iterator[str] | list[str]) -> None:
    """Print lines: as they are for programs, without anything that could steer a terminal for people."""
    clean = show.on_terminal()
    for line in lines:
        click.echo(line if line.startswith("\x1b") or not clean else show.clean(line))


def _difference(before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified difference, coloured where colours are shown."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=CONTEXT)
    for number, line in enumerate(lines):
        if number > 1:  # the first two name files, and there are none
            colour = colours.get(line[:1])
            yield click.style(show.clean(line), fg=colour) if colour else line


# ------------------------------------------------------------------------------------------------------ watching


def _watch(window: "Window", *, out: str, diff: bool) -> None:
    """Show the document, and show it again after each change, until somebody interrupts."""
    shown: str | None = None
    number = 0
    while True:
        marks = window.marks()
        number += 1
        try:
            found = window.look()
        except (TemplateProblem, ConfigurationError, UsageError) as error:
            if number == 1 and isinstance(error, UsageError):
                raise
            _title(window, number)
            _trouble(error)
        else:
            if out:
                _write(out, found.text)
            _title(window, number)
            _version(found, shown, out=out, diff=diff)
            shown = found.text
        marks = window.marks() if number == 1 else marks
        while window.marks() == marks:
            time.sleep(PAUSE)


def _title(window: "Window", number: int) -> None:
    """Begin a version: on an empty screen, or below a line that separates it."""
    if show.on_terminal():
        click.clear()
    elif number > 1:
        click.echo()
    click.echo(show.faint(t("=== {document}, version {n} ===", document=window.name, n=number)))


def _version(found: "Preview", shown: str | None, *, out: str, diff: bool) -> None:
    """Print a version, and below it on a terminal what is different from the one before."""
    if not out:
        _print(_difference(found.before, found.text) if diff else found.text.splitlines())
    if show.on_terminal():
        if shown not in (None, found.text):
            click.echo(show.faint(t("=== what changed ===")))
            _print(_difference(shown or "", found.text))
        click.echo(show.faint(t("waiting for changes; Ctrl-C ends")))


def _trouble(error: PlaybookError) -> None:
    """Print what keeps the document from being made; the files are watched on."""
    for line in mistakes.lines(error) or [mistakes.told(error.sentence)]:
        click.echo(click.style(show.clean(line), fg="red"))
    for line in str(error.facts.get("excerpt", "")).splitlines():
        click.echo(f"  {show.clean(line)}")
    if show.on_terminal():
        click.echo(show.faint(t("waiting for changes; Ctrl-C ends")))
