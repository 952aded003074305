"""Waivers asked for, granted, used, refused, taken back; and what nobody can waive."""

from datetime import date, timedelta

import pytest

from playbook.app.again import review
from playbook.app.approve import hold
from playbook.app.waivers import grant, refuse, request, revoke, waivers
from playbook.errors import GateClosed, UsageError
from tests.app.workspace import COACH, LEAD, SPONSOR

HEAD = "Farid Finance <farid.finance@example.org>"
STRANGER = "Somebody <else@example.org>"


def in_days(place, days):
    return (date.fromisoformat(place.day) + timedelta(days=days)).isoformat()


def asked(place, subject=None, condition="checklist", actor=COACH, days=20, **how):
    world = place.world(actor)
    return request(world, subject or place.pilot, condition, "back on the ninth", in_days(place, days), **how)[1]


def granted(place, subject=None, name="waiver-1", actor=SPONSOR, **how):
    return grant(place.world(actor), subject or place.unit, name, **how)[1]


SIXTH = "    - {person: Ada Adviser"


def test_a_waiver_lets_a_gate_open_once(pilot):
    asked(pilot)
    granted(pilot)
    pilot.approve()

    pilot.advance()

    (one,) = waivers(pilot.world(), "first")
    assert pilot.stage() == "stabilisation"
    assert pilot.stage(pilot.pilot) == "operating"
    assert (one["status"], one["used"][:10]) == ("used", pilot.day)
    pilot.whole()


def test_it_is_told_with_the_verdict_by_whom_and_until_when(pilot):
    asked(pilot)
    granted(pilot)

    one = pilot.why()["first/pilot", "checklist"]

    assert (one.status, one.waiver) == ("waived", "waiver-1")
    assert str(one.found).endswith(f"until {in_days(pilot, 20)}: back on the ninth")


def test_the_ledger_names_nobody(pilot):
    asked(pilot)
    granted(pilot)
    pilot.approved()

    kept = "".join(pilot.events("WaiverRequested") + pilot.events("WaiverGranted") + pilot.events("Moved"))
    assert "Sponsor" not in kept.replace("Sam Sponsor has told", "")


def test_the_move_is_the_one_that_carries_the_squad(pilot):
    found = asked(pilot)

    assert (found.subject, found.leader, found.move) == ("first/pilot", "first", "stabilise")


def test_a_move_of_the_subjects_own_can_be_named(stabilisation):
    found = asked(stabilisation, "first", "dwell")

    assert (found.subject, found.leader, found.move) == ("first", "", "replicate")
    assert asked(stabilisation, "first", "cycles", move="replicate").id == "waiver-2"


def test_a_condition_is_found_with_hyphens_as_well(stabilisation):
    assert asked(stabilisation, "first/pilot", "stable").condition == "stable"
    assert asked(stabilisation, "first", "cycles").condition == "cycles"


def test_an_approval_given_before_the_waiver_lapses_and_one_after_it_stands(pilot):
    asked(pilot)
    pilot.approve()
    granted(pilot)

    lapsed = pilot.why()["first", "approval"]
    again = review(pilot.world(SPONSOR), "first")[1]
    pilot.approve()

    assert lapsed.status == "undecided"
    assert "changed since: waiver-1" in str(lapsed.found)
    assert [(one.key, one.before, one.after) for one in again.approvals[0].resets] == [
        ("waiver-1", None, "checklist: back on the ninth")
    ]
    assert pilot.why()["first", "approval"].status == "pass"


def test_one_that_is_only_asked_for_lets_no_approval_lapse(pilot):
    pilot.approve()

    asked(pilot)

    assert pilot.why()["first", "approval"].status == "pass"


def test_when_it_lapses_the_gate_is_closed_again(pilot):
    asked(pilot, days=3)
    granted(pilot)
    pilot.later(3)
    assert pilot.why()["first/pilot", "checklist"].status == "waived"

    pilot.later(1)

    assert pilot.why()["first/pilot", "checklist"].status == "fail"
    assert waivers(pilot.world(), "first")[0]["status"] == "lapsed"


def test_a_squad_of_a_wave_has_its_own_and_the_waves_approval_lapses_with_it(wave):
    waved, squad = "first/wave-1", "first/second"
    wave.approve(waved)

    found = asked(wave, squad, "checklist")
    granted(wave, squad)

    assert (found.leader, found.move) == (waved, "launch")
    verdicts = wave.why(waved)
    assert verdicts[squad, "checklist"].status == "waived"
    assert verdicts[waved, "approval"].status == "undecided"
    wave.approve(waved)
    wave.advance(waved)
    assert wave.stage(squad) == "operating"
    assert waivers(wave.world(), "first")[0]["status"] == "used"


# --------------------------------------------------------------------------------------------------- asking


def test_what_passes_needs_none(pilot):
    with pytest.raises(UsageError, match="data_access of first/pilot passes: there is nothing to waive"):
        asked(pilot, condition="data_access")

    assert not pilot.events("WaiverRequested")


def test_a_condition_of_another_subject_is_told_where_it_is(pilot):
    with pytest.raises(UsageError, match="nothing called 'checklist' is judged on first now") as caught:
        asked(pilot, "first")

    assert caught.value.hint == "it is judged on: first/pilot"


def test_an_unknown_condition_is_told_with_what_stands_in_the_way(pilot):
    with pytest.raises(UsageError, match="nothing called 'luck'") as caught:
        asked(pilot, condition="luck")

    assert caught.value.hint == "what stands in its way: checklist"


@pytest.mark.parametrize(("days", "said"), [(0, "not lie ahead"), (-1, "not lie ahead"), (91, "at most 90 days")])
def test_the_last_day_lies_ahead_and_not_too_far(pilot, days, said):
    with pytest.raises(UsageError, match=said):
        asked(pilot, days=days)


def test_ninety_days_will_do(pilot):
    assert asked(pilot, days=90).until == in_days(pilot, 90)


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20261220", "20.12.2026", ""])
def test_what_is_no_day_is_told(pilot, day):
    with pytest.raises(UsageError, match="a date is needed"):
        request(pilot.world(), pilot.pilot, "checklist", "why", day)


def test_asking_twice_names_the_one_that_waits(pilot):
    asked(pilot)

    with pytest.raises(UsageError, match="waiver-1 asks for that already") as caught:
        asked(pilot)

    assert caught.value.hint == "playbook waiver grant first/pilot waiver-1"


def test_asking_for_what_is_waived_names_the_waiver(pilot):
    asked(pilot)
    granted(pilot)

    with pytest.raises(UsageError, match="waived already: waiver-1"):
        asked(pilot)


@pytest.mark.parametrize("end", ["refused", "lapsed", "revoked"])
def test_what_ended_can_be_asked_for_again(pilot, end):
    asked(pilot, days=2)
    if end == "refused":
        refuse(pilot.world(SPONSOR), "first", "waiver-1", "no")
    elif end == "revoked":
        granted(pilot)
        revoke(pilot.world(SPONSOR), "first", "waiver-1", "no")
    else:
        pilot.later(3)

    assert asked(pilot).id == "waiver-2"


def test_an_approval_is_nobodys_to_waive(pilot):
    with pytest.raises(GateClosed, match="nobody can waive approval: an approval is a person's own word") as caught:
        asked(pilot, "first", "approval")

    assert caught.value.hint.startswith("playbook approve first")


def test_the_shared_goal_is_nobodys_to_waive(pilot):
    pilot.change("goals:\n", "goals:\n  - {id: other, statement: Another one by 2027}\n", file="playbook.yaml")
    pilot.change("pilot:\n", "pilot:\n  goal: other\n")

    with pytest.raises(GateClosed, match="nobody can waive shared_goal: the shared goal is what holds the squads"):
        asked(pilot, condition="shared_goal")


def test_a_squad_ahead_of_its_wave_is_nobodys_to_waive(replication):
    with pytest.raises(GateClosed, match="nobody can waive leader"):
        asked(replication, f"first/{replication.session().state.unit.squads[0].id}", "leader")


def test_a_hold_is_lifted_not_waived(pilot):
    hold(pilot.world(), "first", "no money")
    with pytest.raises(GateClosed, match="a hold is lifted, not waived") as caught:
        asked(pilot, "first", "hold")

    assert caught.value.hint == "playbook resume first"


# -------------------------------------------------------------------------------------------------- granting


@pytest.mark.parametrize("who", [SPONSOR, HEAD])
def test_the_sponsor_or_a_head_of_department_grants(pilot, who):
    asked(pilot)

    assert granted(pilot, actor=who, note="this once").note == "this once"


def test_nobody_grants_their_own_request(pilot):
    asked(pilot, actor=SPONSOR)

    with pytest.raises(GateClosed, match="nobody grants what they asked for themselves") as caught:
        granted(pilot)

    assert "Farid Finance" in caught.value.hint
    assert "Sam Sponsor" not in caught.value.hint


def test_nobody_grants_for_their_own_squad(pilot):
    asked(pilot)

    with pytest.raises(GateClosed, match="nobody approves their own squad: Lena Lead is in pilot"):
        granted(pilot, actor=LEAD)


def test_somebody_else_cannot_grant_and_is_told_who_can(pilot):
    asked(pilot)

    with pytest.raises(GateClosed, match="Somebody cannot decide on waiver-1") as caught:
        granted(pilot, actor=STRANGER)

    assert "Sam Sponsor <sam.sponsor@example.org>" in caught.value.hint
    assert not pilot.events("WaiverGranted")


def test_a_name_alone_is_not_enough_to_grant(pilot):
    asked(pilot)

    with pytest.raises(UsageError, match="takes your mail as well") as caught:
        granted(pilot, actor="Sam Sponsor")

    assert caught.value.hint == f'--as "{SPONSOR}"'


@pytest.mark.parametrize(
    ("became", "said"),
    [
        ("granted", "waiver-1 was granted on 2026-12-01 by Sam Sponsor"),
        ("refused", "waiver-1 was refused on 2026-12-01 by Sam Sponsor"),
        ("revoked", "waiver-1 was taken back on 2026-12-01 by Sam Sponsor"),
        ("used", "waiver-1 was used up on 2026-12-01: a waiver holds once"),
        ("lapsed", "waiver-1 lapsed: its last day was 2026-12-21"),
    ],
)
def test_one_that_does_not_wait_cannot_be_granted(pilot, became, said):
    asked(pilot)
    if became == "refused":
        refuse(pilot.world(SPONSOR), "first", "waiver-1", "no")
    elif became == "lapsed":
        pilot.later(30)
    else:
        granted(pilot)
    if became == "revoked":
        revoke(pilot.world(SPONSOR), "first", "waiver-1", "no")
    if became == "used":
        pilot.approved()

    with pytest.raises(UsageError) as caught:
        granted(pilot, actor=HEAD)

    assert caught.value.message == said


def test_an_unknown_one_is_told_with_those_there_are(pilot):
    with pytest.raises(UsageError, match="first has no waiver 'waiver-7'") as none:
        granted(pilot, name="waiver-7")
    asked(pilot)
    with pytest.raises(UsageError) as one:
        granted(pilot, name="waiver-7")

    assert none.value.hint == "no waiver was ever asked for"
    assert one.value.hint == "waivers: waiver-1"


def test_it_is_found_at_its_subject_or_its_unit_and_nowhere_else(stabilisation):
    asked(stabilisation, "first", "dwell")

    with pytest.raises(UsageError, match="waiver-1 is about first") as caught:
        granted(stabilisation, "first/pilot")

    assert caught.value.hint == "write first, or first"
    assert granted(stabilisation, "first").granted


# --------------------------------------------------------------------------------------- refusing and taking back


def test_who_asked_withdraws(pilot):
    asked(pilot)

    found = refuse(pilot.world(COACH), "first", "waiver-1", "the heads came back")[1]

    assert found.why_ended == "the heads came back"
    assert waivers(pilot.world(), "first")[0]["status"] == "refused"


@pytest.mark.parametrize("end", [refuse, revoke])
def test_a_stranger_ends_none(pilot, end):
    asked(pilot)
    if end is revoke:
        granted(pilot)

    with pytest.raises(GateClosed, match="Somebody cannot decide on waiver-1"):
        end(pilot.world(STRANGER), "first", "waiver-1", "no")


def test_only_what_waits_is_refused_and_only_what_is_in_force_taken_back(pilot):
    asked(pilot)
    with pytest.raises(UsageError, match="waiver-1 still waits to be granted") as waits:
        revoke(pilot.world(SPONSOR), "first", "waiver-1", "no")
    granted(pilot)
    with pytest.raises(UsageError, match="waiver-1 was granted on") as holds:
        refuse(pilot.world(SPONSOR), "first", "waiver-1", "no")

    assert "playbook waiver refuse first/pilot waiver-1" in waits.value.hint
    assert "playbook waiver revoke first/pilot waiver-1" in holds.value.hint


def test_one_taken_back_closes_the_gate_again(pilot):
    asked(pilot)
    granted(pilot)
    pilot.approve()

    revoke(pilot.world(HEAD), "first", "waiver-1", "the auditor came")

    assert pilot.why()["first/pilot", "checklist"].status == "fail"
    with pytest.raises(GateClosed):
        pilot.advance()


def test_they_are_listed_with_those_that_wait_or_hold_first(stabilisation):
    asked(stabilisation, "first", "cycles")
    refuse(stabilisation.world(SPONSOR), "first", "waiver-1", "no")
    asked(stabilisation, "first", "dwell")

    found = waivers(stabilisation.world(), "first")

    assert [(one["id"], one["status"]) for one in found] == [("waiver-2", "requested"), ("waiver-1", "refused")]
    assert found[0]["requested_by"] == COACH
    assert found[1]["ended_by"] == SPONSOR


# ------------------------------------------------------------------------------------------------ size, for real


def people(count):
    """Return lines of the file that add so many members to the pilot."""
    line = "    - {{person: P{n} <p{n}@example.org>, department: parts, specialty: s, skills: [listening]}}\n"
    return "".join(line.format(n=n) for n in range(count))


def without_ada(place):
    """Let the pilot lose its sixth member, by the file."""
    (line,) = (one for one in place.file.read_text("utf-8").splitlines(keepends=True) if one.startswith(SIXTH))
    place.change(line, "")


def test_too_few_can_be_waived_and_the_engine_waits_until_the_last_day(pilot):
    without_ada(pilot)
    pilot.tick_all(pilot.pilot)
    asked(pilot, condition="squad_size", days=20)
    granted(pilot)
    pilot.approved()
    pilot.later(20)
    pilot.cycle()
    assert pilot.stage(pilot.pilot) == "operating"

    pilot.later(1)
    pilot.cycle()

    assert pilot.stage(pilot.pilot) == "understrength"
    pilot.whole()


def test_more_than_ten_are_nobodys_to_waive(pilot):
    more = "".join(
        f"    - {{person: P{n} <p{n}@example.org>, department: parts, specialty: s, skills: [listening]}}\n"
        for n in range(5)
    )
    pilot.change(SIXTH, more + SIXTH)

    with pytest.raises(GateClosed, match="nobody can waive squad_size: more than ten people"):
        asked(pilot, condition="squad_size")


def test_a_size_that_grew_beyond_ten_is_not_let_through_by_a_waiver_of_too_few(pilot):
    without_ada(pilot)
    asked(pilot, condition="squad_size")
    granted(pilot)
    assert pilot.why()["first/pilot", "squad_size"].status == "waived"
    more = "".join(
        f"    - {{person: P{n} <p{n}@example.org>, department: parts, specialty: s, skills: [listening]}}\n"
        for n in range(6)
    )
    pilot.change("  # Who decides, and the limit", more + "  # Who decides, and the limit")

    assert pilot.why()["first/pilot", "squad_size"].status == "fail"
