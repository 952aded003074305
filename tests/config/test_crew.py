import pytest

from tests.config.good import UNIT, changed, problems, unit


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("department: marketing", "department: maketing"),
            "40:19: 'maketing' is not a department of this unit (did you mean 'marketing'?)",
        ),
        (
            ("department: sales\n      grant", "department: it\n      grant"),
            "50:19: 'it' is not a department of this unit",
        ),
        (
            ("      skills: [selling]", "      skills: [seling]"),
            "37:16: 'seling' is not a skill of the mission (did you mean 'selling'?)",
        ),
        (
            ("- skill: writing", "- skill: riting"),
            "54:14: 'riting' is not a skill of the mission (did you mean 'writing'?)",
        ),
        (
            ("- decision: refund", "- decision: refunds"),
            "43:17: 'refunds' is not a decision of the mission (did you mean 'refund'?)",
        ),
        (
            ("- question: late", "- question: latte"),
            "48:17: 'latte' is not a question of the mission (did you mean 'late'?)",
        ),
        (
            ("lead: Marta Rossi", "lead: Marta Rosi"),
            "31:9: 'Marta Rosi' is not a member of the squad 'pilot' (did you mean 'Marta Rossi'?)",
        ),
        (("accountable: Marta Rossi", "accountable: Bo Lind"), "32:16: 'Bo Lind' is not a member of the squad 'pilot'"),
        (("lead: Li Wu", "lead: Jo Smith"), "60:11: 'Jo Smith' is not a member of the squad 'lyon'"),
        (
            ("lead: Marta Rossi", "lead: Marta Rossi <martha@example.org>"),
            (
                "31:9: 'Marta Rossi <martha@example.org>' is not a member of the squad 'pilot' "
                "(did you mean 'Marta Rossi <marta@example.org>'?)"
            ),
        ),
        (
            ("decider: Jo Smith", "decider: Jo Smit"),
            "44:16: 'Jo Smit' is nobody in this file (did you mean 'Jo Smith'?)",
        ),
        (("decider: Jo Smith", "decider: jo@"), "44:16: a person is written `Name <mail>`, found 'jo@'"),
    ],
)
def test_a_reference_must_lead_somewhere(change, problem):
    assert problems(change) == [problem]


def test_nobody_is_a_member_twice():
    found = problems(("Jo Smith <jo@example.org>", "Marta Rossi"), ("decider: Jo Smith", "decider: Marta Rossi"))

    assert found == ["39:15: 'Marta Rossi <marta@example.org>' is in the squad 'pilot' twice (first on line 34)"]


def test_somebody_may_be_a_member_of_two_squads():
    text = changed(UNIT, ("Li Wu <li@example.org>", "Jo Smith <jo@example.org>"), ("lead: Li Wu", "lead: Jo Smith"))

    assert (
        unit(text.replace("accountable: Li Wu", "accountable: Jo Smith")).unit.squads[0].lead
        == "Jo Smith <jo@example.org>"
    )


def test_a_decider_from_outside_the_squad_is_for_the_gate_to_judge():
    assert unit(changed(UNIT, ("decider: Jo Smith", "decider: Ana Diaz"))).unit.pilot.decides[0].decider == (
        "Ana Diaz <ana@example.org>"
    )


def test_where_a_member_is_unreadable_nobody_is_said_to_be_missing():
    assert problems(("person: Marta Rossi <marta@example.org>", "person: Marta Rossi <marta>")) == [
        "34:15: a mail address is needed between < and >, found 'marta'"
    ]


def test_a_lead_without_members_is_one_mistake_not_three():
    cut = UNIT[UNIT.index("  members:\n") : UNIT.index("  decides:\n")]

    assert problems((cut, ""), ("decider: Jo Smith", "decider: Ana Diaz")) == [
        "30:3: missing key 'members': Six to ten people from at least three departments"
    ]


def test_where_nobody_is_a_member_the_lead_is_not_one():
    cut = UNIT[UNIT.index("  members:\n") : UNIT.index("  decides:\n")]

    found = problems((cut, "  members: []\n"), ("decider: Jo Smith", "decider: Ana Diaz"))

    assert found == [f"{at}: 'Marta Rossi' is not a member of the squad 'pilot'" for at in ("31:9", "32:16")]
