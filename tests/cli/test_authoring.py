"""`new document` and `preview` at the keyboard."""

import pytest

from playbook.cli import authoring, show

GUIDE = "templates/documents/field-guide.md.j2"


def test_a_new_document_says_what_comes_next(workspace, pb):
    answer = pb("new", "document", "field-guide")

    assert answer.code == 0
    assert f"+ {GUIDE}" in answer.out
    assert "states/squad.yaml" in answer.out
    assert "next: playbook preview SUBJECT field-guide --watch" in answer.out
    assert (workspace / GUIDE).is_file()
    assert pb("check").code == 0


def test_a_stage_that_owes_it_is_named(workspace, pb):
    answer = pb("new", "document", "field-guide", "--stage", "forming")

    assert "states/squad.yaml: 'forming' owes it from now on" in answer.out


def test_an_override_is_told_by_check(workspace, pb):
    assert pb("new", "document", "charter", "--override").code == 0

    answer = pb("check")

    assert answer.code == 0
    assert "templates/documents/charter.md.j2 is used instead of the shipped one" in answer.out
    assert pb("check", "--json").data["overrides"][0]["changed"] is False


def test_a_shipped_one_that_changed_is_told_by_check(workspace, pb):
    pb("new", "document", "charter", "--override")
    note = "{# copied from the shipped charter of squad-playbook 0.0.1, sha256 000000000000: … #}"
    (workspace / "templates/documents/charter.md.j2").write_text(note, "utf-8")

    assert "which has changed since 0.0.1" in pb("check").out


@pytest.mark.parametrize("argv", [("Field",), ("charter",), ("chartre", "--override"), ("x", "--stage", "formin")])
def test_what_cannot_be_made_is_a_usage_error_with_a_next_step(workspace, pb, argv):
    answer = pb("new", "document", *argv)

    assert answer.code == 2
    assert len(answer.err.splitlines()) == 2


def test_a_preview_is_printed(pilot, pb):
    answer = pb("preview", "first/pilot", "charter")

    assert answer.code == 0
    assert answer.out.startswith("# Charter of Pilot squad\n")
    assert answer.out.endswith("`playbook sync first`\n")


def test_a_preview_as_json(pilot, pb):
    answer = pb("preview", "first/pilot", "launch-checklist", "--json")

    assert answer.data["items"][0]["id"] == "launch.sponsor-spoke"
    assert answer.data["language"] == "en"


def test_a_difference_is_printed(pilot, pb):
    text = (pilot / "units/first.yaml").read_text("utf-8")
    (pilot / "units/first.yaml").write_text(text.replace("specialty: customer care", "specialty: customers"), "utf-8")

    answer = pb("preview", "first/pilot", "charter", "--diff")

    assert "+| Lena Lead | customers |" in answer.out
    assert "-| Lena Lead | customer care |" in answer.out


def test_a_preview_goes_to_a_file(pilot, pb):
    answer = pb("preview", "first/pilot", "charter", "--out", "charter.md")

    assert (pilot / "charter.md").read_text("utf-8").startswith("# Charter of")
    assert answer.out == "written to charter.md\n"


@pytest.mark.parametrize("out", ["documents/first/pilot/charter.md", "nowhere/x.md"])
def test_a_preview_is_never_written_where_it_cannot_be(pilot, pb, out):
    before = (pilot / "documents/first/pilot/charter.md").read_bytes()

    answer = pb("preview", "first/pilot", "charter", "--out", out)

    assert answer.code != 0
    assert (pilot / "documents/first/pilot/charter.md").read_bytes() == before


def test_a_mistake_shows_its_line(workspace, pb):
    pb("new", "document", "field-guide")
    (workspace / GUIDE).write_text("# x\n{{ sqaud.name }}\n", "utf-8")

    answer = pb("preview", "first/pilot", "field-guide")

    assert answer.code == 6
    assert answer.err.splitlines() == [
        f"error: {GUIDE}:2:4: 'sqaud' is not known here (did you mean 'squad'?)",
        "  {{ sqaud.name }}",
        "     ^",
    ]


def test_watching_has_no_json(pilot, pb):
    assert pb("preview", "first/pilot", "charter", "--watch", "--json").code == 2


class Script:
    """Stands for the pause between two looks: somebody saves a file in each, and interrupts in the last."""

    def __init__(self, *steps):
        self.steps = list(steps)

    def __call__(self, seconds):
        assert seconds > 0
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()


@pytest.fixture
def guide(workspace, pb, monkeypatch):
    pb("new", "document", "field-guide")
    path = workspace / GUIDE
    path.write_text("one\nsame\n", "utf-8")

    def watch(*steps, argv=()):
        monkeypatch.setattr(authoring.time, "sleep", Script(*steps))
        return pb("preview", "first/pilot", "field-guide", "--watch", *argv)

    return path, watch


def test_watching_prints_each_version_once(guide):
    path, watch = guide

    answer = watch(lambda: None, lambda: path.write_text("number two\nsame\n", "utf-8"), lambda: None)

    assert answer.code == 130
    assert answer.out == (
        "=== first/pilot/field-guide, version 1 ===\none\nsame\n\n"
        "=== first/pilot/field-guide, version 2 ===\nnumber two\nsame\n"
    )


def test_watching_goes_on_after_a_mistake(guide):
    path, watch = guide

    answer = watch(
        lambda: path.write_text("{{ sqaud }}\n", "utf-8"),
        lambda: path.write_text("right\n", "utf-8"),
    )

    assert answer.code == 130
    assert "'sqaud' is not known here" in answer.out
    assert answer.out.endswith("version 3 ===\nright\n")


def test_watching_a_template_that_is_not_there_ends_at_once(workspace, pb):
    assert pb("preview", "first/pilot", "nope", "--watch").code == 2


def test_a_terminal_shows_what_changed(guide, monkeypatch):
    path, watch = guide
    monkeypatch.setattr(show, "on_terminal", lambda: True)

    answer = watch(lambda: path.write_text("two\nsame\n", "utf-8"))

    last = answer.out.rpartition("version 2")[2]
    assert "=== what changed ===" in last
    assert "-one" in last
    assert "+two" in last
    assert "Ctrl-C" in last


def test_watching_writes_a_file(guide, workspace):
    path, watch = guide

    watch(lambda: path.write_text("two\n", "utf-8"), argv=("--out", "guide.md"))

    assert (workspace / "guide.md").read_text("utf-8") == "two\n"


def test_a_template_cannot_steer_the_terminal(guide, pb, monkeypatch):
    path, _ = guide
    path.write_text("\x1b[2Jgone\n", "utf-8")
    monkeypatch.setattr(show, "on_terminal", lambda: True)

    assert "\x1b" not in pb("preview", "first/pilot", "field-guide").out
