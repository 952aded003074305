"""Documents brought up to date: what people wrote is read back, what changed is merged in, nothing is lost."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import NamedTuple

from playbook.app import accept
from playbook.app.changes import Change
from playbook.app.desk import finish, open_desk, refuse_repeated
from playbook.app.session import Session
from playbook.app.ticks import remarks
from playbook.app.world import World
from playbook.core.phrase import Phrase, say


class Synced(NamedTuple):
    """What `sync` did to one unit, or would do."""

    unit: str
    changes: tuple[Change, ...]
    documents: int
    """Documents that the unit has."""
    differences: tuple[tuple[str, str, str], ...] = ()
    """Path, text now and text to be of what would be written, where nothing was."""
    remarks: tuple[Phrase, ...] = ()
    """What looks like a tick in a file and was not read as one."""


def sync(world: World, unit: str, *, write: bool = True, restore: Collection[str] | bool = ()) -> Synced:
    """Return what changed in a unit's documents; with `write` it is recorded and written, in that order.

    Running it twice changes nothing the second time. `restore` makes deleted documents again: those with these ids, or
    all (True).
    """
    documents = _unchanged(world, unit)
    if documents:
        return Synced(unit, (), documents)
    # One key for many units would let only the first win; syncing twice does no harm, so a used key gets a fresh one.
    key = f"{world.key}+{unit}"
    world = replace(world, key=f"{key}+{world.new_id('again')}" if write and world.ledger.used(key) else key)
    session, desk = open_desk(world, unit, acting=True, search=True)  # what would be written names whoever is here
    desk.restore = restore
    desk.prepare()
    desk.tell_copies()
    differences = () if write else tuple(desk.files.differences())
    if write:
        finish(session, desk)
    said = tuple(remarks(session))
    return Synced(unit, tuple(desk.changes.values()), len(session.state.papers), differences, said)


def _unchanged(world: World, unit: str) -> int:
    """Return how many documents a unit has where neither they nor what they are made from changed; else 0.

    This costs what reading and hashing the files costs, whatever the unit's history.
    """
    stamp = world.stamps.load(unit)
    if not stamp or not stamp.files or world.shelf.promised(unit):
        return 0
    heads = {stream: last for stream, (_, last) in world.ledger.heads(unit).items()}
    found = accept.sources(world, unit) if stamp.heads == heads and stamp.basis == world.basis() else None
    if found is None or found.digest != stamp.sources or not world.shelf.same(stamp.files):
        return 0
    if world.shelf.disturbed(unit, stamp.files):
        return 0
    return sum(not path.endswith(".svg") for path in stamp.files)


def change(world: World, unit: str, act: Callable[[Session], None]) -> Session:
    """Bring a unit's documents up to date, let `act` record events, and write everything that follows.

    The one way in for every command that changes something without moving a subject.

    Raises:
        Repeated: this very command was carried out before.
        MergeConflict: everything is recorded, but a document needs a person.
    """
    refuse_repeated(world, unit)
    session, desk = open_desk(world, unit, acting=True)
    _ = session.actor
    desk.prepare()  # what is approved or ticked is what the documents say now, not what they said last week
    act(session)
    desk.prepare()
    finish(session, desk)
    desk.refuse_conflicts(say("what you did is recorded"))
    return session
