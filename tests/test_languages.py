"""One unit in each language, from its file to a charter that people sign: what a native reader gets to see."""

import os
from pathlib import Path

import pytest

from playbook.documents.header import split
from playbook.words import languages
from tests.app.workspace import EXAMPLES, Place

FOLDER = EXAMPLES / "languages"
GOLDEN = Path(__file__).parent / "golden" / "languages"
DOCUMENTS = ("charter", "launch-checklist")
UNITS = {path.stem: path for path in sorted((FOLDER / "units").glob("*.yaml"))}


def sponsor(code):
    """Return who approves in a unit, as the file says."""
    lines = UNITS[code].read_text("utf-8").splitlines()
    return next(line.partition(": ")[2] for line in lines if line.startswith("sponsor: "))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return the workspace in which the pilot of every unit is being formed."""
    found = Place(FOLDER).copy(tmp_path_factory.mktemp("languages") / "workspace")
    for code in UNITS:
        found.unit = code
        found.sync()
        found.approve(actor=sponsor(code))
        found.advance()
    return found


def test_there_is_a_unit_for_each_language():
    assert sorted(UNITS) == sorted(languages())


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("code", UNITS)
def test_the_document_reads_as_it_did(place, code, document):
    golden = GOLDEN / code / f"{document}.md"
    place.unit = code
    text = split(place.document(f"pilot/{document}").read_text("utf-8")).body
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", UNITS)
def test_a_unit_of_each_language_is_in_order(place, code):
    place.unit = code

    assert place.sync().changes == ()
    assert place.why(f"{code}/pilot")[f"{code}/pilot", "documents"].status == "pass"
