import stat

import pytest

from playbook.app import imports
from playbook.app.imports import Asked, bring
from playbook.app.joining import Change
from playbook.errors import ConfigurationError, Outrun, UsageError

HEAD = "Squad,Squad name,Lane,Person,Department,Specialty,Skills,Allocation,Released,Until,Lead"
LYON = """\
lyon,Lyon squad,north,Ann Lee <ann@example.org>,Customer service,care,listening,80 %,1.11.2026,2027-06-30,x
lyon,,,Bob Ray <bob@example.org>,workshop,repair,"repair, refunds",,,,
oslo,,,Dan Moe <dan@example.org>,Workshop,repair,repair,,,,
"""


def asked(place, text, name="squads.csv", **how):
    path = place.folder / name
    path.write_text(text, "utf-8")
    return Asked(str(path), place.unit, **how)


def brought(place, text, *, dry=False, **how):
    return bring(place.world(), asked(place, text, **how), dry=dry)


def refusal(place, text, **how):
    before = place.file.read_bytes()
    with pytest.raises(ConfigurationError) as caught:
        brought(place, text, **how)
    assert place.file.read_bytes() == before, "all or nothing"
    return [str(problem) for problem in caught.value.problems]


def squads(place):
    return {squad.id: squad for squad in place.session().scene.unit.squads}


def test_squads_are_in_the_file_and_nothing_that_people_wrote_is_lost(fresh):
    before = fresh.file.read_text("utf-8").splitlines()

    made = brought(fresh, f"{HEAD}\n{LYON}")

    assert (made.kind, made.rows, made.written) == ("squads", 3, True)
    assert made.changes == [Change("lyon", added=True, members_added=2), Change("oslo", added=True, members_added=1)]
    after = iter(fresh.file.read_text("utf-8").splitlines())
    assert all(line in after for line in before), "every line that was there, in its order"
    lyon = squads(fresh)["lyon"]
    assert (lyon.name, lyon.lane, len(lyon.members), lyon.lead) == ("Lyon squad", "north", 2, lyon.members[0].person)
    assert (lyon.members[0].department, lyon.members[0].allocation) == ("service", 80)
    assert (lyon.members[0].release.agreed, lyon.members[0].release.until) == ("2026-11-01", "2027-06-30")
    assert lyon.members[1].skills == ("repair", "refunds")


def test_a_dry_run_says_the_same_and_writes_nothing(fresh):
    before = fresh.file.read_bytes()

    made = brought(fresh, f"{HEAD}\n{LYON}", dry=True)

    assert (len(made.changes), made.written, fresh.file.read_bytes()) == (2, False, before)


def test_each_mistake_is_told_at_its_cell_as_check_would_say_it(fresh):
    found = refusal(
        fresh,
        f"{HEAD}\n"
        "lyon,,,Ann Lee <ann@example.org>,servce,care,listning,150,11/1/2026,,x\n"
        "lyon,,,Ann Lee <ann@example.org>,service,care,,,,,\n"
        "Lyon Two,,,Cid,service,care,,,,,\n"
        "wave-1,,,Bo <bo@,service,care,,,2026-11-01,2026-10-01,\n",
    )

    places = [one.partition(": ")[0].removeprefix("squads.csv:") for one in found]
    assert places == ["2:5", "2:7", "2:8", "2:9", "3:4", "4:1", "5:1", "5:4"]
    assert found[0] == "squads.csv:2:5: 'servce' is not a department of this unit (did you mean 'service'?)"
    assert "twice (first on line 2)" in found[4]


def test_a_sentence_that_points_into_the_unit_s_file_says_so(fresh):
    (found,) = refusal(fresh, f"{HEAD}\nlyon,,,Leo Lead <lena.lead@example.org>,service,care,,,,,\n")

    line = next(
        at for at, text in enumerate(fresh.file.read_text("utf-8").splitlines(), 1) if "- {person: Lena" in text
    )
    assert found.startswith("squads.csv:2:4: the mail lena.lead@example.org belongs to 'Lena Lead'")
    assert found.endswith(f"on line {line}; one person, one name [units/first.yaml]")


def test_a_squad_of_several_needs_one_who_leads(fresh):
    assert refusal(fresh, f"{HEAD}\n{LYON}".replace(",x\n", ",\n")) == [
        "squads.csv:2:1: nobody leads the squad 'lyon': mark one of its rows in a column 'lead'"
    ]


def test_what_is_there_changes_only_when_that_is_asked_for(fresh):
    brought(fresh, f"{HEAD}\n{LYON}")
    later = LYON.replace("80 %", "60").replace("Lyon squad,north", "Lyon two,south").replace("oslo", "lyon")

    refused = refusal(fresh, f"{HEAD}\n{later}")
    assert "the squad 'lyon' is in units/first.yaml already" in refused[0]

    made = brought(fresh, f"{HEAD}\n{later}", update=True)
    assert made.changes == [Change("lyon", added=False, members_added=1, members_changed=1)]
    lyon = squads(fresh)["lyon"]
    assert (lyon.name, lyon.lane, len(lyon.members)) == ("Lyon two", "south", 3)
    assert (lyon.members[0].allocation, lyon.members[0].release.agreed) == (60, "2026-11-01")

    again = brought(fresh, f"{HEAD}\n{later}", update=True)
    assert (again.changes, again.same, again.written) == ([], 1, False)


def test_the_pilot_is_a_squad_that_is_there(fresh):
    text = f"{HEAD}\npilot,,,Eva Sun <eva@example.org>,finance,money,refunds,,,,\n"

    assert "--update changes it" in refusal(fresh, text)[0]
    assert brought(fresh, text, update=True).changes == [Change("pilot", added=False, members_added=1)]
    assert len(fresh.session().scene.unit.pilot.members) == 7


def test_people_are_added_and_changed(fresh):
    first = "Name;E-Mail;Abteilung;Fähigkeiten\nAnn Lee;ann@example.org;Customer service;listening\n"

    made = brought(fresh, first)
    assert (made.kind, made.changes) == ("people", [Change("Ann Lee <ann@example.org>", added=True)])

    assert "is in units/first.yaml already" in refusal(fresh, first)[0]
    brought(fresh, first.replace("listening", "repair, refunds") + "Bo Ray;;workshop;\n", update=True)
    people = fresh.session().scene.unit.people
    assert [(len(one.skills), one.department) for one in people] == [(2, "service"), (0, "workshop")]


WIDE = "squad,person,department,specialty,skills,allocation,lead"


def places(found):
    return [one.partition(": ")[0].rpartition(".csv:")[2] for one in found]


@pytest.mark.parametrize("squad", ["second", "pilot"])
def test_the_cells_of_a_squad_that_is_there_are_judged_all_the_same(fresh, squad):
    found = refusal(fresh, f"{WIDE}\nnine,Ok Ok <o@example.org>,nodep,x,zz,200,\n{squad},New One,nodep,x,zz,500,\n")

    assert places(found) == ["2:3", "2:5", "2:6", "3:1", "3:3", "3:5", "3:6"]
    assert "--update changes it" in found[3]


def test_the_cells_of_a_squad_without_a_lead_are_judged_all_the_same(fresh):
    found = refusal(fresh, f"{WIDE}\nnine,Ann,nodep,x,zz,200,\nnine,Bob,service,x,repair,500,\n")

    assert places(found) == ["2:1", "2:3", "2:5", "2:6", "3:6"]
    assert "nobody leads" in found[0]


def test_the_other_cells_of_a_row_that_lacks_something_are_judged(fresh):
    found = refusal(fresh, f"{WIDE}\n,Ann,nodep,,zz,500,\nnine,,nodep,x,zz,500,\nten,,service,x,,,\n")

    assert places(found) == ["2:1", "2:3", "2:4", "2:5", "2:6", "3:2", "3:3", "3:5", "3:6", "4:2"]


def test_a_lead_whose_mark_is_not_understood_is_not_said_to_be_missing(fresh):
    found = refusal(fresh, f"{WIDE}\nnine,Ann,service,x,,,perhaps\nnine,Bob,nodep,x,,,\n")

    assert places(found) == ["2:7", "3:3"]


def test_rows_before_one_that_cannot_be_read_are_judged(fresh):
    found = refusal(fresh, f'{WIDE}\nnine,Ann,nodep,x,,,\nnine,Bob,service,x,,,\nten,"Cid,service,x,,,\n')

    assert places(found) == ["2:3", "4:1"], "who leads may stand in the rows that were not read"
    assert "never closed" in found[1]


def test_one_member_twice_in_a_squad_that_is_there_is_told(fresh):
    brought(fresh, f"{HEAD}\n{LYON}")
    row = "lyon,Ann Lee <ann@example.org>,service,care,,{n},"

    found = refusal(fresh, f"{WIDE}\n{row.format(n=50)}\n{row.format(n=500)}\n", update=True)

    assert found == [
        "squads.csv:3:2: 'Ann Lee <ann@example.org>' is in row 2 already",
        "squads.csv:3:6: a whole number from 1 to 100 is needed, found 500",
    ]


def test_people_who_are_there_or_come_twice_are_judged_all_the_same(fresh):
    text = "Person,Department,Skills\nAnn <a@example.org>,service,repair\n"
    brought(fresh, text)

    found = refusal(fresh, f"{text.replace('service', 'nodep')}Bo,nodep,\nANN <A@example.org>,nodep,zz\n,nodep,zz\n")

    assert places(found) == ["2:1", "2:2", "3:2", "4:1", "4:2", "4:3", "5:1", "5:2", "5:3"]


def test_a_squad_that_nobody_wants_to_change_may_be_written_in_any_way(fresh):
    text = fresh.file.read_text("utf-8")
    line = next(one for one in text.splitlines() if "- {person: Lena" in one)
    fresh.file.write_text(text.replace(line, f"{line.replace('- {', '-   {')}  # }} {{"), "utf-8")

    (found,) = refusal(fresh, f"{WIDE}\npilot,Lena Lead <lena.lead@example.org>,service,other,,,\n")

    assert found.startswith("squads.csv:2:1: the squad 'pilot' is in")


def test_cells_of_a_workbook_that_cannot_be_read_hide_no_other_mistake(fresh):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (WIDE.split(","), ["nine", "Ann", "nodep", "x"], ["nine", "=A1", "nodep", "#N/A", "", 500]):
        book.active.append(row)
    book.save(fresh.folder / "squads.xlsx")

    with pytest.raises(ConfigurationError) as caught:
        bring(fresh.world(), Asked(str(fresh.folder / "squads.xlsx"), fresh.unit))

    places = [one.file.rpartition(":")[2] for one in caught.value.problems]
    assert places == ["A2", "C2", "B3", "C3", "D3", "F3"]


def test_more_mistakes_than_anybody_reads_are_counted_from_the_top(fresh):
    rows = "".join(f"Ann {n} <ann{n}@example.org>,nodep,zz\n" for n in range(1000))

    found = refusal(fresh, f"Person,Department,Skills\n{rows}")

    assert places(found[:-1]) == [f"{row}:{column}" for row in range(2, 102) for column in (2, 3)]
    assert found[-1] == "squads.csv: 1800 more problems"


def test_one_person_twice_in_a_table_is_told(fresh):
    text = "Person,Department\nAnn <a@example.org>,service\nANN <A@example.org>,service\n"

    assert refusal(fresh, text) == ["squads.csv:3:1: 'ANN <A@example.org>' is in row 2 already"]


def test_a_squad_written_on_one_line_is_left_to_people(fresh):
    text = fresh.file.read_text("utf-8")
    start = text.index("  - id: second")
    end = text.index("\n\n# How many squads")
    one = '  - {id: second, name: Two, lead: "A <a@example.org>", accountable: "A <a@example.org>", members: '
    member = '[{person: "A <a@example.org>", department: service, specialty: x}]}'
    fresh.file.write_text(text[:start] + one + member + text[end:], "utf-8")

    (found,) = refusal(fresh, f"{HEAD}\nsecond,,,Bo <bo@example.org>,service,x,,,,,\n", update=True)

    assert found.startswith("units/first.yaml:")
    assert "does not dare to change" in found


def test_a_file_with_mistakes_is_put_right_first(fresh):
    fresh.change("goal: first-goal", "goal: nothing")

    assert all(one.startswith("units/first.yaml:") for one in refusal(fresh, f"{HEAD}\n{LYON}"))


def test_what_history_forbids_is_refused_as_it_is_anywhere(replication):
    replication.advance("first/wave-1")

    brought(replication, f"{HEAD}\n{LYON}")

    assert {"second", "lyon", "oslo"} <= set(squads(replication))
    assert replication.session().scene.waves["wave-1"] == ("second",)


def test_there_must_be_a_unit_with_a_file(pilot):
    with pytest.raises(UsageError, match="there is no unit 'other'"):
        bring(pilot.world(), Asked("x.csv", "other"))
    pilot.file.unlink()
    with pytest.raises(UsageError, match="has no file any more"):
        bring(pilot.world(), Asked("x.csv", "first"))


def test_the_file_keeps_its_mode_and_nothing_is_left_beside_it(fresh):
    fresh.file.chmod(0o640)

    brought(fresh, f"{HEAD}\n{LYON}")

    assert stat.S_IMODE(fresh.file.stat().st_mode) == 0o640
    assert [path.name for path in fresh.file.parent.iterdir()] == ["first.yaml"]


def test_whoever_saves_meanwhile_keeps_what_they_wrote(fresh, monkeypatch):
    real = imports._accept

    def slow(*given):
        real(*given)
        fresh.file.write_text(fresh.file.read_text("utf-8") + "# mine\n", "utf-8")

    monkeypatch.setattr(imports, "_accept", slow)

    with pytest.raises(Outrun, match="saved by somebody else"):
        brought(fresh, f"{HEAD}\n{LYON}")
    assert fresh.file.read_text("utf-8").endswith("# mine\n")
    assert "lyon" not in fresh.file.read_text("utf-8")
    assert [path.name for path in fresh.file.parent.iterdir()] == ["first.yaml"]


def test_eight_thousand_people_come_in_within_seconds(fresh):
    import time

    rows = "".join(f"Ann Lee {n},ann{n}@example.org,service,repair\n" for n in range(8000))
    start = time.process_time()

    made = brought(fresh, f"Person,Mail,Department,Skills\n{rows}")

    assert len(made.changes) == 8000
    assert time.process_time() - start < 60  # two seconds; thirty times that where coverage looks at every line


def test_more_rows_than_a_file_may_hold_are_refused_in_one_sentence(fresh):
    long = "x" * 190
    rows = "".join(f"Ann {long} {n},service\n" for n in range(40_000))

    (found,) = refusal(fresh, f"Person,Department\n{rows}")

    assert found == "units/first.yaml: with these 40000 rows the file would be bigger than 8192 KiB"
