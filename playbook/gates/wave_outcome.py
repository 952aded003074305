"""Failures stay within the share of a wave's planned size, and within the budget over all waves.

Of a wave's planned squads (the number it was composed with, which never shrinks) at most `share` percent have failed.
A squad has failed when its stage counts as `bad` in the squad map. `of` is the wave itself, the waves before it, or
all; the first wave has none before it and passes.

Cleared by: the sponsor.

Source: a rule of this playbook: failed squads divided by the planned size must not exceed the limit; a wholly failed
wave always holds.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from playbook.core.phrase import Phrase, say
from playbook.core.verdict import Verdict
from playbook.core.waves import earlier, lanes_of
from playbook.gates.base import Case

OPTIONS: Mapping[str, Any] = {"of": ("this", "earlier", "all"), "share": 20, "absolute": 0}
MEANS: Mapping[str, str] = {
    "of": "which waves are judged",
    "share": "failures tolerated, in percent of a wave's planned squads",
    "absolute": "failed squads tolerated over all waves; 0: the unit's `failure_budget`",
}


class Outcome(NamedTuple):
    """How a wave went: failed of planned squads."""

    wave: str
    failed: int
    planned: int


def judge(case: Case) -> Verdict:
    """Return the verdict on the wave that went worst.

    `share` is in percent of the planned squads, `absolute` counts failed squads over all waves (0: the unit's failure
    budget). Both may be met, not exceeded; a wave that failed wholly never passes, however small, and
    nobody can waive that. In a wave that was
    aborted every squad that is not stable has failed. The share is of the waves opened since the unit came to its
    stage: going back a stage and learning is what clears it; the total over all waves, of every lane, is never
    forgotten. `earlier` waves are those of the wave's own lane or of none, and in any case the first.
    """
    limit = case.options["absolute"] or case.unit.failure_budget
    share = case.options["share"]
    needed = say(
        "at most {share} % of a wave's planned {squads} fail, and at most {limit} of all", share=share, limit=limit
    )
    waves = _waves(case)
    if not waves:
        if case.options["of"] == "earlier" and case.name in case.waves:
            return case.verdict("pass", needed, say("there is no earlier wave"))
        found = say("no wave is planned")
        where, remedy = case.state.where("waves"), say("plan waves in the unit's file")
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    own = case.state.standing(case.unit.unit).passages
    began = own[-1].order if own else 0
    fresh = [wave for wave in waves if _opened(case, wave) >= began or wave == case.name]
    if not fresh and sum(_outcome(case, wave).failed for wave in case.waves) <= limit:
        return case.verdict("pass", needed, say("no wave was opened since the last step back"))
    return _verdict(case, needed, [_outcome(case, wave) for wave in fresh or waves], limit)


def _verdict(case: Case, needed: Phrase, outcomes: list[Outcome], limit: int) -> Verdict:
    worst = max(outcomes, key=lambda one: (one.failed / one.planned if one.planned else 0, one.failed))
    total = sum(_outcome(case, wave).failed for wave in case.waves)
    fails = worst.failed * 100 > case.options["share"] * worst.planned or total > limit
    wholly = 0 < worst.planned <= worst.failed
    fails = fails or wholly
    empty = any(not one.planned for one in outcomes)
    found = say(
        "{wave}: {failed} of {planned} planned {squads} failed; {total} failed over all waves",
        **worst._asdict(),
        total=total,
    )
    where = case.state.where("waves", tuple(case.waves).index(worst.wave))
    if not fails and not empty:
        return case.verdict("pass", needed, found, where=where)
    if not fails:
        found, remedy = say("a wave has no {squads}"), say("plan waves in the unit's file")
        return case.verdict("undecided", needed, found, where=where, clears=(case.unit.sponsor,), remedy=remedy)
    return case.verdict(
        "fail",
        needed,
        found,
        where=where,
        clears=(case.unit.sponsor,),
        remedy=say("learn from the {squads} that failed before opening more; going back a stage is the way"),
        command=f'playbook recycle {case.unit.unit} --reason "…"',
        waivable=not wholly,
    )


def _waves(case: Case) -> tuple[str, ...]:
    """Return the waves in question, in order."""
    every = tuple(case.waves)
    if case.options["of"] == "all" or not case.name:
        return every
    if case.name not in every:
        return ()
    return (case.name,) if case.options["of"] == "this" else earlier(every, lanes_of(case.state, case.unit), case.name)


def _opened(case: Case, wave: str) -> int:
    """Return how many events there were when a wave was opened; one that is only planned comes after everything."""
    passages = case.state.standing(f"{case.unit.unit}/{wave}").passages
    return passages[0].order if passages else case.state.count


def _outcome(case: Case, wave: str) -> Outcome:
    """Count a wave's failures against the size it was composed with, which never shrinks."""
    squads = case.state.standing(f"{case.unit.unit}/{wave}").squads or case.waves[wave]
    machine = case.maps["squad"]
    tallies = [machine.stage(case.stage(f"{case.unit.unit}/{squad}")).tally for squad in squads]
    lost = case.maps["wave"].stage(case.stage(f"{case.unit.unit}/{wave}")).tally == "bad"
    failed = sum(tally == "bad" or (lost and tally != "good") for tally in tallies)
    return Outcome(wave, failed, len(squads))
