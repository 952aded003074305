"""Printing: widths, plurals, days, and what must never reach a terminal."""

import io
import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.app.changes import RANKS, Change
from playbook.cli import changed, show

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(TEXTS)
def test_clean_text_holds_nothing_that_steers_a_terminal(text):
    cleaned = show.clean(text)

    assert not [char for char in cleaned if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}]
    assert show.clean(cleaned) == cleaned
    assert len(cleaned) == len(text)


@given(st.text(st.characters(categories=("L", "N", "P", "S")), max_size=40))
def test_clean_text_keeps_what_people_write(text):
    assert show.clean(text) == text


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("渡辺", 4), ("é", 1), ("e\u0301", 1), ("\x1b[31mred\x1b[0m", 3), ("", 0)]
)
def test_width_is_what_a_terminal_shows(text, columns):
    assert show.width(text) == columns


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "渡辺", "long text", ""]), st.sampled_from(["x", "é", "12"])),
        min_size=1,
        max_size=5,
    )
)
def test_columns_of_a_table_stand_below_each_other(rows):
    lines = show.table(("ONE", "TWO"), rows)

    starts = {show.width(line[: line.rindex(row[1])]) for line, row in zip(lines[1:], rows, strict=True)}
    assert len(starts) == 1
    assert all(line == line.rstrip() for line in lines[1:])


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2026-10-03", "3 Oct 2026"), ("2026-10-03T09:00:00Z", "3 Oct 2026"), ("", "–"), ("soon", "soon")],
)
def test_days(text, shown, monkeypatch):
    monkeypatch.setattr(show, "unicode_terminal", lambda: True)

    assert show.day(text) == shown


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (3.5, "3.5"), (-0.25, "-0.25")])
def test_number(value, text):
    assert show.number(value) == text


def test_nearest():
    assert show.nearest("stats", ["status", "show"]) == "status"
    assert show.nearest("zzz", ["status", "show"]) == ""


def test_an_error_goes_to_standard_error_with_what_to_do(capsys):
    show.error("it\x1b broke", "mend\u202e it")

    out, err = capsys.readouterr()
    assert out == ""
    assert "it� broke" in err
    assert "mend� it" in err


# ------------------------------------------------------------------------------------------------ how wide


@pytest.mark.parametrize(
    ("columns", "width"), [("80", 78), ("100", 98), ("300", 98), ("20", 50), ("1", 50), ("-5", 50)]
)
def test_text_is_as_wide_as_the_terminal_within_limits(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)

    assert show.terminal_width() == width


@pytest.mark.parametrize("columns", ["", "0", "wide"])
def test_without_a_width_that_is_said_the_terminal_is_asked(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("os.get_terminal_size", lambda number: os.terminal_size((72, 20)))
    monkeypatch.setattr("sys.__stdout__", open(os.devnull, encoding="utf-8"))  # noqa: SIM115  (closed by the test's end)

    width = show.terminal_width()

    show.sys.__stdout__.close()
    assert width == (70 if columns != "wide" else 98)


@pytest.mark.parametrize("stream", [None, io.StringIO()], ids=["none", "memory"])
def test_where_there_is_no_terminal_the_widest_will_do(monkeypatch, stream):
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sys.__stdout__", stream)

    assert show.terminal_width() == 98


def test_a_plain_error_has_no_colours(capsys):
    show.error("it broke", plain=True)
    plain = capsys.readouterr().err

    assert plain == "error: it broke\n"


@pytest.mark.parametrize("what", sorted(changed.SIGNS))
def test_every_kind_of_change_has_its_sign_and_its_words(what):
    change = Change("first/pilot/charter", "first/pilot/charter.md", what)

    (line,) = changed.lines([change], "documents")

    assert "documents/first/pilot/charter.md" in line


def test_every_kind_of_change_that_there_is_can_be_shown():
    assert set(changed.SIGNS) == {*RANKS, "rescued", "copy"}
    assert set(changed.WHAT) == set(changed.SIGNS) - {"conflict"}
