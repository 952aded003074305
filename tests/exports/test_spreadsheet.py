import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.app.status import dated, exporter, portfolio, unread
from playbook.exports import EXPORTERS
from playbook.exports.spreadsheet import HEAD, safe

FOUND = {
    **unread("emea"),
    "unit": "emea",
    "name": '=HYPERLINK("x")',
    "stage": "pilot",
    "since": "2026-01-12T09:00:00Z",
    "hold": "",
    "waves": [0, 3],
    "squads": {"forming": 1},
    "next": "stabilise",
    "blocked": [{"condition": "approval"}, {"condition": "squad_size"}, {"condition": "approval"}],
    "suspect": 0,
    "at": "2026-01-26T09:00:00Z",
    "budget": {"used": 3, "limit": 2, "tripped": True},
    "waivers": ["2026-02-10", "2026-01-20", "2026-02-01"],
    "provisos": ["2026-01-25", "2026-03-01"],
}
DAY = "2026-01-26"
LINE = dated(FOUND, DAY)


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_of_the_table_writes_a_row_for_each_unit(name):
    text = exporter(name).write(dated(row, DAY) for row in portfolio([FOUND], ["apac"]))

    assert "emea" in text
    assert "apac" in text


def test_csv_says_where_a_unit_stands():
    text = exporter("csv").write([LINE])

    rows = list(csv.DictReader(io.StringIO(text)))

    assert tuple(rows[0]) == HEAD
    assert (rows[0]["stage"], rows[0]["waves"], rows[0]["squads"]) == ("pilot", "3", "1")
    assert rows[0]["blocked_by"] == "approval, squad_size"
    assert (rows[0]["days_in_stage"], rows[0]["squads_by_stage"]) == ("14", "1 forming")
    assert (rows[0]["budget_used"], rows[0]["budget"], rows[0]["budget_tripped"]) == ("3", "2", "yes")
    assert (rows[0]["waivers"], rows[0]["waived_until"]) == ("2", "2026-02-01")
    assert (rows[0]["provisos"], rows[0]["provisos_overdue"]) == ("2", "1")


def test_a_unit_that_nobody_read_has_empty_ages():
    text = exporter("csv").write([dated(unread("apac"), DAY)])

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["days_in_stage"], row["days_blocked"], row["waivers"]) == ("", "", "0")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell):
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", [3, -3, "", "plain", "a=b"])
def test_other_cells_stay_as_they_are(cell):
    assert safe(cell) == cell


@given(st.text(max_size=20))
def test_a_cell_is_a_formula_or_itself(text):
    cell = safe(text)

    assert cell.removeprefix("'") in (text, text.removeprefix("'"))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(st.characters(exclude_characters="\0\r", exclude_categories=("Cs",)), max_size=20))
def test_what_is_written_is_read_back(text):
    rows = list(csv.DictReader(io.StringIO(exporter("csv").write([{**LINE, "name": text}]), newline="")))

    assert rows[0]["name"] == safe(text)


def test_a_portfolio_of_nothing_has_its_head():
    assert exporter("csv").write([]) == ",".join(HEAD) + "\r\n"


def test_a_format_that_there_is_none_of():
    with pytest.raises(KeyError):
        exporter("xlsx")


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_format_says_how_its_files_end(name):
    assert name == exporter(name).ENDING
