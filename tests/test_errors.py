import pytest

from playbook import errors
from playbook.core.phrase import say
from playbook.errors import ConfigurationError, GateClosed, PlaybookError, Problem


def test_a_problem_is_a_link():
    assert str(Problem("units/emea.yaml", 12, 3, "unknown key")) == "units/emea.yaml:12:3: unknown key"
    assert str(Problem("states/wave.yaml", 0, 0, "unreachable")) == "states/wave.yaml: unreachable"


def test_a_problem_keeps_its_phrase_and_speaks_english():
    wrong = say("{n} key too many", "{n} keys too many", n=2)

    problem = Problem("units/emea.yaml", 12, 3, wrong)

    assert problem.sentence is wrong
    assert problem.message == "2 keys too many"
    assert str(problem) == "units/emea.yaml:12:3: 2 keys too many"


def test_equal_problems_are_one_also_with_a_phrase():
    twice = [Problem("a", 1, 1, say("{n} line", "{n} lines", n=1)) for _ in range(2)]

    found = dict.fromkeys([*twice, Problem("a", 1, 1, "1 line")])

    assert len(found) == 2


def test_an_error_keeps_its_phrases_for_the_edge_and_speaks_english():
    sentence, advice = say("{unit} is closed", unit="emea"), say("see {unit}", unit="apac")

    error = PlaybookError(sentence, hint=advice)

    assert (error.sentence, error.advice) == (sentence, advice)
    assert (str(error), error.message, error.hint) == ("emea is closed", "emea is closed", "see apac")


def test_an_error_carries_facts_and_the_next_step():
    error = GateClosed("refused", hint="playbook why emea", decision=1)

    assert (str(error), error.message, error.hint, error.facts) == (
        "refused",
        "refused",
        "playbook why emea",
        {"decision": 1},
    )
    assert PlaybookError("x").hint == ""


def test_they_are_one_family():
    found = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]

    assert len(found) == 9
    assert all(issubclass(one, PlaybookError) for one in found)


@pytest.mark.parametrize(
    ("problems", "files", "expected"),
    [
        ([("a", 1)], 1, "1 problem in 1 of 1 file"),
        ([("a", 1), ("a", 2)], 3, "2 problems in 1 of 3 files"),
        ([("a", 1), ("b", 1), ("b", 2)], 3, "3 problems in 2 of 3 files"),
    ],
)
def test_all_problems_are_counted(problems, files, expected):
    error = ConfigurationError([Problem(file, line, 1, "wrong") for file, line in problems], files=files)

    assert str(error) == expected
    assert len(error.problems) == len(problems)
    assert error.counts == (len(problems), len({file for file, _ in problems}), files)
