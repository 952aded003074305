from playbook.core.phrase import say
from playbook.documents.misuse import Misuse


def test_it_keeps_its_phrase_and_speaks_english():
    sentence = say("the item '{id}' is in this document twice", id="a.b")

    error = Misuse(sentence)

    assert error.sentence is sentence
    assert str(error) == "the item 'a.b' is in this document twice"
