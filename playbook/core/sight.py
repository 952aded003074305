"""The values of the names that an expression can look at, as plain data; `playbook.core.scope` says what they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from playbook.core.history import Cycle, Rollout, Series, Standing
from playbook.core.model import Measure, Member, Squad, Unit
from playbook.core.stability import xmr

Makers = Mapping[str, Callable[[], Any]]
"""By name: what makes the value; None where it is not known."""


class Sight(NamedTuple):
    """What the names are taken from."""

    state: Rollout
    unit: Unit
    subject: str
    waves: Mapping[str, tuple[str, ...]]
    stage: Callable[[str], str]
    """The stage of a subject."""
    now: datetime


def names(sight: Sight, wanted: frozenset[str]) -> dict[str, Any]:
    """Return the value of each name that is wanted and known, as plain data with the wanted fields only."""
    return _Seen(sight, wanted).roots()


class _Seen:
    """Makes the names of one subject; a unit with a thousand squads pays only for what an expression asks for."""

    def __init__(self, sight: Sight, wanted: frozenset[str]) -> None:
        self.state, self.unit, self.subject, self.waves, self.stage, self.now = sight
        self.wanted = wanted
        self.name = self.subject.partition("/")[2]

    def roots(self) -> dict[str, Any]:
        own = self.unit.squad(self.name or "pilot")
        return self._picked(
            {
                "subject": lambda: self.subject,
                "stage": lambda: self.stage(self.subject),
                "days_in_stage": lambda: self._days(self._standing(self.subject).since),
                "today": lambda: self.now.date().isoformat(),
                "unit": self._unit,
                "goal": lambda: self.state.goal and {"id": self.state.goal.id, "statement": self.state.goal.statement},
                "wave": lambda: self._wave() if self.name in self.waves else None,
                "squad": lambda: own and self._squad(own),
                "squads": lambda: [self._squad(one) for one in self._squads()],
                "measures": lambda: own and self._measures(own),
                "cycles": lambda: [self._cycle(one, cycle) for one in self._squads() for cycle in self._opened(one)],
                "lessons": self._lessons,
                "failures": self._failures,
                "favours": lambda: [
                    {"settlement": one.settlement, "price": float(one.price)} for one in self.state.favours.values()
                ],
            }
        )

    def _picked(self, makers: Makers) -> dict[str, Any]:
        made = ((name, make()) for name, make in makers.items() if name in self.wanted)
        return {name: value for name, value in made if value is not None}

    def _standing(self, subject: str) -> Standing:
        return self.state.standing(subject)

    def _days(self, since: str) -> int | None:
        return (self.now.date() - date.fromisoformat(since[:10])).days if since else None

    def _squads(self) -> Iterator[Squad]:
        every = ["pilot", *(squad.id for squad in self.unit.squads)] if not self.name else [self.name]
        known = {squad.id: squad for squad in (self.unit.pilot, *self.unit.squads)}
        yield from (known[one] for one in self.waves.get(self.name, every) if one in known)

    def _unit(self) -> dict[str, Any]:
        unit = self.unit
        return self._picked(
            {
                "id": lambda: unit.unit,
                "stage": lambda: self.stage(unit.unit),
                "path": lambda: unit.path,
                "value_area": lambda: unit.slice.value_area,
                "failure_budget": lambda: unit.failure_budget,
                "departments": lambda: [one.id for one in unit.departments],
                "waves": lambda: len(self.waves),
                "held": lambda: self._standing(unit.unit).hold is not None,
            }
        )

    def _wave(self) -> dict[str, Any]:
        return self._picked(
            {
                "id": lambda: self.name,
                "number": lambda: list(self.waves).index(self.name) + 1,
                "stage": lambda: self.stage(self.subject),
                "planned": lambda: len(self.waves[self.name]),
                "held": lambda: self._standing(self.subject).hold is not None,
            }
        )

    def _squad(self, squad: Squad) -> dict[str, Any]:
        subject = f"{self.unit.unit}/{squad.id}"
        return self._picked(
            {
                "id": lambda: squad.id,
                "stage": lambda: self.stage(subject),
                "days_in_stage": lambda: self._days(self._standing(subject).since),
                "members": lambda: [self._member(one) for one in squad.members],
                "departments": lambda: _once(one.department for one in squad.members),
                "skills": lambda: _once(skill for one in squad.members for skill in one.skills),
                "lane": lambda: squad.lane or "",
                "held": lambda: self._standing(subject).hold is not None,
                "measures": lambda: self._measures(squad),
            }
        )

    def _member(self, member: Member) -> dict[str, Any]:
        return self._picked(
            {
                "department": lambda: member.department,
                "specialty": lambda: member.specialty,
                "skills": lambda: list(member.skills),
                "allocation": lambda: member.allocation,
            }
        )

    def _measures(self, squad: Squad) -> dict[str, Any]:
        series = self._standing(f"{self.unit.unit}/{squad.id}").series
        return {one.id: self._measure(one, series.get(one.id, Series())) for one in self.unit.measures}

    def _measure(self, measure: Measure, series: Series) -> dict[str, Any]:
        readings = series.since_baseline()
        values = [float(one.value) for one in readings]
        chart = xmr(values) if {"lower", "upper"} & self.wanted else None
        return self._picked(
            {
                "target": lambda: float(measure.target),
                "baseline": lambda: float(measure.baseline),
                "direction": lambda: measure.direction,
                "points": lambda: len(values),
                "mean": lambda: sum(values) / len(values) if values else None,
                "last": lambda: values[-1] if values else None,
                "days_since_reading": lambda: self._days(readings[-1].day) if readings else None,
                "lower": lambda: chart and chart.lower,
                "upper": lambda: chart and chart.upper,
            }
        )

    def _opened(self, squad: Squad) -> list[Cycle]:
        return list(self._standing(f"{self.unit.unit}/{squad.id}").cycles.values())

    def _cycle(self, squad: Squad, cycle: Cycle) -> dict[str, Any]:
        end = date.fromisoformat(cycle.closed[:10]) if cycle.closed else self.now.date()
        return {
            "squad": squad.id,
            "days_open": (end - date.fromisoformat(cycle.opened[:10])).days,
            "closed": bool(cycle.closed),
            "verified": cycle.verified,
            "skill": cycle.skill,
        }

    def _lessons(self) -> list[dict[str, Any]]:
        every = self.state.lessons.values()
        return [{"squad": one.subject.partition("/")[2], "decision": one.decision} for one in every]

    def _failures(self) -> list[dict[str, Any]]:
        return [
            {
                "squad": one.subject.partition("/")[2],
                "how_large": one.size,
                "cause": one.cause,
                "learned": bool(one.lesson),
                "days": self._days(one.recorded),
            }
            for one in self.state.failures.values()
        ]


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))
