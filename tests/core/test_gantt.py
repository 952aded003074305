import re

import mmdr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.gantt import Bar, gantt, safe

BARS = [
    Bar("wave-1, 1 squad", "wave-1", "2026-11-01", "2026-11-15", "done"),
    Bar("wave-2, 3 of 4 squads (data analysts)", "wave-2", "2026-11-15", "2026-11-29", "active"),
    Bar("wave-3, 2 squads", "wave-3", "2026-11-29", "2026-12-13", "planned"),
]


def drawn(source):
    """Return the texts of the chart as a real Mermaid parser draws it."""
    svg = mmdr.render(source).svg()
    return [text.strip() for text in re.findall(r">([^<>]+)<", svg) if text.strip()]


def test_a_chart_has_its_title_its_sections_and_a_bar_a_line():
    assert gantt("Waves of Europe", [("", BARS[:1]), ("north", BARS[1:])]) == (
        "gantt\n"
        "    title Waves of Europe\n"
        "    dateFormat YYYY-MM-DD\n"
        "    wave-1, 1 squad :done, wave-1, 2026-11-01, 2026-11-15\n"
        "    section north\n"
        "    wave-2, 3 of 4 squads (data analysts) :active, wave-2, 2026-11-15, 2026-11-29\n"
        "    wave-3, 2 squads :wave-3, 2026-11-29, 2026-12-13\n"
    )


def test_mermaid_draws_every_bar():
    texts = drawn(gantt("Waves of Europe", [("", BARS[:1]), ("north", BARS[1:])]))

    assert {"Waves of Europe", "north", *(bar.label for bar in BARS)} <= set(texts)


@pytest.mark.parametrize(
    "name",
    [
        "North: Oslo; Bergen #1",
        "100 %% sure",
        "R&D <b>bold</b>",
        "section title gantt",
        'a "quoted" {name} [with] `all`',
        "two\nlines\tand\u2028more",
        "东京 عربي",
        "\u202eturned round",
        "click x href javascript:alert(1)",
    ],
)
def test_names_cannot_break_out_of_their_label(name):
    bars = [Bar(f"wave-1, {name}", "wave-1", "2026-11-01", "2026-11-15"), BARS[1]]

    texts = drawn(gantt(name, [(name, bars)]))

    assert BARS[1].label in texts
    assert sum(text.startswith("wave-1,") for text in texts) == 1


@given(st.text())
def test_a_label_is_one_line_without_syntax(text):
    found = safe(text)

    assert not set(found) & set(":;#%<>&\n\r")
    assert found == found.strip()
    assert safe(found) == found
