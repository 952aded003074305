import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.phrase import say
from playbook.errors import Problem
from playbook.imports.base import MOST_PROBLEMS, Broken
from playbook.imports.findings import Findings


def findings():
    return Findings(lambda row, column, sentence: Problem("t.csv", row, column, sentence))


def told(found, notices=()):
    with pytest.raises(Broken) as caught:
        found.refuse(list(notices))
    return [(one.line, one.column, one.message) for one in caught.value.problems]


def test_nothing_wrong_refuses_nothing():
    found = findings()

    found.refuse([])

    assert not found


@given(
    st.sets(st.tuples(st.integers(1, 99), st.integers(1, 20)), min_size=1).flatmap(
        lambda all_: st.permutations(list(all_))
    )
)
def test_the_first_mistakes_are_told_in_order_and_the_rest_is_counted(cells):
    found = findings()
    for row, column in cells * 2:
        found.add(row, column, say("wrong"))

    shown = [one[:2] for one in told(found) if one[0]]

    assert shown == sorted(cells)[:MOST_PROBLEMS]


def test_what_is_beyond_is_counted():
    found = findings()
    for row in range(3000, 0, -1):
        found.add(row, 1, say("wrong"))

    shown = told(found)

    assert [one[0] for one in shown[:-1]] == list(range(1, MOST_PROBLEMS + 1))
    assert shown[-1] == (0, 0, f"{3000 - MOST_PROBLEMS} more problems")


def test_a_closed_cell_takes_nothing_more():
    found = findings()
    found.close(2, 1, say("empty"))
    found.add(2, 1, say("unknown"))
    found.add(2, 2, say("unknown"))

    assert told(found) == [(2, 1, "empty"), (2, 2, "unknown")]


def test_of_a_cell_that_could_not_be_read_only_that_is_said():
    found = findings()
    found.close(3, 1, say("empty"))
    found.add(4, 1, say("wrong"))
    found.take(Broken([Problem("t.csv", 3, 1, "formula")], cells=[(3, 1)]))
    found.add(3, 1, say("unknown"))

    assert told(found) == [(3, 1, "formula"), (4, 1, "wrong")]


def test_what_has_no_cell_comes_last():
    found = findings()
    found.other(Problem("units/first.yaml", 9, 1, "unusual"))
    found.take(Broken([Problem("t.csv", 0, 0, "too many")]))
    found.take(Broken([Problem("t.csv", 8, 1, "quote")]))
    found.add(7, 2, say("wrong"))

    assert [one[2] for one in told(found)] == ["wrong", "quote", "too many", "unusual"]


def test_notices_go_with_the_refusal():
    found = findings()
    found.add(2, 1, say("wrong"))

    with pytest.raises(Broken) as caught:
        found.refuse([Problem("t.csv", 1, 4, "unknown column")])

    assert [one.message for one in caught.value.notices] == ["unknown column"]
