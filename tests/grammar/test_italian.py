"""Italian: articles and joined prepositions, by gender and sound."""

import pytest

from playbook.grammar.base import words
from playbook.grammar.italian import ITALIAN


@pytest.mark.parametrize(
    ("word", "one", "several"),
    [
        ("squadra", "la squadra; una squadra; della squadra", "le squadre; delle squadre"),
        ("pod", "il pod; un pod; del pod", "i pod; dei pod"),
        ("team", "il team; un team; del team", "i team; dei team"),
        ("studio", "lo studio; uno studio; dello studio", "gli studi; degli studi"),
        ("hub", "l'hub; un hub; dell'hub", "gli hub; degli hub"),
        ("unità", "l'unità; un'unità; dell'unità", "le unità; delle unità"),
        ("area team", "l'area team; un area team; dell'area team", "gli area team; degli area team"),
        ("task force", "la task force; una task force; della task force", "le task force; delle task force"),
        (
            "gruppo di lavoro",
            "il gruppo di lavoro; un gruppo di lavoro; del gruppo di lavoro",
            "i gruppi di lavoro; dei gruppi di lavoro",
        ),
        ("gnomo", "lo gnomo; uno gnomo; dello gnomo", "gli gnomi; degli gnomi"),
        ("zaino", "lo zaino; uno zaino; dello zaino", "gli zaini; degli zaini"),
        ("squad", "la squad; una squad; della squad", "le squad; delle squad"),
        ("banca", "la banca; una banca; della banca", "le banche; delle banche"),
        ("gruppo", "il gruppo; un gruppo; del gruppo", "i gruppi; dei gruppi"),
        ("divisione", "la divisione; una divisione; della divisione", "le divisioni; delle divisioni"),
        ("shop team", "lo shop team; uno shop team; dello shop team", "gli shop team; degli shop team"),
    ],
)
def test_an_article_goes_by_gender_and_sound(word, one, several):
    noun = ITALIAN.noun(word)

    assert "; ".join(ITALIAN.form(noun, spec, plural=False) for spec in ("il", "un", "del")) == one
    assert "; ".join(ITALIAN.form(noun, spec, plural=True) for spec in ("i", "dei")) == several


@pytest.mark.parametrize(
    ("spec", "found"),
    [
        ("al", "alla squadra"),
        ("dal", "dalla squadra"),
        ("nel", "nella squadra"),
        ("sul", "sulla squadra"),
        ("alla", "alla squadra"),
        ("lo", "la squadra"),
        ("l'", "la squadra"),
        ("nessun", "nessuna squadra"),
        ("questo", "questa squadra"),
        ("quel", "quella squadra"),
        ("un altro", "un'altra squadra"),
        ("il nuovo", "la nuova squadra"),
        ("o", "a"),
    ],
)
def test_a_form_may_be_named_in_any_gender(spec, found):
    assert ITALIAN.form(ITALIAN.noun("squadra"), spec, plural=False) == found


@pytest.mark.parametrize(
    ("spec", "found"),
    [("delle", "dei pod"), ("gli", "i pod"), ("questi", "questi pod"), ("o", "i"), ("i nuovo", "i nuovi pod")],
)
def test_many_too(spec, found):
    assert ITALIAN.form(ITALIAN.noun("pod"), spec, plural=True) == found


def test_a_sentence_opens_with_the_article():
    assert f"{words(ITALIAN, ITALIAN.noun('unità'))['Squad']:il}" == "L'unità"


@pytest.mark.parametrize("spec", ["der", "", "ill"])
def test_other_forms_there_are_not(spec):
    assert ITALIAN.form(ITALIAN.noun("pod"), spec, plural=False) is None
