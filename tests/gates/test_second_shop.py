from dataclasses import replace

import pytest

from playbook.core import events as e
from tests.builders import case, judged, members, squad, stamped, state, unit

FIRST = e.WaveComposed("emea/wave-1", ("lyon",), 1)


def went(subject, target, version="1.0", days=0, source="operating"):
    machine = "wave" if "wave-" in subject else "squad"
    return stamped(e.Moved(subject, machine, "went", source, target, playbook=version), days)


def asked(*events, subject="emea/wave-2", one=None, waves=None, playbook=""):
    found = state(*events, unit=one or unit(), lines={"waves": 20, "waves.0": 21, "squads.0.members": 40})
    found.playbook = playbook
    more = {"waves": waves} if waves else {}
    return judged("second_shop", case(subject, state=found, unit=one or unit(), **more))


def test_the_first_wave_is_one_squad_with_nobody_from_the_pilot():
    verdict = asked(subject="emea/wave-1")

    assert verdict.status == "pass"
    assert str(verdict.found) == "lyon: nobody is from the pilot"


def test_more_than_one_squad_proves_nothing_first():
    verdict = asked(subject="emea/wave-1", waves={"wave-1": ("lyon", "kyiv")})

    assert verdict.status == "fail"
    assert str(verdict.found) == "2 squads are planned for wave-1"
    assert verdict.where == "units/emea.yaml:21"
    assert verdict.clears == ("p-sponsor",)


def test_people_from_the_pilot_are_named():
    mixed = (*members("sales", "service", squad="lyon"), *members("sales", "finance")[:1])
    one = unit(squads=(squad("lyon", members=mixed), squad("kyiv"), squad("oslo")))

    verdict = asked(subject="emea/wave-1", one=one)

    assert verdict.status == "fail"
    assert str(verdict.found) == "lyon: Pilot 1 is from the pilot"
    assert verdict.where == "units/emea.yaml:40"


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        ("forming", "fail"),
        ("operating", "fail"),
        ("stable", "pass"),
        ("handed-over", "pass"),
        ("failed", "fail"),
        ("understrength", "fail"),
    ],
)
def test_no_other_wave_is_opened_before_it_is_stable(stage, status):
    verdict = asked(FIRST, went("emea/pilot", "stable"), went("emea/lyon", stage))

    assert verdict.status == status
    assert str(verdict.found) == f"lyon (wave-1) is in the stage '{stage}'"


def test_while_nothing_was_opened_the_second_wave_waits():
    verdict = asked()

    assert verdict.status == "fail"
    assert str(verdict.found) == "lyon (wave-1) is in the stage 'proposed'"
    assert verdict.command == "playbook why emea/lyon"
    assert verdict.clears == ("p-lyon-1",)


@pytest.mark.parametrize(
    ("shop", "pilot", "force", "status"),
    [
        pytest.param("1.0", "1.0", "1.0", "pass", id="the-same"),
        pytest.param("1.1", "1.0", "1.1", "pass", id="the-one-in-force"),
        pytest.param("1.0", "1.0", "1.1", "pass", id="the-pilots"),
        pytest.param("1.0", "1.1", "1.1", "undecided", id="an-older-one"),
        pytest.param("1.1", "1.0", "1.2", "undecided", id="neither"),
        pytest.param("", "1.0", "1.0", "pass", id="of-the-shop-not-recorded"),
        pytest.param("1.0", "", "2.0", "pass", id="of-the-pilot-not-recorded"),
    ],
)
def test_it_is_stable_on_the_same_playbook_version(shop, pilot, force, status):
    verdict = asked(FIRST, went("emea/pilot", "stable", pilot), went("emea/lyon", "stable", shop), playbook=force)

    assert verdict.status == status


def test_another_version_is_named():
    verdict = asked(FIRST, went("emea/pilot", "stable", "1.1"), went("emea/lyon", "stable", "1.0"), playbook="1.2")

    assert str(verdict.found) == "lyon became stable on version 1.0 of the playbook, the pilot on 1.1"


def test_the_version_is_the_one_under_which_it_became_stable_last():
    again = [
        went("emea/lyon", "stable", "1.0", 30),
        went("emea/lyon", "operating", "1.0", 20, "stable"),
        went("emea/lyon", "stable", "1.1", 10),
        went("emea/lyon", "handed-over", "1.2", 5, "stable"),
    ]

    verdict = asked(FIRST, went("emea/pilot", "stable", "1.1"), *again, playbook="1.3")

    assert verdict.status == "pass"


def test_after_an_aborted_one_the_next_wave_is_the_second_shop():
    gone = [FIRST, went("emea/lyon", "failed"), went("emea/wave-1", "aborted")]

    many = asked(*gone)
    one = asked(*gone, waves={"wave-1": ("lyon",), "wave-2": ("kyiv",)})

    assert (many.status, one.status) == ("fail", "pass")
    assert str(many.found) == "2 squads are planned for wave-2"
    assert str(one.found) == "kyiv: nobody is from the pilot"


def test_a_second_shop_after_an_aborted_one_proves_it_for_the_third_wave():
    waves = {"wave-1": ("lyon",), "wave-2": ("kyiv",), "wave-3": ("oslo",)}
    gone = [FIRST, went("emea/lyon", "failed"), went("emea/wave-1", "aborted")]
    second = e.WaveComposed("emea/wave-2", ("kyiv",), 1)

    before = asked(*gone, second, went("emea/kyiv", "operating"), subject="emea/wave-3", waves=waves)
    after = asked(*gone, second, went("emea/kyiv", "stable"), subject="emea/wave-3", waves=waves)

    assert (before.status, after.status) == ("fail", "pass")
    assert str(after.found) == "kyiv (wave-2) is in the stage 'stable'"


def test_without_waves_nothing_is_known():
    verdict = asked(subject="emea/lyon")

    assert verdict.status == "undecided"
    assert str(verdict.found) == "no wave is planned"


def test_a_regressed_shop_closes_the_gate_again():
    back = went("emea/lyon", "operating", source="stable")

    verdict = asked(FIRST, went("emea/pilot", "stable"), went("emea/lyon", "stable", days=3), back)

    assert verdict.status == "fail"


def test_people_who_joined_the_pilot_later_count():
    one = unit()
    moved_over = replace(one.pilot, members=(*one.pilot.members, one.squads[0].members[2]))

    verdict = asked(subject="emea/wave-1", one=replace(one, pilot=moved_over))

    assert str(verdict.found) == "lyon: Lyon 3 is from the pilot"


def test_a_shop_that_ended_badly_after_its_wave_was_complete_is_replaced_by_the_next_wave():
    gone = [FIRST, went("emea/lyon", "stable"), went("emea/wave-1", "complete"), went("emea/lyon", "disbanded")]

    many = asked(*gone)
    one = asked(*gone, waves={"wave-1": ("lyon",), "wave-2": ("kyiv",)})

    assert (many.status, one.status) == ("fail", "pass")
