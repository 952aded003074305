"""Checklists of a workspace's own, looked at by `check`."""

from dataclasses import replace
from pathlib import Path

import pytest

from playbook import wiring
from playbook.app.check import check
from playbook.app.pauses import checklists
from playbook.library import shipped


@pytest.fixture
def own(pilot):
    """Return a call that gives the workspace a launch checklist of its own, changed as a person would."""
    shipped_one = Path(shipped("templates"), "documents", "launch-checklist.md.j2").read_text("utf-8")

    def made(change):
        folder = pilot.folder / "templates" / "documents"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "launch-checklist.md.j2").write_text(change(shipped_one), "utf-8")
        renderer = wiring.open_world(str(pilot.folder), actor="A <a@example.org>").renderer
        return replace(pilot.world(), renderer=renderer)

    return made


def crowded(text):
    """Return the template with a pause of twelve items."""
    more = "".join(f'{{{{ item("launch.more-{number}", "x") }}}}\n' for number in range(8))
    return text.replace('{{ item("launch.lead-free"', f'{more}{{{{ item("launch.lead-free"')


def unstated(text):
    return text.partition("\n")[2]


def test_the_shipped_one_in_the_workspace_is_right(own):
    assert check(own(lambda text: text)).problems == ()


def test_a_template_that_breaks_what_it_says_is_a_mistake(own):
    found = check(own(crowded))

    [problem] = found.problems
    assert (problem.file, found.warnings) == ("templates/documents/launch-checklist.md.j2", ())
    assert "has 12 items, and 9 are the most" in problem.message
    source = crowded(Path(shipped("templates"), "documents", "launch-checklist.md.j2").read_text("utf-8")).split("\n")
    assert "launch.more-6" in source[problem.line - 1]


def test_a_template_that_says_nothing_is_warned_of(own):
    found = check(own(lambda text: unstated(crowded(text))))

    [warning] = found.warnings
    assert found.problems == ()
    assert "if it is meant so, say it: '{# checklist: 3 pauses, 9 items #}'" in warning.message


def test_a_template_may_say_that_it_is_meant(own):
    found = check(own(lambda text: crowded(text).replace("9 items #}", "12 items #}")))

    assert (found.problems, found.warnings) == ((), ())


def test_other_templates_are_nobodys_checklist(own, pilot):
    world = own(lambda text: text)
    (pilot.folder / "templates" / "documents" / "charter.md.j2").write_text("# x\n{{ item('a', 'b') }}\n", "utf-8")

    assert checklists(world, [pilot.unit]) == ((), ())


def test_a_template_that_cannot_be_rendered_is_told_of_elsewhere(own, pilot):
    world = own(lambda text: text + "{{ nothing_of_the_sort }}\n")

    assert checklists(world, [pilot.unit, "no-such-unit"]) == ((), ())
