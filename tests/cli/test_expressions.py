"""Expressions in a workspace's own stage map: what check, why and advance say of them."""

import pytest

from playbook.library import shipped
from tests.cli.conftest import SPONSOR, edit

HERE = "      - customer_focused\n      - shared_goal\n"


@pytest.fixture
def gated(synced):
    """Return a function that puts a condition into the gate of the unit's first move."""
    folder = synced / "states"
    folder.mkdir(exist_ok=True)

    def write(condition):
        with open(f"{shipped('states')}/rollout.yaml", encoding="utf-8") as file:
            (folder / "rollout.yaml").write_text(file.read(), encoding="utf-8")
        edit(folder / "rollout.yaml", HERE, HERE + condition)
        return folder / "rollout.yaml"

    return write


def line_of(path, text):
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


def test_check_points_at_the_character(pb, gated):
    path = gated("      - expr:\n          that: >-\n            squad.membrs.size() >= 6\n            && bar\n")

    answer = pb("check")

    assert answer.code == 6
    first = line_of(path, "membrs")
    assert f"states/rollout.yaml:{first}:19: there is no 'membrs'" in answer.out + answer.err
    assert f"states/rollout.yaml:{first + 1}:16: there is no 'bar'" in answer.out + answer.err


def test_a_false_expression_closes_the_gate_in_its_own_words(pb, gated):
    gated("      - expr: {that: 'unit.failure_budget > 1000', says: room for a thousand failures}\n")
    pb("approve", "first", "--as", SPONSOR)

    why, advance = pb("why", "first"), pb("advance", "first")

    assert "room for a thousand failures" in why.out
    assert "not true: unit.failure_budget is" in why.out
    assert advance.code == 3


def test_what_is_not_known_closes_it_too(pb, gated):
    gated("      - expr: {that: \"measures['csat'].mean > 0.0\"}\n")

    found = next(one for one in pb("why", "first", "--json").data["verdicts"] if one["condition"] == "expr")

    assert found["status"] == "undecided"
    assert "is not known" in found["found"]


def test_a_true_expression_lets_the_unit_pass(pb, gated):
    gated("      - expr: {that: 'squad.members.size() >= 6'}\n")
    pb("approve", "first", "--as", SPONSOR)

    assert pb("check").code == 0
    assert pb("advance", "first").code == 0
