"""Why a file is no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.odd import decoded, reason

LATIN = "# Charter\n\nMüller trifft Kunden\n".encode("latin-1")


@pytest.mark.parametrize("text", ["", "ü 中文\r\n", "\ufeff# Charter\n"])
def test_text_is_text(text):
    assert decoded(text.encode()) == text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (LATIN, ("line 3", "byte 12", "0xfc", "Latin-1", "save it as UTF-8")),
        (b"ok\n\xff\xff\xff\xff", ("line 2", "byte 3", "0xff")),
        ("# Charter".encode("utf-16"), ("UTF-16",)),
        ("# Charter".encode("utf-32"), ("UTF-32",)),
        (b"a\nb\0c", ("NUL", "line 2", "byte 3")),
        (b"\xc3", ("line 1", "byte 0")),
    ],
)
def test_what_is_none_is_told_with_its_place(raw, words):
    assert decoded(raw) is None
    assert all(word in str(reason(raw)) for word in words)


@given(st.binary(max_size=60))
def test_whatever_is_no_text_has_a_reason(raw):
    assert decoded(raw) is not None or str(reason(raw)).startswith("it ")
