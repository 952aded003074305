"""What the accepted configuration says, as plain data: names instead of ids, and where each thing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playbook.core.history import Rollout
from playbook.core.model import Squad, Unit
from playbook.core.phrase import say
from playbook.core.stagemap import StageMap
from playbook.words import Words

Plain = dict[str, Any]

VALUE_AREAS = {
    "geographic": say("geographic"),
    "account-based": say("account-based"),
    "revenue-operations": say("revenue operations"),
    "product-service": say("product service"),
    "design-support": say("design support"),
    "cross-channel-marketing": say("cross-channel marketing"),
}
SMALL_WORDS = frozenset(
    (
        *("A", "All", "An", "Any", "Each", "Every", "It", "No", "Nobody", "One", "Our", "Their", "They", "The", "This"),
        *("Those", "Whoever", "You", "Your", "Big", "Large", "Local", "Medium", "New", "Private", "Small", "Young"),
        *("Businesses", "Buyers", "Children", "Citizens", "Clients", "Companies", "Customers", "Drivers", "Employees"),
        *("Families", "Guests", "Households", "Managers", "Members", "Owners", "Parents", "Partners", "Patients"),
        *("People", "Residents", "Retailers", "Shops", "Stores", "Students", "Suppliers", "Teachers", "Teams", "Users"),
    )
)
"""English words that open a text with a capital and lose it inside a sentence; none of them can be a name."""
UNPLANNED = 10**9
"""Place in the order of a squad that no wave opens: after all others."""


@dataclass(frozen=True, slots=True)
class Source:
    """What every piece is made from."""

    state: Rollout
    unit: Unit
    maps: Mapping[str, StageMap]
    waves: Mapping[str, tuple[str, ...]]
    words: Words
    opened: Mapping[str, str]
    """The wave that opens each squad that replicates the pilot."""
    number: Mapping[str, int]
    """The number of each wave, from 1."""
    place: Mapping[str, int]
    """The place of each squad in the unit's file: a unit of ten thousand squads is not searched for each of them."""

    def squad(self, name: str) -> Squad | None:
        """Return the squad of that id, or None."""
        if name == "pilot":
            return self.unit.pilot
        return self.unit.squads[self.place[name]] if name in self.place else None

    def path(self, name: str) -> str:
        """Return the subject of a squad or wave of this unit."""
        return f"{self.unit.unit}/{name}"

    def where(self, name: str, *path: str | int) -> str:
        """Return `file:line` of a key of a squad."""
        if name == "pilot":
            return self.state.where("pilot", *path)
        return self.state.where(*(("squads", self.place[name]) if name in self.place else ()), *path)

    def stage(self, subject: str, machine: str) -> str:
        """Return the id of the stage that a subject is in."""
        return self.state.standing(subject).stage or self.maps[machine].initial

    def tally(self, subject: str, machine: str) -> str:
        """Return how a subject counts: `open`, `good` or `bad`; a stage that its map no longer knows is open."""
        stage = self.stage(subject, machine)
        return next((one.tally for one in self.maps[machine].stages if one.id == stage), "open")

    def living(self) -> list[Squad]:
        """Return the pilot and every other squad whose way has not ended."""
        ended = {stage.id for stage in self.maps["squad"].stages if stage.terminal}
        everyone = (self.unit.pilot, *self.unit.squads)
        return [squad for squad in everyone if self.stage(self.path(squad.id), "squad") not in ended]

    def wave_of(self, squad: str) -> str:
        """Return the wave that opens a squad, or an empty text (as for the pilot)."""
        return self.opened.get(squad, "")

    def order(self, name: str) -> int:
        """Return when a squad or wave is opened: the pilot is 0, the first wave 1."""
        if name in ("pilot", ""):
            return 0
        return self.number.get(name) or self.number.get(self.wave_of(name), UNPLANNED)

    def department(self, name: str) -> Plain:
        """Return a department's name and head as people know them; an id that the unit does not have stays an id."""
        found = self.unit.department(name)
        return {"department": found.name if found else name, "head": self.state.person(found.head) if found else ""}

    def label(self, subject: str) -> str:
        """Return the name that people use for a subject."""
        name = subject.partition("/")[2]
        squad = self.squad(name) if name else None
        if squad:
            return squad.name
        if name in self.waves:
            return self.wave_name(name)
        return name or self.unit.name

    def wave_name(self, name: str) -> str:
        """Return what a wave is called in running text."""
        return self.words.text("wave {number}", number=self.number[name])


def source_of(
    state: Rollout, maps: Mapping[str, StageMap], waves: Mapping[str, tuple[str, ...]], words: Words
) -> Source:
    """Return what every piece is made from. ValueError where no configuration was accepted yet."""
    if state.unit is None:
        raise ValueError(f"{state.id} has no accepted configuration")
    opened = {squad: wave for wave, squads in waves.items() for squad in squads}
    words = words.calling(state.unit.squad_word)
    number = {wave: place for place, wave in enumerate(waves, 1)}
    places = {squad.id: place for place, squad in enumerate(state.unit.squads)}
    return Source(state, state.unit, maps, waves, words, opened, number, places)


def unit(source: Source) -> Plain:
    """Return the unit: whom it serves, who sponsors it, which departments give, and where each is written."""
    one, state = source.unit, source.state
    return {
        "id": one.unit,
        "name": one.name,
        "sponsor": state.person(one.sponsor),
        "value_area": source.words.phrase(VALUE_AREAS[one.slice.value_area]),
        "customer": sentence(one.slice.customer, source.words),
        "outcome": sentence(one.slice.outcome, source.words),
        "in_scope": list(one.slice.in_scope),
        "out_of_scope": list(one.slice.out_of_scope),
        "path": one.path,
        "path_reason": " ".join((one.path_reason or "").split()),
        "budget": one.failure_budget,
        "stage": source.words.text(source.stage(one.unit, "rollout")),
        "departments": [
            {"id": each.id, "name": each.name, "head": state.person(each.head)} for each in one.departments
        ],
        "where": {key: state.where(key) for key in UNIT_KEYS},
    }


UNIT_KEYS = (
    "name",
    "goal",
    "slice",
    "sponsor",
    "departments",
    "mission",
    "measures",
    "pilot",
    "squads",
    "waves",
    "path",
    "path_reason",
    "retooling",
    "failure_budget",
)


def goal(source: Source) -> Plain | None:
    """Return the shared goal, or None where the unit's goal is not among the workspace's."""
    shared = source.state.goal
    return {"id": shared.id, "statement": " ".join(shared.statement.split())} if shared else None


def retooling(source: Source) -> Plain | None:
    """Return mandate, milestones and consultants of the top-down path; None on another one."""
    found, state = source.unit.retooling, source.state
    if found is None:
        return None
    sponsor = source.unit.sponsor
    return {
        "mandate": " ".join(found.mandate.split()),
        "until": max((one.due for one in found.milestones), default=""),
        "milestones": [
            {
                "id": one.id,
                "name": one.name,
                "due": one.due,
                "reached": one.reached or "",
                "owner": state.person(one.owner or sponsor),
            }
            for one in found.milestones
        ],
        "consultants": [
            {
                "name": one.name,
                "role": one.role,
                "until": one.until,
                "successor": state.person(one.successor) if one.successor else "",
                "left": one.left or "",
            }
            for one in found.consultants
        ],
    }


def mission(source: Source) -> Plain:
    """Return what every squad of the unit must be able to do."""
    needed = source.unit.mission
    return {
        "skills": [needed.skill(skill) for skill in needed.skills],
        "decisions": [{"id": one.id, "name": one.name} for one in needed.decisions],
        "questions": [{"id": one.id, "ask": one.ask} for one in needed.questions],
    }


def sentence(text: str, words: Words) -> str:
    """Return a text as it stands inside a sentence: one line, no full stop, no capital on a small first word."""
    first, space, rest = " ".join(text.split()).removesuffix(".").removesuffix("。").partition(" ")
    small = words.language == "en" and first in SMALL_WORDS
    return (first.lower() if small else first) + space + rest


def together(words: Words, items: list[str]) -> str:
    """Return texts as a list in running text, the last one joined as the language joins it."""
    *most, last = items or [""]
    return words.text("{first} and {last}", first=words.join(most), last=last) if most else last


def spoken(name: str) -> str:
    """Return an id as people say it: `data-analysis` is data analysis."""
    return name.replace("-", " ")
