from dataclasses import replace

from playbook.core.model import ID_PATTERN, Between, Text, people_of, with_people
from tests.builders import DEPARTMENTS, squad, unit


def test_a_squad_by_its_id():
    assert unit().squad("pilot") is not None
    assert unit().squad("lyon").id == "lyon"
    assert unit().squad("paris") is None


def test_a_department_by_its_id():
    assert unit().department("finance").head == "p-head-finance"
    assert unit().department("legal") is None


def test_everybody_the_file_names():
    found = set(people_of(unit(squads=(squad("lyon"),))))

    squads = {f"p-{name}-{number}" for name in ("pilot", "lyon") for number in range(1, 9)}
    assert found == {"p-sponsor", *(f"p-head-{one}" for one in DEPARTMENTS), *squads}


def test_each_person_is_replaced_everywhere_and_nothing_else_is():
    there = with_people(unit(), lambda person: f"<{person}>")

    assert sorted(people_of(there)) == sorted(f"<{person}>" for person in people_of(unit()))
    assert with_people(there, lambda person: person[1:-1]) == unit()


def test_a_validator_reads_the_limits_of_a_field_from_its_annotation():
    def string(_):
        return {"type": "str"}

    def number(_):
        return {"type": "float"}

    assert Text(63, ID_PATTERN).__get_pydantic_core_schema__(str, string) == {
        "type": "str",
        "min_length": 1,
        "max_length": 63,
        "pattern": ID_PATTERN,
    }
    assert "pattern" not in Text().__get_pydantic_core_schema__(str, string)
    assert Between(1, 100).__get_pydantic_core_schema__(int, number) == {"type": "float", "ge": 1, "le": 100}


def test_squads_of_many_units_are_kept_apart():
    units = [unit(squads=(replace(squad("lyon"), name=f"Lyon {number}"),)) for number in range(20)]

    names = [one.squad("lyon").name for one in (*units, *reversed(units))]

    assert names == [f"Lyon {number}" for number in (*range(20), *reversed(range(20)))]
    assert units[0].squad("kyiv") is None
    assert units[0].squad("pilot") is units[0].pilot


def test_of_two_squads_with_one_id_the_first_is_meant():
    assert (
        unit(squads=(replace(squad("lyon"), name="First"), replace(squad("lyon"), name="Second"))).squad("lyon").name
        == "First"
    )
