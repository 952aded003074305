"""A value is shown as it was typed, wherever it lands."""

import html
import re
from types import MappingProxyType
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyromark import Markdown, Options

from playbook.documents.escape import clean, escape, escape_all

SHOWN = Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_GFM
)
PIECES = [
    *"ab19 \\`*_[]<>&#+-=.)(!|~:{}\"'/\n\t;x\u3000é张",
    *("&amp;", "<b>", "<!--", "-->", "](u)", "~~", "![", "---"),
]
NASTY = st.lists(st.sampled_from([*PIECES, "1.", " * ", "<a@b.c>", "&#35;", "[x]: u", "[^1]"]), max_size=14).map(
    "".join
)
VALUES = (st.text() | NASTY).filter(clean)
PLACES = {
    "a paragraph": ("x\n\n{}\n", r"<p>x</p>\n<p>(.*)</p>\n"),
    "the second line of a paragraph": ("x\n{}\n", r"<p>x\n(.*)</p>\n"),
    "the middle of a sentence": ("before {} after\n", r"<p>before (.*) after</p>\n"),
    "a heading": ("# {}\n", r"<h1>(.*)</h1>\n"),
    "a list item": ("- {}\n", r"<ul>\n<li>(.*)</li>\n</ul>\n"),
    "a box": ("- [ ] {}\n", r'<ul>\n<li><input disabled="" type="checkbox"/>\n?(.*)</li>\n</ul>\n'),
    "a cell": ("| h | i |\n|---|---|\n| {} | z |\n", r".*<tr><td>(.*)</td><td>z</td></tr>\n</tbody></table>\n"),
    "a first cell without a frame": (
        "h | i\n---|---\n{} | z\n",
        r".*<tr><td>(.*)</td><td>z</td></tr>\n</tbody></table>\n",
    ),
    "a quotation": ("> {}\n", r"<blockquote>\n<p>(.*)</p>\n</blockquote>\n"),
}


@pytest.mark.parametrize("place", PLACES)
@given(value=VALUES)
@example(value="a\\")
@example(value="a\\|b")
@example(value="*a* _b_ `c` ~~d~~")
@example(value="C # ##")
@example(value="---")
@example(value="<<<<<<< x")
def test_it_shows_exactly_what_was_typed(place, value):
    source, shown = PLACES[place]

    found = re.fullmatch(shown, SHOWN.html(source.format(escape(value))), re.DOTALL)

    assert found
    assert "<" not in found[1]
    assert html.unescape(found[1]).split() == clean(value).split()


@pytest.mark.parametrize(
    "value",
    [
        "Jo O'Neil-Park, R&D (EMEA) 50 %",
        "张伟 — 销售 / 日本語",
        "Müller GmbH & Co. KG",
        "José María: 5 < 6, a > b, 3 * 4, $5 or #7",
        r"C:\Data\ana",
        "snake_case_name",
        "about ~50 calls, +5 %, -5 %, 2.5 h",
        "https://example.org/a?b=c&d=e",
        "2026-11-21",
        "حسن علي",
        "👩‍🔬 Zoë",
    ],
)
def test_ordinary_names_and_sentences_stay_readable(value):
    assert escape(value) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("*bold*", r"\*bold\*"),
        ("_it_", r"\_it\_"),
        ("a|b", r"a\|b"),
        ("[x](y)", r"\[x\](y)"),
        ("<script>", r"\<script>"),
        ("<!-- item: x -->", r"\<!-- item: x --\>"),
        ("&lt;", r"\&lt;"),
        ("# 1", r"\# 1"),
        ("- x", r"\- x"),
        ("1. x", r"1\. x"),
        ("12) x", r"12\) x"),
        ("> x", r"\> x"),
        ("=======", r"\======="),
        ("~~x~~", r"\~\~x\~\~"),
        ("a`b", r"a\`b"),
        ("a\\", "a&#92;"),
    ],
)
def test_marks_that_mean_something_are_escaped(value, expected):
    assert escape(value) == expected


def test_lines_become_one_and_hidden_characters_go():
    assert clean("a\r\n b\u2028c\x00\u202ed\ufeff \ud800") == "a b cd \ufffd"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.text() | NASTY)
def test_nothing_opens_or_closes_a_comment(text):
    assert "<!--" not in escape(text).replace(r"\<!--", "")
    assert "-->" not in escape(text)


def test_all_of_a_view_is_escaped_and_its_keys_are_not():
    view = {"a_*": ["*", ("_x_", 5, None, True)], "b": {"c": "<b>"}, "d": 2.5}

    assert escape_all(view) == {"a_*": [r"\*", [r"\_x\_", 5, None, True]], "b": {"c": r"\<b>"}, "d": 2.5}


class Word(str):
    __slots__ = ()


def test_kinds_of_our_own_are_escaped_too():
    pair = NamedTuple("pair", [("a", str), ("b", int)])("*", 1)

    assert escape_all({"a": pair, "b": MappingProxyType({"c": "*"}), "d": Word("*")}) == {
        "a": [r"\*", 1],
        "b": {"c": r"\*"},
        "d": r"\*",
    }
