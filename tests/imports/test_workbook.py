import re
import sys
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from playbook.errors import ConfigurationError, UsageError
from playbook.imports import workbook
from playbook.imports.workbook import open_workbook

openpyxl = pytest.importorskip("openpyxl")


def saved(tmp_path, *rows, change=lambda sheet: None, title="Teams"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(tmp_path / "people.xlsx")
    return str(tmp_path / "people.xlsx")


def read(path, sheet=""):
    table = open_workbook(path, "people.xlsx", sheet)
    return [table.head, *table.rows]


def scanned(path, part):
    return workbook._scan(Path(path).read_bytes(), part)


def refusal(path):
    with pytest.raises(ConfigurationError) as caught:
        read(path)
    return [str(problem) for problem in caught.value.problems]


def repacked(path, **parts):
    """Return a copy of a workbook with some of its parts replaced."""
    target = path.replace(".xlsx", "-2.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            name = part.filename.rpartition("/")[2].partition(".")[0].lower()
            new.writestr(part.filename, parts[name] if name in parts else old.read(part))
    return target


def test_values_are_texts_as_one_would_type_them(tmp_path):
    path = saved(
        tmp_path,
        ["Person", "Day", "Time", "Whole", "Share", "Part", "Yes", "Text"],
        ["Ann", date(2026, 12, 1), datetime.fromisoformat("2026-12-02 09:30"), 80.0, 0.5, 12.5, True, " 007 "],
        change=lambda sheet: setattr(sheet["E2"], "number_format", "0%"),
    )

    assert read(path)[1].cells == ["Ann", "2026-12-01", "2026-12-02 09:30", "80", "50", "12.5", "yes", "007"]


def test_empty_rows_and_cells_are_passed_over_and_counted(tmp_path):
    path = saved(tmp_path, [], ["Person", None, "Role"], [], [None, "x"], [None, None])

    assert [tuple(row) for row in read(path)] == [(2, ["Person", "", "Role"]), (4, ["", "x"])]


def test_merged_cells_all_say_what_the_first_one_says(tmp_path):
    def change(sheet):
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("B2:C2")

    path = saved(tmp_path, ["S", "P", "R"], ["lyon", "Ann"], [None, "Bob"], [None, "Cid"], ["oslo"], change=change)

    assert [row.cells for row in read(path)[1:]] == [["lyon", "Ann", "Ann"], ["lyon", "Bob"], ["lyon", "Cid"], ["oslo"]]


def test_a_formula_is_its_result_and_one_without_result_is_told(tmp_path):
    path = saved(tmp_path, ["Person", "Role"], ["Ann", "=1+1"], ["Bob", "care"], ["=A2", "x"])

    where = ["people.xlsx:Teams:B2", "people.xlsx:Teams:A4"]
    assert [one.partition(": ")[0] for one in refusal(path)] == where
    assert "a formula whose result is not in the file" in refusal(path)[0]


def test_a_result_that_was_stored_is_read(tmp_path):
    path = saved(tmp_path, ["Person", "Role"], ["Ann", "=1+1"])
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    with_result = re.sub(r"</f><v ?/>|</f><v></v>", "</f><v>2</v>", sheet)
    assert with_result != sheet

    done = repacked(path, sheet1=with_result)

    assert read(done)[1].cells == ["Ann", "2"]


def test_an_error_that_a_cell_shows_is_told(tmp_path):
    assert refusal(saved(tmp_path, ["Person", "Role"], ["Ann", "#REF!"])) == [
        "people.xlsx:Teams:B2: the cell shows the error #REF!"
    ]


def test_a_place_is_written_as_the_sheet_shows_it(tmp_path):
    table = open_workbook(saved(tmp_path, ["Person"], title="Q1 teams"), "people.xlsx")

    assert [table.place(14, column, "x")[0] for column in (1, 26, 27, 52, 703)] == [
        f"people.xlsx:Q1 teams:{letters}14" for letters in ("A", "Z", "AA", "AZ", "AAA")
    ]


def test_a_sheet_is_found_by_name_and_the_first_visible_one_without(tmp_path):
    path = str(tmp_path / "people.xlsx")
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    for title in ("North", "South"):
        book.create_sheet(title).append([title])
    book.save(path)

    assert [read(path)[0].cells, read(path, "south ")[0].cells] == [["North"], ["South"]]
    with pytest.raises(UsageError, match="has no sheet 'West'") as caught:
        read(path, "West")
    assert "North, South" in caught.value.hint


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0 an old one", b"Person,Role"])
def test_what_is_no_workbook_is_told(tmp_path, raw):
    (tmp_path / "people.xlsx").write_bytes(raw)

    assert "this is not a workbook (.xlsx)" in refusal(str(tmp_path / "people.xlsx"))[0]


def test_another_archive_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "people.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")

    assert refusal(str(tmp_path / "people.xlsx")) == ["people.xlsx: this archive is not a workbook (.xlsx)"]


def test_there_must_be_a_file(tmp_path):
    assert refusal(str(tmp_path / "none.xlsx")) == ["people.xlsx: there is no such file"]


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path):
    path = saved(tmp_path, ["Person"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.bin", "w") as part:
        for _ in range(600):
            part.write(bytes(1 << 20))
    start = time.process_time()

    assert "unpacks to 600 MiB" in refusal(path)[0]
    assert time.process_time() - start < 5


def test_entities_of_its_own_are_refused(tmp_path):
    path = saved(tmp_path, ["Person"], ["Ann"])
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'

    assert "declares entities" in refusal(repacked(path, sheet1=bomb))[0]


def test_a_broken_part_is_told_in_a_sentence(tmp_path):
    assert (
        "cannot be read" in refusal(repacked(saved(tmp_path, ["Person"], ["Ann"]), sheet1="<worksheet><sheetData>"))[0]
    )


def test_an_empty_sheet_is_told(tmp_path):
    assert refusal(saved(tmp_path)) == ["people.xlsx:Teams: the table is empty"]


def test_without_openpyxl_it_is_said_how_to_install_it(tmp_path, monkeypatch):
    path = saved(tmp_path, ["Person"])
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(UsageError, match="needs the extra 'xlsx'") as caught:
        read(path)
    assert caught.value.hint == "pip install 'squad-playbook[xlsx]'"


def test_a_merged_area_of_the_whole_sheet_does_not_fill_the_memory(tmp_path):
    path = saved(tmp_path, ["Person"], ["Ann"], change=lambda sheet: sheet.merge_cells("A2:B3"))
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    done = repacked(path, sheet1=sheet.replace('ref="A2:B3"', 'ref="A2:XFD1048576"'))

    assert scanned(path, "xl/worksheets/sheet1.xml")[0]
    assert scanned(done, "xl/worksheets/sheet1.xml")[0] == {}
    assert read(done)[1].cells == ["Ann"]
