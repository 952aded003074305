from dataclasses import replace
from itertools import pairwise

import pytest

from playbook.core import events as e
from playbook.core.history import fold
from playbook.core.migration import GONE, Change, Plan, obstacles, resolve, returned, waits
from playbook.core.remap import Migration, written
from playbook.core.stagemap import Move, Stage, StageMap
from tests.builders import FINGERPRINT, ago, maps, moved, stamped, state

CHAIN = ("proposed", "forming", "operating", "stable", "ended")


def chain(*names, last="ended", good=()):
    """Return a map whose stages follow one another; the last one is its end."""
    stages = tuple(Stage(name, terminal=name == last, tally="good" if name in good else "open") for name in names)
    moves = tuple(Move(f"to-{after}", before, after) for before, after in pairwise(names))
    return StageMap("squad", "2.0", names[0], stages, moves)


def change(new, steps=None, old=None, undone=None):
    """Return the change of the squads' map to another one."""
    before = {**maps(), "squad": old or chain(*CHAIN)}
    return Change(before, {**before, "squad": new}, {("squad", a): b for a, b in (steps or {}).items()}, "2.0", undone)


def pilot(*stages, days=10):
    """Return the state of a unit whose pilot went through these stages, a day each."""
    way = pairwise(stages)
    return state(*(moved("emea/pilot", b, days - at, a) for at, (a, b) in enumerate(way)))


def told(state, change):
    return [(one.kind, one.subject, one.step, str(one.why)) for one in obstacles(state, change)]


def kinds(state, change):
    return [(one.kind, one.step) for one in obstacles(state, change)]


def test_a_new_stage_is_in_nobodys_way():
    assert told(pilot(*CHAIN[:3]), change(chain("proposed", "forming", "resting", *CHAIN[2:]))) == []


def test_a_stage_that_is_gone_and_that_nobody_was_in_is_in_nobodys_way():
    assert told(pilot(*CHAIN[:3]), change(chain("proposed", "forming", "operating", "ended"))) == []


def test_what_never_moved_follows_the_new_first_stage():
    assert told(state(), change(chain("asked", *CHAIN[1:]))) == []


def test_a_stage_that_a_subject_stands_in_needs_a_mapping():
    (found,) = told(pilot("proposed", "forming"), change(chain("proposed", "gathering", *CHAIN[2:])))

    assert found == (
        "mapping",
        "emea/pilot",
        "squad:forming",
        "emea/pilot stands in 'forming', which playbook 2.0 does not have: --map forming=gathering",
    )


def test_a_stage_that_a_subject_has_completed_needs_a_mapping():
    (found,) = told(pilot(*CHAIN[:3]), change(chain("proposed", *CHAIN[2:])))

    assert found[3] == "emea/pilot has completed 'forming', which playbook 2.0 does not have: --map forming=STAGE"


def test_a_mapping_takes_the_need_away():
    assert told(pilot(*CHAIN[:3]), change(chain("proposed", *CHAIN[2:]), {"forming": "proposed"})) == []


@pytest.mark.parametrize(
    ("steps", "step", "why"),
    [
        ({"forming": "nowhere"}, "squad:nowhere", "'nowhere' is not a stage of squad in playbook 2.0"),
        ({"forming": "proposed", "stable": "operating"}, "squad:stable", "'stable' is still a stage in playbook 2.0"),
    ],
)
def test_a_mapping_that_cannot_be(steps, step, why):
    (found,) = told(pilot(*CHAIN[:3]), change(chain("proposed", *CHAIN[2:]), steps))

    assert found[:3] == ("refused", "emea", step)
    assert found[3].startswith(why)


def test_what_has_ended_goes_on_nowhere():
    (found,) = told(pilot(*CHAIN), change(chain(*CHAIN, "buried", last="buried")))

    assert found[:3] == ("refused", "emea/pilot", "squad:ended")
    assert found[3] == "emea/pilot has ended in 'ended', and 'ended' is no end in playbook 2.0"


def test_a_mapping_reopens_nothing():
    new = chain("proposed", "forming", "operating", "stable", last="stable")

    assert kinds(pilot(*CHAIN), change(new, {"ended": "operating"})) == [
        ("refused", "squad:ended"),
        ("refused", "squad:stable"),
    ]


def test_a_migration_ends_nothing():
    (found,) = told(pilot(*CHAIN[:3]), change(chain(*CHAIN[:2], "ended"), {"operating": "ended"}))

    assert found[3] == "emea/pilot is under way in 'operating', and 'ended' is an end in playbook 2.0"


def test_a_migration_makes_nothing_good():
    new = chain("proposed", "forming", "stable", "ended", good=("stable",))
    old = chain(*CHAIN, good=("stable",))

    (found,) = told(pilot(*CHAIN[:3]), change(new, {"operating": "stable"}, old))

    assert found[3] == "emea/pilot counts as neither good nor bad in 'operating'; 'stable' counts as good"


def test_an_outcome_stays_what_it_was():
    (found,) = told(pilot(*CHAIN), change(chain(*CHAIN, good=("ended",))))

    assert found[3] == "emea/pilot counts as neither good nor bad in 'ended'; 'ended' counts as good"


def test_a_step_that_is_complete_lies_ahead_of_nobody():
    new = chain("proposed", "operating", "forming", "stable", "ended")

    (found,) = told(pilot(*CHAIN[:3]), change(new))

    assert found == (
        "refused",
        "emea/pilot",
        "squad:forming",
        "emea/pilot has completed 'forming', which lies ahead of 'operating' in playbook 2.0",
    )


def test_a_mapping_to_a_stage_before_steps_that_are_complete_is_refused():
    new = chain("proposed", "forming", "stable", "ended")

    assert kinds(pilot(*CHAIN[:3]), change(new, {"operating": "proposed"})) == [("refused", "squad:forming")]


def test_who_went_back_may_have_what_is_ahead():
    back = pilot("proposed", "forming", "operating", "forming")
    both = replace(chain(*CHAIN), moves=(*chain(*CHAIN).moves, Move("back", "operating", "forming", by="recycle")))

    assert told(back, change(chain("proposed", "forming", "resting", *CHAIN[2:]), old=both)) == []


def test_a_machine_that_is_gone_is_refused_for_who_is_in_it():
    one = change(chain(*CHAIN))
    less = one._replace(new={name: each for name, each in one.new.items() if name != "squad"})

    assert told(pilot(*CHAIN[:2]), less) == [
        ("refused", "emea/pilot", "squad:forming", "playbook 2.0 has no stage map for squad")
    ]


@pytest.mark.parametrize(
    ("found", "verdict"), [((), "safe"), (("mapping",), "mapping"), (("mapping", "refused"), "refused")]
)
def test_the_verdict_is_the_worst(found, verdict):
    one = next(obstacles(pilot(*CHAIN[:3]), change(chain("proposed", *CHAIN[2:]))))

    assert Plan("emea", "1.0", "2.0", obstacles=tuple(replace(one, kind=kind) for kind in found)).verdict == verdict


# ------------------------------------------------------------------------------------------------------- mapping


def test_a_mapping_means_every_machine_that_has_the_stage():
    old = {"squad": chain("planned", "stable"), "wave": chain("planned", "launched")}

    assert resolve({"planned": "asked"}, old) == ({("squad", "planned"): "asked", ("wave", "planned"): "asked"}, [])
    assert resolve({"wave:planned": "asked"}, old) == ({("wave", "planned"): "asked"}, [])


@pytest.mark.parametrize("name", ["stabel", "wave:stable", "rollout:planned"])
def test_a_mapping_of_no_stage(name):
    old = {"squad": chain("planned", "stable"), "wave": chain("planned", "launched")}

    assert resolve({name: "asked"}, old) == ({}, [name])


def test_the_way_back_is_the_stage_whose_place_was_taken():
    done = Migration(ago(1), "p-1", "1.0", "2.0", {("squad", "operating"): "working"}, "better", "", "")

    found = returned(done, {"squad": chain("proposed", "working")}, {"squad": chain("proposed", "operating")})

    assert found == {("squad", "working"): "operating"}


def test_of_two_whose_place_was_taken_a_person_has_to_say_which():
    steps = {("squad", "operating"): "working", ("squad", "forming"): "working"}
    done = Migration(ago(1), "p-1", "1.0", "2.0", steps, "better", "", "")

    assert returned(done, {"squad": chain("working", "ended")}, {"squad": chain(*CHAIN)}) == {}


# ---------------------------------------------------------------------------------------------------------- fold


def migrated(steps, *, reverts=False, gates=()):
    told = written({("squad", a): b for a, b in steps.items()})
    versions = ("2.0", "1.0") if reverts else ("1.0", "2.0")
    return stamped(e.PlaybookMigrated("emea", *versions, "better", told, gates, reverts))


def test_where_subjects_stand_is_told_anew_and_their_time_stamps_stay():
    found = pilot(*CHAIN[:3])
    before = found.standing("emea/pilot")
    since, entered, passages = before.since, before.been["operating"], list(before.passages)

    own = fold([migrated({"operating": "working"})], found).standing("emea/pilot")

    assert (own.stage, own.since, own.been["working"], own.passages) == ("working", since, entered, passages)
    assert "operating" not in own.been


def test_what_is_taken_back_is_as_it_was():
    found = pilot(*CHAIN[:4])
    before = (found.standing("emea/pilot").stage, dict(found.standing("emea/pilot").been))
    merged = migrated({"operating": "working", "forming": "working", "stable": "working"})

    fold([merged, migrated({}, reverts=True)], found)

    assert (found.standing("emea/pilot").stage, found.standing("emea/pilot").been) == before
    assert found.migrations == []


def test_a_migration_that_is_taken_back_uncovers_the_one_before_it():
    found = pilot(*CHAIN[:3])

    fold([migrated({"operating": "working"}), migrated({"working": "busy"}), migrated({}, reverts=True)], found)

    assert found.standing("emea/pilot").stage == "working"
    assert [one.steps for one in found.migrations] == [{("squad", "operating"): "working"}]


def test_approvals_of_a_move_whose_gate_is_another_lapse():
    approved = (e.Approved("emea", name, "sponsor", FINGERPRINT) for name in ("stabilise", "stop"))
    found = state(moved("emea", "pilot", 3), *approved)

    fold([migrated({}, gates=("rollout:stabilise", "squad:stop"))], found)

    assert [one.fingerprint for one in found.standing("emea").approvals] == ["", FINGERPRINT]


# ------------------------------------------------------------------------------------------------------ what waits


@pytest.mark.parametrize(
    ("offered", "text"),
    [
        ("2.0", "emea keeps to playbook 1.0; 2.0 waits: playbook migrate emea --plan"),
        (GONE, "emea keeps to playbook 1.0; the stage map of its path is gone from the files"),
    ],
)
def test_a_playbook_that_waits_is_told(offered, text):
    found = state(e.ConfigurationAccepted("emea", "d" * 64, "t" * 64, "1.0", (), offered))

    assert [str(one) for one in waits(found)] == [text]


def test_nothing_waits_where_the_files_are_followed():
    assert waits(state(e.ConfigurationAccepted("emea", "d" * 64, "t" * 64, "1.0"))) == []


def test_the_ledger_knows_each_version_by_what_was_accepted_last_on_it():
    accepted = [
        e.ConfigurationAccepted("emea", "d" * 64, text, at) for text, at in (("a", "1"), ("b", "1"), ("c", "2"))
    ]
    pinned = [e.DocumentsPinned("emea", "1", "m"), e.DocumentsPinned("emea", "2", "n")]

    found = state(*accepted, *pinned)

    assert found.configurations == {"1": "b", "2": "c"}
    assert found.manifests == {"1": "m", "2": "n"}
