"""There are enough coaches, people with scarce skills and hours of people for a wave, and what binds is named.

Cleared by: the sponsor.

Source: a rule of this playbook: a wave is as large as what there is least of allows.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.phrase import Phrase, say
from playbook.core.supply import Fit, fit, needed, stock
from playbook.core.verdict import Verdict
from playbook.core.waves import Wave, composed, plan
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


def judge(case: Case) -> Verdict:
    """Return `fail` where the supply lets no squad of the wave be opened, `pass` with the number that it lets.

    The wave is opened with the smallest of what is configured, what the supply allows, and what is left (design,
    section 4). Coaches are free who do not look after a squad that is open and not yet stable; people with a scarce
    skill who are in no open squad; and nobody works more than 100 % for open squads. A wave that was composed before
    keeps its squads: it fails where one of those still to be opened does not fit.
    """
    wanted = say("enough coaches, people with scarce skills, and hours of people for the wave")
    if case.unit.supply is None:
        return case.verdict("pass", wanted, say("the unit's file names no supply: nothing limits the wave"))
    wave = _wave(case)
    if wave is None or not wave.squads:
        where, remedy = case.state.where("waves"), say("plan waves in the unit's file")
        found = say("no {squad} is left to open")
        return case.verdict("undecided", wanted, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    there = stock(case.state, case.unit, case.maps["squad"], case.elsewhere, without=wave.squads)
    room = fit(there, {squad.id: squad for squad in case.unit.squads}, wave)
    where = _where(case, room.binding)
    is_fixed = bool(case.state.standing(case.subject).squads)
    if room.squads and not (is_fixed and len(room.squads) < len(room.wanted)):
        return case.verdict("pass", wanted, _passed(case, wave, room), where=where)
    more = {"where": where, "clears": _clears(case, room), "remedy": _remedy(room.binding)}
    return case.verdict("fail", wanted, _failed(case, room), command=f"playbook waves {case.unit.unit}", **more)


def _wave(case: Case) -> Wave | None:
    """Return the wave with the squads that it has still to open: those that ended need nobody any more."""
    waves = plan(case.unit, composed(case.state)).waves
    found = next((one for one in waves if one.name == case.name), None)
    if found is None:
        return None
    ended = {stage.id for stage in case.maps["squad"].stages if stage.terminal}
    there = tuple(name for name in found.squads if case.stage(f"{case.unit.unit}/{name}") not in ended)
    return found._replace(squads=there)


def _passed(case: Case, wave: Wave, found: Fit) -> Phrase:
    n, configured = len(found.squads), max(wave.configured, len(found.wanted))
    if n == configured:
        return say("{n} {squad}, as configured", "{n} {squads}, as configured", n=n)
    if n == len(found.wanted) and wave.binding not in ("", "left"):  # composed before, as small as it could be then
        why = needed(wave.binding, case.unit)
        return say("{n} of the {configured} configured: {why}", n=n, configured=configured, why=why)
    return say("{n} of the {configured} configured: {why}", n=n, configured=configured, why=_why(case, found))


def _failed(case: Case, found: Fit) -> Phrase:
    if not found.squads:
        return say("no {squad} can be opened: {why}", why=_why(case, found))
    facts = {"n": len(found.squads), "planned": len(found.wanted), "why": _why(case, found)}
    return say("{n} of the {planned} that were planned with the wave: {why}", **facts)


def _why(case: Case, found: Fit) -> Phrase | str:
    """Return what binds, with for how many squads there is enough of it."""
    what = needed(found.binding, case.unit)
    if found.binding == "left":
        return what
    if found.binding == "people":
        who = [case.state.person(one) for one in _overbooked(case, found)]
        return say("{people} would work more than 100 % for open {squads}", people=who)
    return say("{what} free for {n} {squad}", "{what} free for {n} {squads}", what=what, n=found.enough)


def _overbooked(case: Case, found: Fit) -> list[str]:
    """Return the people (ids) of the squads that stay out who would work too much."""
    there = stock(case.state, case.unit, case.maps["squad"], case.elsewhere, without=found.wanted)
    names: dict[str, None] = {}
    for name in found.wanted if there else ():
        squad = case.unit.squad(name)
        if there and squad and name in found.squads:
            there.take(squad)
        elif there and squad:
            names |= dict.fromkeys(there.overbooked(squad))
    return list(names)


def _where(case: Case, binding: str) -> str:
    """Return `file:line` of what binds: a scarce skill, the coaches, or the wave."""
    if binding.startswith("supply:") and case.unit.supply:
        skills = [one.skill for one in case.unit.supply.skills]
        return case.state.where("supply", "skills", skills.index(binding.partition(":")[2]), "skill")
    return case.state.where("supply", "coaches") if binding == "coaches" else case.state.where("waves")


def _clears(case: Case, found: Fit) -> tuple[str, ...]:
    """Return who can clear it: the sponsor; for people's time the leads of the squads that are waiting as well."""
    waiting = (case.unit.squad(name) for name in found.wanted if name not in found.squads)
    leads = tuple(squad.lead for squad in waiting if squad) if found.binding == "people" else ()
    return tuple(dict.fromkeys((case.unit.sponsor, *leads)))


def _remedy(binding: str) -> Phrase:
    if binding == "coaches":
        return say("find another coach, or wait until {squads} that are open become stable")
    if binding == "people":
        return say("give the {squads} other people, or let these go from where they are")
    return say("hire, train or borrow people with that skill, and add them to the unit's file")
