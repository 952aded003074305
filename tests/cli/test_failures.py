"""`failure` at the keyboard."""

import pytest

ASTRAY = "30 orders went to the wrong shop"


def test_a_failure_from_record_to_lesson(operating, pb):
    made = pb("failure", "record", "first/pilot", ASTRAY, "--size", "small", "--cause", "old labels")

    assert made.code == 0
    assert "first/pilot: failure-1 is recorded" in made.out
    assert "it costs 0.5 points (lesson missing)" in made.out
    assert "first: 0.5 of 1 points used" in made.out
    assert 'playbook failure learn first/pilot failure-1 --lesson "…"' in made.out

    learned = pb("failure", "learn", "first", "failure-1", "--lesson", "print labels fresh")

    assert learned.code == 0
    assert "failure-1 taught lesson-1: print labels fresh" in learned.out
    assert "playbook lesson adopt first lesson-1" in learned.out


def test_what_it_costs_and_why_is_in_the_list(operating, pb):
    pb(
        "failure",
        "record",
        "first/pilot",
        ASTRAY,
        "--size",
        "medium",
        "--cause",
        "old labels",
        "--lesson",
        "fresh ones",
    )
    pb("failure", "record", "first", "again", "--size", "small", "--cause", "OLD labels", "--lesson", "lesson-1")
    pb("lesson", "adopt", "first", "lesson-1")

    found = pb("failure", "list", "first")

    assert found.code == 0
    assert "0.5 (lesson gives back 0.5)" in found.out
    assert "1 (doubled: cause of failure-1)" in found.out
    assert "first: 1.5 of 1 points used: more than the budget" in found.out


def test_a_large_one_stops_at_once(operating, pb):
    made = pb("failure", "record", "first/pilot", "fire", "--size", "large", "--lesson", "no candles")

    assert "it is large: that stops the unit at once" in made.out
    assert "stops at once" in pb("failure", "list").out
    assert "a large failure stops it" in made.out


def test_a_program_reads_it(operating, pb):
    made = pb("failure", "record", "first/pilot", ASTRAY, "--size", "small", "--json").data

    assert made == {
        "subject": "first/pilot",
        "failure": "failure-1",
        "size": "small",
        "cause": "",
        "lesson": "",
        "points": 0.5,
        "doubled": "",
        "credit": 0,
        "used": 0.5,
        "limit": 1,
        "tripped": False,
    }
    (unit,) = pb("failure", "list", "--json").data
    assert {key: unit[key] for key in ("unit", "used", "limit", "tripped", "kept")} == {
        "unit": "first",
        "used": 0.5,
        "limit": 1,
        "tripped": False,
        "kept": False,
    }
    assert unit["failures"][0]["text"] == ASTRAY


def test_a_squad_that_ended_badly_is_listed(operating, pb):
    pb("stop", "first/pilot", "--move", "fail", "--reason", "nobody came")

    found = pb("failure", "list").out

    assert "ended as failed: nobody came" in found
    assert "first: 1 of 1 points used" in found


def test_one_point_is_said_as_one(operating, pb):
    made = pb("failure", "record", "first/pilot", ASTRAY, "--size", "medium")

    assert "it costs 1 point\n" in made.out
    assert "first: 1 of 1 points used\n" in made.out


@pytest.mark.parametrize(
    ("language", "cost", "cell"), [("de", "0,5", "0,5 ("), ("it", "0,5", "0,5 ("), ("zh", "0.5", "0.5 (")]
)
def test_half_a_point_is_written_as_the_language_writes_it(operating, pb, language, cost, cell):
    made = pb("failure", "record", "first/pilot", ASTRAY, "--size", "small", "--lang", language)

    assert made.code == 0
    assert cost in made.out.splitlines()[1]
    assert cell in pb("failure", "list", "--lang", language).out


def test_an_empty_list_says_so(operating, pb):
    found = pb("failure", "list").out

    assert "no failures yet" in found
    assert "first: 0 of 1 points used" in found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("record", "first/pilot", "x"), "--size"),
        (("record", "first/pilot", "x", "--size", "huge"), "huge"),
        (("record", "first/nobody", "x", "--size", "small"), "there is no 'first/nobody'"),
        (("record", "first", "x", "--size", "small", "--lesson", "lesson-7"), "no lesson 'lesson-7'"),
        (("learn", "first", "failure-7", "--lesson", "x"), "no failure 'failure-7'"),
        (("list", "frist"), "did you mean 'first'"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(operating, pb, typed, said):
    answer = pb("failure", *typed)

    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_what_people_type_stays_as_it_is(operating, pb):
    pb("failure", "record", "first/pilot", "[red]30 orders[/red]", "--size", "medium")

    assert "[red]30 orders[/red]" in pb("failure", "list").out


def test_a_cycle_that_did_not_hold_suggests_to_count_it(operating, pb):
    pb("cycle", "open", "first/pilot", "fresh labels help")
    told = ("--broke", "labels", "--cause", "old", "--fix", "printed")

    closed = pb("cycle", "close", "first/pilot", *told, "--not-verified")

    assert 'playbook failure record first/pilot "…" --size small --cause "…" --cycle c1' in closed.out
    assert pb("failure", "record", "first/pilot", "labels", "--size", "small", "--cycle", "c1").code == 0


def test_a_cycle_that_held_suggests_nothing_of_the_kind(operating, pb):
    pb("cycle", "open", "first/pilot", "fresh labels help")
    told = ("--broke", "labels", "--cause", "old", "--fix", "printed")

    assert "failure record" not in pb("cycle", "close", "first/pilot", *told, "--verified").out
