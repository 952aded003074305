"""What templates may see: plain data, a function of ledger and configuration, with names instead of ids."""

import inspect
import json
from dataclasses import replace

import pytest

from playbook.core import events as e
from playbook.core.history import Rollout, fold
from playbook.core.model import DataSource, Measure, Right, Slice
from playbook.documents import pieces, readings, records, roster, view
from playbook.documents.view import view as look
from playbook.words import Words
from tests import builders
from tests.builders import maps, stamped, state, unit
from tests.documents.story import ORGANISATION, WAVES, told


def seen(subject="emea/pilot", told_state=None, waves=WAVES):
    return look(told_state or told(), maps(), waves, subject, ORGANISATION, Words("en"))


def small(subject="emea/pilot", *events, whole=None):
    waves = {"wave-1": ("lyon",), "wave-2": ("kyiv", "oslo")}
    return seen(subject, state(*events, unit=whole or unit()), waves)


def plain(value):
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(map(plain, value))
    return value is None or type(value) in {str, int, float, bool}


# ----------------------------------------------------------------------------------------------------------- the whole


@pytest.mark.parametrize("subject", ["emea", "emea/pilot", "emea/lyon", "emea/wave-1", "emea/wave-2"])
def test_a_view_is_plain_data(subject):
    assert plain(seen(subject))


@pytest.mark.parametrize("subject", ["emea", "emea/pilot", "emea/wave-2"])
def test_the_same_history_gives_the_same_view(subject):
    assert json.dumps(seen(subject)) == json.dumps(seen(subject))


@pytest.mark.parametrize("module", [view, pieces, roster, records, readings])
def test_there_is_no_clock_and_no_disk_in_it(module):
    source = inspect.getsource(module)

    assert not any(word in source for word in (".now(", ".today(", "import time", "open(", "Path("))


def test_a_view_does_not_change_the_state():
    before, after = told(), told()
    seen("emea", told_state=after)
    seen("emea/pilot", told_state=after)

    assert repr(before) == repr(after)


def test_no_id_of_a_person_and_no_mail_is_shown():
    for subject in ("emea", "emea/pilot", "emea/lyon", "emea/wave-2"):
        text = json.dumps(seen(subject))

        assert '"p-' not in text
        assert "@example.org" not in text


def test_a_unit_without_configuration_has_no_view():
    with pytest.raises(ValueError, match="emea has no accepted configuration"):
        seen(told_state=Rollout("emea"))


def test_an_unknown_squad_has_no_view():
    with pytest.raises(KeyError):
        seen("emea/nowhere")


def test_every_view_says_whose_it_is():
    found = seen("emea/wave-2")

    assert (found["subject"], found["name"]) == ("emea/wave-2", "wave-2")
    assert (found["organisation"], found["language"]) == (ORGANISATION, "en")
    assert found["w"]["squads"] == "pods"


# ----------------------------------------------------------------------------------------------------- unit and mission


def test_a_unit_is_shown_with_its_names_and_places():
    found = seen()["unit"]

    assert (found["sponsor"], found["value_area"], found["budget"]) == ("Ana Diaz", "account-based", 2)
    assert found["departments"][3] == {"id": "logistics", "name": "Logistics", "head": "Li Wei (李伟)"}
    assert found["where"]["slice"] == "units/emea.yaml:8"


def test_a_goal_that_is_not_shared_is_none():
    alone = told()
    alone.goal = None

    assert seen(told_state=alone)["goal"] is None


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("An order arrives.", "an order arrives"),
        ("The\n  order\tarrives", "the order arrives"),
        ("Ana's orders arrive", "Ana's orders arrive"),
        ("A", "a"),
        ("IT works", "IT works"),
        ("Small bakeries", "small bakeries"),
        ("Nordic bakeries", "Nordic bakeries"),
        ("订单准时到达。", "订单准时到达"),
    ],
)
def test_a_text_of_the_file_fits_into_a_sentence(text, inside):
    whole = unit(slice=Slice("geographic", "bakeries", text))

    assert small(whole=whole)["unit"]["outcome"] == inside


def test_every_value_area_has_words():
    for area in pieces.VALUE_AREAS:
        assert small(whole=unit(slice=Slice(area, "a", "b")))["unit"]["value_area"]


# --------------------------------------------------------------------------------------------------------------- squads


def test_a_member_has_a_name_a_department_and_its_head():
    member = seen()["squad"]["members"][0]

    assert (member["person"], member["department"], member["head"]) == ("Marta Rossi", "Customer service", "Siri Berg")
    assert (member["allocation"], member["specialty"]) == (100, "complaints that nobody else wants")


def test_a_squad_says_how_many_people_each_department_gives():
    donors = seen()["squad"]["donors"]

    assert [(one["department"], one["people"]) for one in donors] == [
        ("Customer service", 2),
        ("Field sales", 2),
        ("Finance & billing", 1),
        ("Logistics", 2),
    ]


def test_two_departments_of_one_name_are_two():
    whole = unit(departments=tuple(replace(one, name="Same") for one in unit().departments))

    assert len(small(whole=whole)["squad"]["donors"]) == 4


@pytest.mark.parametrize(
    ("right", "alone"),
    [
        (Right("refund", "p-pilot-1", 500, "EUR an order"), "up to 500 EUR an order"),
        (Right("refund", "p-pilot-1", 1500.5), "up to 1,500.5"),
        (Right("refund", "p-pilot-1", "unlimited"), "always"),
        (Right("refund", "p-pilot-1"), ""),
        (Right("refund", "p-pilot-1", 0, "EUR"), "up to 0 EUR"),
    ],
)
def test_a_limit_is_said_in_words(right, alone):
    found = small(whole=builders.changed_pilot(decides=(right,)))["squad"]["decides"][0]

    assert (found["decider"], found["alone"]) == ("Pilot 1", alone)


def test_a_decision_that_nobody_takes_is_shown_too():
    found = small(whole=builders.changed_pilot(decides=()))["squad"]["decides"]

    assert [(one["name"], one["decider"]) for one in found] == [("Refund an order", ""), ("Change a delivery day", "")]


def test_a_question_shows_every_source_or_none():
    two = (
        DataSource("late", "orders", "service", "active"),
        DataSource("late", "routes", "sales", "requested", "2027-01-31"),
    )

    many = small(whole=builders.changed_pilot(data=two))["squad"]["data"][0]["sources"]
    none = small(whole=builders.changed_pilot(data=()))["squad"]["data"][0]["sources"]

    assert [(one["source"], one["department"], one["grant"], one["until"]) for one in many] == [
        ("orders", "Service", "active", ""),
        ("routes", "Sales", "requested", "2027-01-31"),
    ]
    assert none == []


def test_a_skill_has_holders_or_a_plan():
    found = {one["skill"]: one for one in seen()["squad"]["skills"]}

    assert found["care"]["holders"] == ["Marta Rossi", "Jo O'Neil-Park"]
    assert (found["analysis"]["gap"], found["analysis"]["how"], found["analysis"]["by"]) == (
        True,
        "borrow",
        "2026-10-15",
    )
    assert not found["care"]["gap"]


def test_a_squad_without_components_has_none():
    assert small(whole=builders.changed_pilot(components=None))["squad"]["components"] is None


def test_a_line_of_a_later_squad_is_found():
    assert seen("emea/lyon")["squad"]["where"]["members"] == "units/emea.yaml:125"
    assert seen("emea/oslo")["squad"]["where"]["members"] == "units/emea.yaml:170"


def test_time_elsewhere_counts_living_squads_only():
    found = seen("emea/pilot")["elsewhere"]
    petit = found[6]

    assert (petit["total"], petit["squads"]) == (50, [{"squad": "Lyon bakeries", "allocation": 50}])

    ended = told()
    ended.standings["emea/lyon"].stage = "disbanded"

    assert seen("emea/pilot", ended)["elsewhere"][6] == {"squads": [], "total": 0}


# ------------------------------------------------------------------------------------------------------ waves and order


def test_a_wave_counts_how_its_squads_stand():
    wave = seen("emea/wave-2")["wave"]

    assert (wave["planned"], wave["good"], wave["bad"], wave["open"]) == (2, 0, 1, 1)
    assert [squad["name"] for squad in wave["squads"]] == ["Kyiv cafés", "Oslo schools"]


def test_a_wave_knows_the_waves_before_it():
    assert [one["id"] for one in seen("emea/wave-2")["before"]] == ["wave-1"]
    assert seen("emea/wave-1")["before"] == []


def test_a_squad_that_no_wave_opens_is_named():
    found = seen("emea", waves={"wave-1": ("lyon",)})

    assert [one["id"] for one in found["unplanned"]] == ["kyiv", "oslo"]


def test_a_stage_that_its_map_no_longer_has_counts_as_open():
    odd = small("emea", builders.moved("emea/pilot", "somewhere-else"))

    assert odd["squads"][0]["tally"] == "open"


def test_a_hold_above_is_shown_below():
    assert seen("emea/kyiv")["hold"]["reason"] == "Kyiv waits for electricity."
    assert seen("emea/lyon")["hold"] is None


# -------------------------------------------------------------------------------------------------------------- lessons


def test_an_adopted_lesson_is_inherited_by_later_squads_with_where_it_was_learned():
    found = seen("emea/lyon")["inherited"]

    assert [(one["id"], one["from"]) for one in found] == [("l1", "Bordeaux bakeries"), ("l2", "Bordeaux bakeries")]


def test_a_local_lesson_stays_where_it_is():
    assert "l3" not in [one["id"] for one in seen("emea/kyiv")["inherited"]]
    assert "l3" in [one["id"] for one in seen("emea/pilot")["lessons"]]


def test_lessons_add_up_along_the_chain():
    assert [one["id"] for one in seen("emea/kyiv")["inherited"]] == ["l1", "l2", "l4"]
    assert [one["id"] for one in seen("emea/wave-2")["inherited"]] == ["l1", "l2", "l4"]


def test_the_pilot_inherits_nothing_and_nobody_inherits_from_themselves():
    assert seen("emea/pilot")["inherited"] == []
    assert "l4" not in [one["id"] for one in seen("emea/lyon")["inherited"]]


@pytest.mark.parametrize(("decision", "count"), [("adopted", 1), ("local", 0), ("rejected", 0)])
def test_what_was_decided_on_a_lesson_says_who_gets_it(decision, count):
    events = (
        e.LessonRecorded("emea/pilot", "l1", "", "Ask first"),
        e.LessonDecided("emea/pilot", "l1", decision, "why"),
    )

    assert len(small("emea/lyon", *events)["inherited"]) == count


def test_a_lesson_that_nobody_decided_on_is_not_inherited():
    assert small("emea/lyon", e.LessonRecorded("emea/pilot", "l1", "", "Ask first"))["inherited"] == []


def test_a_squad_outside_all_waves_inherits_from_everybody_else():
    found = seen("emea/oslo", waves={"wave-1": ("lyon",)})["inherited"]

    assert [one["id"] for one in found] == ["l1", "l2", "l4"]


# --------------------------------------------------------------------------------------------------- what was recorded


def test_a_passage_keeps_every_verdict_in_words():
    found = seen("emea")["passages"][1]["verdicts"]

    assert [(one["condition"], one["status"], one["found"]) for one in found] == [
        ("squad size", "passed", "7 members"),
        ("data access", "waived", "'leaving' is requested"),
    ]
    assert found[0]["where"] == "units/emea.yaml:56"


def test_a_person_in_a_sentence_is_said_by_name():
    assert seen("emea")["passages"][0]["verdicts"][1]["found"] == "approved by Ana Diaz"


def test_a_fact_that_came_back_from_the_ledger_as_a_list_is_said_as_a_list():
    kept = {"condition": "x", "status": "fail", "subject": "emea", "where": "", "clears": ["squad lead", "p-sponsor"]}
    kept |= {
        "needed": ["{who}", {"who": ["p-sponsor", "p-nobody"]}, ""],
        "found": ["{n} of {m}", {"n": 1, "m": 2.5}, ""],
    }
    move = e.Moved("emea", "rollout", "begin", "selection", "pilot", (kept,))

    verdict = small("emea", move)["passages"][0]["verdicts"][0]

    assert (verdict["needed"], verdict["found"], verdict["clears"]) == (
        "Sponsor, p-nobody",
        "1 of 2.5",
        ["squad lead", "Sponsor"],
    )


def test_approvals_of_the_unit_are_shown_to_its_squads():
    found = seen("emea/pilot")["approvals"]

    assert [(one["by"], one["what"], one["move"]) for one in found] == [
        ("Ana Diaz", "Bakeries and cafés, Europe", "begin")
    ]


def test_an_open_cycle_has_a_last_day():
    cycle = small("emea/pilot", stamped(e.CycleOpened("emea/pilot", "c1", "it helps", 14), 1))["cycles"][0]

    assert (cycle["opened"][:10], cycle["due"], cycle["closed"]) == ("2026-11-20", "2026-12-04", "")


def test_a_cycle_has_its_own_lessons():
    cycles = seen("emea/pilot")["cycles"]

    assert [[lesson["id"] for lesson in cycle["lessons"]] for cycle in cycles] == [["l1"], ["l2"], ["l3"], []]


def test_a_lost_squad_is_shown_with_its_reason():
    found = seen("emea")["losses"]

    assert [(one["name"], one["reason"]) for one in found] == [("Oslo schools", "Two of the schools closed.")]


def test_skills_of_squads_that_have_ended_are_no_gap():
    assert "Oslo schools" not in {one["squad"] for one in seen("emea")["gaps"]}
    assert ("Bordeaux bakeries", "analysis") in {(one["squad"], one["skill"]) for one in seen("emea")["gaps"]}


# ------------------------------------------------------------------------------------------------------------- readings


def csat(*values, direction="up", target=55):
    whole = unit(measures=(Measure("csat", "Satisfaction", "points", 41, target, direction),))
    told_state = fold(builders.readings(*values), state(unit=whole))
    return seen(told_state=told_state, waves={})["measures"][0]


def test_a_measure_without_readings_says_how_many_are_needed():
    found = csat()

    assert (found["latest"], found["missing"], found["chart"], found["plot"]) == (None, 6, None, [])
    assert not found["reached"]


@pytest.mark.parametrize(("count", "missing"), [(1, 5), (5, 1), (6, 0), (9, 0)])
def test_less_than_six_readings_give_no_chart(count, missing):
    found = csat(*range(40, 40 + count))

    assert found["missing"] == missing
    assert bool(found["chart"]) is (missing == 0)


@pytest.mark.parametrize(
    ("direction", "value", "reached"), [("up", 55, True), ("up", 54, False), ("down", 55, True), ("down", 56, False)]
)
def test_a_target_is_reached_on_its_right_side(direction, value, reached):
    assert csat(value, direction=direction)["reached"] is reached


def test_readings_before_the_baseline_do_not_count():
    found = seen("emea/pilot")["measures"][1]

    assert (found["since"], found["why"]) == ("2026-09-20", "the route planner is read directly")
    assert [one["value"] for one in found["readings"]] == [50, 47, 55, 44, 49, 20]


def test_a_bar_has_its_reading_its_mean_and_its_limits():
    found = csat(50, 52, 50, 52, 50, 52, 50, 52)

    assert found["chart"]["mean"] == 51
    assert {len(row["bar"]) for row in found["plot"]} == {readings.WIDTH}
    assert all(row["bar"].count("●") == 1 and row["bar"][0] == row["bar"][-1] == "│" for row in found["plot"])
    assert found["signals"] == []


def test_a_reading_beyond_a_limit_is_seen_and_said():
    found = csat(50, 51, 50, 51, 50, 51, 50, 80)

    assert found["plot"][-1]["bar"].endswith("○")
    assert [(one["text"], one["concern"]) for one in found["signals"]] == [("above the upper limit", False)]
    assert csat(50, 51, 50, 51, 50, 51, 50, 80, direction="down")["signals"][0]["concern"]


def test_readings_that_never_move_draw_a_straight_line():
    found = csat(*[50] * 8)

    assert len({row["bar"] for row in found["plot"]}) == 1


def test_every_signal_has_words():
    from playbook.core.stability import RULES

    assert {rule for rule, _ in readings.SIGNALS} == set(RULES)


def test_a_measure_says_by_what_everyone_will_know():
    assert csat()["goes"] == "“Satisfaction” from 41 to 55 points"
