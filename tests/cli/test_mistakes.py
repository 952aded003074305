import pytest

from playbook.cli import mistakes
from playbook.core.phrase import say
from playbook.errors import ConfigurationError, Problem, UsageError


class Shouting:
    """A language that differs from English in every letter."""

    def phrase(self, phrase):
        return str(phrase).upper()


@pytest.fixture
def shouted(monkeypatch):
    monkeypatch.setattr("playbook.cli.tongue.SPOKEN", [Shouting()])


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr("playbook.cli.tongue.SPOKEN", [None])


def wrong(*lines):
    return [Problem("units/emea.yaml", line, 2 if line else 0, say("no {what}", what="goal")) for line in lines]


def test_a_phrase_is_told_in_the_terminals_language(shouted):
    assert mistakes.told(say("{n} line", "{n} lines", n=2)) == "2 LINES"


def test_a_text_is_complete_and_braces_in_it_are_its_own(shouted):
    assert mistakes.told("as it is: {nothing}") == "as it is: {nothing}"


def test_problems_are_links_and_are_counted():
    error = ConfigurationError(wrong(3, 4), files=3)

    assert mistakes.lines(error) == [
        "units/emea.yaml:3:2: no goal",
        "units/emea.yaml:4:2: no goal",
        "2 problems in 1 of 3 files",
    ]


def test_where_there_is_no_line_there_is_only_a_file():
    assert mistakes.problem(wrong(0)[0]) == "units/emea.yaml: no goal"


def test_the_place_of_a_problem_is_no_text_to_translate(shouted):
    assert mistakes.problem(wrong(3)[0]) == "units/emea.yaml:3:2: NO GOAL"


def test_control_characters_of_a_file_do_not_reach_the_terminal():
    assert mistakes.problem(Problem("a\x1b[1m", 1, 1, "x\x07")) == "a�[1m:1:1: x�"


@pytest.mark.parametrize("bad", [1, 2])
@pytest.mark.parametrize("files", [1, 5])
def test_the_summary_in_english_is_the_errors_own(bad, files):
    error = ConfigurationError(wrong(*range(1, bad + 1)), files=files)

    assert mistakes.summary(error) == str(error)


def test_an_error_about_no_file_has_no_lines():
    assert mistakes.lines(UsageError("which unit?")) == []
