import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.persons import normal, reachable
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


@pytest.mark.parametrize("person", ["Ana Diaz <ana@example.org>", "Ana Diaz", " Ana   Diaz <a.d+x@example> "])
def test_whoever_acts_can_be_reached_or_is_a_name_alone(person):
    assert reachable(person) == normal(person)


@pytest.mark.parametrize("mail", ["ana", "@", "ana@", "@example.org", "a@b@c"])
def test_what_stands_in_brackets_must_be_a_mail(mail):
    with pytest.raises(UsageError, match=f"'{mail}' is no mail: a person is written 'Name <mail>'"):
        reachable(f"Ana Diaz <{mail}>")


def test_whoever_acts_must_be_written_like_a_person():
    with pytest.raises(UsageError, match="a person is written"):
        reachable("Ana <ana@example.org")
