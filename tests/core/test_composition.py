from dataclasses import replace

from playbook.core import events as e
from playbook.core.composition import composition, narrowed
from playbook.core.model import LaneWave, NamedWave
from tests.builders import moved, squad, unit
from tests.core.scenes import scene
from tests.core.test_supply import chain, scarce


def opening(one, *events, subject="emea/wave-2"):
    return composition(scene(*events, unit=one), subject)


FIRST = e.WaveComposed("emea/wave-1", ("s1",), 1)


def test_a_wave_is_opened_with_the_squads_that_fit_and_says_what_binds():
    found = opening(chain(5, **scarce(3)), FIRST, moved("emea/s1", "stable"))

    assert found == (e.WaveComposed("emea/wave-2", ("s2", "s3"), 5, "supply:analysis"),)


def test_the_rest_goes_to_later_waves():
    one = chain(5, coaches=1, squads_per_coach=2)
    (made,) = opening(one, FIRST)

    later = scene(FIRST, made, unit=one).waves

    assert later == {"wave-1": ("s1",), "wave-2": ("s2", "s3"), "wave-3": ("s4", "s5")}


def test_where_nothing_fits_it_is_for_the_gate_to_say_so():
    (made,) = opening(chain(3, coaches=0), FIRST)

    assert made.squads == ("s2", "s3")
    assert made.binding == "coaches"


def test_a_wave_that_is_composed_and_a_subject_that_is_no_wave_are_left_alone():
    one = chain(3, coaches=1)

    assert opening(one, FIRST, subject="emea/wave-1") == ()
    assert opening(one, subject="emea/s1") == ()
    assert opening(one, subject="emea") == ()


def test_a_decision_is_about_the_squads_that_the_wave_is_opened_with():
    before = scene(FIRST, unit=chain(5, coaches=1, squads_per_coach=1))

    after = narrowed(before, composition(before, "emea/wave-2"))

    assert [squad.id for squad in after.squads_of("emea/wave-2")] == ["s2"]
    assert narrowed(before, ()) is before


def test_a_wave_of_a_lane_is_recorded_with_it():
    squads = (squad("s1"), squad("s2", lane="north"), squad("s3", lane="north"))
    one = unit(squads=squads, waves=(NamedWave(("s1",)), LaneWave(1, "north")))

    found = opening(one, FIRST)

    assert found == (e.WaveComposed("emea/wave-2", ("s2",), 1, "", "north"),)


def test_a_wave_that_only_the_scene_knows_is_opened_as_it_is():
    before = replace(scene(unit=chain(2)), waves={"wave-7": ("s1", "s2")})

    assert composition(before, "emea/wave-7") == (e.WaveComposed("emea/wave-7", ("s1", "s2")),)


def test_what_was_worked_out_for_the_planned_squads_does_not_count_for_those_that_it_is_opened_with():
    before = scene(FIRST, unit=chain(5, coaches=1, squads_per_coach=1))
    before.memo["squads"] = 4

    after = narrowed(before, composition(before, "emea/wave-2"))

    assert after.memo == {}
    assert after.wave_of("emea/s3") == ""
    assert before.wave_of("emea/s3") == "emea/wave-2"
