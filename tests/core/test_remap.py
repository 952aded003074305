from hypothesis import given
from hypothesis import strategies as st

from playbook.core.remap import Footing, Migration, back, machine_of, onwards, steps_of, written

STAGES = ("proposed", "forming", "operating", "stable")
footings = st.builds(
    Footing,
    st.sampled_from(STAGES),
    st.dictionaries(st.sampled_from(STAGES), st.sampled_from(("2026-11-01", "2026-11-02", "2026-11-03"))),
    st.integers(0, 5),
)
mappings = st.dictionaries(
    st.tuples(st.just("squad"), st.sampled_from(STAGES)), st.sampled_from(("forming", "working", "settled"))
)


def migration(steps, **before):
    found = Migration("2026-11-04", "p-1", "1.0", "2.0", steps, "better", "c" * 64, "")
    found.before = {f"emea/{name}": one for name, one in before.items()}
    return found


@given(mappings)
def test_steps_are_read_as_they_were_written(steps):
    assert steps_of(written(steps)) == steps


def test_a_stage_without_a_step_keeps_its_name():
    now = Footing("operating", {"forming": "2026-11-01", "operating": "2026-11-02"}, 2)

    assert onwards("squad", now, {("wave", "operating"): "working"}) == ("operating", now.been)


def test_a_renamed_stage_keeps_its_time_stamp():
    now = Footing("operating", {"forming": "2026-11-01", "operating": "2026-11-02"}, 2)

    found = onwards("squad", now, {("squad", "operating"): "working"})

    assert found == ("working", {"forming": "2026-11-01", "working": "2026-11-02"})


def test_of_two_stages_that_become_one_the_later_entry_counts():
    now = Footing("stable", {"operating": "2026-11-03", "stable": "2026-11-02"}, 2)

    _, been = onwards("squad", now, {("squad", "stable"): "operating"})

    assert been == {"operating": "2026-11-03"}


@given(footings, mappings)
def test_back_is_exactly_where_it_was_where_nothing_happened_since(then, steps):
    stage, been = onwards("squad", then, steps)

    found = back("squad", Footing(stage, been, then.moves), migration(steps), then, {})

    assert found == (then.stage, dict(then.been))


def test_what_was_done_since_is_kept_under_the_names_that_are_returned_to():
    steps = {("squad", "operating"): "working"}
    then = Footing("operating", {"operating": "2026-11-01"}, 1)
    now = Footing("settled", {"working": "2026-11-01", "settled": "2026-11-03"}, 2)

    found = back("squad", now, migration(steps), then, {("squad", "settled"): "stable"})

    assert found == ("stable", {"operating": "2026-11-01", "stable": "2026-11-03"})


def test_who_began_since_is_told_by_the_steps_alone():
    now = Footing("working", {"working": "2026-11-03"}, 1)

    found = back("squad", now, migration({}), None, {("squad", "working"): "operating"})

    assert found == ("operating", {"operating": "2026-11-03"})


def test_a_subject_is_driven_by_the_machine_of_its_kind():
    assert machine_of("emea", ()) == "rollout"
    assert machine_of("emea/wave-1", ("lyon",)) == "wave"
    assert machine_of("emea/lyon", ()) == "squad"
