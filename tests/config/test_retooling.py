from playbook.config.unit import read_unit
from tests.config.good import LANGUAGES, UNIT, WORKSPACE, changed, problems, unit

PLAN = """\
retooling:
  mandate: The board decided it
  milestones:
    - {id: one-system, name: One system, due: "2027-03-31", reached: "2027-03-01", owner: Bo Lind}
    - {id: rights, name: Rights are delegated, due: "2027-06-30"}
  consultants:
    - {name: Northlight, role: Training, until: "2027-12-31", successor: Cy Ng, left: "2027-12-01"}
"""
PATH = ("path: incremental", "path: top-down")
TOP_DOWN = changed(UNIT, PATH) + PLAN


def wrong(*changes):
    """Return what is said of the good unit on the top-down path with changes."""
    return problems((UNIT, TOP_DOWN), *changes)


def test_a_retooling_is_read_with_its_people_in_full():
    found = unit(TOP_DOWN).unit

    assert found.path == "top-down"
    assert [one.owner for one in found.retooling.milestones] == ["Bo Lind <bo@example.org>", None]
    assert found.retooling.consultants[0].successor == "Cy Ng <cy@example.org>"


def test_the_path_top_down_needs_its_retooling():
    (found,) = problems(PATH)

    assert found.endswith("the path 'top-down' needs `retooling`: mandate, milestones, consultants")


def test_the_incremental_path_has_none_whether_it_is_named_or_not():
    named = problems((UNIT, UNIT + PLAN))
    unnamed = problems((UNIT, UNIT.replace("path: incremental\n", "") + PLAN))

    for (found,) in (named, unnamed):
        assert found.endswith(
            "the path is incremental, and has no retooling: write `path: top-down`, or leave this out"
        )


def test_a_path_of_ones_own_may_have_a_retooling():
    text = changed(TOP_DOWN, ("path: top-down", "path: sideways")).encode()

    found = read_unit(text, "units/emea.yaml", WORKSPACE, paths=("incremental", "sideways"), languages=LANGUAGES)

    assert found.unit.retooling


def test_everything_is_told_at_once_at_its_place():
    found = wrong(
        ('due: "2027-03-31"', 'due: "2027-02-30"'),
        ("id: rights", "id: one-system"),
        ('until: "2027-12-31"', 'until: "2027-13-31"'),
        ('left: "2027-12-01"', 'left: "2027-11-31"'),
    )

    assert [one.partition(": ")[2] for one in found] == [
        "a date is needed (YYYY-MM-DD), '2027-02-30' is not in the calendar",
        "the milestone 'one-system' is here twice (first on line 83)",
        "a date is needed (YYYY-MM-DD), '2027-13-31' is not in the calendar",
        "a date is needed (YYYY-MM-DD), '2027-11-31' is not in the calendar",
    ]
    assert found[0].startswith("83:47: ")


def test_nobody_takes_over_who_is_to_leave():
    (own,) = wrong(("successor: Cy Ng", "successor: Northlight <north@example.org>"))
    other = '    - {name: Cy Ng, role: Advice, until: "2027-12-31", successor: Bo Lind}\n'
    (another,) = problems((UNIT, TOP_DOWN + other))

    assert own.endswith("'Northlight <north@example.org>' is a consultant: a successor stays in the company")
    assert another.endswith("'Cy Ng' is a consultant: a successor stays in the company")


def test_a_consultant_stands_there_once():
    again = '    - {name: Northlight, role: Advice, until: "2027-12-31", successor: Bo Lind}\n'

    (found,) = problems((UNIT, TOP_DOWN + again))

    assert found.partition(": ")[2].startswith("'Northlight' is among the consultants twice (first on line ")
