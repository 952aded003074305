"""`show` at the keyboard."""

from tests.cli.conftest import SPONSOR


def test_a_squad_with_all_that_belongs_to_it(operating, pb):
    pb("cycle", "open", "first/pilot", "one list is enough")
    pb("lesson", "add", "first/pilot", "Agree on one list")

    out = pb("show", "first/pilot").out

    for part in (
        "first/pilot (squad): operating",
        "documents/first/pilot/charter.md",
        "launch.lead-free",
        "days-to-wash",
        "c1 open",
    ):
        assert part in out
    assert "Agree on one list" in out


def test_a_unit_and_a_wave(operating, pb):
    assert "first (rollout): stabilisation" in pb("show", "first").out
    assert "squads: second" in pb("show", "first/wave-1").out


def test_the_approvals_of_the_next_move(synced, pb):
    pb("approve", "first", "--as", SPONSOR)

    assert "begin: Sam Sponsor" in pb("show", "first").out


def test_a_hold_and_trouble_with_a_document_are_shown(pilot, pb):
    pb("hold", "first/pilot", "--reason", "no room")
    (pilot / "documents/first/pilot/charter.md").unlink()
    pb("sync")

    out = pb("show", "first/pilot").out

    assert "on hold: no room" in out
    assert "charter.md  " in out


def test_a_subject_that_there_is_not(pilot, pb):
    assert pb("show", "first/pilt").code == 2
