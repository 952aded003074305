import pytest

from playbook.imports import heads


def test_no_head_stands_for_two_fields():
    folded = [heads.plain(word) for words in heads.COLUMNS.values() for word in set(map(heads.plain, words))]

    assert len(folded) == len(set(folded))


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("department", ["Department", "Abteilung", "reparto", "DEPARTMAN", "departemen", "部门"]),
        ("person", ["Member", "Mitglied", "membro", "ÜYE", "anggota", "成员"]),
        ("specialty", ["specialty", "Fachgebiet", "specialità", "UZMANLIK ALANI", "spesialisasi", "专业"]),
        ("skills", ["Skills", "Fähigkeiten", "competenze", "BECERİLER", "keterampilan", "技能"]),
        (
            "lead",
            ["squad lead", "Squad-Leitung", "responsabile", "EKİP LİDERİ", "pemimpin regu", "小组负责人"],
        ),
        ("accountable", ["accountable", "Ergebnisverantwortung", "responsabilità del risultato", "sonuç sorumluluğu"]),
        ("allocation", ["Allocation %", "Anteil", "allocazione", "oran", "alokasi", "投入"]),
        ("squad", ["Squad_ID", " squad * ", "squadra", "EKİP", "regu", "小组"]),
    ],
)
def test_a_column_is_known_in_every_language(field, words):
    assert {word: heads.field_of(word) for word in words} == dict.fromkeys(words, field)


@pytest.mark.parametrize("word", ["x", "X", "Yes", "JA", "sì", "Evet", "ya", "是", "✓", "1", "TRUE"])
def test_a_mark_says_yes(word):
    assert heads.marked(word) is True


@pytest.mark.parametrize("word", ["", " ", "-", "no", "Nein", "HAYIR", "hayır", "tidak", "否", "0", "False"])
def test_an_empty_cell_or_a_no_is_none(word):
    assert heads.marked(word) is False


def test_anything_else_is_no_mark():
    assert heads.marked("maybe") is None
