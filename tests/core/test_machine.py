import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.machine import Machine, machines, mermaid
from playbook.core.stagemap import Move, Stage, StageMap
from playbook.errors import UsageError
from tests.builders import maps
from tests.core.scenes import verdict

SHIPPED = [
    (name, stage.id, move) for name, one in maps().items() for stage in one.stages for move in one.leaving(stage.id)
]
NOT_THERE = [
    (name, stage.id, move)
    for name, one in maps().items()
    for stage in one.stages
    for move in sorted({move.name for move in one.moves} - {move.name for move in one.leaving(stage.id)})
]


@pytest.mark.parametrize(("name", "stage", "move"), SHIPPED, ids=lambda part: getattr(part, "name", part))
def test_a_move_leads_where_its_map_says(name, stage, move):
    machine = Machine(maps()[name])

    assert machine.target(stage, move.name) == move.target
    assert machine.target(stage, move.name, [verdict(), verdict(status="waived")]) == move.target


@pytest.mark.parametrize(("name", "stage", "move"), SHIPPED, ids=lambda part: getattr(part, "name", part))
@pytest.mark.parametrize("status", ["fail", "undecided"])
def test_a_verdict_in_the_way_leads_nowhere(name, stage, move, status):
    machine = Machine(maps()[name])

    assert machine.target(stage, move.name, [verdict(), verdict(status=status), verdict()]) is None


@pytest.mark.parametrize(("name", "stage", "move"), NOT_THERE)
def test_a_move_that_does_not_leave_a_stage_is_refused(name, stage, move):
    with pytest.raises(UsageError) as caught:
        Machine(maps()[name]).target(stage, move)

    assert caught.value.facts == {"stage": stage, "move": move}
    assert caught.value.hint


def test_a_move_that_no_map_has_is_refused_with_the_ways_there_are():
    with pytest.raises(UsageError, match="no move 'fly' leaves the stage 'selection'") as caught:
        Machine(maps()["rollout"]).target("selection", "fly")

    assert caught.value.hint == "from here: begin (to pilot), stop (to stopped)"


def test_nothing_leaves_a_last_stage():
    with pytest.raises(UsageError) as caught:
        Machine(maps()["rollout"]).target("closed", "stop")

    assert "last stage" in caught.value.hint


CLASHING = [
    "state",
    "trigger",
    "may_go",
    "is_here",
    "to_there",
    "verdicts",
    "gate_open",
    "__class__",
    "model",
    "move go",
]


@pytest.mark.parametrize("name", CLASHING)
def test_a_move_may_be_called_anything(name):
    one = StageMap("squad", "1", "here", (Stage("here"), Stage("there", terminal=True)), (Move(name, "here", "there"),))
    machine = Machine(one)

    assert machine.target("here", name) == "there"
    assert machine.target("here", name, [verdict(status="fail")]) is None


@pytest.mark.parametrize("name", CLASHING[:-1])
def test_a_stage_may_be_called_anything(name):
    one = StageMap("squad", "1", name, (Stage(name), Stage("there", terminal=True)), (Move("go", name, "there"),))

    assert Machine(one).target(name, "go") == "there"


def test_two_moves_of_one_name_go_by_their_source():
    machine = Machine(maps()["rollout"])

    assert machine.target("stabilisation", "recycle") == "pilot"
    assert machine.target("replication", "recycle") == "stabilisation"


@given(st.lists(st.sampled_from(SHIPPED), max_size=20), st.booleans())
def test_a_question_leaves_no_trace(asked, closed):
    found = machines(maps())
    way = [verdict(status="fail")] if closed else []

    for name, stage, move in asked:
        assert found[name].target(stage, move.name, way) == (None if closed else move.target)


@pytest.mark.parametrize("name", sorted(maps()))
def test_the_picture_has_every_stage_and_move(name):
    drawn = mermaid(maps()[name])

    assert "stateDiagram" in drawn
    for move in maps()[name].moves:
        assert move.name in drawn
        assert move.target.replace("-", "") in drawn.replace("-", "")
