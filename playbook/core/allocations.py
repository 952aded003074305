"""Whose working time the squads of a unit have: what a person gives to each, in percent."""

from collections.abc import Mapping

from playbook.core.history import Rollout
from playbook.core.model import Unit
from playbook.core.stagemap import StageMap

Seat = tuple[str, int]
"""A squad's id, and the percent of a person's working time that it has."""


def seats(state: Rollout, unit: Unit, maps: Mapping[str, StageMap]) -> dict[str, tuple[Seat, ...]]:
    """Return by person (id) the squads of the unit that have a part of their time, in the order of the file.

    A squad that has come to the end of its way has nobody's time any more; one that is only planned has it already,
    as nobody can be promised twice. In a unit that has ended, nobody waits for squads that were never opened.
    `maps` are the stage maps by machine.
    """
    own = state.standing(unit.unit).stage
    over = bool(own) and maps["rollout"].stage(own).terminal
    found: dict[str, tuple[Seat, ...]] = {}
    for squad in (unit.pilot, *unit.squads):
        stage = state.standing(f"{unit.unit}/{squad.id}").stage
        if maps["squad"].stage(stage).terminal if stage else over:
            continue
        for member in squad.members:
            found[member.person] = (*found.get(member.person, ()), (squad.id, member.allocation))
    return found


def taken(state: Rollout, unit: Unit, maps: Mapping[str, StageMap]) -> Mapping[str, int]:
    """Return by person (id) how many percent of their time the unit's squads have together."""
    return {person: sum(percent for _, percent in found) for person, found in seats(state, unit, maps).items()}
