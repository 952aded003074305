"""What people did to the boxes of a document, turned into events."""

from playbook.app.session import Session
from playbook.core import events as e
from playbook.core.history import Paper
from playbook.documents.checklist import Box, agrees, boxes


def read_ticks(session: Session, paper: Paper, text: str, base: str) -> int:
    """Record every tick that a person set, changed or took back in a file, and return how many there were.

    `base` is the text that the file was generated from: a box that is as it was there was touched by nobody.
    """
    before = {box.id: _tick(box) for box in boxes(base)}
    known = session.state.standing(paper.subject).ticks
    asked = {item["id"] for item in paper.items}
    count = 0
    for box in boxes(text):
        if box.id in asked and _tick(box) != before.get(box.id) and not agrees(box, known.get(box.id)):
            session.record(_event(paper, box))
            count += 1
    return count


def _tick(box: Box) -> tuple[bool, str, str]:
    return box.ticked, box.evidence, box.not_applicable


def _event(paper: Paper, box: Box) -> e.Event:
    if box.done:
        return e.ItemTicked(paper.subject, box.id, box.evidence, box.not_applicable, paper.id)
    return e.ItemUnticked(paper.subject, box.id, paper.id)
