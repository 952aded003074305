"""Wide text is folded by columns, and punctuation stays where it belongs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.cli import show
from playbook.cli.wide import CLOSING, fold

TEXTS = st.text(st.sampled_from([*"小组已经稳定。，（）abc 12 …"]), max_size=60)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("小组已经稳定。", 6, ["小组已", "经稳", "定。"]),
        ("小组 pod 已经", 8, ["小组 pod", "已经"]),
        ("（小组）好", 6, ["（小", "组）好"]),
        ("abc", 2, ["abc"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_between_wide_characters(text, room, lines):
    assert fold(text, room, show.width) == lines


@given(TEXTS, st.integers(8, 40))
def test_nothing_is_lost_and_nothing_is_too_long(text, room):
    lines = fold(text, room, show.width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(show.width(line) <= room or " " not in line.strip() for line in lines)
    assert all(line[:1] not in CLOSING - {"…"} or len(text.split()[0]) for line in lines[1:] if line)


def test_text_that_is_not_wide_is_folded_as_ever():
    assert show.fold("one two three", 8) == ["one two", "three"]
    assert show.fold("小组已经稳定", 6) == ["小组已", "经稳定"]
