"""The second shop: one squad that nobody from the pilot is in proves the pilot's recipe before the others follow.

Cleared by: the sponsor.

Source: a rule of this playbook: open one, get it right, then scale in batches; what only its founders can run is not
right yet.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {}


def judge(case: Case) -> Verdict:
    """Return `fail` unless the wave is a second shop, or an earlier wave was one that is stable.

    A second shop is one squad with nobody from the pilot (design, section 4). It proves the recipe when it is stable,
    or handed over, on the playbook version under which the pilot became stable, or on the one in force; on another
    version that is undecided. While it is under way no other wave is opened; where it was aborted, or ended badly
    since, the next wave is the second shop.
    """
    needed = say("the first wave is one {squad} with nobody from the pilot, stable before others follow")
    waves = list(case.waves)
    if case.name not in waves:
        where, remedy = case.state.where("waves"), say("plan waves in the unit's file")
        found = say("no wave is planned")
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    shops = [(wave, shop) for wave in waves[: waves.index(case.name)] if (shop := _shop(case, wave))]
    verdicts = [_proof(case, needed, wave, shop) for wave, shop in shops]
    proven = next((one for one in verdicts if one.status == "pass"), None)
    if proven:
        return proven
    under_way = [one for shop, one in zip(shops, verdicts, strict=True) if not _is_over(case, *shop)]
    return under_way[0] if under_way else _itself(case, needed)


def _itself(case: Case, needed: Phrase) -> Verdict:
    """Return whether this wave can be the second shop."""
    squads = case.waves[case.name]
    where = case.state.where("waves", tuple(case.waves).index(case.name))
    more = {"where": where, "clears": (case.unit.sponsor,)}
    if len(squads) != 1:
        facts = {"n": len(squads), "wave": case.name}
        found = say("{n} {squad} is planned for {wave}", "{n} {squads} are planned for {wave}", **facts)
        return case.verdict("fail", needed, found, remedy=say("let the first wave be one {squad}"), **more)
    subject = f"{case.unit.unit}/{squads[0]}"
    shared = _from_the_pilot(case, squads[0])
    if shared:
        facts = {"n": len(shared), "name": squads[0], "people": [case.state.person(one) for one in shared]}
        found = say("{name}: {people} is from the pilot", "{name}: {people} are from the pilot", **facts)
        remedy = say("open one first that nobody from the pilot is in: what works with its people may work by them")
        return case.verdict("fail", needed, found, remedy=remedy, **{**more, "where": case.line(subject, "members")})
    return case.verdict("pass", needed, say("{name}: nobody is from the pilot", name=squads[0]), where=where)


def _proof(case: Case, needed: Phrase, wave: str, shop: str) -> Verdict:
    """Return whether a second shop has proven the recipe."""
    subject = f"{case.unit.unit}/{shop}"
    stage, squad = case.stage(subject), case.unit.squad(shop)
    clears = (squad.lead if squad else case.unit.sponsor,)
    there = say("{name} ({wave}) is in the stage '{stage}'", name=shop, stage=stage, wave=wave)
    if not _is_good(case, stage):
        remedy, command = say("see what keeps {subject}", subject=subject), f"playbook why {subject}"
        return case.verdict("fail", needed, there, clears=clears, remedy=remedy, command=command)
    mine, pilots = _version(case, subject), _version(case, f"{case.unit.unit}/pilot")
    if not mine or not pilots or mine in (pilots, case.state.playbook):
        return case.verdict("pass", needed, there)
    facts = {"name": shop, "version": mine, "pilots": pilots}
    found = say("{name} became stable on version {version} of the playbook, the pilot on {pilots}", **facts)
    remedy = say("let it become stable on the version in force before others follow")
    return case.verdict("undecided", needed, found, clears=clears, remedy=remedy)


def _shop(case: Case, wave: str) -> str:
    """Return the one squad of a wave that was a second shop when it was opened, an empty text for any other wave."""
    squads = case.state.standing(f"{case.unit.unit}/{wave}").squads or case.waves[wave]
    return squads[0] if len(squads) == 1 and not _from_the_pilot(case, squads[0]) else ""


def _from_the_pilot(case: Case, squad: str) -> list[str]:
    crew = case.unit.squad(squad)
    pilots = {member.person for member in case.unit.pilot.members}
    return [member.person for member in crew.members if member.person in pilots] if crew else []


def _version(case: Case, subject: str) -> str:
    """Return the playbook version under which a squad last became stable; empty where that was not recorded."""
    version, good = "", False
    for passage in case.state.standing(subject).passages:
        now = _is_good(case, passage.target)
        if now and not good:
            version = passage.playbook
        good = now
    return version


def _is_good(case: Case, stage: str) -> bool:
    return any(one.id == stage and one.tally == "good" for one in case.maps["squad"].stages)


def _is_over(case: Case, wave: str, shop: str) -> bool:
    """Return whether a second shop was given up: its wave was aborted, or has ended and the squad has since as well."""
    waves = {one.id: one for one in case.maps["wave"].stages if one.terminal}
    ended = waves.get(case.stage(f"{case.unit.unit}/{wave}"))
    lost = {one.id for one in case.maps["squad"].stages if one.terminal and one.tally == "bad"}
    return ended is not None and (ended.tally == "bad" or case.stage(f"{case.unit.unit}/{shop}") in lost)
