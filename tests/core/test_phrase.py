import json

from hypothesis import given
from hypothesis import strategies as st

from playbook.core.phrase import Phrase, both, say

facts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


def test_facts_are_filled_in_last():
    found = say("{name} waits for {what}", name="Ana", what="the sponsor")

    assert found.text == "{name} waits for {what}"
    assert str(found) == "Ana waits for the sponsor"


def test_one_and_many():
    def members(n):
        return str(say("{n} member", "{n} members", n=n))

    assert [members(n) for n in (0, 1, 2)] == ["0 members", "1 member", "2 members"]


def test_a_fact_may_be_a_phrase():
    found = say("{squad}: {found}", squad="lyon", found=say("{n} day left", "{n} days left", n=1))

    assert str(found) == "lyon: 1 day left"


def test_a_fact_may_be_a_list_with_phrases_in_it():
    found = say("needs {what}", what=["a lead", say("{n} member", "{n} members", n=2), ("x", 3)])

    assert str(found) == "needs a lead, 2 members, x, 3"


def test_what_json_made_of_a_phrase_is_still_one():
    inner = say("{n} day", "{n} days", n=3)
    kept = json.loads(json.dumps(say("in {time}", time=inner)))

    again = Phrase(*kept)

    assert str(again) == "in 3 days"


def test_another_language_fills_the_inner_phrases_too():
    german = {"{a}: {b}": "{a} – {b}", "one thing": "ein Ding"}

    found = say("{a}: {b}", a=say("one thing"), b=1).fill(lambda phrase: german[phrase.text])

    assert found == "ein Ding – 1"


@given(facts)
def test_a_fact_is_never_taken_for_a_sentence(text):
    assert str(say("<{fact}>", fact=text)) == f"<{text}>"
    assert str(say("<{fact}>", fact=[text])) == f"<{text}>"


def test_both_says_all_in_order():
    found = both(say("first"), say("{n} more", n=2), say("last"))

    assert str(found) == "first; 2 more; last"
    assert both(say("alone")) == say("alone")


def test_phrases_without_facts_share_nothing_that_changes():
    say("one")

    assert say("two").facts == {}
