"""What every store can do. Correctness rests on two keys alone: (unit, stream, version) and the idempotency key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

STREAMS = ("rollout", "documents")
REHEARSAL = "rehearsal:"
"""Start of the key of a command whose time was given (PLAYBOOK_NOW), so that nobody takes it for the clock's."""


class Row(NamedTuple):
    """One event as it is kept. `data` is canonical JSON; `hash` covers `previous` and all fields but `position`."""

    unit: str
    stream: str
    version: int
    """From 1, without gaps, within (unit, stream)."""
    kind: str
    at: str
    by: str
    data: str
    previous: str
    hash: str
    key: str = ""
    """The command's idempotency key, on the first event of an append only."""
    position: int = 0
    """Order of arrival in this store; not part of the hash."""


@dataclass(frozen=True, slots=True)
class Append:
    """All that one command writes, in one transaction: everything or nothing."""

    unit: str
    at: str
    by: str
    key: str
    expected: Mapping[str, int]
    """Version of each stream that the decision was based on (0 for an empty one); each that is named is checked."""
    events: Sequence[tuple[str, str, str]]
    """(stream, kind, canonical JSON) in order."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Texts by hash: accepted configurations and generated documents."""
    people: Mapping[str, str] = field(default_factory=dict)
    """`Name <mail>` by id, for people who are new."""
    line: Mapping[str, Any] | None = None
    """The unit's line of the portfolio, plain JSON: what `status` shows for all units."""
    tree: Mapping[str, Any] | None = None
    """The unit's tree, plain JSON: what `status UNIT` shows."""
    allocations: Mapping[str, int] | None = None
    """Percent of each person's (id) working time that the unit's squads have together; None where that is as it was."""


class Written(NamedTuple):
    """What an append did; `repeated` is true where the idempotency key had been used and nothing was written."""

    rows: tuple[Row, ...]
    repeated: bool


class Ledger(Protocol):
    """A store. Every method may raise LedgerError; `append` raises Outrun when somebody else was faster."""

    def append(self, batch: Append) -> Written:
        """Write a batch durably, or nothing at all."""
        ...

    def read(self, unit: str, stream: str | None = None, after: int = 0) -> Iterator[Row]:
        """Yield a unit's events in order of arrival; with `stream`, only its versions above `after`."""
        ...

    def used(self, key: str) -> bool:
        """True where a command with this idempotency key was carried out."""
        ...

    def heads(self, unit: str) -> dict[str, tuple[int, str]]:
        """Return (version, hash) of the last event of each stream of a unit."""
        ...

    def units(self) -> list[str]:
        """Return the ids of all units with events, sorted."""
        ...

    def text(self, digest: str) -> str | None:
        """Return the text of that hash, or None."""
        ...

    def people(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        """Return `Name <mail>` by id, of all people where no ids are given."""
        ...

    def find_person(self, person: str) -> str | None:
        """Return the id of the person kept as `Name <mail>`: the same mail (any case), or the same bare name."""
        ...

    def lines(self) -> list[dict[str, Any]]:
        """Return the portfolio line of every unit, sorted by unit."""
        ...

    def tree(self, unit: str) -> dict[str, Any] | None:
        """Return the projected tree of a unit, or None."""
        ...

    def allocations(self, people: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return by person (id) how many percent of their time the squads of each unit have; only those who give any.

        Nobody's is known of a unit that has not been written since the store learned to keep it; `rebuild` makes it.
        """
        ...

    def project(
        self, unit: str, line: Mapping[str, Any], tree: Mapping[str, Any], allocations: Mapping[str, int] | None = None
    ) -> None:
        """Replace a unit's projection (used by `rebuild`); allocations that are None stay as they are."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...
