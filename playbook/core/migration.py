"""Whether a unit that is under way can follow another playbook, and what stands in the way.

Nothing is moved by a migration: each subject stays where it stands, and what it completed is complete. Where a stage
is gone, a person says which stage of the other playbook takes its place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from playbook.core.differences import TALLIES, Difference, Maps, verbatim
from playbook.core.history import Rollout
from playbook.core.phrase import Phrase, say
from playbook.core.remap import Footing, Migration, Steps, back, machine_of, onwards
from playbook.core.stagemap import StageMap

GONE = "-"
"""Stands for the version in the files where the stage map of a path is gone."""
Kind = Literal["mapping", "refused"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a unit cannot follow a playbook as it is."""

    kind: Kind
    """`mapping` where a person can say what takes the place of a stage."""
    subject: str
    step: str
    """The stage that it is about, as `squad:operating`; empty where it is about the whole."""
    why: Phrase


@dataclass(frozen=True, slots=True)
class Plan:
    """What following another playbook means for one unit."""

    unit: str
    source: str
    target: str
    steps: Steps = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    gates: tuple[str, ...] = ()
    """Moves whose gate is another, as `machine:move`: approvals of them lapse."""

    @property
    def verdict(self) -> Literal["safe", "mapping", "refused"]:
        """`safe`, `mapping` where a stage needs one that takes its place, or `refused`."""
        kinds = {one.kind for one in self.obstacles}
        return "refused" if "refused" in kinds else "mapping" if kinds else "safe"


def waits(state: Rollout) -> list[Phrase]:
    """Return a sentence where the files have another playbook than the one that the unit keeps to."""
    if not state.offered:
        return []
    facts = {"unit": state.id, "version": state.playbook, "offered": state.offered}
    if state.offered == GONE:
        return [say("{unit} keeps to playbook {version}; the stage map of its path is gone from the files", **facts)]
    command = f"playbook migrate {state.id} --plan"
    return [say("{unit} keeps to playbook {version}; {offered} waits: {command}", command=command, **facts)]


class Change(NamedTuple):
    """The two playbooks of a migration, and how stages of the one are told in the other."""

    old: Maps
    new: Maps
    steps: Steps
    version: str
    """Version of the new one."""
    undone: Migration | None = None
    """The migration that is taken back, where this is one that does."""


def obstacles(state: Rollout, change: Change) -> Iterator[Obstacle]:
    """Yield why the unit cannot follow the new maps: first what is wrong with the mapping itself."""
    yield from _wrong(state.id, change)
    for subject, own in state.standings.items():
        if not own.stage:
            continue
        machine, now = machine_of(subject, own.squads), Footing(own.stage, own.been, len(own.passages))
        old, new = change.old[machine], change.new.get(machine)
        if new is None:
            why = say("playbook {version} has no stage map for {machine}", version=change.version, machine=machine)
            yield Obstacle("refused", subject, f"{machine}:{own.stage}", why)
        else:
            yield from _subject(_Case(subject, machine, now, old, new, change))


class _Case(NamedTuple):
    subject: str
    machine: str
    now: Footing
    old: StageMap
    new: StageMap
    change: Change

    def refused(self, stage: str, why: Phrase) -> Obstacle:
        return Obstacle("refused", self.subject, f"{self.machine}:{stage}", why)

    def after(self) -> tuple[str, dict[str, str]]:
        undone = self.change.undone
        if undone:
            return back(self.machine, self.now, undone, undone.before.get(self.subject), self.change.steps)
        return onwards(self.machine, self.now, self.change.steps)


def _wrong(unit: str, change: Change) -> Iterator[Obstacle]:
    for (machine, old), new in change.steps.items():
        there = {stage.id for stage in change.new[machine].stages} if machine in change.new else set()
        facts = {"stage": verbatim(new), "old": old, "version": change.version, "machine": machine}
        if new not in there:
            why = say("'{stage}' is not a stage of {machine} in playbook {version}", **facts)
            yield Obstacle("refused", unit, f"{machine}:{new}", why)
        elif old in there and new != old:
            why = say("'{old}' is still a stage in playbook {version}: only one that is gone can be mapped", **facts)
            yield Obstacle("refused", unit, f"{machine}:{old}", why)


def _subject(case: _Case) -> Iterator[Obstacle]:
    stage, been = case.after()
    there = {one.id for one in case.new.stages}
    lost = {*been, stage} - there
    if lost & {*case.change.steps.values()}:  # told as an unknown stage already
        return
    facts = {"subject": case.subject, "version": case.change.version}
    for name in sorted(lost):
        how = f"--map {name}={_likely(case)}"
        why = say(
            "{subject} has completed '{stage}', which playbook {version} does not have: {how}",
            **facts,
            stage=verbatim(name),
            how=how,
        )
        if name == stage:
            why = say(
                "{subject} stands in '{stage}', which playbook {version} does not have: {how}",
                **facts,
                stage=verbatim(name),
                how=how,
            )
        yield Obstacle("mapping", case.subject, f"{case.machine}:{name}", why)
    if not lost:
        yield from _ends(case, stage)
        yield from _order(case, stage)


def _likely(case: _Case) -> str:
    """Return the stage that probably takes the place of one that is gone: the only one that is new."""
    before = {one.id for one in case.old.stages}
    fresh = [one.id for one in case.new.stages if one.id not in before]
    return fresh[0] if len(fresh) == 1 else "STAGE"


def _ends(case: _Case, stage: str) -> Iterator[Obstacle]:
    """Yield where a way that has ended would go on, where one that goes on would end, where an outcome would change."""
    before, after = case.old.stage(case.now.stage), case.new.stage(stage)
    facts = {"subject": case.subject, "stage": verbatim(before.id), "target": after.id, "version": case.change.version}
    if before.terminal and not after.terminal:
        yield case.refused(
            before.id, say("{subject} has ended in '{stage}', and '{target}' is no end in playbook {version}", **facts)
        )
    elif after.terminal and not before.terminal:
        yield case.refused(
            before.id,
            say("{subject} is under way in '{stage}', and '{target}' is an end in playbook {version}", **facts),
        )
    elif before.tally != after.tally and (before.terminal or before.id != after.id):
        told = {"before": TALLIES[before.tally], "after": TALLIES[after.tally]}
        yield case.refused(
            before.id, say("{subject} counts as {before} in '{stage}'; '{target}' counts as {after}", **facts, **told)
        )


def _order(case: _Case, stage: str) -> Iterator[Obstacle]:
    """Yield where a step that is complete would lie ahead again."""
    for done in case.now.been:
        name = _told(case, done)
        if name is None or done == case.now.stage or name == stage:
            continue
        if _ahead(case.new, stage, name) and not _ahead(case.old, case.now.stage, done):
            facts = {"subject": case.subject, "done": done, "stage": verbatim(stage), "version": case.change.version}
            yield case.refused(
                done,
                say("{subject} has completed '{done}', which lies ahead of '{stage}' in playbook {version}", **facts),
            )


def _told(case: _Case, stage: str) -> str | None:
    """Return what a stage is called in the new playbook; None where it has no stage of that name."""
    name = case.change.steps.get((case.machine, stage), stage)
    return name if any(one.id == name for one in case.new.stages) else None


def _ahead(one: StageMap, here: str, there: str) -> bool:
    """Return whether moves by `advance` lead from here to there, and none back."""
    return there in _reached(one, here) and here not in _reached(one, there)


def _reached(one: StageMap, stage: str) -> set[str]:
    found: set[str] = set()
    waiting = [stage]
    while waiting:
        for move in one.leaving(waiting.pop(), "advance"):
            if move.target not in found:
                found.add(move.target)
                waiting.append(move.target)
    return found


# --------------------------------------------------------------------------------------------------------- mapping


def resolve(asked: Mapping[str, str], old: Maps) -> tuple[dict[tuple[str, str], str], list[str]]:
    """Return the steps that `OLD=NEW` or `MACHINE:OLD=NEW` mean in these maps, and what is no stage in them."""
    steps: dict[tuple[str, str], str] = {}
    unknown = []
    for name, target in asked.items():
        kind, colon, stage = name.rpartition(":")
        machines = [kind] if colon else list(old)
        found = [one for one in machines if one in old and any(each.id == stage for each in old[one].stages)]
        steps |= {(machine, stage): target.rpartition(":")[2] for machine in found}
        unknown += [] if found else [name]
    return steps, unknown


def returned(done: Migration, old: Maps, new: Maps) -> dict[tuple[str, str], str]:
    """Return the steps back from a migration: the stage whose place each took, where that was one alone.

    `old` are the maps that are left, `new` those that are returned to.
    """
    found: dict[tuple[str, str], str] = {}
    for machine, one in old.items():
        there = {stage.id for stage in new[machine].stages} if machine in new else set()
        for stage in one.stages:
            origins = [was for (kind, was), now in done.steps.items() if (kind, now) == (machine, stage.id)]
            if stage.id not in there and len(origins) == 1:
                found[machine, stage.id] = origins[0]
    return found
