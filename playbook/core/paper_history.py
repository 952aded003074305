"""How events of documents change a unit's state."""

from collections.abc import Callable
from typing import Any

from playbook.core import events as e
from playbook.core.state import Paper, Rollout, Stamped


def _pinned(state: Rollout, _: Stamped, event: e.DocumentsPinned) -> None:
    state.manifests[event.version] = event.manifest


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


APPLY: dict[type, Callable[[Rollout, Stamped, Any], None]] = {
    e.DocumentRevised: _revised,
    e.DocumentEdited: _edited,
    e.DocumentTroubled: _troubled,
    e.DocumentMoved: _laid,
    e.DocumentsPinned: _pinned,
    e.DocumentMended: _mended,
}
"""What each kind of event does to the state."""
