"""Going with conditions: set by who approves, met by whoever shows it, in the way when overdue."""

from datetime import date, timedelta

import pytest

from playbook.app.advance import Moving, advance
from playbook.app.approve import approve
from playbook.app.provisos import Terms, add, added, meet, provisos
from playbook.errors import GateClosed, UsageError
from tests.app.workspace import COACH, LEAD, SPONSOR

TEXT = "the second analyst starts"


def in_days(place, days):
    return (date.fromisoformat(place.day) + timedelta(days=days)).isoformat()


def terms(place, owner="Lena Lead", days=9, text=TEXT):
    return Terms(text, owner, in_days(place, days))


def set_(place, subject=None, actor=SPONSOR, move="", **how):
    return add(place.world(actor), subject or place.unit, terms(place, **how), move)[1]


def review(place):
    return place.document("gate-review").read_text("utf-8")


def test_who_approves_the_next_move_sets_one(pilot):
    found = set_(pilot)

    assert (found.id, found.subject, found.move, found.due) == ("proviso-1", "first", "stabilise", in_days(pilot, 9))
    assert f"- {TEXT} (Lena Lead, by 10 Dec 2026): **open**" in review(pilot)
    assert "## Said of the next move" in review(pilot)
    assert not pilot.sync().changes


def test_it_is_in_the_index_until_it_is_met(pilot):
    set_(pilot)
    assert f"| {TEXT} | First unit | Lena Lead | 10 Dec 2026 |" in pilot.document("index").read_text("utf-8")

    meet(pilot.world(), "first", "proviso-1", "her contract")

    assert TEXT not in pilot.document("index").read_text("utf-8")


def test_an_approval_can_come_with_one(pilot):
    pilot.tick_all(pilot.pilot)

    approve(
        pilot.world(SPONSOR),
        "first",
        more=lambda session, subject, move: added(session, subject, move, [terms(pilot)]),
    )

    assert list(pilot.session().state.provisos) == ["proviso-1"]
    assert pilot.why()["first", "approval"].status == "pass"
    pilot.advance()
    assert "**Decision:** go with conditions, taken by Ruth Okafor." in review(pilot)


def test_an_approval_whose_terms_are_wrong_is_not_given(pilot):
    with pytest.raises(UsageError, match="does not lie ahead"):
        approve(
            pilot.world(SPONSOR),
            "first",
            more=lambda session, subject, move: added(session, subject, move, [terms(pilot, days=-1)]),
        )

    assert "stabilise" not in "".join(pilot.events("Approved"))


def test_it_is_set_with_the_move_itself_or_not_at_all(pilot):
    asked = Moving("first", provisos=(terms(pilot), terms(pilot, text="hand the mailbox over")))
    with pytest.raises(GateClosed, match="refused"):
        advance(pilot.world(SPONSOR), asked)
    assert not pilot.events("ProvisoAdded")
    pilot.tick_all(pilot.pilot)
    pilot.approve()

    advance(pilot.world(SPONSOR), asked)

    assert list(pilot.session().state.provisos) == ["proviso-1", "proviso-2"]
    assert "**Decision:** go with conditions, taken by Sam Sponsor." in review(pilot)
    assert "hand the mailbox over (Lena Lead, by 10 Dec 2026): **open**" in review(pilot)


def test_one_for_a_move_that_was_made_is_under_that_decision(stabilisation):
    found = set_(stabilisation, move="stabilise")

    assert found.move == "stabilise"
    last = review(stabilisation).partition("## 2. ")[2]
    assert "go with conditions" in last
    assert "Said of the next move" not in review(stabilisation)


def test_an_overdue_one_closes_the_gate_until_it_is_met(pilot):
    set_(pilot, days=3)
    pilot.tick_all(pilot.pilot)
    pilot.later(3)
    assert ("first", "provisos") not in pilot.why()
    pilot.later(1)
    pilot.approve()
    assert pilot.why()["first", "provisos"].status == "fail"
    with pytest.raises(GateClosed):
        pilot.advance()

    meet(pilot.world(), "first", "proviso-1", "her contract")
    pilot.advance()

    assert pilot.stage() == "stabilisation"
    assert "(Lena Lead, by 4 Dec 2026): met 5 Dec 2026, her contract" in review(pilot)


@pytest.mark.parametrize("who", [COACH, LEAD, "Farid Finance <farid.finance@example.org>"])
def test_nobody_else_sets_terms(pilot, who):
    with pytest.raises(GateClosed, match="cannot set terms for 'stabilise' of first") as caught:
        set_(pilot, actor=who)

    assert caught.value.hint == f"that is {SPONSOR}"


def test_for_a_move_without_approval_it_is_the_sponsor(pilot):
    assert set_(pilot, pilot.pilot).move == "charter"
    with pytest.raises(GateClosed):
        set_(pilot, pilot.pilot, actor=COACH)


def test_a_day_that_is_over_will_not_do_and_today_will(pilot):
    with pytest.raises(UsageError, match="does not lie ahead"):
        set_(pilot, days=-1)

    assert set_(pilot, days=0).due == pilot.day


@pytest.mark.parametrize("owner", ["Nobody Here", "Lena", "lena lead"])
def test_an_owner_nobody_knows_needs_a_mail(pilot, owner):
    with pytest.raises(UsageError, match=f"nobody of this unit is called {owner}"):
        set_(pilot, owner=owner)

    assert not pilot.events("ProvisoAdded")


def test_somebody_new_is_named_in_full_and_kept_as_an_id(pilot):
    found = set_(pilot, owner="Nia New <nia@example.org>")

    assert found.owner.startswith("p-")
    assert "Nia" not in "".join(pilot.events("ProvisoAdded"))
    assert provisos(pilot.world(), "first")[0]["owner"] == "Nia New <nia@example.org>"


def test_of_two_people_of_one_name_one_is_chosen_by_the_mail(pilot):
    set_(pilot, owner="Lena Lead <other@example.org>")

    with pytest.raises(UsageError, match="more than one person is called Lena Lead") as caught:
        set_(pilot)

    assert "Lena Lead <other@example.org>" in caught.value.hint


def test_it_is_met_once(pilot):
    set_(pilot)
    meet(pilot.world(), "first", "proviso-1", "her contract")

    with pytest.raises(UsageError, match="proviso-1 was met on 2026-12-01, as Ruth Okafor recorded"):
        meet(pilot.world(), "first", "proviso-1", "again")


def test_an_unknown_one_is_told_with_those_there_are(pilot):
    with pytest.raises(UsageError, match="first has no proviso 'proviso-7'") as none:
        meet(pilot.world(), "first", "proviso-7", "x")
    set_(pilot)
    with pytest.raises(UsageError) as one:
        meet(pilot.world(), "first", "proviso-7", "x")

    assert none.value.hint == "no gate was opened with a proviso yet"
    assert one.value.hint == "provisos: proviso-1"


def test_it_is_found_at_its_subject_or_its_unit(pilot):
    set_(pilot)
    with pytest.raises(UsageError, match="proviso-1 is about first"):
        meet(pilot.world(), pilot.pilot, "proviso-1", "x")
    set_(pilot, pilot.pilot)

    assert meet(pilot.world(), "first", "proviso-2", "x")[1].met


def test_they_are_listed_open_ones_first_and_soonest_due_at_the_top(pilot):
    for days in (9, 2, 5):
        set_(pilot, days=days)
    meet(pilot.world(), "first", "proviso-2", "done")
    pilot.later(6)

    found = provisos(pilot.world(), "first")

    assert [(one["id"], one["status"]) for one in found] == [
        ("proviso-3", "overdue"),
        ("proviso-1", "open"),
        ("proviso-2", "met"),
    ]
