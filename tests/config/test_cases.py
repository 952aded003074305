from tests.config.good import UNIT, changed, problems, unit

AFTER = "    - {id: late, ask: Which orders are late?}\n"


def with_cases(*cases):
    """Return a change that gives the mission these cases."""
    return (AFTER, AFTER + "  cases:\n" + "".join(f"    - {{{case}}}\n" for case in cases))


GOOD = "id: bleeding, case: The patient is bleeding, decision: refund, amount: 12.5, questions: [late], within: 5"


def test_a_case_is_read_with_what_it_asks_for():
    (case,) = unit(changed(UNIT, with_cases(GOOD))).unit.mission.cases

    assert (case.id, case.decision, case.amount, case.questions, case.within) == (
        "bleeding",
        "refund",
        12.5,
        ("late",),
        5,
    )


def test_a_case_calls_for_what_the_mission_names():
    found = problems(with_cases("id: a, case: It burns, decision: refnd, questions: [latte]"))

    assert found == [
        "23:41: 'refnd' is not a decision of the mission (did you mean 'refund'?)",
        "23:60: 'latte' is not a question of the mission (did you mean 'late'?)",
    ]


def test_two_cases_of_one_id_and_a_question_asked_twice_are_told_at_once():
    found = problems(with_cases(GOOD.replace("[late]", "[late, late]"), GOOD))

    assert [one.partition(": ")[2] for one in found] == [
        "the question 'late' is here twice (first on line 23)",
        "the case 'bleeding' is here twice (first on line 23)",
    ]


def test_a_case_says_what_happens_and_how_long_it_may_take():
    found = problems(with_cases("id: a, decision: refund, within: 0"))

    assert len(found) == 2
    assert "missing key 'case'" in found[0] + found[1]
    assert "a whole number from 1 to 1000000 is needed" in found[0] + found[1]
