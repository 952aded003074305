"""Which playbook a unit follows: stage maps from its accepted configuration, templates from the files or the ledger.

From its first move on a unit keeps to its playbook's version. While the files have that version, what changes in them
flows in; when they have another, the unit's maps and templates are those that the ledger kept.
"""

from collections.abc import Iterator
from typing import NamedTuple

from playbook.app import accept
from playbook.app.session import Session
from playbook.app.world import Renderer
from playbook.core import events as e
from playbook.core.history import Rollout, Stamped, fold
from playbook.core.migration import GONE
from playbook.core.phrase import say
from playbook.core.stagemap import StageMap
from playbook.errors import LedgerError
from playbook.ledger.codec import decode, text_hash


class Playbook(NamedTuple):
    """A version of a playbook, as one unit can follow it."""

    version: str
    maps: dict[str, StageMap]
    manifest: str = ""
    """Hash of the list of its templates in the ledger; empty where they are those in the files."""


def renderer(session: Session, language: str) -> Renderer:
    """Return what renders a unit's documents in a language, from the templates of the playbook that it follows."""
    kept = _kept(session)
    return of(session, Playbook(session.state.playbook, {}, kept), language)


def of(session: Session, playbook: Playbook, language: str) -> Renderer:
    """Return what renders documents in a language, from the templates of a playbook."""
    if playbook.manifest:
        return session.world.kept(language, playbook.version, playbook.manifest)
    return session.world.renderer(language)


def templates(session: Session) -> str:
    """Return the hash of the list of templates that a unit's documents are made from."""
    return _kept(session) or text_hash(session.world.templates().manifest)


def _kept(session: Session) -> str:
    """Return the hash of the list of templates that the ledger kept for a unit, where it does not follow the files.

    A ledger of an older program has none: such a unit is rendered from the files, whatever their version.
    """
    state = session.state
    return state.manifests.get(state.playbook, "") if state.offered and session.pinned else ""


def pin(session: Session) -> None:
    """Record from which templates the documents of a unit under way are made, where that is not recorded already."""
    state = session.state
    if not session.pinned or state.offered:
        return
    gathered = session.world.templates()
    manifest = text_hash(gathered.manifest)
    if state.manifests.get(state.playbook) == manifest:
        return
    session.keep(gathered.manifest)
    for digest, text in gathered.texts.items():
        if session.world.ledger.text(digest) is None:
            session.keep(text)
    session.record(e.DocumentsPinned(session.unit, state.playbook, manifest))


def of_files(session: Session) -> Playbook | None:
    """Return the playbook in the files, on the path of a unit; None where its stage map is gone.

    Raises:
        ConfigurationError: a stage map has problems.
    """
    found = accept.map_sources(session.world, session.configuration.unit.path)
    if accept.version_in(found) == GONE:
        return None
    maps = accept.stage_maps(session.world, found)
    return Playbook(maps["rollout"].version, maps)


def of_ledger(session: Session, version: str) -> Playbook | None:
    """Return a version of the playbook that the ledger kept: of this unit first, else of another on the same path."""
    for state in _histories(session):
        text = state.configurations.get(version)
        if text is None:
            continue
        known = accept.from_text(_text(session, text))
        if known.unit.path == session.configuration.unit.path:
            return Playbook(version, known.maps, state.manifests.get(version, ""))
    return None


def from_text(session: Session, version: str, configuration: str, manifest: str) -> Playbook:
    """Return the playbook of an accepted configuration that the ledger kept under this hash."""
    return Playbook(version, accept.from_text(_text(session, configuration)).maps, manifest)


def versions(session: Session) -> list[str]:
    """Return the versions that the ledger knows on a unit's path, oldest first as far as that is known."""
    known = [version for state in _histories(session) for version in state.configurations]
    return [version for version in dict.fromkeys(known) if of_ledger(session, version)]


def _histories(session: Session) -> Iterator[Rollout]:
    """Yield what each unit's ledger says of playbooks, this unit's first."""
    yield session.state
    ledger = session.world.ledger
    for unit in ledger.units():
        if unit != session.unit:
            rows = (row for row in ledger.read(unit) if row.kind in ("ConfigurationAccepted", "DocumentsPinned"))
            yield fold((Stamped(row.at, row.by, decode(row.kind, row.data)) for row in rows), Rollout(unit))


def _text(session: Session, digest: str) -> str:
    text = session.text(digest)
    if text is None:
        raise LedgerError(
            say("the ledger lost an accepted configuration"), hint=say("run `playbook verify`"), text=digest
        )
    return text
