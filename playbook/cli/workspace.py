"""`init`, `check`, `schema`, `diagram`."""

import json
import os
from collections.abc import Iterator
from typing import Any

import click

from playbook.cli import mistakes, show
from playbook.cli.command import Settings, command, pass_settings
from playbook.cli.tongue import t
from playbook.core.migration import GONE
from playbook.core.phrase import say
from playbook.errors import ConfigurationError, UsageError

INVALID = 6
FEW = 4
"""So many units are named in a command; of more, it is the command for all."""


@command("playbook init rollout\ncd rollout && playbook check")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False))
@pass_settings
def init(settings: Settings, folder: str) -> None:
    """Make a workspace in DIR: playbook.yaml and one unit whose comments teach every key."""
    from playbook.app.start import start
    from playbook.library import shipped

    made = start(os.path.join(shipped("examples"), "init"), os.path.abspath(folder))
    settings.data({"folder": os.path.abspath(folder), "files": made})
    settings.say(t("{folder} is a workspace now:", folder=show.strong(folder)))
    for name in made:
        settings.say(f"  {click.style('+', fg='green')} {name}")
    settings.say(t("edit units/first.yaml (rename it to your unit's id), then:"))
    settings.say(show.faint(t("next: {command}", command=f"cd {folder} && playbook check")))


@command("playbook check")
@pass_settings
def check(settings: Settings) -> int:
    """Find every mistake in playbook.yaml, in units/*.yaml and in the workspace's own states/*.yaml, all at once.

    Each is one line, `file:line:column: sentence`. Exit 6 when there is one.
    """
    from playbook.app.check import check as find

    found = find(settings.world())
    places, warned = (
        [{"file": p.file, "line": p.line, "column": p.column, "message": p.message} for p in each]
        for each in (found.problems, found.warnings)
    )
    ghosts = list(found.ghosts)
    overrides = [one._asdict() for one in found.overrides]
    facts = {"files": found.files, "units": list(found.units), "without_file": ghosts, "overrides": overrides}
    facts["waiting"] = [one._asdict() for one in found.waiting]
    settings.data({"problems": places, "warnings": warned, **facts})
    for unit in found.ghosts:
        settings.say(t("{unit} has a history but no file: it is judged on what was accepted last", unit=unit))
    for one in found.overrides:
        settings.say(_override(one))
    for problem in found.warnings:
        settings.say(click.style(t("warning: {problem}", problem=mistakes.problem(problem)), fg="yellow"))
    for problem in found.problems:
        click.echo(mistakes.problem(problem), err=settings.json)
    for line in _waiting(found.waiting):
        settings.say(line)
    if found.problems:
        settings.say(mistakes.summary(ConfigurationError(list(found.problems), files=found.files)))
        return INVALID
    units = t("{n} unit", "{n} units", n=len(found.units))
    right = t("{n} file right: {units}", "{n} files right: {units}", n=found.files, units=units)
    settings.say(f"{show.mark('pass')} {right}")
    step = t("next: {command}", command="playbook sync") if found.units else t("next: write units/NAME.yaml")
    settings.say(show.faint(step))
    return 0


def _waiting(found: Any) -> Iterator[str]:
    """Say which units keep to their playbook while the files have another: a line for each version they keep to."""
    units: dict[tuple[str, str], list[str]] = {}
    for one in found:
        units.setdefault((one.playbook, one.offered), []).append(one.unit)
    for (version, offered), names in units.items():
        facts: dict[str, Any] = {"units": names, "n": len(names), "version": show.clean(version)}
        if offered == GONE:
            yield t(
                "{units} keeps to playbook {version}; the stage map of its path is gone from the files",
                "{units} keep to playbook {version}; the stage map of their path is gone from the files",
                **facts,
            )
        else:
            command = (
                f"playbook migrate {' '.join(names[:FEW])} --plan" if len(names) <= FEW else "playbook migrate --plan"
            )
            yield t(
                "{units} keeps to playbook {version}; {offered} waits: {command}",
                "{units} keep to playbook {version}; {offered} waits: {command}",
                offered=show.clean(offered),
                command=command,
                **facts,
            )


def _override(one: Any) -> str:
    """Say that a template stands before the shipped one, and whether that one is still what was copied."""
    if not one.changed:
        return show.faint(t("{file} is used instead of the shipped one", file=one.file))
    told = t("{file} is used instead of the shipped one, which has changed since {version}", **one._asdict())
    return click.style(told, fg="yellow")


@command("playbook schema unit > schema/unit.json")
@click.argument("kind", type=click.Choice(["unit", "playbook", "states"]), default="unit")
def schema(kind: str) -> None:
    """Print the JSON Schema of a unit's file, of playbook.yaml or of a stage map."""
    from playbook.app.start import SCHEMAS

    click.echo(json.dumps(SCHEMAS[kind](), indent=2))


@command("playbook diagram rollout\nplaybook diagram squad --svg > squad.svg")
@click.argument("machine", default="rollout")
@click.option("--svg", is_flag=True, help="Draw it as SVG (needs the extra squad-playbook[diagram]).")
@pass_settings
def diagram(settings: Settings, machine: str, *, svg: bool) -> None:
    """Draw a stage map (rollout, wave, squad) as a Mermaid diagram, the workspace's own before the shipped one."""
    from playbook.app.diagram import draw

    source = draw(_folder(settings), machine)
    if not svg:
        settings.data({"machine": machine, "mermaid": source})
        settings.say(source)
        return
    click.echo(_svg(source))


def _folder(settings: Settings) -> Any:
    from playbook.config.folder import Folder

    try:
        return Folder(settings.folder())
    except UsageError:
        return Folder(os.devnull)


def _svg(source: str) -> str:
    try:
        import mmdr
    except ImportError:
        needed = say("drawing SVG needs the extra 'diagram'")
        raise UsageError(needed, hint="pip install 'squad-playbook[diagram]'") from None
    return str(mmdr.render(source).svg())
