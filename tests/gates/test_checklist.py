import pytest

from playbook.core import events as e
from tests.builders import case, document, item, judged, state


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

    names = ", ".join(f"'item-{number} is done'" for number in range(1, 6))
    assert str(verdict.found) == f"7 items are open: {names}, …"
    assert verdict.where == "documents/emea/pilot/launch-checklist.md"
    assert verdict.command == "playbook tick emea/pilot item-1"
    assert verdict.clears == ("p-pilot-1",)


def test_items_without_evidence_are_counted_apart():
    items = item("room"), item("budget", evidence=True)

    verdict = judged("checklist", listed(*items, done=[("budget",)]))

    assert str(verdict.found) == "1 item is open: 'room is done'; 1 item has no evidence: 'budget is done'"


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

    assert str(verdict.found) == "all 2 required items are done"


def test_a_units_checklist_is_the_sponsors():
    opened = state(document("goal-sheet", item("goal"), subject="emea"))

    verdict = judged("checklist", case("emea", state=opened))

    assert verdict.clears == ("p-sponsor",)
