"""`playbook status`: on the way of every start, so it imports next to nothing."""

import time
from typing import Any

import click

from playbook.app.status import exporter, portfolio, unread
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.tongue import call, move, t, term
from playbook.errors import UsageError
from playbook.exports import EXPORTERS

WIDE = 40
"""Columns that a name may take in the tree before the rest of its line moves."""
MOST = 4
"""So many conditions are named that block a unit."""
GOOD = {"stable", "complete", "sustaining", "closed", "handed-over"}
BAD = {"failed", "aborted", "disbanded", "stopped", "understrength", "split-required"}


@command("playbook status\nplaybook status emea")
@click.argument("unit", required=False, type=Subject(unit=True))
@click.option("--format", "form", type=click.Choice(list(EXPORTERS)), help="The portfolio for another program.")
@pass_settings
def status(settings: Settings, unit: str | None, form: str | None) -> None:
    """Show where units stand and what blocks them; with UNIT, its pilot, waves and squads as a tree.

    What blocks is as of the last command that changed the unit; `playbook why` judges afresh.
    """
    ledger = settings.ledger()
    if unit is None:
        rows = portfolio(ledger.lines(), settings.units())
        if form:
            click.echo(exporter(form).write(rows), nl=False)
            return
        settings.data(rows)
        settings.say("\n".join(_portfolio(rows)))
        return
    tree = ledger.tree(unit)
    if tree is None and unit not in settings.units():
        close = show.nearest(unit, settings.units())
        raise _no_unit(unit, close)
    call(tree.get("squad_word") if tree else None)
    settings.data(tree or unread(unit))
    begin = t("{unit}: nothing has happened yet. Start with: {command}", unit=unit, command=f"playbook sync {unit}")
    lines = _tree(tree) if tree else [begin]
    settings.say("\n".join(lines))


def _no_unit(unit: str, close: str) -> UsageError:
    from playbook.core.phrase import say

    hint = say("did you mean '{name}'?", name=close) if close else "playbook status"
    return UsageError(say("there is no unit '{unit}'", unit=unit), hint=hint)


def _portfolio(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return [t("no units yet: write units/NAME.yaml (playbook init shows one)")]
    dash = show.glyph(show.DASH, "-")
    cells = [
        (
            show.strong(row["unit"]),
            show.clean(term(row["stage"]) if row["stage"] else t("not started")),
            f"{row['waves'][0]}/{row['waves'][1]}" if row["waves"][1] else dash,
            " ".join(f"{count} {term(stage)}" for stage, count in row["squads"].items()) or dash,
            (row["next"] and move(row["next"])) or dash,
            _blockers(row) or dash,
        )
        for row in rows
    ]
    head = (t("UNIT"), t("STAGE"), t("WAVES"), t("SQUADS"), t("NEXT"), t("BLOCKED BY"))
    lines = show.table(head, cells)
    return [*lines, *_sum(rows)]


def _sum(rows: list[dict[str, Any]]) -> list[str]:
    squads = sum(sum(row["squads"].values()) for row in rows)
    parts = [t("{n} unit", "{n} units", n=len(rows)), t("{n} {squad}", "{n} {squads}", n=squads)]
    held, suspect = sum(bool(row["hold"]) for row in rows), sum(row["suspect"] for row in rows)
    if held:
        parts.append(t("{n} on hold", "{n} on hold", n=held))
    if suspect:
        parts.append(_suspect(suspect))
    blocked = next((row["unit"] for row in rows if row["blocked"]), None)
    fresh = next((row["unit"] for row in rows if not row["stage"]), None)
    step = f"playbook why {blocked}" if blocked else f"playbook sync {fresh}" if fresh else ""
    after = [show.faint(t("next: {command}", command=step))] if step else []
    return [show.glyph(" · ", " - ").join(parts), *after]


def _suspect(n: int) -> str:
    """Return how many approvals and signatures stand under something that has changed since."""
    text = t("{n} approval or signature is suspect", "{n} approvals or signatures are suspect", n=n)
    return click.style(text, fg="yellow")


def _blockers(row: dict[str, Any]) -> str:
    """Return what blocks, each condition once: red for failed, yellow and in words for undecided."""
    if row["hold"]:
        return click.style(t("on hold: {reason}", reason=show.clean(row["hold"])), fg="yellow")
    found: dict[str, str] = {}
    today = time.strftime("%Y-%m-%d", time.gmtime())
    for one in row["blocked"]:
        if one["until"] and one["until"] <= today:
            continue  # time alone has cleared it since
        found[one["condition"]] = one["status"] if found.get(one["condition"]) != "fail" else "fail"
    parts = [
        click.style(term(name), fg="red")
        if state == "fail"
        else click.style(t("{condition} (undecided)", condition=term(name)), fg="yellow")
        for name, state in found.items()
    ]
    more, first = len(parts) - MOST, t(", ").join(parts[:MOST])
    if more <= 0:
        return first
    return t("{conditions} and {n} more", "{conditions} and {n} more", conditions=first, n=more)


def _tree(tree: dict[str, Any]) -> list[str]:
    dot = show.glyph("·", "-")
    head = f"{show.strong(tree['unit'])} {dot} {show.clean(tree['name'])}   {_stage(tree['stage'])}"
    done, planned = tree["waves"]
    if planned:
        head += "   " + t("{done} of {n} wave", "{done} of {n} waves", done=done, n=planned)
    lines = [head, show.faint(show.clean(tree["goal"]))] if tree["goal"] else [head]
    if tree["hold"]:
        lines.append(click.style(t("on hold: {reason}", reason=show.clean(tree["hold"])), fg="yellow"))
    branches: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [(tree["pilot"], [])]
    branches += [(wave, wave["squads"]) for wave in tree["tree"]]
    names = [f"{tree['pilot']['id']:8} {show.clean(tree['pilot']['name'])}"[:WIDE]]
    column = max(map(show.width, [*names, *(squad["id"] for _, squads in branches for squad in squads)]))
    for index, (node, squads) in enumerate(branches):
        lines += _branch(node, squads, last=index == len(branches) - 1, column=column)
    lines.append(t("failure budget {failed} of {budget}", failed=tree["failed"], budget=tree["failure_budget"]))
    if tree["suspect"]:
        lines.append(_suspect(tree["suspect"]))
    blockers = _blockers(tree)
    if tree["next"]:
        facts = {"move": move(tree["next"]), "conditions": blockers}
        lines.append(t("next: {move}, blocked by {conditions}", **facts) if blockers else t("next: {move}", **facts))
    return lines


def _branch(node: dict[str, Any], squads: list[dict[str, Any]], *, last: bool, column: int) -> list[str]:
    corner, pipe = (show.glyph("└─", "`-"), "   ") if last else (show.glyph("├─", "|-"), show.glyph("│  ", "|  "))
    name = t("{n} {squad}", "{n} {squads}", n=len(squads)) if squads else show.clean(node["name"])
    text = f"{show.pad(node['id'], 8)} {name}"
    lines = [_fitted(f"{corner} {_sign(node)} {show.pad(text, column + 3)}  ", node)]
    for index, squad in enumerate(squads):
        end = show.glyph("└─", "`-") if index == len(squads) - 1 else show.glyph("├─", "|-")
        lines.append(_fitted(f"{pipe}{end} {_sign(squad)} {show.pad(squad['id'], column)}  ", squad))
    return lines


def _fitted(head: str, node: dict[str, Any]) -> str:
    """Return a line of the tree with as many of the node's numbers as the terminal has room for."""
    first, *numbers = _state(node)
    dot = show.glyph(" · ", " - ")
    line = dot.join([head + first, *numbers])
    room = show.terminal_width(160) + 2
    if not show.on_terminal() or show.width(line) <= room:
        return line
    line = head + first
    for one in node.get("measures", []):
        facts = {"measure": show.clean(one["id"]), "value": show.number(one["value"])}
        short = dot + t("{measure} {value} of {target}", target=show.number(one["target"]), **facts)
        if show.width(line + short) > room:
            return line + show.glyph(" …", " ...")
        line += short
    return line


def _sign(node: dict[str, Any]) -> str:
    if node["hold"]:
        return click.style(show.glyph("⏸", "="), fg="yellow")
    if node["stage"] in GOOD:
        return click.style(show.glyph("✔", "+"), fg="green")
    if node["stage"] in BAD:
        return click.style(show.glyph("✖", "x"), fg="red")
    return show.glyph("⟳", "~") if node["since"] else show.faint(show.glyph("◌", "."))


def _state(node: dict[str, Any]) -> list[str]:
    """Return the stage of a node with its day, then each of its measures: before, now, target."""
    stage = _stage(node["stage"])
    if node["since"]:
        stage = t("{stage} since {day}", stage=stage, day=show.day(node["since"]))
    if node["hold"]:
        stage += click.style(" " + t("on hold: {reason}", reason=show.clean(node["hold"])), fg="yellow")
    if node.get("suspect"):
        stage += show.glyph(" · ", " - ") + _suspect(node["suspect"])
    return [stage, *(_measured(one) for one in node.get("measures", []))]


def _measured(one: dict[str, Any]) -> str:
    change = f"{show.number(one['baseline'])} {show.glyph('→', '->')} {show.number(one['value'])}"
    facts = {"measure": show.clean(one["id"]), "change": change, "target": show.number(one["target"])}
    return t("{measure} {change} (target {target})", **facts)


def _stage(name: str) -> str:
    colour = "green" if name in GOOD else "red" if name in BAD else None
    return click.style(show.clean(term(name)), fg=colour)
