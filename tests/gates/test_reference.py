"""Every condition has its page in the reference, and each page is the program's own words."""

from pathlib import Path

import pytest
import yaml

from playbook.config.states import read_map
from playbook.core.stagemap import conditions
from playbook.gates import CONDITIONS, check, defaults, meanings
from tests.builders import case, judged
from tests.cli.test_reference import tool
from tools.reference_cases import SHOWN
from tools.reference_conditions import said

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference"
PARTS = ("Rule", "Options", "Example", "What it says when it does not pass", "Cleared by", "Source")
MAP = """\
machine: rollout
version: "1"
initial: here
stages: [{id: here}, {id: there, terminal: true}]
moves:
  - name: go
    source: here
    target: there
"""


def page(name: str) -> str:
    return (REFERENCE / "conditions" / f"{name}.md").read_text("utf-8")


def parts(name: str) -> dict[str, str]:
    """Return the content of each section of a page."""
    found = (section.partition("\n") for section in page(name).split("\n## ")[1:])
    return {title: content.strip() for title, _, content in found}


def block(text: str, language: str) -> str:
    return text.split(f"```{language}\n")[1].partition("\n```")[0]


def test_every_condition_has_a_case_that_it_does_not_let_pass():
    assert set(SHOWN) == set(CONDITIONS)


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_case_does_not_pass(name):
    shown = SHOWN[name]

    verdict = judged(name, shown.case(), **shown.options)

    assert verdict.status in ("fail", "undecided")
    assert verdict.remedy


@pytest.mark.parametrize("name", ["conditions.md", "expressions.md", *(f"conditions/{name}.md" for name in CONDITIONS)])
def test_a_page_is_what_the_program_says(name):
    written = (REFERENCE / name).read_text("utf-8")

    assert written == tool("reference").PAGES[name](), "run: python tools/reference.py"


def test_there_is_no_page_of_a_condition_that_is_gone():
    assert {path.stem for path in (REFERENCE / "conditions").glob("*.md")} == set(CONDITIONS)


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_page_has_all_its_parts(name):
    found = parts(name)

    assert tuple(found) == PARTS
    assert all(found.values())


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_option_has_a_meaning_and_a_row(name):
    rows = [line for line in parts(name)["Options"].splitlines() if line.startswith("| `")]

    assert list(meanings(name)) == list(CONDITIONS[name].OPTIONS)
    assert [row.split("`")[1] for row in rows] == list(defaults(name))


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_example_is_accepted_in_a_stage_map_and_can_be_judged(name):
    example = block(parts(name)["Example"], "yaml")
    indented = "".join(f"    {line}\n" for line in example.splitlines())

    accepted = read_map(
        (MAP + indented).encode(),
        "states/rollout.yaml",
        conditions={one: condition.OPTIONS for one, condition in CONDITIONS.items()},
        templates=(),
    )

    gate = accepted.moves[0].gate
    assert {one for one, _ in conditions(gate)} == {name}
    assert len(check(gate, case())) == len(gate) == len(yaml.safe_load(example)["gate"])


@pytest.mark.parametrize("name", CONDITIONS)
def test_what_it_says_is_what_it_says(name):
    told = block(parts(name)["What it says when it does not pass"], "text")

    assert told.splitlines() == list(said(name))


def test_the_index_names_every_condition_in_the_order_of_the_table():
    rows = [line for line in (REFERENCE / "conditions.md").read_text("utf-8").splitlines() if "](conditions/" in line]

    assert [row.split("`")[1] for row in rows] == list(CONDITIONS)
