"""No word is lost on the way through a real shelf, ledger and git: edits of people, then renderings that changed."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.documents.lines import ending, even, lines
from playbook.documents.odd import decoded
from tests.app.workspace import fresh

pytestmark = pytest.mark.git
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
WORDS = st.text(string.ascii_letters + " üß中\f\x85\u2028\t", min_size=3, max_size=14).map(
    lambda text: f"mine {text} ."
)
CHANGES = (
    ("name: Pilot squad", "name: Squad of the first hour"),
    ("specialty: customer care", "specialty: customers"),
    ("unit: EUR a customer", "unit: EUR a repair"),
    ("failure_budget: 1", "failure_budget: 2"),
)
DOCUMENTS = ("pilot/charter", "pilot/launch-checklist", "pilot/decision-card", "pilot/donor-agreement", "goal-sheet")


@st.composite
def edits(draw):
    """Return what a person does to a document: lines added, ticks set, ends and encoding changed."""
    return {
        "added": draw(st.lists(st.tuples(st.integers(0, 10_000), WORDS), max_size=6)),
        "dropped": draw(st.lists(st.integers(0, 10_000), max_size=2)),
        "ticked": draw(st.integers(0, 3)),
        "end": draw(st.sampled_from(["\n", "\r\n", "\r"])),
        "mark": draw(st.booleans()),
        "cut": draw(st.booleans()),
        "headless": draw(st.booleans()),
    }


def made(text, edit):
    """Return the text of a file after a person's edits; the header line stays the first unless it was cut out."""
    head, *body = text.split("\n")
    for at in edit["dropped"]:
        index = at % len(body)
        if body[index].strip() and not body[index].startswith(("- [", "<!--", "|")):
            del body[index]
    for at, line in edit["added"]:
        body.insert(at % len(body), line)
    joined = "\n".join(body if edit["headless"] else [head, *body]).replace("- [ ]", "- [x]", edit["ticked"])
    joined = joined.rstrip("\n") if edit["cut"] else joined
    return ("\ufeff" if edit["mark"] else "") + joined.replace("\n", edit["end"])


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Return a workspace in pilot, made once for all examples of this file."""
    place = fresh(tmp_path_factory.mktemp("properties") / "source")
    place.sync()
    place.approved()
    return place


@FEW
@given(st.sampled_from(DOCUMENTS), edits(), st.sets(st.sampled_from(CHANGES), min_size=1))
def test_every_line_that_a_person_added_is_there_after_a_sync(source, tmp_path_factory, document, edit, changes):
    place = source.copy(tmp_path_factory.mktemp("example") / "workspace")
    path = place.document(document)
    text = made(path.read_text("utf-8"), edit)
    path.write_bytes(text.encode())
    for old, new in changes:
        place.change(old, new)

    place.sync()

    found = decoded(path.read_bytes())
    assert {line for _, line in edit["added"]} <= {line.rstrip() for line in lines(found)} | set(lines(found))
    assert found.startswith("\ufeff") == edit["mark"]
    assert found == even(found).replace("\n", ending(text))
    assert place.sync().changes == () or place.session().state.papers[f"first/{document}"].trouble == "conflict"
    place.whole()


@FEW
@given(st.sampled_from(DOCUMENTS), edits(), st.sets(st.sampled_from(CHANGES), min_size=1))
def test_what_nobody_touched_follows_the_rendering(source, tmp_path_factory, document, edit, changes):
    """What a person did to one document keeps no other from being what it would have been."""
    edited = source.copy(tmp_path_factory.mktemp("example") / "edited")
    plain = source.copy(tmp_path_factory.mktemp("example") / "plain")
    path = edited.document(document)
    path.write_bytes(made(path.read_text("utf-8"), edit | {"ticked": 0}).encode())
    for place in (edited, plain):
        for old, new in changes:
            place.change(old, new)
        place.sync()

    for other in DOCUMENTS:
        if other != document:
            assert edited.document(other).read_bytes() == plain.document(other).read_bytes()
    missing = set(lines(plain.document(document).read_text("utf-8"))) - set(lines(path.read_text("utf-8")))
    dropped = len(edit["dropped"]) + len(edit["added"])
    assert len([line for line in missing if not line.startswith("<!-- playbook:")]) <= dropped
