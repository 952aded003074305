"""Every document of the story, as it was read by those who must sign it. UPDATE_GOLDEN=1 writes the files anew."""

import os
import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pyromark
import pytest
import yaml

from playbook.core import events as e
from playbook.core.history import Lesson, fold
from playbook.core.shape import build
from playbook.core.stagemap import StageMap
from playbook.documents.checklist import signed_part
from playbook.documents.escape import clean
from playbook.documents.render import Renderer, Rendering
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import STATES, maps, stamped
from tests.documents.story import ORGANISATION, TICKS, WAVES, told

GOLDEN = Path(__file__).parent.parent / "golden"
SUBJECTS = {"rollout": "emea", "wave": "emea/wave-2", "squad": "emea/lyon"}
RUNNING = ("break-fix-log", "stability-report")


def cases():
    found = [
        (f"emea/{'pilot' if document in RUNNING else subject.partition('/')[2]}".rstrip("/"), document)
        for machine, subject in SUBJECTS.items()
        for stage in maps()[machine].stages
        for document in stage.documents
    ]
    return [*dict.fromkeys(found), ("emea/pilot", "charter"), ("emea/pilot", "gate-review")]


def rendered(subject: str, template: str, state=None, **changes) -> Rendering:
    words = Words("en")
    seen = view(state or told(), maps(), WAVES, subject, ORGANISATION, words)
    return Renderer([shipped("templates")], words, None).render(template, seen | changes, TICKS)


@pytest.mark.parametrize(("subject", "template"), cases(), ids=lambda one: one.replace("/", "-"))
def test_a_document_reads_as_it_was_last_read(subject, template):
    golden = GOLDEN / f"{subject.replace('/', '-')}-{template}.md"
    text = rendered(subject, template).text
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")


def test_no_document_has_two_blank_lines_or_a_blank_at_a_line_end():
    for subject, template in cases():
        text = rendered(subject, template).text

        assert "\n\n\n" not in text, template
        assert not re.search(r"[ \t]\n", text), template
        assert text.startswith("# "), template
        assert text.endswith("\n"), template
        assert not text.endswith("\n\n"), template


def test_every_document_says_how_to_change_it():
    for subject, template in cases():
        text = rendered(subject, template).text

        assert "## How to change this document" in text
        assert re.search(r"`(units/emea\.yaml:\d+|playbook [a-z]+ emea)", text)


def test_commands_and_places_are_not_escaped_inside_code():
    for subject, template in cases():
        for code in re.findall(r"`([^`\n]+)`", rendered(subject, template).text):
            assert "\\" not in code
            assert "&" not in code


@pytest.mark.parametrize("template", ["charter", "goal-sheet", "decision-record", "donor-agreement", "wave-plan"])
def test_what_people_sign_has_no_part_that_moves_by_itself(template):
    subject = next(subject for subject, name in cases() if name == template)
    quiet = told()
    for standing in quiet.standings.values():
        standing.approvals, standing.passages, standing.series, standing.cycles = [], [], {}, {}
        standing.stage, standing.hold = "", None
    quiet.lessons = {}
    quiet.lines = {}

    before, after = rendered(subject, template).text, rendered(subject, template, quiet).text

    assert signed_part(before) == signed_part(after)
    assert signed_part(before)


@pytest.mark.parametrize("template", ["break-fix-log", "stability-report", "gate-review", "decision-card"])
def test_a_log_is_signed_by_nobody(template):
    subject = next(subject for subject, name in cases() if name == template)

    assert signed_part(rendered(subject, template).text) is None


def test_the_charter_opens_with_one_sentence_for_what_and_whom_and_how_everyone_will_know():
    first = rendered("emea/pilot", "charter").text.split("\n\n")[1]

    assert first.count(". ") == 0
    assert first.endswith(".")
    for told_fact in ("Bordeaux bakeries", "that order milk", "put right the same day", "from 41 to 55 points"):
        assert told_fact in first


def test_the_charter_asks_in_the_order_in_which_people_ask():
    text = rendered("emea/pilot", "charter").text
    order = ("Who is in it", "What it decides", "What it is measured by", "In scope", "Signatures", "How to change")

    places = [text.index(part) for part in order]

    assert places == sorted(places)


@pytest.mark.parametrize(
    ("word", "many"), [("pod", "pods"), ("tiger team", "tiger teams"), ("skunk works", "skunk works")]
)
def test_the_word_for_a_squad_is_the_units_own(word, many):
    state = told()
    state.unit = replace(state.unit, squad_word=word)
    for subject, template in cases():
        text = rendered(subject, template, state).text

        assert not re.search(r"\bsquads?\b(?! size)", text.replace("/SQUAD", ""), re.IGNORECASE), template
    assert f"{many[0].upper()}{many[1:]}" in rendered("emea", "mission-map", state).text


def test_a_unit_without_a_word_says_squad():
    state = told()
    state.unit = replace(state.unit, squad_word=None)

    assert "leads the squad;" in rendered("emea/pilot", "charter", state).text


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (e.Moved("emea/pilot", "squad", "regress", "stable", "operating", reason="it turned"), "the engine made this"),
        (e.Moved("emea/pilot", "squad", "hand-over", "stable", "handed-over"), "taken by Ana Diaz."),
    ],
)
def test_a_move_of_the_engine_is_nobodys_decision(move, said):
    state = fold([stamped(move, by="p-diaz")], told())

    last = rendered("emea/pilot", "gate-review", state).text.partition("## 5. ")[2].partition("## How to")[0]

    assert said in last
    assert ("**Decision:** go, taken by" in last) == ("taken by" in said)


def test_a_report_carries_a_picture_of_each_measure_that_was_read():
    found = rendered("emea/pilot", "stability-report")

    assert [name for name, _ in found.figures] == ["stability-report-csat.svg", "stability-report-repair.svg"]
    assert all(f"]({name})" in found.text for name, _ in found.figures)
    assert [name for name, _ in rendered("emea/lyon", "stability-report").figures] == ["stability-report-csat.svg"]


@pytest.mark.parametrize("nasty", ["a</text><script>", "]]>&\u202e\x00", "{{ 7*7 }}"])
def test_hostile_names_stay_names_in_pictures(nasty):
    for _, text in rendered("emea/pilot", "stability-report", everywhere(nasty)).figures:
        assert "<script" not in text
        assert "\u202e" not in text
        assert "\x00" not in text


# ------------------------------------------------------------------------------------------------ the launch checklist


def lessons(count):
    state = told()
    state.lessons = {
        f"l{number}": Lesson(
            f"l{number}",
            "emea/pilot",
            "",
            f"lesson {number}",
            f"2026-10-{number:02}",
            "adopted",
            "",
            f"2026-10-{number:02}",
        )
        for number in range(1, count + 1)
    }
    return state


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 12, 28])
def test_three_pause_points_have_at_most_nine_items_each(count):
    text = rendered("emea/lyon", "launch-checklist", lessons(count)).text

    parts = re.split(r"^## [123]\. ", text, flags=re.MULTILINE)[1:]

    assert len(parts) == 3
    assert all(1 <= part.count("- [") <= 9 for part in parts)
    assert 12 <= text.count("- [") <= 18


def test_every_inherited_lesson_is_an_item_or_counted_by_one():
    items = rendered("emea/lyon", "launch-checklist", lessons(7)).items

    texts = [item["text"] for item in items if "lesson" in item["id"]]
    assert sum("lesson " in text for text in texts) == 4
    assert "the other 3 lessons" in texts[-1]


def test_items_of_the_first_week_do_not_hold_up_the_launch():
    found = {item["id"]: item for item in rendered("emea/pilot", "launch-checklist").items}

    assert not found["launch.measured"]["required"]
    assert found["launch.data-probed"]["required"]
    assert found["launch.data-probed"]["evidence"]
    assert sum(item["evidence"] for item in found.values()) <= 4


def test_an_items_id_does_not_move_with_people_or_places():
    one, two = (rendered(subject, "launch-checklist", lessons(0)).items for subject in ("emea/pilot", "emea/lyon"))

    assert [item["id"] for item in one] == [item["id"] for item in two]


# ------------------------------------------------------------------------------------------------------- hostile texts

NASTY = "a|b <b>x</b> <!-- c --> `t` [l](http://e) *s* _u_ # h\n- [ ] no {{ 7*7 }} {% raw %} &amp; ~~d~~ \\"


FREE = ("name", "statement", "customer", "outcome", "specialty", "source", "how", "ask", "duration", "squad_word")
LISTS = ("in_scope", "out_of_scope", "cadence", "interfaces")


def filled(value, text):
    """Return the record with every free text replaced; ids, days, choices and people's ids stay."""
    if not is_dataclass(value):
        return tuple(filled(one, text) for one in value) if isinstance(value, tuple) else value
    found = {one.name: filled(getattr(value, one.name), text) for one in fields(value)}
    found |= {name: text for name in FREE if found.get(name) and found[name] not in {"hire", "train", "borrow"}}
    found |= {name: (text, text) for name in LISTS if found.get(name)}
    return replace(value, **found | ({"unit": text} if "direction" in found or "limit" in found else {}))


def everywhere(text):
    """Return the story with `text` for everything that a person can write."""
    state = told()
    state.unit, state.goal = filled(state.unit, text), filled(state.goal, text)
    state.people = dict.fromkeys(state.people, text)
    for lesson in state.lessons.values():
        lesson.text = lesson.reason = text
    for favour in state.favours.values():
        favour.text = text
        favour.reason = favour.reason and text
    for standing in state.standings.values():
        standing.passages = [one._replace(reason=text) for one in standing.passages]
        standing.hold = standing.hold and standing.hold._replace(reason=text)
        for cycle in standing.cycles.values():
            cycle.hypothesis = cycle.broke = cycle.cause = cycle.fix = text
        for series in standing.series.values():
            series.reason = text
    return state


def parsed(text):
    """Return how often each kind of block and tag starts in a document, and all that a reader sees of it."""
    parser = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_TASKLISTS)
    kinds, seen = Counter(), []
    for event in parser.events(text):
        kind, content = next(iter(event.items())) if isinstance(event, dict) else (event, "")
        if kind in {"Text", "Code"}:
            seen.append(content)
        elif kind in {"Html", "InlineHtml"}:
            kinds[content[:13]] += 1
        elif kind != "End":
            kinds[f"{kind} {next(iter(content)) if isinstance(content, dict) else content}"] += 1
    return kinds, "".join(seen)


@pytest.mark.parametrize(
    "nasty", [NASTY, "-->", "|", "1. x", "# x", "- [ ] x <!-- item: launch.measured -->", "\u202e x"]
)
@pytest.mark.parametrize(("subject", "template"), cases(), ids=lambda one: one.replace("/", "-"))
def test_hostile_texts_change_no_heading_table_box_or_tag(subject, template, nasty):
    calm, _ = parsed(rendered(subject, template, everywhere("quiet")).text)

    wild, seen = parsed(rendered(subject, template, everywhere(nasty)).text)

    assert wild == calm
    assert clean(nasty) in seen


# ------------------------------------------------------------------------------------------------------- the reference

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference" / "documents.md"
TEMPLATES = Path(shipped("templates")) / "documents"


def reference_rows():
    """Return (machine, template, stages, signed) of each row of the reference's tables of documents."""
    machine, found = "", []
    for line in REFERENCE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            machine = {"## Of a unit": "rollout", "## Of a squad": "squad", "## Of a wave": "wave"}.get(line, "")
        if machine and line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found += [(machine, cells[0].strip("`"), stage, cells[3] != "nobody") for stage in cells[1].split(", ")]
    return found


def test_the_reference_has_each_document_at_its_stage_and_says_whether_it_is_signed():
    owed = {
        (machine, document, stage.id, "signatures()" in (TEMPLATES / f"{document}.md.j2").read_text("utf-8"))
        for machine, one in maps().items()
        for stage in one.stages
        for document in stage.documents
    }

    assert set(reference_rows()) == owed


def test_every_template_is_owed_somewhere_and_every_document_has_one():
    every = [*maps().values(), build(StageMap, yaml.safe_load((STATES / "rollout-top-down.yaml").read_text("utf-8")))]
    owed = {document for one in every for stage in one.stages for document in stage.documents}

    assert owed == {path.name.removesuffix(".md.j2") for path in TEMPLATES.glob("[!_]*.md.j2")}


def test_every_partial_is_used():
    used = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.j2"))

    assert all(f'"documents/{path.name}"' in used for path in TEMPLATES.glob("_*"))


@pytest.mark.parametrize(("subject", "kind"), [("emea", "unit"), ("emea/lyon", "squad"), ("emea/wave-2", "wave")])
def test_the_reference_names_every_key_of_a_view(subject, kind):
    part = REFERENCE.read_text("utf-8").partition("## What a template can use")[2]
    rows = [line.split("|") for line in part.splitlines() if line.startswith("| `")]
    named = {key for row in rows if row[2].strip() == "all" or kind in row[2] for key in re.findall(r"`(\w+)`", row[1])}

    found = view(told(), maps(), WAVES, subject, ORGANISATION, Words("en"))

    assert set(found) == named


def test_whoever_must_fill_a_line_is_named_in_it():
    for path in TEMPLATES.glob("*.j2"):
        for line in re.findall(r'_\{\{ _\("(To be filled[^"]*)"', path.read_text("utf-8")):
            assert re.match(r"To be filled by (the|whoever) ", line), line
