import csv
import shutil
from itertools import chain

import pytest

from playbook.app.check import check
from playbook.app.story import CYCLES, DECISIONS, Clock, closing, cure, lessons, opening, readings, selection, write_in
from tests.app.workspace import EXAMPLES, Place


@pytest.fixture
def demo(tmp_path):
    """Return the demo company's workspace."""
    shutil.copytree(EXAMPLES / "demo", tmp_path / "demo")
    return tmp_path / "demo"


def test_the_flaw_is_cured_once_and_the_file_stays_right(demo):
    line = cure(str(demo))

    assert line.startswith("- {person: ")
    assert check(Place(demo, unit="emea").world()).problems == ()
    assert cure(str(demo)) == ""


def test_a_person_writes_in_a_document(tmp_path):
    (tmp_path / "documents" / "emea").mkdir(parents=True)
    path = tmp_path / "documents" / "emea" / "plan.md"
    path.write_text("one two two", "utf-8")

    assert write_in(str(tmp_path), "emea/plan.md", "two", "2")
    assert path.read_text("utf-8") == "one 2 two"
    assert not write_in(str(tmp_path), "emea/plan.md", "three", "3")


def test_readings_up_to_a_day_of_some_squads(demo):
    path = readings(str(demo), ("pilot",), "2027-06-30")

    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {row["squad"] for row in rows} == {"pilot"}
    assert max(row["day"] for row in rows) <= "2027-06-30"


def test_the_day_goes_forward_only():
    clock = Clock("2026-12-01")

    assert clock.on("2026-12-05") == "2026-12-05"
    assert clock.on("2026-12-02") == "2026-12-05"
    assert clock.after(30) == "2027-01-04"


def test_every_step_says_what_it_is():
    steps = list(chain(selection("2026-12-01"), opening(0), closing(0), lessons()))

    assert {step.kind for step in steps} <= {"chapter", "say", "run", "quiet", "hand"}
    assert all(step.argv for step in steps if step.kind in ("run", "quiet"))
    assert all(step.text for step in steps)
    assert len(CYCLES) == len(DECISIONS)
