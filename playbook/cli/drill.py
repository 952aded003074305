"""`drill`."""

from collections.abc import Iterator, Mapping
from typing import Any

import click

from playbook.app import drill as app
from playbook.cli import show
from playbook.cli.command import Settings, Subject, command, pass_settings
from playbook.cli.tongue import call, t, term, words
from playbook.core.drill import Answer, Play
from playbook.core.model import Right


@command("playbook drill emea/pilot\nplaybook drill emea/pilot --case rotten-batch", name="drill")
@click.argument("subject", type=Subject())
@click.option("--case", default="", metavar="ID", help="Play this case alone.")
@pass_settings
def drill(settings: Settings, subject: str, case: str) -> int:
    """Play decision cases against a squad's rights and data: who decides, how fast, with which data.

    Cases are those of the mission in the unit's file. Nothing is changed. The exit code is 0 where every case stays
    inside the squad, 1 where one has to leave it.
    """
    session, found = app.drill(settings.world(), subject, case)
    call(session.scene.unit.squad_word)
    people = session.state.people
    stay = sum(one.stays for one in found)
    settings.data({"subject": subject, "stay": stay, "cases": [app.data(one, people) for one in found]})
    settings.say(_head(subject, len(found), stay))
    for one in found:
        settings.say()
        for line in _lines(one, people):
            settings.say(line)
    for note in session.notes():
        settings.say(show.faint(t(note)))
    return 0 if stay == len(found) else 1


def _head(subject: str, n: int, stay: int) -> str:
    return t(
        "{subject}: {n} case played, {stay} settled inside the {squad}",
        "{subject}: {n} cases played, {stay} settled inside the {squad}",
        subject=show.strong(subject),
        n=n,
        stay=stay,
    )


def _lines(one: Play, people: Mapping[str, str]) -> Iterator[str]:
    """Yield a case as it is told at the table."""
    sign = show.mark("pass" if one.stays else "fail" if one.leaves else "undecided")
    # Translators: a case that is played, and its id.
    yield f"{sign} " + t("“{case}” ({id})", case=show.strong(show.clean(one.case.case)), id=one.case.id)
    what, who, pace, data, leaves = t("what"), t("who"), t("how fast"), t("with what"), t("leaves")
    rows = [(what, _what(one)), (who, _who(one, people))]
    rows += [(pace, _pace(one))] if _pace(one) else []
    rows += [(data, _source(answer, people)) for answer in one.answers]
    rows += [(leaves, click.style(_exit(each, people), fg="red" if each.sure else "yellow")) for each in one.exits]
    columns = max(map(show.width, (what, who, pace, data, leaves))) + 2
    for title, text in rows:
        room = max(40, show.terminal_width() - columns - 2)
        first, *more = show.fold(text, room)
        yield "  " + show.faint(show.pad(title, columns)) + first
        yield from (" " * (columns + 2) + line for line in more)


def _what(one: Play) -> str:
    said = show.clean(one.decision)
    if one.case.amount is None:
        return said
    amount = words().number(one.case.amount)
    if one.right and one.right.unit:
        # Translators: a number and what it counts.
        amount = t("{value} {unit}", value=amount, unit=show.clean(one.right.unit))
    # Translators: a kind of decision, and how much is at stake.
    return t("{decision}: {amount}", decision=said, amount=amount)


def _who(one: Play, people: Mapping[str, str]) -> str:
    if one.right is None:
        return t("nobody")
    name = show.clean(people.get(one.right.decider, one.right.decider).partition(" <")[0])
    alone = _alone(one.right)
    if one.specialty:
        return t("{name}, {specialty}: {limit}", name=name, specialty=show.clean(one.specialty), limit=alone)
    return t("{name}, who is not in the {squad}: {limit}", name=name, limit=alone)


def _alone(right: Right) -> str:
    """Return up to where the decider asks nobody."""
    if right.limit is None:
        return t("no limit is agreed")
    if right.limit == "unlimited":
        return t("alone, whatever it takes")
    limit = words().number(float(right.limit))
    if right.unit:
        limit = t("{value} {unit}", value=limit, unit=show.clean(right.unit))
    return t("alone up to {limit}", limit=limit)


def _pace(one: Play) -> str:
    minutes, within = one.right.minutes if one.right else None, one.case.within
    if minutes is not None and within is not None:
        return t(
            "within {n} minute; {within} are allowed",
            "within {n} minutes; {within} are allowed",
            n=minutes,
            within=within,
        )
    if minutes is not None:
        return t("within {n} minute", "within {n} minutes", n=minutes)
    if within is not None:
        return t("not written down; {n} minute is allowed", "not written down; {n} minutes are allowed", n=within)
    return ""


def _source(one: Answer, people: Mapping[str, str]) -> str:
    ask = show.clean(one.ask)
    if one.source is None:
        return t("{ask} No source is named", ask=ask)
    facts: dict[str, Any] = {"ask": ask, "source": show.clean(one.source.source), "grant": term(one.source.grant)}
    owner = show.clean(people.get(one.owner, one.owner).partition(" <")[0]) or one.source.department
    if one.source.until:
        day = show.day(one.source.until)
        return t("{ask} {source} (owner: {owner}; grant {grant} until {day})", owner=owner, day=day, **facts)
    return t("{ask} {source} (owner: {owner}; grant {grant})", owner=owner, **facts)


def _exit(one: Any, people: Mapping[str, str]) -> str:
    who = show.clean(people.get(one.to, one.to).partition(" <")[0])
    why = show.unveil(one.why, people)
    return t("to {name}: {why}", name=who, why=why) if one.sure else t("perhaps to {name}: {why}", name=who, why=why)
