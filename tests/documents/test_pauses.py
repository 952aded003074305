"""The shape of checklists, and that the shipped ones keep it whatever happens."""

from pathlib import Path

import pytest

from playbook.documents.pauses import Flaw, Shape, flaws, is_checklist, line_of, sections, shape
from playbook.documents.render import Renderer
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import maps
from tests.documents.story import ORGANISATION, TICKS, WAVES, told

LANGUAGES = ("en", "de", "it", "tr", "id", "zh")
SOURCE = Path(shipped("templates"), "documents", "launch-checklist.md.j2").read_text("utf-8")


def listed(*counts):
    """Return a checklist with so many items in each pause."""
    parts = ["# Launch\n"]
    for number, count in enumerate(counts, 1):
        parts.append(f"\n## {number}. pause\n\nRead aloud.\n\n")
        parts += [f"- [ ] x <!-- item: p{number}.{item} -->\n" for item in range(1, count + 1)]
    return "".join(parts)


@pytest.mark.parametrize("counts", [(1, 1, 1), (9, 9, 9)])
def test_three_pauses_of_nine_are_right(counts):
    assert flaws(listed(*counts)) == []


def test_a_tenth_item_is_one_too_many():
    [flaw] = flaws(listed(1, 10, 1))

    assert flaw.item == "p2.10"
    assert str(flaw.what) == "'2. pause' has 10 items, and 9 are the most"


@pytest.mark.parametrize(("counts", "item"), [((1,), ""), ((1, 1), ""), ((1, 1, 1, 2), "p4.1")])
def test_other_numbers_of_pauses_are_told(counts, item):
    [flaw] = flaws(listed(*counts))

    assert flaw.item == item
    assert str(flaw.what).startswith(f"this checklist has {len(counts)} pause")


def test_a_heading_without_items_is_no_pause():
    assert flaws(listed(1, 0, 1, 1)) == []


def test_what_people_add_is_theirs():
    text = listed(1, 1, 9) + "- [ ] ours (required)\n- [ ] a note\n"

    assert flaws(text) == []


def test_a_heading_in_code_or_a_comment_is_none():
    assert (
        len(
            sections(
                listed(2).replace("- [ ] x <!-- item: p1.2", "```\n# x\n```\n<!--\n# y\n-->\n- [ ] x <!-- item: p1.2")
            )
        )
        == 1
    )


def test_a_template_may_say_another_shape():
    wanted = shape("{# checklist: 2 pauses, 12 items #}\n# x")

    assert wanted == Shape(2, 12, stated=True)
    assert flaws(listed(12, 12), wanted) == []
    assert [flaw.item for flaw in flaws(listed(12, 13), wanted)] == ["p2.13"]
    assert shape("# x") == Shape(3, 9, stated=False)


@pytest.mark.parametrize(
    ("name", "source", "is_one"),
    [
        ("launch-checklist", "", True),
        ("checklist", "", True),
        ("charter", "", False),
        ("checklist-of-wishes", "", False),
        ("handover", "{#- checklist: 1 pause, 5 items -#}", True),
    ],
)
def test_what_a_checklist_is(name, source, is_one):
    assert is_checklist(name, source) is is_one


@pytest.mark.parametrize(
    ("item", "line"), [("a.b", 2), ("a.lesson-lesson-3", 3), ("a.lesson-fixed", 4), ("unknown", 1), ("", 1)]
)
def test_the_line_that_writes_an_item(item, line):
    source = (
        '# x\n{{ item("a.b", "x") }}\n{{ item("a.lesson-" ~ one.id, "x") }}\n{{ item( \'a.lesson-fixed\', "x") }}\n'
    )

    assert line_of(item, source) == line


def test_the_shipped_checklist_says_its_shape():
    assert shape(SOURCE) == Shape(3, 9, stated=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lessons", [0, 1, 5, 6, 30])
def test_the_shipped_checklist_keeps_its_shape_whatever_was_learned(language, lessons):
    words = Words(language)
    seen = view(told(), maps(), WAVES, "emea/lyon", ORGANISATION, words)
    one = {"id": "lesson", "text": "Ask for data — evidence: first", "from": "Pilot", "cycle": "c1"}
    inherited = [
        one | (seen["inherited"][0] if seen["inherited"] else {}) | {"id": f"lesson-{n}"} for n in range(lessons)
    ]

    text = (
        Renderer([shipped("templates")], words, None)
        .render("launch-checklist", seen | {"inherited": inherited}, TICKS)
        .text
    )

    assert flaws(text) == []
    assert len(sections(text)) == 3


def test_a_flaw_is_where_and_what():
    assert Flaw("a", "b") == ("a", "b")
