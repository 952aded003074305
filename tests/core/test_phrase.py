import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.core.phrase import Phrase, both, lines, listed, revived, say

facts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


def test_a_phrase_is_its_sentence_in_english():
    phrase = say("{name} has not approved", name="Ana Diaz")

    assert str(phrase) == "Ana Diaz has not approved"


@pytest.mark.parametrize(("n", "text"), [(0, "0 members"), (1, "1 member"), (2, "2 members")])
def test_a_number_chooses_the_form(n, text):
    phrase = say("{n} member", "{n} members", n=n)

    assert str(phrase) == text


def test_every_sentence_knows_what_a_squad_is_called():
    assert str(say("{Squad:a} among {squads}")) == "A squad among squads"
    assert str(say("{squad}", squad="pod")) == "pod"


def test_a_fact_that_nobody_gave_is_an_error():
    with pytest.raises(KeyError, match="name"):
        str(say("{name}"))


def test_a_fact_may_be_a_phrase_of_its_own_number():
    phrase = say("{squad}: {found}", squad="lyon", found=say("{n} member", "{n} members", n=1))

    assert str(phrase) == "lyon: 1 member"


def test_a_list_of_facts_is_running_text():
    phrase = say("open: {items}", items=["the room", say("{n} ticket", "{n} tickets", n=2)])

    assert str(phrase) == "open: the room, 2 tickets"


def test_braces_in_a_fact_are_left_alone():
    phrase = say("open: {items}", items=["{n}", "{0.__class__}"])

    assert str(phrase) == "open: {n}, {0.__class__}"


def test_several_phrases_are_one():
    phrase = both(say("a"), say("b"), say("c"))

    assert str(phrase) == "a; b; c"
    assert both(say("a")) == say("a")


def test_json_and_back_says_the_same():
    phrase = both(say("{n} gap", "{n} gaps", n=2), say("no {what}", what=["room", say("sponsor")]))

    kept = Phrase(*json.loads(json.dumps(phrase)))

    assert str(kept) == str(phrase) == "2 gaps; no room, sponsor"


def test_another_language_fills_in_every_part():
    words = {"{squad}: {found}": "{squad}: {found}", "{n} members": "{n} Mitglieder"}
    phrase = say("{squad}: {found}", squad="lyon", found=say("{n} member", "{n} members", n=8))

    text = phrase.fill(lambda one: words[one.plural or one.text])

    assert text == "lyon: 8 Mitglieder"


@pytest.mark.parametrize("fact", ["text", 3, None, ["a", "b"], ["a", {}, 1], ["a", {}], {"text": "a"}])
def test_what_is_no_phrase_is_not_taken_for_one(fact):
    found = revived(fact)

    assert found is None


def test_a_phrase_comes_back_from_the_list_that_the_history_keeps():
    phrase = say("{n} gap", "{n} gaps", n=2)

    assert revived(list(phrase)) == revived(phrase) == phrase


def test_facts_are_filled_in_last():
    found = say("{name} waits for {what}", name="Ana", what="the sponsor")

    assert found.text == "{name} waits for {what}"
    assert str(found) == "Ana waits for the sponsor"


@given(facts)
def test_a_fact_is_never_taken_for_a_sentence(text):
    assert str(say("<{fact}>", fact=text)) == f"<{text}>"
    assert str(say("<{fact}>", fact=[text])) == f"<{text}>"


def test_phrases_without_facts_share_nothing_that_changes():
    say("one")

    assert say("two").facts == {}


def test_lines_stand_one_below_the_other_however_many_there_are():
    found = lines(say("line {n}", n=n) for n in range(5000))

    assert str(found).splitlines()[::4999] == ["line 0", "line 4999"]


def test_a_list_of_phrases_is_a_phrase():
    assert str(listed([say("{n} way", n=1), say("{n} way", n=2)])) == "1 way, 2 way"
