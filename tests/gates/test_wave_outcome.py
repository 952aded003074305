from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.model import LaneWave
from tests.builders import case, judged, moved, squad, state, unit

NAMES = tuple(f"shop-{number}" for number in range(1, 12))


def chain(sizes, failed=(), subject="emea", budget=100, composed=()):
    """Return a case with waves of these sizes, filled with shop-1, shop-2 …; `failed` shops have failed."""
    names, waves = iter(NAMES), {}
    for number, size in enumerate(sizes, 1):
        waves[f"wave-{number}"] = tuple(next(names) for _ in range(size))
    emea = unit(squads=tuple(squad(name) for name in NAMES), failure_budget=budget)
    events = [moved(f"emea/shop-{number}", "failed") for number in failed]
    return replace(case(subject, state=state(*events, *composed), unit=emea), waves=waves)


@pytest.mark.parametrize(
    ("size", "failed", "status"),
    [
        pytest.param(5, [], "pass", id="none"),
        pytest.param(5, [1], "pass", id="limit-met"),
        pytest.param(5, [1, 2], "fail", id="limit-exceeded"),
        pytest.param(10, [1, 2], "pass", id="limit-met-by-two"),
        pytest.param(4, [1], "fail", id="one-of-four"),
        pytest.param(1, [1], "fail", id="wholly-failed"),
    ],
)
def test_a_share_of_the_planned_squads(size, failed, status):
    verdict = judged("wave_outcome", chain([size], failed, "emea/wave-1"), of="this")

    assert verdict.status == status


def test_a_wave_that_failed_wholly_never_passes():
    verdict = judged("wave_outcome", chain([1], [1], "emea/wave-1"), of="this", share=100)

    assert verdict.status == "fail"
    assert not verdict.waivable


def test_a_wave_that_failed_in_part_can_be_waived():
    assert judged("wave_outcome", chain([4], [2], "emea/wave-1"), of="this", share=20).waivable


@pytest.mark.parametrize(
    ("size", "failed", "share", "status"),
    [
        # As Ansible's guide says of `max_fail_percentage`: exceeded, not met; of 4, 2 failures stop at 49, not at 50.
        pytest.param(4, 2, 50, "pass", id="of-4-met"),
        pytest.param(4, 2, 49, "fail", id="of-4-exceeded"),
        pytest.param(10, 5, 50, "pass", id="of-10-met"),
        pytest.param(10, 5, 49, "fail", id="of-10-exceeded"),
        pytest.param(10, 3, 30, "pass", id="three-of-ten"),
        pytest.param(10, 4, 30, "fail", id="more-than-30-of-100"),
        pytest.param(10, 0, 0, "pass", id="none-where-none-may"),
        pytest.param(10, 1, 0, "fail", id="one-where-none-may"),
        pytest.param(3, 1, 33, "fail", id="a-third-is-more-than-33"),
        pytest.param(3, 1, 34, "pass", id="and-less-than-34"),
        pytest.param(10, 9, 100, "pass", id="all-but-one-where-everything-goes"),
        pytest.param(10, 10, 100, "fail", id="a-batch-that-failed-wholly-always-stops"),
    ],
)
def test_the_limit_is_the_one_of_other_engines(size, failed, share, status):
    verdict = judged("wave_outcome", chain([size], range(1, failed + 1), "emea/wave-1"), of="this", share=share)

    assert verdict.status == status


@pytest.mark.parametrize(
    ("subject", "of", "share", "status"),
    [
        pytest.param("emea/wave-4", "earlier", 20, "fail", id="its-own-lane-failed"),
        pytest.param("emea/wave-4", "earlier", 50, "pass", id="within-the-share"),
        pytest.param("emea/wave-3", "earlier", 20, "pass", id="another-lane-did-not"),
        pytest.param("emea/wave-3", "all", 20, "fail", id="but-one-of-all"),
    ],
)
def test_lanes_are_not_held_up_by_each_others_failures(subject, of, share, status):
    lanes = [LaneWave(2, "north"), LaneWave(2, "south"), LaneWave(2, "north"), LaneWave(2, "south")]
    found = chain([2, 2, 2, 2], [4], subject)
    squads = [squad(f"shop-{n}", lane="north" if n in (1, 2, 5, 6) else "south") for n in range(1, 9)]
    placed = {"wave-1": NAMES[:2], "wave-2": NAMES[2:4], "wave-3": NAMES[4:6], "wave-4": NAMES[6:8]}
    found = replace(found, unit=unit(squads=tuple(squads), waves=tuple(lanes)), waves=placed)

    assert judged("wave_outcome", found, of=of, share=share).status == status


def test_the_absolute_limit_is_over_the_waves_of_every_lane():
    lanes = (LaneWave(5, "north"), LaneWave(5, "south"))
    squads = tuple(squad(name, lane="north" if index < 5 else "south") for index, name in enumerate(NAMES[:10]))
    found = chain([5, 5], [1, 6], "emea/wave-2", budget=1)

    verdict = judged("wave_outcome", replace(found, unit=unit(squads=squads, waves=lanes, failure_budget=1)), of="this")

    assert verdict.status == "fail"


@pytest.mark.parametrize(
    ("budget", "absolute", "status"), [(2, 0, "pass"), (1, 0, "fail"), (1, 2, "pass"), (0, 0, "fail")]
)
def test_failures_over_all_waves_stay_within_the_budget(budget, absolute, status):
    whole = chain([5, 5], [1, 6], budget=budget)

    verdict = judged("wave_outcome", whole, of="all", absolute=absolute)

    assert verdict.status == status
    assert str(verdict.found) == "wave-1: 1 of 5 planned squads failed; 2 failed over all waves"


def test_disbanded_squads_have_failed_and_others_have_not():
    events = [moved("emea/shop-1", "disbanded"), moved("emea/shop-2", "handed-over"), moved("emea/shop-3", "operating")]
    whole = replace(chain([5], subject="emea/wave-1"), state=state(*events))

    verdict = judged("wave_outcome", whole, of="this")

    assert verdict.found.facts["failed"] == 1


def test_the_planned_size_never_shrinks():
    composed = e.WaveComposed("emea/wave-1", NAMES[:5])
    shrunk = replace(chain([5], [1], "emea/wave-1", composed=[composed]), waves={"wave-1": NAMES[:2]})

    verdict = judged("wave_outcome", shrunk, of="this")

    assert verdict.status == "pass"
    assert verdict.found.facts["planned"] == 5


@pytest.mark.parametrize(
    ("subject", "of", "status"),
    [
        pytest.param("emea/wave-1", "earlier", "pass", id="no-earlier-wave"),
        pytest.param("emea/wave-2", "earlier", "fail", id="the-earlier-one-failed"),
        pytest.param("emea/wave-2", "this", "pass", id="this-one-did-not"),
        pytest.param("emea/wave-1", "this", "fail", id="this-one-did"),
        pytest.param("emea", "all", "fail", id="one-of-all"),
    ],
)
def test_this_wave_or_those_before_it_or_all(subject, of, status):
    verdict = judged("wave_outcome", chain([3, 5], [1, 2], subject), of=of)

    assert verdict.status == status


def test_this_is_what_a_stage_map_gets_without_asking():
    verdict = judged("wave_outcome", chain([3, 5], [1, 2], "emea/wave-2"))

    assert verdict.status == "pass"


@pytest.mark.parametrize("of", ["this", "earlier", "all"])
def test_without_waves_nothing_is_known(of):
    verdict = judged("wave_outcome", chain([]), of=of)

    assert verdict.status == "undecided"


def test_a_wave_without_squads_is_undecided():
    verdict = judged("wave_outcome", chain([0], subject="emea/wave-1"), of="this")

    assert verdict.status == "undecided"


def test_a_squad_is_no_wave():
    verdict = judged("wave_outcome", chain([2], subject="emea/shop-1"), of="this")

    assert verdict.status == "undecided"


def test_it_names_the_worst_wave_and_where_it_is_planned():
    found = chain([5, 5], [6, 7])
    found.state.lines = {"waves": 20, "waves.1": 22}

    verdict = judged("wave_outcome", found, of="all")

    assert str(verdict.found).startswith("wave-2: 2 of 5 planned squads failed")
    assert verdict.where == "units/emea.yaml:22"
    assert verdict.clears == ("p-sponsor",)


def test_what_failed_in_the_moment_before_a_step_back_is_learned_from():
    opened = [moved("emea/wave-1", "staffing"), moved("emea/wave-1", "aborted")]
    way = [moved("emea", "replication"), *opened, moved("emea", "stabilisation"), moved("emea", "replication")]

    before, after = (
        chain([1, 2], [1], "emea/wave-2", composed=way[:-2]),
        chain([1, 2], [1], "emea/wave-2", composed=way),
    )

    assert judged("wave_outcome", before, of="earlier").status == "fail"
    assert judged("wave_outcome", after, of="earlier").status == "pass"
