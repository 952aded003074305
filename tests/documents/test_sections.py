from hypothesis import given
from hypothesis import strategies as st

from playbook.documents.marker import SIGNATURES
from playbook.documents.sections import changed, sections

TEXT = f"# Charter\n\nOne.\n\n## Members\n\n- Ana\n\n## Scope\n\nAll.\n\n{SIGNATURES}\n\n## Signatures\n\nbelow\n"


def test_a_text_is_told_by_its_titles_down_to_the_signatures():
    assert list(sections(TEXT)) == ["Charter", "Members", "Scope"]
    assert sections(TEXT)["Members"] == "## Members\n- Ana"


def test_without_signatures_there_is_nothing_to_sign():
    assert sections(TEXT.replace(SIGNATURES, "")) == {}


def test_the_section_that_differs_is_named():
    assert changed(TEXT, TEXT.replace("- Ana", "- Ben")) == ("Members",)
    assert changed(TEXT, TEXT.replace("below", "other")) == ()


def test_a_section_that_came_and_one_that_went_are_named():
    assert changed(TEXT, TEXT.replace("## Scope", "## Reach")) == ("Reach", "Scope")


def test_a_title_in_a_fence_is_none():
    text = TEXT.replace("All.", "```\n## not a title\n```\n~~~ a\n# nor this\n~~~")

    assert list(sections(text)) == ["Charter", "Members", "Scope"]


def test_two_sections_of_one_title_are_told_apart():
    text = TEXT.replace("## Scope", "## Members")

    assert list(sections(text)) == ["Charter", "Members", "Members (2)"]
    assert changed(TEXT, TEXT) == ()


def test_ticks_and_line_ends_do_not_count():
    text = TEXT.replace("All.", "- [ ] told <!-- item:a.b -->")

    assert changed(text, text.replace("[ ]", "[x]")) == ()
    assert changed(text, text.replace("\n", "\r\n")) == ()


def test_a_text_in_another_language_is_not_compared_by_title():
    other = TEXT.replace("Charter", "Charta").replace("Members", "Mitglieder").replace("Scope", "Umfang")

    assert changed(TEXT, other) == ()


@given(st.text())
def test_any_text_can_be_looked_at(text):
    assert isinstance(sections(text + "\n" + SIGNATURES + "\n"), dict)
    assert changed(text, text) == ()
