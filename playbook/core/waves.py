"""Which squads are opened together: sizes, shares and named waves turned into lists of squads, lane by lane."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from playbook.core.history import Rollout
from playbook.core.model import LaneWave, NamedWave, Squad, Unit

Entry = int | str | NamedWave | LaneWave


class Taken(NamedTuple):
    """What a limit lets through of the squads that a wave could open."""

    squads: tuple[str, ...]
    binding: str = ""
    """What kept the rest out: `coaches`, `supply:SKILL`, `people`; empty where nothing did."""
    refused: Mapping[str, str] = {}
    """Squads that no later wave can open either, each with what keeps it out."""


class Wave(NamedTuple):
    """A wave, composed or only planned."""

    name: str
    squads: tuple[str, ...]
    lane: str = ""
    """Empty where the wave belongs to no lane: it concerns them all."""
    configured: int = 0
    """How many squads the file asks for; 0 where that is not known."""
    binding: str = ""
    """What keeps it from being opened with as many, as in `WaveComposed`; `left` where no more squads are left."""
    entry: int = -1
    """Which entry of `waves` it comes from (the last of its lane where that repeats); -1 where none does."""


class Plan(NamedTuple):
    """All waves of a unit, `wave-1` first."""

    waves: tuple[Wave, ...]
    waiting: Mapping[str, str]
    """Squads that no wave opens, each with what keeps it out: `supply:SKILL` …, empty where no wave is for it."""


Limit = Callable[[tuple[str, ...]], Taken]


def compose(unit: Unit, fixed: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the squads' ids of each wave, `wave-1` first; waves in `fixed` are taken as they are.

    A share is of all squads that replicate the pilot (of a lane's wave: of the lane's), rounded down, at least one;
    the last size of a lane repeats; what is left over is the last wave (design, section 4). Without `waves` in the
    file nothing is planned.
    """
    found = fixed or {}
    return {wave.name: wave.squads for wave in plan(unit, [Wave(name, squads) for name, squads in found.items()]).waves}


def waves_of(state: Rollout, unit: Unit) -> dict[str, tuple[str, ...]]:
    """Return the waves of a running unit: those that were composed stay as they were, the rest is planned anew."""
    return {wave.name: wave.squads for wave in plan(unit, composed(state)).waves}


def composed(state: Rollout) -> list[Wave]:
    """Return the waves whose squads are fixed, in order."""
    found = [
        Wave(one.subject.partition("/")[2], one.squads, one.lane, one.configured, one.binding)
        for one in state.standings.values()
        if one.squads
    ]
    return sorted(found, key=lambda wave: _number(wave.name))


def plan(unit: Unit, fixed: Iterable[Wave] = (), limit: Limit | None = None) -> Plan:
    """Return all waves: those that are `fixed`, and the rest as the file plans it, within a `limit`.

    Entries and squads without a lane go together, as do those of each lane; where no entry names a lane, lanes of
    squads are labels and nothing else. Waves of the file come in its order; then lanes take turns until nothing is
    left, squads without lane last.
    """
    return _Planner(unit, fixed, limit).plan()


def lanes_of(state: Rollout, unit: Unit) -> dict[str, str]:
    """Return the lane of each wave that belongs to one."""
    if not _has_lanes(unit) and not any(standing.lane for standing in state.standings.values()):
        return {}
    return {wave.name: wave.lane for wave in plan(unit, composed(state)).waves if wave.lane}


def earlier(waves: Iterable[str], lanes: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the waves that come before a wave, in order: of its lane or of none, and in any case the first.

    Lanes do not wait for each other. A wave without lane concerns them all: it waits for every wave before it.
    """
    every = list(waves)
    if name not in every:
        return ()
    lane = lanes.get(name, "")
    before = every[: every.index(name)]
    return tuple(one for one in before if not lane or one == every[0] or lanes.get(one, "") in ("", lane))


def unplanned(unit: Unit, waves: Mapping[str, tuple[str, ...]]) -> tuple[Squad, ...]:
    """Return the squads that no wave opens."""
    planned = {squad for squads in waves.values() for squad in squads}
    return tuple(squad for squad in unit.squads if squad.id not in planned)


def lane_of(entry: Entry) -> str:
    """Return the lane that an entry of `waves` belongs to, an empty text for none."""
    return (entry.lane or "") if isinstance(entry, NamedWave | LaneWave) else ""


class _Planner:
    """Squads that wait, by lane, and the entries of the file that draw from them."""

    def __init__(self, unit: Unit, fixed: Iterable[Wave], limit: Limit | None) -> None:
        self.entries: tuple[Entry, ...] = unit.waves
        self.fixed = {wave.name: wave for wave in fixed}
        self.limit = limit
        self.taken = {squad for wave in self.fixed.values() for squad in wave.squads}
        self.waiting: dict[str, str] = {}
        self.rest = deque(self._unclaimed())
        self.last = {lane_of(entry): index for index, entry in enumerate(self.entries)}
        self.order = [lane for lane in dict.fromkeys(map(lane_of, self.entries)) if lane] + [""]
        has_lanes = _has_lanes(unit)
        self.group = {squad.id: (squad.lane or "") if has_lanes else "" for squad in unit.squads}
        named = {squad for index in self.rest for squad in _named(self.entries[index])}
        self.totals: dict[str, int] = {}
        self.pools: dict[str, deque[str]] = {lane: deque() for lane in self.order}
        for squad, lane in self.group.items():
            self.totals[lane] = self.totals.get(lane, 0) + 1
            if squad not in self.taken and squad not in named:
                self.pools.setdefault(lane, deque()).append(squad)

    def _unclaimed(self) -> Iterator[int]:
        """Yield the entries that no composed wave comes from: the wave's own number, else the first of its lane."""
        lanes = list(map(lane_of, self.entries))
        claimed: set[int] = set()
        late: list[str] = []
        for wave in self.fixed.values():
            index = _number(wave.name) - 1
            if index < len(lanes) and lanes[index] == wave.lane:
                claimed.add(index)
            else:
                late.append(wave.lane)
        for lane in late:
            free = (index for index, one in enumerate(lanes) if one == lane and index not in claimed)
            claimed.update(islice(free, 1))
        yield from (index for index in range(len(lanes)) if index not in claimed)

    def plan(self) -> Plan:
        """Return every wave, and the squads that none opens."""
        found: list[Wave] = []
        number, last, lane = 0, max(map(_number, self.fixed), default=0), ""
        while True:
            number += 1
            wave = self.fixed.get(f"wave-{number}") or self._next(f"wave-{number}", lane)
            if wave:
                lane = wave.lane
                found.append(wave)
            elif number >= last:
                break
        left = {squad: "" for pool in self.pools.values() for squad in pool}
        return Plan(tuple(found), {**left, **self.waiting})

    def _next(self, name: str, before: str) -> Wave | None:
        """Return the next wave that opens anything: of an entry of the file, then of the lanes in turn."""
        while self.rest:
            index = self.rest.popleft()
            wave = self._draw(name, index, self.entries[index])
            if wave:
                return wave
        start = self.order.index(before) + 1 if before in self.order[:-1] else 0
        lanes = self.order[:-1]
        for lane in (*lanes[start:], *lanes[:start], ""):
            wave = self._again(name, lane)
            if wave:
                return wave
        return None

    def _again(self, name: str, lane: str) -> Wave | None:
        """Return a wave of what is left in a lane; after one that names its squads, that is one last wave."""
        pool, index = self.pools.get(lane), self.last.get(lane, -1)
        while pool and index >= 0:
            entry = self.entries[index]
            wave = self._draw(name, index, len(pool) if isinstance(entry, NamedWave) else entry, lane)
            if wave:
                return wave
        return None

    def _draw(self, name: str, index: int, entry: Entry, lane: str = "") -> Wave | None:
        """Take an entry's squads, within the limit; those that stay behind come first in their lane's next wave."""
        lane = lane or lane_of(entry)
        if isinstance(entry, NamedWave):
            squads, configured = [one for one in entry.squads if one not in self.taken], len(entry.squads)
        else:
            size = entry.size if isinstance(entry, LaneWave) else entry
            configured = _size(size, self.totals.get(lane, 0))
            pool = self.pools[lane]
            squads = [pool.popleft() for _ in range(min(configured, len(pool)))]
        if not squads:
            return None
        let = self.limit(tuple(squads)) if self.limit else Taken(tuple(squads))
        self.taken.update(let.squads)
        self._put_back([one for one in squads if one not in self.taken], let)
        if not let.squads:
            return None
        return Wave(name, let.squads, lane, configured, let.binding or "left" * (len(squads) < configured), index)

    def _put_back(self, squads: list[str], let: Taken) -> None:
        """Keep what was not opened: for later where a wave was opened at all, otherwise nothing more ever will be."""
        for squad in reversed(squads):
            if let.squads and squad not in let.refused:
                self.pools.setdefault(self.group.get(squad, ""), deque()).appendleft(squad)
            else:
                self.waiting[squad] = let.refused.get(squad, let.binding)


def _number(wave: str) -> int:
    return int(wave.rpartition("-")[2])


def _has_lanes(unit: Unit) -> bool:
    return any(lane_of(entry) for entry in unit.waves)


def _named(entry: Entry) -> tuple[str, ...]:
    return entry.squads if isinstance(entry, NamedWave) else ()


def _size(entry: int | str, total: int) -> int:
    if isinstance(entry, int):
        return entry
    return max(1, total * int(entry.rstrip("%")) // 100)
