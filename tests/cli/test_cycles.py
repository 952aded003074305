"""`cycle` and `lesson` at the keyboard."""

import pytest

TOLD = ("--broke", "two lists", "--cause", "two teams", "--fix", "one list")


def test_a_cycle_from_guess_to_lesson(operating, pb):
    assert "cycle c1 is open, for 14 days" in pb("cycle", "open", "first/pilot", "one list is enough").out

    answer = pb("cycle", "close", "first/pilot", "c1", *TOLD, "--verified", "--lesson", "Agree on one list")

    assert answer.code == 0
    assert "playbook lesson adopt first lesson-1" in answer.out
    assert "verified" in pb("cycle", "list", "first/pilot").out
    assert "Agree on one list" in pb("lesson", "list", "first").out


def test_the_oldest_open_cycle_is_closed_where_none_is_named(operating, pb):
    pb("cycle", "open", "first/pilot", "a")
    pb("cycle", "open", "first/pilot", "b")
    pb("cycle", "close", "first/pilot", *TOLD, "--verified")

    assert [bool(one["closed"]) for one in pb("cycle", "list", "first", "--json").data] == [True, False]


def test_a_cycle_that_did_not_hold_says_that_it_counts(operating, pb):
    pb("cycle", "open", "first/pilot", "a")

    assert "counts as failed" in pb("cycle", "close", "first/pilot", *TOLD, "--not-verified").out


@pytest.mark.parametrize("missing", ["--broke", "--cause", "--fix"])
def test_a_cycle_ends_with_all_its_answers(operating, pb, missing):
    pb("cycle", "open", "first/pilot", "a")
    at = TOLD.index(missing)

    answer = pb("cycle", "close", "first/pilot", *TOLD[:at], *TOLD[at + 2 :], "--verified")

    assert answer.code == 2
    assert missing in answer.err


def test_whether_the_fix_held_has_to_be_said(operating, pb):
    pb("cycle", "open", "first/pilot", "a")

    answer = pb("cycle", "close", "first/pilot", *TOLD)

    assert answer.code == 2
    assert "--verified" in answer.err


@pytest.mark.parametrize("cycle", [(), ("c1",), ("c9",)])
def test_there_is_no_such_cycle_to_close(operating, pb, cycle):
    answer = pb("cycle", "close", "first/pilot", *cycle, *TOLD, "--verified")

    assert answer.code == 2
    assert "no open cycle" in answer.err


def test_a_closed_cycle_stays_closed(operating, pb):
    pb("cycle", "open", "first/pilot", "a")
    pb("cycle", "close", "first/pilot", "c1", *TOLD, "--verified")

    assert pb("cycle", "close", "first/pilot", "c1", *TOLD, "--verified").code == 2


@pytest.mark.parametrize("subject", ["first", "first/wave-1"])
def test_cycles_belong_to_squads(operating, pb, subject):
    assert pb("cycle", "open", subject, "a").code == 2


@pytest.mark.parametrize("days", ["0", "-1", "366", "x"])
def test_a_time_box_is_a_number_of_days(operating, pb, days):
    assert pb("cycle", "open", "first/pilot", "a", "--time-box", days).code == 2


def test_before_the_first_there_are_none(operating, pb):
    assert pb("cycle", "list", "first").out == "no cycles yet\n"
    assert pb("lesson", "list", "first").out == "no lessons yet\n"
    assert pb("cycle", "list", "first", "--json").data == []


@pytest.mark.parametrize(
    ("verb", "word"), [("adopt", "is in the playbook now"), ("keep", "is kept local"), ("reject", "is rejected")]
)
def test_each_lesson_is_decided(operating, pb, verb, word):
    pb("lesson", "add", "first/pilot", "Agree on one list")

    answer = pb("lesson", verb, "first", "lesson-1", "--reason", "because")

    assert answer.code == 0
    assert word in answer.out


@pytest.mark.parametrize("verb", ["keep", "reject"])
def test_what_does_not_travel_needs_a_reason(operating, pb, verb):
    pb("lesson", "add", "first/pilot", "Agree on one list")

    assert pb("lesson", verb, "first", "lesson-1").code == 2


def test_an_unknown_lesson_names_those_there_are(operating, pb):
    pb("lesson", "add", "first/pilot", "Agree on one list")

    assert "lesson-1" in pb("lesson", "adopt", "first", "lesson-2").err


def test_a_lesson_of_an_unknown_cycle(operating, pb):
    assert pb("lesson", "add", "first/pilot", "x", "--cycle", "c7").code == 2


def test_groups_list_their_commands(pb):
    for group, commands in {
        "cycle": ("open", "close", "list"),
        "lesson": ("add", "adopt", "keep", "reject", "list"),
    }.items():
        out = pb(group, "--help").out
        assert [name for name in commands if f"\n  {name} " not in out] == []


def close(pb, *more):
    """Open a cycle and close it unverified."""
    pb("cycle", "open", "first/pilot", "a guess")
    return pb("cycle", "close", "first/pilot", "--broke", "a", "--cause", "b", "--fix", "c", "--not-verified", *more)


def test_a_missing_skill_is_told_with_where_it_has_to_be_added(operating, pb):
    answer = close(pb, "--missing-skill", "electronics")

    assert answer.code == 0
    assert "electronics is in the skill-gap register" in answer.out
    assert "add electronics to mission.skills, units/first.yaml:" in answer.out
    register = (operating / "documents/first/skill-gap-register.md").read_text("utf-8")
    assert "| Pilot squad | c1 | electronics | a | _nobody yet; the mission does not name it_ |" in register


def test_a_missing_skill_of_the_mission_has_to_be_added_nowhere(operating, pb):
    answer = close(pb, "--missing-skill", "repair", "--json")

    assert answer.data["missing_skill"] == "repair"
    assert pb("cycle", "list", "first/pilot", "--json").data[0]["skill"] == "repair"
    assert "mission.skills" not in close(pb, "--missing-skill", "repair").out


def test_a_missing_skill_is_an_id_and_no_slip_of_the_pen(operating, pb):
    wrong, near = close(pb, "--missing-skill", "Fault codes"), close(pb, "--missing-skill", "reparir")

    assert (wrong.code, near.code) == (2, 2)
    assert "'Fault codes' is not the id of a skill (a-z, 0-9 and '-')" in wrong.err
    assert "did you mean 'repair'? If it is another skill, add 'reparir' to mission.skills first" in near.err
