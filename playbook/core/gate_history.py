"""How decisions at gates change a unit's state."""

from collections.abc import Callable, Iterable
from typing import Any

from playbook.core import events as e
from playbook.core.state import (
    SHARED_ROLES,
    Approval,
    Dissent,
    Failure,
    Hold,
    Pause,
    Proviso,
    Rollout,
    Signature,
    Stamped,
    Waiver,
)


def _held(state: Rollout, item: Stamped, event: e.HoldPlaced) -> None:
    own = state.own(event.subject)
    own.hold = Hold(item.at, item.by, event.reason)
    own.pauses.append(Pause(item.at, item.by, event.reason, event.move, event.verdicts))


def _lifted(state: Rollout, item: Stamped, event: e.HoldLifted) -> None:
    own = state.own(event.subject)
    own.hold = None
    if own.pauses:
        last = own.pauses[-1]
        last.lifted, last.lifted_by, last.why_lifted = item.at, item.by, event.reason


def _approved(state: Rollout, item: Stamped, event: e.Approved) -> None:
    own = state.own(event.subject)
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


def _failed(state: Rollout, item: Stamped, event: e.FailureRecorded) -> None:
    told = (event.text, event.size, event.cause, item.at, item.by, event.lesson, event.cycle, state.count)
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
    state.own(event.subject).dissents.append(Dissent(item.at, item.by, event.move, event.text))


APPLY: dict[type, Callable[[Rollout, Stamped, Any], None]] = {
    e.HoldPlaced: _held,
    e.HoldLifted: _lifted,
    e.Approved: _approved,
    e.SignaturesConfirmed: _confirmed,
    e.FailureRecorded: _failed,
    e.FailureLearned: _understood,
    e.ProvisoAdded: _provided,
    e.ProvisoFulfilled: _met,
    e.WaiverRequested: _requested,
    e.WaiverGranted: _waived,
    e.WaiverEnded: _refused,
    e.DissentRecorded: _dissented,
}
"""What each kind of event does to the state."""
