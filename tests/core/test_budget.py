"""Points of the failure budget, by hand and by property."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core import events as e
from playbook.core.budget import Weights, burn, same_cause, weights_in, weights_of
from tests.builders import maps, moved, stamped, state, unit

SIZES = st.sampled_from(["small", "medium", "large"])
CAUSES = st.sampled_from(["", "old labels", "Old Labels", "no grant"])


def failure(number=1, size="small", cause="", days=0, subject="emea/lyon", *, lesson=""):
    found = e.FailureRecorded(subject, f"failure-{number}", f"thing {number}", size, cause, lesson)
    return stamped(found, days, "p-lyon-1")


def lesson(number=1, decision="adopted"):
    """Return a lesson and what was decided about it; nothing where nobody decided."""
    name = f"lesson-{number}"
    recorded = stamped(e.LessonRecorded("emea/lyon", name, "", "print labels fresh"), 50)
    return [recorded, *([stamped(e.LessonDecided("emea/lyon", name, decision), 49)] if decision else [])]


def went(source, target, days):
    return stamped(e.Moved("emea", "rollout", "went", source, target), days)


def burnt(*events, weights=None, limit=8):
    return burn(state(*events), unit(failure_budget=limit), maps()["squad"], weights)


def points(*events, **more):
    return [entry.points for entry in burnt(*events, **more).entries]


def test_a_unit_without_failures_has_its_whole_budget():
    found = burnt()

    assert (found.used, found.limit, found.tripped, found.entries) == (0, 8, False, ())
    assert found.holds


def test_sizes_have_weights():
    assert points(failure(1, "small"), failure(2, "medium")) == [0.5, 1]
    assert points(failure(1, "small"), failure(2, "medium"), weights=Weights(small=2, medium=5)) == [2, 5]


def test_the_budget_may_be_used_up_and_not_exceeded():
    events = [failure(1, "medium"), failure(2, "medium")]
    more = failure(3, "small", lesson="lesson-1")

    assert burnt(*events, limit=2).holds
    assert not burnt(*events, limit=1).holds
    assert not burnt(*events, more, limit=2).holds


def test_whole_points_are_whole_numbers_and_halves_stay_halves():
    half, whole = failure(1, "small"), failure(2, "small")

    assert [repr(burnt(*events).used) for events in ([], [half], [half, whole])] == ["0", "0.5", "1"]
    assert [repr(entry.points) for entry in burnt(failure(1, "medium"), weights=Weights(medium=2.0)).entries] == ["2"]


def test_fractions_add_up_without_the_noise_of_binary_ones():
    events = [failure(number, "small") for number in range(3)]

    assert repr(burnt(*events, weights=Weights(small=0.1)).used) == "0.3"


@pytest.mark.parametrize("again", ["Old labels", "  old   LABELS ", "old labels.", "ｏｌｄ labels"])
def test_the_same_cause_again_costs_double_however_it_is_written(again):
    first, second = burnt(failure(1, cause="old labels", days=9), failure(2, cause=again)).entries

    assert (first.points, first.doubled) == (0.5, "")
    assert (second.points, second.doubled) == (1, "failure-1")


def test_a_cause_counts_over_all_squads_and_sizes_and_doubles_once_only():
    events = [failure(1, "small", "x", 9), failure(2, "medium", "x", 8, "emea/kyiv"), failure(3, "small", "x", 7)]

    assert points(*events) == [0.5, 2, 1]


def test_failures_without_a_cause_have_nothing_in_common():
    assert points(failure(1), failure(2)) == [0.5, 0.5]


def test_an_adopted_lesson_gives_points_back():
    (entry,) = burnt(*lesson(), failure(1, "medium", lesson="lesson-1")).entries

    assert (entry.points, entry.credit) == (0.5, 0.5)


@pytest.mark.parametrize("decision", ["", "local", "rejected"])
def test_a_lesson_that_was_not_adopted_gives_nothing_back(decision):
    assert points(*lesson(1, decision), failure(1, "medium", lesson="lesson-1")) == [1]


def test_no_failure_costs_less_than_nothing():
    (entry,) = burnt(*lesson(), failure(1, "small", lesson="lesson-1"), weights=Weights(credit=5)).entries

    assert (entry.points, entry.credit) == (0, 0.5)


def test_one_lesson_is_credited_once():
    events = [failure(1, lesson="lesson-1", days=2), failure(2, lesson="lesson-1", days=1)]

    assert points(*lesson(), *events) == [0, 0.5]


def test_credit_is_given_after_doubling():
    events = [failure(1, "small", "x", 3), failure(2, "small", "x", 2, lesson="lesson-1")]

    assert points(*lesson(), *events) == [0.5, 0.5]


def test_a_lesson_that_was_recorded_later_counts_as_well():
    learned = stamped(e.FailureLearned("emea/lyon", "failure-1", "lesson-1"))

    (entry,) = burnt(failure(1, days=5), *lesson(), learned).entries

    assert not entry.unlearned
    assert entry.points == 0


# ------------------------------------------------------------------------------------------- small ones, large ones


def test_a_small_failure_is_tolerated_only_with_its_lesson():
    bare, learned = burnt(failure(1)), burnt(failure(1, lesson="lesson-1"))

    assert [entry.id for entry in bare.unlearned] == ["failure-1"]
    assert not bare.holds
    assert learned.holds


def test_a_medium_failure_pays_its_price_and_needs_no_lesson():
    assert burnt(failure(1, "medium")).holds


def test_one_large_failure_trips_at_once_whatever_is_left():
    found = burnt(failure(1, "large"), limit=100_000)

    assert found.tripped
    assert not found.holds


def test_going_back_a_stage_clears_it_and_it_costs_what_a_medium_one_does():
    there = [went("pilot", "stabilisation", 90), went("stabilisation", "replication", 60)]
    back = went("replication", "stabilisation", 20)

    found = burnt(*there, failure(1, "large", days=30), back)

    assert not found.tripped
    assert found.used == 1
    assert found.holds


def test_of_one_moment_the_ledger_knows_whether_it_failed_before_or_after_the_step_back():
    there = [went("pilot", "stabilisation", 90), went("stabilisation", "replication", 60)]
    back, failed = went("replication", "stabilisation", 20), failure(1, "large", days=20)

    assert not burnt(*there, failed, back).tripped
    assert burnt(*there, back, failed).tripped


def test_going_on_does_not_clear_it_and_neither_does_having_gone_back_before():
    there = [went("pilot", "stabilisation", 90), went("stabilisation", "pilot", 80)]
    on = went("pilot", "stabilisation", 20)

    assert burnt(*there, failure(1, "large", days=30), on).tripped


# ------------------------------------------------------------------------------------------- squads that ended


@pytest.mark.parametrize(("stage", "cost"), [("failed", 1), ("disbanded", 1), ("handed-over", 0), ("operating", 0)])
def test_a_squad_that_ended_badly_is_a_medium_failure(stage, cost):
    assert burnt(moved("emea/lyon", stage)).used == cost


def test_it_says_which_squad_and_why():
    reason = stamped(e.Moved("emea/lyon", "squad", "fail", "operating", "failed", (), "nobody came"), 4)

    (entry,) = burnt(reason).entries

    assert (entry.id, entry.subject, entry.stage, entry.text) == ("", "emea/lyon", "failed", "nobody came")
    assert not entry.unlearned


def test_a_failure_recorded_on_that_day_or_later_stands_for_it():
    end = moved("emea/lyon", "failed", 4)

    assert points(end, failure(1, "small", days=2)) == [0.5]
    assert points(end, failure(1, "small", days=4)) == [0.5]
    assert points(failure(1, "small", days=5), end) == [0.5, 1]


def test_failures_of_other_squads_do_not_stand_for_it():
    assert points(moved("emea/lyon", "failed", 4), failure(1, "small", subject="emea/kyiv")) == [1, 0.5]


def test_the_pilot_counts_like_any_squad():
    assert burnt(moved("emea/pilot", "disbanded")).used == 1


# ------------------------------------------------------------------------------------------- weights


def test_weights_come_from_the_options_of_a_gate():
    assert weights_of({"small": 2, "credit": 0}) == Weights(2, 1, 0)
    assert weights_of({}) == Weights()


def test_status_counts_by_the_weights_that_the_stage_maps_name():
    wave = maps()["wave"]
    gate = ({"failure_budget": {"medium": 4}},)
    own = replace(wave, moves=(replace(wave.moves[0], gate=gate), *wave.moves[1:]))

    assert weights_in(maps().values()) == Weights()
    assert weights_in([maps()["rollout"], own]) == Weights(medium=4)
    assert weights_in([]) == Weights()


# ------------------------------------------------------------------------------------------- properties


@st.composite
def histories(draw):
    """Draw failures, oldest first, some with a lesson that was adopted, kept local or is still open."""
    kinds = draw(st.lists(st.tuples(SIZES, CAUSES, st.sampled_from(["", "lesson-1", "lesson-2"])), max_size=12))
    events = [*lesson(1, "adopted"), *lesson(2, draw(st.sampled_from(["", "local", "adopted"])))]
    return events, [
        failure(number, size, cause, 40 - number, lesson=taught)
        for number, (size, cause, taught) in enumerate(kinds, 1)
    ]


@given(histories())
def test_every_failure_is_listed_once_and_the_sum_is_what_is_used(history):
    before, failures = history
    found = burnt(*before, *failures)

    assert [entry.id for entry in found.entries] == [one.event.failure for one in failures]
    assert found.used == sum(entry.points for entry in found.entries)
    assert all(entry.points >= 0 for entry in found.entries)


@given(histories())
def test_one_more_failure_never_makes_it_cheaper(history):
    before, failures = history
    used = [burnt(*before, *failures[:count]).used for count in range(len(failures) + 1)]

    assert used == sorted(used)


@given(histories())
def test_no_price_is_more_than_double_and_only_adopted_lessons_give_back(history):
    before, failures = history
    plain = {"small": 0.5, "medium": 1, "large": 1}
    for entry in burnt(*before, *failures).entries:
        assert entry.points + entry.credit == plain[entry.size] * (2 if entry.doubled else 1)
        assert entry.credit <= (0.5 if entry.lesson else 0)


@given(st.text())
def test_what_a_cause_has_in_common_is_found_however_often_one_looks(text):
    assert same_cause(same_cause(text)) == same_cause(text)
