"""What an expression sees is what happened, and only what it asks for."""

from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.scope import RECORDS, ROOTS, words
from playbook.core.sight import Sight, names
from tests.builders import NOW, case, changed_pilot, day, members, moved, readings, stamped, state, unit
from tests.builders import squad as built

EVERYTHING = frozenset({*ROOTS, *(name for record in RECORDS.values() for name in record)})
WAVES = {"wave-1": ("lyon",), "wave-2": ("kyiv", "oslo")}


def seen(subject="emea/pilot", *events, wanted=EVERYTHING, unit=None):
    whole = case(subject, state(*events), unit)
    return names(Sight(whole.state, whole.unit, subject, WAVES, whole.stage, NOW), wanted)


LIVED = (
    moved("emea", "stabilisation", 30),
    moved("emea/pilot", "operating", 20),
    *readings(50, 52, 57, last=3),
    stamped(e.CycleOpened("emea/pilot", "c1", "it breaks", 7), 12),
    stamped(e.CycleClosed("emea/pilot", "c1", "it", "why", "fix", verified=True, skill="care"), 9),
    stamped(e.CycleOpened("emea/pilot", "c2", "it breaks", 7), 4),
    e.LessonRecorded("emea/pilot", "lesson-1", "c1", "ring first"),
    stamped(e.FailureRecorded("emea/lyon", "failure-1", "late", "small", "printer", "lesson-1"), 5),
    e.FavourGranted("emea/pilot", "favour-1", "an engineer", "p-sponsor", 10.0, "EUR"),
    e.HoldPlaced("emea/lyon", "we wait"),
)


def kind_fits(kind, value):
    """Return whether plain data is of a type of the scope, with every field of it there is."""
    outer, _, rest = kind.partition("(")
    inner = rest.removesuffix(")")
    if outer == "list":
        return isinstance(value, list) and all(kind_fits(inner, one) for one in value)
    if outer == "map":
        return all(isinstance(key, str) and kind_fits(inner, one) for key, one in value.items())
    if kind in RECORDS:
        return value.keys() <= RECORDS[kind].keys() and all(
            kind_fits(RECORDS[kind][n].kind, v) for n, v in value.items()
        )
    return type(value) is {"int": int, "double": float, "string": str, "bool": bool}[kind]


@pytest.mark.parametrize("subject", ["emea", "emea/pilot", "emea/lyon", "emea/wave-2", "emea/nobody"])
@pytest.mark.parametrize("events", [(), LIVED], ids=["new", "lived"])
def test_every_value_is_of_the_type_that_was_promised(subject, events):
    found = seen(subject, *events)

    assert found.keys() <= ROOTS.keys()
    assert [name for name, value in found.items() if not kind_fits(ROOTS[name].kind, value)] == []


def test_with_a_life_behind_it_every_field_has_a_value_somewhere():
    found = [seen(subject, *LIVED) for subject in ("emea", "emea/pilot", "emea/wave-2")]

    assert {name for one in found for name in one} == set(ROOTS)
    whole = found[1]
    assert whole["squad"].keys() == RECORDS["squad"].keys()
    assert whole["measures"]["csat"].keys() == RECORDS["measure"].keys()
    for root, record in (("unit", "unit"), ("goal", "goal")):
        assert whole[root].keys() == RECORDS[record].keys()
    for root, record in (("cycles", "cycle"), ("lessons", "lesson"), ("failures", "failure"), ("favours", "favour")):
        assert whole[root][0].keys() == RECORDS[record].keys()
    assert whole["squad"]["members"][0].keys() == RECORDS["member"].keys()
    assert found[2]["wave"].keys() == RECORDS["wave"].keys()


def test_the_pilot_is_seen_as_it_stands():
    found = seen("emea/pilot", *LIVED)

    assert (found["stage"], found["days_in_stage"], found["today"]) == ("operating", 20, day())
    assert found["squad"]["departments"] == ["sales", "marketing", "finance", "service"]
    assert found["squad"]["skills"] == ["analysis", "care"]
    csat = found["measures"]["csat"]
    assert (csat["points"], csat["mean"], csat["last"], csat["days_since_reading"]) == (3, 53, 57, 3)
    assert csat["lower"] < csat["mean"] < csat["upper"]


def test_cycles_lessons_failures_and_favours_are_seen():
    found = seen("emea/pilot", *LIVED)

    assert found["cycles"] == [
        {"squad": "pilot", "days_open": 3, "closed": True, "verified": True, "skill": "care"},
        {"squad": "pilot", "days_open": 4, "closed": False, "verified": False, "skill": ""},
    ]
    assert found["lessons"] == [{"squad": "pilot", "decision": ""}]
    assert found["failures"] == [
        {"squad": "lyon", "how_large": "small", "cause": "printer", "learned": True, "days": 5}
    ]
    assert found["favours"] == [{"settlement": "", "price": 0.0}]


@pytest.mark.parametrize(
    ("subject", "squads", "own"),
    [
        ("emea", ["pilot", "lyon", "kyiv", "oslo"], "pilot"),
        ("emea/wave-2", ["kyiv", "oslo"], None),
        ("emea/kyiv", ["kyiv"], "kyiv"),
        ("emea/pilot", ["pilot"], "pilot"),
        ("emea/nobody", [], None),
    ],
)
def test_whose_squads_are_seen(subject, squads, own):
    found = seen(subject)

    assert [one["id"] for one in found["squads"]] == squads
    assert found.get("squad", {"id": None})["id"] == own
    assert ("measures" in found) is (own is not None)


def test_a_wave_is_seen_only_where_one_is_judged():
    assert "wave" not in seen("emea")
    assert seen("emea/wave-2")["wave"] == {"id": "wave-2", "number": 2, "stage": "planned", "planned": 2, "held": False}


def test_what_is_not_known_is_missing():
    found = seen("emea/lyon")

    assert "days_in_stage" not in found
    assert "days_in_stage" not in found["squad"]
    assert found["measures"]["csat"].keys() == {"target", "baseline", "direction", "points"}


def test_one_reading_makes_no_limits():
    assert "lower" not in seen("emea/pilot", *readings(50))["measures"]["csat"]


def test_readings_before_the_baseline_are_not_seen():
    baseline = e.BaselineSet("emea/pilot", "csat", day(1), "a new process")

    assert seen("emea/pilot", *readings(50, 52, 57), baseline)["measures"]["csat"]["points"] == 2


def test_a_hold_is_seen():
    assert seen("emea/lyon", *LIVED)["squad"]["held"] is True
    assert seen("emea/pilot", *LIVED)["squad"]["held"] is False


def test_only_what_is_asked_for_is_made():
    found = seen("emea", wanted=words("squads.all(s, s.stage == 'x')"))

    assert found.keys() == {"squads", "stage"}
    assert {key for one in found["squads"] for key in one} == {"stage"}


def test_no_name_of_a_person_is_in_it():
    everybody = members("sales", "finance", "service")
    whole = replace(changed_pilot(members=everybody), squads=(built("lyon"),))

    found = str(seen("emea", *LIVED, unit=whole))

    assert "p-pilot" not in found
    assert "p-sponsor" not in found


def test_a_unit_without_a_goal_in_the_workspace_has_none():
    whole = case("emea/pilot")
    whole.state.goal = None

    found = names(Sight(whole.state, unit(), "emea/pilot", WAVES, whole.stage, NOW), EVERYTHING)

    assert "goal" not in found


@pytest.mark.parametrize(("ago", "days"), [(0.4, 0), (0.6, 1), (7, 7)])
def test_days_are_calendar_days(ago, days):
    assert seen("emea/pilot", moved("emea/pilot", "operating", ago))["days_in_stage"] == days
