"""Decision cases played at the table: who decides, how fast, with which data, and which must leave the squad.

A case leaves the squad where somebody outside has to be asked before the customer has an answer. That is what a drill
finds out while it costs nothing (design, section 4, `empowered`).
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from playbook.core.model import DataSource, DrillCase, Right, Squad, Unit
from playbook.core.phrase import Phrase, say

Path = tuple[str | int, ...]
"""Path of a key within the squad's part of the unit's file."""


class Exit(NamedTuple):
    """Why a case leaves the squad, where that is written, and to whom it would go."""

    why: Phrase
    path: Path
    to: str
    """A person's id."""
    sure: bool = True
    """False where nobody wrote down what would tell: it may leave the squad."""


class Answer(NamedTuple):
    """Where a question that the case raises is answered."""

    question: str
    ask: str
    source: DataSource | None
    """None where no source is named."""
    owner: str
    """The id of who heads the department that owns the data; empty where no department of the unit does."""
    exit: Exit | None
    """Why the squad cannot pull it today; None where it can."""


class Play(NamedTuple):
    """A case as it went."""

    case: DrillCase
    decision: str
    """The kind of decision, in the mission's words."""
    right: Right | None
    """By which it is decided; None where nobody has the right."""
    specialty: str
    """Of the decider; empty where that is no member."""
    answers: tuple[Answer, ...]
    exits: tuple[Exit, ...]
    """Empty where the case is settled inside the squad."""

    @property
    def stays(self) -> bool:
        """True where nobody outside the squad is asked."""
        return not self.exits

    @property
    def leaves(self) -> bool:
        """True where somebody outside is asked for certain."""
        return any(one.sure for one in self.exits)


Name = Callable[[str], str]
"""The name behind a person's id."""


def plays(unit: Unit, squad: Squad, name: Name, today: str = "") -> tuple[Play, ...]:
    """Return every case of the mission, played against the squad's rights and grants as the unit's file has them.

    `today` (YYYY-MM-DD) is the day on which grants have to be in force; without it no end of a grant is judged.
    """
    return tuple(play(unit, squad, case, name, today) for case in unit.mission.cases)


def play(unit: Unit, squad: Squad, case: DrillCase, name: Name, today: str = "") -> Play:
    """Return how one case goes."""
    rights = [(index, right) for index, right in enumerate(squad.decides) if right.decision == case.decision]
    right = rights[0][1] if rights else None
    specialties = {member.person: member.specialty for member in squad.members}
    answers = tuple(_answer(unit, squad, question, today) for question in case.questions)
    exits = [*_authority(unit, squad, case, rights, name), *(one.exit for one in answers if one.exit)]
    if right:
        exits += _amount(unit, case, *rights[0]) + _speed(unit, case, *rights[0], name)
    decision = next((one.name for one in unit.mission.decisions if one.id == case.decision), case.decision)
    specialty = specialties.get(right.decider, "") if right else ""
    return Play(case, decision, right, specialty, answers, tuple(exits))


def nobody(decision: str) -> Phrase:
    """Return what is said where nobody has a decision right."""
    return say("nobody decides on '{decision}'", decision=decision)


def several(decision: str, names: list[str]) -> Phrase:
    """Return what is said where a decision right is shared, and so nobody's."""
    return say("'{decision}' has {count} deciders: {names}", decision=decision, count=len(names), names=names)


def outside(decision: str, name: str) -> Phrase:
    """Return what is said where somebody decides who is not in the squad."""
    return say("{name} decides on '{decision}' without being a member", name=name, decision=decision)


def limitless(decision: str, name: str) -> Phrase:
    """Return what is said where no limit was agreed."""
    return say("{name} decides on '{decision}' without a limit", name=name, decision=decision)


def _authority(
    unit: Unit, squad: Squad, case: DrillCase, rights: list[tuple[int, Right]], name: Name
) -> Iterator[Exit]:
    """Yield why nobody in the squad may decide."""
    if not rights:
        yield Exit(nobody(case.decision), ("decides",), unit.sponsor)
    if len(rights) > 1:
        names = [name(right.decider) for _, right in rights]
        yield Exit(several(case.decision, names), ("decides", rights[1][0]), unit.sponsor)
    inside = {member.person for member in squad.members}
    for index, right in rights:
        if right.decider not in inside:
            yield Exit(outside(case.decision, name(right.decider)), ("decides", index, "decider"), right.decider)
        if right.limit is None:
            yield Exit(limitless(case.decision, name(right.decider)), ("decides", index), unit.sponsor)


def _amount(unit: Unit, case: DrillCase, index: int, right: Right) -> list[Exit]:
    """Return why the amount is too large; an amount that meets the limit is still the squad's."""
    if case.amount is None or right.limit in (None, "unlimited"):
        return []
    limit = float(right.limit or 0)
    if case.amount <= limit:
        return []
    facts = {"amount": _plain(case.amount), "limit": _plain(limit)}
    found = say("{amount} is above the limit of {limit}", **facts)
    if right.unit:
        found = say("{amount} is above the limit of {limit} {unit}", unit=right.unit, **facts)
    return [Exit(found, ("decides", index, "limit"), unit.sponsor)]


def _plain(value: float) -> float:
    """Return a whole number as one, so that no sentence says 500.0."""
    return int(value) if float(value).is_integer() else value


def _speed(unit: Unit, case: DrillCase, index: int, right: Right, name: Name) -> list[Exit]:
    """Return why the decider is too slow; nobody knows it where no minutes are agreed."""
    if case.within is None:
        return []
    if right.minutes is None:
        facts = {"name": name(right.decider), "n": case.within}
        found = say(
            "it must be decided within {n} minute, and how fast {name} decides is not written down",
            "it must be decided within {n} minutes, and how fast {name} decides is not written down",
            **facts,
        )
        return [Exit(found, ("decides", index), unit.sponsor, sure=False)]
    if right.minutes <= case.within:
        return []
    found = say(
        "it must be decided within {n} minute, {name} needs up to {minutes}",
        "it must be decided within {n} minutes, {name} needs up to {minutes}",
        n=case.within,
        name=name(right.decider),
        minutes=right.minutes,
    )
    return [Exit(found, ("decides", index, "minutes"), unit.sponsor)]


def _answer(unit: Unit, squad: Squad, question: str, today: str) -> Answer:
    """Return where a question is answered: by the first source that the squad may pull, else by the first there is."""
    ask = next((one.ask for one in unit.mission.questions if one.id == question), question)
    found = [_source(unit, squad, index, today) for index, one in enumerate(squad.data) if one.question == question]
    if not found:
        why = say("no source is named for '{question}'", question=question)
        return Answer(question, ask, None, "", Exit(why, ("data",), unit.sponsor))
    source, owner, leaves = next((one for one in found if one[2] is None), found[0])
    return Answer(question, ask, source, owner, leaves)


def _source(unit: Unit, squad: Squad, index: int, today: str) -> tuple[DataSource, str, Exit | None]:
    """Return a source, who owns it, and why it cannot be pulled."""
    source = squad.data[index]
    department = unit.department(source.department)
    owner = department.head if department else ""
    facts: dict[str, Any] = {"source": source.source, "question": source.question}
    if department is None:
        why = say("no department of this unit owns '{source}' for '{question}'", **facts)
        return source, owner, Exit(why, ("data", index, "department"), unit.sponsor)
    if source.grant != "active":
        grant, giver = Phrase(source.grant), department.name
        why = say(
            "the grant of '{source}' for '{question}' is {grant}, {owner} can give it",
            grant=grant,
            owner=giver,
            **facts,
        )
        return source, owner, Exit(why, ("data", index, "grant"), owner)
    if source.until and source.until < today:
        why = say("the grant of '{source}' for '{question}' expired on {day}", day=source.until, **facts)
        return source, owner, Exit(why, ("data", index, "until"), owner)
    return source, owner, None
