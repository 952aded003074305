from playbook.core import events as e
from playbook.core.skillgaps import asked_of, chartered, spared
from tests.builders import stamped, state


def opened(days, subject="emea/pilot", cycle="c1"):
    return stamped(e.CycleOpened(subject, cycle, "a guess", 14), days)


def missed(skill, days, subject="emea/pilot", cycle="c1"):
    """Return the events of a cycle that found a skill missing so many days ago."""
    closed = e.CycleClosed(subject, cycle, "it broke", "nobody could", "borrowed", verified=False, skill=skill)
    return [opened(days + 1, subject, cycle), stamped(closed, days)]


def staffed(subject, days, status="pass"):
    """Return the move of a squad whose skills were judged so many days ago."""
    verdict = {"condition": "skills_covered", "status": status}
    return stamped(e.Moved(subject, "squad", "charter", "forming", "chartered", (verdict,)), days)


def test_a_cycle_without_a_missing_skill_is_no_gap():
    assert state(*missed("", 3)).gaps == []


def test_a_gap_says_which_squad_which_cycle_and_when():
    found = state(*missed("statistics", 3))

    (gap,) = found.gaps
    assert (gap.skill, gap.subject, gap.cycle, gap.broke) == ("statistics", "emea/pilot", "c1", "it broke")
    assert gap.at == found.standing("emea/pilot").cycles["c1"].closed


def test_it_is_asked_of_who_lacked_it_and_of_who_is_not_chartered():
    found = state(staffed("emea/pilot", 20), staffed("emea/lyon", 10), *missed("statistics", 3))

    assert list(asked_of(found, "emea/pilot")) == ["statistics"]
    assert list(asked_of(found, "emea/kyiv")) == ["statistics"]
    assert list(asked_of(found, "emea/lyon")) == []


def test_it_stays_asked_of_a_squad_that_was_chartered_with_it():
    found = state(*missed("statistics", 9), staffed("emea/kyiv", 3))

    assert list(asked_of(found, "emea/kyiv")) == ["statistics"]


def test_a_waived_judgement_is_a_charter_as_well():
    found = state(staffed("emea/lyon", 10, "waived"), *missed("statistics", 3))

    assert chartered(found.standing("emea/lyon"))
    assert asked_of(found, "emea/lyon") == {}


def test_the_first_cycle_that_found_it_counts():
    found = state(*missed("statistics", 9), *missed("statistics", 3, cycle="c2"))

    assert asked_of(found, "emea/kyiv")["statistics"].cycle == "c1"


def test_what_was_found_after_its_charter_elsewhere_is_spared():
    found = state(staffed("emea/lyon", 10), *missed("statistics", 3))

    assert spared(found, "emea/lyon") == {"statistics"}
    assert spared(found, "emea/kyiv") == frozenset()
    assert spared(state(), "emea/kyiv") == frozenset()
