"""All that a decision looks at, in one place: the state, the unit, the machines, the waves and the time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playbook.core.history import Rollout
from playbook.core.machine import Machine
from playbook.core.model import Squad, Unit
from playbook.core.phrase import Phrase, say
from playbook.core.stagemap import Gate, Move
from playbook.core.verdict import Verdict
from playbook.errors import UsageError

FEW = 12
"""So many subjects are named where none is near to what was asked for."""
Judge = Callable[["Scene", str, Move, Gate], list[Verdict]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is true when something is decided. `judge` evaluates a gate: every condition of it, never only the first."""

    state: Rollout
    unit: Unit
    machines: Mapping[str, Machine]
    waves: Mapping[str, tuple[str, ...]]
    now: datetime
    judge: Judge
    elsewhere: Callable[[Iterable[str]], Mapping[str, Mapping[str, int]]] = lambda _: {}
    """By person (id): percent of their time that squads of each other unit have."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False)
    """What a condition worked out once for all squads of one decision; see `Case.once`."""
    opened: dict[str, str] = field(default_factory=dict, init=False, compare=False, repr=False)
    """By squad: the wave that opens it. Filled when it is first asked for; every scene has its own."""

    def machine(self, subject: str) -> str:
        """Return which machine drives a subject: `rollout`, `wave` or `squad`.

        Raises:
            UsageError: the unit has no such squad or wave.
        """
        unit, _, name = subject.partition("/")
        if unit == self.unit.unit and not name:
            return "rollout"
        if name in self.waves:
            return "wave"
        if unit == self.unit.unit and self.unit.squad(name):
            return "squad"
        raise UsageError(say("there is no '{subject}'", subject=subject), hint=self._nearest(name), subject=subject)

    def stage(self, subject: str) -> str:
        """Return the stage of a subject; the first of its machine while nothing has happened to it."""
        return self.state.standing(subject).stage or self.machines[self.machine(subject)].map.initial

    def been(self, subject: str) -> tuple[str, ...]:
        """Return every stage a subject has been in, with the one it is in."""
        return tuple(dict.fromkeys((*self.state.standing(subject).been, self.stage(subject))))

    def subjects(self) -> list[str]:
        """Return the unit, its pilot, then each wave with its squads, then squads without a wave."""
        unit = self.unit.unit
        names = ["pilot"]
        for wave, squads in self.waves.items():
            names += [wave, *squads]
        there = set(names)
        names += [squad.id for squad in self.unit.squads if squad.id not in there]
        return [unit, *(f"{unit}/{name}" for name in names)]

    def squads_of(self, subject: str) -> tuple[Squad, ...]:
        """Return the squads a subject is about: a unit's pilot, a wave's squads, or the squad itself."""
        name = subject.partition("/")[2] or "pilot"
        return tuple(squad for one in self.waves.get(name, (name,)) if (squad := self.unit.squad(one)))

    def wave_of(self, subject: str) -> str:
        """Return the wave that opens a squad, composed or only planned; an empty text for all else."""
        if not self.opened:
            self.opened.update((squad, wave) for wave, squads in self.waves.items() for squad in squads)
        wave = self.opened.get(subject.partition("/")[2])
        return f"{self.unit.unit}/{wave}" if wave else ""

    def leader(self, subject: str) -> str:
        """Return what carries a subject along: the unit for the pilot, a wave for its squads, else nothing."""
        unit, _, name = subject.partition("/")
        return unit if name == "pilot" else self.wave_of(subject)

    def below(self, subject: str) -> tuple[str, ...]:
        """Return the subject with the squads it is about."""
        squads = (f"{self.unit.unit}/{squad.id}" for squad in self.squads_of(subject))
        return tuple(dict.fromkeys((subject, *squads)))

    def _nearest(self, name: str) -> Phrase:
        from difflib import get_close_matches

        names = [subject.partition("/")[2] for subject in self.subjects()][1:]
        close = get_close_matches(name, names, 1)
        if close:
            return say("did you mean '{name}'?", name=f"{self.unit.unit}/{close[0]}")
        if len(names) > FEW:
            return say("{unit} has: {names} …", unit=self.unit.unit, names=names[:FEW])
        return say("{unit} has: {names}", unit=self.unit.unit, names=names)


def moment(text: str) -> datetime:
    """Return a time stamp of the ledger as an aware time."""
    return datetime.fromisoformat(text).astimezone(UTC)


def stamp(time: datetime) -> str:
    """Return a time as the ledger writes it: UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
