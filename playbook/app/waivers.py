"""Waivers: asked for, granted by somebody else, refused or taken back, and listed."""

from typing import Any

from playbook.app.approve import not_own, refuse_elsewhere
from playbook.app.days import ahead
from playbook.app.session import Session
from playbook.app.sought import sought
from playbook.app.sync import change
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.persons import veil
from playbook.core.phrase import Phrase, say
from playbook.core.state import Waiver
from playbook.core.waivers import LONGEST, grantors, status, why_never
from playbook.errors import GateClosed, UsageError


def request(  # noqa: PLR0913  (what a waiver says)
    world: World, subject: str, condition: str, reason: str, until: str, *, move: str = ""
) -> tuple[Session, Waiver]:
    """Ask that one condition that stands in the way of a subject's next move be passed over, once.

    The move is the one that carries a squad along, where that judges the condition; else the subject's own.

    Raises:
        UsageError: nothing of that name stands in the way, it is asked for already, or the day will not do.
        GateClosed: nobody can waive it.
    """
    found: list[str] = []

    def act(session: Session) -> None:
        day = ahead(session, until, first=1, last=LONGEST)
        decision, verdict = sought(session, subject, condition.replace("-", "_"), move)
        if not verdict.waivable:
            facts = {"condition": verdict.condition, "reason": why_never(verdict)}
            raise GateClosed(say("nobody can waive {condition}: {reason}", **facts), hint=verdict.command)
        leader = decision.subject if decision.subject != subject else ""
        needed = str(veil(str(verdict.needed), session.state.people))
        name = f"waiver-{len(session.state.waivers) + 1}"
        asked = (name, verdict.condition, decision.move.name, reason, day, leader, needed)
        session.record(e.WaiverRequested(subject, *asked))
        found.append(name)

    session = change(world, subject.partition("/")[0], act)
    return session, session.state.waivers[found[-1]]


def grant(world: World, subject: str, waiver: str, note: str = "") -> tuple[Session, Waiver]:
    """Grant a waiver that somebody else asked for.

    Raises:
        UsageError: there is no such waiver, or it does not wait to be granted.
        GateClosed: it is one's own request or squad, or one is neither sponsor nor head of a department.
    """

    def act(session: Session) -> None:
        one = _known(session, subject, waiver)
        _refuse_unless(session, one, "requested")
        _may_grant(session, one)
        session.record(e.WaiverGranted(one.subject, one.id, note))

    session = change(world, subject.partition("/")[0], act)
    return session, session.state.waivers[waiver]


def refuse(world: World, subject: str, waiver: str, reason: str) -> tuple[Session, Waiver]:
    """Refuse a waiver that waits to be granted; who asked for it can withdraw it this way.

    Raises:
        UsageError: there is no such waiver, or it does not wait to be granted.
        GateClosed: one neither asked for it nor could grant such a waiver.
    """
    return _end(world, subject, waiver, reason, "requested")


def revoke(world: World, subject: str, waiver: str, reason: str) -> tuple[Session, Waiver]:
    """Take back a waiver that was granted and not used yet.

    Raises:
        UsageError: there is no such waiver, or it is not in force.
        GateClosed: one neither asked for it nor could grant such a waiver.
    """
    return _end(world, subject, waiver, reason, "granted")


def waivers(world: World, unit: str) -> list[dict[str, Any]]:
    """Return a unit's waivers, those that wait or are in force first; people as `Name <mail>`."""
    session = Session(world, unit)
    day = session.now.date().isoformat()
    found = [_plain(session, one, day) for one in session.state.waivers.values()]
    return sorted(found, key=lambda one: one["status"] not in ("requested", "granted"))


def who_can(session: Session, waiver: Waiver) -> list[str]:
    """Return who can grant a waiver, as `Name <mail>`."""
    people = session.state.people
    return [people.get(one, one) for one in grantors(session.scene, waiver.subject, waiver.requested_by)]


def _end(world: World, subject: str, waiver: str, reason: str, wanted: str) -> tuple[Session, Waiver]:
    def act(session: Session) -> None:
        one = _known(session, subject, waiver)
        _refuse_unless(session, one, wanted)
        if session.actor != one.requested_by and session.actor not in grantors(session.scene, one.subject):
            raise _not_theirs(session, one)
        session.record(e.WaiverEnded(one.subject, one.id, reason))

    session = change(world, subject.partition("/")[0], act)
    return session, session.state.waivers[waiver]


# --------------------------------------------------------------------------------------------- who grants what


def _known(session: Session, subject: str, name: str) -> Waiver:
    session.scene.machine(subject)
    found = session.state.waivers.get(name)
    if found is None:
        known = list(session.state.waivers)
        hint = say("waivers: {names}", names=known) if known else say("no waiver was ever asked for")
        raise UsageError(say("{unit} has no waiver '{name}'", unit=session.unit, name=name), hint=hint)
    refuse_elsewhere(session, subject, name, found.subject)
    return found


def _refuse_unless(session: Session, one: Waiver, wanted: str) -> None:
    """Raise UsageError where a waiver is not, or no longer, what it has to be."""
    found = status(one, session.now.date().isoformat())
    if found != wanted:
        ask = f'playbook waiver request {one.subject} {one.condition} --reason "…" --until YYYY-MM-DD'
        hint = say("to ask again: {command}", command=ask)
        if found == "granted":
            back = f'playbook waiver revoke {one.subject} {one.id} --reason "…"'
            hint = say("to take it back: {command}", command=back)
        elif found == "requested":
            back = f'playbook waiver refuse {one.subject} {one.id} --reason "…"'
            hint = say("to refuse it: {command}", command=back)
        raise UsageError(_became(session, one, found), hint=hint)


def _became(session: Session, one: Waiver, found: str) -> Phrase:
    """Return what became of a waiver, by whom and when."""
    person = session.state.person
    return {
        "requested": say("{id} still waits to be granted", id=one.id),
        "granted": say(
            "{id} was granted on {day} by {name}", id=one.id, day=one.granted[:10], name=person(one.granted_by)
        ),
        "used": say("{id} was used up on {day}: a waiver holds once", id=one.id, day=one.used[:10]),
        "refused": say("{id} was refused on {day} by {name}", id=one.id, day=one.ended[:10], name=person(one.ended_by)),
        "revoked": say(
            "{id} was taken back on {day} by {name}", id=one.id, day=one.ended[:10], name=person(one.ended_by)
        ),
        "lapsed": say("{id} lapsed: its last day was {day}", id=one.id, day=one.until),
    }[found]


def _may_grant(session: Session, one: Waiver) -> None:
    """Raise where the person at the keyboard is not one who may grant this waiver."""
    known = session.state.people[session.actor]
    if "<" in known and "<" not in session.world.actor():
        raise UsageError(say("to grant a waiver takes your mail as well"), hint=f'--as "{known}"')
    if session.actor == one.requested_by:
        name = session.state.person(session.actor)
        raise GateClosed(
            say("nobody grants what they asked for themselves: {name} asked for {id}", name=name, id=one.id),
            hint=_hint(session, one),
        )
    not_own(session, one.subject)
    if session.actor not in grantors(session.scene, one.subject, one.requested_by):
        raise _not_theirs(session, one)


def _not_theirs(session: Session, one: Waiver) -> GateClosed:
    facts = {"name": session.state.person(session.actor), "id": one.id}
    text = say("{name} cannot decide on {id}: this takes the sponsor or the head of a department", **facts)
    return GateClosed(text, hint=_hint(session, one))


def _hint(session: Session, one: Waiver) -> Phrase:
    names = who_can(session, one)
    return say("that is {names}", names=names) if names else say("nobody of this unit can: name other department heads")


def _plain(session: Session, one: Waiver, day: str) -> dict[str, Any]:
    people = session.state.people
    return {
        "id": one.id,
        "unit": session.unit,
        "subject": one.subject,
        "condition": one.condition,
        "move": one.move,
        "moved": one.leader or one.subject,
        "needed": one.needed,
        "reason": one.reason,
        "until": one.until,
        "status": status(one, day),
        "requested": one.requested,
        "requested_by": people.get(one.requested_by, one.requested_by),
        "granted": one.granted,
        "granted_by": people.get(one.granted_by, one.granted_by),
        "note": one.note,
        "ended": one.ended,
        "ended_by": people.get(one.ended_by, one.ended_by),
        "why_ended": one.why_ended,
        "used": one.used,
    }
