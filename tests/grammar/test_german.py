"""German: articles, contractions, adjectives and endings, by gender."""

import pytest

from playbook.grammar.base import words
from playbook.grammar.german import GERMAN, dative_of_many, genitive

POD, SQUAD, TEAM = (GERMAN.noun(word) for word in ("pod", "Squad", "Team"))


@pytest.mark.parametrize(
    ("spec", "pod", "squad", "team"),
    [
        ("der", "der Pod", "die Squad", "das Team"),
        ("des", "des Pods", "der Squad", "des Teams"),
        ("dem", "dem Pod", "der Squad", "dem Team"),
        ("den", "den Pod", "die Squad", "das Team"),
        ("ein", "ein Pod", "eine Squad", "ein Team"),
        ("eines", "eines Pods", "einer Squad", "eines Teams"),
        ("einem", "einem Pod", "einer Squad", "einem Team"),
        ("einen", "einen Pod", "eine Squad", "ein Team"),
        ("kein", "kein Pod", "keine Squad", "kein Team"),
        ("keinem", "keinem Pod", "keiner Squad", "keinem Team"),
        ("dieser", "dieser Pod", "diese Squad", "dieses Team"),
        ("dieses", "dieses Pods", "dieser Squad", "dieses Teams"),
        ("jeder", "jeder Pod", "jede Squad", "jedes Team"),
        ("jedem", "jedem Pod", "jeder Squad", "jedem Team"),
        ("jeden", "jeden Pod", "jede Squad", "jedes Team"),
        ("zum", "zum Pod", "zur Squad", "zum Team"),
        ("vom", "vom Pod", "von der Squad", "vom Team"),
        ("beim", "beim Pod", "bei der Squad", "beim Team"),
        ("im", "im Pod", "in der Squad", "im Team"),
        ("am", "am Pod", "an der Squad", "am Team"),
        ("ins", "in den Pod", "in die Squad", "ins Team"),
        ("ans", "an den Pod", "an die Squad", "ans Team"),
        ("der ander", "der andere Pod", "die andere Squad", "das andere Team"),
        ("den ander", "den anderen Pod", "die andere Squad", "das andere Team"),
        ("dem ander", "dem anderen Pod", "der anderen Squad", "dem anderen Team"),
        ("ein neu", "ein neuer Pod", "eine neue Squad", "ein neues Team"),
        ("einen neu", "einen neuen Pod", "eine neue Squad", "ein neues Team"),
        ("eines neu", "eines neuen Pods", "einer neuen Squad", "eines neuen Teams"),
        ("ins neu", "in den neuen Pod", "in die neue Squad", "ins neue Team"),
        ("er", "er", "sie", "es"),
        ("ihm", "ihm", "ihr", "ihm"),
        ("sein", "sein", "ihr", "sein"),
    ],
)
def test_one_bends_by_its_gender(spec, pod, squad, team):
    assert [GERMAN.form(noun, spec, plural=False) for noun in (POD, SQUAD, TEAM)] == [pod, squad, team]


@pytest.mark.parametrize(
    ("spec", "pods", "circles"),
    [
        ("die", "die Pods", "die Kreise"),
        ("der", "der Pods", "der Kreise"),
        ("den", "den Pods", "den Kreisen"),
        ("mit", "Pods", "Kreisen"),
        ("keine", "keine Pods", "keine Kreise"),
        ("allen", "allen Pods", "allen Kreisen"),
        ("die neu", "die neuen Pods", "die neuen Kreise"),
        ("mit neu", "neuen Pods", "neuen Kreisen"),
    ],
)
def test_many_bend_alike_in_every_gender(spec, pods, circles):
    found = [GERMAN.form(GERMAN.noun(word), spec, plural=True) for word in ("pod", "Kreis")]

    assert found == [pods, circles]


@pytest.mark.parametrize(
    ("word", "many", "gender"),
    [
        ("Team", "Teams", "n"),
        ("Projektteam", "Projektteams", "n"),
        ("Tiger-Team", "Tiger-Teams", "n"),
        ("tiger team", "Tiger Teams", "n"),
        ("task force", "Task Forces", "f"),
        ("Task Force", "Task Forces", "f"),
        ("Taskforce", "Taskforces", "f"),
        ("Gruppe", "Gruppen", "f"),
        ("Arbeitsgruppe", "Arbeitsgruppen", "f"),
        ("Einheit", "Einheiten", "f"),
        ("Mannschaft", "Mannschaften", "f"),
        ("Trupp", "Trupps", "m"),
        ("Kreis", "Kreise", "m"),
        ("Stamm", "Stämme", "m"),
        ("Cluster", "Cluster", "m"),
        ("Gespann", "Gespanns", "m"),
        ("Grüppchen", "Grüppchen", "n"),
        ("Crew", "Crews", "f"),
        ("Skunk Works", "Skunk Works", "f"),
    ],
)
def test_gender_and_plural_are_guessed_by_the_head_and_the_ending(word, many, gender):
    found = GERMAN.noun(word)

    assert (found.many, found.gender) == (many, gender)


def test_a_noun_has_its_capital_wherever_it_stands():
    forms = words(GERMAN, GERMAN.noun("pod"))

    assert f"{forms['squad']} {forms['Squad']:der} {forms['squad']:der}" == "Pod Der Pod der Pod"


@pytest.mark.parametrize(("word", "found"), [("Kreis", "Kreises"), ("Team", "Teams"), ("Gruppe", "Gruppe")])
def test_the_genitive_has_an_ending(word, found):
    assert genitive(GERMAN.noun(word)) == found


@pytest.mark.parametrize(("word", "found"), [("Kreise", "Kreisen"), ("Pods", "Pods"), ("Gruppen", "Gruppen")])
def test_many_in_the_dative_have_an_n(word, found):
    assert dative_of_many(word) == found


@pytest.mark.parametrize("spec", ["il", "derr", "", "kei", "die"])
def test_other_forms_there_are_not(spec):
    assert GERMAN.form(POD, spec, plural=False) is None
