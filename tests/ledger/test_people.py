import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.ledger.people import lookup

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="<>"), max_size=20)


@pytest.mark.parametrize(
    "written",
    ["Ana <ana@example.org>", "<ana@example.org>", " A. Diaz  < ANA@example.ORG > ", "Ana <x> <ana@example.org>"],
)
def test_the_mail_alone_says_who_it_is(written):
    assert lookup(written) == "<ana@example.org>"


@pytest.mark.parametrize(
    "written", ["Zoë Straße", "  zoe\u0308\tSTRASSE ", "ZOË  strasse", "Zoë Straße <>", "Zoë Straße < >"]
)
def test_without_a_mail_the_name_does(written):
    assert lookup(written) == "zo\u00eb strasse"


@pytest.mark.parametrize("written", ["", "  ", "<>", " < > "])
def test_nobody_is_nobody(written):
    assert lookup(written) == ""


@pytest.mark.parametrize(
    "name", ["ana@example.org", "Ana <ana@example.org", "ana@example.org>", "ana>", "İpek", "试点"]
)
def test_a_name_is_never_taken_for_a_mail(name):
    assert not (lookup(name).startswith("<") and lookup(name).endswith(">"))


@given(name=NAMES, other=NAMES, mail=st.emails())
def test_any_name_with_one_mail_is_one_person(name, other, mail):
    assert lookup(f"{name} <{mail}>") == lookup(f"{other} <{mail.swapcase()}>")


@given(person=st.text(max_size=30))
def test_what_was_found_is_found_again(person):
    assert lookup(lookup(person)) == lookup(person)


@given(name=NAMES)
def test_a_name_in_any_case_and_spacing_is_one_person(name):
    assert lookup(f"  {name.casefold()} ") == lookup(name)
