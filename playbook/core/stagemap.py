"""Stage maps as records: which stages a machine has, which moves join them, what each move needs and owes."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from playbook.core.model import Id, Prose
from playbook.core.shape import record

MACHINES = ("rollout", "wave", "squad")
ConditionName = str
Gate = tuple[ConditionName | dict[ConditionName, dict[str, Any]], ...]


@record
class Stage:
    """A stage of a machine."""

    id: Id
    """Short name of the stage."""
    documents: tuple[Id, ...] = ()
    """Templates in `templates/documents/` that are owed from this stage on."""
    terminal: bool = False
    """True where the way ends."""
    tally: Literal["open", "good", "bad"] = "open"
    """How a subject in this stage counts: `good` for stable and complete, `bad` for failed and aborted."""


@record
class Carry:
    """Moves that squads make together with their wave or their unit, under their own gates."""

    squads: Literal["pilot", "wave"]
    """Whose squads: the unit's pilot, or the squads of this wave."""
    move: Id
    """The squad's move. A squad that has made it already is left where it is."""


@record
class Move:
    """A way from one stage to another."""

    name: Id
    """Name of the move; unique among the moves that leave one stage."""
    source: tuple[Id, ...] | Id | Literal["*"]
    """Stage or stages it leaves from; `*` is every stage that is not terminal."""
    target: Id
    """Stage it leads to."""
    by: Literal["advance", "recycle", "stop", "engine"] = "advance"
    """Who makes it: a person by that command, or the engine as soon as an `unless` condition fails."""
    gate: Gate = ()
    """Conditions: a name, or a name with options."""
    carries: tuple[Carry, ...] = ()
    """Squads' moves that go with it."""
    unless: Gate = ()
    """For `by: engine`: the move is made as soon as one of these fails."""

    def sources(self, stages: tuple[Stage, ...]) -> tuple[str, ...]:
        """Return the stages the move leaves from, with `*` written out."""
        if self.source == "*":
            return tuple(stage.id for stage in stages if not stage.terminal and stage.id != self.target)
        return (self.source,) if isinstance(self.source, str) else self.source


@record
class StageMap:
    """A machine: `states/NAME.yaml`."""

    machine: Id
    """`rollout` (or `rollout-PATH`), `wave` or `squad`."""
    version: Prose
    """Version of the playbook that this map belongs to."""
    initial: Id
    """The first stage."""
    stages: tuple[Stage, ...]
    """Every stage, in the order people should read them."""
    moves: tuple[Move, ...]
    """Every move."""

    def stage(self, name: str) -> Stage:
        """Return the stage of that name; KeyError if there is none."""
        for stage in self.stages:
            if stage.id == name:
                return stage
        raise KeyError(name)

    def leaving(self, stage: str, by: str | None = None) -> tuple[Move, ...]:
        """Return the moves that leave `stage`, in file order, only those made `by` that way where given."""
        return tuple(
            move for move in self.moves if stage in move.sources(self.stages) and (by is None or move.by == by)
        )

    def owed(self, stages: tuple[str, ...]) -> tuple[str, ...]:
        """Return the templates owed by a subject that has been in these stages, each once, in map order."""
        found = (document for stage in self.stages if stage.id in stages for document in stage.documents)
        return tuple(dict.fromkeys(found))


def conditions(gate: Gate) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (name, options) of each condition of a gate, in file order."""
    for entry in gate:
        if isinstance(entry, str):
            yield entry, {}
        else:
            yield from entry.items()
