"""What changed in a unit between two folds of its history, as plain JSON; people are ids."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playbook.core.model import Unit
from playbook.core.shape import plain
from playbook.core.state import Rollout, Standing

Entry = dict[str, Any]
TOLD = ("unit", "pilot", "squads", "goal", "name", "sponsor", "path", "failure_budget", "waves")
"""Keys of a unit's file whose values are told; of the others only that they changed."""


def difference(before: Rollout, after: Rollout) -> dict[str, Any]:
    """Return what there is in `after` that was not so in `before`; every value is empty where nothing changed.

    `after` is a later fold of the same events. Of what was recorded and replaced in between only the last counts.
    """
    return {
        "stages": list(_stages(before, after)),
        "squads": _counted(before, after),
        "waves": list(_waves(before, after)),
        "holds": list(_holds(before, after)),
        "approvals": _approvals(before, after),
        "waivers": list(_waivers(before, after)),
        "provisos": list(_provisos(before, after)),
        "failures": [
            _entry(one, "id", "subject", "text", "size", "cause") for one in _new(before.failures, after.failures)
        ],
        "cycles": list(_cycles(before, after)),
        "lessons": list(_lessons(before, after)),
        "favours": list(_favours(before, after)),
        "readings": list(_readings(before, after)),
        "configuration": _configuration(before, after),
        "documents": _documents(before, after),
        "playbook": [before.playbook, after.playbook] if before.playbook != after.playbook else [],
    }


def differs(found: Mapping[str, Any]) -> bool:
    """Return whether there is any difference."""
    return any(found.values())


def _entry(record: Any, *names: str, **more: Any) -> Entry:
    return {**{name: getattr(record, name) for name in names}, **more}


def _new(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Any]:
    return [one for name, one in after.items() if name not in before]


def _stages(before: Rollout, after: Rollout) -> Iterator[Entry]:
    for subject, own in after.standings.items():
        was = before.standing(subject).stage
        if own.stage != was:
            yield {"subject": subject, "before": was, "after": own.stage, "at": own.since}


def _is_wave(own: Standing) -> bool:
    word, _, number = own.subject.partition("/")[2].rpartition("-")
    return bool(own.squads) or (word == "wave" and number.isdecimal())


def _counted(before: Rollout, after: Rollout) -> dict[str, Any]:
    """Return how many squads were in each stage, then and now; empty where that is the same."""
    then, now = (
        Counter(own.stage for own in state.standings.values() if "/" in own.subject and own.stage and not _is_wave(own))
        for state in (before, after)
    )
    return {"before": dict(then), "after": dict(now)} if then != now else {}


def _waves(before: Rollout, after: Rollout) -> Iterator[Entry]:
    for subject, own in after.standings.items():
        if own.squads and own.squads != before.standing(subject).squads:
            yield _entry(own, "subject", "configured", "binding", "lane", squads=list(own.squads))


def _holds(before: Rollout, after: Rollout) -> Iterator[Entry]:
    """Yield what was put on hold, and what goes on again."""
    for subject, own in after.standings.items():
        was = before.standing(subject).hold
        if own.hold and own.hold != was:
            yield _entry(own.hold, "at", "by", "reason", subject=subject, lifted=False)
        elif was and not own.hold:
            last = own.pauses[-1] if own.pauses else None
            told = {"at": last.lifted, "by": last.lifted_by, "reason": last.why_lifted} if last else {}
            yield {"at": "", "by": "", "reason": "", **told, "subject": subject, "lifted": True}


def _approvals(before: Rollout, after: Rollout) -> list[Entry]:
    """Return the approvals that were given and not replaced, also those that a move has used since."""
    known, found = (
        {key: one for own in state.standings.values() for key, one in _given(own)} for state in (before, after)
    )
    return [
        _entry(one, "at", "by", "role", "move", subject=key[0], note=one.note)
        for key, one in found.items()
        if key not in known
    ]


def _given(own: Standing) -> Iterator[tuple[tuple[str, str, str, str, str], Any]]:
    for one in (*(each for passage in own.passages for each in passage.approvals), *own.approvals):
        yield (own.subject, one.at, one.by, one.role, one.move), one


def _waivers(before: Rollout, after: Rollout) -> Iterator[Entry]:
    """Yield each waiver of which something new is true, with its last state."""
    for name, one in after.waivers.items():
        was = before.waivers.get(name)
        if was != one:
            state = "used" if one.used else "ended" if one.ended else "granted" if one.granted else "requested"
            by = one.ended_by if state == "ended" else one.granted_by or one.requested_by
            yield _entry(one, "id", "subject", "condition", "until", "reason", state=state, by=by)


def _provisos(before: Rollout, after: Rollout) -> Iterator[Entry]:
    for name, one in after.provisos.items():
        was = before.provisos.get(name)
        if was is None or (one.met and not was.met):
            yield _entry(one, "id", "subject", "text", "owner", "due", met=bool(one.met))


def _cycles(before: Rollout, after: Rollout) -> Iterator[Entry]:
    for subject, own in after.standings.items():
        earlier = before.standing(subject).cycles
        for name, one in own.cycles.items():
            was = earlier.get(name)
            if was is None or was.closed != one.closed:
                state = ("verified" if one.verified else "not-verified") if one.closed else "open"
                yield _entry(one, "id", "subject", "hypothesis", state=state)


def _lessons(before: Rollout, after: Rollout) -> Iterator[Entry]:
    for name, one in after.lessons.items():
        was = before.lessons.get(name)
        if was is None or was.decision != one.decision:
            yield _entry(one, "id", "subject", "text", "decision", "reason")


def _favours(before: Rollout, after: Rollout) -> Iterator[Entry]:
    for name, one in after.favours.items():
        was = before.favours.get(name)
        if was is None or was.settlement != one.settlement:
            yield _entry(one, "id", "subject", "text", "settlement", "reason")


def _readings(before: Rollout, after: Rollout) -> Iterator[Entry]:
    """Yield the last value of each measure, then and now, and how many readings came in between."""
    for subject, own in after.standings.items():
        for measure, series in own.series.items():
            was = before.standing(subject).series.get(measure)
            then = was.values if was else {}
            if series.values and series.values != then:
                last = {"day": max(series.values), "value": series.values[max(series.values)]}
                first = {"day": max(then), "value": then[max(then)]} if then else None
                count = sum(then.get(day) != value for day, value in series.values.items())
                yield {"subject": subject, "measure": measure, "before": first, "after": last, "readings": count}


def _documents(before: Rollout, after: Rollout) -> dict[str, int]:
    """Return how many documents are new, how many were generated anew, and how many people changed."""
    papers = {name: (before.papers.get(name), one) for name, one in after.papers.items()}
    found = {
        "new": sum(was is None for was, _ in papers.values()),
        "revised": sum(was is not None and was.revision != one.revision for was, one in papers.values()),
        "edited": sum(
            was is not None and was.revision == one.revision and was.seen != one.seen for was, one in papers.values()
        ),
    }
    return found if any(found.values()) else {}


def _configuration(before: Rollout, after: Rollout) -> dict[str, Any]:
    """Return who came and went, and which keys of the unit's file have another value; empty where none has."""
    if before.unit is None or after.unit is None or before.configuration == after.configuration:
        return {}
    then, now = before.unit, after.unit
    found = {
        "joined": list(_gone(now, then)),
        "left": list(_gone(then, now)),
        "planned": sorted({one.id for one in now.squads} - {one.id for one in then.squads}),
        "dropped": sorted({one.id for one in then.squads} - {one.id for one in now.squads}),
        "changed": [*_goals(before, after), *_values(then, now), *_leads(then, now)],
        "other": list(_other(then, now)),
    }
    return found if any(found.values()) else {}


def _gone(one: Unit, other: Unit) -> Iterator[Entry]:
    """Yield who is in a squad of one unit and not of the other, of squads that both have."""
    there = {squad.id: {member.person for member in squad.members} for squad in (other.pilot, *other.squads)}
    for squad in (one.pilot, *one.squads):
        for member in squad.members:
            if squad.id in there and member.person not in there[squad.id]:
                yield {"subject": f"{one.unit}/{squad.id}", "person": member.person, "department": member.department}


def _goals(before: Rollout, after: Rollout) -> Iterator[Entry]:
    then, now = (state.goal.statement if state.goal else "" for state in (before, after))
    if then != now:
        yield {"key": "goal", "before": then, "after": now}


def _values(then: Unit, now: Unit) -> Iterator[Entry]:
    for key in ("name", "sponsor", "path", "failure_budget", "waves"):
        was, is_now = plain(getattr(then, key)), plain(getattr(now, key))
        if was != is_now:
            yield {"key": key, "before": was, "after": is_now}


def _leads(then: Unit, now: Unit) -> Iterator[Entry]:
    known = {squad.id: squad for squad in (then.pilot, *then.squads)}
    for squad in (now.pilot, *now.squads):
        was = known.get(squad.id)
        for key in ("lead", "accountable") if was else ():
            if getattr(was, key) != getattr(squad, key):
                yield {"key": f"{squad.id}.{key}", "before": getattr(was, key), "after": getattr(squad, key)}


def _other(then: Unit, now: Unit) -> Iterable[str]:
    """Return the keys whose values are too large to tell, and of squads what is not their people."""
    was, is_now = plain(then), plain(now)
    keys = [key for key in {**was, **is_now} if key not in TOLD and was.get(key) != is_now.get(key)]
    people = ("members", "lead", "accountable", "id")
    squads = {squad.id: plain(squad) for squad in (then.pilot, *then.squads)}
    for squad in (now.pilot, *now.squads):
        one, other = squads.get(squad.id), plain(squad)
        if one is not None:
            changed = (key for key in {**one, **other} if key not in people and one.get(key) != other.get(key))
            keys += [f"{squad.id}.{key}" for key in changed]
    return keys
