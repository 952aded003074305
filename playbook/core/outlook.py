"""All waves of a unit ahead: what opens when, how large, and what keeps it from being larger."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any, NamedTuple

from playbook.core.history import Rollout, Standing
from playbook.core.model import Unit
from playbook.core.stagemap import StageMap, conditions
from playbook.core.supply import Elsewhere, ahead, stock
from playbook.core.waves import Wave, composed, plan


class Ahead(NamedTuple):
    """A wave with its days (YYYY-MM-DD)."""

    wave: Wave
    stage: str
    first: str
    """The day on which it was, or may be, staffed."""
    last: str
    """The day on which it ended, or may end."""
    state: str
    """`done` and `active` waves began on their first day; `planned` ones may. Only of `done` ones the end is known."""


class Outlook(NamedTuple):
    """The plan as it looks from a day."""

    waves: tuple[Ahead, ...]
    waiting: Mapping[str, str]
    """Squads that no wave can open, each with what keeps it out; empty where no wave is for it."""
    days: int
    """Days that a wave is taken to last."""
    measured: int
    """Of so many complete waves that is the median; 0 where it is the least that the stage map asks for."""


def outlook(  # noqa: PLR0913  (what a plan rests on)
    state: Rollout, unit: Unit, maps: Mapping[str, StageMap], today: str, least: int, *, elsewhere: Elsewhere
) -> Outlook:
    """Return all waves: composed ones as they are, the rest as the supply will let them be opened, one after another.

    A wave is planned as if those before it were complete by then: coaches are free again, people stay in their squads.
    It takes as long as the complete waves did (their median), or `least` days. Linear in the squads and their members.
    """
    there = stock(state, unit, maps["squad"], elsewhere)
    found = plan(unit, composed(state), ahead(there, unit))
    standings = (state.standing(f"{unit.unit}/{wave.name}") for wave in found.waves)
    lasted = [days for standing in standings if (days := _lasted(standing, maps["wave"]))]
    days = max(1, round(median(lasted)) if lasted else least)
    days_of = _Days(state, unit, maps["wave"], date.fromisoformat(today), timedelta(days=days))
    return Outlook(tuple(map(days_of.ahead, found.waves)), found.waiting, days, len(lasted))


def least_days(wave_map: StageMap, defaults: Callable[[str], Mapping[str, Any]]) -> int:
    """Return the days that a wave lasts at least: all that `soak` and `dwell` ask for on the way from start to end.

    `defaults` returns the options of a condition where the map gives none.
    """
    total, stage, seen = 0, wave_map.initial, set[str]()
    while stage not in seen:
        seen.add(stage)
        move = next(iter(wave_map.leaving(stage, "advance")), None)
        if move is None:
            break
        asked = [{**defaults(name), **options} for name, options in conditions(move.gate) if name in ("soak", "dwell")]
        total += max((int(options["days"]) for options in asked), default=0)
        stage = move.target
    return total


class _Days:
    """Gives each wave its days, in order: a wave begins when those that it waits for have ended."""

    def __init__(self, state: Rollout, unit: Unit, wave_map: StageMap, today: date, length: timedelta) -> None:
        self.state, self.unit, self.map = state, unit.unit, wave_map
        self.today, self.length = today, length
        self.ends: dict[str, date] = {}
        """By lane: the day on which its last wave so far ends; a wave without lane ends for all."""
        self.common = today
        self.latest = today

    def ahead(self, wave: Wave) -> Ahead:
        """Return the wave with its days."""
        standing = self.state.standing(f"{self.unit}/{wave.name}")
        stage = standing.stage or self.map.initial
        begun, ended = _begun(standing, self.map), self.map.stage(stage).terminal
        first = date.fromisoformat(begun[:10]) if begun else self._free(wave.lane)
        last = date.fromisoformat(standing.since[:10]) if begun and ended else max(first + self.length, self.today)
        self._ends(wave, last)
        state = "done" if ended else "active" if begun else "planned"
        return Ahead(wave, stage, first.isoformat(), last.isoformat(), state)

    def _free(self, lane: str) -> date:
        """Return the day from which a wave of a lane can be staffed."""
        return max(self.today, self.common, self.ends.get(lane, self.today)) if lane else max(self.today, self.latest)

    def _ends(self, wave: Wave, last: date) -> None:
        self.latest = max(self.latest, last)
        self.ends[wave.lane] = max(self.ends.get(wave.lane, last), last)
        if not wave.lane or wave.name == "wave-1":
            self.common = max(self.common, last)


def _begun(standing: Standing, wave_map: StageMap) -> str:
    """Return when a wave was staffed, for the last time if it was taken back; empty for one that is only planned."""
    begun = ""
    for passage in standing.passages:
        begun = "" if passage.target == wave_map.initial else begun or passage.at
    return begun


def _lasted(standing: Standing, wave_map: StageMap) -> int:
    """Return how many days a complete wave took, at least one; 0 for any other."""
    if not any(stage.id == standing.stage and stage.tally == "good" and stage.terminal for stage in wave_map.stages):
        return 0
    first, last = _begun(standing, wave_map), standing.since
    return max(1, (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days) if first else 0
