"""Provisos: open until met, and in the way of the next move once they are overdue."""

import pytest

from playbook.core import events as e
from playbook.core.moves import choose, decide
from playbook.core.provisos import open_provisos
from tests.builders import day, moved, stamped
from tests.core.scenes import scene, statuses

PILOT = moved("emea", "pilot", source="selection")
FORMED = moved("emea/pilot", "forming", source="proposed")


def added(subject="emea", name="o1", due=-5, text="name a backfill"):
    return stamped(e.ProvisoAdded(subject, name, text, "p-lyon-1", day(due), "begin"), 10)


def late(decision):
    return [one for one in decision.verdicts if one.condition == "provisos"]


def asked(found, subject="emea", **how):
    return decide(found, subject, choose(found, subject, **how))


def test_the_open_ones_of_a_unit_are_those_of_all_in_it_soonest_first():
    found = scene(added(name="o1", due=-9), added("emea/pilot", "o2", due=2), added("emea/lyon", "o3", due=-1)).state

    assert [(one.proviso.id, one.overdue) for one in open_provisos(found, "emea", day())] == [
        ("o2", True),
        ("o3", False),
        ("o1", False),
    ]
    assert [one.proviso.id for one in open_provisos(found, "emea/lyon", day())] == ["o3"]


def test_a_unit_whose_name_begins_alike_is_another():
    found = scene(added("emea-north")).state

    assert open_provisos(found, "emea", day()) == ()


def test_what_was_met_is_not_open():
    assert open_provisos(scene(added(), e.ProvisoFulfilled("emea", "o1", "Jo")).state, "emea", day()) == ()


@pytest.mark.parametrize(("due", "way"), [(-1, True), (0, True), (1, False)])
def test_it_stands_in_the_way_from_the_day_after_it_was_due(due, way):
    decision = asked(scene(added(due=due)))

    assert decision.open == way
    assert len(late(decision)) == (not way)


def test_the_verdict_says_who_meets_it_and_how_and_cannot_be_waived():
    (one,) = late(asked(scene(added(due=3))))

    assert one.clears == ("p-lyon-1",)
    assert one.command == 'playbook proviso meet emea o1 --evidence "…"'
    assert str(one.found) == f"o1 was due on {day(3)}: name a backfill"
    assert not one.waivable


def test_each_that_is_overdue_has_a_verdict_of_its_own():
    assert len(late(asked(scene(added(due=3), added(name="o2", due=4, text="hand over"))))) == 2


def test_once_met_the_way_is_free():
    assert asked(scene(added(due=3), e.ProvisoFulfilled("emea", "o1", "Jo"))).open


def test_a_carried_squads_own_is_in_the_way_of_what_carries_it():
    decision = asked(scene(PILOT, FORMED, added("emea/pilot", due=3)))

    assert ("emea/pilot", "provisos", "fail") in statuses(decision.verdicts)


def test_another_squads_is_not():
    assert asked(scene(PILOT, FORMED, added("emea/lyon", due=3))).open


def test_nobody_is_kept_from_stopping_or_going_back():
    assert asked(scene(added(due=3)), by="stop").open
    assert asked(scene(moved("emea", "replication"), added(due=3)), by="recycle").open
