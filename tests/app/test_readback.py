"""Files as people leave them: what they did is read back, nothing is lost, and one strange file stops no other."""

import os
import shutil

import pytest

from playbook.app import resolve
from playbook.app.evidence import tick
from playbook.app.sync import sync
from playbook.documents import swap
from playbook.errors import GateClosed, MergeConflict
from tests.app.test_sync import MINE, a_line, conflict, done, pilot_items
from tests.app.workspace import SPONSOR

ID = "first/pilot/charter"
SQUAD = ("name: Pilot squad", "name: Squad of the first hour")


def charter(place):
    return place.document("pilot/charter")


def paper(place, name=ID):
    return place.session().state.papers[name]


def note(path, line=MINE):
    """Let a person write a line at the end."""
    path.write_text(path.read_text("utf-8") + f"\n{line}\n", "utf-8")


def moved(place, to):
    """Let a person move the charter."""
    target = place.folder / "documents" / to
    target.parent.mkdir(parents=True, exist_ok=True)
    charter(place).rename(target)
    return target


# Moved and renamed.


@pytest.mark.parametrize(
    "to",
    [
        "first/pilot/Charter (final).md",
        "Team docs/Charta ü.md",
        "first/charter.md",
        "first/pilot/Charter.md",
        "a/b/c/d/e/f/g/x.MD",
    ],
)
def test_a_moved_document_stays_where_it_was_put(pilot, to):
    path = moved(pilot, to)
    note(path)

    found = pilot.sync()

    assert done(found)[ID] == "moved"
    assert ("moved here from documents/first/pilot/charter.md", to) in [
        (str(one.why), one.path) for one in found.changes
    ]
    assert paper(pilot).path == to
    assert not charter(pilot).exists()
    assert pilot.sync().changes == ()
    pilot.whole()


@pytest.mark.git
def test_later_renderings_go_to_where_a_document_lies_now(pilot):
    path = moved(pilot, "Team docs/Our charter.md")
    note(path)
    pilot.sync()
    pilot.change(*SQUAD)

    assert done(pilot.sync())[ID] == "merged"
    text = path.read_text("utf-8")
    assert MINE in text
    assert "Squad of the first hour" in text
    assert not charter(pilot).exists()
    assert pilot.sync().changes == ()


@pytest.mark.git
def test_a_document_that_was_moved_and_is_rendered_anew_at_once(pilot):
    path = moved(pilot, "elsewhere/charter.md")
    note(path)
    pilot.change(*SQUAD)

    pilot.sync()

    assert MINE in path.read_text("utf-8")
    assert "Squad of the first hour" in path.read_text("utf-8")
    assert not charter(pilot).exists()


def test_a_document_that_was_moved_back_is_followed(pilot):
    path = moved(pilot, "elsewhere/charter.md")
    pilot.sync()
    path.rename(charter(pilot))

    assert done(pilot.sync())[ID] == "moved"
    assert paper(pilot).path == f"{ID}.md"
    assert pilot.sync().changes == ()


def test_a_whole_folder_may_be_moved(pilot):
    (pilot.folder / "documents/first/pilot").rename(pilot.folder / "documents/first/The Pilot")

    found = pilot.sync()

    assert set(done(found).values()) <= {"moved", "updated"}
    assert not (pilot.folder / "documents/first/pilot").exists()
    assert pilot.sync().changes == ()


def test_ticks_are_read_from_a_moved_checklist(pilot):
    path = pilot.document("pilot/launch-checklist")
    path.write_text(path.read_text("utf-8").replace("- [ ]", "- [x]", 1), "utf-8")
    path.rename(path.with_name("Launch!.md"))

    pilot.sync()

    assert len(pilot.session().state.standing(pilot.pilot).ticks) == 1


def test_a_document_that_was_moved_out_is_deleted(pilot, tmp_path):
    charter(pilot).rename(tmp_path / "charter.md")

    assert done(pilot.sync())[ID] == "missing"
    assert paper(pilot).trouble == "missing"


def test_a_deleted_document_that_turns_up_elsewhere_is_found(pilot, tmp_path):
    charter(pilot).rename(tmp_path / "charter.md")
    pilot.sync()
    shutil.move(tmp_path / "charter.md", pilot.folder / "documents" / "found again.md")

    found = pilot.sync()

    assert done(found)[ID] == "moved"
    assert paper(pilot).trouble == ""


def test_a_copy_is_named_and_left_alone(pilot):
    copy = charter(pilot).with_name("charter copy.md")
    shutil.copy(charter(pilot), copy)
    note(copy, "only in the copy")
    pilot.change(*SQUAD)

    found = pilot.sync()

    assert done(found)["first/pilot/charter copy.md"] == "copy"
    assert f"documents/{ID}.md" in str(next(one.why for one in found.changes if one.what == "copy"))
    assert "Squad of the first hour" in charter(pilot).read_text("utf-8")
    assert "Squad of the first hour" not in copy.read_text("utf-8")
    assert done(pilot.sync()) == {"first/pilot/charter copy.md": "copy"}


def test_of_two_copies_one_counts_where_the_original_is_gone(pilot):
    for name in ("b.md", "a.md"):
        shutil.copy(charter(pilot), charter(pilot).with_name(name))
    charter(pilot).unlink()

    found = pilot.sync()

    assert paper(pilot).path == "first/pilot/a.md"
    assert done(found) == {ID: "moved", "first/pilot/b.md": "copy"}


def test_a_document_moved_over_another_is_told(pilot):
    card = pilot.document("pilot/decision-card")
    charter(pilot).replace(card)
    text = card.read_bytes()

    found = pilot.sync()

    assert done(found)[ID] == "missing"
    assert done(found)["first/pilot/decision-card"] == "unreadable"
    assert card.read_bytes() == text


def test_two_documents_that_changed_places_are_followed(pilot):
    card = pilot.document("pilot/decision-card")
    one, two = charter(pilot).read_bytes(), card.read_bytes()
    charter(pilot).write_bytes(two)
    card.write_bytes(one)

    found = pilot.sync()

    assert (done(found)[ID], done(found)["first/pilot/decision-card"]) == ("moved", "moved")
    assert paper(pilot).path == "first/pilot/decision-card.md"
    assert paper(pilot).trouble == ""
    assert (charter(pilot).read_bytes(), card.read_bytes()) == (two, one)
    assert pilot.sync().changes == ()
    pilot.change(*SQUAD)
    pilot.sync()
    assert "Charter of Squad of the first hour" in card.read_text("utf-8")


def test_a_copied_folder_is_named_and_left_alone(pilot):
    pilot.sync()
    shutil.copytree(charter(pilot).parent, charter(pilot).parents[1] / "lyon")

    told = done(pilot.sync())

    assert told["first/lyon/charter.md"] == "copy"
    assert len(told) == len(list(charter(pilot).parent.glob("*.md")))
    assert done(pilot.sync()) == told


def test_nobody_looks_for_documents_while_all_are_at_their_place(pilot, monkeypatch):
    monkeypatch.setattr("playbook.documents.places.find", lambda folder: pytest.fail("every file would be opened"))
    pilot.change(*SQUAD)

    pilot.sync()


# Deleted, emptied, restored.


@pytest.mark.git
def test_a_document_comes_back_with_what_people_wrote(pilot):
    note(charter(pilot))
    pilot.sync()
    charter(pilot).unlink()
    pilot.sync()
    pilot.change(*SQUAD)

    assert done(pilot.sync(restore=True))[ID] == "restored"
    text = charter(pilot).read_text("utf-8")
    assert MINE in text
    assert "Squad of the first hour" in text
    assert pilot.sync().changes == ()


def test_only_what_was_asked_for_comes_back(pilot):
    for name in ("pilot/charter", "pilot/decision-card"):
        pilot.document(name).unlink()

    found = pilot.sync(restore={ID})

    assert done(found)[ID] == "restored"
    assert done(found)["first/pilot/decision-card"] == "missing"
    assert not pilot.document("pilot/decision-card").exists()


def test_a_document_that_was_moved_and_deleted_comes_back_at_its_own_place(pilot):
    path = moved(pilot, "Team docs/charter.md")
    pilot.sync()
    path.unlink()

    assert done(pilot.sync(restore=True))[ID] == "restored"
    assert charter(pilot).exists()
    assert not path.exists()
    assert pilot.sync().changes == ()


@pytest.mark.parametrize("left", ["", "\n \n\t\n", "\ufeff", "header"])
def test_an_emptied_document_is_left_empty_until_it_is_asked_back(pilot, left):
    note(charter(pilot))
    pilot.sync()
    text = charter(pilot).read_text("utf-8")
    left = text.partition("\n")[0] + "\n" if left == "header" else left
    charter(pilot).write_text(left, "utf-8")

    assert done(pilot.sync())[ID] == "empty"
    assert charter(pilot).read_text("utf-8") == left
    assert done(pilot.sync(restore=True))[ID] == "restored"
    assert charter(pilot).read_text("utf-8") == text
    assert pilot.sync().changes == ()


# What editors do to text.


def end_of(end):
    return lambda text: text.replace("\n", end)


EDITORS = {
    "crlf": end_of("\r\n"),
    "cr": end_of("\r"),
    "doubled": end_of("\r\r\n"),
    "mixed": lambda text: text.replace("\n", "\r\n", 7),
    "mark": lambda text: "\ufeff" + text,
    "mark and crlf": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "cut": lambda text: text.rstrip("\n"),
    "blank lines": lambda text: text + "\n\n\n",
    "above": lambda text: "\n\n" + text,
}


@pytest.mark.parametrize("kind", EDITORS)
def test_what_an_editor_does_to_a_text_is_no_conflict(pilot, kind):
    path = charter(pilot)
    path.write_bytes(EDITORS[kind](path.read_text("utf-8")).encode())
    pilot.change(*SQUAD)

    assert done(pilot.sync())[ID] == "updated"
    text = path.read_bytes().decode()
    assert "Squad of the first hour" in text
    assert text.startswith("\ufeff") == kind.startswith("mark")
    assert ("\r\n" in text) == (kind in ("crlf", "mark and crlf", "doubled"))
    assert ("\r" in text.replace("\r\n", "")) == (kind == "cr")
    assert pilot.sync().changes == ()


@pytest.mark.git
@pytest.mark.parametrize(
    "line", ["trailing  ", "form\ffeed", "next\x85line", "separator\u2028here", "========", "x" * 70000]
)
def test_odd_lines_of_a_person_survive(pilot, line):
    note(charter(pilot), line)
    pilot.change(*SQUAD)

    pilot.sync()

    text = charter(pilot).read_bytes().decode()
    assert line in text.split("\n")
    assert "Squad of the first hour" in text


@pytest.mark.git
def test_front_matter_and_notes_above_stay(pilot):
    path = charter(pilot)
    path.write_text(f"---\ntags: [squad]\n---\n{path.read_text('utf-8')}", "utf-8")
    pilot.change(*SQUAD)

    pilot.sync()

    text = path.read_text("utf-8")
    assert text.startswith("---\ntags: [squad]\n---\n<!-- playbook: id=")
    assert "Squad of the first hour" in text
    assert pilot.sync().changes == ()


@pytest.mark.git
def test_a_tick_of_an_item_that_nobody_asks_for_is_a_persons_words(pilot):
    line = "- [x] our own thing — evidence: precious words <!-- item: my.own -->"
    path = pilot.document("pilot/launch-checklist")
    note(path, line)
    pilot.change(*SQUAD)

    pilot.sync()
    assert f"{line}\n" in path.read_text("utf-8")
    path.unlink()
    pilot.sync(restore=True)

    assert f"{line}\n" in path.read_text("utf-8")
    assert "ItemTicked" not in pilot.events()
    assert pilot.sync().changes == ()


# The line that names a document.


@pytest.mark.git
def test_a_document_whose_header_was_cut_out_is_known_by_its_text(pilot):
    path = charter(pilot)
    note(path)
    path.write_text(path.read_text("utf-8").partition("\n")[2], "utf-8")
    pilot.change(*SQUAD)

    found = pilot.sync()

    text = path.read_text("utf-8")
    assert "put back" in str(next(one.why for one in found.changes if one.document == ID))
    assert text.startswith("<!-- playbook: id=first/pilot/charter ")
    assert MINE in text
    assert "Squad of the first hour" in text
    assert pilot.sync().changes == ()


@pytest.mark.git
def test_an_old_text_without_its_header_is_compared_with_what_it_came_from(pilot):
    path = charter(pilot)
    old = path.read_text("utf-8")
    note(path, "written by others meanwhile")
    pilot.change(*SQUAD)
    pilot.sync()

    path.write_text(old.partition("\n")[2] + f"\n{MINE}\n", "utf-8")
    pilot.sync()

    text = path.read_text("utf-8")
    assert MINE in text
    assert "Squad of the first hour" in text


def test_a_header_that_stands_twice_is_no_edit(pilot):
    path = charter(pilot)
    text = path.read_text("utf-8")
    path.write_text(text.partition("\n")[0] + "\n" + text, "utf-8")

    pilot.sync()

    assert path.read_text("utf-8") == text
    assert "DocumentEdited" not in pilot.events()


@pytest.mark.git
@pytest.mark.parametrize("changed", [False, True])
def test_a_conflict_that_git_left_in_the_header_alone_settles_itself(pilot, changed):
    path = charter(pilot)
    text = path.read_text("utf-8")
    head, _, rest = text.partition("\n")
    other = f"{head[:-20]}{'0' * 16} -->"
    path.write_text(f"<<<<<<< HEAD\n{head}\n=======\n{other}\n>>>>>>> branch\n{rest}", "utf-8")
    if changed:
        pilot.change(*SQUAD)

    assert done(pilot.sync())[ID] == "updated"
    if not changed:
        assert path.read_text("utf-8") == text
    assert "<<<<" not in path.read_text("utf-8")
    assert paper(pilot).trouble == ""
    assert pilot.sync().changes == ()


def test_a_conflict_of_git_below_two_headers_is_settled_with_them(pilot):
    path = charter(pilot)
    text = path.read_text("utf-8")
    head, _, rest = text.partition("\n")
    crossed = f"<<<<<<< HEAD\n{head}\n=======\n{head[:-20]}{'0' * 16} -->\n>>>>>>> branch\n"
    path.write_text(f"{crossed}{rest}\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n", "utf-8")
    told = next(one for one in pilot.sync().changes if one.document == ID)
    assert (told.what, told.branches) == ("conflict", True)
    assert path.read_text("utf-8").split("\n")[told.lines[0] - 1 :][:2] == ["<<<<<<< HEAD", "ours"]

    (found,) = resolve.conflicted(pilot.world(), ["first"])
    resolve.settle(pilot.world(), found, {1: "mine"})
    pilot.sync()

    assert found.lines == told.lines
    assert path.read_text("utf-8") == f"{text}\nours\n"


def test_a_title_underlined_with_seven_signs_is_a_title(pilot):
    path = charter(pilot)
    note(path, "Our rules\n=======\n")

    assert "conflict" not in done(pilot.sync()).values()
    assert pilot.sync().changes == ()


def test_a_divider_that_was_left_is_told_with_its_line_and_a_title_is_not(pilot):
    path = charter(pilot)
    note(path, "Our rules\n=======")
    pilot.sync()
    text = path.read_text("utf-8")
    note(path, "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch")
    pilot.sync()
    path.write_text(f"{text}\nours\n=======\n", "utf-8")

    told = next(one for one in pilot.sync().changes if one.document == ID)

    assert (told.what, told.lines) == ("conflict", (text.count("\n") + 3,))
    (found,) = resolve.conflicted(pilot.world(), ["first"])
    assert found.torn == told.lines[0]
    path.write_text(f"{text}\nours\n", "utf-8")
    assert "conflict" not in done(pilot.sync()).values()
    assert paper(pilot).trouble == ""


@pytest.mark.parametrize("mangled", ["\\{}", "> {}", "<!-- playbook: id=first/pilot/charter -->"])
def test_a_mangled_header_is_replaced_and_is_no_line_of_a_person(pilot, mangled):
    path = charter(pilot)
    text = path.read_text("utf-8")
    head, _, rest = text.partition("\n")
    path.write_text(f"{mangled.format(head)}\n{rest}", "utf-8")

    (told,) = pilot.sync().changes

    assert (told.what, told.kept) == ("updated", 0)
    assert path.read_text("utf-8") == text


# No text, no file.


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("# Bücher\n".encode("latin-1") * 4, "line 1, byte 3"),
        ("# Charter\n".encode("utf-16"), "UTF-16"),
        (b"<!-- playbook: id=first/pilot/charter revision=0123456789abcdef -->\nA\0B\n", "NUL"),
    ],
)
def test_what_is_no_text_is_told_with_its_place(pilot, raw, words):
    charter(pilot).write_bytes(raw)
    pilot.change(*SQUAD)

    found = pilot.sync()

    assert words in str(next(one.why for one in found.changes if one.document == ID))
    assert charter(pilot).read_bytes() == raw
    assert "updated" in done(found).values()


def spoil(kind, path, tmp_path, monkeypatch):
    text = path.read_bytes()
    path.unlink()
    if kind == "folder":
        path.mkdir()
        (path / "mine.md").write_bytes(text)
    elif kind == "link":
        (tmp_path / "outside.md").write_bytes(text)
        path.symlink_to(tmp_path / "outside.md")
    elif kind == "dangling":
        path.symlink_to(tmp_path / "nowhere.md")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(text + b"x" * 99_999)
        monkeypatch.setattr(swap, "LIMIT", 99_000)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("folder", "folder"), ("link", "symlink"), ("dangling", "symlink"), ("pipe", "pipe"), ("huge", "MiB")],
)
def test_something_else_in_its_place_stops_no_other_document(pilot, tmp_path, monkeypatch, kind, words):
    spoil(kind, charter(pilot), tmp_path, monkeypatch)
    pilot.change(*SQUAD)

    found = pilot.sync()

    assert done(found)[ID] == "unreadable"
    assert words in str(next(one.why for one in found.changes if one.document == ID))
    assert "updated" in done(found).values()
    assert not (tmp_path / "nowhere.md").exists()
    assert "Squad of the first hour" not in (charter(pilot).read_text("utf-8") if kind in ("link", "huge") else "")
    assert done(pilot.sync())[ID] == "unreadable"


def test_a_file_in_the_place_of_a_new_document_is_left_alone(fresh):
    path = fresh.document("goal-sheet")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xfe mine")

    found = fresh.sync()

    assert done(found)["first/goal-sheet"] == "unreadable"
    assert path.read_bytes() == b"\xff\xfe mine"


@pytest.mark.parametrize("head", ["", "<!-- playbook: id=first/pilot/charter revision=0123456789abcdef -->\n"])
def test_a_text_in_the_place_of_a_new_document_is_left_alone(fresh, head):
    path = fresh.document("goal-sheet")
    path.parent.mkdir(parents=True)
    path.write_text(f"{head}# Ours\n\n{MINE}\n", "utf-8")

    told = fresh.sync()
    assert done(told)["first/goal-sheet"] == "unreadable"
    assert len([one for one in told.changes if one.path == "first/goal-sheet.md"]) == 1
    assert path.read_text("utf-8") == f"{head}# Ours\n\n{MINE}\n"
    assert done(fresh.sync())["first/goal-sheet"] == "unreadable"
    assert fresh.why()["first", "documents"].status == "fail"
    path.unlink()
    assert done(fresh.sync())["first/goal-sheet"] == "new"


def test_an_empty_file_in_the_place_of_a_new_document_becomes_it(fresh):
    path = fresh.document("goal-sheet")
    path.parent.mkdir(parents=True)
    path.write_text("\n", "utf-8")

    assert done(fresh.sync())["first/goal-sheet"] in ("new", "updated")
    assert fresh.why()["first", "documents"].status == "pass"


def test_a_read_only_document_stays_until_it_may_be_written(pilot):
    path = charter(pilot)
    path.chmod(0o444)
    before = path.read_bytes()
    assert pilot.sync().changes == ()
    pilot.change(*SQUAD)

    assert done(pilot.sync())[ID] == "locked"
    assert path.read_bytes() == before
    assert done(pilot.sync())[ID] == "locked"
    assert paper(pilot).trouble == "locked"
    path.chmod(0o644)
    assert done(pilot.sync())[ID] == "updated"
    assert "Squad of the first hour" in path.read_text("utf-8")
    assert paper(pilot).trouble == ""
    assert pilot.sync().changes == ()


def test_another_name_of_a_document_keeps_the_text_it_had(pilot, tmp_path):
    before = charter(pilot).read_bytes()
    (tmp_path / "linked.md").hardlink_to(charter(pilot))
    pilot.change(*SQUAD)

    pilot.sync()

    assert (tmp_path / "linked.md").read_bytes() == before
    assert b"Squad of the first hour" in charter(pilot).read_bytes()


def test_a_document_that_could_not_be_written_is_written_by_the_next_command(pilot, monkeypatch):
    pilot.change(*SQUAD)
    world = pilot.world()
    real = world.shelf.save

    def save(path, text, seen):
        if path == f"{ID}.md":
            raise GateClosed("the disk is full")
        real(path, text, seen)

    monkeypatch.setattr(world.shelf, "save", save)
    found = sync(world, "first")

    assert done(found)[ID] == "unwritten"
    assert "the disk is full" in str(next(one.why for one in found.changes if one.document == ID))
    assert done(pilot.sync())[ID] == "updated"
    assert pilot.sync().changes == ()


def test_a_new_document_that_could_not_be_written_was_not_deleted(fresh, monkeypatch):
    world = fresh.world()
    real = world.shelf.save

    def save(path, text, seen):
        if path == "first/goal-sheet.md":
            raise GateClosed("the disk is full")
        real(path, text, seen)

    monkeypatch.setattr(world.shelf, "save", save)
    sync(world, "first")

    assert "missing" not in done(fresh.sync()).values()
    assert fresh.document("goal-sheet").exists()


# Conflicts.


@pytest.mark.git
def test_a_conflict_in_fenced_code_stays_one(pilot):
    old = a_line(pilot, "pilot/charter", "# ")
    pilot.edit("pilot/charter", old, f"```\n{old}, ours\n# mine\n```")
    pilot.change(*SQUAD)
    pilot.sync()

    assert done(pilot.sync())[ID] == "conflict"
    assert paper(pilot).trouble == "conflict"


@pytest.mark.git
def test_lines_of_a_conflict_are_told(pilot):
    conflict(pilot)

    for found in (pilot.sync(), pilot.sync()):
        (told,) = [one for one in found.changes if one.document == ID]
        lines = charter(pilot).read_text("utf-8").split("\n")
        assert [lines[number - 1] for number in told.lines] == ["<<<<<<< your edits"]


@pytest.mark.git
def test_nothing_advances_over_a_conflict(pilot):
    pilot.tick_all(pilot.pilot)
    conflict(pilot)

    for attempt in (pilot.advance, lambda: pilot.advance(pilot.pilot), pilot.approve):
        with pytest.raises(MergeConflict):
            attempt()

    assert pilot.stage() == "pilot"
    assert pilot.events().count("Approved") == 1


@pytest.mark.git
@pytest.mark.parametrize("choice", ["mine", "engine", "both"])
def test_a_settled_conflict_lets_everything_go_on(pilot, choice):
    conflict(pilot)
    pilot.sync()
    (found,) = resolve.conflicted(pilot.world(), ["first"])

    assert resolve.settle(pilot.world(), found, {1: choice})
    resolve.read_back(pilot.world(), ["first"])

    text = charter(pilot).read_text("utf-8")
    assert ("# My own title" in text) == (choice != "engine")
    assert ("# Charter of Squad of the first hour" in text) == (choice != "mine")
    assert paper(pilot).trouble == ""
    assert pilot.sync().changes == ()
    assert ID not in str(pilot.why()["first", "approval"].found)
    assert "conflict" not in str([one.found for one in pilot.why().values()])
    pilot.whole()


@pytest.mark.git
def test_what_was_not_chosen_is_in_the_ledger(pilot):
    conflict(pilot)
    pilot.sync()
    note(charter(pilot), "written into the conflict")
    (found,) = resolve.conflicted(pilot.world(), ["first"])

    resolve.settle(pilot.world(), found, {1: "engine"})
    resolve.read_back(pilot.world(), ["first"])

    world = pilot.world()
    kept = [world.ledger.text(seen) or "" for seen in paper(pilot).sightings]
    assert any("# My own title" in text and "written into the conflict" in text for text in kept)


@pytest.mark.git
def test_a_command_that_meets_a_conflict_tells_the_line(pilot):
    conflict(pilot)

    with pytest.raises(MergeConflict) as caught:
        tick(pilot.world(SPONSOR), pilot.pilot, pilot_items(pilot)[:1])

    (place,) = caught.value.facts["places"]
    assert place["path"] == f"{ID}.md"
    assert place["lines"]
