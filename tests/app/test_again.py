"""Signatures that became suspect, through the real documents, and how they are confirmed."""

import re

import pytest

from playbook.app.again import confirm, review
from playbook.app.sync import sync
from playbook.documents.render import Renderer
from playbook.errors import GateClosed, Outrun, UsageError
from playbook.library import shipped
from playbook.words import Words
from tests.app.workspace import LEAD, SPONSOR

SIGNED = "stabilisation"
CHARTER = "first/pilot/charter"


def look(place, subject="first", actor=SPONSOR, **how):
    return review(place.world(actor), subject, **how)[1]


def suspects(place):
    """Return the sections that changed under each signature, by document."""
    found = {}
    place.sync()
    session, _ = review(place.world(SPONSOR), "first")
    for name, some in session.state.suspects.items():
        found[name] = [one.sections for one in some]
    return found


def documents(place, subject="first/pilot", **how):
    return place.why(subject, **how)[subject, "documents"]


def test_nothing_is_suspect_while_nothing_changes(stabilisation):
    stabilisation.sync()

    with pytest.raises(UsageError, match="nothing that Sam Sponsor signed or approved at first has changed since"):
        look(stabilisation)


def test_a_changed_goal_makes_the_charter_suspect_in_the_sections_that_show_it(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")

    assert suspects(stabilisation)[CHARTER] == [("What it is measured by",)]


def test_a_persons_line_in_the_charter_makes_its_section_suspect(stabilisation):
    stabilisation.edit("pilot/charter", "## What may fail", "Nobody works on a Sunday.\n\n## What may fail")
    before = suspects(stabilisation)[CHARTER]
    found = look(stabilisation)

    assert before == [("Working agreements",)]
    assert any("+Nobody works on a Sunday." in one.lines for one in found.documents)


def test_a_line_below_the_signatures_makes_nothing_suspect(stabilisation):
    path = stabilisation.document("pilot/charter")
    path.write_text(path.read_text("utf-8") + "\nA note at the end.\n", "utf-8")
    stabilisation.sync()

    with pytest.raises(UsageError, match="nothing that Sam"):
        look(stabilisation)


def test_the_document_says_so_and_stops_saying_it_when_it_is_confirmed(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    stabilisation.sync()
    told = stabilisation.document("pilot/charter").read_text("utf-8")
    stabilisation.later(1)
    confirm(stabilisation.world(SPONSOR), "first/pilot")
    after = stabilisation.document("pilot/charter").read_text("utf-8")

    assert "changed since then: What it is measured by." in told
    assert "`playbook approve first/pilot --again`" in told
    assert "--again" not in after
    assert "Sam Sponsor, as sponsor, read what had changed and signed again" in after
    assert stabilisation.sync().changes == ()
    stabilisation.whole()


def test_the_gate_is_undecided_until_it_is_confirmed(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    verdict = stabilisation.why()["first", "documents"]
    confirm(stabilisation.world(SPONSOR), "first")

    assert (verdict.status, verdict.command) == ("undecided", "playbook approve first --again")
    assert "changed since: What it is measured by" in str(verdict.found)
    assert stabilisation.why()["first", "documents"].status == "pass"


def test_the_next_approval_signs_what_is_there_now(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    stabilisation.approve()

    with pytest.raises(UsageError, match="nothing that Sam"):
        look(stabilisation)


def test_only_who_holds_the_role_can_confirm(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")

    with pytest.raises(UsageError, match="nothing that Lena Lead signed"):
        look(stabilisation, actor=LEAD)


def test_a_new_sponsor_confirms_what_the_old_one_signed(stabilisation):
    stabilisation.change(f"sponsor: {SPONSOR}", "sponsor: Nora New <nora@example.org>")

    found = look(stabilisation, actor="Nora New <nora@example.org>")

    assert {one.role for one in found.documents} == {"sponsor"}


def test_a_sponsor_who_joined_the_squad_cannot(stabilisation):
    stabilisation.change(f"sponsor: {SPONSOR}", f"sponsor: {LEAD}")

    with pytest.raises(GateClosed, match="nobody approves their own"):
        look(stabilisation, actor=LEAD)


def test_a_lapsed_approval_of_the_next_move_is_shown_key_by_key_and_given_again(stabilisation):
    stabilisation.approve()
    stabilisation.later(1)
    stabilisation.change("failure_budget: 1", "failure_budget: 2")
    verdict = stabilisation.why()["first", "approval"]
    (lapsed,) = look(stabilisation).approvals
    confirm(stabilisation.world(SPONSOR), "first")

    assert "failure_budget" in str(verdict.found)
    assert ("failure_budget", 1, 2) in lapsed.resets
    assert stabilisation.why()["first", "approval"].status == "pass"


def test_what_changed_while_it_was_read_is_not_confirmed(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    basis = look(stabilisation).basis
    stabilisation.change("helped at once", "helped at the second call", file="playbook.yaml")

    with pytest.raises(Outrun, match="what you were shown has changed since"):
        confirm(stabilisation.world(SPONSOR), "first", basis=basis)


def test_a_text_put_back_is_not_suspect_any_more(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    stabilisation.sync()
    stabilisation.change("helped at once", "helped at the first call", file="playbook.yaml")
    stabilisation.sync()

    assert "--again" not in stabilisation.document("pilot/charter").read_text("utf-8")


def test_status_counts_them(stabilisation):
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    stabilisation.sync()

    (line,) = stabilisation.world().ledger.lines()

    assert line["suspect"] >= 1
    assert stabilisation.world().ledger.tree("first")["pilot"]["suspect"] >= 1


def test_a_language_says_again_what_was_signed(stabilisation):
    stabilisation.edit("pilot/charter", "## What may fail", "Nobody works on a Sunday.\n\n## What may fail")
    stabilisation.approve()
    stabilisation.change("# language: en", "language: de")
    found = stabilisation.sync()
    charter = stabilisation.document("pilot/charter").read_text("utf-8")

    assert not [one.path for one in found.changes if one.what == "conflict"]
    assert "# Charta" in charter
    assert "\nNobody works on a Sunday.\n" in charter
    assert "What may fail" not in charter
    assert stabilisation.why()["first", "approval"].status == "pass"
    with pytest.raises(UsageError, match="nothing that Sam"):
        look(stabilisation)
    assert stabilisation.sync().changes == ()
    stabilisation.whole()


def test_what_changes_with_the_language_is_suspect_all_the_same(stabilisation):
    stabilisation.change("# language: en", "language: de")
    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    stabilisation.sync()

    assert CHARTER in {one.document for one in look(stabilisation).documents}


def test_there_and_back_again_is_as_it_was(stabilisation):
    stabilisation.edit("pilot/charter", "## What may fail", "Nobody works on a Sunday.\n\n## What may fail")
    stabilisation.sync()
    before = stabilisation.disk()
    stabilisation.change("# language: en", "language: tr")
    stabilisation.sync()
    other = stabilisation.disk()
    stabilisation.change("language: tr", "language: en")
    stabilisation.sync()

    assert stabilisation.disk() == before
    assert other != before


def test_a_better_word_of_a_translator_lapses_no_signature(stabilisation):
    def renderer(language):
        class Mended(Words):
            def calling(self, squad_word):
                return self

            def text(self, message, /, **facts):
                return super().text(message, **facts).replace("Fachgebiet", "Gebiet")

        return Renderer([shipped("templates")], Mended(language), None)

    stabilisation.change("# language: en", "language: de")
    stabilisation.sync()
    stabilisation.approve()
    sync(stabilisation.world(renderer=renderer, basis=lambda: "another"), "first")
    charter = stabilisation.document("pilot/charter").read_text("utf-8")

    assert "Fachgebiet" not in charter
    assert "Gebiet" in charter
    (line,) = stabilisation.world().ledger.lines()
    assert line["suspect"] == 0


def test_a_person_who_edits_while_the_language_changes_is_not_overheard(stabilisation):
    stabilisation.edit("pilot/charter", "## What may fail", "Nobody works on a Sunday.\n\n## What may fail")
    stabilisation.change("# language: en", "language: de")
    stabilisation.sync()

    assert CHARTER in {one.document for one in look(stabilisation).documents}


MARKER = "<!-- playbook: signatures -->\n"


def without_marker(text):
    return text.replace(MARKER, "")


def above_all(text):
    first, rest = without_marker(text).split("\n", 1)
    return f"{first}\n{MARKER}{rest}"


@pytest.mark.parametrize(
    "change", [without_marker, above_all, lambda text: text.replace("<!-- playbook: s", "\\<!-- playbook: s")]
)
def test_who_takes_the_marker_away_frees_no_signed_text(stabilisation, change):
    path = stabilisation.document("pilot/charter")
    whole = path.read_text("utf-8")
    path.write_text(change(whole), "utf-8")
    stabilisation.sync()

    assert path.read_text("utf-8").split("\n")[1:] == whole.split("\n")[1:]
    with pytest.raises(UsageError, match="nothing that Sam"):
        look(stabilisation)

    stabilisation.edit("pilot/charter", "## What may fail", "Nobody works on a Sunday.\n\n## What may fail")
    assert suspects(stabilisation)[CHARTER] == [("Working agreements",)]


def test_an_edit_that_comes_with_the_marker_taken_away_is_told_with_its_section(stabilisation):
    stabilisation.edit("pilot/charter", MARKER, "")
    stabilisation.edit("pilot/charter", "## What may fail", "Nobody works on a Sunday.\n\n## What may fail")

    assert suspects(stabilisation)[CHARTER] == [("Working agreements",)]
    found = next(one.lines for one in look(stabilisation).documents if one.document == CHARTER)
    assert [line for line in found if line[0] in "+-"] == ["+Nobody works on a Sunday."]


def formatted(text):
    """Return the text as a formatter lays it out: other bullets and emphasis, padded tables, a blank line on top."""
    head, body = text.split("\n", 1)
    body = re.sub(r"^- ", "* ", body, flags=re.MULTILINE).replace("**", "__").replace("|---", "| ---")
    return f"{head}\n\n{body.replace(' |', '   |')}"


def test_a_formatter_makes_no_signature_suspect_and_conflicts_with_nothing(stabilisation):
    for path in stabilisation.folder.glob("documents/**/*.md"):
        path.write_text(formatted(path.read_text("utf-8")), "utf-8")
    stabilisation.sync()
    with pytest.raises(UsageError, match="nothing that Sam"):
        look(stabilisation)

    stabilisation.change("helped at the first call", "helped at once", file="playbook.yaml")
    changes = stabilisation.sync().changes

    assert {one.what for one in changes} <= {"updated"}
    assert "* " in stabilisation.document("pilot/charter").read_text("utf-8")


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_of_another_system_make_no_signature_suspect(stabilisation, end):
    path = stabilisation.document("pilot/charter")
    path.write_bytes(path.read_bytes().replace(b"\n", end))
    stabilisation.sync()

    with pytest.raises(UsageError, match="nothing that Sam"):
        look(stabilisation)
