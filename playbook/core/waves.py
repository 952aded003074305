"""Which squads are opened together: sizes, shares and named waves turned into lists of squads."""

from collections.abc import Mapping

from playbook.core.history import Rollout
from playbook.core.model import NamedWave, Squad, Unit


def compose(unit: Unit, fixed: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the squads' ids of each wave, `wave-1` first; waves in `fixed` are taken as they are.

    A share is of all squads that replicate the pilot, rounded down, at least one; the last size repeats; what is
    left over is the last wave (design, section 4). Without `waves` in the file nothing is planned.
    """
    fixed = fixed or {}
    rest = unit.waves[len(fixed) :]
    named = {squad for entry in rest if isinstance(entry, NamedWave) for squad in entry.squads}
    taken = {squad for squads in fixed.values() for squad in squads}
    pool = [squad.id for squad in unit.squads if squad.id not in named and squad.id not in taken]
    found: dict[str, tuple[str, ...]] = dict(fixed)
    entries = list(rest or unit.waves[-1:])
    while entries:
        entry = entries.pop(0)
        if isinstance(entry, NamedWave):
            squads = tuple(squad for squad in entry.squads if squad not in taken)
        else:
            size = _size(entry, len(unit.squads))
            squads, pool = tuple(pool[:size]), pool[size:]
        if squads:
            found[_next(found)] = squads
        if not entries and pool:
            entries.append(entry if not isinstance(entry, NamedWave) else len(pool))
    return found


def waves_of(state: Rollout, unit: Unit) -> dict[str, tuple[str, ...]]:
    """Return the waves of a running unit: those that were composed stay as they were, the rest is planned anew."""
    composed = [subject.partition("/")[2] for subject, standing in state.standings.items() if standing.squads]
    numbered = sorted(composed, key=lambda wave: int(wave.rpartition("-")[2]))
    return compose(unit, {wave: state.standing(f"{unit.unit}/{wave}").squads for wave in numbered})


def unplanned(unit: Unit, waves: Mapping[str, tuple[str, ...]]) -> tuple[Squad, ...]:
    """Return the squads that no wave opens."""
    planned = {squad for squads in waves.values() for squad in squads}
    return tuple(squad for squad in unit.squads if squad.id not in planned)


def _next(found: Mapping[str, tuple[str, ...]]) -> str:
    return f"wave-{max((int(wave.rpartition('-')[2]) for wave in found), default=0) + 1}"


def _size(entry: int | str, total: int) -> int:
    if isinstance(entry, int):
        return entry
    return max(1, total * int(entry.rstrip("%")) // 100)
