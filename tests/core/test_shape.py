import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.core.events import KINDS
from playbook.core.model import LaneWave, NamedWave, Squad, Unit, Workspace
from playbook.core.shape import STRICT, build, plain, record
from playbook.core.stagemap import Move, StageMap
from tests.builders import maps, squad, unit
from tests.core.strategies import records


def there_and_back(one):
    return build(type(one), json.loads(json.dumps(plain(one))))


@pytest.mark.parametrize(
    "kind", [*KINDS.values(), Unit, Workspace, StageMap, Squad, Move], ids=lambda kind: kind.__name__
)
@settings(max_examples=20)
@given(st.data())
def test_what_is_kept_as_json_comes_back_as_it_was(kind, data):
    one = data.draw(records(kind))

    again = there_and_back(one)

    assert again == one
    assert plain(again) == plain(one)


def test_the_shipped_maps_come_back_as_they_were():
    for one in maps().values():
        assert there_and_back(one) == one


def test_fields_that_hold_their_default_are_left_out():
    found = plain(squad())

    assert "skill_plans" not in found
    assert "id" not in found
    assert plain(squad("lyon"))["id"] == "lyon"


def test_a_wave_may_be_a_count_a_share_or_names():
    one = unit(waves=(1, "20%", NamedWave(("lyon",))))

    assert plain(one)["waves"] == [1, "20%", {"squads": ["lyon"]}]
    assert there_and_back(one).waves == one.waves


def test_lists_come_back_as_tuples_at_every_depth():
    found = there_and_back(unit())

    assert isinstance(found.squads, tuple)
    assert isinstance(found.squads[0].members, tuple)
    assert isinstance(found.squads[0].members[0].skills, tuple)


def test_a_key_that_the_record_has_not_is_refused():
    with pytest.raises(TypeError):
        build(NamedWave, {"squads": ["lyon"], "extra": 1})


def test_a_key_that_the_record_needs_is_missed():
    with pytest.raises(TypeError):
        build(NamedWave, {})


def test_a_record_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        unit().name = "another"


def test_a_record_takes_no_new_attribute():
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(unit(), "another", 1)


def test_a_record_tells_a_validator_to_be_strict():
    @record
    class Thing:
        size: int

    assert Thing.__pydantic_config__ is STRICT
    assert STRICT["extra"] == "forbid"


def test_mappings_and_plain_values_pass_through():
    assert plain({"a": (1, [unit().measures[0]])}) == {"a": [1, [plain(unit().measures[0])]]}
    assert plain("text") == "text"


def test_of_two_records_the_one_that_has_the_keys_is_read():
    waves = (LaneWave(3, "north"), LaneWave("20%", "south"), NamedWave(("lyon",), "north"), NamedWave(("oslo",)))

    assert build(Unit, plain(replace(unit(), waves=waves))).waves == waves
