import pytest

from playbook.core import events as e
from playbook.core.leading import alone
from playbook.core.moves import choose, decide
from tests.builders import moved
from tests.core.scenes import scene

COMPOSED = e.WaveComposed("emea/wave-2", ("kyiv", "oslo"), 2)
STAFFED = moved("emea/wave-2", "staffing", source="planned")
BACK = moved("emea/wave-2", "planned", source="staffing")
OPEN = [moved("emea", "replication"), COMPOSED, STAFFED, moved("emea/kyiv", "forming", source="proposed")]


def judged(subject, *events, by="advance"):
    there = scene(*events)
    return alone(there, subject, choose(there, subject, by=by))


def back(*events, **statuses):
    there = scene(*events, **statuses)
    return decide(there, "emea/wave-2", choose(there, "emea/wave-2", by="recycle"), "by mistake")


def test_a_squad_may_catch_up_with_its_wave():
    assert judged("emea/oslo", *OPEN) == []


def test_once_the_wave_was_taken_back_it_may_not():
    (verdict,) = judged("emea/oslo", *OPEN, BACK)

    assert verdict.status == "fail"
    assert verdict.command == "playbook advance emea/wave-2"


def test_once_the_wave_was_opened_again_it_may():
    assert judged("emea/oslo", *OPEN, BACK, STAFFED) == []


@pytest.mark.parametrize(
    ("subject", "command"),
    [("emea/kyiv", 'playbook recycle emea/wave-2 --reason "…"'), ("emea/pilot", "")],
)
def test_no_squad_goes_back_alone(subject, command):
    (verdict,) = judged(subject, *OPEN, moved("emea/pilot", "operating"), by="recycle")

    assert (verdict.status, verdict.command, verdict.waivable) == ("fail", command, False)


def test_a_wave_and_a_unit_go_back_as_they_like():
    assert judged("emea/wave-2", *OPEN, by="recycle") == []
    assert judged("emea", *OPEN, by="recycle") == []


def test_a_wave_takes_its_squads_back_but_not_those_that_went_further_or_ended():
    found = back(*OPEN, moved("emea/oslo", "stable"))
    others = back(*OPEN, moved("emea/oslo", "failed"))

    for one in (found, others):
        assert one.open
        assert [(event.subject, event.target) for event in one.events] == [
            ("emea/wave-2", "planned"),
            ("emea/kyiv", "proposed"),
        ]


def test_a_squad_on_hold_keeps_its_wave_from_going_back():
    found = back(*OPEN, e.HoldPlaced("emea/kyiv", "audit"))

    assert not found.open
    assert found.events == ()


@pytest.mark.parametrize("stage", ["soaking", "complete", "aborted", "planned"])
def test_only_a_wave_that_is_staffed_or_launched_goes_back(stage):
    moves = scene(*OPEN).machines["wave"].map.leaving(stage, "recycle")

    assert moves == ()
