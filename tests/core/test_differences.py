from dataclasses import replace

import pytest

from playbook.core.differences import of_documents, of_items, of_maps, owed, regated
from playbook.core.stagemap import Carry, Move, Stage
from tests.builders import item, maps

STEP = {("squad", "operating"): "working"}


def changed(machine="squad", *, stages=None, moves=None):
    """Return the shipped maps with other stages or moves in one of them: by id or name, None takes one out."""
    old = maps()[machine]
    new = replace(
        old,
        stages=tuple(kept for one in old.stages if (kept := (stages or {}).get(one.id, one))),
        moves=tuple(kept for one in old.moves if (kept := (moves or {}).get(one.name, one))),
    )
    return {**maps(), machine: new}


def told(new, steps=None):
    """Return what differs from the shipped maps, as texts."""
    return [
        (one.part, one.name, one.what, "; ".join(map(str, one.details))) for one in of_maps(maps(), new, steps or {})
    ]


def move(machine, name):
    return next(one for one in maps()[machine].moves if one.name == name)


def test_nothing_differs_from_itself():
    assert told(maps()) == []
    assert regated(maps(), maps(), {}) == ()
    assert list(of_documents(maps(), maps(), ())) == []


def test_a_stage_that_is_added():
    squad = maps()["squad"]
    new = {**maps(), "squad": replace(squad, stages=(*squad.stages, Stage("resting")))}

    assert told(new) == [("stage", "squad:resting", "added", "")]


def test_a_stage_that_is_gone():
    assert told(changed(stages={"handed-over": None})) == [("stage", "squad:handed-over", "removed", "")]


def test_a_stage_that_has_another_name():
    renamed = changed(stages={"operating": replace(maps()["squad"].stage("operating"), id="working")})

    found = told(renamed, STEP)

    assert found[0] == ("stage", "squad:operating", "renamed", "is working now")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"terminal": True}, "is an end now"),
        ({"tally": "bad"}, "counts as bad, not as good"),
        ({"documents": ("charter",)}, "owes charter as well"),
    ],
)
def test_what_a_stage_is(changes, text):
    new = changed(stages={"stable": replace(maps()["squad"].stage("stable"), **changes)})

    assert told(new) == [("stage", "squad:stable", "changed", text)]


def test_a_document_that_a_stage_owes_no_longer():
    new = changed(stages={"operating": replace(maps()["squad"].stage("operating"), documents=("break-fix-log",))})

    assert told(new) == [("stage", "squad:operating", "changed", "owes stability-report no longer")]


def test_another_first_stage():
    new = {**maps(), "squad": replace(maps()["squad"], initial="forming")}

    assert told(new) == [("stage", "squad:forming", "changed", "is the first stage now")]


@pytest.mark.parametrize(
    ("gate", "text"),
    [
        (("squad_size",), "asks no longer for data_access"),
        (("squad_size", "data_access", "dwell"), "asks for dwell"),
        (({"squad_size": {"most": 9, "least": 5}}, "data_access"), "asks for squad_size (least: 5, most: 9), not for "),
    ],
)
def test_what_a_gate_asks_for(gate, text):
    before = replace(move("squad", "launch"), gate=("squad_size", "data_access"))
    after = replace(before, gate=gate)

    found = list(of_maps(changed(moves={"launch": before}), changed(moves={"launch": after}), {}))

    assert [(one.name, one.what) for one in found] == [("squad:launch", "changed")]
    assert str(found[0].details[0]).startswith(text)


def test_a_condition_that_stands_in_a_gate_twice_is_told_each_time():
    before = replace(move("wave", "staff"), gate=({"reached": {"of": "unit"}}, {"reached": {"of": "squads"}}))
    after = replace(before, gate=({"reached": {"of": "unit"}}, {"reached": {"of": "waves"}}))

    found = list(of_maps(changed("wave", moves={"staff": before}), changed("wave", moves={"staff": after}), {}))

    assert str(found[0].details[0]) == "asks for reached (of: waves), not for reached (of: squads)"


def test_where_a_move_leads_who_makes_it_and_whom_it_takes_along():
    old = move("rollout", "stabilise")
    new = replace(old, target="replication", by="recycle", carries=(Carry("pilot", "charter"),))

    found = told(changed("rollout", moves={"stabilise": new}))

    assert found == [
        (
            "move",
            "rollout:stabilise",
            "changed",
            (
                "from pilot to replication; is made by `recycle`, not by `advance`; "
                "carries pilot charter, not pilot charter, pilot launch"
            ),
        )
    ]


def test_moves_that_come_and_go():
    squad = maps()["squad"]
    new = {**changed(moves={"hand-over": None})}
    new["squad"] = replace(
        new["squad"], moves=(*new["squad"].moves, Move("rest", "stable", "operating", gate=("dwell",)))
    )

    assert squad != new["squad"]
    assert told(new) == [
        ("move", "squad:hand-over", "removed", ""),
        ("move", "squad:rest", "added", "from stable to operating; asks for dwell"),
    ]


def test_moves_of_one_name_are_told_apart_by_where_they_begin():
    moves = tuple(one for one in maps()["rollout"].moves if (one.name, one.source) != ("recycle", "stabilisation"))
    new = {**maps(), "rollout": replace(maps()["rollout"], moves=moves)}

    assert [one[1:3] for one in told(new)] == [("rollout:recycle:stabilisation", "removed")]


def test_a_machine_that_is_gone_takes_its_stages_along():
    new = {name: one for name, one in maps().items() if name != "wave"}

    assert {what for _, name, what, _ in told(new) if name.startswith("wave:")} == {"removed"}


def test_documents_come_go_and_say_something_else():
    new = changed(stages={"operating": replace(maps()["squad"].stage("operating"), documents=("weather-report",))})

    found = [(one.name, one.what) for one in of_documents(maps(), new, ("charter", "weather-report"))]

    assert found == [
        ("break-fix-log", "removed"),
        ("charter", "changed"),
        ("stability-report", "removed"),
        ("weather-report", "added"),
    ]


def test_every_machine_owes_the_documents_of_all_its_stages():
    assert owed(maps())["wave"] == maps()["wave"].owed(tuple(stage.id for stage in maps()["wave"].stages))


@pytest.mark.parametrize(
    ("changes", "what", "text"),
    [
        ({"text": "other words"}, "reworded", "other words"),
        ({"meaning": 2}, "raised", "a.b is done"),
        ({"meaning": 2, "text": "another thing"}, "raised", "another thing"),
        ({"required": False}, "changed", "is not required any more"),
        ({"evidence": True}, "changed", "needs evidence now"),
    ],
)
def test_what_an_item_is(changes, what, text):
    (found,) = of_items({"a.b": item("a.b")}, {"a.b": item("a.b", **changes)})

    assert (found.name, found.what, str(found.details[0])) == ("a.b", what, text)


def test_items_come_and_go():
    found = list(of_items({"a": item("a")}, {"b": item("b")}))

    assert [(one.name, one.what) for one in found] == [("a", "removed"), ("b", "added")]


def test_an_item_whose_meaning_was_lowered_is_only_reworded():
    (found,) = of_items({"a": item("a", meaning=2)}, {"a": item("a", text="x")})

    assert found.what == "reworded"


def test_an_approval_of_a_move_is_about_what_its_squads_are_asked_for_too():
    new = changed(moves={"launch": replace(move("squad", "launch"), gate=("squad_size",))})

    assert regated(maps(), new, {}) == ("rollout:stabilise", "wave:launch", "squad:launch")


def test_a_stage_with_another_name_alone_is_no_other_gate():
    stage = replace(maps()["squad"].stage("handed-over"), id="given")
    new = changed(
        stages={"handed-over": stage}, moves={"hand-over": replace(move("squad", "hand-over"), target="given")}
    )

    assert regated(maps(), new, {("squad", "handed-over"): "given"}) == ()
    assert regated(maps(), new, {}) == ("squad:hand-over",)
