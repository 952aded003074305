import pytest

from playbook import errors
from playbook.errors import ConfigurationError, GateClosed, PlaybookError, Problem


def test_a_problem_is_a_link():
    assert str(Problem("units/emea.yaml", 12, 3, "unknown key")) == "units/emea.yaml:12:3: unknown key"
    assert str(Problem("states/wave.yaml", 0, 0, "unreachable")) == "states/wave.yaml: unreachable"


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
