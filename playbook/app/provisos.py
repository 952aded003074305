"""Provisos: a gate is opened, and somebody has to do something by a day; added, met and listed."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from playbook.app.approve import not_own, refuse_elsewhere
from playbook.app.days import ahead
from playbook.app.judging import case_of
from playbook.app.session import Session, meant
from playbook.app.sync import change
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.moves import choose
from playbook.core.persons import normal
from playbook.core.phrase import say
from playbook.core.stagemap import Move, conditions
from playbook.core.state import Proviso
from playbook.errors import GateClosed, UsageError
from playbook.gates.approval import required


class Terms(NamedTuple):
    """What a proviso says: what has to be done, by whom (`Name <mail>`, or a name of this unit), and until when."""

    text: str
    owner: str
    due: str


def add(world: World, subject: str, terms: Terms, move: str = "") -> tuple[Session, Proviso]:
    """Let a subject's next move (or `move`, which may be made already) through only with a proviso.

    Raises:
        UsageError: there is no such move, the day is over, or nobody knows the owner.
        GateClosed: somebody else approves that move.
    """
    found: list[str] = []

    def act(session: Session) -> None:
        step = _step(session, subject, move)
        events = added(session, subject, step, [terms])
        session.record(*events)
        found.extend(event.proviso for event in events)

    session = change(world, subject.partition("/")[0], act)
    return session, session.state.provisos[found[-1]]


def added(session: Session, subject: str, step: Move, terms: Iterable[Terms]) -> list[e.ProvisoAdded]:
    """Return the events that add provisos to a move, as the person at the keyboard; none where there are no terms.

    Raises:
        UsageError: a day is over, or nobody knows an owner.
        GateClosed: somebody else approves that move, or it is one's own squad.
    """
    terms = list(terms)
    if terms:
        _may_add(session, subject, step)
    first = len(session.state.provisos) + 1
    return [
        e.ProvisoAdded(
            subject, f"proviso-{number}", one.text, _owner(session, one.owner), ahead(session, one.due), step.name
        )
        for number, one in enumerate(terms, first)
    ]


def meet(world: World, subject: str, proviso: str, evidence: str) -> tuple[Session, Proviso]:
    """Record that a proviso was met, and by what one can see that.

    Raises:
        UsageError: there is no such proviso, or it was met before.
    """

    def act(session: Session) -> None:
        one = _known(session, subject, proviso)
        if one.met:
            facts = {"id": one.id, "day": one.met[:10], "name": session.state.person(one.met_by)}
            raise UsageError(say("{id} was met on {day}, as {name} recorded", **facts), hint=f"playbook why {subject}")
        session.record(e.ProvisoFulfilled(one.subject, one.id, evidence))

    session = change(world, subject.partition("/")[0], act)
    return session, session.state.provisos[proviso]


def provisos(world: World, unit: str) -> list[dict[str, Any]]:
    """Return a unit's provisos, the open ones first and of these the one that is due soonest; people in full."""
    session = Session(world, unit)
    found = sorted(session.state.provisos.values(), key=lambda one: (bool(one.met), one.due))
    return [plain(session, one) for one in found]


def plain(session: Session, one: Proviso) -> dict[str, Any]:
    """Return a proviso as plain data; `status` is `open`, `overdue` or `met`."""
    people, day = session.state.people, session.now.date().isoformat()
    return {
        "id": one.id,
        "unit": session.unit,
        "subject": one.subject,
        "move": one.move,
        "text": one.text,
        "owner": people.get(one.owner, one.owner),
        "due": one.due,
        "status": "met" if one.met else "overdue" if day > one.due else "open",
        "set": one.set,
        "set_by": people.get(one.set_by, one.set_by),
        "met": one.met,
        "met_by": people.get(one.met_by, one.met_by),
        "evidence": one.evidence,
    }


def _step(session: Session, subject: str, name: str) -> Move:
    """Return a move that comes next, or one that was made."""
    scene = session.scene
    machine = scene.machines[scene.machine(subject)].map
    made = {one.move for one in session.state.standing(subject).passages}
    next_ones = {one.name for one in machine.leaving(scene.stage(subject))}
    if name in made - next_ones:
        return next(one for one in machine.moves if one.name == name)
    return choose(scene, subject, name=name)


def _may_add(session: Session, subject: str, step: Move) -> None:
    """Raise GateClosed unless the person at the keyboard is one of those who approve the move; else it is the sponsor.

    A move that asks for no approval is the sponsor's to set terms for.
    """
    case = case_of(session.scene, subject, step, step.gate)
    roles = [str(options.get("role", "sponsor")) for name, options in conditions(step.gate) if name == "approval"]
    people = [person for role in roles or ["sponsor"] for person in required(case, role)]
    if session.actor not in people:
        state = session.state
        facts = {"name": state.person(session.actor), "move": step.name, "subject": subject}
        text = say("{name} cannot set terms for '{move}' of {subject}: whoever approves it can", **facts)
        names = [state.people.get(person, person) for person in people]
        raise GateClosed(text, hint=say("that is {names}", names=names) if names else "")
    not_own(session, subject)


def _owner(session: Session, person: str) -> str:
    """Return the id of who has to meet a proviso; a bare name will do where one person of this unit has it.

    Raises:
        UsageError: nobody, or more than one person, is called so.
    """
    name, people = normal(person), session.state.people
    if "<" in name:
        return session.person(name)
    same = [who for who, text in people.items() if text.partition(" <")[0] == name]
    if len(same) == 1:
        return same[0]
    if same:
        who = [people[one] for one in same]
        raise UsageError(
            say("more than one person is called {name}", name=name), hint=say("write one of: {names}", names=who)
        )
    names = [text.partition(" <")[0] for text in people.values()]
    raise UsageError(
        say("nobody of this unit is called {name}", name=name),
        hint=meant(name, names) or say("write 'Name <mail>' for somebody who is new here"),
    )


def _known(session: Session, subject: str, name: str) -> Proviso:
    session.scene.machine(subject)
    found = session.state.provisos.get(name)
    if found is None:
        known = list(session.state.provisos)
        hint = say("provisos: {names}", names=known) if known else say("no gate was opened with a proviso yet")
        raise UsageError(say("{unit} has no proviso '{name}'", unit=session.unit, name=name), hint=hint)
    refuse_elsewhere(session, subject, name, found.subject)
    return found
