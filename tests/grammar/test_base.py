"""The word for a squad inside a message: which form it gives, and where it opens a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.grammar.base import NAMES, PLAIN, Grammar, Noun, Word, words
from playbook.grammar.table import GRAMMARS, grammar

NOUNS = st.text(st.characters(categories=("L", "N", "Z", "P")), min_size=1, max_size=30).filter(str.strip)
ALL = {
    "en": (("a", "the"), ("a", "the")),
    "de": (
        ("der", "des", "dem", "den", "ein", "zum", "im", "ins", "sein", "der ander"),
        ("die", "den", "mit"),
    ),
    "it": (("il", "del", "alla", "un", "o", "un altro"), ("i", "dei", "agli", "o")),
    "tr": (("in", "i", "e", "de", "den", "le"), ("in", "i", "e", "de", "den", "le")),
}


def test_a_word_without_a_form_is_itself():
    forms = words(PLAIN, Noun("pod", "pods"))

    assert {name: f"{form}" for name, form in forms.items()} == dict(
        zip(NAMES, ("pod", "Pod", "pods", "Pods"), strict=True)
    )


def test_a_language_that_does_not_inflect_leaves_the_form_away():
    assert f"{words(PLAIN, Noun('pod', 'pods'))['squad']:dem}" == "pod"


def test_the_name_with_a_capital_opens_the_sentence_whatever_stands_first():
    def form(noun, spec, *, plural):
        return f"the {noun.many if plural else noun.one}"

    forms = words(Grammar(guess=PLAIN.guess, form=form), Noun("pod", "pods"))

    assert f"{forms['Squad']:the} {forms['squad']:the} {forms['Squads']:the}" == "The pod the pod The pods"


def test_what_a_unit_says_goes_before_what_is_guessed():
    assert grammar("de").noun("Kubus", "Kuben", "n") == Noun("Kubus", "Kuben", "n")


def test_a_language_without_an_entry_has_no_genders():
    assert grammar("xx").genders == ()
    assert grammar("xx").noun("pod") == Noun("pod", "pod")


@given(word=NOUNS, language=st.sampled_from(sorted(GRAMMARS)))
def test_every_form_of_every_word_can_be_made_and_holds_the_word(word, language):
    rules = GRAMMARS[language]
    noun = rules.noun(word)
    for specs, plural in zip(ALL[language], (False, True), strict=True):
        for spec in specs:
            form = rules.form(noun, spec, plural=plural)

            assert form, (spec, plural)
            if spec not in ("sein", "o"):
                stem = noun.many if plural else noun.one
                assert stem[:-1].casefold() in form.casefold()


@given(word=NOUNS, language=st.sampled_from(sorted(GRAMMARS)), spec=st.text(max_size=12))
def test_a_form_that_there_is_not_breaks_nothing(word, language, spec):
    rules = GRAMMARS[language]
    made = Word(rules, rules.noun(word), plural=False, opens=False)

    assert format(made, spec)


@pytest.mark.parametrize("language", sorted(GRAMMARS))
def test_the_first_letter_is_a_capital_where_a_sentence_opens(language):
    rules = GRAMMARS[language]
    forms = words(rules, rules.noun("istasyon"))

    assert format(forms["Squad"], ALL[language][0][0])[0] in "İIADTL"
