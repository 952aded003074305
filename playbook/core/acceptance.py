"""What a changed configuration may not do to a rollout that is under way."""

from collections.abc import Iterator

from playbook.core.history import Rollout
from playbook.core.model import Unit
from playbook.core.phrase import Phrase, say


def objections(state: Rollout, unit: Unit) -> Iterator[tuple[tuple[str | int, ...], Phrase]]:
    """Yield (path in the unit's file, sentence) for each change that history forbids.

    A squad that was opened stays in the file, a wave that was composed keeps its squads (its planned size is what
    failures are counted against), and a rollout that has begun keeps its path.
    """
    for subject, standing in state.standings.items():
        name = subject.partition("/")[2]
        if name and not standing.squads and standing.stage and not unit.squad(name):
            yield (
                ("squads",),
                say(
                    "{squad} '{name}' is {stage} and must stay: put it back (`playbook stop {subject}` ends it)",
                    name=name,
                    stage=standing.stage,
                    subject=subject,
                ),
            )
        for squad in standing.squads:
            if not unit.squad(squad) and not state.standing(f"{state.id}/{squad}").stage:
                yield (
                    ("squads",),
                    say("{squad} '{name}' is in {wave} and must stay: put it back", name=squad, wave=subject),
                )
    old = state.unit
    if old and state.standing(unit.unit).stage and old.path != unit.path:
        yield ("path",), say("the path cannot change after the rollout has begun (it is '{path}')", path=old.path)
