"""Ticks that people make in files, on real workspaces, and with a real git where it matters."""

import os
import subprocess
from pathlib import Path

import pytest

from playbook import wiring
from playbook.app.evidence import tick, untick
from playbook.app.resolve import conflicted, settle
from playbook.app.sync import sync
from playbook.library import shipped
from tests.app.workspace import COACH, SPONSOR

LIST = "pilot/launch-checklist"
OWN = "- [ ] The lawyer has read it (required)"


def box(place, item):
    """Return the line of an item in the launch checklist."""
    return next(line for line in place.document(LIST).read_text("utf-8").splitlines() if f"item: {item} -->" in line)


def check(place, item, *, after=""):
    """Tick an item's box in the file, and write something behind its text."""
    line = box(place, item)
    place.edit(LIST, line, line.replace("[ ]", "[x]").replace(" <!--", f"{after} <!--"))


def add(place, line, below="launch.lead-free"):
    """Add a line of a person's below an item."""
    before = box(place, below)
    place.edit(LIST, before, f"{before}\n{line}")


def ticks(place):
    return place.session().state.standing(place.pilot).ticks


def own_id(place):
    return place.session().state.papers[f"{place.unit}/{LIST}"].own[0]["id"]


def test_a_tick_in_the_file_is_of_who_is_at_the_keyboard(pilot):
    check(pilot, "launch.lead-free")

    pilot.sync(SPONSOR)

    found = ticks(pilot)["launch.lead-free"]
    assert pilot.session().state.person(found.person) == "Sam Sponsor"
    assert (found.who, found.when) == ("", "")


def test_unticking_in_the_file_is_an_event(pilot):
    tick(pilot.world(), pilot.pilot, ["launch.lead-free"])
    pilot.edit(LIST, box(pilot, "launch.lead-free"), box(pilot, "launch.lead-free").replace("[x]", "[ ]"))

    pilot.sync()

    assert "launch.lead-free" not in ticks(pilot)
    assert pilot.events().count("ItemUnticked") == 1


def test_evidence_that_changes_is_an_event(pilot):
    check(pilot, "launch.heads-released", after=" — evidence: mail of 3 Dec")
    pilot.sync()
    pilot.edit(LIST, "mail of 3 Dec", "minutes of 4 Dec")

    pilot.sync()

    assert ticks(pilot)["launch.heads-released"].evidence == "minutes of 4 Dec"
    assert pilot.events().count("ItemTicked") == 2


@pytest.mark.git
def test_another_language_keeps_ticks_and_what_people_added(pilot):
    check(pilot, "launch.heads-released", after=" — evidence: mail")
    add(pilot, OWN.replace("[ ]", "[x]"), below="launch.heads-released")
    pilot.sync()
    before = ticks(pilot)
    pilot.change("unit: first", "unit: first\nlanguage: de")

    found = pilot.sync()

    text = pilot.document(LIST).read_text("utf-8")
    assert ticks(pilot) == before
    assert OWN.replace("[ ]", "[x]") in text
    assert "— Nachweis: mail <!-- item: launch.heads-released -->" in text
    assert "conflict" not in {one.what for one in found.changes}
    assert pilot.sync().changes == ()


def test_an_item_that_a_person_added_stands_in_the_way(pilot):
    pilot.tick_all(pilot.pilot)
    add(pilot, OWN)

    verdict = pilot.why()[pilot.pilot, "checklist"]

    assert verdict.status == "fail"
    line = pilot.document(LIST).read_text("utf-8").splitlines().index(OWN) + 1
    assert verdict.where == f"documents/{pilot.unit}/{LIST}.md:{line}"


def test_an_item_that_a_person_added_is_ticked_by_command_and_in_the_file(pilot):
    add(pilot, OWN)
    pilot.sync()
    name = own_id(pilot)

    tick(pilot.world(), pilot.pilot, [name], evidence="mail of 3 Dec")

    text = pilot.document(LIST).read_text("utf-8")
    assert f"{OWN} — evidence: mail of 3 Dec".replace("[ ]", "[x]") in text
    pilot.edit(LIST, f"{OWN} — evidence: mail of 3 Dec".replace("[ ]", "[x]"), OWN)
    pilot.sync()
    assert name not in ticks(pilot)


def test_a_late_save_takes_no_tick_of_an_own_item_back(pilot):
    add(pilot, OWN)
    pilot.sync()
    editor = pilot.document(LIST).read_text("utf-8")
    tick(pilot.world(), pilot.pilot, [own_id(pilot)])
    pilot.document(LIST).write_text(editor + "\nA late line.\n", "utf-8")

    pilot.sync()

    text = pilot.document(LIST).read_text("utf-8")
    assert own_id(pilot) in ticks(pilot)
    assert OWN.replace("[ ]", "[x]") in text
    assert "A late line." in text
    assert pilot.sync().changes == ()


def test_a_killed_write_takes_no_tick_of_an_own_item_back(pilot):
    add(pilot, OWN)
    pilot.sync()
    before = pilot.document(LIST).read_text("utf-8")
    tick(pilot.world(), pilot.pilot, [own_id(pilot)])
    pilot.document(LIST).write_text(before, "utf-8")  # as if the command had been killed after it recorded

    pilot.sync()

    assert own_id(pilot) in ticks(pilot)
    assert OWN.replace("[ ]", "[x]") in pilot.document(LIST).read_text("utf-8")


def test_an_own_item_may_move_and_its_tick_goes_with_it(pilot):
    add(pilot, OWN)
    pilot.sync()
    tick(pilot.world(), pilot.pilot, [own_id(pilot)])
    done = OWN.replace("[ ]", "[x]")
    pilot.edit(LIST, done + "\n", "")
    add(pilot, done, below="launch.cycle-opened")

    found = pilot.sync()

    assert len(ticks(pilot)) == 1
    assert "ItemUnticked" not in pilot.events()
    assert all(one.what != "conflict" for one in found.changes)


def test_a_task_that_is_not_required_is_text_of_theirs(pilot):
    add(pilot, "- [x] Bring a cake")

    pilot.sync()

    assert ticks(pilot) == {}
    assert "- [x] Bring a cake" in pilot.document(LIST).read_text("utf-8")


def test_an_item_whose_comment_was_deleted_is_the_same_item(pilot):
    line = box(pilot, "launch.lead-free")
    pilot.edit(LIST, line, line.replace("[ ]", "[x]").partition(" <!--")[0])

    pilot.sync()

    assert "launch.lead-free" in ticks(pilot)
    assert box(pilot, "launch.lead-free") == line.replace("[ ]", "[x]")


def test_an_item_whose_words_a_person_changed_is_the_same_item(pilot):
    line = box(pilot, "launch.lead-free")
    pilot.edit(LIST, line, "- [x] We freed the lead <!-- item: launch.lead-free -->")

    pilot.sync()

    assert "launch.lead-free" in ticks(pilot)
    assert box(pilot, "launch.lead-free").startswith("- [x] We freed the lead")


def test_a_line_that_only_looks_like_a_tick_is_told_of_each_time(pilot):
    line = box(pilot, "launch.lead-free")
    pilot.edit(LIST, line, line.replace("[ ]", "[ x ]"))

    first, again = pilot.sync(), pilot.sync()

    at = pilot.document(LIST).read_text("utf-8").splitlines().index(line.replace("[ ]", "[ x ]")) + 1
    for done in (first, again):
        [said] = done.remarks
        assert str(said).startswith(f"documents/{pilot.unit}/{LIST}.md:{at}: ")
    assert ticks(pilot) == {}


def test_a_tick_in_the_file_and_one_by_command_agree(pilot):
    check(pilot, "launch.heads-released", after=" — evidence: mail of 3 Dec")

    tick(pilot.world(), pilot.pilot, ["launch.heads-released"])

    assert ticks(pilot)["launch.heads-released"].evidence == "mail of 3 Dec"
    assert pilot.events().count("ItemTicked") == 1
    assert "mail of 3 Dec" in box(pilot, "launch.heads-released")


def test_a_command_takes_over_the_evidence_that_stands_at_an_open_box(pilot):
    line = box(pilot, "launch.heads-released")
    pilot.edit(LIST, line, line.replace(" <!--", " — evidence: asked Ana <!--"))

    tick(pilot.world(), pilot.pilot, ["launch.heads-released"])

    assert ticks(pilot)["launch.heads-released"].evidence == "asked Ana"
    assert "asked Ana" in box(pilot, "launch.heads-released")


def noted(place, said):
    line = box(place, "launch.heads-released")
    place.edit(LIST, line, line.replace(" <!--", f" {said} <!--"))


def test_a_command_adds_its_evidence_to_what_stands_at_an_open_box(pilot):
    noted(pilot, "— evidence: draft by Bob")

    tick(pilot.world(), pilot.pilot, ["launch.heads-released"], evidence="final minutes")

    assert ticks(pilot)["launch.heads-released"].evidence == "draft by Bob; final minutes"
    assert "— evidence: draft by Bob; final minutes <!--" in box(pilot, "launch.heads-released")
    assert pilot.sync().changes == ()


def test_a_reason_by_command_leaves_what_stands_at_an_open_box(pilot):
    noted(pilot, "— evidence: draft by Bob")

    tick(pilot.world(), pilot.pilot, ["launch.heads-released"], not_applicable="nobody leaves")

    assert "— evidence: draft by Bob — not applicable: nobody leaves <!--" in box(pilot, "launch.heads-released")
    assert pilot.sync().changes == ()


def test_a_command_that_says_it_anew_replaces_what_it_said(pilot):
    tick(pilot.world(), pilot.pilot, ["launch.heads-released"], evidence="draft")

    tick(pilot.world(), pilot.pilot, ["launch.heads-released"], evidence="final minutes")

    assert ticks(pilot)["launch.heads-released"].evidence == "final minutes"


def test_a_command_adds_its_evidence_to_what_somebody_wrote_in_the_file(pilot):
    check(pilot, "launch.heads-released", after=" — evidence: mail of 3 Dec")
    pilot.sync()

    for said in ("first minutes", "minutes", "mail of 3 Dec", "minutes"):
        tick(pilot.world(), pilot.pilot, ["launch.heads-released"], evidence=said)

    assert ticks(pilot)["launch.heads-released"].evidence == "mail of 3 Dec; minutes"
    tick(pilot.world(), pilot.pilot, ["launch.heads-released"], not_applicable="nobody leaves")
    assert "— evidence: mail of 3 Dec — not applicable: nobody leaves" in box(pilot, "launch.heads-released")


def test_unticking_by_command_leaves_the_evidence_as_a_note(pilot):
    check(pilot, "launch.heads-released", after=" — evidence: mail of 3 Dec")
    pilot.sync()

    untick(pilot.world(), pilot.pilot, ["launch.heads-released"])

    line = box(pilot, "launch.heads-released")
    assert line.startswith("- [ ] ")
    assert "— evidence: mail of 3 Dec <!--" in line
    assert "launch.heads-released" not in ticks(pilot)
    assert pilot.sync().changes == ()
    assert "launch.heads-released" not in ticks(pilot)


def test_a_note_in_an_editor_outlives_a_tick_by_command(pilot):
    line = box(pilot, "launch.heads-released")
    editor = pilot.document(LIST).read_text("utf-8").replace(line, line.replace(" <!--", " — evidence: asked Ana <!--"))
    tick(pilot.world(), pilot.pilot, ["launch.heads-released"], evidence="mail")
    pilot.document(LIST).write_text(editor, "utf-8")

    pilot.sync()

    assert ticks(pilot)["launch.heads-released"].evidence == "mail"
    assert "asked Ana" in pilot.document(LIST).read_text("utf-8")
    assert pilot.sync().changes == ()


def test_a_persons_way_to_write_evidence_outlives_other_changes(pilot):
    check(pilot, "launch.heads-released", after=" – Nachweis: Mail")
    pilot.sync()

    tick(pilot.world(), pilot.pilot, ["launch.lead-free"])

    assert "– Nachweis: Mail <!--" in box(pilot, "launch.heads-released")


def test_evidence_in_two_entries_below_is_in_the_history_and_in_the_file(pilot):
    check(pilot, "launch.heads-released")
    line = box(pilot, "launch.heads-released")
    pilot.edit(LIST, line, f"{line}\n  - Evidence: mail\n  - Evidence: minutes")

    pilot.sync()

    text = pilot.document(LIST).read_text("utf-8")
    assert ticks(pilot)["launch.heads-released"].evidence == "mail; minutes"
    assert f"{line}\n  - Evidence: mail\n  - Evidence: minutes\n" in text


def reworded(place):
    """Let the workspace's own template say an item in other words, after a person did."""
    line = box(place, "launch.lead-free")
    place.edit(LIST, line, "- [x] We freed the lead <!-- item: launch.lead-free -->")
    own = place.folder / "templates" / "documents"
    own.mkdir(parents=True, exist_ok=True)
    source = Path(shipped("templates"), "documents", "launch-checklist.md.j2").read_text("utf-8")
    start = source.index('"', source.index("launch.lead-free") + len("launch.lead-free") + 1)
    end = source.index('"', start + 1)
    (own / "launch-checklist.md.j2").write_text(f"{source[: start + 1]}Other words{source[end:]}", "utf-8")


@pytest.mark.git
@pytest.mark.parametrize("side", ["mine", "engine"])
def test_settling_a_conflict_takes_no_tick_back(pilot, side):
    reworded(pilot)
    said = synced(pilot).remarks
    renderer = wiring.open_world(str(pilot.folder), actor=COACH).renderer
    world = pilot.world(renderer=renderer)
    [found] = conflicted(world, [pilot.unit])

    settle(world, found, dict.fromkeys(range(1, len(found.hunks) + 1), side))
    synced(pilot)

    assert box(pilot, "launch.lead-free").startswith("- [x] ")
    assert "launch.lead-free" in ticks(pilot)
    assert "ItemUnticked" not in pilot.events()
    assert said == ()


def test_lines_that_stand_again_are_told_once_in_words(pilot):
    lines = [box(pilot, item) for item in ("launch.lead-free", "launch.sponsor-spoke")]
    document = pilot.document(LIST)
    document.write_text(document.read_text("utf-8") + "\n".join(["", *lines, ""]), "utf-8")

    [said] = pilot.sync().remarks

    assert "2 lines in all" in str(said)
    assert "launch." not in str(said)


def test_items_that_are_gone_from_the_file_are_told_while_they_are_open(pilot):
    for item in ("launch.lead-free", "launch.sponsor-spoke"):
        pilot.edit(LIST, box(pilot, item) + "\n", "")

    [said] = pilot.sync().remarks
    tick(pilot.world(), pilot.pilot, ["launch.lead-free"])
    [then] = pilot.sync().remarks
    tick(pilot.world(), pilot.pilot, ["launch.sponsor-spoke"])

    assert ": 2 items are not in the file any more" in str(said)
    assert ": 1 item is not in the file any more" in str(then)
    assert pilot.sync().remarks == ()


def test_evidence_that_was_not_read_is_told(pilot):
    check(pilot, "launch.heads-released", after=" — evidence mail")

    [said] = pilot.sync().remarks

    assert "looks like evidence" in str(said)


def raised(place, item, meaning):
    """Let the workspace have a template of its own in which an item means something else."""
    own = place.folder / "templates" / "documents"
    own.mkdir(parents=True, exist_ok=True)
    source = Path(shipped("templates"), "documents", "launch-checklist.md.j2").read_text("utf-8")
    start = source.index(f'item("{item}"')
    end = source.index(") }}", start)
    (own / "launch-checklist.md.j2").write_text(f"{source[:end]}, meaning={meaning}{source[end:]}", "utf-8")


def synced(place):
    """Sync with the workspace's own templates; the renderer of the tests knows the shipped ones alone."""
    renderer = wiring.open_world(str(place.folder), actor=COACH).renderer
    return sync(place.world(renderer=renderer), place.unit)


def test_a_raised_meaning_asks_again_and_one_tick_confirms(pilot):
    pilot.tick_all(pilot.pilot)
    raised(pilot, "launch.lead-free", 2)

    synced(pilot)

    line = box(pilot, "launch.lead-free")
    assert line.startswith("- [ ] ")
    assert "Ruth Okafor ticked it for an earlier meaning on 1 Dec 2026; please confirm" in line
    pilot.edit(LIST, line, line.replace("[ ]", "[x]"))
    synced(pilot)
    assert ticks(pilot)["launch.lead-free"].meaning == 2
    assert "earlier meaning" not in box(pilot, "launch.lead-free")
    assert synced(pilot).changes == ()


def repository(place, who="Marta Rossi", mail="marta.rossi@example.org", date="2026-11-30T18:00:00+01:00"):
    """Commit the whole workspace as a person; the first time it becomes a repository."""
    author = {"GIT_AUTHOR_NAME": who, "GIT_AUTHOR_EMAIL": mail, "GIT_AUTHOR_DATE": date}
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=place.folder, env={**os.environ, **author}, check=True)


@pytest.mark.git
def test_a_committed_tick_is_of_who_committed_the_line(pilot):
    repository(pilot, "Somebody Else", "else@example.org")
    check(pilot, "launch.lead-free")
    repository(pilot)

    pilot.sync()

    session = pilot.session()
    found = ticks(pilot)["launch.lead-free"]
    assert session.state.person(found.by) == "Ruth Okafor"
    assert session.state.person(found.person) == "Marta Rossi"
    assert found.when == "2026-11-30T17:00:00Z"
    assert "Marta Rossi: 1 item, on 30 Nov 2026" in pilot.document(LIST).read_text("utf-8")
    assert all("Marta" not in row.data for row in pilot.rows())
    assert pilot.sync().changes == ()


@pytest.mark.git
def test_a_tick_that_is_not_committed_is_of_who_is_at_the_keyboard(pilot):
    repository(pilot)
    check(pilot, "launch.lead-free")

    pilot.sync()

    assert ticks(pilot)["launch.lead-free"].who == ""


@pytest.mark.git
def test_somebody_the_unit_knows_is_known_by_the_mail(pilot):
    check(pilot, "launch.lead-free")
    repository(pilot, "sam", "Sam.Sponsor@example.org")

    pilot.sync()

    session = pilot.session()
    assert ticks(pilot)["launch.lead-free"].who == session.scene.unit.sponsor


@pytest.mark.git
def test_unticking_and_own_items_have_an_author_too(pilot):
    tick(pilot.world(), pilot.pilot, ["launch.lead-free"])
    pilot.edit(LIST, box(pilot, "launch.lead-free"), box(pilot, "launch.lead-free").replace("[x]", "[ ]"))
    add(pilot, OWN.replace("[ ]", "[x]"))
    repository(pilot)

    pilot.sync()

    session = pilot.session()
    assert session.state.person(ticks(pilot)[own_id(pilot)].person) == "Marta Rossi"
    [taken_back] = [row for row in pilot.rows() if row.kind == "ItemUnticked"]
    assert session.person("Marta Rossi <marta.rossi@example.org>") in taken_back.data


@pytest.mark.git
def test_a_commit_from_the_future_has_no_time(pilot):
    check(pilot, "launch.lead-free")
    repository(pilot, date="2030-01-01T00:00:00+00:00")

    pilot.sync()

    found = ticks(pilot)["launch.lead-free"]
    assert (bool(found.who), found.when, found.day[:10]) == (True, "", "2026-12-01")


def test_git_is_asked_once_and_only_where_ticks_are_new(pilot):
    asked = []

    def blame(path, lines):
        asked.append((path, sorted(lines)))
        return {}

    sync(pilot.world(blame=blame), pilot.unit)
    check(pilot, "launch.lead-free")
    check(pilot, "launch.sponsor-spoke")
    pilot.edit("pilot/charter", "\n## ", "\nA line of ours.\n\n## ")
    sync(pilot.world(blame=blame), pilot.unit)
    sync(pilot.world(blame=blame), pilot.unit)

    [(path, lines)] = asked
    assert path == f"{pilot.unit}/{LIST}.md"
    assert len(lines) == 2
