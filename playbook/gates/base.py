"""What every condition is handed, and what a condition module looks like.

A condition is one pure file with `OPTIONS` (every option with its default), `MEANS` (what each option means, where
there are any) and `judge(case) -> Verdict`. Its line in the table of `playbook/gates/__init__.py` makes it known to
stage maps, to `playbook check`, to editors and to the reference. Its docstring is its page there: the rule, and
paragraphs that begin with `Cleared by:` and `Source:`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from playbook.core.history import SHARED_ROLES, Favour, Lesson, Paper, Rollout, Suspect
from playbook.core.model import Squad, Unit
from playbook.core.phrase import Phrase, say
from playbook.core.roles import confirmers, holders
from playbook.core.stagemap import Move, StageMap
from playbook.core.verdict import Status, Verdict

T = TypeVar("T")

SHOWN = 5
"""So many of what waits are named; a verdict always counts them all."""


class Condition(Protocol):
    """A condition module."""

    OPTIONS: Mapping[str, Any]
    """Each option with its default, whose type is the option's type; a tuple is a closed choice (first is default)."""

    def judge(self, case: "Case") -> Verdict:
        """Return the verdict; never raise for missing evidence: that is `undecided`."""
        ...


@dataclass(frozen=True, slots=True)
class Case:
    """One condition on one move of one subject, with all that it may look at."""

    condition: str
    state: Rollout
    unit: Unit
    subject: str
    move: Move
    now: datetime
    """Aware, UTC."""
    options: Mapping[str, Any]
    """The condition's defaults, overlaid with the stage map's options."""
    maps: Mapping[str, StageMap]
    """Stage maps by machine: rollout, wave, squad."""
    waves: Mapping[str, tuple[str, ...]]
    """Ids of the squads of each wave (`wave-1` …), composed or planned, in order."""
    fingerprint: str = ""
    """Of what an approval of this move has to be bound to."""
    elsewhere: Callable[[Iterable[str]], Mapping[str, Mapping[str, int]]] = lambda _: {}
    """By person (id): percent of their time that squads of each other unit have."""
    evaluate: Callable[[str, Mapping[str, Any]], Any] = lambda _text, _names: None
    """Evaluates an expression over these names; `expr` alone needs it, as no library may be known here."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False)
    """Shared by all cases of one decision; see `once`."""

    @property
    def name(self) -> str:
        """The subject without its unit: `pilot`, `wave-2`; empty for the unit itself."""
        return self.subject.partition("/")[2]

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what `make` makes, made once for all cases of one decision: what looks at every squad costs once."""
        if key not in self.memo:
            self.memo[key] = make()
        found: T = self.memo[key]
        return found

    def since(self, *about: str) -> str:
        """Return since when everything named is as it is now: what is older than that is no evidence of it.

        `goal`, `playbook`, `mission`, `measure:ID`; an empty text where none of them ever changed.
        """
        return max((self.state.about[key][1] for key in about if key in self.state.about), default="")

    def turned(self, *about: str) -> int:
        """Return how many events the unit had when the last of everything named changed; 0 where none of it ever did.

        Where the ledger has both, its order says which came first: a clock may stand still, or differ from another.
        """
        return max((self.state.turned[key] for key in about if key in self.state.turned), default=0)

    def changed(self, *about: str) -> Phrase:
        """Return the sentence on the latest change of everything named; it is asked only where something changed."""
        day, key = max((self.state.about[key][1][:10], key) for key in about if key in self.state.about)
        kind, _, name = key.partition(":")
        if kind == "measure":
            return say("the measure '{measure}' was defined anew on {day}", measure=name, day=day)
        if kind == "goal":
            return say("the shared goal was changed on {day}", day=day)
        if kind == "mission":
            return say("the mission was changed on {day}", day=day)
        return say("the playbook was changed on {day}", day=day)

    def squads(self) -> tuple[tuple[str, Squad], ...]:
        """Return (subject, squad) of the squads that are judged: the squad itself, a wave's squads, a unit's pilot."""
        names = self.waves.get(self.name)
        if names is None:
            squad = self.unit.squad(self.name or "pilot")
            return ((f"{self.unit.unit}/{self.name or 'pilot'}", squad),) if squad else ()
        found = ((name, self.unit.squad(name)) for name in names)
        return tuple((f"{self.unit.unit}/{name}", squad) for name, squad in found if squad)

    def stage(self, subject: str) -> str:
        """Return the stage that a subject is in, the machine's initial one when nothing has happened to it."""
        return self.state.standing(subject).stage or self.machine(subject).initial

    def machine(self, subject: str) -> StageMap:
        """Return the stage map of a subject."""
        name = subject.partition("/")[2]
        return self.maps["rollout" if not name else "wave" if name in self.waves else "squad"]

    def keeper(self) -> str:
        """Return who answers for the subject: a squad's lead; for a unit and its waves the sponsor."""
        squad = self.unit.squad(self.name)
        return squad.lead if squad else self.unit.sponsor

    def holders(self, role: str) -> dict[str, tuple[str | int, ...]]:
        """Return who holds a role (ids), each with the path of the key of the unit's file that names the person.

        `lead` and `accountable` are those of the pilot; `department-heads` are of the departments that give members.
        """
        return holders(self.unit, (squad for _, squad in self.squads()), role)

    def suspects(self, document: str) -> list[tuple[Suspect, tuple[str, ...]]]:
        """Return the suspect signatures under a document, each with who (ids) can confirm it.

        Of a role with one holder that is whoever has it now; of several holders each answers for their own, and one
        who has left no longer counts.
        """
        squads = [squad for _, squad in self.squads()]
        found = self.state.suspects.get(document, ())
        able = ((one, confirmers(self.unit, squads, one.signature)) for one in found)
        return [(one, people) for one, people in able if people or one.signature.role not in SHARED_ROLES]

    def line(self, subject: str, *path: str | int) -> str:
        """Return `file:line` of a key of a squad's part of the unit's file (or of the unit's own part)."""
        name = subject.partition("/")[2]
        if name == "pilot":
            return self.state.where("pilot", *path)
        place = self.once("places", lambda: {squad.id: at for at, squad in enumerate(self.unit.squads)}).get(name)
        return self.state.where(*path) if place is None else self.state.where("squads", place, *path)

    def verdict(self, status: Status, needed: Phrase, found: Phrase, **more: Any) -> Verdict:
        """Return a verdict of this condition on this subject."""
        return Verdict(self.condition, status, self.subject, needed, found, **more)

    def papers(self, subject: str) -> tuple[Paper, ...]:
        """Return the documents of a subject."""

        def sorted_out() -> dict[str, tuple[Paper, ...]]:
            found: dict[str, list[Paper]] = {}
            for paper in self.state.papers.values():
                found.setdefault(paper.subject, []).append(paper)
            return {name: tuple(some) for name, some in found.items()}

        return self.once("papers", sorted_out).get(subject, ())

    def paper(self, subject: str, template: str) -> str:
        """Return the path of a subject's document, or an empty text while there is none."""
        found = self.state.papers.get(f"{subject}/{template}")
        return found.place if found else ""

    def about(self, subject: str, found: Phrase) -> Phrase:
        """Return what was found, led by the squad's name where the squad is not the subject itself."""
        return found if subject == self.subject else say("{name}: {found}", name=subject, found=found)

    def named(self, entries: Sequence[Lesson | Favour]) -> list[Any]:
        """Return the first few of what waits, each by its id and its words, and an ellipsis for the rest."""
        first = [say("{id} (“{text}”)", id=one.id, text=one.text) for one in entries[:SHOWN]]
        return [*first, *["…"] * (len(entries) > SHOWN)]

    def worst(self, needed: Phrase, verdicts: Iterable[Verdict]) -> Verdict:
        """Return the verdict that weighs most (fail, undecided, pass; the first of equals); `undecided` without any."""
        worst = max(verdicts, key=lambda one: ("pass", "undecided", "fail").index(one.status), default=None)
        return worst or self.verdict(
            "undecided",
            needed,
            say("there is no {squad} to judge"),
            where=self.state.where("squads"),
            clears=(self.unit.sponsor,),
            remedy=say("name the {squads} in the unit's file"),
        )
