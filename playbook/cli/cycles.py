"""`cycle` (open, close, list) and `lesson` (add, adopt, keep, reject, list)."""

from typing import Any

import click

from playbook.app import charts
from playbook.app import evidence as app
from playbook.cli import show
from playbook.cli.command import PROSE, Command, Group, Prose, Settings, Subject, is_id, pass_settings
from playbook.cli.subject import cycle_state, decision
from playbook.cli.tongue import t

SUBJECT = Subject()
UNIT = Subject(unit=True)


@click.group(cls=Group)
def cycle() -> None:
    """Open, close and list break-fix cycles: hypothesis, what broke, cause, fix, verified or not, lesson."""


@cycle.command("open", cls=Command, example='playbook cycle open emea/pilot "a joint morning triage halves the wait"')
@click.argument("subject", type=SUBJECT)
@click.argument("hypothesis", type=PROSE)
@click.option(
    "--time-box", default=14, show_default=True, type=click.IntRange(1, 365), help="Days until it counts as failed."
)
@pass_settings
def open_cycle(settings: Settings, subject: str, hypothesis: str, time_box: int) -> None:
    """Open a cycle on a hypothesis."""
    _, found = app.open_cycle(settings.world(), subject, hypothesis, time_box)
    settings.data({"subject": subject, "cycle": found.id, "opened": found.opened, "time_box": time_box})
    facts = {"subject": subject, "cycle": show.strong(found.id), "n": time_box}
    settings.say(
        t(
            "{subject}: cycle {cycle} is open, for {n} day",
            "{subject}: cycle {cycle} is open, for {n} days",
            **facts,
        )
    )
    how = f"playbook cycle close {subject} {found.id} --broke … --cause … --fix … --verified"
    settings.say(show.faint(t("to end it: {command}", command=how)))


def _skill(context: click.Context, param: click.Parameter, value: str) -> str:
    """Return the id of a skill; click's own refusal for what is none."""
    if value and not is_id(value):
        text = t("'{skill}' is not the id of a skill (a-z, 0-9 and '-')", skill=show.clean(value))
        raise click.BadParameter(text, ctx=context, param=param)
    return value


@cycle.command(
    "close",
    cls=Command,
    example='playbook cycle close emea/pilot c1 --broke "nobody could see stock" --cause "no grant on stock data"'
    ' --fix "daily extract" --verified --lesson "ask for stock data before launch"\n'
    'playbook cycle close emea/pilot --broke "nobody read the data" --cause "no analyst" --fix "one is borrowed"'
    " --not-verified --missing-skill data-analysis",
)
@click.argument("subject", type=SUBJECT)
@click.argument("cycle", required=False, default="")
@click.option("--broke", required=True, type=PROSE, help="What broke.")
@click.option("--cause", required=True, type=PROSE, help="Why it broke.")
@click.option("--fix", required=True, type=PROSE, help="What was changed.")
@click.option("--verified/--not-verified", required=True, help="Whether the fix was seen to hold.")
@click.option("--lesson", default="", type=Prose(empty=True), help="What the next squads should know.")
@click.option(
    "--missing-skill", "skill", default="", metavar="SKILL", callback=_skill, help="The skill that was missing."
)
@pass_settings
def close_cycle(settings: Settings, /, subject: str, cycle: str, *, verified: bool, skill: str, **answers: str) -> None:
    """Close a cycle (the oldest open one, if none is named) with what it showed.

    A missing skill goes into the skill-gap register: this squad and those that are not chartered yet have to bring it,
    or to plan for it.
    """
    session, learned = app.close_cycle(settings.world(), subject, cycle, verified=verified, skill=skill, **answers)
    settings.data(
        {"subject": subject, "verified": verified, "lesson": learned.id if learned else "", "missing_skill": skill}
    )
    if verified:
        settings.say(t("{subject}: cycle closed, fix verified", subject=subject))
    else:
        settings.say(t("{subject}: cycle closed, fix not verified: it counts as failed", subject=subject))
        closed = max(session.state.standing(subject).cycles.values(), key=lambda one: one.order)
        how = f'playbook failure record {subject} "…" --size small --cause "…" --cycle {closed.id}'
        settings.say(show.faint(t("if it did harm, count it: {command}", command=how)))
    if learned:
        how = f"playbook lesson adopt {session.unit} {learned.id}"
        settings.say(show.faint(t("decide on the lesson: {command}", command=how)))
    if skill:
        _tell_gap(settings, skill, app.unlisted(session, skill))


def _tell_gap(settings: Settings, skill: str, where: str) -> None:
    """Say what a missing skill means for those who come later, and where it has to be written."""
    name = show.strong(skill)
    settings.say(t("{skill} is in the skill-gap register: {squads} that are chartered from now on need it", skill=name))
    if where:
        told = t("the mission does not name it yet: add {skill} to mission.skills, {where}", skill=skill, where=where)
        settings.say(show.faint(told))


@cycle.command("list", cls=Command, example="playbook cycle list emea/pilot")
@click.argument("subject", type=SUBJECT)
@pass_settings
def list_cycles(settings: Settings, subject: str) -> None:
    """List the cycles of a squad, or of all squads of a unit."""
    found = charts.cycles(settings.world(), subject)
    settings.data(found)
    rows = [
        (one["subject"], one["id"], show.day(one["opened"]), _state(one), show.clean(one["hypothesis"]))
        for one in found
    ]
    head = (t("SQUAD"), t("CYCLE"), t("OPENED"), t("STATE"), t("HYPOTHESIS"))
    for line in show.table(head, rows) if rows else [t("no cycles yet")]:
        settings.say(line)


def _state(one: dict[str, Any]) -> str:
    said = cycle_state(one)
    return click.style(said, fg="green" if one["verified"] else "red") if one["closed"] else said


@click.group(cls=Group)
def lesson() -> None:
    """Record, decide and list lessons. An adopted lesson is in the next squads' charters and checklists."""


@lesson.command(
    "add", cls=Command, example='playbook lesson add emea/pilot "ask for stock data before launch" --cycle c1'
)
@click.argument("subject", type=SUBJECT)
@click.argument("text", type=PROSE)
@click.option("--cycle", "name", default="", help="The cycle that taught it.")
@pass_settings
def add(settings: Settings, subject: str, text: str, name: str) -> None:
    """Record a lesson of a squad."""
    session, found = app.learn(settings.world(), subject, text, name)
    settings.data({"subject": subject, "lesson": found.id})
    settings.say(t("{subject}: {lesson} recorded", subject=subject, lesson=show.strong(found.id)))
    how = f"playbook lesson adopt {session.unit} {found.id}"
    settings.say(show.faint(t("decide on it: {command}", command=how)))


def _decide(settings: Settings, unit: str, name: str, decided: str, reason: str) -> None:
    _, found = app.decide_lesson(settings.world(), unit, name, decided, reason)
    settings.data({"unit": unit, "lesson": name, "decision": decided, "reason": reason})
    facts = {"lesson": show.strong(name), "text": show.clean(found.text)}
    if decided == "adopted":
        settings.say(t("{lesson} is in the playbook now: {text}", **facts))
    elif decided == "local":
        settings.say(t("{lesson} is kept local: {text}", **facts))
    else:
        settings.say(t("{lesson} is rejected: {text}", **facts))


@lesson.command("adopt", cls=Command, example="playbook lesson adopt emea lesson-1")
@click.argument("unit", type=UNIT)
@click.argument("name", metavar="LESSON")
@click.option("--reason", default="", type=Prose(empty=True), help="Why.")
@pass_settings
def adopt(settings: Settings, unit: str, name: str, reason: str) -> None:
    """Adopt a lesson into the playbook: later squads inherit it."""
    _decide(settings, unit, name, "adopted", reason)


@lesson.command("keep", cls=Command, example='playbook lesson keep emea lesson-2 --reason "only true of Lisbon"')
@click.argument("unit", type=UNIT)
@click.argument("name", metavar="LESSON")
@click.option("--reason", required=True, type=PROSE, help="Why it stays local.")
@pass_settings
def keep(settings: Settings, unit: str, name: str, reason: str) -> None:
    """Keep a lesson local: it does not travel."""
    _decide(settings, unit, name, "local", reason)


@lesson.command("reject", cls=Command, example='playbook lesson reject emea lesson-3 --reason "was a coincidence"')
@click.argument("unit", type=UNIT)
@click.argument("name", metavar="LESSON")
@click.option("--reason", required=True, type=PROSE, help="Why it is no lesson.")
@pass_settings
def reject(settings: Settings, unit: str, name: str, reason: str) -> None:
    """Reject a lesson, with a reason."""
    _decide(settings, unit, name, "rejected", reason)


@lesson.command("list", cls=Command, example="playbook lesson list emea")
@click.argument("unit", type=UNIT)
@pass_settings
def list_lessons(settings: Settings, unit: str) -> None:
    """List the lessons of a unit."""
    found = charts.lessons(settings.world(), unit)
    settings.data(found)
    rows = [
        (
            one["id"],
            one["subject"],
            one["cycle"] or "-",
            decision(one) if one["decision"] else click.style(decision(one), fg="yellow"),
            show.clean(one["text"]),
        )
        for one in found
    ]
    head = (t("LESSON"), t("SQUAD"), t("CYCLE"), t("DECISION"), t("TEXT"))
    for line in show.table(head, rows) if rows else [t("no lessons yet")]:
        settings.say(line)
