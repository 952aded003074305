"""The README and the tutorial, typed: every command in them is carried out, every answer compared."""

import re
from pathlib import Path

import pytest

from tests.cli.test_reference import tool

ROOT = Path(__file__).resolve().parent.parent.parent
TYPED = ["README.md", pytest.param("docs/tutorial.md", marks=pytest.mark.git)]
PAGES = ["README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]*)(#[^)]*)?\)")


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_prints_what_the_page_says(name, tmp_path):
    page = (ROOT / name).read_text(encoding="utf-8")

    assert tool("transcript").differences(page, tmp_path) == []


def anchors(page):
    """Return what a page's headings are called in links."""
    headings = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name):
    page = ROOT / name
    broken = []
    for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        found = (page.parent / target).resolve() if target else page
        if not found.exists():
            broken.append(target)
        elif anchor and anchor not in anchors(found.read_text(encoding="utf-8")):
            broken.append(target + anchor)

    assert broken == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_docs_can_be_found_from_the_index(name):
    below = name.removeprefix("docs/")
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    if below.startswith("reference/conditions/"):
        index = (ROOT / "docs/reference/conditions.md").read_text(encoding="utf-8")
        below = below.removeprefix("reference/")

    assert name in {"README.md", "docs/README.md"} or below.startswith("decisions/") or f"({below})" in index


def test_the_readme_names_every_command():
    from playbook.cli.main import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rare = {"schema", "rebuild", "untick", "show", "lesson", "cycle"}

    assert [
        name for name in COMMANDS if name not in rare and f"playbook {name}" not in text and f"`{name}`" not in text
    ] == []


# ------------------------------------------------------------------------------------------------ the tool itself


@pytest.mark.parametrize(
    ("said", "answer", "right"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("a\n", "a\nb\n", False),
        ("a …\n", "a anything\n", True),
        ("a …\n", "b anything\n", False),
        ("…\nc\n", "a\nb\nc\n", True),
        ("a\n  …\n", "a\n", True),
        ("a (b)*\n", "a (b)*\n", True),
        ("", "", True),
        ("", "a\n", False),
    ],
)
def test_dots_stand_for_anything(said, answer, right):
    assert tool("transcript").fits(said, answer) is right


def test_a_page_that_lies_is_told_and_corrected(tmp_path):
    page = "Words.\n\n```console\n$ echo one\ntwo\n$ false\n$ echo $?\n1\n$ cat <<END\n> three\n> END\nthree\n```\n"
    transcript = tool("transcript")

    [wrong] = transcript.differences(page, tmp_path / "a")
    right = transcript.corrected(page, tmp_path / "b")

    assert wrong == "$ echo one\n--- the page says\ntwo\n--- it prints\none\n"
    assert "$ echo one\none\n$ false\n$ echo $?\n1\n$ cat <<END\n> three\n> END\nthree\n```" in right
