from dataclasses import replace

import pytest

from playbook.core.model import DrillCase, Right
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import day, maps, squad, state, unit

BLEEDING = DrillCase("bleeding", "The patient is bleeding", "refund", questions=("late",))


def seen(*cases, **changes):
    """Return the view of a pilot that differs, where the mission has these cases."""
    whole = unit(mission=replace(unit().mission, cases=cases), pilot=squad(**changes))
    return view(state(unit=whole), maps(), {}, "emea/pilot", "Acme", Words("en"))


def card(*cases, **changes):
    words = Words("en")
    return Renderer([shipped("templates")], words, None).render("decision-card", seen(*cases, **changes), {}).text


def test_a_case_has_who_decides_and_from_what():
    (found,) = seen(BLEEDING)["squad"]["cases"]

    assert found == {
        "id": "bleeding",
        "case": "The patient is bleeding",
        "decision": "Refund an order",
        "decider": "Pilot 1",
        "within": 0,
        "minutes": -1,
        "sources": ["the order system"],
        "stays": True,
        "certain": False,
        "leaves": "",
    }


def test_no_end_of_a_grant_is_judged_as_no_clock_is_there():
    ended = replace(squad().data[0], until=day(1000))

    assert seen(BLEEDING, data=(ended,))["squad"]["cases"][0]["stays"]


@pytest.mark.parametrize(
    ("case", "rights", "row"),
    [
        pytest.param(
            replace(BLEEDING, within=5),
            (Right("refund", "p-pilot-1", 500, minutes=1),),
            "| The patient is bleeding | Pilot 1 | 1 minute | the order system | yes |",
            id="stays",
        ),
        pytest.param(
            replace(BLEEDING, questions=()),
            (),
            "| The patient is bleeding | _nobody yet_ | – | – | **no**: to Sponsor: nobody decides on 'refund' |",
            id="leaves",
        ),
        pytest.param(
            replace(BLEEDING, within=5, questions=()),
            (Right("refund", "p-pilot-1", 500),),
            "| The patient is bleeding | Pilot 1 | _not written down_ | – | perhaps to Sponsor: ",
            id="may-leave",
        ),
    ],
)
def test_the_card_has_a_row_for_each(case, rights, row):
    assert row in card(case, decides=rights)


def test_a_card_without_cases_has_no_table_of_them():
    assert "What happens" not in card()


def test_what_a_person_wrote_stays_in_its_cell():
    text = card(replace(BLEEDING, case="A | B <b>"))

    assert "| A \\| B \\<b> |" in text
