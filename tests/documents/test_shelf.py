"""Documents on disk."""

import errno
import os
import stat
import threading

import pytest

from playbook.documents import shelf as module
from playbook.documents import swap
from playbook.documents.header import compose
from playbook.documents.shelf import Changed, Shelf, Stored
from playbook.errors import Outrun, PlaybookError

PATH = "emea/pilot/charter.md"
TEXT = compose("emea/pilot/charter", "# Charter\n", "# Charter\n")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "documents"


@pytest.fixture
def shelf(folder):
    return Shelf(str(folder))


@pytest.fixture
def file(shelf, folder):
    shelf.save(PATH, TEXT, None)
    return folder / PATH


def everything(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_saved_is_loaded(shelf):
    shelf.save(PATH, TEXT, None)

    assert shelf.load(PATH) == Stored(TEXT.encode(), TEXT)


def test_what_is_not_there_is_none(shelf, file):
    assert shelf.load("emea/pilot/plan.md") is None
    assert shelf.load("emea/lyon/plan.md") is None


def test_reading_makes_no_folder(shelf, folder):
    assert shelf.load(PATH) is None
    assert shelf.find() == {}
    assert not folder.exists()


def test_what_is_no_utf8_has_bytes_but_no_text(shelf, file):
    file.write_bytes(b"\xff\xfe")

    assert shelf.load(PATH) == Stored(b"\xff\xfe", None)


def test_a_file_is_replaced_when_it_is_still_what_was_seen(shelf, file):
    shelf.save(PATH, "new\n", TEXT.encode())

    assert everything(file.parent) == {"charter.md": b"new\n"}


@pytest.mark.parametrize("seen", [None, b"", b"another"])
def test_a_file_that_changed_meanwhile_is_left_alone(shelf, file, seen):
    with pytest.raises(Changed) as caught:
        shelf.save(PATH, "new\n", seen)

    assert isinstance(caught.value, Outrun)
    assert everything(file.parent) == {"charter.md": TEXT.encode()}


def test_a_file_that_was_deleted_meanwhile_is_not_remade(shelf, file):
    file.unlink()

    with pytest.raises(Changed):
        shelf.save(PATH, "new\n", TEXT.encode())

    assert everything(file.parent) == {}


def test_the_same_content_is_not_written_again(shelf, file):
    before = file.stat()

    shelf.save(PATH, TEXT, TEXT.encode())

    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_mode_of_a_file_is_kept(shelf, file):
    file.chmod(0o640)

    shelf.save(PATH, "new\n", TEXT.encode())

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_that_the_person_gives_new_files(shelf, folder):
    old = os.umask(0o027)
    shelf.save(PATH, TEXT, None)
    os.umask(old)

    assert stat.S_IMODE((folder / PATH).stat().st_mode) == 0o640


def test_another_name_of_the_file_keeps_its_text(shelf, file, tmp_path):
    (tmp_path / "copy.md").hardlink_to(file)

    shelf.save(PATH, "new\n", TEXT.encode())

    assert (tmp_path / "copy.md").read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    "path",
    [
        "../charter.md",
        "emea/../../charter.md",
        "/etc/charter.md",
        "emea//charter.md",
        "emea/./charter.md",
        "emea/.hidden/charter.md",
        "emea/.charter.md",
        "emea/con/charter.md",
        "emea/nul.md",
        "emea\\charter.md",
        "emea/\0.md",
        "emea/charter.txt",
        "emea/charter",
        "",
        ".md",
        "/".join(["a"] * 9) + ".md",
    ],
)
def test_a_path_never_leaves_the_folder(shelf, file, path):
    for attempt in (lambda: shelf.load(path), lambda: shelf.save(path, "x", None), lambda: shelf.save(path, "x", b"")):
        with pytest.raises(PlaybookError) as caught:
            attempt()
        assert caught.value.facts["path"] == path


@pytest.mark.parametrize("path", ["emea/Pilot/charter.md", "emea/pilot/my charter.md", "emea/-x/charter.md"])
def test_new_files_are_named_by_ids_alone(shelf, path):
    with pytest.raises(PlaybookError, match="cannot be the path"):
        shelf.save(path, TEXT, None)


def test_a_file_that_a_person_renamed_can_be_written(shelf, file):
    file.rename(file.with_name("Charter (final) ü.md"))

    shelf.save("emea/pilot/Charter (final) ü.md", "new\n", TEXT.encode())

    assert everything(file.parent) == {"Charter (final) ü.md": b"new\n"}


@pytest.mark.parametrize("step", ["emea", "emea/pilot", "emea/pilot/charter.md"])
def test_symlinks_are_refused(shelf, file, folder, tmp_path, step):
    target = tmp_path / "elsewhere"
    (folder / step).rename(target)
    (folder / step).symlink_to(target)
    before = everything(tmp_path)

    for attempt in (lambda: shelf.load(PATH), lambda: shelf.save(PATH, "x", TEXT.encode())):
        with pytest.raises(PlaybookError, match="symlink"):
            attempt()

    assert everything(tmp_path) == before
    assert shelf.find() == {}


def test_a_dangling_symlink_is_refused(shelf, file, tmp_path):
    file.unlink()
    file.symlink_to(tmp_path / "nowhere.md")

    with pytest.raises(PlaybookError, match="symlink"):
        shelf.save(PATH, "x", None)

    assert not (tmp_path / "nowhere.md").exists()


def test_the_folder_itself_may_be_a_symlink(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")

    Shelf(str(tmp_path / "link")).save(PATH, TEXT, None)

    assert (tmp_path / "real" / PATH).is_file()


def test_a_pipe_is_no_document(shelf, file):
    file.unlink()
    os.mkfifo(file)

    with pytest.raises(PlaybookError, match="not a file"):
        shelf.load(PATH)


def test_a_folder_is_no_document(shelf, file):
    file.unlink()
    file.mkdir()

    with pytest.raises(PlaybookError, match="is a folder"):
        shelf.load(PATH)


def test_a_file_in_the_place_of_a_folder_is_said(shelf, folder):
    folder.mkdir()
    (folder / "emea").write_text("x", encoding="utf-8")

    with pytest.raises(PlaybookError, match="no folder"):
        shelf.save(PATH, TEXT, None)


def test_a_huge_file_is_not_read(shelf, file, monkeypatch):
    monkeypatch.setattr(swap, "LIMIT", 4)

    with pytest.raises(PlaybookError, match="more than"):
        shelf.load(PATH)


@pytest.mark.parametrize("call", ["write", "fsync", "open", "mkdir"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_what_the_system_refuses_is_a_sentence_and_leaves_the_file(shelf, file, monkeypatch, call, number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    if call == "write":
        monkeypatch.setattr(module, "_write", refuse)
    else:
        monkeypatch.setattr(os, call, refuse)
    with pytest.raises(PlaybookError, match=os.strerror(number)) as caught:
        shelf.save(PATH, "new\n", TEXT.encode())
    monkeypatch.undo()

    assert caught.value.hint == "nothing was changed"
    assert everything(file.parent) == {"charter.md": TEXT.encode()}


def test_documents_are_found_by_the_id_in_their_header(shelf, file, folder):
    (folder / "moved").mkdir()
    file.rename(folder / "moved" / "The Charter.md")
    shelf.save("apac/pilot/plan.md", compose("apac/pilot/plan", "x", "x"), None)

    assert shelf.find() == {"emea/pilot/charter": ["moved/The Charter.md"], "apac/pilot/plan": ["apac/pilot/plan.md"]}


def test_looking_for_documents_is_done_once(shelf, file):
    shelf.find()
    file.unlink()

    assert shelf.find() == {"emea/pilot/charter": [PATH]}


def test_a_file_that_nobody_may_write_is_locked(shelf, file):
    assert not shelf.locked(PATH)
    assert not shelf.locked("emea/nowhere/charter.md")

    file.chmod(0o444)

    assert shelf.locked(PATH)


def test_of_many_writers_one_wins_and_the_others_know(shelf, file):
    won, lost = [], []
    start = threading.Barrier(8)

    def write(number):
        start.wait()
        try:
            shelf.save(PATH, f"writer {number}\n", TEXT.encode())
            won.append(number)
        except Changed:
            lost.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) + len(lost) == 8
    assert won
    assert everything(file.parent) == {"charter.md": f"writer {won[-1]}\n".encode()} or len(won) == 1


def test_an_editor_that_saves_all_the_time_loses_nothing(shelf, file):
    """Every text that the editor saved is either still there, or was seen by the engine before it was replaced."""
    seen, done = set(), threading.Event()

    def edit():
        for number in range(300):
            beside = file.with_suffix(".swp")
            beside.write_text(f"edit {number}\n", encoding="utf-8")
            beside.replace(file)
        done.set()

    editor = threading.Thread(target=edit)
    editor.start()
    while not done.is_set():
        stored = shelf.load(PATH)
        seen.add(stored.raw)
        try:
            shelf.save(PATH, f"engine after {stored.text}", stored.raw)
            seen.add(stored.raw)
        except Changed:
            pass
    editor.join()

    last = shelf.load(PATH).raw
    assert b"edit 299\n" in (seen | {last, last.removeprefix(b"engine after ")})
    assert [path.name for path in file.parent.iterdir()] == ["charter.md"]


def test_of_two_first_writers_one_wins(shelf, file, monkeypatch):
    """Another command made the file between the last look and ours."""
    monkeypatch.setattr(module, "read", lambda *_: None)

    with pytest.raises(Changed):
        shelf.save(PATH, "new\n", None)

    assert everything(file.parent) == {"charter.md": TEXT.encode()}


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_file_system_without_links_will_do(shelf, folder, monkeypatch, number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    shelf.save(PATH, TEXT, None)

    assert everything(folder) == {PATH: TEXT.encode()}


def test_another_refusal_to_link_is_a_sentence(shelf, folder, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(PlaybookError, match="No space left"):
        shelf.save(PATH, TEXT, None)

    assert everything(folder) == {}
