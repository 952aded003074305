import pytest

from playbook.core.stagemap import MACHINES, Move, Stage, StageMap, conditions
from tests.builders import maps

STAGES = (
    Stage("seed", documents=("plan",)),
    Stage("shoot", documents=("chart", "plan")),
    Stage("tree", documents=("log",)),
    Stage("felled", terminal=True, tally="bad"),
)
MAP = StageMap(
    "squad",
    "1.0",
    "seed",
    STAGES,
    (
        Move("grow", "seed", "shoot"),
        Move("grow", "shoot", "tree"),
        Move("prune", ("shoot", "tree"), "shoot", by="engine"),
        Move("fell", "*", "felled", by="stop"),
    ),
)


def test_one_source():
    assert MAP.moves[0].sources(STAGES) == ("seed",)


def test_many_sources():
    assert MAP.moves[2].sources(STAGES) == ("shoot", "tree")


def test_a_star_is_every_stage_that_does_not_end():
    assert MAP.moves[3].sources(STAGES) == ("seed", "shoot", "tree")


def test_a_star_leaves_out_the_target():
    assert Move("back", "*", "seed").sources(STAGES) == ("shoot", "tree")


def test_stage_by_name():
    assert MAP.stage("tree") is STAGES[2]

    with pytest.raises(KeyError):
        MAP.stage("bush")


def test_what_leaves_a_stage_in_file_order():
    assert [move.name for move in MAP.leaving("shoot")] == ["grow", "prune", "fell"]
    assert [move.name for move in MAP.leaving("shoot", "stop")] == ["fell"]
    assert MAP.leaving("felled") == ()


def test_owed_from_the_stage_on_each_once_in_map_order():
    assert MAP.owed(("seed",)) == ("plan",)
    assert MAP.owed(("tree", "seed")) == ("plan", "log")
    assert MAP.owed(("seed", "shoot")) == ("plan", "chart")
    assert MAP.owed(()) == ()


def test_conditions_with_and_without_options():
    gate = ("documents", {"dwell": {"days": 14}}, {"soak": {}, "cycles": {"verified": 3}})

    assert list(conditions(gate)) == [
        ("documents", {}),
        ("dwell", {"days": 14}),
        ("soak", {}),
        ("cycles", {"verified": 3}),
    ]


def test_there_is_a_shipped_map_for_each_machine():
    assert set(maps()) == set(MACHINES)
    assert all(one.machine == name for name, one in maps().items())
