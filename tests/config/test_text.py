import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.text import BAD, MOST_BYTES, MOST_MARKS, NotTextError, decode, load, place
from playbook.errors import ConfigurationError


def _refusal(path):
    with pytest.raises(ConfigurationError) as caught:
        load(path, "x.yaml")
    return str(caught.value.problems[0])


def test_a_file_is_read(tmp_path):
    (tmp_path / "x.yaml").write_bytes(b"a: 1\r\n")

    assert load(tmp_path / "x.yaml", "x.yaml") == b"a: 1\r\n"


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    assert _refusal(tmp_path / "x.yaml") == "x.yaml: there is no such file"


def test_a_folder_is_refused(tmp_path):
    assert _refusal(tmp_path) == "x.yaml: a file is needed, this is a folder"


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert "a pipe or a device" in _refusal(tmp_path / "pipe")


def test_an_endless_device_is_refused():
    assert "a pipe or a device" in _refusal("/dev/zero")


def test_a_path_that_cannot_be_one_is_refused():
    assert "cannot be read" in _refusal("a\0b")


def test_no_more_of_a_huge_file_is_read_than_is_allowed(tmp_path):
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(100_000_000)

    assert _refusal(tmp_path / "huge.yaml") == "x.yaml: the file is bigger than 8192 KiB; no unit needs that much"


def test_too_many_bytes_are_refused_wherever_they_come_from():
    with pytest.raises(NotTextError, match="bigger"):
        decode(b"#" * (MOST_BYTES + 1), "x.yaml")


def test_a_leading_byte_order_mark_is_no_text():
    assert decode(b"\xef\xbb\xbfa: 1", "x.yaml") == ("a: 1", [])


def test_the_byte_that_is_not_utf8_has_its_place():
    _, problems = decode("a: ü\nbé: ".encode() + b"\xff", "x.yaml")

    assert str(problems[0]) == "x.yaml:2:5: the file is not in UTF-8: byte 0xFF (invalid start byte)"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04rest", "office document"),
        ("a: 1".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n", "a picture"),
        (b"SQLite format 3\x00", "a database"),
        (b"a\x00b", "zero bytes"),
    ],
)
def test_another_kind_of_file_is_named(raw, kind):
    with pytest.raises(NotTextError, match=kind):
        decode(raw, "x.yaml")


@pytest.mark.parametrize(
    ("character", "reason"),
    [
        ("\u202e", "changes the direction"),
        ("\u2066", "changes the direction"),
        ("\ufeff", "byte order mark"),
        ("\u2028", "invisible line break"),
        ("\x85", "invisible line break"),
        ("\x07", "control character U+0007"),
        ("\x7f", "control character U+007F"),
        ("\x9b", "control character U+009B"),
        ("\ufffe", "control character"),
    ],
)
def test_a_character_that_hides_or_misleads_is_refused_and_replaced(character, reason):
    text, problems = decode(f"a: 1\nb: x{character}y".encode(), "x.yaml")

    assert text == "a: 1\nb: x\ufffdy"
    assert [(one.line, one.column) for one in problems] == [(2, 5)]
    assert reason in problems[0].message


@pytest.mark.parametrize("text", ["Zoë", "山本 大輔", "می‌خواهم", "👩‍👩‍👧", "a\u200eb", "tab\there"])
def test_text_in_any_script_stays_as_it_is(text):
    assert decode(text.encode(), "x.yaml") == (text, [])


def test_many_bad_characters_are_counted():
    _, problems = decode(b"\x01" * (MOST_MARKS + 7), "x.yaml")

    assert len(problems) == MOST_MARKS + 1
    assert problems[-1].message == "7 more characters like these from here on"


@given(st.text(alphabet="ab\r\n", max_size=40), st.data())
def test_a_place_is_what_an_editor_shows(text, data):
    offset = data.draw(st.integers(0, len(text)))
    inside = text[offset - 1 : offset + 1] == "\r\n"

    line, column = place(text, offset)

    if not inside:
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert (line, column) == (len(before), len(before[-1]) + 1)


@given(st.binary(max_size=200))
def test_any_bytes_become_safe_text_of_or_a_refusal(raw):
    try:
        text, problems = decode(raw, "x.yaml")
    except NotTextError:
        return

    assert not BAD.search(text)
    assert all(one.line >= 1 and one.column >= 1 for one in problems)
