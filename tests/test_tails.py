"""The two shipped paths have one tail: from the pilot on, what holds for one holds for the other."""

import pytest
import yaml

from playbook.core.shape import build
from playbook.core.stagemap import StageMap
from tests.builders import STATES

GONE = {"consultants": {"gone": True}}
"""The one condition that only the top-down path has in its tail: help from outside is gone before it sustains."""


def rollout(name):
    return build(StageMap, yaml.safe_load((STATES / f"{name}.yaml").read_text("utf-8")))


INCREMENTAL, TOP_DOWN = rollout("rollout"), rollout("rollout-top-down")


def tail(stage_map):
    """Return the stages from the pilot on."""
    names = [stage.id for stage in stage_map.stages]
    return stage_map.stages[names.index("pilot") :]


def test_both_paths_have_the_same_stages_from_the_pilot_on():
    assert tail(INCREMENTAL) == tail(TOP_DOWN)


@pytest.mark.parametrize("stage", [stage.id for stage in tail(INCREMENTAL)])
def test_every_move_of_the_tail_is_the_same_but_for_the_consultants(stage):
    incremental, top_down = INCREMENTAL.leaving(stage), TOP_DOWN.leaving(stage)

    assert [move.name for move in incremental] == [move.name for move in top_down]
    for one, other in zip(incremental, top_down, strict=True):
        gate = tuple(entry for entry in other.gate if entry != GONE)
        assert (one.target, one.by, one.gate, one.carries, one.unless) == (
            other.target,
            other.by,
            gate,
            other.carries,
            other.unless,
        )


def test_consultants_have_to_be_gone_before_the_chain_is_sustained():
    (sustain,) = [move for move in TOP_DOWN.moves if move.name == "sustain"]

    assert GONE in sustain.gate


def test_the_pilot_is_opened_by_a_move_of_the_same_name():
    for stage_map in (INCREMENTAL, TOP_DOWN):
        (begin,) = [move for move in stage_map.moves if move.name == "begin"]
        assert begin.target == "pilot"
        assert [(carry.squads, carry.move) for carry in begin.carries] == [("pilot", "form")]


def test_both_maps_belong_to_one_version_of_the_playbook():
    assert INCREMENTAL.version == TOP_DOWN.version
