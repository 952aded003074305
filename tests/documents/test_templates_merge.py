"""People fill every place that is theirs, then everything else changes: nothing of theirs is lost, nothing collides."""

import re
from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.history import fold
from playbook.core.model import Member
from playbook.documents.git import merge_file
from playbook.documents.merge import settle
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import maps, stamped
from tests.documents.story import ORGANISATION, UNIT, WAVES, told

pytestmark = pytest.mark.git

NEWCOMER = Member("p-dahl", "logistics", "cold chain", ("analysis",), 70)
LYON = UNIT.squads[0].members
FILLED = re.compile(r"^_(To be filled .*)_$", re.MULTILINE)


def rendered(state, subject, template):
    words = Words("en")
    seen = view(state, maps(), WAVES, subject, ORGANISATION, words)
    return Renderer([shipped("templates")], words, None).render(template, seen, {}).text


def with_squad(state, **changes):
    """Return the state with another roster of Lyon, and all lines of the file moved."""
    lyon = replace(UNIT.squads[0], **changes)
    state.unit = replace(UNIT, squads=(lyon, *UNIT.squads[1:]))
    state.lines = {key: line + 7 for key, line in state.lines.items()}
    return state


def filled(text):
    """Return the text with each place to fill and each signature filled by a person."""
    numbers = iter(range(1000))
    text = FILLED.sub(lambda _: f"Written by hand {next(numbers)}.\n\nAnd a second paragraph.", text)
    return re.sub(r"\| \|$", lambda _: f"| signed {next(numbers)} |", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    "template", ["charter", "donor-agreement", "data-access-map", "decision-card", "launch-checklist"]
)
@pytest.mark.parametrize(
    "changes",
    [
        {"members": (*LYON, NEWCOMER)},
        {"members": LYON[:4] + LYON[5:]},
        {"decides": UNIT.pilot.decides},
        {"data": UNIT.pilot.data},
        {},
    ],
    ids=["a member joins", "a member leaves", "a right is given", "a source is found", "lines move"],
)
def test_a_change_of_the_file_meets_no_text_of_a_person(template, changes):
    base = rendered(told(), "emea/lyon", template)
    mine = filled(base)
    new = rendered(with_squad(told(), **changes), "emea/lyon", template)

    merged = settle(base, mine, new, merge_file)

    # What was agreed about a member who left is for people to remove.
    assert merged.conflicts == (template == "donor-agreement" and len(changes.get("members", ())) == len(LYON) - 1)
    assert set(re.findall(r"Written by hand \d+", mine)) <= set(re.findall(r"Written by hand \d+", merged.text))
    assert set(new.splitlines()) - set(base.splitlines()) <= set(merged.text.splitlines())


@pytest.mark.parametrize("template", ["charter", "launch-checklist"])
def test_a_lesson_that_is_adopted_later_arrives_beside_what_people_wrote(template):
    later = fold(
        [
            stamped(e.LessonRecorded("emea/pilot", "l9", "", "Ring the night shift first"), 1),
            stamped(e.LessonDecided("emea/pilot", "l9", "adopted"), 1),
        ],
        told(),
    )
    base = rendered(told(), "emea/lyon", template)
    mine = filled(base).replace("- [ ] The meetings", "- [ ] A line of our own\n- [ ] The meetings")

    merged = settle(base, mine, rendered(later, "emea/lyon", template), merge_file)

    assert merged.conflicts == 0
    assert "Ring the night shift first" in merged.text
    assert ("A line of our own" in merged.text) == ("A line of our own" in mine)


@pytest.mark.parametrize("template", ["break-fix-log", "stability-report", "gate-review"])
def test_a_log_grows_under_what_people_wrote(template):
    grown = fold(
        [
            stamped(
                e.CycleClosed(
                    "emea/pilot", "c4", "nobody answered", "we rang at noon", "we ring at nine", verified=True
                )
            ),
            stamped(e.CycleOpened("emea/pilot", "c5", "A second call helps", 14)),
            stamped(e.ReadingRecorded("emea/pilot", "csat", "2026-11-20", 59)),
            stamped(e.Moved("emea/pilot", "squad", "regress", "stable", "operating", reason="a signal of concern")),
        ],
        told(),
    )
    base = rendered(told(), "emea/pilot", template)
    mine = filled(base)

    merged = settle(base, mine, rendered(grown, "emea/pilot", template), merge_file)

    assert merged.conflicts == 0
    assert set(re.findall(r"Written by hand \d+", mine)) == set(re.findall(r"Written by hand \d+", merged.text))


@pytest.mark.parametrize("template", ["favour-ledger", "index", "gate-review"])
def test_a_register_of_the_unit_moves_beside_what_people_wrote(template):
    grown = fold(
        [
            stamped(e.FavourSettled("emea/pilot", "favour-1", "priced", "his hours are booked", 4_000, "EUR")),
            stamped(e.FavourGranted("emea/pilot", "favour-5", "a lawyer")),
            stamped(e.DocumentMended("emea/pilot", "emea/pilot/donor-agreement")),
            stamped(
                e.DocumentRevised("emea/kyiv", "emea/kyiv/decision-card", "1", "emea/kyiv/decision-card.md", (), "")
            ),
        ],
        told(),
    )
    base = rendered(told(), "emea", template)
    mine = filled(base).replace("\n---\n", "\nOur own words.\n\n---\n")

    merged = settle(base, mine, rendered(grown, "emea", template), merge_file)

    assert merged.conflicts == 0
    assert "Our own words." in merged.text
    assert ("a lawyer" in merged.text) == (template == "favour-ledger")


def test_the_text_of_a_member_who_stays_stays_under_that_member():
    base = rendered(told(), "emea/lyon", "donor-agreement")
    mine = base.replace(
        "_To be filled by the department head: the first and the last day of Nora Hansen._", "From 1 Dec to 30 June."
    )
    new = rendered(
        with_squad(told(), members=LYON[1:3] + LYON[3:]),
        "emea/lyon",
        "donor-agreement",
    )

    merged = settle(base, mine, new, merge_file)

    part = merged.text.partition("## Nora Hansen")[2].partition("## ")[0]
    assert merged.conflicts == 0
    assert "From 1 Dec to 30 June." in part
    assert "Inès Petit" not in merged.text
