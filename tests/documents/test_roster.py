"""What a squad's documents say of how its members were released."""

from dataclasses import replace

import pytest

from playbook.core.model import Release
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import maps
from tests.documents.story import ORGANISATION, WAVES, told

AGREED = Release("2026-03-02", backfill="two colleagues share the routes")
TO_BE_FILLED = "_To be filled by the department head: "


def agreement(release, **changes):
    """Return what the agreement of lyon says of its first member, released in this way."""
    state = told()
    lyon = state.unit.squad("lyon")
    first = replace(lyon.members[0], release=release, **changes)
    others = tuple(one for one in state.unit.squads if one.id != "lyon")
    state.unit = replace(state.unit, squads=(replace(lyon, members=(first, *lyon.members[1:])), *others))
    words = Words("en")
    seen = view(state, maps(), WAVES, "emea/lyon", ORGANISATION, words)
    text = Renderer([shipped("templates")], words, None).render("donor-agreement", seen, {}).text
    return text.split("\n## ")[1]


def test_what_nobody_agreed_to_is_asked_for():
    text = agreement(None)

    assert text.count(TO_BE_FILLED) == 2


def test_what_the_file_says_stands_in_its_place():
    text = agreement(replace(AGREED, until="2027-06-30"))

    assert "Agreed on 2 Mar 2026; it holds until 30 Jun 2027." in text
    assert "two colleagues share the routes" in text
    assert TO_BE_FILLED not in text


def test_a_release_without_an_end_says_so():
    assert "Agreed on 2 Mar 2026; it holds until somebody ends it." in agreement(AGREED)


def test_a_missing_backfill_alone_is_still_asked_for():
    text = agreement(replace(AGREED, backfill=None))

    assert text.count(TO_BE_FILLED) == 1
    assert "Agreed on 2 Mar 2026" in text


@pytest.mark.parametrize(
    ("agreed", "planned", "told"), [(30, 60, True), (60, 60, False), (80, 60, False), (None, 60, False)]
)
def test_less_time_than_planned_is_told(agreed, planned, told):
    text = agreement(replace(AGREED, allocation=agreed), allocation=planned)

    assert ("Only 30% of the working time was agreed" in text) == told


def test_who_agreed_in_place_of_the_head_is_told_and_the_head_is_not():
    head = told().unit.department(told().unit.squad("lyon").members[0].department).head

    assert "has to agree in person" in agreement(replace(AGREED, by=told().unit.sponsor))
    assert "has to agree in person" not in agreement(replace(AGREED, by=head))


def test_a_backfill_is_a_text_and_no_markup():
    text = agreement(replace(AGREED, backfill="# <b>nobody</b> {{ 1 }}"))

    assert "\n# " not in text
    assert "\\<b>" in text
    assert "1 }}" in text
