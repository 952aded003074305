"""Which squads are opened together: sizes, shares and named waves turned into lists of squads."""

from collections.abc import Mapping

from playbook.core.history import Rollout
from playbook.core.model import LaneWave, NamedWave, Squad, Unit


def compose(unit: Unit, fixed: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the squads' ids of each wave, `wave-1` first; waves in `fixed` are taken as they are.

    A share is of all squads that replicate the pilot, rounded down, at least one; the last size repeats; what is
    left over is the last wave (design, section 4). Without `waves` in the file nothing is planned.
    """
    fixed = fixed or {}
    rest = [entry for number, entry in enumerate(unit.waves, 1) if f"wave-{number}" not in fixed]
    taken = {squad for squads in fixed.values() for squad in squads}
    taken_later = {squad for entry in rest if isinstance(entry, NamedWave) for squad in entry.squads}
    pool = [squad.id for squad in unit.squads if squad.id not in taken | taken_later]
    found: dict[str, tuple[str, ...]] = {}
    number, last = 0, max((_number(wave) for wave in fixed), default=0)
    while rest or pool or number < last:
        number += 1
        name = f"wave-{number}"
        if name in fixed:
            found[name] = fixed[name]
            continue
        if not rest and not (pool and unit.waves):
            if number >= last:
                break
            continue
        entry = rest.pop(0) if rest else _again(unit.waves[-1], len(pool))
        if isinstance(entry, NamedWave):
            squads = tuple(squad for squad in entry.squads if squad not in taken)
        else:
            size = _size(entry.size if isinstance(entry, LaneWave) else entry, len(unit.squads))
            squads, pool = tuple(pool[:size]), pool[size:]
        if squads:
            found[name] = squads
        else:
            number -= 1
    return found


def _number(wave: str) -> int:
    return int(wave.rpartition("-")[2])


def _again(entry: int | str | NamedWave | LaneWave, left: int) -> int | str:
    """Return the size that repeats; after a wave that names its squads, what is left over is one last wave."""
    return left if isinstance(entry, NamedWave) else entry.size if isinstance(entry, LaneWave) else entry


def waves_of(state: Rollout, unit: Unit) -> dict[str, tuple[str, ...]]:
    """Return the waves of a running unit: those that were composed stay as they were, the rest is planned anew."""
    composed = [subject.partition("/")[2] for subject, standing in state.standings.items() if standing.squads]
    numbered = sorted(composed, key=_number)
    return compose(unit, {wave: state.standing(f"{unit.unit}/{wave}").squads for wave in numbered})


def unplanned(unit: Unit, waves: Mapping[str, tuple[str, ...]]) -> tuple[Squad, ...]:
    """Return the squads that no wave opens."""
    planned = {squad for squads in waves.values() for squad in squads}
    return tuple(squad for squad in unit.squads if squad.id not in planned)


def _size(entry: int | str, total: int) -> int:
    if isinstance(entry, int):
        return entry
    return max(1, total * int(entry.rstrip("%")) // 100)
