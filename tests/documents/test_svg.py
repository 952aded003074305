from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents import svg


def parsed(text):
    return ET.fromstring(text)  # noqa: S314  (our own text)


@given(st.text())
def test_any_text_is_text_to_xml_and_nothing_else(said):
    found = parsed(f"<x a='{svg.safe(said)}'>{svg.safe(said)}</x>")

    assert len(found) == 0
    assert (found.text or "") == found.attrib["a"]


@given(st.text(), st.integers(2, 40))
def test_what_is_cut_fits(said, most):
    assert sum(map(svg.columns, svg.cut(said, most))) <= most


def test_what_fits_is_not_cut():
    assert svg.cut("customer satisfaction", 21) == "customer satisfaction"
    assert svg.cut("customer satisfaction", 20) == "customer satisfacti…"
    assert svg.cut("客户满意度", 9) == "客户满意…"


@pytest.mark.parametrize(("value", "said"), [(1, "1"), (1.04, "1"), (1.06, "1.1"), (-0.04, "-0"), (960, "960")])
def test_pixels_are_told_to_a_tenth(value, said):
    assert svg.place(value) == said


def test_marks_differ_in_shape_and_not_in_colour_alone():
    dot, concern, welcome = (svg.mark(kind, 10, 10, 4) for kind in ("reading", "concern", "welcome"))

    assert dot.startswith("<circle")
    assert len(parsed(concern).attrib["points"].split()) == 3
    assert len(parsed(welcome).attrib["points"].split()) == 4


def test_lines_differ_in_dashes_and_not_in_colour_alone():
    dashes = [svg.COLOURS[kind].partition("dasharray=")[2] for kind in ("mean", "limit", "target", "break")]

    assert len(set(dashes)) == 4


def test_every_colour_has_one_for_the_dark():
    assert all(f".{kind}" in svg.STYLE for kind in svg.COLOURS)
