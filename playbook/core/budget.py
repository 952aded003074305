"""The failure budget: what each failure costs a unit, and what learning gives back.

Small failures are the price of trying and are tolerated, each with its lesson; the same cause twice costs double; a
large failure stops at once. The budget is counted in points, one a failed squad, so that a lost parcel is less.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from playbook.core.history import Failure, Rollout, Standing
from playbook.core.model import Unit
from playbook.core.stagemap import StageMap, conditions

GATE = "failure_budget"
"""The condition whose options are the weights."""


class Weights(NamedTuple):
    """Points of a small and a medium failure, and what an adopted lesson gives back. A large failure has no price."""

    small: float = 0.5
    medium: float = 1
    credit: float = 0.5


class Entry(NamedTuple):
    """One failure, with what it costs and why."""

    id: str
    """Empty for a squad that ended badly and of which nobody recorded a failure."""
    subject: str
    text: str
    size: str
    cause: str
    at: str
    """When it was recorded, or when the squad ended."""
    lesson: str
    points: float
    """What it costs in the end: doubled, less what was given back."""
    doubled: str
    """Id of the earlier failure of the same cause; empty where there is none."""
    credit: float
    """Points given back for its lesson, which was adopted."""
    trips: bool
    """True for a large failure after which the unit has not gone back a stage."""
    stage: str = ""
    """The stage in which a squad ended, where that is the failure."""

    @property
    def unlearned(self) -> bool:
        """True where it would be tolerated if its lesson were recorded."""
        return self.size == "small" and not self.lesson


class Burn(NamedTuple):
    """How much of a unit's failure budget is used up: points, the limit, whether a large failure stops it, and why."""

    used: float
    limit: int
    tripped: bool
    entries: tuple[Entry, ...]
    """Every failure, the oldest first."""

    @property
    def unlearned(self) -> tuple[Entry, ...]:
        """Return the small failures whose lesson nobody recorded."""
        return tuple(entry for entry in self.entries if entry.unlearned)

    @property
    def holds(self) -> bool:
        """True while the budget is kept: it may be used up, not exceeded."""
        return self.used <= self.limit and not self.tripped and not self.unlearned


def burn(state: Rollout, unit: Unit, squad_map: StageMap, weights: Weights | None = None) -> Burn:
    """Return what is used of a unit's failure budget, in points, over the pilot and all waves.

    A squad that ended badly counts as a medium failure, unless a failure of that squad was recorded on the day of its
    end or later. A large failure stops the unit until it has gone back a stage; from then on it costs what a medium
    one costs. A failure whose cause an earlier one had costs double. An adopted lesson gives points back, once, and
    never more than its failure costs.
    """
    entries = tuple(_priced(state, _all(state, unit, squad_map), weights or Weights(), _back(state, unit)))
    used = sum(entry.points for entry in entries)
    return Burn(_short(used), unit.failure_budget, any(entry.trips for entry in entries), entries)


def weights_in(maps: Iterable[StageMap]) -> Weights:
    """Return the weights that the first gate with options for a failure budget names, the usual ones without any."""
    for stage_map in maps:
        for move in stage_map.moves:
            for name, options in conditions(move.gate):
                if name == GATE and options:
                    return weights_of(options)
    return Weights()


def weights_of(options: Mapping[str, Any]) -> Weights:
    """Return the weights that a condition's options name; what they leave out is as usual."""
    return Weights(**{name: options[name] for name in Weights._fields if name in options})


def same_cause(cause: str) -> str:
    """Return what two writings of one cause have in common: case, spacing and a full stop at the end are the same."""
    return " ".join(unicodedata.normalize("NFKC", cause).casefold().split()).rstrip(".。!")


def _all(state: Rollout, unit: Unit, squad_map: StageMap) -> list[Entry]:
    """Return every failure without its price, the oldest first."""
    found = [_entry(one) for one in state.failures.values()]
    found += _ended(state, unit, squad_map)
    return sorted(found, key=lambda entry: entry.at)


def _entry(one: Failure) -> Entry:
    told = (one.text, one.size, one.cause, one.recorded, one.lesson)
    return Entry(one.id, one.subject, *told, points=0, doubled="", credit=0, trips=False)


def _ended(state: Rollout, unit: Unit, squad_map: StageMap) -> Iterator[Entry]:
    """Yield the squads that ended badly and of which nobody recorded a failure."""
    last: dict[str, str] = {}
    for one in state.failures.values():
        last[one.subject] = max(one.recorded, last.get(one.subject, ""))
    for squad in (unit.pilot, *unit.squads):
        own = state.standing(f"{unit.unit}/{squad.id}")
        if own.stage and squad_map.stage(own.stage).tally == "bad" and last.get(own.subject, "")[:10] < own.since[:10]:
            reason = own.passages[-1].reason if own.passages else ""
            told = (reason, "medium", "", own.since, "")
            yield Entry("", own.subject, *told, points=0, doubled="", credit=0, trips=False, stage=own.stage)


def _priced(state: Rollout, entries: list[Entry], weights: Weights, back: int) -> Iterator[Entry]:
    """Yield each failure with its price; of one cause the first costs once, of one lesson the first is credited."""
    causes: dict[str, str] = {}
    spent: set[str] = set()
    for entry in entries:
        cause = same_cause(entry.cause)
        doubled = causes.get(cause, "") if cause else ""
        causes.setdefault(cause, entry.id)
        price = (weights.small if entry.size == "small" else weights.medium) * (2 if doubled else 1)
        credit = 0.0
        if _adopted(state, entry.lesson) and entry.lesson not in spent:
            credit = min(weights.credit, price)
            spent.add(entry.lesson)
        trips = entry.size == "large" and back < state.failures[entry.id].order
        yield entry._replace(points=_short(price - credit), doubled=doubled, credit=_short(credit), trips=trips)


def _short(points: float) -> float:
    """Return points without the noise of binary fractions; whole ones as whole numbers."""
    rounded = round(points, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _adopted(state: Rollout, lesson: str) -> bool:
    known = state.lessons.get(lesson)
    return known is not None and known.decision == "adopted"


def _back(state: Rollout, unit: Unit) -> int:
    """Return how many events there were when the unit last went back to a stage on its way; -1 if it never did."""
    return max(_returns(state.standing(unit.unit)), default=-1)


def _returns(own: Standing) -> Iterator[int]:
    way = [own.passages[0].source] if own.passages else []
    for passage in own.passages:
        if passage.target in way:
            yield passage.order
            way = way[: way.index(passage.target)]
        way.append(passage.target)
