"""The workspace's own templates: everything that is wrong with all of them, in one run."""

import pytest

from playbook.app import trial
from playbook.app.check import check
from playbook.documents.render import Renderer
from playbook.library import shipped
from playbook.words import Words


def own(place):
    """Return the renderer of a workspace with templates of its own."""
    made = {}
    folders = [str(place.folder / "templates"), shipped("templates")]
    return lambda language: made.setdefault(language, Renderer(folders, Words(language), None))


def write(place, name, text):
    path = place.folder / "templates" / "documents" / f"{name}.md.j2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def told(place):
    return [str(problem) for problem in check(place.world(renderer=own(place))).problems]


def test_a_workspace_without_templates_has_nothing_to_try(fresh):
    assert trial.problems(fresh.world(), ["first"]) == []


def test_every_template_is_told_at_once(fresh):
    write(fresh, "charter", "{{ sqaud }}")
    write(fresh, "goal-sheet", "{% if %}")
    write(fresh, "mine", "{{ 'x' | uper }}")
    write(fresh, "_part", "{{ item('a b', 'x') }}")

    found = told(fresh)

    assert [one.partition(".")[0] for one in found] == [
        f"templates/documents/{name}" for name in ("_part", "charter", "goal-sheet", "mine")
    ]


def test_every_mistake_that_can_be_seen_is_told_at_once(fresh):
    lines = [
        "{{ sqaud.name }}",
        "{{ squad.nmae }}",
        "{{ 'x' | uper }}",
        "{% if 1 is evne %}{% endif %}",
        "{% if false %}{{ unit.sponser }}{% endif %}",
        "{{ item('a', 5) }}",
        "{{ _('{who}') }}",
        "{{ _('x', who=1) }}",
        "{% include '_endin.md.j2' %}",
        "{{ 2 ** 3 }}",
    ]
    write(fresh, "charter", "\n".join(lines))

    found = told(fresh)

    assert [int(one.split(":")[1]) for one in found] == [*range(1, len(lines) + 1)]


def test_a_name_that_the_template_asks_for_itself_is_no_mistake(fresh):
    text = "{% if wave is defined %}{{ wave.name }}{% endif %}{{ squad.nope | default('-') }}{% set x = 1 %}{{ x }}"
    write(fresh, "charter", text + "{% macro m(y) %}{{ y }}{{ caller() }}{% endmacro %}{% call m(1) %}.{% endcall %}")

    assert told(fresh) == []


def test_a_template_is_tried_before_anything_owes_it(fresh):
    write(fresh, "wave-review", "{% for one in wave.squads %}\n{{ one.nmae }}\n{% endfor %}")

    (found,) = told(fresh)

    assert found.startswith("templates/documents/wave-review.md.j2:2:8: 'nmae' is not known here")


def test_a_template_that_no_stage_names_fits_one_kind_at_least(fresh):
    write(fresh, "for-waves", "{{ wave.name }}")
    write(fresh, "for-nobody", "{{ wave.name }}{{ squad.name }}")

    (found,) = told(fresh)

    assert found.startswith("templates/documents/for-nobody.md.j2:1:")


def test_a_partial_alone_is_tried_where_shipped_templates_include_it(fresh):
    write(fresh, "_rights", "\n{{ squad.nmae }}")

    (found,) = told(fresh)

    assert found.startswith("templates/documents/_rights.md.j2:2:10: 'nmae' is not known here")
    assert "included by (shipped) templates/documents/" in found


def test_a_partial_alone_is_used(pilot):
    write(pilot, "_rights", "OUR OWN TABLE\n")

    world = pilot.world(renderer=own(pilot))

    from playbook.app.preview import preview

    assert "OUR OWN TABLE" in preview(world, pilot.pilot, "charter").text


def test_a_unit_that_cannot_be_read_hides_no_template(fresh):
    fresh.file.write_text("unit: [", "utf-8")
    write(fresh, "charter", "{% if %}")

    assert any(one.startswith("templates/documents/charter.md.j2:1:") for one in told(fresh))


@pytest.mark.parametrize(
    "note", ["", "{# copied from the shipped charter of squad-playbook 0.0.1, sha256 000000000000 #}"]
)
def test_overrides_are_named_and_whether_the_shipped_one_changed(fresh, note):
    write(fresh, "charter", f"{note}x")
    write(fresh, "mine", "x")

    found = check(fresh.world(renderer=own(fresh))).overrides

    assert found == (trial.Override("templates/documents/charter.md.j2", "0.0.1" if note else "", bool(note)),)


def test_a_fresh_copy_has_not_changed(fresh):
    write(fresh, "_rights", trial.copied("_rights", "9.9") + trial.shipped_source("_rights"))

    assert trial.overrides(fresh.world().folder) == [
        trial.Override("templates/documents/_rights.md.j2", "9.9", changed=False)
    ]


def test_a_link_that_leads_out_of_the_workspace_is_told_and_not_followed(fresh, tmp_path):
    (tmp_path / "elsewhere" / "documents").mkdir(parents=True)
    (tmp_path / "elsewhere" / "documents" / "charter.md.j2").write_text("not ours", "utf-8")
    (fresh.folder / "templates").symlink_to(tmp_path / "elsewhere")

    assert told(fresh) == ["templates: this link leads out of the workspace: nothing in it is used"]
    assert fresh.world().folder.template_folders() == [shipped("templates")]


def test_a_link_inside_the_workspace_is_followed(fresh):
    (fresh.folder / "ours" / "documents").mkdir(parents=True)
    (fresh.folder / "templates").symlink_to("ours")

    assert fresh.world().folder.template_folders() == [str(fresh.folder / "templates"), shipped("templates")]
