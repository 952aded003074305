import pytest

from playbook.config.celbounds import MOST_IN_LOOP, MOST_STEPS, bounds, copies
from playbook.config.celtext import tokens


def found(expression):
    return [(at, str(sentence)) for at, sentence in bounds(tokens(expression))]


def longer(n):
    """Return a loop in which so many words and signs stand."""
    return f"squads.all(s,{'!' * (n - 3)}true)"


def test_a_loop_may_be_as_long_as_the_limit_and_no_longer():
    assert found(longer(MOST_IN_LOOP)) == []
    ((at, sentence),) = found(longer(MOST_IN_LOOP + 1))
    assert at == len("squads.")
    assert (
        sentence
        == f"what is asked of each entry has {MOST_IN_LOOP + 1} words and signs, at most {MOST_IN_LOOP} are allowed"
    )


def test_of_loops_within_each_other_the_outer_one_is_counted():
    inner = longer(MOST_IN_LOOP - 10)

    assert found(f"squads.all(q, {inner})") == []
    assert [at for at, _ in found(f"squads.all(q, {inner} && {inner})")] == [len("squads.")]


@pytest.mark.parametrize(
    "expression",
    [
        "[1].all(n, true)",
        "(squads).all(n, true)",
        "squads[0].all(n, true)",
        "(a ? b : c).exists(n, true)",
        "'x'.filter(c, c)",
    ],
)
def test_what_has_no_name_is_not_gone_over(expression):
    ((_, sentence),) = found(expression)

    assert "goes over a list that has a name" in sentence


@pytest.mark.parametrize(
    "expression",
    [
        "squads.all(n, true)",
        "squads[0].members.all(n, true)",
        "squads.filter(n, n.held).all(n, true)",
        "squads.filter(n, (n.held)).filter(n, true).exists_one(n, true)",
    ],
)
def test_names_and_what_filter_leaves_of_them_are_gone_over(expression):
    assert found(expression) == []


def test_everything_is_told_in_the_order_of_the_text():
    assert [at for at, _ in found("a.map(x, y) && [1].all(x, y) && s.stage()")] == [2, 19, 34]


NAMES = {"squads": [{"members": [1, 2, 3]}, {"members": [1]}], "unit": {"departments": ["a"] * 5}}


@pytest.mark.parametrize(
    ("expression", "n"),
    [
        ("squads.all(s, true)", 0),
        ("squads.filter(s, true)", 4),
        ("unit.departments.filter(d, true)", 25),
        ("squads.all(s, s.members.filter(m, true).size() > 0)", 3 * MOST_STEPS),
        ("squads.filter(s, true).filter(s, true)", 4 + 25),
        ("squads.filter(s, s.members.filter(m, true).size() > 0)", 4 + 3 * MOST_STEPS),
        ("nobody.filter(s, true)", 25),
    ],
)
def test_copies_follow_from_the_lengths_of_the_lists(expression, n):
    assert copies(tokens(expression), NAMES) == n


def test_without_a_list_nothing_is_copied():
    assert copies(tokens("squads.filter(s, true)"), {}) == 0
