"""A ledger in dicts, for tests and dry runs; it keeps every promise but the one to last."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from playbook.ledger.base import Append, Row, Written
from playbook.ledger.chain import link, outrun, vet
from playbook.ledger.codec import canonical
from playbook.ledger.people import lookup


class MemoryLedger:
    """A store that forgets; `where` is taken like any store's and not used."""

    def __init__(self, where: str = "") -> None:
        self.where = where
        self._rows: list[Row] = []
        self._units: dict[str, list[Row]] = {}
        self._appends: dict[str, tuple[Row, ...]] = {}
        self._texts: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._lines: dict[str, str] = {}
        self._trees: dict[str, str] = {}
        self._allocations: dict[str, dict[str, int]] = {}

    def append(self, batch: Append) -> Written:
        """Keep a batch or nothing; LedgerError and Outrun as `Ledger.append`."""
        vet(batch)
        if batch.key in self._appends:
            return Written(self._appends[batch.key], repeated=True)
        rows = link(batch, self.heads(batch.unit), len(self._rows))
        for identity, person in batch.people.items():
            if (self.find_person(person) or identity) != identity:
                raise outrun(batch.unit, person=person)
        line, tree = _json(batch.line), _json(batch.tree)
        # Nothing can fail from here on.
        self._keep(batch, rows)
        self._project(batch.unit, line, tree, batch.allocations)
        return Written(rows, repeated=False)

    def _keep(self, batch: Append, rows: tuple[Row, ...]) -> None:
        if rows:
            self._rows.extend(rows)
            self._units.setdefault(batch.unit, []).extend(rows)
        if rows and batch.key:
            self._appends[batch.key] = rows
        self._people.update(batch.people)
        self._texts = {**batch.texts, **self._texts}

    def _project(self, unit: str, line: str | None, tree: str | None, allocations: Mapping[str, int] | None) -> None:
        if line is not None:
            self._lines[unit] = line
        if tree is not None:
            self._trees[unit] = tree
        if allocations is not None:
            self._allocations[unit] = {person: percent for person, percent in allocations.items() if percent > 0}

    def read(self, unit: str, stream: str | None = None, after: int = 0) -> Iterator[Row]:
        """Yield a unit's events as `Ledger.read`; those appended meanwhile are left out."""
        rows = tuple(self._units.get(unit, ()))
        return (row for row in rows if stream is None or (row.stream == stream and row.version > after))

    def used(self, key: str) -> bool:
        """True where a command with this idempotency key was carried out."""
        return key in self._appends

    def heads(self, unit: str) -> dict[str, tuple[int, str]]:
        """Return (version, hash) of the last event of each stream of a unit."""
        return {row.stream: (row.version, row.hash) for row in self._units.get(unit, ())}

    def units(self) -> list[str]:
        """Return the ids of all units with events, sorted."""
        return sorted(self._units)

    def text(self, digest: str) -> str | None:
        """Return the text of that hash, or None."""
        return self._texts.get(digest)

    def people(self, ids: Iterable[str] | None = None) -> dict[str, str]:
        """Return `Name <mail>` by id, without the ids that nobody has."""
        return {one: self._people[one] for one in (self._people if ids is None else ids) if one in self._people}

    def find_person(self, person: str) -> str | None:
        """Return the id of the person kept as `person`, or None; `people.lookup` says who is the same."""
        wanted = lookup(person)
        return next((one for one, kept in self._people.items() if wanted and lookup(kept) == wanted), None)

    def lines(self) -> list[dict[str, Any]]:
        """Return the portfolio line of every unit, sorted by unit."""
        return [json.loads(self._lines[unit]) for unit in sorted(self._lines)]

    def tree(self, unit: str) -> dict[str, Any] | None:
        """Return the projected tree of a unit, or None."""
        found = self._trees.get(unit)
        return json.loads(found) if found is not None else None

    def allocations(self, people: Iterable[str]) -> dict[str, dict[str, int]]:
        """Return by person (id) how many percent of their time the squads of each unit have."""
        found = {
            person: {unit: kept[person] for unit, kept in sorted(self._allocations.items()) if person in kept}
            for person in sorted(set(people))
        }
        return {person: units for person, units in found.items() if units}

    def project(
        self, unit: str, line: Mapping[str, Any], tree: Mapping[str, Any], allocations: Mapping[str, int] | None = None
    ) -> None:
        """Replace a unit's projection."""
        self._project(unit, canonical(line), canonical(tree), allocations)

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


def _json(value: Mapping[str, Any] | None) -> str | None:
    return None if value is None else canonical(value)
