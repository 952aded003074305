"""Playing the mission's decision cases against a squad, as its file stands now. Reads only."""

from collections.abc import Mapping
from typing import Any

from playbook.app.session import Session, meant
from playbook.app.world import World
from playbook.core.drill import Answer, Play, play
from playbook.core.model import DrillCase, Squad
from playbook.core.phrase import Phrase, say
from playbook.errors import UsageError


def drill(world: World, subject: str, case: str = "") -> tuple[Session, tuple[Play, ...]]:
    """Return how each case of the mission goes for a squad today, or the one case named.

    Raises:
        UsageError: the subject is no squad, the mission has no case, or none of that id.
    """
    session = Session(world, subject.partition("/")[0])
    squad = _squad(session, subject)
    unit, today = session.scene.unit, session.now.date().isoformat()
    cases = _cases(session, case)
    return session, tuple(play(unit, squad, one, session.state.person, today) for one in cases)


def data(found: Play, people: Mapping[str, str]) -> dict[str, Any]:
    """Return a case as programs get it: people as `Name <mail>`, sentences in English."""
    right = found.right
    return {
        "case": found.case.id,
        "text": found.case.case,
        "decision": found.case.decision,
        "amount": found.case.amount,
        "within": found.case.within,
        "decider": people.get(right.decider, right.decider) if right else "",
        "specialty": found.specialty,
        "limit": right.limit if right else None,
        "limit_unit": (right.unit or "") if right else "",
        "minutes": right.minutes if right else None,
        "data": [_answer(one, people) for one in found.answers],
        "stays": found.stays,
        "exits": [{"why": str(one.why), "to": people.get(one.to, one.to), "sure": one.sure} for one in found.exits],
    }


def _answer(found: Answer, people: Mapping[str, str]) -> dict[str, Any]:
    source = found.source
    return {
        "question": found.question,
        "ask": found.ask,
        "source": source.source if source else "",
        "department": source.department if source else "",
        "owner": people.get(found.owner, found.owner),
        "grant": source.grant if source else "",
        "until": (source.until or "") if source else "",
        "active": found.exit is None,
    }


def _squad(session: Session, subject: str) -> Squad:
    scene = session.scene
    squad = scene.unit.squad(subject.partition("/")[2])
    if scene.machine(subject) != "squad" or squad is None:
        names = [f"{session.unit}/{one.id}" for one in scene.squads_of(subject)]
        hint = say("play it with one of: {names}", names=names)
        raise UsageError(say("{subject} is not {squad:a}: cases are played with one", subject=subject), hint=hint)
    return squad


def _cases(session: Session, wanted: str) -> tuple[DrillCase, ...]:
    known = session.scene.unit.mission.cases
    if not known:
        text = say("the mission of {unit} names no case to play", unit=session.unit)
        where = session.state.where("mission")
        example = "cases: [{id: …, case: …, decision: …}]"
        raise UsageError(text, hint=say("add one at {where}: {example}", where=where, example=example))
    found = tuple(one for one in known if wanted in ("", one.id))
    if not found:
        text = say("the mission of {unit} has no case '{name}'", unit=session.unit, name=wanted)
        raise UsageError(text, hint=_there(wanted, [one.id for one in known]))
    return found


def _there(name: str, known: list[str]) -> Phrase:
    return meant(name, known) or say("cases: {names}", names=known)
