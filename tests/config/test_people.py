import pytest

from tests.config.good import UNIT, changed, problems, unit


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("ana@example.org", "8:10: a person is written `Name <mail>`, found 'ana@example.org'"),
        ("<ana@example.org>", "8:10: a person is written `Name <mail>`, found '<ana@example.org>'"),
        ("Ana Diaz ana@example.org", "8:10: a person is written `Name <mail>`, found 'Ana Diaz ana@example.org'"),
        ("Ana Diaz <ana@example.org", "8:10: a person is written `Name <mail>`, found 'Ana Diaz <ana@example.org'"),
        ("Ana Diaz <>", "8:10: a person is written `Name <mail>`, found 'Ana Diaz <>'"),
        ("Ana Diaz <ana>", "8:10: a mail address is needed between < and >, found 'ana'"),
        ("Ana Diaz <ana@example>", "8:10: a mail address is needed between < and >, found 'ana@example'"),
        ("Ana Diaz <ana@@example.org>", "8:10: a mail address is needed between < and >, found 'ana@@example.org'"),
        ("7", "8:10: one line of text is needed, found 7 (put it in quotes)"),
        (
            "Bo Lin <bo@example.org>",
            "12:11: the mail bo@example.org belongs to 'Bo Lin' on line 8; one person, one name",
        ),
    ],
)
def test_a_person_is_a_name_and_a_mail(written, problem):
    assert problems(("Ana Diaz <ana@example.org>", written)) == [problem]


def test_the_mail_tells_two_people_of_one_name_apart():
    text = changed(UNIT, ("Ana Diaz <", "Jo Smith <"))

    assert unit(text).unit.sponsor == "Jo Smith <ana@example.org>"
    assert unit(text).unit.pilot.decides[0].decider == "Jo Smith <jo@example.org>"


def test_a_name_alone_that_two_people_have_is_not_clear():
    found = problems(("Ana Diaz <", "Bo Lind <"), ("Cy Ng <cy@example.org>", "Bo Lind"))

    assert found == [
        "15:11: 'Bo Lind' can be Bo Lind <ana@example.org> or Bo Lind <bo@example.org>; write name and mail"
    ]


def test_two_members_of_one_name_need_their_mail_where_one_leads():
    found = problems(("Jo Smith <", "Marta Rossi <"), ("decider: Jo Smith", "decider: Marta Rossi <jo@example.org>"))

    both = "Marta Rossi <marta@example.org> or Marta Rossi <jo@example.org>"
    assert found == [f"{at}: 'Marta Rossi' can be {both}; write name and mail" for at in ("31:9", "32:16")]


def test_case_spaces_and_composition_do_not_make_another_person():
    text = changed(
        UNIT,
        ("Marta Rossi <marta@example.org>", "Zoe\u0308   Rossi <zoe@example.org>"),
        ("lead: Marta Rossi", "lead: zoë rossi <Zoe@Example.ORG>"),
        ("accountable: Marta Rossi", "accountable: ZOË ROSSI"),
    )

    pilot = unit(text).unit.pilot

    assert pilot.members[0].person == pilot.lead == pilot.accountable == "Zoë Rossi <zoe@example.org>"


def test_a_person_without_a_mail_anywhere_is_a_name():
    text = changed(UNIT, ("Li Wu <li@example.org>", "Li Wu"))

    assert unit(text).unit.squads[0].lead == "Li Wu"


def test_a_name_alone_is_completed_from_a_later_line():
    text = changed(UNIT, ("head: Bo Lind <bo@example.org>", "head: Jo Smith"))

    assert unit(text).unit.departments[0].head == "Jo Smith <jo@example.org>"
