import pytest

from playbook.core import events as e
from playbook.core.acceptance import objections
from tests.builders import moved, plain_state, unit

LEFT = tuple(one for one in unit().squads if one.id != "lyon")


def told(*events, old=None, new=None):
    state = plain_state(*events, unit=old or unit())
    return [(path, str(sentence)) for path, sentence in objections(state, new or unit())]


def test_nothing_happened_yet_so_anything_may_change():
    assert told(new=unit(squads=(), waves=(), path="top-down")) == []


def test_a_squad_that_was_opened_stays_in_the_file():
    (found,) = told(moved("emea/lyon", "forming"), new=unit(squads=LEFT))

    assert found[0] == ("squads",)
    assert found[1].startswith("squad 'lyon' is forming and must stay: put it back")
    assert "playbook stop emea/lyon" in found[1]


def test_every_squad_that_is_missing_is_told():
    gone = [moved(f"emea/{name}", "forming") for name in ("lyon", "kyiv")]

    assert len(told(*gone, new=unit(squads=()))) == 2


@pytest.mark.parametrize(
    "happened",
    [
        pytest.param(e.ItemTicked("emea/lyon", "a"), id="not-opened"),
        pytest.param(moved("emea/pilot", "operating"), id="the-pilot-is-always-there"),
        pytest.param(moved("emea", "replication"), id="the-unit-itself"),
    ],
)
def test_no_objection(happened):
    assert told(happened, new=unit(squads=LEFT)) == []


def test_a_wave_is_no_squad():
    composed = e.WaveComposed("emea/wave-1", ("lyon",))

    assert told(composed, moved("emea/wave-1", "staffing")) == []


def test_the_path_stays_once_the_rollout_has_begun():
    (found,) = told(moved("emea", "pilot"), new=unit(path="top-down"))

    assert found == (("path",), "the path cannot change after the rollout has begun (it is 'incremental')")


def test_the_path_may_change_before():
    assert told(moved("emea/pilot", "forming"), new=unit(path="top-down")) == []
