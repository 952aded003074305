"""English: a or an, by sound; the plural by rule."""

import pytest

from playbook.grammar.base import Noun
from playbook.grammar.english import ENGLISH, article, default, many


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("pod", "a"),
        ("area team", "an"),
        ("unit", "a"),
        ("user team", "a"),
        ("uninvited crew", "an"),
        ("umbrella team", "an"),
        ("one-stop team", "a"),
        ("European team", "a"),
        ("hour crew", "an"),
        ("house team", "a"),
        ("HR team", "an"),
        ("SRE team", "an"),
        ("QA team", "a"),
        ("SWAT team", "a"),
        ("8-person team", "an"),
        ("11th crew", "a"),
        ("11 crew", "an"),
        ("5-person team", "a"),
        ("ÉQUIPE", "an"),
        ("“area” team", "an"),
        ("\\*odd\\* team", "an"),
        ("", "a"),
        ("小组", "a"),
    ],
)
def test_the_article_goes_by_the_sound(word, found):
    assert article(word) == found


@pytest.mark.parametrize(
    ("word", "found"),
    [("pod", "pods"), ("crew", "crews"), ("agency", "agencies"), ("bus", "buses"), ("skunk works", "skunk works")],
)
def test_the_plural_is_formed_by_rule(word, found):
    assert many(word) == found


def test_many_have_no_article():
    assert ENGLISH.form(Noun("pod", "pods"), "a", plural=True) == "pods"
    assert ENGLISH.form(Noun("pod", "pods"), "the", plural=True) == "the pods"
    assert ENGLISH.form(Noun("pod", "pods"), "dem", plural=True) is None


def test_a_sentence_that_nobody_told_a_word_says_squad():
    assert f"{default()['Squad']:a} of {default()['squads']}" == "A squad of squads"
