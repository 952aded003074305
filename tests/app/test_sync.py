import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace

import pytest

from playbook.app.evidence import tick
from playbook.app.papers import Desk
from playbook.app.sync import change, sync
from playbook.core import events as e
from playbook.documents.render import Renderer
from playbook.errors import MergeConflict, Outrun, PlaybookError, Repeated, UsageError
from tests.app.workspace import SPONSOR

MINE = "A line that a person wrote."


def done(synced):
    """Return what was done to each document but the index, which tells of all the others."""
    return {one.document: one.what for one in synced.changes if one.document != "first/index"}


def a_line(place, name, start):
    """Return the first line of a document that starts that way."""
    return next(line for line in place.document(name).read_text("utf-8").splitlines() if line.startswith(start))


def test_the_documents_of_the_first_stage_are_new(fresh):
    found = fresh.sync()

    names = ("decision-record", "goal-sheet", "mission-map")
    assert done(found) == {f"first/{name}": "new" for name in names}
    assert found.documents == 4
    assert all(fresh.document(name).exists() for name in names)
    assert all(one.added > 5 and one.removed == 0 for one in found.changes)
    fresh.whole()


def test_a_dry_run_writes_nothing(fresh):
    found = fresh.sync(write=False)

    assert set(done(found).values()) == {"new"}
    assert fresh.disk() == {}
    assert fresh.rows() == []


@pytest.mark.parametrize("stage", ["selection", "pilot", "stabilisation", "replication", "wave"])
def test_twice_changes_nothing(at, stage):
    place = at(stage)
    disk, rows = place.disk(), place.rows()

    found = place.sync()

    assert found.changes == ()
    assert place.disk() == disk
    assert place.rows() == rows


@pytest.mark.parametrize("stage", ["pilot", "replication"])
def test_documents_do_not_depend_on_the_clock(at, stage):
    place = at(stage)
    disk = place.disk()
    place.later(400)

    place.sync()

    assert place.disk() == disk


def test_every_revision_is_in_the_ledger_before_it_is_on_disk(pilot):
    for paper in pilot.session().state.papers.values():
        for revision in paper.revisions:
            assert pilot.world().ledger.text(revision)


def test_a_changed_file_updates_what_nobody_touched(pilot):
    pilot.change("name: Pilot squad", "name: Squad of the first hour")

    found = done(pilot.sync())

    assert found["first/pilot/charter"] == "updated"
    assert set(found.values()) == {"updated"}
    assert "Squad of the first hour" in pilot.document("pilot/charter").read_text("utf-8")


@pytest.mark.git
def test_a_row_of_a_persons_stays_the_last_of_a_table_that_grows_and_shrinks(pilot):
    path = pilot.document("pilot/charter")
    members = [line for line in pilot.file.read_text("utf-8").split("\n") if line.startswith("    - {person:")]
    row = a_line(pilot, "pilot/charter", f"| {members[-1].partition(': ')[2].partition(' <')[0]}")
    pilot.edit("pilot/charter", row, f"{row}\n| Our guest | on Fridays | | | |")
    more = members[-1].replace(members[-1].partition(": ")[2].partition(">")[0], "Zoe Zed <zoe.zed@example.org")
    steps = []

    for old, new in ((members[-1], f"{members[-1]}\n{more}"), (f"\n{more}", "")):
        pilot.change(old, new)
        steps.append((done(pilot.sync())["first/pilot/charter"], path.read_text("utf-8")))

    assert [what for what, _ in steps] == ["merged", "merged"]
    assert row in steps[0][1]
    assert re.search(r"\n\| Zoe Zed [^\n]*\n\| Our guest ", steps[0][1])
    assert f"{row}\n| Our guest " in steps[1][1]


@pytest.mark.git
def test_a_changed_file_is_merged_into_what_a_person_wrote(pilot):
    path = pilot.document("pilot/charter")
    path.write_text(path.read_text("utf-8") + f"\n{MINE}\n", "utf-8")
    pilot.change("name: Pilot squad", "name: Squad of the first hour")

    found = pilot.sync()

    text = path.read_text("utf-8")
    assert done(found)["first/pilot/charter"] == "merged"
    assert next(one.kept for one in found.changes if one.document == "first/pilot/charter") >= 1
    assert MINE in text
    assert "Squad of the first hour" in text
    assert pilot.sync().changes == ()


def test_what_a_person_wrote_is_an_event_and_kept(pilot):
    path = pilot.document("pilot/charter")
    path.write_text(path.read_text("utf-8") + f"\n{MINE}\n", "utf-8")

    pilot.sync()

    paper = pilot.session().state.papers["first/pilot/charter"]
    assert pilot.events().count("DocumentEdited") == 1
    assert MINE in pilot.world().ledger.text(paper.seen)
    assert MINE in path.read_text("utf-8")


def test_the_same_edit_is_recorded_once(pilot):
    path = pilot.document("pilot/charter")
    path.write_text(path.read_text("utf-8") + f"\n{MINE}\n", "utf-8")
    pilot.sync()
    rows = pilot.rows()

    pilot.sync()

    assert pilot.rows() == rows


def conflict(place):
    """Let a person and the file change the same line of the charter."""
    old = a_line(place, "pilot/charter", "# ")
    place.edit("pilot/charter", old, "# My own title")
    place.change("name: Pilot squad", "name: Squad of the first hour")


@pytest.mark.git
def test_a_conflict_is_marked_and_nothing_is_lost(pilot):
    conflict(pilot)

    found = pilot.sync()

    text = pilot.document("pilot/charter").read_text("utf-8")
    assert done(found)["first/pilot/charter"] == "conflict"
    assert "# My own title" in text
    assert "Squad of the first hour" in text
    assert "<<<<<<<" in text
    assert pilot.session().state.papers["first/pilot/charter"].trouble == "conflict"
    pilot.whole()


@pytest.mark.git
def test_a_conflict_stays_one_until_it_is_resolved(pilot):
    conflict(pilot)
    pilot.sync()
    disk = pilot.disk()

    assert done(pilot.sync()) == {"first/pilot/charter": "conflict"}
    assert pilot.disk() == disk


@pytest.mark.git
def test_a_resolved_conflict_is_mended(pilot):
    conflict(pilot)
    pilot.sync()
    path = pilot.document("pilot/charter")
    lines = path.read_text("utf-8").splitlines()
    keep, out = True, []
    for line in lines:
        if line.startswith("|||||||"):
            keep = False
        if not line.startswith(("<<<<<<<", ">>>>>>>", "|||||||", "=======")) and keep:
            out.append(line)
        if line.startswith(">>>>>>>"):
            keep = True
    path.write_text("\n".join(out) + "\n", "utf-8")

    pilot.sync()

    assert pilot.session().state.papers["first/pilot/charter"].trouble == ""
    assert "# My own title" in path.read_text("utf-8")
    assert pilot.sync().changes == ()
    pilot.whole()


@pytest.mark.git
def test_a_command_that_meets_a_conflict_says_so_after_it_has_done_its_work(pilot):
    conflict(pilot)

    with pytest.raises(MergeConflict) as caught:
        tick(pilot.world(), pilot.pilot, pilot_items(pilot)[:1])

    assert caught.value.facts["documents"] == ["first/pilot/charter.md"]
    assert pilot.events().count("ItemTicked") == 1
    assert "# My own title" in pilot.document("pilot/charter").read_text("utf-8")


def pilot_items(place):
    return [item["id"] for paper in place.session().state.papers.values() for item in paper.items]


def test_a_deleted_document_is_reported_not_remade(pilot):
    pilot.document("pilot/charter").unlink()

    found = done(pilot.sync())

    assert found == {"first/pilot/charter": "missing"}
    assert not pilot.document("pilot/charter").exists()
    assert pilot.session().state.papers["first/pilot/charter"].trouble == "missing"
    assert done(pilot.sync()) == {"first/pilot/charter": "missing"}


def test_a_deleted_document_is_made_again_on_request(pilot):
    path = pilot.document("pilot/charter")
    before = path.read_bytes()
    path.unlink()
    pilot.sync()

    pilot.sync(restore=True)

    assert path.read_bytes() == before
    assert pilot.session().state.papers["first/pilot/charter"].trouble == ""
    assert pilot.sync().changes == ()
    pilot.whole()


def test_a_deleted_document_can_be_restored_at_once(pilot):
    path = pilot.document("pilot/charter")
    before = path.read_bytes()
    path.unlink()

    pilot.sync(restore=True)

    assert path.read_bytes() == before
    assert pilot.session().state.papers["first/pilot/charter"].trouble == ""


def test_a_document_put_back_by_hand_is_mended(pilot):
    path = pilot.document("pilot/charter")
    text = path.read_bytes()
    path.unlink()
    pilot.sync()
    path.write_bytes(text)

    pilot.sync()

    assert pilot.session().state.papers["first/pilot/charter"].trouble == ""
    assert path.read_bytes() == text


@pytest.mark.parametrize(
    "content", [b"\xff\xfe broken", b"a\0b", b"# A charter without its header\n"], ids=["not-utf-8", "nul", "no-header"]
)
def test_a_document_that_cannot_be_read_is_left_alone(pilot, content):
    path = pilot.document("pilot/charter")
    path.write_bytes(content)
    pilot.change("name: Pilot squad", "name: Squad of the first hour")

    found = done(pilot.sync())

    assert found["first/pilot/charter"] == "unreadable"
    assert path.read_bytes() == content
    assert pilot.session().state.papers["first/pilot/charter"].trouble == "unreadable"


def test_trouble_with_one_document_keeps_no_other_from_being_made(pilot):
    pilot.document("pilot/charter").write_bytes(b"\xff")
    pilot.change("name: Pilot squad", "name: Squad of the first hour")

    assert "updated" in done(pilot.sync()).values()


@pytest.mark.git
def test_a_late_save_of_an_old_revision_loses_nothing(pilot):
    path = pilot.document("pilot/charter")
    opened_long_ago = path.read_text("utf-8")
    pilot.change("name: Pilot squad", "name: Squad of the first hour")
    pilot.sync()

    path.write_text(opened_long_ago + f"\n{MINE}\n", "utf-8")
    found = pilot.sync()

    text = path.read_text("utf-8")
    assert done(found)["first/pilot/charter"] == "merged"
    assert MINE in text
    assert "Squad of the first hour" in text
    assert "<<<<<<<" not in text
    assert pilot.sync().changes == ()


def test_a_late_save_takes_no_tick_back(pilot):
    path = pilot.document("pilot/launch-checklist")
    opened_long_ago = path.read_text("utf-8")
    pilot.tick_all(pilot.pilot)

    path.write_text(opened_long_ago + f"\n{MINE}\n", "utf-8")
    pilot.sync()

    text = path.read_text("utf-8")
    assert MINE in text
    assert "- [ ]" not in text
    assert "ItemUnticked" not in pilot.events()


def test_a_tick_in_the_file_is_an_event_with_who_and_when(pilot):
    pilot.edit("pilot/launch-checklist", "- [ ]", "- [x]")

    found = pilot.sync(SPONSOR)

    assert [(one.document, one.ticks) for one in found.changes] == [("first/pilot/launch-checklist", 1)]
    (row,) = [row for row in pilot.rows() if row.kind == "ItemTicked"]
    assert row.at == "2026-12-01T09:00:00Z"
    assert pilot.world().ledger.people([row.by]) == {row.by: SPONSOR}
    assert '"document":"first/pilot/launch-checklist"' in row.data
    assert "DocumentEdited" not in pilot.events()


def test_a_tick_taken_back_in_the_file_is_an_event(pilot):
    pilot.edit("pilot/launch-checklist", "- [ ]", "- [x]")
    pilot.sync()
    pilot.edit("pilot/launch-checklist", "- [x]", "- [ ]")

    pilot.sync()

    assert pilot.events().count("ItemUnticked") == 1
    assert pilot.session().state.standing(pilot.pilot).ticks == {}
    assert pilot.sync().changes == ()


def test_a_tick_by_command_appears_in_the_file(pilot):
    pilot.tick_all(pilot.pilot)

    text = pilot.document("pilot/launch-checklist").read_text("utf-8")
    assert "- [ ]" not in text
    assert "evidence: seen" in text
    assert pilot.sync().changes == ()


def test_evidence_and_reasons_are_read_from_the_file(pilot):
    first, second = pilot_items(pilot)[:2]
    path = pilot.document("pilot/launch-checklist")
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if f"item: {first} " in line:
            lines[number] = line.replace("[ ]", "[x]") + " — evidence: minutes of 3 May"
        if f"item: {second} " in line:
            lines[number] = line + " — not applicable: no data there"
    path.write_text("\n".join(lines) + "\n", "utf-8")

    pilot.sync()

    ticks = pilot.session().state.standing(pilot.pilot).ticks
    assert ticks[first].evidence == "minutes of 3 May"
    assert ticks[second].not_applicable == "no data there"
    assert pilot.sync().changes == ()


def test_a_tick_beside_an_edited_line_is_no_conflict(pilot):
    path = pilot.document("pilot/launch-checklist")
    lines = path.read_text("utf-8").splitlines()
    box = next(number for number, line in enumerate(lines) if line.startswith("- [ ]"))
    lines.insert(box + 1, "  Ask Hana first.")
    path.write_text("\n".join(lines) + "\n", "utf-8")

    pilot.tick_all(pilot.pilot)

    text = path.read_text("utf-8")
    assert "  Ask Hana first." in text
    assert "- [ ]" not in text
    assert "<<<<<<<" not in text


def test_a_crash_between_record_and_disk_is_healed_by_the_next_run(pilot, monkeypatch):
    pilot.change("name: Pilot squad", "name: Squad of the first hour")
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "write", lambda self: [])
        pilot.sync()
    assert "first hour" not in pilot.document("pilot/charter").read_text("utf-8")
    rows = pilot.rows()

    found = pilot.sync()

    assert done(found)["first/pilot/charter"] == "updated"
    assert "first hour" in pilot.document("pilot/charter").read_text("utf-8")
    assert pilot.rows() == rows
    assert pilot.sync().changes == ()


@pytest.mark.git
def test_a_crash_loses_no_edit_of_a_person(pilot, monkeypatch):
    path = pilot.document("pilot/charter")
    path.write_text(path.read_text("utf-8") + f"\n{MINE}\n", "utf-8")
    pilot.change("name: Pilot squad", "name: Squad of the first hour")
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "write", lambda self: [])
        pilot.sync()

    pilot.sync()

    text = path.read_text("utf-8")
    assert MINE in text
    assert "Squad of the first hour" in text
    assert pilot.sync().changes == ()


def test_a_crash_before_a_tick_reached_the_file_heals(pilot, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "write", lambda self: [])
        pilot.tick_all(pilot.pilot)

    pilot.sync()

    assert "- [ ]" not in pilot.document("pilot/launch-checklist").read_text("utf-8")
    assert "ItemUnticked" not in pilot.events()


def test_a_crash_while_documents_are_first_made_is_healed_by_the_next_run(fresh, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "write", lambda self: [])
        fresh.sync()

    fresh.sync()

    assert len(fresh.disk()) == 4
    assert fresh.sync().changes == ()


def saving(place, text, times):
    """Return a world in which somebody saves the charter just before each of the first `times` appends."""
    world, path = place.world(), place.document("pilot/charter")
    real, left = world.ledger.append, [times]

    def append(batch):
        if left[0]:
            left[0] -= 1
            path.write_text(text(path.read_text("utf-8")), "utf-8")
        return real(batch)

    world.ledger.append = append
    return world


@pytest.mark.git
def test_a_save_in_the_middle_of_a_command_is_merged(pilot):
    pilot.change("name: Pilot squad", "name: Squad of the first hour")

    sync(saving(pilot, lambda text: f"{text}\n{MINE}\n", 1), "first")

    text = pilot.document("pilot/charter").read_text("utf-8")
    assert MINE in text
    assert "Squad of the first hour" in text
    assert pilot.sync().changes == ()
    pilot.whole()


@pytest.mark.git
def test_a_conflict_with_a_save_in_the_middle_of_sync_is_told(pilot):
    title = a_line(pilot, "pilot/charter", "# ")
    pilot.change("name: Pilot squad", "name: Squad of the first hour")

    found = sync(saving(pilot, lambda text: text.replace(title, "# My own title"), 1), "first")

    assert done(found)["first/pilot/charter"] == "conflict"


@pytest.mark.git
def test_somebody_who_keeps_saving_is_not_overwritten(pilot):
    pilot.change("name: Pilot squad", "name: Squad of the first hour")

    with pytest.raises(Outrun, match="somebody keeps saving"):
        sync(saving(pilot, lambda text: f"{text}\n{MINE}\n", 99), "first")

    path = pilot.document("pilot/charter")
    assert MINE in path.read_text("utf-8")
    pilot.sync()
    assert MINE in path.read_text("utf-8")
    assert "Squad of the first hour" in path.read_text("utf-8")


def test_a_change_by_a_key_that_was_used_happens_once(pilot):
    item = pilot_items(pilot)[0]
    tick(pilot.world(key="k1"), pilot.pilot, [item])
    rows = pilot.rows()

    with pytest.raises(Repeated):
        tick(pilot.world(key="k1"), pilot.pilot, [item])

    assert pilot.rows() == rows


def test_of_two_at_once_one_wins_and_the_other_is_told(pilot):
    world = pilot.world()
    real = world.ledger.append

    def append(batch):
        world.ledger.append = real
        pilot.sync()
        tick(pilot.world(), pilot.pilot, pilot_items(pilot)[:1])
        return real(batch)

    world.ledger.append = append
    with pytest.raises(Outrun):
        change(world, "first", lambda session: session.record(e.HoldPlaced("first", "wait")))

    assert "HoldPlaced" not in pilot.events()
    pilot.whole()


def test_nobody_is_asked_who_they_are_when_nothing_happened(selection):
    def nobody():
        raise UsageError("who are you?")

    world = replace(selection.world(), actor=nobody)

    assert sync(world, "first").changes == ()


def test_whoever_changes_something_says_who_they_are(selection):
    def nobody():
        raise UsageError("who are you?")

    with pytest.raises(UsageError, match="who are you"):
        change(replace(selection.world(), actor=nobody), "first", lambda session: None)


def test_a_conflict_with_a_save_in_the_middle_of_a_command_is_told(pilot):
    title = a_line(pilot, "pilot/charter", "# ")
    pilot.change("name: Pilot squad", "name: Squad of the first hour")
    world = saving(pilot, lambda text: text.replace(title, "# My own title"), 1)

    with pytest.raises(MergeConflict):
        change(world, "first", lambda session: session.record(e.HoldPlaced("first", "wait")))


def test_a_document_that_was_made_again_is_called_restored(pilot):
    pilot.document("pilot/charter").unlink()

    (found,) = (one for one in pilot.sync(restore=True).changes if one.document != "first/index")

    assert found.what == "restored"


def test_another_documents_text_in_its_place_is_not_taken_for_an_edit(pilot):
    mine = pilot.document("pilot/charter").read_bytes()
    pilot.document("pilot/decision-card").write_bytes(mine)

    pilot.sync()

    assert pilot.document("pilot/decision-card").read_bytes() == mine
    assert pilot.session().state.papers["first/pilot/decision-card"].trouble == "unreadable"


def left_behind(place, text):
    """Leave a file beside the charter, as a writer that was killed does; return it."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    path = place.document("pilot/charter").parent / f".charter.md.{done.pid}-0123abcd.tmp"
    path.write_text(text, "utf-8")
    return path


def test_what_a_killed_command_left_is_taken_away_where_the_ledger_knows_it(pilot):
    path = left_behind(pilot, pilot.document("pilot/charter").read_text("utf-8"))

    found = pilot.sync()

    assert found.changes == ()
    assert not path.exists()
    assert list(path.parent.glob("*rescued*")) == []


def test_an_empty_file_that_a_killed_command_left_is_taken_away(pilot):
    path = left_behind(pilot, "")

    pilot.sync()

    assert not path.exists()
    assert list(path.parent.glob("*rescued*")) == []


@pytest.mark.parametrize("text", [MINE, "<!-- playbook: id=first/pilot/charter revision=0 -->\n# Mine\n"])
def test_a_text_that_nobody_knows_is_rescued(pilot, text):
    path = left_behind(pilot, text)

    found = pilot.sync()

    assert done(found) == {"first/pilot/charter.rescued-0123abcd.md": "rescued"}
    assert not path.exists()
    assert (path.parent / "charter.rescued-0123abcd.md").read_text("utf-8") == text
    assert pilot.sync().changes == ()


def test_a_document_that_was_deleted_is_not_what_a_crash_left_unmade(pilot):
    pilot.document("pilot/charter").unlink()

    assert done(pilot.sync()) == {"first/pilot/charter": "missing"}
    assert not (pilot.folder / "documents" / ".first.unwritten").exists()


@pytest.mark.git
def test_a_conflict_of_a_change_says_that_it_is_recorded(pilot):
    conflict(pilot)

    with pytest.raises(MergeConflict) as caught:
        tick(pilot.world(), pilot.pilot, pilot_items(pilot)[:1])

    assert caught.value.hint.startswith("what you did is recorded; edit the lines between <<<<<<< and >>>>>>>")


def counted(place, monkeypatch):
    """Return the list of templates that are rendered from now on."""
    found = []

    def render(self, template, *rest):
        found.append(template)
        return real(self, template, *rest)

    real = Renderer.render
    monkeypatch.setattr(Renderer, "render", render)
    return found


def test_what_did_not_change_is_not_rendered(pilot, monkeypatch):
    pilot.sync()
    rendered = counted(pilot, monkeypatch)

    found = pilot.sync()

    assert (rendered, found.changes) == ([], ())
    assert found.documents == len(pilot.disk())


def test_a_changed_value_renders_only_what_shows_it(pilot, monkeypatch):
    pilot.sync()
    rendered = counted(pilot, monkeypatch)
    pilot.edit("pilot/charter", "# Charter", "Mind the gap.\n\n# Charter")

    pilot.sync()

    assert "charter" in rendered
    assert "goal-sheet" not in rendered


@pytest.mark.parametrize("spoil", ["edit", "delete", "template", "configuration", "stamp", "link"])
def test_whatever_changed_is_noticed(pilot, monkeypatch, tmp_path, spoil):
    pilot.sync()
    path = pilot.document("pilot/charter")
    if spoil == "edit":
        path.write_text(path.read_text("utf-8") + "\nmine\n", "utf-8")
    elif spoil == "delete":
        path.unlink()
    elif spoil == "template":
        own = pilot.folder / "templates" / "documents"
        own.mkdir(parents=True)
        (own / "decision-card.md.j2").write_text("# Ours\n", "utf-8")
    elif spoil == "configuration":
        pilot.change("failure_budget: 1", "failure_budget: 2")
    elif spoil == "stamp":
        (pilot.folder / ".playbook" / "stamps" / "first.json").write_text("{", "utf-8")
    elif spoil == "link":
        target = tmp_path / "elsewhere.md"
        path.rename(target)
        path.symlink_to(target)
    rendered = counted(pilot, monkeypatch)

    with suppress(PlaybookError):
        pilot.sync()

    assert rendered or spoil in ("stamp", "link")


def test_a_stamp_that_is_older_than_the_ledger_is_not_believed(pilot):
    pilot.sync()
    before, stamp = pilot.disk(), pilot.folder / ".playbook" / "stamps" / "first.json"
    old = stamp.read_bytes()
    pilot.change("failure_budget: 1", "failure_budget: 2")
    pilot.sync()
    other = pilot.disk()
    pilot.change("failure_budget: 2", "failure_budget: 1")
    stamp.write_bytes(old)

    pilot.sync()

    assert other != before
    assert pilot.disk() == before
