import hashlib
import os
import subprocess
import sys
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbook.config import source as module
from playbook.config.source import DEEPEST, MOST_EVENTS, read


def _said(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return [str(problem).removeprefix("x:") for problem in read(raw, "x").problems]


def test_values_are_plain_and_have_places():
    found = read(b"a: 1\nb:\n  - x\n  - {c: no}\n", "x")

    assert found.data == {"a": 1, "b": ["x", {"c": "no"}]}
    assert found.whole
    assert found.problems == []
    assert found.position(("b", 1, "c")) == (4, 9)
    assert found.key_position(("b", 1, "c")) == (4, 6)
    assert found.key_position(("b", 1)) == (4, 5)
    assert found.lines() == {"a": 1, "b": 2, "b.0": 3, "b.1": 4, "b.1.c": 4}


def test_a_place_that_is_not_there_is_the_nearest_above():
    found = read(b"a: 1\nb:\n  c: 2\n", "x")

    assert found.position(("b", "nope", 3)) == (3, 3)
    assert found.position(("nope",)) == (1, 1)


def test_the_digest_is_of_the_bytes():
    raw = b"\xef\xbb\xbfa: 1\r\n"

    assert read(raw, "x").digest == hashlib.sha256(raw).hexdigest()


def test_json_is_yaml():
    assert read(b'{"a": [1, true, null], "b": "\\u00e9"}', "x").data == {"a": [1, True, None], "b": "é"}


def test_a_path_is_read_and_a_missing_one_is_a_problem(tmp_path):
    (tmp_path / "x.yaml").write_text("a: 1")

    assert read(tmp_path / "x.yaml", "x").data == {"a": 1}
    assert str(read(tmp_path / "y.yaml", "y").problems[0]) == "y: there is no such file"


def test_the_stem_is_the_name_without_folder_and_ending():
    assert read(b"a: 1", "(shipped) states/rollout.yaml").stem == "rollout"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the file is empty"),
        ("# only a comment\n", "1:1: the file is empty"),
        ("---\n", "2:1: the file is empty"),
        ("- a\n", "1:1: keys with values (`name: …`) are needed at the top, found a list"),
        ("\n  word\n", "2:3: keys with values (`name: …`) are needed at the top, found a single value"),
        ("a: &x 1\n", "1:4: anchors (&x) are not allowed; write the value where it is needed"),
        ("a: *x\n", "1:4: aliases (*x) are not allowed; write the value out"),
        ("a: !!str 1\n", "1:4: tags (!!str) are not allowed; remove it"),
        ("a: !!python/object:os.system 1\n", "1:4: tags (!!python/object:os.system) are not allowed; remove it"),
        ("a: 1\nb: 2\na: 3\n", "3:1: the key 'a' is here twice (first on line 1)"),
        ("'a': 1\n\"a\": 3\n", "2:1: the key 'a' is here twice (first on line 1)"),
        ("a: 1\n<<: {b: 1}\n", "2:1: merging with `<<` is not allowed; write the keys out"),
        ("1: a\n", "1:1: a key must be a text, found 1"),
        (".inf: a\n", "1:1: a key must be a text, found .inf"),
        ("true: a\n", "1:1: a key must be a text, found true"),
        ("~: a\n", "1:1: a key must be a text, found ~"),
        ("? [a, b]\n: c\n", "1:3: a key must be a text, found a list"),
        ("{a: 1}: c\n", "1:1: a key must be a text, found keys with values"),
        ('"\\u202e": c\n', "1:1: the character U+202E changes the direction of text without being seen; remove it"),
        ('a: "x\\0y"\n', "1:4: the control character U+0000 is not allowed; remove it"),
        ('a: "x\\u2066y"\n', "1:4: the character U+2066 changes the direction of text without being seen; remove it"),
        ("a: 99999999999999999999\n", "1:4: the number has 20 digits, at most 18 are allowed"),
        ("a: .inf\n", "1:4: a number is needed, .inf is none"),
        ("a: 1\n---\nb: 1\n", "2:1: one document is allowed in a file, a second one starts here (`---`)"),
        ("%YAML 1.1\n---\na: 1\n", "1:1: directives (lines that start with %) are not used here; remove it"),
        ("a:\n\tb: 1\n", "2:1: a tab is used to indent; YAML allows spaces only"),
        ("a: b\n\tc\n", "2:1: a tab is used to indent; YAML allows spaces only"),
    ],
)
def test_a_mistake_is_said_once_and_where_it_is(text, problem):
    assert _said(text) == [problem]


def test_problems_before_a_syntax_error_are_kept():
    assert _said("a: *x\nb: 1\nb: 2\nc: [1\n") == [
        "1:4: aliases (*x) are not allowed; write the value out",
        "3:1: the key 'b' is here twice (first on line 2)",
        "4:4: the list that starts here with '[' is never closed",
    ]


def test_what_stands_under_a_wrong_key_is_passed_over():
    found = read(b"? {a: [1, {b: 2}]}\n: {c: [3]}\nd: 4\n", "x")

    assert found.data == {"d": 4}
    assert len(found.problems) == 1


def test_the_first_of_two_keys_stays():
    assert read(b"a: 1\na: {b: 2}\n", "x").data == {"a": 1}


def test_what_cannot_be_read_is_marked_as_broken():
    found = read(b"a: [1, *x]\nb: .nan\n", "x")

    assert found.data == {"a": [1, None], "b": None}
    assert found.broken == {("a", 1), ("b",)}


def test_depth_is_limited_and_just_below_it_all_is_well():
    deep = "a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
    deeper = "a: " + "[" * DEEPEST + "]" * DEEPEST

    assert _said(deep) == []
    assert _said(deeper) == [f"1:{DEEPEST + 3}: nested deeper than {DEEPEST} levels"]


def test_the_number_of_values_is_limited():
    assert f"more than {MOST_EVENTS:,} values" in _said("a: [" + "1," * MOST_EVENTS + "]")[0]


def test_25000_brackets_do_not_kill_the_process():
    program = "from playbook.config.source import read; print(read(b'[' * 25000, 'x').problems[0])"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, f"x:1:{DEEPEST + 1}: nested deeper than {DEEPEST} levels\n")


def test_an_alias_bomb_is_refused_at_once():
    levels = "\n".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9))

    assert len(_said(f"a: &a [lol]\n{levels}\n")) == 91


HOSTILE = {
    "brackets": "[" * (1 << 20),
    "braces": "{" * (1 << 20),
    "dashes": "- " * 500_000,
    "questions": "? " * 500_000,
    "colons": "a: " * 300_000,
    "sexagesimal": "a: " + "1:59:" * 100_000 + "1",
    "one word": "a" * (1 << 20),
    "one number": "a: " + "9" * 1_000_000,
    "one tag": "a: !" + "x" * 1_000_000,
    "comments": "#\n" * 500_000,
    "blanks": " " * (1 << 20),
    "keys": "\n".join(f"k{n}: 1" for n in range(80_000)),
    "anchors": "- &a b\n" * 100_000,
    "bad bytes": b"\xff" * 1_000_000,
    "bad characters": "\u202e\n" * 200_000,
    "staircase": "\n".join(" " * n + "- " for n in range(1400)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered_in_bounded_time(name):
    start = time.process_time()

    problems = _said(HOSTILE[name])

    assert problems or name in ("sexagesimal", "keys")
    assert time.process_time() - start < 15  # half a second; thirty times that where coverage looks at every line


@given(st.binary(max_size=300))
def test_any_bytes_give_values_or_problems(raw):
    found = read(raw, "x")

    assert found.whole or found.problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in found.problems)


@given(st.text(alphabet="ab:-?[]{}&*!|>'\"%@` \n\t#,<=0.~\\x", max_size=60))
def test_any_punctuation_gives_places_within_the_text(text):
    lines = text.split("\n")

    for problem in read(text.encode(), "x").problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


_plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co")), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["alpha", "beta", "gamma"]), _plain, min_size=1))
def test_what_a_yaml_writer_wrote_is_read_back(data):
    written = yaml.safe_dump(data, allow_unicode=True).encode()
    words = {"yes", "no", "on", "off", "y", "n"}

    found = read(written, "x")

    assert not words.isdisjoint(data) or found.data == data


def test_without_the_c_library_the_answers_are_the_same(monkeypatch):
    text = "a: *x\nb: {c: [1, no, 012]}\nb: 2\nd:\n\te: 1\n"
    fast = _said(text)

    monkeypatch.setattr(module, "_LOADER", yaml.SafeLoader)

    assert _said(text)[:2] == fast[:2]
    assert _said(text)[2].startswith("5:1: a tab")


def test_the_name_of_a_file_on_disk_need_not_be_its_path(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    assert str(read(tmp_path / "pipe", "units/x.yaml").problems[0]).startswith("units/x.yaml: a file is needed")


@pytest.mark.parametrize("error", [ValueError("bad\nday"), RecursionError("too deep"), yaml.YAMLError("odd")])
def test_whatever_the_library_raises_is_a_problem_with_its_line(monkeypatch, error):
    real = yaml.parse

    def parse(*args, **options):
        for number, event in enumerate(real(*args, **options)):
            if number == 6:
                raise error
            yield event

    monkeypatch.setattr(yaml, "parse", parse)

    assert _said("a: 1\nb: 2\n") == [f"2:1: this cannot be read as YAML: {' '.join(str(error).split())}"]
