import pytest

from playbook.core import events as e
from tests.builders import case, document, judged, moved, state

SELECTION = ("decision-record", "goal-sheet", "mission-map", "index")


def generated(*templates, subject="emea"):
    return [document(template, subject=subject) for template in templates]


def test_all_that_is_owed_is_there():
    verdict = judged("documents", case("emea", state=state(*generated(*SELECTION))))

    assert verdict.status == "pass"
    assert str(verdict.found) == "4 documents are in order"


def test_what_was_not_generated_is_listed():
    verdict = judged("documents", case("emea", state=state(*generated("goal-sheet"))))

    assert verdict.status == "fail"
    assert str(verdict.found) == "not generated yet: emea/decision-record, emea/mission-map, emea/index"
    assert verdict.command == "playbook sync"
    assert verdict.clears == ("p-sponsor",)


@pytest.mark.parametrize(
    ("trouble", "found"),
    [("missing", "deleted"), ("conflict", "with a conflict to solve"), ("unreadable", "unreadable")],
)
def test_a_document_in_trouble_fails_with_its_path(trouble, found):
    troubled = e.DocumentTroubled("emea", "emea/goal-sheet", trouble)

    verdict = judged("documents", case("emea", state=state(*generated(*SELECTION), troubled)))

    assert verdict.status == "fail"
    assert str(verdict.found) == f"{found}: documents/emea/goal-sheet.md"
    assert verdict.where == "documents/emea/goal-sheet.md"
    assert verdict.command == ("playbook resolve" if trouble == "conflict" else "playbook sync")


def test_of_several_troubles_a_conflict_is_what_is_solved_first():
    troubled = [
        e.DocumentTroubled("emea", f"emea/{name}", trouble)
        for name, trouble in (("goal-sheet", "missing"), ("mission-map", "conflict"))
    ]

    verdict = judged("documents", case("emea", state=state(*generated(*SELECTION), *troubled)))

    assert (verdict.where, verdict.command) == ("documents/emea/mission-map.md", "playbook resolve")


def test_a_document_that_was_mended_is_whole():
    troubled = e.DocumentTroubled("emea", "emea/goal-sheet", "missing")
    mended = e.DocumentMended("emea", "emea/goal-sheet")

    verdict = judged("documents", case("emea", state=state(*generated(*SELECTION), troubled, mended)))

    assert verdict.status == "pass"


def test_documents_of_earlier_stages_stay_owed():
    past = moved("emea", "pilot", source="selection")

    verdict = judged("documents", case("emea", state=state(*generated("gate-review", "favour-ledger"), past)))

    assert str(verdict.found) == "not generated yet: " + ", ".join(f"emea/{name}" for name in SELECTION)


def test_a_stage_that_owes_nothing_passes():
    verdict = judged("documents", case("emea/wave-1"))

    assert verdict.status == "pass"
    assert str(verdict.found) == "none is owed so far"


def test_a_squad_and_a_wave_owe_what_their_own_machine_says():
    found = state(moved("emea/lyon", "forming"), moved("emea/wave-1", "staffing"))

    squad, wave = (judged("documents", case(f"emea/{name}", state=found)) for name in ("lyon", "wave-1"))

    assert "emea/lyon/charter" in str(squad.found)
    assert str(wave.found) == "not generated yet: emea/wave-1/wave-plan, emea/wave-1/gate-review"
    assert squad.clears == ("p-lyon-1",)
