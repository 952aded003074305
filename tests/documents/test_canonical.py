"""What lines say, however they are laid out."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.canonical import canonical, restyled, worded
from playbook.documents.git import merge_file
from playbook.documents.merge import settle


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- Ana", "* Ana"),
        ("- Ana", "+   Ana  "),
        ("  - Ana", "  * Ana"),
        ("**now**, all", "__now__, all"),
        ("*now* and *then*", "_now_ and _then_"),
        ("**all *of* it**", "__all _of_ it__"),
        ("*see `a_b` there*", "_see `a_b` there_"),
        ("|---|--:|", "| :-- | ---: |"),
        ("| Ana | lead | |", "|  Ana  | lead |   |"),
        ("| a \\| b | *c* |", "| a \\| b  | _c_ |"),
        ("# Title", "# Title #"),
        ("# C#", "# C# #"),
        ("## Title", "##   Title ##  "),
        ('It\'s "so"', "It\u2019s \u201cso\u201d"),
        ("and so on...", "and so on\u2026"),
        ("50 %", "50\u00a0%"),
        ("Zoë", "Zoe\u0308"),
        ("---", "* * *"),
        ("snake_case", "snake\\_case"),
        ("", "   "),
    ],
)
def test_a_layout_says_nothing(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- Ana", "- Ben"),
        ("- Ana", "  - Ana"),
        ("- Ana", "Ana"),
        ("- Ana", "1. Ana"),
        ("# Title", "## Title"),
        ("# C", "# C#"),
        ("| a | b |", "| b | a |"),
        ("| a | |", "| | a |"),
        ("| --- | 5 |", "| --- | 6 |"),
        ("2 * 3", "2 - 3"),
        ("`__a__`", "`**a**`"),
        ("snake_case_name", "snake*case*name"),
        ("\\<!-- seen -->", "<!-- seen -->"),
        ("-5 %", "5 %"),
        ("**now**", "now"),
    ],
)
def test_words_signs_and_places_do(one, other):
    assert canonical(one) != canonical(other)


@given(st.text(st.sampled_from("ab _*`\\|#-+.<\u2019\x00\t"), max_size=20))
def test_a_form_is_its_own_form_or_says_still_less(line):
    assert isinstance(canonical(line), str)
    assert not canonical(line).endswith((" ", "\t"))


def test_in_fenced_code_every_sign_counts():
    fenced = "```\n* a\n```\n* a\n"

    assert [one.form for one in worded(fenced)] == ["```", "* a", "```", "- a"]
    assert [one.number for one in worded("\n\na\n\nb\n")] == [2, 4]


BASE = "# Members\n\n| Who | As |\n|---|---|\n| Ana | lead |\n\n- one\n- two\n\nEnd\n"
PRETTY = "\n# Members\n\n| Who | As   |\n| --- | ---- |\n| Ana | lead |\n\n\n* one\n* two\n\nEnd\n"


@pytest.mark.git
def test_a_formatted_text_is_no_edit_and_stays_formatted():
    new = BASE.replace("| Ana | lead |\n", "| Ana | lead |\n| Ben | - |\n").replace("End", "Stop")

    merged = settle(BASE, PRETTY, new, merge_file)

    expected = PRETTY.replace("| Ana | lead |\n", "| Ana | lead |\n| Ben | - |\n").replace("End", "Stop")
    expected = expected.replace("\n\n\n* one", "\n\n* one")  # whose neighbour is new
    assert merged == (expected, 0, 0, True)


@pytest.mark.git
def test_what_a_person_wrote_into_a_formatted_text_is_kept_and_counted():
    mine = PRETTY.replace("End\n", "End\n\nOurs\n")

    merged = settle(BASE, mine, BASE.replace("- two", "- three"), merge_file)

    assert merged == (mine.replace("* two", "- three"), 0, 1, True)


def test_what_was_really_changed_is_not_taken_for_a_layout():
    assert restyled(BASE, BASE.replace("Ana", "Eva"), BASE) == (BASE, BASE)


LINES = st.lists(st.sampled_from(["a", "- b", "* b", "**c**", "__c__", "", "| x |", "|  x |", "```"]), max_size=9)


@given(LINES, LINES, LINES)
def test_a_layout_changes_no_word(base, mine, new):
    texts = ["".join(f"{line}\n" for line in lines) for lines in (base, mine, new)]

    for before, after in zip((texts[0], texts[2]), restyled(*texts), strict=True):
        loose = [canonical(line) for line in before.split("\n") if line.strip()]
        assert [canonical(line) for line in after.split("\n") if line.strip()] == loose


@given(LINES, LINES)
def test_what_nobody_generated_anew_stays(base, mine):
    one, other = ("".join(f"{line}\n" for line in lines) for lines in (base, mine))
    was, new = restyled(one, other, one)

    assert was == new


@pytest.mark.parametrize("piece", ["_", "_a ", "`", "`a", "|", "# ", "- ", "__a", " ", "\\", "# a "])
def test_a_line_of_nothing_but_signs_is_looked_at_in_a_moment(piece):
    start = perf_counter()

    canonical(piece * 3000 + "x")

    assert perf_counter() - start < 1
