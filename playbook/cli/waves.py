"""`playbook waves`: the plan of a unit's waves, as a tree or as a chart."""

from collections import Counter
from typing import Any

import click

from playbook.app import waves as app
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.tongue import call, t, term

Row = dict[str, Any]
LOST = ("✖", "x")
SIGNS = {"done": ("✔", "+"), "active": ("⟳", "*"), "planned": ("◌", "o")}
NAMED = 12
"""So many squads of a wave that is only planned are named; the rest is counted."""


@command("playbook waves emea\nplaybook waves emea --format mermaid > waves.mmd")
@click.argument("unit", type=Subject(unit=True))
@click.option(
    "--format", "form", type=click.Choice(["tree", "mermaid"]), default="tree", help="A tree, or a Gantt chart."
)
@pass_settings
def waves(settings: Settings, unit: str, form: str) -> None:
    """Show the plan of a unit's waves: which squads open when, and what binds.

    Waves ahead are planned as if those before them were complete: coaches are free again, people stay in their squads.
    """
    found = app.waves(settings.world(writing=False), unit)
    call(found.squad_word)
    if form == "mermaid":
        source = _mermaid(found)
        settings.data({"unit": unit, "mermaid": source})
        settings.say(source.rstrip())
        return
    basis = "median" if found.outlook.measured else "least"
    length = {"days": found.outlook.days, "basis": basis, "measured": found.outlook.measured}
    settings.data({"unit": unit, "waves": found.rows, "waiting": found.waiting, "length": length})
    settings.say("\n".join([*_tree(found), *_foot(found)]))


def _tree(found: app.Waves) -> list[str]:
    dot = show.glyph("·", "-")
    said = t("{done} of {n} wave", "{done} of {n} waves", done=found.done, n=found.planned)
    if len(found.rows) != found.planned:
        # Translators: "0 of 3 waves; with the supply there is, 7": so many it takes, or can be opened at all.
        said = t("{waves}; with the supply there is, {ahead}", waves=said, ahead=len(found.rows))
    lines = [f"{show.strong(found.unit)} {dot} {show.clean(found.name)}   {said}"]
    if not found.rows and not any(one["binding"] for one in found.waiting):
        return [*lines, t("no wave is planned: name them under `waves` in the unit's file")]
    heads = [f"{row['wave']}  {_size(found, row)}" for row in found.rows]
    column = max(map(show.width, heads), default=0)
    last = len(found.rows) - 1 if not found.waiting else -1
    for index, row in enumerate(found.rows):
        sign = show.glyph(*(LOST if row["wave"] in found.lost else SIGNS[row["state"]]))
        lines += _wave(row, f"{sign} {show.pad(heads[index], column)}", is_last=index == last)
    return [*lines, *_waiting(found)]


def _wave(row: Row, head: str, *, is_last: bool) -> list[str]:
    corner, pipe = (show.glyph("└─", "`-"), "   ") if is_last else (show.glyph("├─", "|-"), show.glyph("│  ", "|  "))
    dot = show.glyph("·", "-")
    held = f" {dot} " + click.style(t("on hold: {reason}", reason=show.clean(row["hold"])), fg="yellow")
    text = f"{corner} {head}  {term(row['stage'])} {dot} {_days(row)}"
    text += held if row["hold"] else ""
    if row["state"] == "planned":
        names = [squad["id"] for squad in row["squads"][:NAMED]]
        more = len(row["squads"]) - len(names)
        names += [t("and {n} more", n=more)] if more else []
        return [text, *(f"{pipe}{show.faint(one)}" for one in show.fold(", ".join(names), show.terminal_width() - 3))]
    column = max((show.width(squad["id"]) for squad in row["squads"]), default=0)
    ends = [show.glyph("├─", "|-")] * (len(row["squads"]) - 1) + [show.glyph("└─", "`-")]
    squads = zip(ends, row["squads"], strict=True)
    return [text, *(f"{pipe}{end} {show.pad(one['id'], column)}  {term(one['stage'])}" for end, one in squads)]


def _days(row: Row) -> str:
    """Return from when to when; what is not known yet as an estimate."""
    first, last = show.day(row["first"]), show.day(row["last"])
    if row["state"] == "done":
        return t("{first} to {last}", first=first, last=last)
    if row["state"] == "active":
        return t("since {first}, until about {last}", first=first, last=last)
    return t("about {first} to {last}", first=first, last=last)


def _size(found: app.Waves, row: Row) -> str:
    """Return how many squads a wave has, of how many that were configured, what binds, and its lane."""
    n, configured = row["size"], row["configured"]
    text = t("{n} {squad}", "{n} {squads}", n=n)
    if configured > n and row["binding"] != "left":
        text = t("{n} of {configured} {squad}", "{n} of {configured} {squads}", n=n, configured=configured)
        text += f" ({_binding(found, row['binding'])})" if row["binding"] else ""
    return f"{text}, {row['lane']}" if row["lane"] else text


def _binding(found: app.Waves, binding: str) -> str:
    """Return what binds in words: coaches, a skill, people's time."""
    kind, _, skill = binding.partition(":")
    if skill:
        return show.clean(found.skills.get(skill, skill))
    return {"coaches": t("coaches"), "people": t("people's time")}.get(kind, binding)


def _waiting(found: app.Waves) -> list[str]:
    """Return a line for each reason why squads are in no wave."""
    counts = Counter(one["binding"] for one in found.waiting)
    lines = []
    for index, (binding, n) in enumerate(counts.items()):
        corner = show.glyph("└─", "`-") if index == len(counts) - 1 else show.glyph("├─", "|-")
        what = t("{n} {squad} in no wave", "{n} {squads} in no wave", n=n)
        if binding:
            what = t(
                "{n} {squad} cannot be opened: {what} missing",
                "{n} {squads} cannot be opened: {what} missing",
                n=n,
                what=_binding(found, binding),
            )
        lines.append(f"{corner} {click.style(show.glyph('✖', 'x'), fg='red')} {what}")
    return lines


def _foot(found: app.Waves) -> list[str]:
    """Return what the days ahead rest on."""
    if all(row["state"] == "done" for row in found.rows):
        return []  # also where no wave is planned
    days, measured = found.outlook.days, found.outlook.measured
    told = t(
        "days ahead are estimates: {n} day a wave, the least that the stage map asks for",
        "days ahead are estimates: {n} days a wave, the least that the stage map asks for",
        n=days,
    )
    if measured:
        told = t(
            "days ahead are estimates: {n} day a wave, the median of the waves that are complete ({measured})",
            "days ahead are estimates: {n} days a wave, the median of the waves that are complete ({measured})",
            n=days,
            measured=measured,
        )
    today = [] if found.rows[0]["state"] != "planned" else [t("no wave is open yet: days are counted from today")]
    return [show.faint(one) for one in (told, *today)]


def _mermaid(found: app.Waves) -> str:
    """Return the plan as a Gantt chart, a section a lane; what binds stands with the wave."""
    from playbook.core.gantt import Bar, gantt

    sections: dict[str, list[Bar]] = {"": []}  # first, as bars without a heading belong to the section before them
    for row in found.rows:
        label = f"{row['wave']}, {_size(found, {**row, 'lane': ''})}"
        bar = Bar(label, row["wave"], row["first"], row["last"], row["state"])
        sections.setdefault(row["lane"], []).append(bar)
    return gantt(t("Waves of {unit}", unit=found.name), sections.items())
