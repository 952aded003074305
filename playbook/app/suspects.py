"""What was signed or approved and is another now: found by comparing texts of the ledger, section by section."""

from collections.abc import Iterator
from typing import Any, Protocol

from playbook.app import accept
from playbook.core.fingerprint import NOT_BOUND
from playbook.core.history import Approval, Paper, Rollout, Signature, Suspect, Waiver
from playbook.core.persons import unveil
from playbook.core.scene import Scene
from playbook.core.shape import plain
from playbook.documents.checklist import generated_part, signed_part
from playbook.documents.sections import changed

NAMES = ("id", "person", "decision", "question", "skill")
"""Keys that name an entry of a list, in the order in which they are looked for."""
DEPTH = 3
"""So many steps of a key's path are told: `pilot.members.3`."""


class Archive(Protocol):
    """What this file looks at: a unit's state, the configuration in force, and the ledger's texts."""

    @property
    def state(self) -> Rollout:
        """The state as folded; what is found is put into it."""
        ...

    @property
    def configuration(self) -> accept.Accepted:
        """The accepted configuration, people by their ids."""
        ...

    @property
    def scene(self) -> Scene:
        """What is true now."""
        ...

    def text(self, digest: str) -> str | None:
        """Return a kept text."""
        ...


def look(known: Archive) -> None:
    """Put into the state which signatures stand under a text that changed, and what of a lapsed approval changed."""
    state = known.state
    found = {paper.id: tuple(_suspects(known, paper)) for paper in state.papers.values() if paper.signatures}
    state.suspects = {name: some for name, some in found.items() if some}
    state.changes = dict(_lapsed(known))


def text_of(known: Archive, paper: Paper) -> str:
    """Return a document's text as the ledger knows it last."""
    return known.text(paper.seen) or known.text(paper.revision) or ""


def signed_text(known: Archive, signature: Signature) -> str:
    """Return the text that was signed; empty where only its hash was kept."""
    return known.text(signature.text) or ""


def made(known: Archive, paper: Paper) -> str:
    """Return what a document was last generated from."""
    return generated_part(known.text(paper.revision) or "")


def _suspects(known: Archive, paper: Paper) -> Iterator[Suspect]:
    for signature in paper.signatures.values():
        if signature.signed == paper.content:
            continue
        then, now, base = signed_text(known, signature), text_of(known, paper), made(known, paper)
        if not then or not now:
            yield Suspect(signature, ())
        elif signed_part(then, base) != signed_part(now, base):  # the hash may be of an older version of this program
            yield Suspect(signature, changed(then, now, base))


def _lapsed(known: Archive) -> Iterator[tuple[tuple[str, str, str, str], tuple[str, ...]]]:
    """Yield what changed since each approval that still waits for its move."""
    for subject, standing in known.state.standings.items():
        for one in standing.approvals:
            waived = (waiver.id for waiver in waivers_since(known, subject, one))
            gate = ("playbook.gate",) if not one.fingerprint else ()
            found = (*changed_keys(known, subject, one), *_changed_documents(known, one), *waived, *gate)
            if found:
                yield (subject, one.move, one.role, one.by), found


def changed_keys(known: Archive, subject: str, approval: Approval) -> tuple[str, ...]:
    """Return the keys of the configuration (`goal.statement`, `members.3`) that changed since an approval was given."""
    return tuple(dict.fromkeys(".".join(path[:DEPTH]) for path, *_ in differences(known, subject, approval)))


Difference = tuple[tuple[str, ...], Any, Any]
"""Path of a key, its value then, its value now; None for one that was not or is not there."""


def differences(known: Archive, subject: str, approval: Approval) -> Iterator[Difference]:
    """Yield all that changed in the configuration since an approval was given, people by their names.

    Squads that the subject is not about are left out, as they are left out of what an approval is bound to.
    """
    text = known.text(approval.configuration)
    if text and approval.configuration != known.state.configuration:
        about = {squad.id for squad in known.scene.squads_of(subject)}
        then, now = accept.from_text(text), known.configuration
        before, after = (unveil(_bound(one, about), known.state.people) for one in (then, now))
        yield from _differences(before, after, ())


def waivers_since(known: Archive, subject: str, approval: Approval) -> Iterator[Waiver]:
    """Yield the waivers of a subject, and of the squads it is about, that were granted or taken back since."""
    below = known.scene.below(subject)
    for one in known.state.waivers.values():
        if one.granted and one.subject in below and max(one.granted, one.ended) >= approval.at:
            yield one


def _bound(one: accept.Accepted, about: set[str]) -> dict[str, Any]:
    unit = {key: value for key, value in plain(one.unit).items() if key not in NOT_BOUND}
    squads = {squad.id: plain(squad) for squad in (one.unit.pilot, *one.unit.squads) if squad.id in about}
    return {"goal": plain(one.goal), **unit, **squads}


def _differences(before: Any, after: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from _differences(before.get(key), after.get(key), (*path, str(key)))
    elif isinstance(before, list) and isinstance(after, list):
        one, other = (dict(_named(entries)) for entries in (before, after))
        for name in {**one, **other}:
            yield from _differences(one.get(name), other.get(name), (*path, name))
    elif before != after:
        yield path, before, after


def _named(entries: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a list with what a person calls each: its id or what it is about, else its place from 1."""
    for place, entry in enumerate(entries, 1):
        known = [entry[key] for key in NAMES if entry.get(key)] if isinstance(entry, dict) else []
        yield str(known[0] if known else place), entry


def _changed_documents(known: Archive, approval: Approval) -> Iterator[str]:
    for name in approval.documents:
        for suspect in known.state.suspects.get(name, ()):
            if (suspect.signature.role, suspect.signature.by) == (approval.role, approval.by):
                titles = [title for title in suspect.sections if title]
                yield f"{name}: {', '.join(titles)}" if titles else name


def covered(known: Archive, subjects: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of the documents of these subjects that have a part to sign, sorted."""
    return tuple(sorted(one.id for one in known.state.papers.values() if one.subject in subjects and one.signed))
