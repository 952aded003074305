"""What there is not enough of: coaches, people with scarce skills, people's time; and how many squads that lets open.

The size launched is the smallest of what is configured, what the supply allows, and what is left (design, section 4).
"""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import NamedTuple

from playbook.core.history import Rollout
from playbook.core.model import Candidate, Member, ScarceSkill, Squad, Supply, Unit
from playbook.core.phrase import Phrase, say
from playbook.core.stagemap import StageMap
from playbook.core.waves import Limit, Taken, Wave

FULL = 100
"""Percent of their time that a person can give to all open squads together."""

Elsewhere = Callable[[Iterable[str]], Mapping[str, Mapping[str, int]]]


class Fit(NamedTuple):
    """How many squads of a wave can be opened, and what keeps it from being more."""

    squads: tuple[str, ...]
    wanted: tuple[str, ...]
    """The squads that the wave would open if there were enough of everything."""
    binding: str = ""
    """`coaches`, `supply:SKILL`, `people` or `left`; empty where as many can be opened as are configured."""
    enough: int = 0
    """For how many squads there is enough of what binds."""


@dataclass(slots=True)
class _Scarce:
    """A scarce skill: how many who hold it are free, and who is busy."""

    skill: str
    each: int
    free: int
    busy: MutableMapping[str, bool] = field(default_factory=dict)

    def cost(self, squad: Squad) -> int:
        """Return how many free people a squad takes up: those who are in it already, and those it still needs."""
        holders = {member.person for member in squad.members if self.skill in member.skills}
        return sum(person not in self.busy for person in holders) + max(0, self.each - len(holders))

    def take(self, squad: Squad) -> None:
        self.free -= self.cost(squad)
        self.busy.update((member.person, True) for member in squad.members if self.skill in member.skills)

    def layer(self) -> "_Scarce":
        return _Scarce(self.skill, self.each, self.free, ChainMap({}, self.busy))


@dataclass(slots=True)
class Stock:
    """What is free for squads to come; `take` uses it up."""

    coaches: int | None
    """For how many squads coaches are free; None where coaches limit nothing."""
    scarce: tuple[_Scarce, ...]
    load: MutableMapping[str, int]
    """By person: percent of their time that open squads have."""

    def lacks(self, squad: Squad) -> str:
        """Return what keeps a squad from being opened, coaches apart: `supply:SKILL`, `people`, or an empty text."""
        short = next((one.skill for one in self.scarce if one.cost(squad) > one.free), "")
        if short:
            return f"supply:{short}"
        return "people" if self.overbooked(squad) else ""

    def overbooked(self, squad: Squad) -> list[str]:
        """Return the members of a squad (ids) who would work too much with it."""
        return [one.person for one in squad.members if self.load.get(one.person, 0) + one.allocation > FULL]

    def take(self, squad: Squad) -> None:
        """Open a squad: its people are busy from now on."""
        for one in self.scarce:
            one.take(squad)
        for member in squad.members:
            self.load[member.person] = self.load.get(member.person, 0) + member.allocation

    def layer(self) -> "Stock":
        """Return a stock that can be used up without using up this one."""
        return Stock(self.coaches, tuple(one.layer() for one in self.scarce), ChainMap({}, self.load))


def stock(
    state: Rollout, unit: Unit, squads: StageMap, elsewhere: Elsewhere, without: Iterable[str] = ()
) -> Stock | None:
    """Return what is free now, None where the unit says nothing of supply. Squads `without` count as not open.

    A squad is open from its first move to its end. It keeps a coach until it is stable, and its people until it ends.
    """
    if unit.supply is None:
        return None
    stages = {stage.id: stage for stage in squads.stages}
    apart, young = set(without), 0
    found = _whole(unit, unit.supply, elsewhere)
    for squad in (unit.pilot, *unit.squads):
        stage = stages.get(state.standing(f"{unit.unit}/{squad.id}").stage or squads.initial)
        if squad.id in apart or stage is None or stage.id == squads.initial or stage.terminal:
            continue
        found.take(squad)
        young += stage.tally != "good"
    if found.coaches is not None:
        found.coaches = max(0, found.coaches - young)
    return found


def _whole(unit: Unit, supply: Supply, elsewhere: Elsewhere) -> Stock:
    """Return what there would be if no squad of the unit were open."""
    held: dict[str, set[str]] = {one.skill: set() for one in supply.skills}
    everybody: dict[str, None] = {}
    members = (member for squad in (unit.pilot, *unit.squads) for member in squad.members)
    holders: Iterable[Candidate | Member] = (*unit.people, *members)
    for holder in holders:
        everybody[holder.person] = None
        for skill in holder.skills:
            if skill in held:
                held[skill].add(holder.person)
    load = {person: sum(units.values()) for person, units in elsewhere(everybody).items()}
    scarce = tuple(_scarce(one, held[one.skill], load) for one in supply.skills)
    return Stock(None if supply.coaches is None else supply.coaches * supply.squads_per_coach, scarce, load)


def _scarce(one: ScarceSkill, held: set[str], load: Mapping[str, int]) -> _Scarce:
    """Return a scarce skill's people: as many as the file says, else those who hold it and are not busy elsewhere."""
    there = sum(load.get(person, 0) < FULL for person in held) if one.people is None else one.people
    return _Scarce(one.skill, one.each, there)


def fit(there: Stock | None, squads: Mapping[str, Squad], wave: Wave) -> Fit:
    """Return which squads of a wave can be opened, in order, and what binds. The stock is left as it is.

    What binds is what there is enough of for the fewest squads; of equals the first of coaches, skills and people.
    """
    wanted = tuple(name for name in wave.squads if name in squads)
    crews = [squads[name] for name in wanted]
    taken = _greedy(there, crews) if there else wanted
    if not there or len(taken) == len(crews):
        return Fit(taken, wanted, "left" if len(crews) < wave.configured else "", len(crews))
    alone = {"coaches": len(crews) if there.coaches is None else there.coaches}
    for one in there.scarce:
        alone[f"supply:{one.skill}"] = len(_greedy(Stock(None, (one,), {}), crews, people=False))
    alone["people"] = len(_greedy(Stock(None, (), there.load), crews))
    binding = min(alone, key=lambda name: alone[name])
    return Fit(taken, wanted, binding, alone[binding])


def _greedy(there: Stock, squads: Iterable[Squad], *, people: bool = True) -> tuple[str, ...]:
    """Return the squads that can be opened, in order: each that fits, as far as there are coaches."""
    open_now, found = there.layer(), list[str]()
    for squad in squads:
        if there.coaches is not None and len(found) >= there.coaches:
            break
        lack = open_now.lacks(squad)
        if not lack or (lack == "people" and not people):
            open_now.take(squad)
            found.append(squad.id)
    return tuple(found)


def ahead(there: Stock | None, unit: Unit) -> Limit | None:
    """Return the limit for planning all waves: when one is opened those before it are complete.

    Then every coach is free again, and people stay where they are; so a squad whose people are lacking once is lacking
    them in every later wave. The stock is used up by it.
    """
    if there is None or unit.supply is None:
        return None
    supply, squads = unit.supply, {squad.id: squad for squad in unit.squads}
    there.coaches = None if supply.coaches is None else supply.coaches * supply.squads_per_coach

    def limit(names: tuple[str, ...]) -> Taken:
        found = fit(there, squads, Wave("", names))
        for name in found.squads:
            there.take(squads[name])
        taken = set(found.squads)
        refused = {name: lack for name in names if name not in taken and (lack := there.lacks(squads[name]))}
        return Taken(found.squads, found.binding, refused)

    return limit


def needed(binding: str, unit: Unit) -> Phrase | str:
    """Return what binds in words: `coaches`, a skill by its name, people's time, or what is left."""
    if binding.startswith("supply:"):
        return unit.mission.skill(binding.partition(":")[2])
    words: dict[str, Phrase] = {"coaches": say("coaches"), "people": say("people's time")}
    return words.get(binding) or say("no more {squads} are left")
