"""Every document of the story, as it was read by those who must sign it. UPDATE_GOLDEN=1 writes the files anew."""

import os
from pathlib import Path

import pytest

from playbook.documents.render import Renderer, Rendering
from playbook.documents.view import view
from playbook.library import shipped
from playbook.words import Words
from tests.builders import maps
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
    seen = view(state or told(), maps(), WAVES, subject, template, ORGANISATION, words)
    return Renderer([shipped("templates")], words, None).render(template, seen | changes, TICKS)


@pytest.mark.parametrize(("subject", "template"), cases(), ids=lambda one: one.replace("/", "-"))
def test_a_document_reads_as_it_was_last_read(subject, template):
    golden = GOLDEN / f"{subject.replace('/', '-')}-{template}.md"
    text = rendered(subject, template).text
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")
