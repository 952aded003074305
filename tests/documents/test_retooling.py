"""The documents of the top-down path, rendered from small units."""

import re

import pytest

from playbook.core.model import Consultant, Milestone, Retooling
from playbook.documents.checklist import signed_part
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import maps, state, unit

PLAN = Retooling(
    "The board | decided it on 9 January",
    (
        Milestone("one-system", "One *system*", "2027-03-31", "2027-03-01", "p-head-service"),
        Milestone("rights", "Rights are delegated", "2027-06-30"),
    ),
    (
        Consultant("Northlight", "Training", "2027-12-31", "p-head-sales", "2027-12-01"),
        Consultant("Ebbe & Partners", "Data", "2028-05-31"),
    ),
)


def rendered(template, retooling=PLAN, **changes):
    words = Words("en")
    whole = unit(path="top-down", retooling=retooling, **changes)
    seen = view(state(unit=whole), maps(), {}, "emea", "Acme", words)
    return Renderer([shipped("templates")], words, None).render(template, seen, {}).text


@pytest.mark.parametrize("template", ["mandate", "retooling-plan"])
@pytest.mark.parametrize("retooling", [PLAN, Retooling("A mandate alone"), None], ids=["whole", "bare", "none"])
def test_a_document_is_tidy_however_little_is_known(template, retooling):
    text = rendered(template, retooling)

    assert text.startswith("# ")
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]\n", text)
    assert "## How to change this document" in text


def test_the_mandate_says_what_was_decided_and_until_when():
    text = rendered("mandate")

    assert "> The board \\| decided it on 9 January" in text
    assert "the last of them by 30 Jun 2027. Then the pilot squad opens." in text
    assert "| Head Sales | head of Sales |" in text


def test_the_mandate_is_signed_and_the_plan_is_not():
    assert signed_part(rendered("mandate"))
    assert signed_part(rendered("retooling-plan")) is None


def test_the_plan_has_a_row_for_each_milestone_with_the_sponsor_where_nobody_owns_it():
    text = rendered("retooling-plan")

    assert "| One \\*system\\* | 31 Mar 2027 | 1 Mar 2027 | Head Service |" in text
    assert "| Rights are delegated | 30 Jun 2027 | – | Sponsor |" in text


def test_the_plan_says_who_takes_over_from_whom():
    text = rendered("retooling-plan")

    assert "| Northlight | Training | 31 Dec 2027 | Head Sales | 1 Dec 2027 |" in text
    assert "| Ebbe & Partners | Data | 31 May 2028 | _nobody yet_ | – |" in text


def test_the_gantt_knows_ids_and_days_alone():
    gantt = rendered("retooling-plan").partition("```mermaid\n")[2].partition("```")[0]

    assert gantt.splitlines() == [
        "gantt",
        "    dateFormat YYYY-MM-DD",
        "    one-system :milestone, done, 2027-03-01, 0d",
        "    rights :milestone, 2027-06-30, 0d",
    ]


def test_what_is_missing_is_asked_for():
    assert "To be filled by the sponsor in the unit's file: what was decided at the top" in rendered("mandate", None)
    assert "what has to be true before the first squad" in rendered("retooling-plan", Retooling("A mandate alone"))
    assert "No help from outside is planned." in rendered("retooling-plan", Retooling("A mandate alone"))


def test_the_decision_record_says_why():
    why = rendered("decision-record", path_reason="The law asks\nfor it").partition("## Why this path")[2]

    assert why.split("\n")[2] == "The law asks for it"
    assert "the two or three reasons that decided it" in rendered("decision-record")
