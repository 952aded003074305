"""What people did to the boxes of a document, turned into events; and whose ticks stand for what items mean now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from playbook.app.session import Session
from playbook.core import events as e
from playbook.core.history import Paper, Tick
from playbook.core.persons import veil
from playbook.core.phrase import Phrase, say
from playbook.core.scene import stamp
from playbook.documents import checklist
from playbook.documents.blame import Author
from playbook.documents.checklist import Box, agrees, boxes, healed
from playbook.documents.claims import joined
from playbook.errors import PlaybookError

UNREAD = {
    "form": say("{place}: this is no box, so it was not read as a tick; a ticked one is written '- [x] …'"),
    "place": say("{place}: not read as a tick: an item in a table, in a quote or in the text of another is none"),
    "nearly": say(
        "{place}: this looks like evidence or a reason and was not read;"
        " write '— evidence: …' or '— not applicable: …' at the end of the item's line"
    ),
    "mark": say("{place}: '(required)' counts only at the end of a line with words: move it there"),
    "reason": say("{place}: 'not applicable' needs a reason behind it: '— not applicable: …'; the item is still open"),
}


def read_ticks(session: Session, paper: Paper, text: str, base: str) -> int:
    """Record every tick that a person set, changed or took back in a file, and return how many there were.

    `base` is the revision that the file was generated from: a box that is as it was there was touched by nobody. Whose
    tick it is says git where the line is committed; otherwise it is of who is at the keyboard.
    """
    before = checklist.states(base)
    meanings = {item["id"]: int(item.get("meaning", 1)) for item in paper.items}
    known = standing(session, paper.subject, paper.items)
    new = [
        box
        for box in boxes(healed(text, checklist.generated_part(base)))
        if (box.own or box.id in meanings)
        and box.state != before.get(box.id, checklist.OPEN)
        and not agrees(box, known.get(box.id))
    ]
    authors = session.world.blame(paper.path, [box.line for box in new]) if new else {}
    for box in new:
        who, when = _signed(session, authors.get(box.line))
        session.record(_event(paper, box, who, when, meanings.get(box.id, 1)))
    return len(new)


def standing(session: Session, subject: str, items: Iterable[Mapping[str, Any]]) -> dict[str, Tick]:
    """Return the ticks of a subject by item, without those that were given for an earlier meaning."""
    ticks = session.state.standing(subject).ticks
    old = {item["id"] for item in items if item["id"] in ticks and not ticks[item["id"]].stands(item)}
    return {name: tick for name, tick in ticks.items() if name not in old}


def named(session: Session, subject: str) -> dict[str, Tick]:
    """Return the ticks of a subject as documents show them: `who` is a name, and known for all."""
    state = session.state
    return {name: tick._replace(who=state.person(tick.person)) for name, tick in state.standing(subject).ticks.items()}


def entries(session: Session, subject: str) -> list[tuple[Paper, dict[str, Any]]]:
    """Return every item of a subject with its document, in their order; those that people added have `own` and `line`.

    The first line of an id counts, also across documents.
    """
    found: dict[str, tuple[Paper, dict[str, Any]]] = {}
    for paper in session.state.papers.values():
        own = [{"required": True, "evidence": False, "own": True, **item} for item in paper.own]
        for item in (*paper.items, *own) if paper.subject == subject else ():
            found.setdefault(item["id"], (paper, item))
    return list(found.values())


def given(session: Session, subject: str, item: str, evidence: str, not_applicable: str) -> list[e.Event]:
    """Return what a tick by command is as events: none where the item is ticked and there is nothing new to say.

    It adds to what somebody wrote in the file, and replaces what another command said.
    """
    paper, entry = next(one for one in entries(session, subject) if one[1]["id"] == item)
    tick = standing(session, subject, [entry]).get(item)
    written = tick.written if tick else _noted(session, paper, item)
    said = written if evidence and evidence in written else joined(written, evidence)
    if tick and not tick.not_applicable and not (evidence or not_applicable):
        return []
    if tick and (said, not_applicable) == (tick.evidence, tick.not_applicable):
        return []
    return [e.ItemTicked(subject, item, said, not_applicable, meaning=int(entry.get("meaning", 1)))]


def _noted(session: Session, paper: Paper, item: str) -> str:
    """Return the evidence that somebody wrote at an open box."""
    with suppress(PlaybookError):
        stored = session.world.shelf.load(paper.path)
        return next((box.evidence for box in boxes(stored.text or "") if box.id == item), "") if stored else ""
    return ""


def noticed(
    session: Session, text: str, items: Iterable[Mapping[str, Any]] = ()
) -> dict[str, tuple[dict[str, Any], ...]]:
    """Return what an event keeps of a file's boxes: `own`, the items that people added, and `unread`.

    `items` are those that have to stand in it somewhere.
    """
    unread = (*checklist.unread(text), *checklist.gone(text, [item["id"] for item in items]))
    return {"own": veil(checklist.own_items(text), session.state.people), "unread": unread}


def remarks(session: Session) -> list[Phrase]:
    """Return a sentence for each line of the unit's documents that looks like a tick and was not read as one.

    Of items that stand there again, and of those that are gone, there is one sentence for each document.
    """
    return [phrase for paper in session.state.papers.values() if paper.unread for phrase in _remarks(session, paper)]


def _remarks(session: Session, paper: Paper) -> Iterator[Phrase]:
    again = [one for one in paper.unread if one["why"] == "twice"]
    if again:
        yield _again(paper, again)
    done = standing(session, paper.subject, paper.items)
    lost = [one for one in paper.unread if one["why"] == "gone" and one["item"] not in done]
    if lost:
        yield say(
            "{place}: {n} item is not in the file any more, or stands in code: put the line back, or use playbook tick",
            "{place}: {n} items are not in the file any more, or stand in code:"
            " put the lines back, or use playbook tick",
            n=len(lost),
            place=paper.place,
        )
    for one in paper.unread:
        if one["why"] not in ("twice", "gone"):
            phrase = UNREAD.get(one["why"], UNREAD["form"])
            yield phrase._replace(facts={"place": f"{paper.place}:{one['line']}", "item": one["item"]})


def _again(paper: Paper, found: Sequence[Mapping[str, Any]]) -> Phrase:
    first = found[0]
    words = {item["id"]: item["text"] for item in (*paper.items, *paper.own)}
    return say(
        "{place}: “{text}” stands here a second time; only its first line counts: delete this one",
        "{place}: “{text}” and more stand here a second time, {n} lines in all;"
        " only the first line of each counts: delete these",
        n=len(found),
        place=f"{paper.place}:{first['line']}",
        text=words.get(first["item"], first["item"]),
    )


def _signed(session: Session, author: Author | None) -> tuple[str, str]:
    """Return (person's id, time) of a line's author; both empty where nobody but the keyboard is known."""
    if author is None:
        return "", ""
    return session.person(author.person), author.when if author.when <= stamp(session.now) else ""


def _event(paper: Paper, box: Box, who: str, when: str, meaning: int) -> e.Event:
    if box.done:
        said = (box.evidence, box.not_applicable)
        return e.ItemTicked(paper.subject, box.id, *said, paper.id, who, when, meaning)
    return e.ItemUnticked(paper.subject, box.id, paper.id, who, when)
