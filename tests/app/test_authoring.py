"""A document of one's own: made once, never overwritten, owed where somebody asks for it."""

import pytest

from playbook.app.authoring import new_document
from playbook.app.check import check
from playbook.app.preview import preview
from playbook.app.sync import sync
from playbook.errors import ConfigurationError, UsageError
from playbook.library import shipped
from tests.app.test_trial import own


def made(place, name="field-guide", kind="squad", **how):
    return new_document(place.world(renderer=own(place)), name, kind, **how)


@pytest.mark.parametrize(("kind", "subject"), [("unit", "first"), ("wave", "first/wave-1"), ("squad", "first/pilot")])
def test_a_new_document_renders_at_once(fresh, kind, subject):
    found = made(fresh, kind=kind)

    text = preview(fresh.world(renderer=own(fresh)), subject, "field-guide").text
    assert (found.template, found.map) == ("templates/documents/field-guide.md.j2", "")
    assert text.startswith("# Field guide of ")
    assert "- [ ] The first thing is done *(with evidence)* <!-- item: field-guide.first -->" in text
    assert "<!-- playbook: signatures -->" in text
    assert "units/first.yaml:" in text
    assert "{#" not in text
    assert check(fresh.world(renderer=own(fresh))).problems == ()


def test_nothing_is_ever_overwritten(fresh):
    made(fresh)
    path = fresh.folder / "templates/documents/field-guide.md.j2"
    path.write_text("mine", "utf-8")

    with pytest.raises(UsageError, match="is there already"):
        made(fresh)
    with pytest.raises(UsageError, match="there is no shipped document"):
        made(fresh, override=True)
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Field Guide", "field-guide"), ("_part", "part"), ("../x", "x"), ("a/b", "a-b"), ("-x-", "x"), ("ünit", "nit")],
)
def test_a_name_that_cannot_be_one_says_which_could(fresh, name, meant):
    with pytest.raises(UsageError, match="cannot be the name") as caught:
        made(fresh, name)

    assert caught.value.hint == f"did you mean '{meant}'?"
    assert not (fresh.folder / "templates").exists()


@pytest.mark.parametrize("name", ["", "日本", "///"])
def test_a_name_of_which_nothing_is_left_has_no_suggestion(fresh, name):
    with pytest.raises(UsageError) as caught:
        made(fresh, name)

    assert caught.value.hint == ""


def test_a_shipped_name_is_refused_without_override(fresh):
    with pytest.raises(UsageError, match="there is a shipped document 'charter'") as caught:
        made(fresh, "charter")

    assert "--override" in caught.value.hint


@pytest.mark.parametrize("name", ["charter", "_rights"])
def test_an_override_is_the_shipped_one_with_a_note(fresh, name):
    made(fresh, name, override=True)

    first, _, rest = (fresh.folder / f"templates/documents/{name}.md.j2").read_text("utf-8").partition("\n")
    with open(f"{shipped('templates')}/documents/{name}.md.j2", encoding="utf-8") as file:
        assert rest == file.read()
    assert first.startswith(f"{{# copied from the shipped {name} of squad-playbook ")


def test_an_override_renders_the_same(pilot):
    before = preview(pilot.world(renderer=own(pilot)), pilot.pilot, "charter").text

    made(pilot, "charter", override=True)

    assert preview(pilot.world(renderer=own(pilot)), pilot.pilot, "charter").text == before


def test_an_override_of_nothing_says_what_was_meant(fresh):
    with pytest.raises(UsageError) as caught:
        made(fresh, "chater", override=True)

    assert caught.value.hint == "did you mean 'charter'?"


def test_a_stage_owes_it_from_then_on(pilot):
    found = made(pilot, stage="forming")

    sync(pilot.world(renderer=own(pilot)), "first")

    assert found.map == "states/squad.yaml"
    assert pilot.document("pilot/field-guide").exists()


def test_the_workspaces_own_map_keeps_its_comments(fresh):
    with open(f"{shipped('states')}/squad.yaml", encoding="utf-8") as file:
        text = "# ours\n" + file.read().replace("  - id: chartered\n", "  - id: chartered  # signed\n")
    (fresh.folder / "states").mkdir()
    path = fresh.folder / "states/squad.yaml"
    path.write_text(text, "utf-8")

    made(fresh, stage="chartered")

    expected = text.replace("chartered  # signed\n", "chartered  # signed\n    documents: [field-guide]\n")
    assert path.read_text("utf-8") == expected
    assert sorted(one.name for one in path.parent.iterdir()) == ["squad.yaml"]


def test_a_stage_that_owes_it_already_is_left_alone(fresh):
    made(fresh, stage="forming")
    (fresh.folder / "templates/documents/field-guide.md.j2").unlink()
    before = (fresh.folder / "states/squad.yaml").read_bytes()

    found = made(fresh, stage="forming")

    assert found.map == "states/squad.yaml"
    assert (fresh.folder / "states/squad.yaml").read_bytes() == before


def test_an_unknown_stage_says_which_was_meant_and_makes_nothing(fresh):
    with pytest.raises(UsageError, match="there is no stage 'formin'") as caught:
        made(fresh, stage="formin")

    assert caught.value.hint == "did you mean 'forming'?"
    assert not (fresh.folder / "templates").exists()


def test_a_stage_of_another_machine_is_unknown(fresh):
    with pytest.raises(UsageError, match=r"states/wave\.yaml"):
        made(fresh, kind="wave", stage="forming")


def test_a_map_with_mistakes_is_told_first(fresh):
    (fresh.folder / "states").mkdir()
    (fresh.folder / "states/squad.yaml").write_text("machine: squad\nstagez: []\n", "utf-8")

    with pytest.raises(ConfigurationError):
        made(fresh, stage="forming")
    assert not (fresh.folder / "templates").exists()


def test_a_map_that_is_not_clear_is_not_touched(fresh, monkeypatch):
    from playbook.app import authoring

    def unclear(*_):
        raise authoring.Unclear

    monkeypatch.setattr(authoring, "with_document", unclear)

    with pytest.raises(UsageError, match="does not dare to change") as caught:
        made(fresh, stage="forming")
    assert "by hand" in caught.value.hint
    assert not (fresh.folder / "states").exists()
