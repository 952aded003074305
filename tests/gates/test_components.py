from dataclasses import replace

import pytest

from playbook.core.model import Component, Components
from tests.builders import case, changed_pilot, judged, state


def being(*states):
    return changed_pilot(components=Components(*(Component("so", state) for state in states)))


@pytest.mark.parametrize(
    ("states", "to_launch", "to_be_stable"),
    [
        (("working", "working", "working"), "pass", "pass"),
        (("present", "present", "present"), "pass", "fail"),
        (("working", "present", "working"), "pass", "fail"),
        (("working", "working", "planned"), "fail", "fail"),
        (("planned", "planned", "planned"), "fail", "fail"),
    ],
)
def test_present_to_launch_and_working_to_be_stable(states, to_launch, to_be_stable):
    pilot = case(unit=being(*states))

    launch, stable = judged("components", pilot, need="present"), judged("components", pilot, need="working")

    assert (launch.status, stable.status) == (to_launch, to_be_stable)


def test_present_is_what_a_stage_map_gets_without_asking():
    verdict = judged("components", case(unit=being("present", "present", "present")))

    assert verdict.status == "pass"
    assert str(verdict.found) == "people (present), method (present), intelligence (present)"


def test_it_names_those_behind_and_points_at_the_first():
    found = state(lines={"pilot.components": 80, "pilot.components.method.state": 86})

    verdict = judged("components", case(state=found, unit=being("present", "planned", "planned")))

    assert str(verdict.found) == "not there yet: method (planned), intelligence (planned)"
    assert verdict.where == "units/emea.yaml:86"
    assert verdict.clears == ("p-pilot-1",)


def test_components_that_are_not_described_fail():
    verdict = judged("components", replace(case(unit=changed_pilot(components=None))))

    assert verdict.status == "fail"
    assert str(verdict.found) == "the components are not described"
