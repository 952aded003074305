"""`waiver` at the keyboard."""

import pytest

from tests.cli.conftest import LEAD, SPONSOR, edit

ASK = ("waiver", "request", "first/pilot", "checklist", "--reason", "back on the ninth", "--until", "2026-12-20")
HEAD = "Farid Finance <farid.finance@example.org>"


def granted(pb):
    pb(*ASK)
    return pb("waiver", "grant", "first/pilot", "waiver-1", "--as", SPONSOR)


def test_asking_says_what_for_until_when_and_who_can_grant_it(pilot, pb):
    answer = pb(*ASK)

    assert answer.code == 0
    assert "waiver-1 asks to pass over checklist of first/pilot at 'stabilise' until 20 Dec 2026" in answer.out
    assert "it can be granted by: Sam Sponsor, Hana Service, Wole Workshop, Petra Parts, Farid Finance" in answer.out
    assert "playbook waiver grant first/pilot waiver-1" in answer.out


def test_asking_for_programs(pilot, pb):
    found = pb(*ASK, "--json").data

    assert found["waiver"] == "waiver-1"
    assert (found["subject"], found["condition"], found["move"]) == ("first/pilot", "checklist", "stabilise")
    assert (found["moved"], found["until"]) == ("first", "2026-12-20")
    assert SPONSOR in found["granted_by"]


def test_what_is_waived_is_shown_one_by_one_in_why_and_plan(pilot, pb):
    answer = granted(pb)

    assert answer.code == 0
    assert f"{SPONSOR} grants waiver-1: checklist of first/pilot is passed over until 20 Dec 2026" in answer.out
    for command in ("why", "plan"):
        said = " ".join(pb(command, "first").out.split())
        assert "~ checklist · pilot" in said
        assert "waived by Sam Sponsor until 20 Dec 2026: back on the ninth" in said


def test_a_waived_verdict_for_programs(pilot, pb):
    granted(pb)

    verdicts = pb("why", "first", "--json").data["verdicts"]

    (one,) = (each for each in verdicts if each["status"] == "waived")
    assert (one["condition"], one["waiver"], one["command"]) == ("checklist", "waiver-1", "")
    assert "waived by Sam Sponsor until 2026-12-20" in one["found"]


def test_with_a_waiver_the_gate_opens_and_the_review_tells_of_it(pilot, pb):
    granted(pb)
    pb("approve", "first", "--as", SPONSOR)

    answer = pb("advance", "first")

    assert answer.code == 0
    said = (pilot / "documents/first/gate-review.md").read_text("utf-8")
    assert "| checklist (Pilot squad) | **waived** |" in said
    assert "- Waived checklist of Pilot squad, until 20 Dec 2026: back on the ninth" in said
    assert "  - Asked for 1 Dec 2026 by Lena Lead" in said
    assert "  - Granted 1 Dec 2026 by Sam Sponsor" in said
    assert "used up" in pb("waiver", "list").out


@pytest.mark.parametrize(
    ("condition", "code", "said"),
    [
        ("approval", 3, "an approval is a person's own word"),
        ("data_access", 2, "there is nothing to waive"),
        ("cheklist", 2, "nothing called 'cheklist'"),
    ],
)
def test_what_cannot_be_waived_is_told_with_its_reason(pilot, pb, condition, code, said):
    subject = "first" if condition == "approval" else "first/pilot"

    answer = pb("waiver", "request", subject, condition, "--reason", "x", "--until", "2026-12-20")

    assert answer.code == code
    assert said in answer.err
    assert "WaiverRequested" not in pb("history", "first").out


def test_granting_ones_own_request_is_refused_with_who_can(pilot, pb):
    pb(*ASK, "--as", SPONSOR)

    answer = pb("waiver", "grant", "first", "waiver-1", "--as", SPONSOR)

    assert answer.code == 3
    assert "nobody grants what they asked for themselves" in answer.err
    assert HEAD in answer.err


def test_granting_twice_is_one_clear_message(pilot, pb):
    granted(pb)

    answer = pb("waiver", "grant", "first", "waiver-1", "--as", HEAD)

    assert answer.code == 2
    assert "waiver-1 was granted on 1 Dec 2026 by Sam Sponsor" in answer.err
    assert "Traceback" not in answer.err


def test_refusing_and_taking_back(pilot, pb):
    pb(*ASK)
    refused = pb("waiver", "refuse", "first", "waiver-1", "--reason", "wait", "--as", HEAD)
    pb(*ASK)
    pb("waiver", "grant", "first", "waiver-2", "--as", SPONSOR)
    revoked = pb("waiver", "revoke", "first", "waiver-2", "--reason", "they came", "--as", HEAD, "--json")

    assert (refused.code, refused.out.splitlines()[0]) == (0, "waiver-1 is refused: wait")
    assert revoked.data == {
        "subject": "first/pilot",
        "waiver": "waiver-2",
        "status": "revoked",
        "reason": "they came",
    }
    assert "✖ checklist · pilot" in pb("why", "first").out


@pytest.mark.parametrize("verb", ["refuse", "revoke"])
def test_ending_one_needs_a_reason(pilot, pb, verb):
    pb(*ASK)

    assert pb("waiver", verb, "first", "waiver-1").code == 2


def test_the_list_of_one_unit_and_of_all(pilot, pb):
    assert "no waivers yet" in pb("waiver", "list").out
    granted(pb)

    line = pb("waiver", "list").out.splitlines()[1]

    assert line.split() == [
        *("waiver-1", "first/pilot", "checklist", "stabilise", "20", "Dec", "2026"),
        *("in", "force,", "by", "Sam", "Sponsor", "back", "on", "the", "ninth"),
    ]
    assert pb("waiver", "list", "first").out == pb("waiver", "list").out


def test_the_list_for_programs(pilot, pb):
    granted(pb)

    (one,) = pb("waiver", "list", "--json").data

    assert (one["unit"], one["status"], one["requested_by"], one["granted_by"]) == ("first", "granted", LEAD, SPONSOR)


def test_what_people_wrote_cannot_colour_the_terminal(pilot, pb):
    pb("waiver", "request", "first/pilot", "checklist", "--reason", "a\x1b[31mb [red]", "--until", "2026-12-20")

    said = pb("waiver", "list").out

    assert "\x1b[31m" not in said
    assert "[red]" in said


def test_an_unknown_subject_or_unit_is_told(pilot, pb):
    assert pb("waiver", "request", "first/wave-9", "checklist", "--reason", "x", "--until", "2026-12-20").code == 2
    assert pb("waiver", "list", "second").code == 2


def test_a_size_below_six_can_be_waived_and_one_above_ten_not(pilot, pb):
    unit = pilot / "units/first.yaml"
    line = next(one for one in unit.read_text("utf-8").splitlines(keepends=True) if "Ada Adviser" in one)
    more = "".join(line.replace("Ada", f"A{n}").replace("ada", f"a{n}") for n in range(6))
    edit(unit, line, "")
    few = pb("waiver", "request", "first/pilot", "squad_size", "--reason", "x", "--until", "2026-12-20")
    edit(unit, "  # Who decides, and", more + "  # Who decides, and")

    many = pb("waiver", "request", "first/pilot", "squad_size", "--reason", "x", "--until", "2026-12-20")

    assert few.code == 0
    assert many.code == 3
    assert "more than ten people are no squad any more" in many.err
