import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.config.scalar import NumberError, looks_quoted, resolve


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("true", True),
        ("FALSE", False),
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-0.0", 0.0),
    ],
)
def test_words_mean_what_the_core_schema_says(word, value):
    found = resolve(word)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "yes",
        "on",
        "off",
        "NO",
        "nULL",
        "3:30",
        "12:30:45",
        "2026-01-01",
        "1_000",
        "0b1",
        "+0x1",
        "1e",
        ".",
        "-",
        "=",
    ],
)
def test_everything_else_is_a_text(word):
    assert resolve(word) == word


@pytest.mark.parametrize(
    "word", [".inf", "-.INF", ".nan", "1e999", "9" * 19, "9" * 5000, "0x" + "f" * 30, "1." + "0" * 99]
)
def test_numbers_that_nobody_means_are_refused(word):
    with pytest.raises(NumberError):
        resolve(word)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_every_integer_of_18_digits_comes_back(number):
    assert resolve(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_comes_back(number):
    assert math.isclose(float(resolve(repr(number))), number, rel_tol=0, abs_tol=0)


@given(st.text(max_size=30))
def test_any_word_gives_a_value_or_a_number_error(word):
    try:
        value = resolve(word)
    except NumberError:
        return

    assert value is None or isinstance(value, str | int | float)


@pytest.mark.parametrize(
    ("text", "quoted"), [("12", True), ("true", True), (".inf", True), ("no", False), ("a", False)]
)
def test_a_text_that_needed_its_quotes_is_known(text, quoted):
    assert looks_quoted(text) is quoted
