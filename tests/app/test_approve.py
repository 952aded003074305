from pathlib import Path

import pytest

from playbook.app.approve import approve, hold, remaining, resume
from playbook.errors import GateClosed, Repeated, UsageError
from playbook.library import shipped
from tests.app.workspace import COACH, LEAD, SPONSOR


def standing(place, subject="first"):
    """Return the verdict on the sponsor's approval."""
    return place.why(subject)[subject, "approval"].status


def test_the_sponsor_approves_what_is_there(selection):
    _, event = selection.approve(note="go on")

    assert (event.subject, event.move, event.role, event.note) == ("first", "begin", "sponsor", "go on")
    assert len(event.fingerprint) == 64
    assert standing(selection) == "pass"


def test_a_bare_name_is_not_enough_to_approve(selection):
    with pytest.raises(UsageError, match="an approval needs your mail as well") as caught:
        selection.approve(actor="Sam Sponsor")

    assert caught.value.hint == f'--as "{SPONSOR}"'
    assert "Approved" not in selection.events()


def test_the_mail_says_who_somebody_is_in_any_case(selection):
    selection.approve(actor="Sam Sponsor <SAM.Sponsor@Example.ORG>")

    assert standing(selection) == "pass"


@pytest.mark.parametrize("actor", [COACH, LEAD, "Sam Sponsor <another@example.org>"])
def test_anybody_else_cannot(selection, actor):
    with pytest.raises(GateClosed, match="cannot approve first: this takes the sponsor") as caught:
        selection.approve(actor=actor)

    assert caught.value.hint == f"that is {SPONSOR}"
    assert "Approved" not in selection.events()


def test_nobody_approves_their_own_squad(pilot):
    squad = f"{pilot.unit}/second"
    pilot.change("sponsor: Sam Sponsor <sam.sponsor@example.org>", "sponsor: Mira Second <mira.second@example.org>")
    (pilot.folder / "states").mkdir()
    text = (Path(shipped("states")) / "squad.yaml").read_text("utf-8")
    gate = "    target: forming\n    gate:\n      - approval: {role: sponsor}\n"
    (pilot.folder / "states" / "squad.yaml").write_text(text.replace("    target: forming\n", gate, 1), "utf-8")

    with pytest.raises(GateClosed, match="nobody approves their own squad: Mira Second is in second"):
        pilot.approve(squad, actor="Mira Second <mira.second@example.org>")

    assert standing(pilot, squad) == "fail"


def test_a_move_that_needs_no_approval(replication):
    with pytest.raises(UsageError, match="the move 'staff' of first/wave-1 needs no approval"):
        replication.approve("first/wave-1")


def test_a_role_that_does_not_approve_it(selection):
    with pytest.raises(UsageError, match="'lead' does not approve 'begin'") as caught:
        selection.approve(role="lead")

    assert caught.value.hint == "it is approved by: sponsor"


@pytest.mark.parametrize("subject", ["first/nobody", "first/wave-7"])
def test_a_subject_there_is_not(selection, subject):
    with pytest.raises(UsageError, match="there is no"):
        selection.approve(subject)


def test_a_move_there_is_not(selection):
    with pytest.raises(UsageError, match="no move 'close'"):
        selection.approve(move="close")


LAPSES = [
    pytest.param("customer: Families who bought", "customer: Everybody who bought", None, id="customer"),
    pytest.param("specialty: refunds,", "specialty: credit notes,", None, id="roster"),
    pytest.param("allocation: 50", "allocation: 60", None, id="allocation"),
    pytest.param("limit: 600", "limit: 700", None, id="decision-right"),
    pytest.param("failure_budget: 1", "failure_budget: 2", None, id="budget"),
    pytest.param("target: 2", "target: 3", None, id="target"),
    pytest.param("helped at the first call", "helped at once", "playbook.yaml", id="goal"),
]


@pytest.mark.parametrize(("old", "new", "file"), LAPSES)
@pytest.mark.parametrize("stage", ["selection", "pilot"])
def test_an_approval_lapses_when_what_was_approved_changes(at, stage, old, new, file):
    place = at(stage)
    place.approve()
    place.change(old, new, file=file)

    assert standing(place) == "undecided"

    place.sync()
    place.approve()
    assert standing(place) == "pass"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("name: Second squad", "name: Another squad", id="another-squad"),
        pytest.param("waves: [1]", "waves: [2]", id="waves"),
        pytest.param("# What failures may cost", "# What a failure may cost", id="comment"),
    ],
)
def test_an_approval_stands_when_the_file_changes_elsewhere(pilot, old, new):
    pilot.approve()
    pilot.change(old, new)

    assert standing(pilot) == "pass"


def signed(place):
    """Return the pilot's charter, and the place where its signatures begin."""
    path = place.document("pilot/charter")
    text = path.read_text("utf-8")
    return path, text, text.index("<!-- playbook: signatures -->")


def test_an_approval_lapses_when_the_text_above_the_signatures_changes(pilot):
    pilot.approve()
    path, text, mark = signed(pilot)
    path.write_text(f"{text[:mark]}And one thing more.\n\n{text[mark:]}", "utf-8")

    assert standing(pilot) == "undecided"


def test_an_approval_stands_when_the_text_below_the_signatures_changes(pilot):
    pilot.approve()
    path, text, _ = signed(pilot)
    path.write_text(f"{text}\nSigned by hand on Monday.\n", "utf-8")

    assert standing(pilot) == "pass"


def test_an_approval_stands_when_somebody_ticks(pilot):
    pilot.approve()
    pilot.edit("pilot/launch-checklist", "- [ ]", "- [x]")
    assert standing(pilot) == "pass"

    pilot.tick_all(pilot.pilot)

    assert standing(pilot) == "pass"


def test_an_approval_is_used_up_by_its_move(selection):
    selection.approved()

    assert standing(selection) == "fail"


def test_a_unit_on_hold_advances_nowhere(pilot):
    hold(pilot.world(), "first", "summer")

    assert pilot.why()["first", "hold"].status == "fail"
    assert pilot.why(pilot.pilot)[pilot.pilot, "hold"].command == "playbook resume first"

    resume(pilot.world(), "first")
    assert ("first", "hold") not in pilot.why()
    pilot.whole()


def test_a_subject_is_put_on_hold_once(pilot):
    hold(pilot.world(), "first", "summer")

    with pytest.raises(UsageError, match="first is on hold already: summer"):
        hold(pilot.world(), "first", "winter")


def test_what_is_not_on_hold_cannot_resume(pilot):
    with pytest.raises(UsageError, match="first is not on hold"):
        resume(pilot.world(), "first")


def test_resuming_a_squad_whose_unit_is_on_hold_says_where_the_hold_is(pilot):
    hold(pilot.world(), "first", "summer")

    with pytest.raises(UsageError, match="first/pilot is not on hold") as caught:
        resume(pilot.world(), pilot.pilot)

    assert caught.value.hint == "the hold is on first"


@pytest.mark.parametrize("act", [lambda world: hold(world, "first/zzz", "x"), lambda world: resume(world, "first/zzz")])
def test_a_hold_needs_a_subject(pilot, act):
    with pytest.raises(UsageError, match="there is no 'first/zzz'"):
        act(pilot.world())


def test_an_approval_given_after_the_file_changed_is_of_what_it_says_now(pilot):
    pilot.change("failure_budget: 1", "failure_budget: 2")

    pilot.approve()

    assert standing(pilot) == "pass"


def test_an_approval_given_before_the_first_documents_were_made_stands(fresh):
    fresh.approve()

    assert standing(fresh) == "pass"


def test_a_repeated_approval_is_given_once(selection):
    approve(selection.world(SPONSOR, key="k1"), "first")
    rows = selection.rows()

    with pytest.raises(Repeated):
        approve(selection.world(SPONSOR, key="k1"), "first")

    assert selection.rows() == rows


def test_approving_the_same_again_records_nothing(selection):
    _, first = selection.approve()
    rows = selection.rows()

    _, again = selection.approve(note="once more")

    assert again.fingerprint == first.fingerprint
    assert selection.rows() == rows


def test_approving_what_changed_since_records_again(selection):
    selection.approve()
    selection.change("failure_budget: 1", "failure_budget: 2")

    selection.approve()

    assert selection.events().count("Approved") == 2


def test_what_is_still_in_the_way_after_an_approval(pilot):
    session, event = pilot.approve()

    found = {(one.subject, one.condition) for one in remaining(session, "first", event.move)}

    assert ("first/pilot", "checklist") in found
    assert "approval" not in {condition for _, condition in found}


def test_nothing_is_in_the_way_of_what_was_approved_last(selection):
    session, event = selection.approve()

    assert remaining(session, "first", event.move) == []
