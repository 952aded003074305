"""Waves as people run them: planned, opened, taken back, held, resumed, tried again."""

import json

import pytest

from playbook.app.approve import hold, resume
from playbook.app.waves import waves
from playbook.errors import GateClosed, UsageError

WAVE, SQUAD = "first/wave-1", "first/second"


def told(place, kind):
    """Return what the events of a kind say."""
    return [json.loads(data) for data in place.events(kind)]


def shown(place):
    found = waves(place.world(), place.unit)
    return [(row["wave"], row["stage"], row["state"], row["first"], row["last"]) for row in found.rows]


def test_the_plan_before_anything_was_opened(replication):
    found = waves(replication.world(), "first")

    assert shown(replication) == [("wave-1", "planned", "planned", "2026-12-21", "2027-01-04")]
    assert [(squad["id"], squad["stage"]) for squad in found.rows[0]["squads"]] == [("second", "proposed")]
    assert found.waiting == []
    assert (found.outlook.days, found.outlook.measured) == (14, 0)


def test_the_plan_of_a_wave_under_way(wave):
    wave.later(5)

    assert shown(wave) == [("wave-1", "staffing", "active", "2026-12-21", "2027-01-04")]


def test_looking_at_the_plan_changes_nothing(wave):
    before = wave.rows()

    waves(wave.world(), "first")

    assert wave.rows() == before


def test_what_was_configured_is_recorded_when_the_wave_is_opened(wave):
    (composed,) = told(wave, "WaveComposed")

    assert composed["squads"] == ["second"]
    assert composed["configured"] == 1
    assert "binding" not in composed


def test_without_a_coach_no_wave_is_opened(replication):
    replication.change("waves: [1]", "waves: [1]\nsupply: {coaches: 0}")

    with pytest.raises(GateClosed):
        replication.advance(WAVE)

    verdict = replication.why(WAVE)[WAVE, "supply"]
    assert str(verdict.found) == "no squad can be opened: coaches free for 0 squads"
    assert verdict.where.startswith("units/first.yaml:")
    assert replication.stage(WAVE) == "planned"
    assert replication.events("WaveComposed") == []


def test_retrying_evaluates_afresh(replication):
    replication.change("waves: [1]", "waves: [1]\nsupply: {coaches: 0}")
    for _ in range(3):
        with pytest.raises(GateClosed):
            replication.advance(WAVE)

    replication.change("coaches: 0", "coaches: 1")
    replication.advance(WAVE)

    assert replication.stage(WAVE) == "staffing"
    assert [row["subject"] for row in told(replication, "Moved")].count(WAVE) == 1


def test_what_fitted_once_may_not_fit_later(replication):
    replication.change("waves: [1]", "waves: [1]\nsupply: {coaches: 1}")
    assert replication.why(WAVE)[WAVE, "supply"].status == "pass"

    replication.change("coaches: 1", "coaches: 0")

    assert replication.why(WAVE)[WAVE, "supply"].status == "fail"


def test_a_wave_that_was_staffed_by_mistake_goes_back_with_its_squads(wave):
    wave.advance(WAVE, by="recycle", reason="the wrong site")

    assert wave.stage(WAVE) == "planned"
    assert wave.stage(SQUAD) == "proposed"
    last = told(wave, "Moved")[-2:]
    assert [(row["subject"], row["move"], row["target"]) for row in last] == [
        (WAVE, "revert", "planned"),
        (SQUAD, "revert", "proposed"),
    ]
    assert last[0]["reason"] == "the wrong site"
    assert last[1]["carried_by"] == WAVE


def test_it_keeps_its_squads_its_size_and_what_people_wrote(wave):
    before = set(wave.disk())
    wave.advance(WAVE, by="recycle", reason="the wrong site")

    assert wave.session().state.standing(WAVE).squads == ("second",)
    assert before <= set(wave.disk())
    assert shown(wave) == [("wave-1", "planned", "planned", "2026-12-21", "2027-01-04")]


def test_it_can_be_opened_again_and_its_squads_with_it(wave):
    wave.advance(WAVE, by="recycle", reason="the wrong site")
    wave.later(1)

    wave.advance(WAVE)

    assert (wave.stage(WAVE), wave.stage(SQUAD)) == ("staffing", "forming")
    assert len(wave.events("WaveComposed")) == 1


def test_its_squads_do_not_run_ahead_once_it_was_taken_back(wave):
    wave.advance(WAVE, by="recycle", reason="the wrong site")

    verdict = wave.why(SQUAD)[SQUAD, "leader"]

    assert verdict.status == "fail"
    assert verdict.command == f"playbook advance {WAVE}"


def test_a_squad_does_not_go_back_alone(wave):
    with pytest.raises(GateClosed) as refused:
        wave.advance(SQUAD, by="recycle", reason="not ready")

    (verdict,) = [one for one in refused.value.facts["decision"].verdicts if one.stands_in_the_way]
    assert str(verdict.needed) == "first/second goes back with its wave, not alone"
    assert verdict.command == f'playbook recycle {WAVE} --reason "…"'


def test_going_back_needs_a_reason(wave):
    with pytest.raises(UsageError):
        wave.advance(WAVE, by="recycle")


def test_a_planned_wave_has_nothing_to_go_back_to(replication):
    with pytest.raises(UsageError, match="nothing to go back to"):
        replication.advance(WAVE, by="recycle", reason="why not")


def test_an_aborted_wave_is_over(wave):
    wave.advance(WAVE, by="stop", reason="the site closes")

    assert wave.stage(WAVE) == "aborted"
    with pytest.raises(UsageError, match="the end of its way"):
        wave.advance(WAVE)


def test_waves_are_counted_as_the_portfolio_counts_them(wave):
    wave.advance(WAVE, by="stop", reason="the site closes")

    found = waves(wave.world(), "first")

    line = wave.world().ledger.tree("first")
    assert [found.done, found.planned] == line["waves"] == [0, 1]  # aborted is over, and not complete


def test_a_wave_on_hold_stays_and_after_it_everything_is_judged_anew(replication):
    hold(replication.world(), WAVE, "audit")
    with pytest.raises(GateClosed):
        replication.advance(WAVE)
    replication.change("waves: [1]", "waves: [1]\nsupply: {coaches: 0}")
    resume(replication.world(), WAVE, "done")

    verdicts = replication.why(WAVE)

    assert (WAVE, "hold") not in verdicts
    assert verdicts[WAVE, "supply"].status == "fail"


def test_resuming_moves_nothing_and_never_loops(wave):
    hold(wave.world(), WAVE, "audit")
    moves = len(wave.events("Moved"))

    resume(wave.world(), WAVE, "done")
    with pytest.raises(UsageError):
        resume(wave.world(), WAVE, "done")

    assert len(wave.events("Moved")) == moves
    assert wave.stage(WAVE) == "staffing"
    assert len(wave.events("HoldLifted")) == 1
