"""`diff`: what changed between two points in time."""

from collections.abc import Iterator
from typing import Any

import click

from playbook.app import diff as app
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.tongue import move, t, term

Entry = dict[str, Any]
SHOWN = 5
"""So many squads are named in one line."""


@command(
    "playbook diff 7d\nplaybook diff 2026-10-01 2026-11-01 --unit emea\nplaybook diff @40 @60 --unit emea",
    name="diff",
)
@click.argument("first", metavar="A")
@click.argument("last", metavar="[B]", required=False, default=app.NOW)
@click.option("--unit", "units", multiple=True, type=Subject(unit=True), help="Only this unit; can be given again.")
@pass_settings
def diff(settings: Settings, first: str, last: str, units: tuple[str, ...]) -> int:
    """Show what changed between A and B, or now: stages, waves, approvals, waivers, failures, lessons, readings, files.

    A point is a day (2026-11-01, to its end), a time (2026-11-01T09:30, UTC), 7d or 2w for so long ago, or @40, the
    version of a unit as `playbook history` numbers it. Nothing is changed. Exit 1 when there is a difference.
    """
    world = settings.world(writing=False)
    before, after = (app.point(said, world.clock()) for said in (first, last))
    found = app.diff(world, before, after, units)
    settings.data(
        {
            "from": {"point": before.said, "at": before.at},
            "to": {"point": after.said, "at": after.at},
            "units": [{"unit": one.unit, "name": one.name, **one.found} for one in found],
        }
    )
    for one in found:
        for line in _unit(one):
            settings.say(line)
    facts = {"first": _said(before), "last": _said(after)}
    if found:
        settings.say(
            t(
                "{n} unit changed from {first} to {last}",
                "{n} units changed from {first} to {last}",
                n=len(found),
                **facts,
            )
        )
    else:
        settings.say(t("nothing changed from {first} to {last}", **facts))
    return int(bool(found))


def _said(point: app.Point) -> str:
    if point.said == app.NOW:
        return t("now")
    return show.day(point.at[:10]) if point.at else point.said


def _unit(one: app.Changed) -> Iterator[str]:
    """Yield the lines of a unit: its own way first, then its squads, then what people did."""
    dot, found = show.glyph("·", "-"), one.found
    yield f"{show.strong(one.unit)} {dot} {show.clean(one.name)}"
    rows = [*_stages(found), *_decisions(found), *_learning(found), *_readings(found), *_file(found)]
    labels = max((show.width(label) for label, _ in rows), default=0)
    for label, text in rows:
        lines = show.fold(show.clean(text), max(40, show.terminal_width() - labels - 4))
        yield f"  {show.faint(show.pad(label, labels))}  {lines[0]}"
        yield from (f"  {' ' * labels}  {line}" for line in lines[1:])


def _arrow(before: str, after: str) -> str:
    return f"{before} {show.glyph('→', '->')} {after}"


def _way(before: str, after: str) -> str:
    return _arrow(term(before) if before else t("not started"), term(after))


def _stages(found: Entry) -> Iterator[tuple[str, str]]:
    """Yield the way of the unit and of each wave, then squads that went the same way together."""
    together: dict[tuple[str, str], list[str]] = {}
    opened = {one["subject"]: one for one in found["waves"]}
    for one in found["stages"]:
        name = one["subject"].partition("/")[2]
        if not name or name == "pilot" or one["subject"] in opened or name.startswith("wave-"):
            yield name or t("stage"), _way(one["before"], one["after"])
        else:
            together.setdefault((one["before"], one["after"]), []).append(name)
    for (before, after), names in together.items():
        label = t("{n} {squad}", "{n} {squads}", n=len(names))
        yield label, t("{what}: {names}", what=_way(before, after), names=_some(names))
    for one in found["waves"]:
        n = len(one["squads"])
        facts = {"wave": one["subject"].partition("/")[2], "names": _some(one["squads"])}
        yield t("opened"), t("{wave} with {n} {squad}: {names}", "{wave} with {n} {squads}: {names}", n=n, **facts)
    if found["squads"]:
        yield t("squads"), _arrow(_tally(found["squads"]["before"]), _tally(found["squads"]["after"]))


def _tally(squads: dict[str, int]) -> str:
    return " ".join(f"{n} {term(stage)}" for stage, n in squads.items()) or t("none")


def _some(names: list[str]) -> str:
    return t(", ").join(names[:SHOWN]) + (show.glyph(" …", " ...") if len(names) > SHOWN else "")


def _name(person: str) -> str:
    return person.partition(" <")[0]


def _decisions(found: Entry) -> Iterator[tuple[str, str]]:
    for one in found["holds"]:
        facts = {"subject": one["subject"], "name": _name(one["by"]), "reason": one["reason"]}
        yield (
            (t("goes on"), t("{subject} ({name})", **facts))
            if one["lifted"]
            else (
                t("on hold"),
                t("{subject}: {reason} ({name})", **facts),
            )
        )
    for one in found["approvals"]:
        facts = {
            "move": move(one["move"]),
            "subject": one["subject"],
            "name": _name(one["by"]),
            "role": term(one["role"]),
        }
        yield t("approved"), t("'{move}' of {subject} by {name} as {role}, {day}", day=show.day(one["at"]), **facts)
    states = {"requested": t("asked for"), "granted": t("granted"), "used": t("used"), "ended": t("ended")}
    for one in found["waivers"]:
        facts = {"id": one["id"], "condition": term(one["condition"]), "subject": one["subject"]}
        facts |= {"day": show.day(one["until"])}
        state = states[one["state"]]
        yield t("waiver"), t("{id} {state}: {condition} of {subject} until {day}", state=state, **facts)
    for one in found["provisos"]:
        facts = {"id": one["id"], "text": one["text"], "name": _name(one["owner"]), "day": show.day(one["due"])}
        told = t("{id} met: {text} ({name})", **facts) if one["met"] else t("{id} by {day}: {text} ({name})", **facts)
        yield t("proviso"), told


def _learning(found: Entry) -> Iterator[tuple[str, str]]:
    for one in found["failures"]:
        yield t("failure"), t("{id} of {subject}, {size}: {text}", **{**one, "size": term(one["size"])})
    states = {"open": t("open"), "verified": t("verified"), "not-verified": t("not verified")}
    for one in found["cycles"]:
        facts = {"id": one["id"], "subject": one["subject"], "state": states[one["state"]], "text": one["hypothesis"]}
        yield t("cycle"), t("{id} of {subject} {state}: {text}", **facts)
    known = {"adopted": t("adopted"), "local": t("local"), "rejected": t("rejected"), "": t("to be decided")}
    for one in found["lessons"]:
        yield t("lesson"), t("{id} {state}: {text}", id=one["id"], state=known[one["decision"]], text=one["text"])
    ends = {"standardised": t("standardised"), "priced": t("priced"), "dropped": t("dropped"), "": t("still open")}
    for one in found["favours"]:
        yield t("favour"), t("{id} {state}: {text}", id=one["id"], state=ends[one["settlement"]], text=one["text"])


def _readings(found: Entry) -> Iterator[tuple[str, str]]:
    dash = show.glyph(show.DASH, "-")
    for one in found["readings"]:
        before = show.number(one["before"]["value"]) if one["before"] else dash
        facts = {"subject": one["subject"], "measure": one["measure"]}
        facts["change"] = _arrow(before, show.number(one["after"]["value"]))
        text = t(
            "{measure} of {subject} {change}, {n} reading",
            "{measure} of {subject} {change}, {n} readings",
            n=one["readings"],
            **facts,
        )
        yield t("measured"), text


def _file(found: Entry) -> Iterator[tuple[str, str]]:
    known = found["configuration"]
    for label, key in ((t("joined"), "joined"), (t("left"), "left")):
        for one in known.get(key, ()):
            yield (
                label,
                t(
                    "{subject}: {name} ({department})",
                    subject=one["subject"],
                    name=_name(one["person"]),
                    department=one["department"],
                ),
            )
    for label, key in ((t("planned"), "planned"), (t("dropped"), "dropped")):
        if known.get(key):
            yield label, _some(known[key])
    for one in known.get("changed", ()):
        yield t("changed"), f"{one['key']}: {_arrow(_value(one['before']), _value(one['after']))}"
    if known.get("other"):
        yield t("changed"), _some(known["other"])
    papers = found["documents"]
    if papers:
        facts = {"new": papers["new"], "revised": papers["revised"], "edited": papers["edited"]}
        yield t("documents"), t("{new} new, {revised} generated anew, {edited} edited", **facts)
    if found["playbook"]:
        yield t("playbook"), _arrow(*(one or show.glyph(show.DASH, "-") for one in found["playbook"]))


def _value(value: Any) -> str:
    if isinstance(value, list):
        return t(", ").join(map(_value, value)) or t("none")
    if isinstance(value, dict):
        return " ".join(f"{key} {_value(item)}" for key, item in value.items())
    return show.number(value) if isinstance(value, int | float) else _name(str(value))
