"""One unit from selection to the end, by the public functions alone."""

from collections import Counter

from playbook.app.audit import history
from tests.app.workspace import SPONSOR, Place


def stages(place: Place) -> tuple[str, str]:
    return place.stage(), place.stage(place.pilot)


def test_from_selection_to_closed(fresh):
    place = fresh
    place.sync()
    assert stages(place) == ("selection", "proposed")

    place.approved()
    assert stages(place) == ("pilot", "forming")

    place.tick_all(place.pilot)
    place.approved()
    assert stages(place) == ("stabilisation", "operating")

    place.later(10)
    for number in range(3):
        place.cycle(f"lesson {number}")
    place.later(10)
    place.measure(place.pilot, 1.8, 1.6, 1.9, 1.7, 1.8, 1.6, 1.9)
    place.approved()
    assert stages(place) == ("replication", "stable")

    wave = "first/wave-1"
    place.advance(wave)
    assert place.stage("first/second") == "forming"

    place.tick_all("first/second")
    place.approved(wave)
    assert place.stage("first/second") == "operating"

    place.later(20)
    place.measure("first/second", 1.8, 1.6, 1.9, 1.7, 1.8, 1.6, 1.9)
    place.advance(wave)
    assert (place.stage(wave), place.stage("first/second")) == ("soaking", "stable")

    place.later(15)
    place.approved(wave)
    assert place.stage(wave) == "complete"

    place.approved()
    assert place.stage() == "sustaining"

    place.approved(actor=SPONSOR)
    assert place.stage() == "closed"
    place.whole()
    moves = [entry for entry in history(place.world(), "first") if entry.event == "Moved"]
    made = Counter(entry.facts["subject"] for entry in moves)
    assert made == {"first": 5, "first/pilot": 4, "first/wave-1": 4, "first/second": 4}
    assert place.document("closing-report").exists()
