"""The table of conditions, and what holds for each of them."""

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.phrase import Phrase
from playbook.gates import CONDITIONS, check, defaults
from tests.builders import case, changed_pilot, maps, members, moved, readings, state, unit

GATES = Path(__file__).parent.parent.parent / "playbook" / "gates"
ALLOWED = {"collections", "datetime", "math", "statistics", "typing", "dataclasses", "playbook"}
SUBJECTS = ("emea", "emea/pilot", "emea/lyon", "emea/wave-1", "emea/wave-2", "emea/nobody")
STAGES = st.sampled_from(["forming", "chartered", "operating", "stable", "handed-over", "failed", "understrength"])


def modules():
    return sorted(path.stem for path in GATES.glob("*.py") if path.stem not in ("__init__", "base"))


def test_every_file_is_in_the_table_under_its_own_name():
    names = {name: module.__name__ for name, module in CONDITIONS.items()}

    assert sorted(names) == modules()
    assert all(module == f"playbook.gates.{name}" for name, module in names.items())


@pytest.mark.parametrize("name", modules())
def test_a_condition_is_pure_and_knows_no_other(name):
    tree = ast.parse((GATES / f"{name}.py").read_text("utf-8"))

    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]

    assert {module.partition(".")[0] for module in imported} <= ALLOWED
    assert {module for module in imported if module.startswith("playbook.gates")} <= {"playbook.gates.base"}


def test_every_condition_of_the_gate_is_judged_in_its_order():
    gate = ("squad_size", {"dwell": {"days": 3}, "shared_goal": {}}, "cross_functional")

    verdicts = check(gate, case(unit=changed_pilot(members=())))

    assert [one.condition for one in verdicts] == ["squad_size", "dwell", "shared_goal", "cross_functional"]
    assert [one.status for one in verdicts] == ["fail", "undecided", "pass", "fail"]


def test_a_gate_without_conditions_has_no_verdicts():
    verdicts = check((), case())

    assert verdicts == []


def test_options_are_laid_over_the_defaults():
    loose, strict = check(({"squad_size": {"most": 7}}, "squad_size"), case())

    assert loose.needed.facts == {"least": 6, "most": 7}
    assert strict.needed.facts == {"least": 6, "most": 10}


def test_of_a_closed_choice_the_first_is_the_default():
    options = defaults("approval")

    assert options == {"role": "sponsor"}


def test_a_condition_that_is_not_there_is_a_bug():
    with pytest.raises(KeyError):
        check(("squad_siez",), case())


def whole_of(machine):
    return [(machine, move.name, gate) for move in maps()[machine].moves for gate in (move.gate, move.unless) if gate]


@pytest.mark.parametrize(("machine", "move", "gate"), [one for name in maps() for one in whole_of(name)])
def test_every_shipped_gate_can_be_judged(machine, move, gate):
    subject = {"rollout": "emea", "wave": "emea/wave-2", "squad": "emea/kyiv"}[machine]

    verdicts = check(gate, case(subject))

    assert len(verdicts) == len(gate), move


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("name", CONDITIONS)
def test_a_verdict_is_complete_and_goes_into_the_history_unfilled(name, subject):
    (verdict,) = check((name,), case(subject))

    kept = json.loads(json.dumps(verdict.record()))

    assert verdict.subject == subject
    assert verdict.status in ("pass", "fail", "undecided")
    assert str(Phrase(*kept["found"])) == str(verdict.found)
    assert str(Phrase(*kept["needed"])) == str(verdict.needed)
    assert "{" not in f"{verdict.needed} {verdict.found} {verdict.remedy}"


def empty():
    """Return a unit whose file says as little as a file can."""
    bare = changed_pilot(members=(), decides=(), data=(), components=None)
    mission = replace(bare.mission, skills=(), decisions=(), questions=())
    return [bare, replace(bare, mission=mission, measures=(), departments=(), squads=(), waves=())]


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("name", CONDITIONS)
def test_what_stands_in_the_way_says_what_to_do_and_who_can_do_it(name, subject, number):
    (verdict,) = check((name,), case(subject, unit=empty()[number]))

    assert not verdict.stands_in_the_way or (verdict.remedy and (verdict.clears or verdict.until))


@pytest.mark.parametrize("name", [*[*CONDITIONS][:5], "components", "cycles", "stable", "soak", "checklist"])
def test_without_squads_nothing_passes(name):
    (verdict,) = check((name,), replace(case("emea/nobody"), waves={}))

    assert verdict.status == "undecided"


@given(
    st.lists(st.sampled_from(["sales", "finance", "service", "legal"]), max_size=14),
    st.lists(st.floats(allow_nan=False, width=32), max_size=12),
    STAGES,
    st.integers(0, 60),
    st.sampled_from(SUBJECTS),
)
def test_whatever_is_found_every_condition_answers(departments, values, stage, days, subject):
    known = state(moved("emea/pilot", stage, days), moved("emea/kyiv", stage, days), *readings(*values))
    whole = case(subject, state=known, unit=unit(pilot=changed_pilot(members=members(*departments)).pilot))

    verdicts = check(tuple(CONDITIONS), whole)

    assert [one.condition for one in verdicts] == list(CONDITIONS)
    assert all(str(one.found) for one in verdicts)
