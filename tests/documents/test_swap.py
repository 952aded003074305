"""One file in the place of another, with an editor that saves at the very moment."""

import os

import pytest

from playbook.documents import swap
from playbook.documents.swap import exchange, read


@pytest.fixture
def at(tmp_path):
    (tmp_path / "ours").write_bytes(b"new")
    (tmp_path / "name").write_bytes(b"old")
    opened = os.open(tmp_path, os.O_RDONLY)
    yield opened
    os.close(opened)


@pytest.fixture(params=["exchange", "plain"])
def system(request, monkeypatch):
    """Run on a system that can exchange, and on one that cannot."""
    if request.param == "plain":
        monkeypatch.setattr(swap, "_renameat2", lambda: None)
    return request.param


def saving(monkeypatch, folder, *texts):
    """Let an editor save `texts`, one just before each exchange."""
    real, waiting = swap._swapped, list(texts)

    def swapped(one, other, at):
        if waiting:
            text = waiting.pop(0)
            if text is None:
                (folder / other).unlink()
            else:
                (folder / "editor").write_bytes(text)
                (folder / "editor").replace(folder / other)
        return real(one, other, at)

    monkeypatch.setattr(swap, "_swapped", swapped)


def test_the_new_file_is_put_in_place(at, tmp_path, system):
    assert exchange("ours", "name", b"old", at)
    assert (tmp_path / "name").read_bytes() == b"new"


def test_a_save_in_the_last_moment_stays(at, tmp_path, monkeypatch):
    saving(monkeypatch, tmp_path, b"late")

    assert not exchange("ours", "name", b"old", at)
    assert (tmp_path / "name").read_bytes() == b"late"


@pytest.mark.parametrize("count", [2, 3, 4])
def test_of_many_late_saves_the_last_stays(at, tmp_path, monkeypatch, count):
    texts = [f"late {number}".encode() for number in range(count)]
    saving(monkeypatch, tmp_path, *texts)

    assert not exchange("ours", "name", b"old", at)
    assert (tmp_path / "name").read_bytes() == texts[-1]


def test_a_deleted_file_is_not_remade(at, tmp_path, system):
    (tmp_path / "name").unlink()

    assert not exchange("ours", "name", b"old", at)
    assert not (tmp_path / "name").exists()


def test_a_late_text_whose_file_was_deleted_is_kept(at, tmp_path, monkeypatch):
    saving(monkeypatch, tmp_path, b"late", None)

    assert not exchange("ours", "name", b"old", at)
    assert (tmp_path / "name").read_bytes() == b"late"


def test_what_is_not_there_reads_as_none(at):
    assert read("nothing", at) is None
    assert read("name", -1) is None


def test_a_system_without_the_call_is_known(monkeypatch):
    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
    swap._renameat2.cache_clear()

    assert swap._renameat2() is None
    swap._renameat2.cache_clear()
