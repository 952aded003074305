"""A skill that a cycle found missing: who has to bring it, and how the gate says so."""

import json

import pytest

from playbook.app.evidence import close_cycle, open_cycle, unlisted
from playbook.errors import UsageError
from tests.app.workspace import drive

TOLD = {
    "broke": "nobody could read the fault codes",
    "cause": "no electronics",
    "fix": "one borrowed",
    "verified": False,
}
MISSION = "skills: [listening, repair, parts-planning, refunds, data-analysis]"


def miss(place, skill="electronics", subject=None):
    """Open and close a cycle that found a skill missing."""
    subject = subject or place.pilot
    _, opened = open_cycle(place.world(), subject, "a hypothesis", 14)
    return close_cycle(place.world(), subject, opened.id, skill=skill, **TOLD)[0]


def skills(place, subject, squad=None):
    """Return the verdict on a squad's skills at the next move of a subject."""
    return place.why(subject)[squad or subject, "skills_covered"]


def name_it(place):
    """Add the skill to the mission's."""
    place.change(MISSION, MISSION.replace("]", ", electronics]"))


def test_the_event_keeps_the_skill(stabilisation):
    miss(stabilisation)

    assert json.loads(stabilisation.events("CycleClosed")[-1])["skill"] == "electronics"
    assert [gap.skill for gap in stabilisation.session().state.gaps] == ["electronics"]


def test_an_old_event_without_a_skill_is_no_gap(stabilisation):
    stabilisation.cycle()

    assert stabilisation.session().state.gaps == []


def test_a_skill_that_the_mission_does_not_name_is_allowed_and_where_to_add_it_is_told(stabilisation):
    session = miss(stabilisation)

    assert unlisted(session, "electronics").startswith("units/first.yaml:")
    assert unlisted(session, "repair") == ""


@pytest.mark.parametrize(("skill", "meant"), [("reparir", "repair"), ("data-analisys", "data-analysis")])
def test_a_slip_of_the_pen_does_not_become_a_gap(stabilisation, skill, meant):
    with pytest.raises(UsageError) as caught:
        miss(stabilisation, skill)

    assert str(caught.value.sentence) == f"'{skill}' is not a skill of the mission"
    assert f"did you mean '{meant}'?" in str(caught.value.advice)
    assert "CycleClosed" not in stabilisation.events()


def test_a_gap_can_be_found_again_under_its_name(stabilisation):
    miss(stabilisation)
    miss(stabilisation)

    assert len(stabilisation.session().state.gaps) == 2


def test_the_pilot_has_to_answer_it_before_it_is_stable(stabilisation):
    miss(stabilisation)
    before = skills(stabilisation, "first", "first/pilot")

    name_it(stabilisation)
    plan = '- {skill: data-analysis, how: train, by: "2099-12-31"}'
    stabilisation.change(plan, f'{plan}\n    - {{skill: electronics, how: hire, by: "2099-12-31"}}')
    after = skills(stabilisation, "first", "first/pilot")

    assert (before.status, after.status) == ("fail", "pass")
    assert "electronics (missing in first/pilot, cycle c1)" in str(before.found)


def test_a_later_squad_has_to_bring_it(stabilisation):

    drive(stabilisation, "replication")
    miss(stabilisation)
    stabilisation.advance("first/wave-1")
    asked = skills(stabilisation, "first/wave-1", "first/second")

    name_it(stabilisation)
    named = skills(stabilisation, "first/wave-1", "first/second")
    stabilisation.change("skills: [repair, data-analysis]", "skills: [repair, data-analysis, electronics]")
    held = skills(stabilisation, "first/wave-1", "first/second")

    assert (asked.status, named.status, held.status) == ("fail", "fail", "pass")
    assert "the mission's skills do not name: electronics" in str(asked.found)
    assert "the mission's skills do not name" not in str(named.found)


def test_a_squad_that_was_chartered_before_is_not_asked(wave):
    wave.tick_all("first/second")
    wave.approved("first/wave-1")
    miss(wave)
    name_it(wave)

    later = skills(wave, "first/wave-1", "first/second")

    assert wave.stage("first/second") == "operating"
    assert later.status == "pass"
