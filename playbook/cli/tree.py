"""A unit as a tree: its pilot, its waves and their squads, its failure budget, and what waits for whom."""

from collections import Counter
from math import ceil
from typing import Any

import click

from playbook.app.status import age
from playbook.cli import show
from playbook.cli.portfolio import blockers, suspects, today
from playbook.cli.tongue import move, t, term

Node = dict[str, Any]
WIDE = 40
"""Columns that a name may take in the tree before the rest of its line moves."""
NARROW = 24
"""Columns that what a wave needs may always take."""
BAR = 20
"""Blocks of the longest bar."""
PEOPLE = 4
"""So many people are named whom a unit waits for."""
GOOD = {"stable", "complete", "sustaining", "closed", "handed-over"}
BAD = {"failed", "aborted", "disbanded", "stopped", "understrength", "split-required"}


def data(tree: Node, people: dict[str, str]) -> Node:
    """Return the tree for programs: people by their names, sentences in English; what waits is what `next` tells."""
    found = {key: value for key, value in tree.items() if key not in ("asks", "place")}
    if "promised" in found:
        found["promised"] = [{**one, "owner": people.get(one["owner"], one["owner"])} for one in found["promised"]]
    if any(wave.get("needs") for wave in found.get("tree", ())):
        found["tree"] = [
            {**wave, "needs": [show.english(_phrase(one), people) for one in wave.get("needs", ())]}
            for wave in found["tree"]
        ]
    return found


def lines(tree: Node, people: dict[str, str]) -> list[str]:
    """Return the lines of a unit's tree; of a unit that nothing has happened to, how to begin."""
    if "pilot" not in tree:
        command = f"playbook sync {tree['unit']}"
        return [t("{unit}: nothing has happened yet. Start with: {command}", unit=tree["unit"], command=command)]
    found = [_head(tree)]
    if tree["goal"]:
        found.append(show.faint(show.clean(tree["goal"])))
    if tree["hold"]:
        found.append(click.style(t("on hold: {reason}", reason=show.clean(tree["hold"])), fg="yellow"))
    if tree.get("offered"):
        found.append(_offered(tree))
    return [*found, *_branches(tree, people), *_foot(tree, people)]


def _offered(tree: Node) -> str:
    """Return that the files have another playbook than the one that the unit keeps to."""
    facts = {"unit": tree["unit"], "version": show.clean(tree["playbook"]), "offered": show.clean(tree["offered"])}
    if tree["offered"] == "-":
        return t("{unit} keeps to playbook {version}; the stage map of its path is gone from the files", **facts)
    command = f"playbook migrate {tree['unit']} --plan"
    return t("{unit} keeps to playbook {version}; {offered} waits: {command}", command=command, **facts)


def _head(tree: Node) -> str:
    dot = show.glyph("·", "-")
    text = f"{show.strong(tree['unit'])} {dot} {show.clean(tree['name'])}   {_stage(tree['stage'])}"
    if tree["days"]:
        text += " " + t("for {n} day", "for {n} days", n=tree["days"])
    done, planned = tree["waves"]
    return text + "   " + t("{done} of {n} wave", "{done} of {n} waves", done=done, n=planned) if planned else text


def _branches(tree: Node, people: dict[str, str]) -> list[str]:
    nodes: list[tuple[Node, list[Node]]] = [(tree["pilot"], [])]
    nodes += [(wave, wave["squads"]) for wave in tree["tree"]]
    names = [
        f"{tree['pilot']['id']:8} {show.clean(tree['pilot']['name'])}"[:WIDE],
        *(f"{'':8} {_size(wave)}" for wave in tree["tree"]),
    ]
    column = max(map(show.width, [*names, *(squad["id"] for _, squads in nodes for squad in squads)]))
    found: list[str] = []
    for index, (node, squads) in enumerate(nodes):
        after = _before(tree["tree"], node)
        told, needs = _told(node, after), _needs(node, people)
        found += _branch(node, squads, told, needs, last=index == len(nodes) - 1, column=column)
    return found


def _branch(  # noqa: PLR0913  (a node, what is told of it, and where it stands)
    node: Node, squads: list[Node], told: list[str], needs: list[str], *, last: bool, column: int
) -> list[str]:
    corner, pipe = (show.glyph("└─", "`-"), "   ") if last else (show.glyph("├─", "|-"), show.glyph("│  ", "|  "))
    name = _size(node) if squads else show.clean(node["name"])
    text = f"{show.pad(node['id'], 8)} {name}"
    found = _folded(f"{corner} {_sign(node)} {show.pad(text, column + 3)}  ", pipe, node, told, needs)
    for index, squad in enumerate(squads):
        end = show.glyph("└─", "`-") if index == len(squads) - 1 else show.glyph("├─", "|-")
        head = f"{pipe}{end} {_sign(squad)} {show.pad(squad['id'], column)}  "
        found.append(_fitted(head, squad, [_lasting(squad), *_notes(squad)]))
    return found


def _size(wave: Node) -> str:
    """Return how many squads a wave has, of how many that were configured, and the lane it belongs to."""
    n, wanted = len(wave["squads"]), wave.get("configured", 0)
    text = t("{n} {squad}", "{n} {squads}", n=n)
    if wanted > n:
        text = t("{n} of {wanted} {squads}", n=n, wanted=wanted)
        text += f" ({_binding(wave['binding'])})" if wave.get("binding") else ""
    return f"{text}, {wave['lane']}" if wave.get("lane") else text


def _binding(found: str) -> str:
    """Return in words what kept a wave from being larger."""
    kind, _, skill = found.partition(":")
    if skill:
        return t("supply of {skill}", skill=skill.replace("-", " "))
    return {"coaches": t("coaches"), "left": t("what is left")}.get(kind, found)


def _before(waves: list[Node], node: Node) -> str:
    """Return the wave that a planned one waits for: the last one before it in its lane that has not ended."""
    if node not in waves or node["since"]:
        return ""
    earlier = [one for one in waves[: waves.index(node)] if one.get("lane", "") in ("", node.get("lane", ""))]
    return next((one["id"] for one in reversed(earlier) if one["stage"] not in ("complete", "aborted")), "")


def _told(node: Node, after: str) -> list[str]:
    """Return where the pilot or a wave stands: since when, how long it soaks, or after which wave its turn comes."""
    soak = node.get("soak")
    if soak and soak["days"]:
        left = -(age(today(), soak["until"]) or 0)
        done = max(0, min(soak["days"], soak["days"] + left))
        facts = {"stage": _stage(node["stage"]), "done": done}
        state = t("{stage}, {done} of {n} day", "{stage}, {done} of {n} days", n=soak["days"], **facts)
    elif node["since"]:
        state = t("{stage} since {day}", stage=_stage(node["stage"]), day=show.day(node["since"]))
    else:
        state = _stage(node["stage"])
    return [state, *_notes(node), *([t("after {wave}", wave=after)] if after else [])]


def _needs(node: Node, people: dict[str, str]) -> list[str]:
    """Return what keeps a planned wave from being started."""
    return [show.clean(show.unveil(_phrase(one), people)) for one in node.get("needs", ())]


def _phrase(kept: list[Any]) -> Any:
    from playbook.core.phrase import revived

    return revived(kept)


def _lasting(squad: Node) -> str:
    """Return the stage of a squad, and for how many days it has been there."""
    days = age(squad["since"], today())
    if days is None:
        return _stage(squad["stage"])
    return t("{stage} for {n} day", "{stage} for {n} days", stage=_stage(squad["stage"]), n=days)


def _notes(node: Node) -> list[str]:
    held = [click.style(t("on hold: {reason}", reason=show.clean(node["hold"])), fg="yellow")] if node["hold"] else []
    return [*held, *([suspects(node["suspect"])] if node.get("suspect") else [])]


def _folded(head: str, pipe: str, node: Node, told: list[str], needs: list[str]) -> list[str]:
    """Return the line of the pilot or of a wave; what it needs is folded below it where that is too much for a line."""
    line = _fitted(head, node, [*told, *needs])
    widest = show.terminal_width(160 if show.on_terminal() else 102)
    if not needs or show.width(line) <= widest:
        return [line]
    indent = show.pad(pipe, show.width(head))
    below = show.fold(show.glyph(" · ", " - ").join(needs), max(NARROW, widest - show.width(head)))
    return [_fitted(head, node, told), *(indent + one for one in below)]


def _fitted(head: str, node: Node, told: list[str]) -> str:
    """Return a line of the tree with as many of the node's numbers as the terminal has room for."""
    dot = show.glyph(" · ", " - ")
    start = head + dot.join(told)
    line = dot.join([start, *map(_measured, node.get("measures", []))])
    room = show.terminal_width(160) + 2
    if not show.on_terminal() or show.width(line) <= room:
        return line
    line = start
    for one in node.get("measures", []):
        facts = {"measure": show.clean(one["id"]), "value": show.number(one["value"])}
        short = dot + t("{measure} {value} of {target}", target=show.number(one["target"]), **facts)
        if show.width(line + short) > room:
            return line + show.glyph(" …", " ...")
        line += short
    return line


def _sign(node: Node) -> str:
    if node["hold"]:
        return click.style(show.glyph("⏸", "="), fg="yellow")
    if node["stage"] in GOOD:
        return click.style(show.glyph("✔", "+"), fg="green")
    if node["stage"] in BAD:
        return click.style(show.glyph("✖", "x"), fg="red")
    return show.glyph("⟳", "~") if node["since"] else show.faint(show.glyph("◌", "."))


def _measured(one: Node) -> str:
    change = f"{show.number(one['baseline'])} {show.glyph('→', '->')} {show.number(one['value'])}"
    facts = {"measure": show.clean(one["id"]), "change": change, "target": show.number(one["target"])}
    return t("{measure} {change} (target {target})", **facts)


def _stage(name: str) -> str:
    colour = "green" if name in GOOD else "red" if name in BAD else None
    return click.style(show.clean(term(name)), fg=colour)


def _foot(tree: Node, people: dict[str, str]) -> list[str]:
    found = [
        _budget(tree),
        *map(_waiver, tree.get("waived", ())),
        *(_proviso(one, people) for one in tree.get("promised", ())),
    ]
    if tree["suspect"]:
        found.append(suspects(tree["suspect"]))
    blocking = blockers(tree, show.terminal_width())
    if tree["next"]:
        facts = {"move": t(", ").join(map(move, tree["steps"] or [tree["next"]])), "conditions": blocking}
        found.append(t("next: {move}, blocked by {conditions}", **facts) if blocking else t("next: {move}", **facts))
    return [*found, *_waits(tree, people)]


def _budget(tree: Node) -> str:
    """Return the failure budget as a bar; red where it is exceeded, or a large failure stops everything."""
    known = "budget" in tree and tree["budget"]["limit"] == tree["failure_budget"]
    used, limit = tree["budget"]["used"] if known else tree["failed"], tree["failure_budget"]
    over = used > limit or (known and tree["budget"]["tripped"])
    facts = {"used": show.number(used), "limit": show.number(limit)}
    text = t("failure budget {bar} {used} of {limit}", bar=_bar(used, limit), **facts)
    if not limit:
        text = t("failure budget {used} of {limit}", **facts)
    if known and tree["budget"]["tripped"]:
        text = t("{budget}: a large failure stops it", budget=text)
    return click.style(text, fg="red") if over else text


def _bar(used: float, limit: int) -> str:
    """Return a block a point, or as many as there is room for; what is used a little of is half full at least."""
    blocks = min(limit, BAR)
    halves = min(2 * blocks, ceil(2 * blocks * used / limit)) if limit else 0
    full, half = divmod(halves, 2)
    signs = (show.glyph("▓", "#"), show.glyph("▒", ":"), show.glyph("░", "."))
    return "".join(sign * n for sign, n in zip(signs, (full, half, blocks - full - half), strict=True))


def _waiver(one: Node) -> str:
    facts = {"condition": term(one["condition"]), "subject": one["subject"], "reason": show.clean(one["reason"])}
    text = t("waived until {day}: {condition} of {subject} ({reason})", day=show.day(one["until"]), **facts)
    return click.style(text, fg="cyan")


def _proviso(one: Node, people: dict[str, str]) -> str:
    name = show.clean(people.get(one["owner"], str(one["owner"])).partition(" <")[0])
    facts = {"id": one["id"], "text": show.clean(one["text"]), "name": name, "day": show.day(one["due"])}
    if one["due"] < today():
        return click.style(t("overdue since {day}: {id}, {text} ({name})", **facts), fg="red")
    return t("to meet by {day}: {id}, {text} ({name})", **facts)


def _waits(tree: Node, people: dict[str, str]) -> list[str]:
    """Return whom the unit waits for, those with the most to do first."""
    counted = Counter(who for ask in tree["asks"] if ask["kind"] != "advance" for who in ask["who"])
    if not counted:
        return []
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    names = [f"{show.clean(people.get(who, who).partition(' <')[0])} ({n})" for who, n in ranked[:PEOPLE]]
    names += [show.glyph("…", "...")] * (len(ranked) > PEOPLE)
    command = show.faint(f"playbook next {tree['unit']} --all")
    return [t("waits for: {names}", names=t(", ").join(names)) + "   " + command]
