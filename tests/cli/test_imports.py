"""`import` at the keyboard."""

import pytest

SQUADS = """\
Squad,Person,Department,Specialty,Lead,Remarks
lyon,Ann Lee <ann@example.org>,service,care,x,
lyon,Bob Ray <bob@example.org>,workshop,repair,,
oslo,Dan Moe <dan@example.org>,workshop,repair,,hi
"""


@pytest.fixture
def squads(workspace):
    (workspace / "squads.csv").write_text(SQUADS, "utf-8")
    return workspace


def test_it_says_what_it_did_and_what_comes_next(squads, pb):
    answer = pb("import", "squads.csv", "--unit", "first")

    assert answer.code == 0
    assert answer.out.splitlines() == [
        "units/first.yaml: 2 new squads (3 rows read)",
        "  + lyon                     2 members",
        "  + oslo                     1 member",
        "next: playbook check",
    ]
    assert answer.err == "warning: squads.csv:1:6: the column 'Remarks' is not known, and not read\n"
    assert pb("check").code == 0


def test_a_dry_run_says_how_to_do_it(squads, pb):
    answer = pb("import", "squads.csv", "--unit", "first", "--dry-run")

    assert "nothing has been changed; to do it, leave out --dry-run" in answer.out
    assert "lyon" not in (squads / "units" / "first.yaml").read_text("utf-8")


def test_a_second_time_needs_update_and_then_finds_nothing(squads, pb):
    pb("import", "squads.csv", "--unit", "first")

    again = pb("import", "squads.csv", "--unit", "first")
    updated = pb("import", "squads.csv", "--unit", "first", "--update")

    assert (again.code, again.err.count("--update changes it")) == (6, 2)
    assert updated.out == "units/first.yaml: nothing is different (3 rows read)\n"


def test_mistakes_are_lines_that_name_row_and_column(squads, pb):
    (squads / "squads.csv").write_text(SQUADS.replace("workshop", "werkstatt"), "utf-8")

    answer = pb("import", "squads.csv", "--unit", "first")

    assert answer.code == 6
    assert answer.err.splitlines() == [
        "warning: squads.csv:1:6: the column 'Remarks' is not known, and not read",
        "squads.csv:3:3: 'werkstatt' is not a department of this unit",
        "squads.csv:4:3: 'werkstatt' is not a department of this unit",
        "2 problems in 1 of 1 file",
    ]


def test_json_has_the_warnings_beside_the_mistakes(squads, pb):
    (squads / "squads.csv").write_text(SQUADS.replace("workshop", "werkstatt"), "utf-8")

    found = pb("import", "squads.csv", "--unit", "first", "--json").data

    assert [(one["line"], one["column"]) for one in found["error"]["problems"]] == [(3, 3), (4, 3)]
    assert [(one["line"], one["column"]) for one in found["warnings"]] == [(1, 6)]


def test_quiet_tells_mistakes_alone(squads, pb):
    (squads / "squads.csv").write_text(SQUADS.replace("workshop", "werkstatt"), "utf-8")

    assert "warning" not in pb("import", "squads.csv", "--unit", "first", "--quiet").err


def test_json_has_every_change(squads, pb):
    found = pb("import", "squads.csv", "--unit", "first", "--json").data

    assert {key: found[key] for key in ("unit", "kind", "rows", "same", "written")} == {
        "unit": "first",
        "kind": "squads",
        "rows": 3,
        "same": 0,
        "written": True,
    }
    assert found["changes"][0] == {"name": "lyon", "change": "added", "members_added": 2, "members_changed": 0}
    assert found["warnings"][0]["place"] == "squads.csv"


def test_many_changes_are_counted(workspace, pb):
    rows = "".join(f"Ann Lee {n} <ann{n}@example.org>,service\n" for n in range(25))
    (workspace / "people.csv").write_text(f"Person,Department\n{rows}", "utf-8")

    answer = pb("import", "people.csv", "--unit", "first")

    assert "25 new people (25 rows read)" in answer.out
    assert "and 5 more" in answer.out
    assert answer.out.count("\n  + ") == 20


def test_quiet_prints_nothing(squads, pb):
    assert pb("import", "squads.csv", "--unit", "first", "--quiet")[:] == (0, "", "")


def test_a_sheet_of_a_text_is_refused(squads, pb):
    answer = pb("import", "squads.csv", "--unit", "first", "--sheet", "North")

    assert (answer.code, "only a workbook has sheets" in answer.err) == (2, True)
