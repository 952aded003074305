"""`import`."""

from typing import TYPE_CHECKING, Any

import click

from playbook.cli import mistakes, show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.tongue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playbook.app.joining import Change, Imported
    from playbook.errors import Problem

MOST = 20
"""Changes that are listed; the rest is counted."""


@command(
    "playbook import squads.xlsx --unit emea --dry-run\n"
    "playbook import squads.csv --unit emea --update\n"
    "playbook import people.csv --unit emea --kind people"
)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--unit", required=True, type=Subject(unit=True), help="The unit whose file takes them.")
@click.option("--kind", type=click.Choice(["squads", "people"]), help="What a row is, if the columns do not say it.")
@click.option("--sheet", default="", metavar="NAME", help="Sheet of a workbook; the first one, if left out.")
@click.option("--update", is_flag=True, help="Also change what is there already; nobody is taken out.")
@click.option("--dry-run", "dry", is_flag=True, help="Show what would change, and write nothing.")
@pass_settings
def import_table(  # noqa: PLR0913  (its options)
    settings: Settings, file: str, unit: str, kind: str | None, sheet: str, *, update: bool, dry: bool
) -> None:
    """Bring squads with their members, or people, from a CSV or XLSX table into a unit's file.

    One row is one member, with squad, person, department, specialty; or one person. Comments in the file stay.
    All rows are taken in or none: each mistake is one line, `file:row:column: sentence`. Exit 6 when there is one.
    """
    from playbook.app.imports import Asked, bring
    from playbook.imports.base import Broken

    asked = Asked(file, unit, kind or "", sheet, update)
    try:
        found = bring(settings.world(), asked, dry=dry)
    except Broken as error:
        _warn(settings, error.notices)
        error.facts["data"] = {"warnings": _warnings(error.notices)}
        raise
    settings.data(_data(unit, found))
    _warn(settings, found.notices)
    settings.say(_summary(found))
    for one in found.changes[:MOST]:
        settings.say(_line(one, found.kind))
    if len(found.changes) > MOST:
        settings.say(show.faint("  " + t("and {n} more", "and {n} more", n=len(found.changes) - MOST)))
    if dry and found.changes:
        settings.say(show.faint(t("nothing has been changed; to do it, leave out {option}", option="--dry-run")))
    elif found.written:
        settings.say(show.faint(t("next: {command}", command="playbook check")))


def _warn(settings: Settings, notices: "Sequence[Problem]") -> None:
    for notice in notices:
        if not (settings.json or settings.quiet):
            warning = t("warning: {problem}", problem=mistakes.problem(notice))
            click.echo(click.style(warning, fg="yellow"), err=True)


def _warnings(notices: "Sequence[Problem]") -> list[dict[str, Any]]:
    return [{"place": one.file, "line": one.line, "column": one.column, "message": one.message} for one in notices]


def _summary(found: "Imported") -> str:
    rows = t("{n} row", "{n} rows", n=found.rows)
    new = sum(one.added for one in found.changes)
    changed = len(found.changes) - new
    parts = [_new(found.kind, new)] if new else []
    parts += [t("{n} changed", "{n} changed", n=changed)] if changed else []
    what = ", ".join(parts) or t("nothing is different")
    return t("{file}: {what} ({rows} read)", file=show.strong(found.file), what=what, rows=rows)


def _new(kind: str, n: int) -> str:
    if kind == "squads":
        return t("{n} new {squad}", "{n} new {squads}", n=n)
    return t("{n} new person", "{n} new people", n=n)


def _line(one: "Change", kind: str) -> str:
    mark = click.style("+", fg="green") if one.added else click.style("~", fg="yellow")
    name = show.clean(one.name)
    if kind == "people":
        return f"  {mark} {name}"
    if one.added:
        return f"  {mark} {show.pad(name, 24)} {t('{n} member', '{n} members', n=one.members_added)}"
    parts = []
    if one.members_added:
        parts.append(t("{n} member added", "{n} members added", n=one.members_added))
    if one.members_changed:
        parts.append(t("{n} member changed", "{n} members changed", n=one.members_changed))
    return f"  {mark} {show.pad(name, 24)} {', '.join(parts)}".rstrip()


def _data(unit: str, found: "Imported") -> dict[str, Any]:
    changes = [
        {
            "name": one.name,
            "change": "added" if one.added else "changed",
            "members_added": one.members_added,
            "members_changed": one.members_changed,
        }
        for one in found.changes
    ]
    facts = {"unit": unit, "file": found.file, "kind": found.kind, "rows": found.rows, "same": found.same}
    return {**facts, "written": found.written, "changes": changes, "warnings": _warnings(found.notices)}
