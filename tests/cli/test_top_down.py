"""A unit on the top-down path, by public commands alone: from the board's mandate to the pilot."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import edit

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "top-down"
SPONSOR = "Philippa Ashdown <philippa.ashdown@example.org>"
UNIT = "home-claims"
OPEN = 'due: "2027-03-31", owner: Ravi Deshmukh}'
LAST = 'due: "2027-03-31", reached: "2027-03-19", owner: Ravi Deshmukh}'


@pytest.fixture
def claims(tmp_path, monkeypatch):
    """Return the example's workspace, of a lead at the keyboard; `on` sets the day."""
    folder = tmp_path / "claims"
    shutil.copytree(EXAMPLE, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-01")
    monkeypatch.setenv("PLAYBOOK_AS", "Maren Tallis <maren.tallis@example.org>")
    return folder


@pytest.fixture
def on(monkeypatch):
    """Return a call that sets the day."""
    return lambda day: monkeypatch.setenv("PLAYBOOK_NOW", day)


def approved(pb, subject=UNIT):
    assert pb("approve", subject, "--as", SPONSOR).code == 0
    return pb("advance", subject)


def verdicts(pb, subject=UNIT):
    """Return the verdicts of the next move, by condition."""
    return {one["condition"]: one for one in pb("why", subject, "--json").data["verdicts"]}


def stage(pb):
    return pb("show", UNIT, "--json").data["stage"]


def file(folder):
    return folder / "units" / f"{UNIT}.yaml"


def test_the_mandate_is_approved_and_the_retooling_begins(claims, pb):
    pb("sync")
    assert stage(pb) == "mandate"

    answer = approved(pb)

    assert answer.code == 0, answer
    assert stage(pb) == "retooling"
    found = {path.name for path in (claims / "documents" / UNIT).iterdir()}
    assert {"mandate.md", "retooling-plan.md", "decision-record.md", "goal-sheet.md", "gate-review.md"} <= found


def test_the_documents_say_the_mandate_the_reason_and_every_exit(claims, pb):
    pb("sync")

    papers = {path.name: path.read_text("utf-8") for path in (claims / "documents" / UNIT).iterdir()}
    assert "On 9 January 2024 the board decided" in papers["mandate.md"]
    assert "takes the **top-down** path" in papers["decision-record.md"]
    assert "fail" in papers["decision-record.md"].partition("Why this path")[2].partition("##")[0]
    assert "| Ebbe & Partners | Moving the data | 31 May 2027 | Ravi Deshmukh | – |" in papers["retooling-plan.md"]
    assert "    old-off :milestone, 2027-03-31, 0d" in papers["retooling-plan.md"]
    assert "    rights :milestone, done, 2024-09-12, 0d" in papers["retooling-plan.md"]


def test_a_reason_that_is_missing_is_asked_for(claims, pb):
    text = file(claims).read_text("utf-8")
    start, end = text.index("# Why this path"), text.index("retooling:")
    file(claims).write_text(text[:start] + text[end:], "utf-8")

    pb("sync")

    record = (claims / "documents" / UNIT / "decision-record.md").read_text("utf-8")
    assert "To be filled by the sponsor: the two or three reasons that decided it." in record


def test_the_pilot_opens_once_every_milestone_is_reached(claims, pb, on):
    pb("sync")
    approved(pb)
    assert verdicts(pb)["milestones"]["status"] == "fail"
    assert (
        "The four old systems are switched off (due 2027-03-31, Ravi Deshmukh)" in verdicts(pb)["milestones"]["found"]
    )
    assert approved(pb).code == 3

    on("2027-03-25")
    edit(file(claims), OPEN, LAST)
    assert verdicts(pb)["milestones"]["status"] == "pass"
    answer = approved(pb)

    assert answer.code == 0, answer
    assert stage(pb) == "pilot"
    assert pb("show", f"{UNIT}/pilot", "--json").data["stage"] == "forming"
    assert (claims / "documents" / UNIT / "pilot" / "charter.md").is_file()


def test_an_overdue_milestone_names_its_owner(claims, pb, on):
    pb("sync")
    on("2027-05-01")

    found = verdicts(pb)["milestones"]

    assert found["status"] == "fail"
    assert found["cleared_by"] == ["Ravi Deshmukh <ravi.deshmukh@example.org>"]
    line = next(at for at, text in enumerate(file(claims).read_text("utf-8").splitlines(), 1) if "id: old-off" in text)
    assert found["where"] == f"units/{UNIT}.yaml:{line}"


def test_a_consultant_who_outstays_the_last_day_is_told(claims, pb, on):
    pb("sync")
    on("2027-06-15")

    found = verdicts(pb)["consultants"]

    assert (found["status"], found["found"]) == ("fail", "Ebbe & Partners was to be gone after 2027-05-31")


def test_the_rollout_cannot_change_its_path(claims, pb):
    pb("sync")
    approved(pb)
    text = file(claims).read_text("utf-8")
    start, end = text.index("retooling:\n"), text.index("slice:\n")
    file(claims).write_text((text[:start] + text[end:]).replace("path: top-down", "path: incremental"), "utf-8")

    answer = pb("sync")

    assert answer.code == 6
    assert "the path cannot change after the rollout has begun (it is 'top-down')" in answer.err + answer.out


def test_the_map_can_be_drawn(claims, pb):
    answer = pb("diagram", "rollout-top-down", "--json")

    assert answer.code == 0
    assert "mandate" in answer.data["mermaid"]
    assert "rollout, rollout-top-down, wave, squad" in pb("diagram", "rolout").err
