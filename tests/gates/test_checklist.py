import pytest

from playbook.core import events as e
from tests.builders import accepted, case, document, item, judged, stamped, state


def listed(*items, done=(), trouble=""):
    after = [e.ItemTicked("emea/pilot", *tick) for tick in done]
    if trouble:
        after.append(e.DocumentTroubled("emea/pilot", "emea/pilot/launch-checklist", trouble))
    return case(state=state(document("launch-checklist", *items), *after))


def test_without_a_checklist_nothing_is_known():
    verdict = judged("checklist", case())

    assert verdict.status == "undecided"
    assert verdict.command == "playbook sync"


def test_a_document_without_items_is_no_checklist():
    verdict = judged("checklist", case(state=state(document("charter"))))

    assert verdict.status == "undecided"


def test_a_checklist_of_somebody_else_does_not_count():
    verdict = judged("checklist", case("emea/lyon", state=state(document("launch-checklist", item("room")))))

    assert verdict.status == "undecided"


@pytest.mark.parametrize(
    ("changes", "tick", "status"),
    [
        pytest.param({}, None, "fail", id="open"),
        pytest.param({}, ("room",), "pass", id="ticked"),
        pytest.param({}, ("room", "", "we work from home"), "pass", id="does-not-apply"),
        pytest.param({"evidence": True}, ("room",), "fail", id="without-its-evidence"),
        pytest.param({"evidence": True}, ("room", "  "), "fail", id="blank-evidence"),
        pytest.param({"evidence": True}, ("room", "the lease"), "pass", id="with-evidence"),
        pytest.param({"evidence": True}, ("room", "", "at home"), "pass", id="no-evidence-for-what-does-not-apply"),
        pytest.param({"required": False}, None, "undecided", id="nothing-required"),
    ],
)
def test_an_item(changes, tick, status):
    verdict = judged("checklist", listed(item("room", **changes), done=[tick] if tick else []))

    assert verdict.status == status


def test_what_is_optional_stands_in_nobodys_way():
    verdict = judged("checklist", listed(item("room"), item("plants", required=False), done=[("room",)]))

    assert verdict.status == "pass"


def test_a_tick_that_was_taken_back_is_open():
    events = document("launch-checklist", item("room")), e.ItemTicked("emea/pilot", "room")

    verdict = judged("checklist", case(state=state(*events, e.ItemUnticked("emea/pilot", "room"))))

    assert verdict.status == "fail"


def test_five_items_are_named_and_all_are_counted():
    verdict = judged("checklist", listed(*(item(f"item-{number}") for number in range(1, 8))))

    names = ", ".join(f"“item-{number} is done”" for number in range(1, 6))
    assert str(verdict.found) == f"7 items are open: {names}, …"
    assert verdict.where == "documents/emea/pilot/launch-checklist.md"
    assert verdict.command == "playbook tick emea/pilot item-1"
    assert verdict.clears == ("p-pilot-1",)


def test_items_without_evidence_are_counted_apart():
    items = item("room"), item("budget", evidence=True)

    verdict = judged("checklist", listed(*items, done=[("budget",)]))

    assert str(verdict.found) == "1 item is open: “room is done”; 1 item has no evidence: “budget is done”"


def test_the_command_asks_for_the_evidence_that_is_missing():
    verdict = judged("checklist", listed(item("budget", evidence=True), done=[("budget",)]))

    assert verdict.command == 'playbook tick emea/pilot budget --evidence "…"'


def test_beyond_the_named_ones_only_the_count_is_told():
    items = *(item(f"item-{number}") for number in range(5)), item("budget", evidence=True)

    verdict = judged("checklist", listed(*items, done=[("budget",)]))

    assert str(verdict.found).endswith("; 1 item has no evidence: …")


@pytest.mark.parametrize("trouble", ["missing", "conflict", "unreadable"])
def test_a_checklist_in_trouble_is_not_relied_on(trouble):
    verdict = judged("checklist", listed(item("room"), done=[("room",)], trouble=trouble))

    assert verdict.status == "undecided"
    assert trouble in str(verdict.found)


def test_an_item_in_two_documents_is_one_item():
    twice = state(document("launch-checklist", item("room")), document("decision-card", item("room")))

    verdict = judged("checklist", case(state=twice))

    assert str(verdict.found).startswith("1 item is open")


def test_all_done_says_how_many():
    verdict = judged("checklist", listed(item("room"), item("budget"), done=[("room",), ("budget",)]))

    assert str(verdict.found) == "all 2 required items are done, ticked by Sponsor"


def test_a_units_checklist_is_the_sponsors():
    opened = state(document("goal-sheet", item("goal"), subject="emea"))

    verdict = judged("checklist", case("emea", state=opened))

    assert verdict.clears == ("p-sponsor",)


def own(text="Legal agrees (required)", line=40):
    return {"id": "own.1", "text": text, "line": line}


def with_own(*own_items, done=(), template="charter"):
    events = [document("launch-checklist", item("room"))]
    edited = e.DocumentEdited("emea/pilot", "emea/pilot/launch-checklist", "t", "s", own=own_items)
    return case(state=state(*events, edited, *(e.ItemTicked("emea/pilot", *tick) for tick in done)))


def test_an_item_that_a_person_added_counts_and_is_found_in_the_file():
    verdict = judged("checklist", with_own(own(), done=[("room",)]))

    assert verdict.status == "fail"
    assert str(verdict.found) == "1 item is open: “Legal agrees (required)”"
    assert verdict.where == "documents/emea/pilot/launch-checklist.md:40"
    assert verdict.command == "playbook tick emea/pilot own.1"


def test_a_ticked_item_that_a_person_added_is_done():
    verdict = judged("checklist", with_own(own(), done=[("room",), ("own.1",)]))

    assert verdict.status == "pass"
    assert str(verdict.found).startswith("all 2 required items are done")


def test_items_of_people_alone_are_no_checklist():
    edited = e.DocumentEdited("emea/pilot", "emea/pilot/charter", "t", "s", own=(own(),))

    verdict = judged("checklist", case(state=state(document("charter"), edited)))

    assert verdict.status == "undecided"


@pytest.mark.parametrize(("given", "status"), [(1, "fail"), (2, "pass"), (3, "pass")])
def test_a_tick_counts_for_the_meaning_it_was_given_for(given, status):
    events = [document("launch-checklist", item("room") | {"meaning": 2})]

    verdict = judged("checklist", case(state=state(*events, e.ItemTicked("emea/pilot", "room", meaning=given))))

    assert verdict.status == status
    if status == "fail":
        assert "has to be confirmed again: “room is done”" in str(verdict.found)


def test_the_verdict_names_who_ticked_and_not_who_recorded_it():
    events = [document("launch-checklist", item("room"))]

    verdict = judged("checklist", case(state=state(*events, e.ItemTicked("emea/pilot", "room", who="p-pilot-2"))))

    assert str(verdict.found).endswith("ticked by Pilot 2")


def test_a_line_that_was_not_read_is_where_to_look():
    edited = e.DocumentEdited(
        "emea/pilot", "emea/pilot/launch-checklist", "t", "s", unread=({"line": 7, "item": "room", "why": "form"},)
    )

    verdict = judged("checklist", case(state=state(document("launch-checklist", item("room")), edited)))

    assert verdict.where == "documents/emea/pilot/launch-checklist.md:7"


def goal_changed(days, *ticks, **tick):
    """Return a case with two items, ticked so many days ago, and a goal that was changed five days ago."""
    changes = [accepted(30, goal="1"), accepted(5, goal="2")]
    done = [stamped(e.ItemTicked("emea/pilot", name, **tick), days) for name in ticks]
    return case(state=state(changes[0], document("launch-checklist", item("room"), item("desk")), changes[1], *done))


def test_ticks_for_another_goal_leave_it_undecided():
    verdict = judged("checklist", goal_changed(9, "room", "desk"))

    assert verdict.status == "undecided"
    assert str(verdict.found) == (
        "2 items were ticked for another goal: “room is done”, “desk is done”; "
        f"the shared goal was changed on {changed_on()}"
    )
    assert verdict.command == 'playbook tick emea/pilot room --evidence "…"'


def changed_on():
    from tests.builders import day

    return day(5)


def test_a_tick_of_the_moment_before_the_change_is_one_for_another_goal():
    changes = [accepted(30, goal="1"), accepted(5, goal="2")]
    ticked = stamped(e.ItemTicked("emea/pilot", "room"), 5)
    sheet = document("launch-checklist", item("room"))

    before, after = state(changes[0], sheet, ticked, changes[1]), state(changes[0], sheet, changes[1], ticked)

    assert judged("checklist", case(state=before)).status == "undecided"
    assert judged("checklist", case(state=after)).status == "pass"


def test_ticks_since_the_change_count():
    assert judged("checklist", goal_changed(4, "room", "desk")).status == "pass"


def test_what_is_open_fails_and_is_pointed_at_before_what_is_stale():
    verdict = judged("checklist", goal_changed(9, "room"))

    assert verdict.status == "fail"
    assert verdict.command == "playbook tick emea/pilot desk"
    assert "1 item was ticked for another goal" in str(verdict.found)


def test_a_tick_is_as_old_as_the_commit_that_made_it():
    verdict = judged("checklist", goal_changed(1, "room", "desk", when="2026-11-01T09:00:00Z"))

    assert verdict.status == "undecided"


def test_an_item_that_does_not_apply_is_looked_at_again_too():
    assert judged("checklist", goal_changed(9, "room", "desk", not_applicable="from home")).status == "undecided"


def test_another_mission_playbook_or_measure_makes_no_tick_older():
    changes = [
        accepted(30, mission="1", playbook="1", measure_csat="1"),
        accepted(1, mission="2", playbook="2", measure_csat="2"),
    ]
    ticked = stamped(e.ItemTicked("emea/pilot", "room"), 9)

    found = case(state=state(changes[0], document("launch-checklist", item("room")), ticked, changes[1]))

    assert judged("checklist", found).status == "pass"
