"""Lanes, supply and people of a unit's file: every mistake in its place, and what is right passes."""

import pytest

from tests.config.good import UNIT, changed, problems, unit

WAVES = "waves:\n  - squads: [lyon]\n  - squads: [kyiv]\n"
NORTH = ("  - id: lyon\n", "  - id: lyon\n    lane: north\n")
SOUTH = ("  - id: kyiv\n", "  - id: kyiv\n    lane: south\n")


def waves(*entries):
    """Return the change that puts other entries under `waves`."""
    return WAVES, "waves:\n" + "".join(f"  - {entry}\n" for entry in entries)


def without_places(found):
    return [one.partition(": ")[2] for one in found]


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(("{size: 1, lane: north}", "{size: '50%', lane: south}"), id="sizes"),
        pytest.param(("{squads: [lyon], lane: north}", "{squads: [kyiv], lane: south}"), id="names"),
        pytest.param(("squads: [lyon]", "{size: 1, lane: south}"), id="a-wave-without-lane-names-squads-of-any"),
        pytest.param((1, 2), id="while-no-wave-names-a-lane-they-are-labels"),
    ],
)
def test_lanes_that_fit(entries):
    found = unit(changed(UNIT, NORTH, SOUTH, waves(*entries))).unit

    assert [squad.lane for squad in found.squads] == ["north", "south"]
    assert len(found.waves) == 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            (NORTH, SOUTH, waves("{size: 1, lane: nort}", "{size: 1, lane: south}")),
            [
                "no wave is of the lane 'north', which has 1 squad",
                "no squad is of the lane 'nort' (did you mean 'north'?)",
            ],
            id="a-lane-misspelt",
        ),
        pytest.param(
            (NORTH, SOUTH, waves("{squads: [kyiv, lyon], lane: south}", "{size: 1, lane: north}")),
            ["the squad 'lyon' is of the lane 'north', and its wave of 'south'"],
            id="a-squad-of-another-lane",
        ),
        pytest.param(
            (SOUTH, waves("{squads: [kyiv, lyon], lane: south}")),
            ["the squad 'lyon' is in no lane, and its wave is of the lane 'south'"],
            id="a-squad-of-no-lane",
        ),
        pytest.param(
            (NORTH, waves("{size: 1, lane: north}")),
            ["1 squad has no lane, and every wave is of a lane"],
            id="a-squad-that-no-wave-opens",
        ),
        pytest.param(
            (NORTH, SOUTH, waves(1, "{size: 1, lane: north}", "{size: 1, lane: south}")),
            ["no squad is without a lane: give the wave a lane, or name its squads"],
            id="a-wave-that-finds-no-squad",
        ),
        pytest.param(
            (NORTH, SOUTH, waves("{sise: 1, lane: north}", "{size: many, lane: south}")),
            [
                "unknown key 'sise' (did you mean 'size'?)",
                "a whole number from 1 to 100000 or a share such as '20%' is needed, found 'many'",
            ],
            id="entries-of-lanes-that-are-wrong-in-themselves",
        ),
    ],
)
def test_lanes_that_do_not_fit_are_all_told(changes, expected):
    assert without_places(problems(*changes)) == expected


def test_a_mistake_is_told_at_the_lane():
    line = changed(UNIT, NORTH).splitlines().index("    lane: north") + 1

    found = problems(NORTH, SOUTH, waves("{size: 1, lane: south}"))

    assert found == [f"{line}:11: no wave is of the lane 'north', which has 1 squad"]


SUPPLY = """supply:
  coaches: 2
  skills:
    - {skill: selling, each: 2}
people:
  - {person: Ivo Kos <ivo@example.org>, department: sales, skills: [selling]}
"""


def supplied(*changes):
    return ("waves:\n", changed(SUPPLY, *changes) + "waves:\n")


def test_supply_and_people_are_read():
    found = unit(changed(UNIT, supplied())).unit

    assert found.supply.coaches == 2
    assert found.supply.squads_per_coach == 3
    assert [(one.skill, one.people, one.each) for one in found.supply.skills] == [("selling", None, 2)]
    assert found.people[0].person == "Ivo Kos <ivo@example.org>"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("{skill: selling,", "{skill: seling,"), "'seling' is not a skill of the mission (did you mean 'selling'?)"),
        (("skills: [selling]", "skills: [sellin]"), "'sellin' is not a skill of the mission (did you mean 'selling'?)"),
        (("department: sales", "department: sale"), "'sale' is not a department of this unit (did you mean 'sales'?)"),
        (("coaches: 2", "coaches: -1"), "a whole number from 0 to 100000 is needed, found -1"),
        (("each: 2", "eech: 2"), "unknown key 'eech' (did you mean 'each'?)"),
    ],
)
def test_mistakes_in_supply_and_people(change, expected):
    assert without_places(problems(supplied(change))) == [expected]


def test_a_skill_is_scarce_once_and_a_person_stands_once():
    skill = "    - {skill: selling, each: 2}\n"
    person = "  - {person: Ivo Kos <ivo@example.org>, department: sales, skills: [selling]}\n"

    found = without_places(problems(supplied((skill, skill * 2), (person, person * 2))))

    assert [one.rpartition(" (first")[0] for one in found] == [
        "the skill 'selling' is here twice",
        "'Ivo Kos <ivo@example.org>' is here twice",
    ]
