from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.gates.approval import required
from tests.builders import FINGERPRINT, case, changed_pilot, judged, members, moved, squad, stamped, state, unit


def approved(role="sponsor", by="p-sponsor", *, subject="emea", move="move", fingerprint=FINGERPRINT, days=3):
    return stamped(e.Approved(subject, move, role, fingerprint), days, by)


def test_nobody_has_approved():
    found = state(lines={"sponsor": 9})

    verdict = judged("approval", case("emea", state=found))

    assert verdict.status == "fail"
    assert str(verdict.needed) == "the sponsor's approval is needed"
    assert str(verdict.found) == "Sponsor has not approved"
    assert verdict.clears == ("p-sponsor",)
    assert verdict.command == 'playbook approve emea --as "Sponsor <sponsor@example.org>"'
    assert verdict.where == "units/emea.yaml:9"


def test_approved_on_this_content():
    verdict = judged("approval", case("emea", state=state(approved())))

    assert verdict.status == "pass"
    assert str(verdict.found) == "approved by Sponsor on 2026-11-18"


def test_an_approval_of_other_content_is_stale():
    verdict = judged("approval", case("emea", state=state(approved(fingerprint="old"))))

    assert verdict.status == "undecided"
    assert str(verdict.found) == "Sponsor approved on 2026-11-18, but what was approved has changed since"
    assert verdict.command


def test_what_has_no_fingerprint_cannot_have_been_approved():
    blank = replace(case("emea", state=state(approved(fingerprint=""))), fingerprint="")

    verdict = judged("approval", blank)

    assert verdict.status == "undecided"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(approved(move="another"), id="another-move"),
        pytest.param(approved(role="lead"), id="another-role"),
        pytest.param(approved(by="p-head-sales"), id="another-person"),
        pytest.param(approved(subject="emea/pilot"), id="another-subject"),
    ],
)
def test_another_approval_does_not_count(other):
    verdict = judged("approval", case("emea", state=state(other)))

    assert verdict.status == "fail"


def test_an_approval_lapses_with_the_stage():
    verdict = judged("approval", case("emea", state=state(approved(), moved("emea", "pilot"))))

    assert verdict.status == "fail"


def test_an_approval_given_again_counts():
    verdict = judged("approval", case("emea", state=state(approved(fingerprint="old"), approved(days=1))))

    assert str(verdict.found) == "approved by Sponsor on 2026-11-20"


def test_nobody_approves_their_own_squad():
    roster = (replace(members("sales")[0], person="p-sponsor"), *members("sales", "finance"))

    verdict = judged("approval", case("emea", unit=changed_pilot(members=roster), state=state(approved())))

    assert verdict.status == "fail"
    assert str(verdict.found) == "Sponsor is a member of emea/pilot: nobody approves their own squad"
    assert verdict.command == ""


def test_in_a_wave_each_squad_is_somebodys_own():
    roster = (replace(members("sales")[0], person="p-sponsor"), *members("sales", "finance", squad="oslo"))
    squads = (squad("lyon"), squad("kyiv"), squad("oslo", members=roster))

    one, two = (judged("approval", case(f"emea/{wave}", unit=unit(squads=squads))) for wave in ("wave-1", "wave-2"))

    assert "has not approved" in str(one.found)
    assert "member of emea/oslo" in str(two.found)


@pytest.mark.parametrize(("role", "person"), [("lead", "p-pilot-1"), ("accountable", "p-pilot-2")])
def test_the_pilots_people_can_approve_the_next_squads_but_not_the_pilot(role, person):
    given = state(approved(role, person, subject="emea/wave-1"), approved(role, person, subject="emea/pilot"))

    wave, pilot = (judged("approval", case(f"emea/{name}", state=given), role=role) for name in ("wave-1", "pilot"))

    assert (wave.status, pilot.status) == ("pass", "fail")
    assert "nobody approves their own squad" in str(pilot.found)


def test_every_head_of_a_department_that_gives_members_has_to_approve():
    roster = members("sales", "finance", "sales")
    given = [approved("department-heads", "p-head-sales", subject="emea/pilot")]
    pilot = changed_pilot(members=roster)

    one = judged("approval", case(unit=pilot, state=state(*given)), role="department-heads")
    given.append(approved("department-heads", "p-head-finance", subject="emea/pilot", days=1))
    both = judged("approval", case(unit=pilot, state=state(*given)), role="department-heads")

    assert (one.status, one.clears) == ("fail", ("p-head-finance",))
    assert both.status == "pass"
    assert str(both.found) == "approved by Head Sales, Head Finance on 2026-11-20"


def test_nobody_to_approve_is_undecided():
    verdict = judged("approval", case(unit=changed_pilot(members=())), role="department-heads")

    assert verdict.status == "undecided"


def test_required_names_the_people_in_the_order_of_the_file():
    whole = case()

    assert required(whole, "sponsor") == ("p-sponsor",)
    assert required(whole, "lead") == ("p-pilot-1",)
    assert required(whole, "department-heads") == tuple(f"p-head-{one.id}" for one in whole.unit.departments)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Ana Diaz <ana@example.org>", '"Ana Diaz <ana@example.org>"'),
        ("Ana O'Neil", '"Ana O\'Neil"'),
        ('Ana "Nan" Diaz', "'Ana \"Nan\" Diaz'"),
        ("$(rm -rf) `x`", "'$(rm -rf) `x`'"),
        ("it's $5", "'it'\"'\"'s $5'"),
    ],
)
def test_a_name_is_one_word_of_the_command_line(name, word):
    found = state()
    found.people = {"p-sponsor": name}

    verdict = judged("approval", case("emea", state=found))

    assert verdict.command == f"playbook approve emea --as {word}"


@pytest.mark.parametrize("events", [(), (approved(fingerprint="old"),)], ids=["none", "stale"])
def test_an_approval_is_nobodys_to_waive(events):
    assert not judged("approval", case("emea", state=state(*events))).waivable
