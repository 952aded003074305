import pytest

from playbook.errors import ConfigurationError, Problem
from playbook.imports.base import Row, Table
from playbook.imports.findings import Findings
from playbook.imports.roster import Terms, Value, draw

TERMS = Terms(
    {"care": "care", "customer care": "care", "workshop": "workshop"}, {"repair": "repair", "fixing": "repair"}
)
HEAD = ["Squad", "Person", "Department", "Specialty", "Skills", "Allocation", "Lead", "Accountable", "Mail", "Region"]


def table(head, *rows):
    numbered = [Row(number, row) for number, row in enumerate(rows, 2)]
    return Table(Row(1, head), iter(numbered), lambda row, column, said: Problem("t.csv", row, column, said))


def drawn(*rows, head=HEAD, kind=""):
    given = table(head, *rows)
    findings = Findings(given.place)
    roster = draw(given, TERMS, findings, kind)
    findings.refuse(roster.notices)
    return roster


def refusal(*rows, head=HEAD, kind=""):
    with pytest.raises(ConfigurationError) as caught:
        drawn(*rows, head=head, kind=kind)
    return [str(problem) for problem in caught.value.problems]


def said(fields):
    return {name: value.text for name, value in fields.items()}


def test_rows_of_one_squad_become_its_members():
    found = drawn(
        ["lyon", "Ann", "Customer Care", "care", "fixing; listening", "80 %", "x", "", "ann@example.org", "north"],
        ["oslo", "Cid", "workshop", "repair"],
        ["lyon", "Bob", "workshop", "repair", "", "50", "", "yes"],
    )

    assert (found.kind, list(found.crews), found.rows) == ("squads", ["lyon", "oslo"], 3)
    lyon = found.crews["lyon"]
    assert said(lyon.fields) == {"id": "lyon", "lane": "north"}
    assert (lyon.lead, lyon.accountable) == ([0], [1])
    assert said(lyon.members[0]) == {
        "person": "Ann <ann@example.org>",
        "department": "care",
        "specialty": "care",
        "skills": "repair,listening",
        "allocation": "80",
    }
    assert lyon.members[1]["person"] == Value("Bob", 4, 2)


def test_without_an_id_a_squad_is_called_by_its_name():
    found = drawn(["Zürich West!", "Ann", "care", "x"], head=["Squad name", "Person", "Department", "Role"])

    assert said(found.crews["zurich-west"].fields) == {"id": "zurich-west", "name": "Zürich West!"}


def test_what_a_row_is_is_seen_by_its_columns():
    assert drawn(["Ann", "care"], head=["Person", "Department"]).kind == "people"
    assert drawn(["lyon", "Ann", "care", "x"], head=HEAD, kind="people").kind == "people"


def test_a_head_that_lacks_columns_is_told_with_what_nobody_knows():
    assert refusal(["x"], head=["Squad", "Persn", "Remarks"]) == [
        "t.csv:1:1: a column 'person' is needed in the first row",
        "t.csv:1:1: a column 'department' is needed in the first row",
        "t.csv:1:1: a column 'specialty' is needed in the first row",
        "t.csv:1:2: the column 'Persn' is not known, and not read (did you mean 'person'?)",
        "t.csv:1:3: the column 'Remarks' is not known, and not read",
    ]


def test_a_column_that_nobody_knows_is_a_notice_where_nothing_lacks():
    found = drawn(["Ann", "care", "hi"], head=["Person", "Department", "Remarks"])

    assert [str(one) for one in found.notices] == ["t.csv:1:3: the column 'Remarks' is not known, and not read"]


def test_two_columns_of_one_meaning_are_told():
    assert refusal(["a", "b", "c"], head=["Person", "Department", "Abteilung"]) == [
        "t.csv:1:3: 'Abteilung' says the same as column 2; one is enough"
    ]


def test_every_mistake_of_the_rows_is_told_at_once():
    assert refusal(
        ["lyon", "Ann", "care", "x", "", "", "x", "", "", "north"],
        ["", "Bob", "care", "x"],
        ["lyon", "", "care", "", "", "", "maybe", "", "", "south"],
        ["lyon", "Dan", "", "x", "", "", "x"],
    ) == [
        "t.csv:3:1: this row does not say which squad it is of",
        "t.csv:4:2: this row lacks its 'Person'",
        "t.csv:4:4: this row lacks its 'Specialty'",
        "t.csv:4:7: a mark is needed (x), or an empty cell, found 'maybe'",
        "t.csv:4:10: 'south' here, 'north' in row 2 of the same squad",
        "t.csv:5:3: this row lacks its 'Department'",
        "t.csv:5:7: one member is 'lead' in the squad 'lyon', row 2 is already",
    ]


def test_a_table_of_a_head_alone_is_told():
    assert refusal() == ["t.csv:1:1: there is no row below the head"]


def test_thousands_of_mistakes_are_counted():
    found = refusal(*[["lyon", "", "care", "x"]] * 300)

    assert len(found) == 201
    assert found[-1] == "t.csv: 100 more problems"


@pytest.mark.parametrize(
    ("text", "kept"), [("80 %", "80"), ("%80", "80"), ("80,0", "80"), ("12.5", "12.5"), ("half", "half"), ("٣", "٣")]
)
def test_a_percentage_is_read_as_people_write_it(text, kept):
    found = drawn(["lyon", "Ann", "care", "x", "", text])

    assert found.crews["lyon"].members[0]["allocation"].text == kept
