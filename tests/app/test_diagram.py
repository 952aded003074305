import pytest

from playbook.app.diagram import draw
from playbook.errors import ConfigurationError, UsageError


@pytest.mark.parametrize(
    ("machine", "stage"), [("rollout", "stabilisation"), ("wave", "soaking"), ("squad", "forming")]
)
def test_a_machine_is_drawn(fresh, machine, stage):
    drawn = draw(fresh.world().folder, machine)

    assert "stateDiagram" in drawn
    assert stage in drawn


def test_there_is_no_such_machine(fresh):
    with pytest.raises(UsageError, match="there is no stage map 'cylce'"):
        draw(fresh.world().folder, "cylce")


def test_a_wrong_stage_map_is_refused(fresh):
    (fresh.folder / "states").mkdir()
    (fresh.folder / "states" / "wave.yaml").write_text("machine: wave\n")

    with pytest.raises(ConfigurationError) as caught:
        draw(fresh.world().folder, "wave")

    assert {problem.file for problem in caught.value.problems} == {"states/wave.yaml"}
