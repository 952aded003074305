"""State as a pure fold of events. Folding never fires the machine and never looks at a clock or a file."""

from collections.abc import Callable, Iterable
from typing import Any

from playbook.core import events as e
from playbook.core import gate_history, paper_history
from playbook.core.remap import Footing, Migration, back, machine_of, onwards, steps_of
from playbook.core.state import (
    SHARED_ROLES,
    Approval,
    Cycle,
    Dissent,
    Failure,
    Favour,
    Hold,
    Lesson,
    Paper,
    Passage,
    Pause,
    Proviso,
    Reading,
    Rollout,
    Series,
    Signature,
    SkillGap,
    Stamped,
    Standing,
    Suspect,
    Tick,
    Waiver,
)

__all__ = [
    "SHARED_ROLES",
    "Approval",
    "Cycle",
    "Dissent",
    "Failure",
    "Favour",
    "Hold",
    "Lesson",
    "Paper",
    "Passage",
    "Pause",
    "Proviso",
    "Reading",
    "Rollout",
    "Series",
    "Signature",
    "SkillGap",
    "Stamped",
    "Standing",
    "Suspect",
    "Tick",
    "Waiver",
    "actors",
    "fold",
]


def actors(state: Rollout) -> set[str]:
    """Return the ids of everybody who moved, approved, ticked or held something."""
    found = set()
    for standing in state.standings.values():
        found |= {passage.by for passage in standing.passages}
        found |= {approval.by for approval in standing.approvals}
        found |= {who for tick in standing.ticks.values() for who in (tick.by, tick.person)}
        found |= {approval.by for passage in standing.passages for approval in passage.approvals}
        found |= {standing.hold.by} if standing.hold else set()
        found |= {who for pause in standing.pauses for who in (pause.by, pause.lifted_by) if who}
        found |= {dissent.by for dissent in standing.dissents}
    for favour in state.favours.values():
        found |= {who for who in (favour.granted_by, favour.settled_by) if who}
    for proviso in state.provisos.values():
        found |= {who for who in (proviso.owner, proviso.set_by, proviso.met_by) if who}
    for waiver in state.waivers.values():
        found |= {who for who in (waiver.requested_by, waiver.granted_by, waiver.ended_by) if who}
    return found | {failure.recorded_by for failure in state.failures.values()}


def fold(stamped: Iterable[Stamped], state: Rollout) -> Rollout:
    """Apply events in order and return the state (the one handed in, changed in place)."""
    for item in stamped:
        _APPLY[type(item.event)](state, item, item.event)
        state.last = item.at
        state.count += 1
    return state


def _accepted(state: Rollout, item: Stamped, event: e.ConfigurationAccepted) -> None:
    state.digest, state.configuration, state.accepted = event.digest, event.text, item.at
    state.playbook, state.offered = event.playbook, event.offered
    state.configurations[event.playbook] = event.text
    for key, _, value in (entry.partition("=") for entry in event.about):
        before, since = state.about.get(key, (value, ""))
        state.about[key] = (value, since if before == value else item.at)
        if before != value:
            state.turned[key] = state.count


def _moved(state: Rollout, item: Stamped, event: e.Moved) -> None:
    own = state.own(event.subject)
    own.passages.append(
        Passage(
            item.at,
            item.by,
            event.move,
            event.source,
            event.target,
            event.verdicts,
            event.reason,
            event.carried_by,
            tuple(approval for approval in own.approvals if approval.move == event.move),
            event.playbook,
            state.count,
        )
    )
    _spend(state, item, event)
    own.been.setdefault(event.source, item.at)
    own.stage, own.since = event.target, item.at
    own.been[event.target] = item.at
    own.approvals = []


def _migrated(state: Rollout, item: Stamped, event: e.PlaybookMigrated) -> None:
    """Tell stages by their new names; passages stay as they were made, and so does every time stamp."""
    steps, undone = steps_of(event.mapping), None
    if event.reverts and state.migrations:
        undone = state.migrations.pop()
    told = (item.at, item.by, event.source, event.target, steps, event.reason)
    made = Migration(*told, state.configuration, state.manifests.get(event.source, ""))
    for subject, own in state.standings.items():
        if not own.stage:
            continue
        machine, now = machine_of(subject, own.squads), Footing(own.stage, own.been, len(own.passages))
        made.before[subject] = now
        found = (
            back(machine, now, undone, undone.before.get(subject), steps) if undone else onwards(machine, now, steps)
        )
        own.stage, own.been = found
        own.approvals = [
            one._replace(fingerprint="") if f"{machine}:{one.move}" in event.gates else one for one in own.approvals
        ]
    if undone is None:
        state.migrations.append(made)


def _spend(state: Rollout, item: Stamped, event: e.Moved) -> None:
    """A waiver lets its condition pass once: the move that was made with it uses it up."""
    for verdict in event.verdicts:
        if verdict.get("status") == "waived" and verdict.get("waiver") in state.waivers:
            state.waivers[verdict["waiver"]].used = item.at


def _composed(state: Rollout, _: Stamped, event: e.WaveComposed) -> None:
    own = state.own(event.subject)
    own.squads, own.configured, own.binding, own.lane = event.squads, event.configured, event.binding, event.lane


def _ticked(state: Rollout, item: Stamped, event: e.ItemTicked) -> None:
    ticks = state.own(event.subject).ticks
    before = ticks[event.item].written if event.item in ticks else ""
    written = event.evidence if event.document else before if before in event.evidence else ""
    said = (event.evidence, event.not_applicable, event.who, event.when, event.meaning, written, state.count)
    ticks[event.item] = Tick(item.at, item.by, *said)


def _unticked(state: Rollout, _: Stamped, event: e.ItemUnticked) -> None:
    state.own(event.subject).ticks.pop(event.item, None)


def _series(state: Rollout, subject: str, measure: str) -> Series:
    return state.own(subject).series.setdefault(measure, Series())


def _read(state: Rollout, _: Stamped, event: e.ReadingRecorded) -> None:
    _series(state, event.subject, event.measure).values[event.day] = event.value


def _rebased(state: Rollout, _: Stamped, event: e.BaselineSet) -> None:
    series = _series(state, event.subject, event.measure)
    series.baseline, series.reason = event.day, event.reason
    series.breaks[event.day] = event.reason


def _opened(state: Rollout, item: Stamped, event: e.CycleOpened) -> None:
    cycle = Cycle(event.cycle, event.subject, item.at, event.hypothesis, event.time_box)
    state.own(event.subject).cycles[event.cycle] = cycle


def _closed(state: Rollout, item: Stamped, event: e.CycleClosed) -> None:
    cycle = state.own(event.subject).cycles[event.cycle]
    cycle.closed, cycle.broke, cycle.cause = item.at, event.broke, event.cause
    cycle.fix, cycle.verified, cycle.order = event.fix, event.verified, state.count
    cycle.skill = event.skill
    if event.skill:
        state.gaps.append(SkillGap(event.skill, event.subject, event.cycle, item.at, event.broke))


def _learned(state: Rollout, item: Stamped, event: e.LessonRecorded) -> None:
    state.lessons[event.lesson] = Lesson(event.lesson, event.subject, event.cycle, event.text, item.at)


def _decided(state: Rollout, item: Stamped, event: e.LessonDecided) -> None:
    lesson = state.lessons[event.lesson]
    lesson.decision, lesson.reason, lesson.decided = event.decision, event.reason, item.at


def _granted(state: Rollout, item: Stamped, event: e.FavourGranted) -> None:
    given = (event.granted_by, event.cost, event.currency)
    state.favours[event.favour] = Favour(event.favour, event.subject, event.text, item.at, *given)


def _settled(state: Rollout, item: Stamped, event: e.FavourSettled) -> None:
    favour = state.favours[event.favour]
    favour.settlement, favour.reason = event.settlement, event.reason
    favour.settled, favour.settled_by = item.at, item.by
    favour.price, favour.price_currency = event.cost, event.currency


_APPLY: dict[type, Callable[[Rollout, Stamped, Any], None]] = {
    **gate_history.APPLY,
    **paper_history.APPLY,
    e.ConfigurationAccepted: _accepted,
    e.PlaybookMigrated: _migrated,
    e.Moved: _moved,
    e.WaveComposed: _composed,
    e.ItemTicked: _ticked,
    e.ItemUnticked: _unticked,
    e.ReadingRecorded: _read,
    e.BaselineSet: _rebased,
    e.CycleOpened: _opened,
    e.CycleClosed: _closed,
    e.LessonRecorded: _learned,
    e.LessonDecided: _decided,
    e.FavourGranted: _granted,
    e.FavourSettled: _settled,
}
