import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.errors import ConfigurationError
from playbook.imports import heads
from playbook.imports.base import MOST_BYTES
from playbook.imports.delimited import LONGEST, open_delimited


def opened(tmp_path, raw):
    path = tmp_path / "people.csv"
    path.write_bytes(raw)
    return open_delimited(str(path), "people.csv", lambda head: bool(heads.field_of(head)))


def cells(tmp_path, raw):
    table = opened(tmp_path, raw)
    return [table.head.cells, *(row.cells for row in table.rows)]


def refusal(tmp_path, raw):
    with pytest.raises(ConfigurationError) as caught:
        list(opened(tmp_path, raw).rows)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_separates_cells_and_lines_is_found_out(tmp_path, separator, ending, coding):
    text = f"Person{separator}Department{ending}Zoë{separator}Küche{ending}"

    assert cells(tmp_path, text.encode(coding)) == [["Person", "Department"], ["Zoë", "Küche"]]


def test_a_comma_in_a_head_does_not_hide_the_semicolons(tmp_path):
    assert cells(tmp_path, b"Person;Skills (a, b, c, d);Department\nAnn;x;y\n")[1] == ["Ann", "x", "y"]


def test_the_line_that_a_spreadsheet_program_writes_first_is_understood(tmp_path):
    table = opened(tmp_path, b"sep=;\r\nPerson;Department\r\nAnn;care\r\n")

    assert (table.head.number, [tuple(row) for row in table.rows]) == (2, [(3, ["Ann", "care"])])


def test_a_row_is_told_by_its_first_line_also_below_a_cell_of_several(tmp_path):
    raw = b'Person,Backfill\n\nAnn,"two temps,\nfrom May"\nBob,\n,,\nCid,x\n'

    table = opened(tmp_path, raw)

    assert [(row.number, row.cells) for row in table.rows] == [
        (3, ["Ann", "two temps,\nfrom May"]),
        (5, ["Bob", ""]),
        (7, ["Cid", "x"]),
    ]


def test_quotes_inside_of_quotes_are_one_quote(tmp_path):
    assert cells(tmp_path, b'Person,Role\n"Ann ""Annie"" Lee",x\n')[1][0] == 'Ann "Annie" Lee'


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "people.csv: the table is empty"),
        (b"\n\n", "people.csv: the table is empty"),
        (b'Person\nAnn\n"Bob\nCid\n', "people.csv:3:1: the quote that this row opens is never closed"),
        (b'Person,Role\n"Ann"x,y\n', "people.csv:2:1: a quote inside of a quoted cell is written twice"),
        (b"Person\nZo\xeb\n", "people.csv:2:1: the table is not in UTF-8"),
        (b"Person\nA\0n\n", "people.csv:2:1: the table is not text (it has zero bytes)"),
        (b"Person\n" + b"x" * (LONGEST + 1), "people.csv:2:1: a cell has more than 100,000 characters"),
    ],
)
def test_what_is_no_table_is_told_where(tmp_path, raw, said):
    (problem,) = refusal(tmp_path, raw)

    assert problem.startswith(said)


def test_what_cannot_be_opened_is_told(tmp_path):
    def known(_head):
        return False

    for path, said in (
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path, "a file is needed, this is a folder"),
        ("/dev/zero", "a pipe or a device"),
        ("a\0b", "cannot be read"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            open_delimited(str(path), "x.csv", known)
        assert said in str(caught.value.problems[0])


def test_no_more_of_a_huge_file_is_read_than_is_allowed(tmp_path):
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(MOST_BYTES * 10)

    with pytest.raises(ConfigurationError) as caught:
        open_delimited(str(tmp_path / "huge.csv"), "huge.csv", bool)
    assert "bigger than 64 MiB" in str(caught.value.problems[0])


def test_a_hundred_thousand_rows_are_read_in_seconds(tmp_path):
    raw = b"Person,Department\n" + b"Ann Lee <ann@example.org>,care\n" * 100_000
    start = time.process_time()

    assert sum(1 for _ in opened(tmp_path, raw).rows) == 100_000
    assert time.process_time() - start < 10  # a third of a second; thirty times that under coverage


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_are_told(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("any")
    rows, problems = [], []
    try:
        rows += opened(folder, raw).rows
    except ConfigurationError as error:
        problems += error.problems

    assert len(problems) <= 1
    assert all(any(row.cells) for row in rows)
    assert [row.number for row in rows] == sorted({row.number for row in rows})
