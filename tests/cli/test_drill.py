import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import edit

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BEFORE = "# How everyone will know"
CASES = """\
  cases:
    - {id: flood, case: The kitchen is under water, decision: send-technician, questions: [what-broke], within: 30}
    - {id: money, case: The family wants its money back, decision: refund, amount: 900}
    - {id: hose, case: A hose for forty euros, decision: refund, amount: 40}
"""


@pytest.fixture
def cases(workspace):
    """Return a workspace with three cases: one of unknown speed, one too large, one that stays."""
    edit(workspace / "units/first.yaml", BEFORE, CASES + BEFORE)
    return workspace


def test_a_case_is_told_as_at_a_table(cases, pb):
    answer = pb("drill", "first/pilot", "--case", "hose")

    assert answer.code == 0
    assert answer.out.splitlines()[:4] == [
        "first/pilot: 1 case played, 1 settled inside the squad",
        "",
        "✔ “A hose for forty euros” (hose)",
        "  what       Refund a repair or a machine: 40 EUR a customer",
    ]
    assert "  who        Kofi Clerk, refunds: alone up to 600 EUR a customer" in answer.out


def test_a_case_that_leaves_says_to_whom_and_why(cases, pb):
    answer = pb("drill", "first/pilot")

    assert answer.code == 1
    assert "first/pilot: 3 cases played, 1 settled inside the squad" in answer.out
    assert "✖ “The family wants its money back” (money)" in answer.out
    assert "leaves     to Sam Sponsor: 900 is above the limit of 600 EUR a customer" in answer.out
    assert "? “The kitchen is under water” (flood)" in answer.out
    assert "how fast   not written down; 30 minutes are allowed" in answer.out
    assert "leaves     perhaps to Sam Sponsor: it must be decided within 30 minutes" in answer.out


@pytest.mark.parametrize("word", ["pod", "{one: pod, many: pods}"])
def test_a_squad_is_called_what_its_unit_calls_it_before_the_first_sync_too(cases, pb, word):
    edit(cases / "units/first.yaml", "slice:", f"squad_word: {word}\nslice:")
    edit(cases / "units/first.yaml", "waves: [1]", "waves: [1]\nsupply: {coaches: 0}")

    played, judged = pb("drill", "first/pilot"), pb("why", "first/wave-1")

    assert "settled inside the pod" in played.out
    assert "squad" not in played.out
    assert "no pod can be opened: coaches free for 0 pods" in judged.out
    assert "squad" not in judged.out


def test_a_word_that_changed_since_the_last_command_is_used_at_once(cases, pb):
    edit(cases / "units/first.yaml", "waves: [1]", "waves: [1]\nsupply: {coaches: 0}")
    pb("sync")
    edit(cases / "units/first.yaml", "slice:", "squad_word: pod\nslice:")

    assert "settled inside the pod" in pb("drill", "first/pilot").out
    assert "no pod can be opened" in pb("why", "first/wave-1").out


@pytest.mark.parametrize("word", ["[pod]", "{one: [pod]}", "{many: pods}", "7", "{one: pod, gender: 1}"])
def test_what_is_no_word_is_a_mistake_in_the_file_and_nothing_else(cases, pb, word):
    edit(cases / "units/first.yaml", "slice:", f"squad_word: {word}\nslice:")

    answer = pb("drill", "first/pilot")

    assert answer.code == 6
    assert "units/first.yaml:20:" in answer.err


def test_the_gate_says_the_same_and_points_to_the_drill(cases, pb):
    pb("sync")
    pb("approve", "first", "--as", "Sam Sponsor <sam.sponsor@example.org>")
    pb("advance", "first")

    verdicts = pb("why", "first", "--json").data["verdicts"]

    (empowered,) = [one for one in verdicts if one["condition"] == "empowered"]
    assert empowered["status"] == "fail"
    assert "“The family wants its money back” must leave the squad" in empowered["found"]
    assert empowered["command"] == "playbook drill first/pilot"


def test_minutes_that_are_written_down_are_held_against_the_case(cases, pb):
    edit(
        cases / "units/first.yaml",
        "decider: Lena Lead, limit: unlimited}",
        "decider: Lena Lead, limit: unlimited, minutes: 45}",
    )

    answer = pb("drill", "first/pilot", "--case", "flood")

    assert answer.code == 1
    assert "how fast   within 45 minutes; 30 are allowed" in answer.out
    assert "to Sam Sponsor: it must be decided within 30 minutes, Lena Lead needs up to 45" in answer.out


def test_json_has_each_case_with_its_answer(cases, pb):
    answer = pb("drill", "first/pilot", "--json")

    assert answer.code == 1
    assert (answer.data["subject"], answer.data["stay"]) == ("first/pilot", 1)
    flood, money, hose = answer.data["cases"]
    assert [one["stays"] for one in (flood, money, hose)] == [False, False, True]
    assert flood["data"][0] == {
        "question": "what-broke",
        "ask": "What broke, and has it broken before?",
        "source": "Repair history",
        "department": "workshop",
        "owner": "Wole Workshop <wole.workshop@example.org>",
        "grant": "active",
        "until": "",
        "active": True,
    }


def test_a_mission_without_cases_is_a_usage_error(workspace, pb):
    answer = pb("drill", "first/pilot")

    assert answer.code == 2
    assert "names no case to play" in answer.err


def test_control_characters_in_a_case_do_not_reach_the_terminal(cases, pb):
    edit(cases / "units/first.yaml", "A hose for forty euros", '"A hose\\x1b[31m red"')

    answer = pb("drill", "first/pilot", "--case", "hose")

    assert "\x1b[31m red" not in answer.out


@pytest.mark.parametrize(
    "played",
    [("seton", "bedside/pilot", "The patient is bleeding"), ("demo", "emea/nairobi", "A child is sick")],
)
def test_the_examples_settle_their_cases_inside(tmp_path, monkeypatch, pb, played):
    folder, subject, case = played
    shutil.copytree(EXAMPLES / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path / folder)
    monkeypatch.setenv("PLAYBOOK_NOW", "2026-12-01")

    answer = pb("drill", subject)

    assert answer.code == 0
    assert case in answer.out


def test_a_charter_and_a_decision_card_show_the_cases(cases, pb):
    charter = pb("preview", "first/pilot", "charter").out
    card = pb("preview", "first/pilot", "decision-card").out

    row = "| A hose for forty euros | Kofi Clerk | – | – | yes |"
    away = "**no**: to Sam Sponsor: 900 is above the limit of 600 EUR a customer |"
    for text in (charter, card):
        assert row in text
        assert away in text
    assert "| _not written down_ | Repair history | perhaps to Sam Sponsor:" in charter


def test_a_charter_without_cases_asks_for_them(workspace, pb):
    charter = pb("preview", "first/pilot", "charter").out

    assert "two cases, who decided, with which data, and how long it took" in charter
