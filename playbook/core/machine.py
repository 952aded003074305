"""The machine that decides moves: a thin face on `transitions`, and the only importer of it.

One machine a stage map, with one scratch model whose state is set before each question: adding a model a subject
costs quadratic time. A declaration never changes; where a subject stands is in the history.
"""

from collections.abc import Mapping, Sequence

import transitions

from playbook.core.phrase import Phrase, say
from playbook.core.stagemap import Move, StageMap
from playbook.core.verdict import Verdict
from playbook.errors import UsageError


class _Cursor:
    """The scratch model: `transitions` keeps its `state` here; the gate's answer is read from `verdicts`."""

    verdicts: Sequence[Verdict] = ()
    state: str

    def gate_open(self) -> bool:
        return not any(verdict.stands_in_the_way for verdict in self.verdicts)


class Machine:
    """A stage map that can be asked which moves there are and where one leads."""

    def __init__(self, stage_map: StageMap) -> None:
        """Declare every stage and move of a checked stage map."""
        self.map = stage_map
        self._cursor = _Cursor()
        self._machine = transitions.Machine(
            model=self._cursor,
            states=[stage.id for stage in stage_map.stages],
            initial=stage_map.initial,
            auto_transitions=False,
        )
        for move in stage_map.moves:
            self._machine.add_transition(
                _trigger(move.name), list(move.sources(stage_map.stages)), move.target, conditions="gate_open"
            )

    def target(self, stage: str, move: str, verdicts: Sequence[Verdict] = ()) -> str | None:
        """Return the stage that `move` leads to from `stage`, or None where a verdict stands in the way.

        Raises:
            UsageError: no such move leaves this stage.
        """
        self._cursor.verdicts = verdicts
        self._machine.set_state(stage, self._cursor)
        event = self._machine.events.get(_trigger(move))
        if event is None or stage not in event.transitions:
            raise UsageError(
                say("no move '{name}' leaves the stage '{stage}'", name=move, stage=stage),
                hint=_ways(self.map.leaving(stage)),
                stage=stage,
                move=move,
            )
        return self._cursor.state if event.trigger(self._cursor) else None


def machines(maps: Mapping[str, StageMap]) -> dict[str, Machine]:
    """Return a machine for each stage map, by the same name."""
    return {name: Machine(stage_map) for name, stage_map in maps.items()}


def mermaid(stage_map: StageMap) -> str:
    """Return the stage map as a Mermaid state diagram, drawn by `transitions`."""
    from transitions.extensions import GraphMachine

    drawn = GraphMachine(
        states=[{"name": _word(stage.id), "final": stage.terminal} for stage in stage_map.stages],
        transitions=[
            {"trigger": move.name, "source": _word(source), "dest": _word(move.target)}
            for move in stage_map.moves
            for source in move.sources(stage_map.stages)
        ],
        initial=_word(stage_map.initial),
        auto_transitions=False,
        graph_engine="mermaid",
        title=f"title: {stage_map.machine}",
    )
    text = str(drawn.get_combined_graph().draw(None))
    for stage in stage_map.stages:
        text = text.replace(f'"{_word(stage.id)}"', f'"{stage.id}"')
    # No unit is in a stage here, so the colour of the stage that a model is in would say something untrue.
    return "\n".join(line for line in text.splitlines() if not line.strip().lower().startswith("class")) + "\n"


def _word(stage: str) -> str:
    """Return a stage's id as Mermaid takes it: without hyphens, which some of its parsers read as arrows."""
    return stage.replace("-", "_")


def _trigger(move: str) -> str:
    """Keep moves apart from the attributes of the scratch model, whatever an author calls them."""
    return f"move {move}"


def _ways(moves: tuple[Move, ...]) -> Phrase:
    if not moves:
        return say("this is a last stage; nothing leaves it")
    different = dict.fromkeys((move.name, move.target) for move in moves)
    ways = [say("{name} (to {stage})", name=name, stage=target) for name, target in different]
    return say("from here: {moves}", moves=ways)
