"""State as a pure fold of events. Folding never fires the machine and never looks at a clock or a file."""

from collections.abc import Callable, Iterable
from typing import Any

from playbook.core import events as e
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


def _own(state: Rollout, subject: str) -> Standing:
    found = state.standings.get(subject)
    if found is None:
        found = state.standings[subject] = Standing(subject)
    return found


def _accepted(state: Rollout, item: Stamped, event: e.ConfigurationAccepted) -> None:
    state.digest, state.configuration, state.accepted = event.digest, event.text, item.at
    state.playbook, state.offered = event.playbook, event.offered
    state.configurations[event.playbook] = event.text
    for key, _, value in (entry.partition("=") for entry in event.about):
        before, since = state.about.get(key, (value, ""))
        state.about[key] = (value, since if before == value else item.at)


def _moved(state: Rollout, item: Stamped, event: e.Moved) -> None:
    own = _own(state, event.subject)
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


def _pinned(state: Rollout, _: Stamped, event: e.DocumentsPinned) -> None:
    state.manifests[event.version] = event.manifest


def _spend(state: Rollout, item: Stamped, event: e.Moved) -> None:
    """A waiver lets its condition pass once: the move that was made with it uses it up."""
    for verdict in event.verdicts:
        if verdict.get("status") == "waived" and verdict.get("waiver") in state.waivers:
            state.waivers[verdict["waiver"]].used = item.at


def _composed(state: Rollout, _: Stamped, event: e.WaveComposed) -> None:
    own = _own(state, event.subject)
    own.squads, own.configured, own.binding, own.lane = event.squads, event.configured, event.binding, event.lane


def _held(state: Rollout, item: Stamped, event: e.HoldPlaced) -> None:
    own = _own(state, event.subject)
    own.hold = Hold(item.at, item.by, event.reason)
    own.pauses.append(Pause(item.at, item.by, event.reason, event.move, event.verdicts))


def _lifted(state: Rollout, item: Stamped, event: e.HoldLifted) -> None:
    own = _own(state, event.subject)
    own.hold = None
    if own.pauses:
        last = own.pauses[-1]
        last.lifted, last.lifted_by, last.why_lifted = item.at, item.by, event.reason


def _approved(state: Rollout, item: Stamped, event: e.Approved) -> None:
    own = _own(state, event.subject)
    own.approvals = [one for one in own.approvals if (one.by, one.role, one.move) != (item.by, event.role, event.move)]
    given = Approval(item.at, item.by, event.role, event.move, event.fingerprint, event.note)
    own.approvals.append(given._replace(configuration=state.configuration, documents=event.documents))
    _sign(state, item, event.role, event.documents)


def _confirmed(state: Rollout, item: Stamped, event: e.SignaturesConfirmed) -> None:
    _sign(state, item, event.role, event.documents, again=True)


def _sign(state: Rollout, item: Stamped, role: str, documents: Iterable[str], *, again: bool = False) -> None:
    """Put a signature under documents as they are now; of most roles there is one holder, so the last one counts."""
    for paper in (state.papers[name] for name in documents if name in state.papers):
        if role not in SHARED_ROLES:
            paper.signatures = {key: one for key, one in paper.signatures.items() if key[0] != role}
        text = paper.seen or paper.revision
        paper.signatures[role, item.by] = Signature(item.at, item.by, role, paper.content, text, again)


def _ticked(state: Rollout, item: Stamped, event: e.ItemTicked) -> None:
    ticks = _own(state, event.subject).ticks
    before = ticks[event.item].written if event.item in ticks else ""
    written = event.evidence if event.document else before if before in event.evidence else ""
    said = (event.evidence, event.not_applicable, event.who, event.when, event.meaning, written)
    ticks[event.item] = Tick(item.at, item.by, *said)


def _unticked(state: Rollout, _: Stamped, event: e.ItemUnticked) -> None:
    _own(state, event.subject).ticks.pop(event.item, None)


def _series(state: Rollout, subject: str, measure: str) -> Series:
    return _own(state, subject).series.setdefault(measure, Series())


def _read(state: Rollout, _: Stamped, event: e.ReadingRecorded) -> None:
    _series(state, event.subject, event.measure).values[event.day] = event.value


def _rebased(state: Rollout, _: Stamped, event: e.BaselineSet) -> None:
    series = _series(state, event.subject, event.measure)
    series.baseline, series.reason = event.day, event.reason
    series.breaks[event.day] = event.reason


def _opened(state: Rollout, item: Stamped, event: e.CycleOpened) -> None:
    cycle = Cycle(event.cycle, event.subject, item.at, event.hypothesis, event.time_box)
    _own(state, event.subject).cycles[event.cycle] = cycle


def _closed(state: Rollout, item: Stamped, event: e.CycleClosed) -> None:
    cycle = _own(state, event.subject).cycles[event.cycle]
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


def _failed(state: Rollout, item: Stamped, event: e.FailureRecorded) -> None:
    told = (event.text, event.size, event.cause, item.at, item.by, event.lesson, event.cycle)
    state.failures[event.failure] = Failure(event.failure, event.subject, *told)


def _understood(state: Rollout, _: Stamped, event: e.FailureLearned) -> None:
    state.failures[event.failure].lesson = event.lesson


def _provided(state: Rollout, item: Stamped, event: e.ProvisoAdded) -> None:
    told = (event.text, event.owner, event.due, item.at, item.by, event.move)
    state.provisos[event.proviso] = Proviso(event.proviso, event.subject, *told)


def _met(state: Rollout, item: Stamped, event: e.ProvisoFulfilled) -> None:
    proviso = state.provisos[event.proviso]
    proviso.met, proviso.met_by, proviso.evidence = item.at, item.by, event.evidence


def _requested(state: Rollout, item: Stamped, event: e.WaiverRequested) -> None:
    asked = (event.condition, event.move, event.reason, event.until, item.at, item.by)
    told = {"leader": event.leader, "needed": event.needed}
    state.waivers[event.waiver] = Waiver(event.waiver, event.subject, *asked, **told)


def _waived(state: Rollout, item: Stamped, event: e.WaiverGranted) -> None:
    waiver = state.waivers[event.waiver]
    waiver.granted, waiver.granted_by, waiver.note = item.at, item.by, event.note


def _refused(state: Rollout, item: Stamped, event: e.WaiverEnded) -> None:
    waiver = state.waivers[event.waiver]
    waiver.ended, waiver.ended_by, waiver.why_ended = item.at, item.by, event.reason


def _dissented(state: Rollout, item: Stamped, event: e.DissentRecorded) -> None:
    _own(state, event.subject).dissents.append(Dissent(item.at, item.by, event.move, event.text))


def _revised(state: Rollout, _: Stamped, event: e.DocumentRevised) -> None:
    old = state.papers.get(event.document)
    state.papers[event.document] = Paper(
        event.document,
        event.subject,
        event.revision,
        event.path,
        event.items,
        event.template,
        event.seen,
        event.signed,
        event.written,
        old.trouble if old else "",
        {event.seen, event.revision} | (old.sightings if old else set()),
        old.signatures if old else {},
        tuple(dict.fromkeys((*(old.revisions if old else ()), event.revision))),
        event.own,
        event.unread,
        event.figures,
        event.language,
        event.source,
        _same(old, event),
    )


def _same(old: Paper | None, event: e.DocumentRevised) -> dict[str, str]:
    """Return which signed parts say again, in other words, what another one said."""
    if old is None or not event.retold or event.signed == old.signed:
        return old.same if old else {}
    return {**old.same, event.signed: old.content}


def _edited(state: Rollout, _: Stamped, event: e.DocumentEdited) -> None:
    paper = state.papers[event.document]
    paper.seen, paper.signed, paper.own, paper.unread = event.seen, event.signed, event.own, event.unread
    paper.sightings.add(event.seen)


def _troubled(state: Rollout, _: Stamped, event: e.DocumentTroubled) -> None:
    state.papers[event.document].trouble = event.trouble


def _laid(state: Rollout, _: Stamped, event: e.DocumentMoved) -> None:
    state.papers[event.document].path = event.path


def _mended(state: Rollout, _: Stamped, event: e.DocumentMended) -> None:
    state.papers[event.document].trouble = ""


_APPLY: dict[type, Callable[[Rollout, Stamped, Any], None]] = {
    e.ConfigurationAccepted: _accepted,
    e.PlaybookMigrated: _migrated,
    e.Moved: _moved,
    e.WaveComposed: _composed,
    e.HoldPlaced: _held,
    e.HoldLifted: _lifted,
    e.Approved: _approved,
    e.SignaturesConfirmed: _confirmed,
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
    e.FailureRecorded: _failed,
    e.FailureLearned: _understood,
    e.ProvisoAdded: _provided,
    e.ProvisoFulfilled: _met,
    e.WaiverRequested: _requested,
    e.WaiverGranted: _waived,
    e.WaiverEnded: _refused,
    e.DissentRecorded: _dissented,
    e.DocumentRevised: _revised,
    e.DocumentEdited: _edited,
    e.DocumentTroubled: _troubled,
    e.DocumentMoved: _laid,
    e.DocumentsPinned: _pinned,
    e.DocumentMended: _mended,
}
