"""The history, its proof, and the projection made anew from it."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from playbook.app.accept import Accepted, from_text
from playbook.app.judging import judge
from playbook.app.session import nearest
from playbook.app.suspects import look
from playbook.app.world import World
from playbook.core.allocations import taken
from playbook.core.history import Rollout, Stamped, fold
from playbook.core.machine import machines
from playbook.core.phrase import Phrase, say
from playbook.core.scene import Scene, moment
from playbook.core.shape import plain
from playbook.core.summary import line, tree
from playbook.core.waves import waves_of
from playbook.errors import LedgerError, UsageError
from playbook.ledger.base import REHEARSAL, Row
from playbook.ledger.chain import verify_chain
from playbook.ledger.codec import decode, text_hash

PEOPLE = ("who", "granted_by", "owner")
"""Facts that name a person by an id."""


class Entry(NamedTuple):
    """One event, for people and programs."""

    unit: str
    stream: str
    version: int
    at: str
    by: str
    event: str
    facts: dict[str, Any]
    hash: str
    rehearsed: bool = False
    """True where the time was given (PLAYBOOK_NOW) instead of the clock's."""


class Finding(NamedTuple):
    """Something in the ledger that is not as it must be."""

    unit: str
    what: str | Phrase


def history(world: World, subject: str, *, documents: bool = False) -> Iterator[Entry]:
    """Yield what happened to a subject (for a unit: to all of it), oldest first; revisions only with `documents`.

    Raises:
        UsageError: the ledger has no such unit.
    """
    unit = subject.partition("/")[0]
    known_units(world, [unit])
    people = world.ledger.people()
    rehearsed = False
    for row in world.ledger.read(unit):
        rehearsed = row.key.startswith(REHEARSAL) if row.key else rehearsed  # the key is on a command's first event
        facts = plain(decode(row.kind, row.data))
        if subject in (unit, facts["subject"]) and (documents or row.stream == "rollout"):
            who = people.get(row.by, row.by)
            facts |= {key: people.get(facts[key], facts[key]) for key in PEOPLE if facts.get(key)}
            yield Entry(row.unit, row.stream, row.version, row.at, who, row.kind, facts, row.hash, rehearsed)


def known_units(world: World, units: Iterable[str]) -> None:
    """Raise UsageError for a unit that the ledger knows nothing of."""
    known = world.ledger.units()
    for unit in units:
        if unit in world.folder.units() and unit not in known:
            raise UsageError(say("nothing has happened to '{unit}' yet", unit=unit), hint=f"playbook sync {unit}")
        if unit not in known:
            raise UsageError(say("there is no unit '{unit}'", unit=unit), hint=nearest(unit, known))


def replay(world: World, unit: str) -> Scene:
    """Return a unit exactly as its events make it, at the time of the last of them; files are not looked at."""
    state = Rollout(unit)
    fold((Stamped(row.at, row.by, decode(row.kind, row.data)) for row in world.ledger.read(unit)), state)
    text = world.ledger.text(state.configuration) if state.configuration else None
    if text is None:
        raise LedgerError(say("the ledger has no accepted configuration of {unit}", unit=unit))
    known = from_text(text)
    state.unit, state.goal, state.lines, state.file = known.unit, known.goal, known.lines, known.file
    scene = Scene(state, known.unit, machines(known.maps), waves_of(state, known.unit), moment(state.last), judge)
    look(_Replayed(state, known, scene, world.ledger.text))
    return scene


class _Replayed(NamedTuple):
    """A unit as its events make it, and the texts beside them."""

    state: Rollout
    configuration: Accepted
    scene: Scene
    text: Callable[[str], str | None]


def rebuild(world: World, units: list[str] | None = None) -> Iterator[tuple[str, bool]]:
    """Make the projection of each unit anew from its events; yield (unit, whether it had been different)."""
    known_units(world, units or [])
    lines = {one["unit"]: one for one in world.ledger.lines()}
    shares = _shares(world)
    for unit in units or world.ledger.units():
        scene = replay(world, unit)
        fresh = *_shown(scene), _taken(scene)
        old = lines.get(unit), world.ledger.tree(unit), shares.get(unit, {})
        world.ledger.project(unit, *fresh)
        yield unit, old != fresh


def verify(world: World, units: list[str] | None = None, heads: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Yield what is wrong: chain broken, text changed or gone, projection unlike the fold, outside head not found."""
    known_units(world, units or [])
    wanted = set(heads)
    lines = {one["unit"]: one for one in world.ledger.lines()}
    shares = _shares(world)
    for unit in units or world.ledger.units():
        rows = list(world.ledger.read(unit))
        wanted -= {row.hash for row in rows}
        flaw = verify_chain(rows)
        if flaw:
            facts = {"version": flaw.version, "stream": flaw.stream, "reason": flaw.reason}
            yield Finding(unit, say("event {version} of {stream}: {reason}", **facts))
            continue
        yield from _texts(world, unit)
        try:
            scene = replay(world, unit)
        except LedgerError as error:
            yield Finding(unit, say("{error}", error=error.sentence))
            continue
        if (lines.get(unit), world.ledger.tree(unit)) != _shown(scene):
            yield Finding(unit, say("the portfolio's line is not what the events say (playbook rebuild)"))
        if shares and shares.get(unit, {}) != _taken(scene):
            yield Finding(unit, say("whose time its {squads} have is not what the events say (playbook rebuild)"))
    for head in sorted(wanted):
        yield Finding("", _cut_off(head))


def _shown(scene: Scene) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the unit's line and tree as a ledger gives them back: a phrase in them has become a list."""
    own = line(scene)
    return plain(own), plain(tree(scene, own))


def _taken(scene: Scene) -> dict[str, int]:
    """Return whose time the unit's squads have, as its events say."""
    return dict(taken(scene.state, scene.unit, {name: machine.map for name, machine in scene.machines.items()}))


def _shares(world: World) -> dict[str, dict[str, int]]:
    """Return by unit whose time its squads have, as the ledger keeps it; nothing where an older program wrote it."""
    found: dict[str, dict[str, int]] = {}
    for person, units in world.ledger.allocations(world.ledger.people()).items():
        for unit, percent in units.items():
            found.setdefault(unit, {})[person] = percent
    return found


def _cut_off(head: str) -> Phrase:
    return say("the head {head} is in no chain: events after it were cut off, or the chain was rewritten", head=head)


TEXTS = {
    "ConfigurationAccepted": "text",
    "DocumentRevised": "revision",
    "DocumentEdited": "text",
    "DocumentsPinned": "manifest",
}
"""Where each kind of event has the hash of a text that cannot be made again."""


def _texts(world: World, unit: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for row in world.ledger.read(unit):
        for digest in _hashes(world, row):
            text = None if digest in seen else world.ledger.text(digest)
            event = f"{row.kind} {row.stream} {row.version}"
            if digest not in seen and text is None:
                yield Finding(unit, say("the text of {event} is gone", event=event))
            elif text is not None and text_hash(text) != digest:
                yield Finding(unit, say("the text of {event} was changed", event=event))
            if row.kind == "DocumentsPinned":
                seen.add(digest)


def _hashes(world: World, row: Row) -> list[str]:
    """Return the hashes of the texts that an event names; of templates, those that their list names as well."""
    if row.kind not in TEXTS:
        return []
    named = plain(decode(row.kind, row.data))[TEXTS[row.kind]]
    listed = world.ledger.text(named) if row.kind == "DocumentsPinned" else None
    try:
        return [named, *(json.loads(listed).values() if listed else ())]
    except ValueError:  # the list was changed, which its own hash tells
        return [named]
