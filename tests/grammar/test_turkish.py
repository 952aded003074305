"""Turkish: vowel harmony, softened consonants, apostrophes behind names and numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.grammar.base import words
from playbook.grammar.turkish import ENDINGS, TURKISH, capital, low, many


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("ekip", "ekibin ekibi ekibe ekipte ekipten ekiple"),
        ("takım", "takımın takımı takıma takımda takımdan takımla"),
        ("grup", "grubun grubu gruba grupta gruptan grupla"),
        ("pod", "podun podu poda podda poddan podla"),
        ("birlik", "birliğin birliği birliğe birlikte birlikten birlikle"),
        ("hücre", "hücrenin hücreyi hücreye hücrede hücreden hücreyle"),
        ("kulüp", "kulübün kulübü kulübe kulüpte kulüpten kulüple"),
        ("top", "topun topu topa topta toptan topla"),
        ("team", "team’in team’i team’e team’de team’den team’le"),
        ("Squad", "Squad’ın Squad’ı Squad’a Squad’da Squad’dan Squad’la"),
    ],
)
def test_one_bends_by_harmony_and_softens(word, forms):
    noun = TURKISH.noun(word)

    assert " ".join(TURKISH.form(noun, spec, plural=False) for spec in ENDINGS) == forms


@pytest.mark.parametrize(
    ("word", "several", "of_several"),
    [
        ("ekip", "ekipler", "ekiplerin"),
        ("takım", "takımlar", "takımların"),
        ("görev gücü", "görev güçleri", "görev güçlerinin"),
        ("proje ekibi", "proje ekipleri", "proje ekiplerinin"),
        ("saha takımı", "saha takımları", "saha takımlarının"),
        ("çalışma masası", "çalışma masaları", "çalışma masalarının"),
    ],
)
def test_many_have_an_ending_of_their_own(word, several, of_several):
    noun = TURKISH.noun(word)

    assert many(word) == several
    assert TURKISH.form(noun, "in", plural=True) == of_several


def test_a_compound_has_an_n_before_the_case():
    noun = TURKISH.noun("görev gücü")

    assert [TURKISH.form(noun, spec, plural=False) for spec in ENDINGS] == [
        *("görev gücünün", "görev gücünü", "görev gücüne", "görev gücünde", "görev gücünden", "görev gücüyle")
    ]


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Ana Diaz", "Ana Diaz’ın"),
        ("Ayşe", "Ayşe’nin"),
        ("Lyon", "Lyon’un"),
        ("Jürgen", "Jürgen’in"),
        ("İZMİR", "İZMİR’in"),
        ("SAP", "SAP’ın"),
        ("CRM", "CRM’nin"),
        ("René", "René’nin"),
        ("wave-2", "wave-2’nin"),
        ("3", "3’ün"),
        ("6", "6’nın"),
        ("10", "10’un"),
        ("30", "30’un"),
        ("100", "100’ün"),
        ("2.000", "2.000’in"),
        ("0", "0’ın"),
        ("**Bob**", "**Bob**’un"),
    ],
)
def test_a_name_or_number_bends_as_it_is_read(text, of):
    assert TURKISH.text(text, "in") == of


@pytest.mark.parametrize(("text", "found"), [("3", "3’ten"), ("4", "4’ten"), ("9", "9’dan"), ("Tokyo", "Tokyo’dan")])
def test_d_hardens_behind_a_hard_consonant(text, found):
    assert TURKISH.text(text, "den") == found


@given(st.text(max_size=40), st.sampled_from(ENDINGS))
def test_any_text_can_be_bent_and_stays_readable(text, spec):
    found = TURKISH.text(text, spec)

    assert found is not None
    assert found.startswith(text + "’")


def test_the_capital_of_i_has_a_dot():
    assert capital("istasyon") == "İstasyon"
    assert low("ILGIN İZMİR") == "ılgın izmir"
    assert f"{words(TURKISH, TURKISH.noun('istasyon'))['Squad']:in}" == "İstasyonun"


def test_other_forms_there_are_not():
    assert TURKISH.text("Ana", ".0f") is None
    assert TURKISH.form(TURKISH.noun("ekip"), "dem", plural=False) is None
