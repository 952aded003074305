import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.persons import normal, reachable, unveil, veil, veiling
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


# ------------------------------------------------------------------------------------------------ names and ids

PEOPLE = {
    "p-1": "Ana Diaz <ana@example.org>",
    "p-2": "Ana Diaz Lopez <lopez@example.org>",
    "p-3": "Cher <cher@example.org>",
    "p-4": "'Abd al-Rahman <abd@example.org>",
    "p-5": "李 明 <li@example.org>",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Diaz said so", "p-1 said so"),
        ("Ana Diaz Lopez, not Ana Diaz", "p-2, not p-1"),
        ("(Ana Diaz)", "(p-1)"),
        ("Mariana Diaz", "Mariana Diaz"),
        ("Ana Diazo", "Ana Diazo"),
        ("Ana Ana Diaz", "Ana p-1"),
        ("Cher sang", "Cher sang"),
        ("by 'Abd al-Rahman", "by p-4"),
        ("李 明 approved", "p-5 approved"),
        ("", ""),
    ],
)
def test_whole_names_become_ids(text, expected):
    assert veil(text, PEOPLE) == expected


def test_names_are_hidden_everywhere_in_plain_data():
    found = veil({"a": ["Ana Diaz", 3, None], "Ana Diaz": ("of Ana Diaz", True)}, PEOPLE)

    assert found == {"a": ["p-1", 3, None], "Ana Diaz": ("of p-1", True)}
    assert unveil(found, PEOPLE)["a"][0] == "Ana Diaz"


def test_nobody_is_hidden_where_nobody_is_known():
    assert veil("Ana Diaz", {}) == "Ana Diaz"


def by_pattern(text, people):
    """Return the same by one pattern of all names, which is plain and slow."""
    names = {one.partition(" <")[0]: who for who, one in people.items()}
    wanted = sorted((name for name in names if " " in name), key=len, reverse=True)
    return re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", lambda found: names[found[0]], text)


@given(
    st.lists(
        st.sampled_from(["Ana", "Diaz", "Lopez", "'Abd", "al-Rahman", "李", "明", " ", "-", "x", "."]), max_size=14
    )
)
def test_hiding_names_one_by_one_is_hiding_them_by_a_pattern(pieces):
    text = "".join(pieces)

    assert veiling(PEOPLE)(text) == by_pattern(text, PEOPLE)
