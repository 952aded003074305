"""Others have come far enough: the unit, the pilot, squads or waves are in one of the stages named.

`earlier-waves` are those before a wave in its lane or without lane, and in any case the first: lanes do not wait for
each other. A wave without lane waits for every wave before it.

`squads` are those of the wave that is judged, else of the unit. Where no wave is planned, or a squad is in none,
`waves` fails; the first wave waits for nobody.

Cleared by: the sponsor.

Source: a rule of this playbook: open one, get it right, then scale in batches.
"""

from collections.abc import Mapping
from typing import Any

from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.core.waves import earlier, lanes_of, unplanned
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"of": ("unit", "pilot", "squads", "waves", "earlier-waves"), "stages": []}
MEANS: Mapping[str, str] = {
    "of": "who has to have come far enough",
    "stages": "stages that will do; none: every stage that counts as good",
}
OF = {
    "unit": say("unit"),
    "pilot": say("pilot"),
    "squads": say("{squads}"),
    "waves": say("waves"),
    "earlier-waves": say("earlier waves"),
}
"""Who it is about, in words."""

SHOWN = 5
"""How many subjects a verdict names; it always counts them all."""


def judge(case: Case) -> Verdict:
    """Return `fail` with those that are elsewhere. Without `stages`, every stage that counts as good will do."""
    needed, subjects = _needed(case), _subjects(case)
    adrift = [squad.id for squad in unplanned(case.unit, case.waves)]
    if case.options["of"] == "waves" and subjects and adrift:
        found = say(
            "{n} {squad} is in no wave: {names}", "{n} {squads} are in no wave: {names}", n=len(adrift), names=adrift
        )
        remedy = say("give them a wave, or take them out of the file")
        where = case.state.where("waves")
        told: dict[str, Any] = {"where": where, "clears": (case.unit.sponsor,), "remedy": remedy}
        return case.verdict("fail", needed, found, **told, waivable=False)
    if not subjects:
        if case.options["of"] == "earlier-waves":
            return case.verdict("pass", needed, say("there is no earlier wave"))
        where = case.state.where("waves" if case.options["of"] == "waves" else "squads")
        remedy = say("plan them in the unit's file")
        found = say("no wave is planned") if case.options["of"] == "waves" else say("no {squad} is planned")
        return case.verdict("fail", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    return _verdict(case, needed, subjects)


def _verdict(case: Case, needed: Phrase, subjects: tuple[str, ...]) -> Verdict:
    away = [subject for subject in subjects if not _there(case, subject)]
    shown = (away or subjects)[:SHOWN]
    named: list[Any] = [say("{subject} ({stage})", subject=one, stage=case.stage(one)) for one in shown]
    named += ["…"] * (len(away or subjects) > SHOWN)
    if not away:
        return case.verdict("pass", needed, say("there: {subjects}", subjects=named))
    found = say("{n} is not there yet: {subjects}", "{n} are not there yet: {subjects}", n=len(away), subjects=named)
    return case.verdict(
        "fail",
        needed,
        found,
        where=_where(case, away[0]),
        clears=(case.unit.sponsor,),
        remedy=say("see what keeps {subject}", subject=away[0]),
        command=f"playbook why {away[0]}",
    )


def _needed(case: Case) -> Phrase:
    stages = case.options["stages"]
    if not stages:
        return say("{of} in a good stage", of=OF[case.options["of"]])
    return say("{of} in one of the stages: {stages}", of=OF[case.options["of"]], stages=stages)


def _subjects(case: Case) -> tuple[str, ...]:
    unit, waves = case.unit.unit, tuple(case.waves)
    before = earlier(waves, lanes_of(case.state, case.unit), case.name)
    squads = case.waves.get(case.name) or ("pilot", *(squad.id for squad in case.unit.squads))
    names = {"unit": (), "pilot": ("pilot",), "squads": squads, "waves": waves, "earlier-waves": before}
    return (unit,) if case.options["of"] == "unit" else tuple(f"{unit}/{name}" for name in names[case.options["of"]])


def _there(case: Case, subject: str) -> bool:
    stage = case.stage(subject)
    if case.options["stages"]:
        return stage in case.options["stages"]
    return case.machine(subject).stage(stage).tally == "good"


def _where(case: Case, subject: str) -> str:
    name = subject.partition("/")[2]
    return case.state.where("waves", tuple(case.waves).index(name)) if name in case.waves else case.line(subject)
