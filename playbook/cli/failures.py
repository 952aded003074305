"""`failure` (record, learn, list)."""

from typing import Any

import click

from playbook.app import failures as app
from playbook.cli import show
from playbook.cli.command import PROSE, Command, Group, Prose, Settings, Subject, pass_settings
from playbook.cli.tongue import t

SUBJECT = Subject()
UNIT = Subject(unit=True)


@click.group(cls=Group)
def failure() -> None:
    """Record and list failures: each costs points of the unit's failure budget, and lessons give points back."""


@failure.command(
    "record",
    cls=Command,
    example='playbook failure record emea/lyon "30 orders went to the wrong shop" --size small --cause "old labels"\n'
    'playbook failure record emea "no data for two days" --size medium --cause "access revoked"'
    ' --lesson "ask for a second grant"',
)
@click.argument("subject", type=SUBJECT)
@click.argument("text", type=PROSE)
@click.option("--size", required=True, type=click.Choice(app.SIZES), help="How bad it was; a large one stops at once.")
@click.option("--cause", default="", type=Prose(empty=True), help="Why, in a word or two; twice costs double.")
@click.option("--lesson", default="", type=Prose(empty=True), help="What it taught: a lesson's id, or its words.")
@click.option("--cycle", default="", metavar="CYCLE", help="The break-fix cycle in which it happened.")
@pass_settings
def record(  # noqa: PLR0913, PLR0917  (its options)
    settings: Settings, subject: str, text: str, size: str, cause: str, lesson: str, cycle: str
) -> None:
    """Record that something failed.

    SUBJECT is the squad, wave or unit that it happened to.
    """
    session, found = app.record(settings.world(), subject, text, size=size, cause=cause, lesson=lesson, cycle=cycle)
    _data(settings, session, found)
    settings.say(t("{subject}: {name} is recorded", subject=subject, name=show.strong(found.id)))
    _tell(settings, session, found)
    if not found.lesson:
        how = f'playbook failure learn {subject} {found.id} --lesson "…"'
        settings.say(show.faint(t("to record what it taught: {command}", command=how)))


@failure.command(
    "learn",
    cls=Command,
    example='playbook failure learn emea failure-1 --lesson "print labels on the day of delivery"\n'
    "playbook failure learn emea/lyon failure-2 --lesson lesson-4",
)
@click.argument("subject", type=SUBJECT)
@click.argument("name", metavar="FAILURE")
@click.option("--lesson", required=True, type=PROSE, help="What it taught: a lesson's id, or its words.")
@pass_settings
def learn(settings: Settings, subject: str, name: str, lesson: str) -> None:
    """Record what a failure taught."""
    session, found = app.learn(settings.world(), subject, name, lesson)
    _data(settings, session, found)
    taught = session.state.lessons[found.lesson]
    facts = {"name": show.strong(name), "lesson": show.strong(taught.id), "text": show.clean(taught.text)}
    settings.say(t("{name} taught {lesson}: {text}", **facts))
    _tell(settings, session, found)
    if not taught.decision:
        how = f"playbook lesson adopt {session.unit} {found.lesson}"
        settings.say(show.faint(t("decide on the lesson: {command}", command=how)))


@failure.command("list", cls=Command, example="playbook failure list\nplaybook failure list emea")
@click.argument("unit", type=UNIT, required=False)
@pass_settings
def list_failures(settings: Settings, unit: str | None) -> None:
    """List failures and what each costs.

    Of one unit, or of all of them.
    """
    found = app.failures(settings.world(), [unit] if unit else settings.units())
    settings.data(found)
    head = (t("FAILURE"), t("SUBJECT"), t("DAY"), t("SIZE"), t("POINTS"), t("TEXT"))
    rows = [_row(entry) for one in found for entry in one["failures"]]
    for line in show.table(head, rows) if rows else [t("no failures yet")]:
        settings.say(line)
    for one in found:
        settings.say(_budget(one))


def _data(settings: Settings, session: Any, found: Any) -> None:
    """Print what one failure costs, for a program."""
    burnt = app.budget(session)
    settings.data(
        {
            "subject": found.subject,
            "failure": found.id,
            "size": found.size,
            "cause": found.cause,
            "lesson": found.lesson,
            "points": found.points,
            "doubled": found.doubled,
            "credit": found.credit,
            "used": burnt.used,
            "limit": burnt.limit,
            "tripped": burnt.tripped,
        }
    )


def _tell(settings: Settings, session: Any, found: Any) -> None:
    """Say what a failure costs, why, and how much of the budget is used now."""
    if found.trips:
        settings.say(click.style(t("it is large: that stops the unit at once"), fg="red"))
    else:
        costs = t("it costs {n} point", "it costs {n} points", n=found.points)
        settings.say(f"{costs}{_why(found._asdict())}")
    settings.say(_budget({"unit": session.unit, **app.budget(session)._asdict()}))


def _row(entry: dict[str, Any]) -> tuple[str, ...]:
    text = show.clean(entry["text"])
    if entry["stage"]:
        text = t("ended as {stage}: {reason}", stage=t(entry["stage"]), reason=text or "-")
    return (entry["id"] or "-", entry["subject"], show.day(entry["at"]), _size(entry), _points(entry), text)


def _points(entry: dict[str, Any]) -> str:
    """Return what a failure costs in the list: a large one has no price while it stops everything."""
    return t("stops at once") if entry["trips"] else f"{show.number(entry['points'])}{_why(entry)}"


def _why(entry: dict[str, Any]) -> str:
    """Return, in brackets, why a failure does not cost what one of its size costs, or is not tolerated."""
    why = [t("doubled: cause of {name}", name=entry["doubled"])] if entry["doubled"] else []
    why += [t("lesson gives back {n}", n=entry["credit"])] if entry["credit"] else []
    if entry["size"] == "small" and not entry["lesson"]:
        why.append(click.style(t("lesson missing"), fg="yellow"))
    return f" ({', '.join(why)})" if why else ""


def _size(entry: dict[str, Any]) -> str:
    said = {"small": t("small"), "medium": t("medium"), "large": t("large")}[entry["size"]]
    return click.style(said, fg="red") if entry["trips"] else said


def _budget(one: dict[str, Any]) -> str:
    """Return how much of a unit's budget is used, in a line."""
    facts = {"unit": one["unit"], "used": one["used"], "limit": one["limit"]}
    if one["tripped"]:
        return click.style(t("{unit}: {used} of {limit} points used; a large failure stops it", **facts), fg="red")
    if one["used"] > one["limit"]:
        return click.style(t("{unit}: {used} of {limit} points used: more than the budget", **facts), fg="red")
    return t("{unit}: {used} of {limit} points used", **facts)
