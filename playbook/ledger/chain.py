"""How events follow each other: what an append has to be, what it becomes, and whether a chain still holds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from playbook.core.phrase import Phrase, say
from playbook.errors import LedgerError, Outrun
from playbook.ledger.base import STREAMS, Append, Row
from playbook.ledger.codec import digest, seal
from playbook.ledger.people import lookup

Heads = Mapping[str, tuple[int, str]]
"""Version and hash of the last event of each stream of a unit."""

START = (0, "")
"""The head of a stream without events."""


class Flaw(NamedTuple):
    """The first place where a chain does not hold."""

    row: Row | None
    """The bad event; None where events are missing from the end."""
    stream: str
    version: int
    reason: Phrase


def vet(batch: Append) -> None:
    """Return nothing where every store could keep the batch as it is.

    Raises:
        LedgerError: a stream is unknown, a text is not UTF-8, or two ids are given to one person.

    """
    unknown = {*batch.expected, *(stream for stream, _, _ in batch.events)}.difference(STREAMS)
    if unknown:
        raise LedgerError(say("there is no stream '{name}' in a ledger", name=min(unknown)), streams=sorted(unknown))
    try:
        "".join(_texts(batch)).encode()
    except UnicodeEncodeError as error:
        text, hint = say("this cannot be kept: it holds a text that is not UTF-8"), say("type it again")
        raise LedgerError(text, hint=hint) from error
    _vet_people(batch.people)


def _texts(batch: Append) -> Iterator[str]:
    yield from (batch.unit, batch.at, batch.by, batch.key)
    for part in (*batch.events, *batch.texts.items(), *batch.people.items(), batch.allocations or ()):
        yield from part


def _vet_people(people: Mapping[str, str]) -> None:
    known: dict[str, str] = {}
    for identity, person in people.items():
        other = known.setdefault(lookup(person), identity)
        if lookup(person) and other != identity:
            raise LedgerError(
                say("{one} and {other} are the same person, but have two ids", one=people[other], other=person),
                hint=say("write the person the same way everywhere"),
                ids=(other, identity),
            )


def link(batch: Append, heads: Heads, position: int) -> tuple[Row, ...]:
    """Return the batch's rows, each bound to the one before it in its stream; the first arrives after `position`.

    Raises:
        Outrun: a stream that the batch names does not end where the decision was taken.

    """
    for stream, expected in batch.expected.items():
        found = heads.get(stream, START)[0]
        if found != expected:
            raise outrun(batch.unit, stream=stream, expected=expected, found=found)
    ends = dict(heads)
    rows = []
    for count, (stream, kind, data) in enumerate(batch.events):
        version, previous = ends.get(stream, START)
        key = "" if count else batch.key
        fields = (batch.unit, stream, version + 1, kind, batch.at, batch.by, data, previous)
        row = Row(*fields, seal(fields, key), key, position + count + 1)
        ends[stream] = (row.version, row.hash)
        rows.append(row)
    return tuple(rows)


def outrun(unit: str, **facts: object) -> Outrun:
    """Return the error for the slower of two writers."""
    return Outrun(
        say("somebody else changed {unit} first; nothing was changed", unit=unit),
        hint=say("look at what has changed, then run the command again"),
        unit=unit,
        **facts,
    )


def verify_chain(rows: Iterable[Row], heads: Heads | None = None) -> Flaw | None:
    """Return the first flaw in the rows of one unit (in order of arrival, all from version 1), or None.

    It finds every event that was changed, removed or reordered, up to `heads`: heads that were kept outside the
    ledger. Without them a cut tail, and a chain that was written anew as a whole, cannot be noticed.
    """
    outside = heads or {}
    ends: dict[str, Row] = {}
    for row in rows:
        reason = _flaw(row, ends.get(row.stream), outside.get(row.stream, START))
        if reason:
            return Flaw(row, row.stream, row.version, reason)
        ends[row.stream] = row
    for stream, (version, _) in outside.items():
        last = ends[stream].version if stream in ends else 0
        if last < version:
            reason = say(
                "it is missing: the ledger ends at version {last}, a head kept outside names {n}", n=version, last=last
            )
            return Flaw(None, stream, last + 1, reason)
    return None


def _flaw(row: Row, before: Row | None, outside: tuple[int, str]) -> Phrase | None:
    version, previous = (before.version, before.hash) if before else START
    if row.version != version + 1:
        return say("it follows version {last}: an event was removed, added or reordered", last=version)
    if digest(row) != row.hash:
        return say("it was changed after it was written")
    if row.previous != previous:
        return say("it does not follow the event before it: one of the two was replaced")
    if before and 0 < row.position <= before.position:
        return say("it arrived before the event it follows: they were reordered")
    if row.version == outside[0] and row.hash != outside[1]:
        return say("it is not the event that a head kept outside names: the chain was written anew")
    return None
