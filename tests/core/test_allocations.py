from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from playbook.core.allocations import seats, taken
from tests.builders import maps, members, moved, squad, state, unit

ENDS = st.sampled_from(["", "forming", "operating", "stable", "handed-over", "disbanded", "failed"])


def shared(percent, name):
    """Return squad members of whom the first is p-pilot-1, with so much of their time."""
    first, *rest = members("sales", "finance", squad=name)
    return (replace(first, person="p-pilot-1", allocation=percent), *rest)


def crew(lyon=50, kyiv=30):
    return unit(
        pilot=squad(members=shared(20, "pilot")),
        squads=(squad("lyon", members=shared(lyon, "lyon")), squad("kyiv", members=shared(kyiv, "kyiv"))),
    )


def test_a_person_has_a_seat_in_each_squad_in_the_order_of_the_file():
    found = seats(state(), crew(), maps())

    assert found["p-pilot-1"] == (("pilot", 20), ("lyon", 50), ("kyiv", 30))
    assert found["p-lyon-2"] == (("lyon", 100),)


def test_a_squad_that_has_ended_has_nobodys_time():
    found = seats(state(moved("emea/pilot", "handed-over"), moved("emea/kyiv", "failed")), crew(), maps())

    assert found["p-pilot-1"] == (("lyon", 50),)
    assert "p-kyiv-2" not in found


def test_in_a_unit_that_has_ended_only_squads_that_were_opened_go_on():
    found = taken(state(moved("emea/lyon", "operating"), moved("emea", "stopped")), crew(), maps())

    assert found == {"p-pilot-1": 50, "p-lyon-2": 100}


@given(st.integers(1, 100), st.integers(1, 100), ENDS, ENDS)
def test_the_sum_is_that_of_the_squads_that_have_not_ended(lyon, kyiv, one, other):
    events = [moved(f"emea/{name}", stage) for name, stage in (("lyon", one), ("kyiv", other)) if stage]
    over = {"handed-over", "disbanded", "failed"}

    found = taken(state(*events), crew(lyon, kyiv), maps())

    assert found["p-pilot-1"] == 20 + lyon * (one not in over) + kyiv * (other not in over)
    assert all(percent > 0 for percent in found.values())
