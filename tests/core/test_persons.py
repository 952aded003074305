import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.persons import normal
from playbook.errors import UsageError


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Ana Diaz <ana@example.org>", "Ana Diaz <ana@example.org>"),
        ("  Ana   Diaz  <ana@example.org> ", "Ana Diaz <ana@example.org>"),
        ("Ana Diaz<ana@example.org>", "Ana Diaz <ana@example.org>"),
        ("Ana Diaz", "Ana Diaz"),
        ("Ana\u00a0Diaz", "Ana Diaz"),
        ("Jose\u0301 <jose@example.org>", "José <jose@example.org>"),
        ("李明 <li@example.org>", "李明 <li@example.org>"),
        ("منى حجازي", "منى حجازي"),
    ],
)
def test_one_form_for_each_person(given, expected):
    assert normal(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "",
        "   ",
        "<ana@example.org>",
        "Ana <ana@example.org",
        "Ana <>",
        "Ana <ana diaz>",
        "Ana <a@b> <c@d>",
        "Ana <a<b>",
        "Ana <a@b> PhD",
        "Ana\x1b[31m <ana@example.org>",
        "Ana \u202eDiaz",
        "Ana\x00",
    ],
)
def test_what_names_nobody_is_refused(given):
    with pytest.raises(UsageError, match="a person is written 'Name <mail>'"):
        normal(given)


@given(st.text(max_size=30))
def test_what_is_normal_stays_as_it_is(text):
    try:
        found = normal(text)
    except UsageError:
        return

    assert normal(found) == found
    assert found.isprintable()
