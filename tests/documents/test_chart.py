"""The picture of a measure, read as a program for the blind would read it."""

from datetime import date, timedelta
from itertools import pairwise
from math import isfinite
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.core.history import Series
from playbook.documents.chart import draw
from playbook.documents.view import view
from playbook.words import Words
from tests.builders import maps
from tests.documents.story import ORGANISATION, WAVES, told

NAME = "{http://www.w3.org/2000/svg}"
CSAT = (41, 43, 42, 46, 44, 49, 51, 48, 54, 56, 55, 58)


def parsed(text):
    return ET.fromstring(text)  # noqa: S314  (our own text)


def measure(values=CSAT, breaks=(), language="en", **changes):
    """Return a measure as the view has it, read once a day from 2025-01-01; `breaks` are days of new baselines."""
    first = date(2025, 1, 1)
    days = [str(first + timedelta(days=index)) for index in range(len(values))]
    series = Series(dict(zip(days, map(float, values), strict=True)))
    for index in breaks:
        series.baseline = str(first + timedelta(days=index))
        series.reason = series.breaks[series.baseline] = "the work was changed"
    state = told()
    state.standings["emea/pilot"].series["csat"] = series
    found = view(state, maps(), WAVES, "emea/pilot", ORGANISATION, Words(language))["measures"][0]
    return found | changes


def picture(**how):
    return parsed(draw(measure(**how), Words(how.get("language", "en"))))


def texts(found):
    return [one.text for one in found.iter(f"{NAME}text")]


def of(found, kind):
    return [one for one in found.iter() if one.get("class") == kind]


def test_it_says_what_it_shows_to_those_who_cannot_see_it():
    found = picture()

    assert found.get("role") == "img"
    assert found.get("aria-labelledby") == "title desc"
    assert found.find(f"{NAME}title").text == "XmR chart of customer satisfaction"
    said = found.find(f"{NAME}desc").text
    assert said.startswith(
        "12 readings, from 1 Jan 2025 to 12 Jan 2025. Mean 48.9, natural process limits 41.4 to 56.4"
    )
    assert "Of concern, 1 Jan 2025: below the lower limit." in said
    assert "Welcome, 12 Jan 2025: above the upper limit." in said


def test_it_has_the_readings_the_mean_the_limits_and_the_target():
    found = picture()

    assert len(of(found, "path")[0].get("points").split()) == 12
    assert {"upper limit 56.4", "target 55", "mean 48.9", "lower limit 41.4"} <= set(texts(found))
    assert len(of(found, "limit")) == 2
    assert len(of(found, "mean")) == len(of(found, "target")) == 1


def test_signals_have_marks_of_their_own_and_the_legend_explains_them():
    found = picture()

    # One of each in the legend.
    assert len(of(found, "concern")) == 5 + 1
    assert len(of(found, "welcome")) == 4 + 1
    assert {"reading", "signal of concern", "welcome signal"} <= set(texts(found))


def test_a_quiet_chart_explains_no_marks_it_does_not_use():
    said = texts(picture(values=(50, 51) * 6))

    assert "signal of concern" not in said
    assert "welcome signal" not in said


def test_readings_before_a_new_baseline_stay_with_limits_of_their_own():
    found = picture(values=[*range(40, 52), *range(60, 72)], breaks=(12,))

    assert len(of(found, "break")) == 1
    assert "judged afresh since 13 Jan 2025" in texts(found)
    assert len(of(found, "limit")) == 4
    assert len(of(found, "mean")) == 2
    assert len(of(found, "path")) == 2


def test_every_baseline_is_a_break():
    found = picture(values=range(30), breaks=(8, 16))

    assert len(of(found, "break")) == 2
    assert len(of(found, "mean")) == 3


def test_a_baseline_without_a_reading_yet_leaves_what_was():
    found = picture(values=range(40, 50), breaks=(20,))

    assert len(of(found, "past")) + len(of(found, "concern")) + len(of(found, "welcome")) >= 10
    assert "target 55" in texts(found)


def test_nothing_can_be_drawn_of_nothing():
    with pytest.raises(ValueError, match="no reading of csat"):
        draw(measure(values=()), Words("en"))


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 7, 30, 100, 500])
def test_any_number_of_readings_fits(count):
    found = picture(values=[50 + index * 7919 % 13 for index in range(count)])

    shapes = [one for one in found.iter() if one.get("class") in {"reading", "concern", "welcome"}]
    assert len(shapes) >= count
    assert all(0 <= float(one.get("cx")) <= 960 for one in shapes if one.get("cx"))
    days = [float(one.get("x")) for one in found.iter(f"{NAME}text") if one.get("text-anchor") == "middle"]
    assert 1 <= len(days) <= 9
    assert all(after - before > 80 for before, after in pairwise(days))


def test_labels_at_the_right_never_cover_each_other():
    found = picture(values=[50.01, 50.02] * 4, target=50)

    places = sorted(float(one.get("y")) for one in found.iter(f"{NAME}text") if float(one.get("x")) > 700)

    assert all(after - before >= 14 for before, after in pairwise(places))


def test_the_same_facts_give_the_same_text():
    assert draw(measure(), Words("en")) == draw(measure(), Words("en"))


def test_it_can_be_read_in_black_and_white_and_in_the_dark():
    text = draw(measure(), Words("en"))

    assert "prefers-color-scheme:dark" in text
    assert text.count("stroke-dasharray") >= 3
    assert 'class="paper" fill="#ffffff"' in text


def test_it_speaks_the_units_language():
    text = draw(measure(values=(41.5,) * 8, language="de"), Words("de"))

    assert 'xml:lang="de"' in text
    assert "41,5" in text
    assert "41.5" not in text


HOSTILE = "</text><script>alert(1)</script> & \"q\" 'a' \u202e ]]> <!-- {{ 7*7 }} \x00\x1b[31m \ud800 \uffff"


def test_hostile_names_are_names():
    found = picture(name=HOSTILE, unit=HOSTILE)

    assert not list(found.iter(f"{NAME}script"))
    assert {one.tag.removeprefix(NAME) for one in found.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "line", "text", "polyline", "circle", "polygon"),
    }
    assert "\u202e" not in "".join(filter(None, texts(found)))


def test_a_name_that_is_too_long_is_cut_in_the_heading_and_whole_in_the_title():
    found = picture(name="客户满意度" * 30)

    assert texts(found)[0].endswith("…")
    assert "客户满意度" * 30 in found.find(f"{NAME}title").text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=40),
    st.floats(-1e15, 1e15),
    st.text(max_size=50),
)
def test_any_readings_give_a_picture(values, target, name):
    found = parsed(draw(measure(values=values, target=target, name=name), Words("en")))

    places = [one.get(key) for one in found.iter() for key in ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy")]
    assert all(isfinite(float(place)) for place in places if place)
