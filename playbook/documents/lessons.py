"""Lessons as plain data for templates: what was learned, by whom, what was decided about it, and who inherits it."""

from collections.abc import Iterable

from playbook.core.history import Lesson
from playbook.core.phrase import say
from playbook.documents.pieces import UNPLANNED, Plain, Source

DECIDED = {
    "adopted": (say("adopted {day}"), say("adopted {day}: {reason}")),
    "local": (say("kept local {day}"), say("kept local {day}: {reason}")),
    "rejected": (say("rejected {day}"), say("rejected {day}: {reason}")),
}
"""What was decided about a lesson, without and with a reason."""


def lessons(source: Source, *groups: Iterable[str] | str) -> list[Plain]:
    """Return the lessons of these subjects, oldest first."""
    wanted = {one for group in groups for one in ([group] if isinstance(group, str) else group)}
    return [plain(source, one) for one in in_order(source) if one.subject in wanted]


def inherited(source: Source, name: str) -> list[Plain]:
    """Return the adopted lessons of everybody who was there before a squad or wave, in order of their adoption."""
    place = source.order(name)
    return [
        plain(source, one)
        for one in sorted(in_order(source), key=lambda one: (one.decided, one.id))
        if one.decision == "adopted" and _learned_before(source, one, name, place)
    ]


def plain(source: Source, one: Lesson) -> Plain:
    """Return a lesson: its text, who learned it (`from`) and when, and what was decided about it."""
    return {
        "id": one.id,
        "from": source.label(one.subject),
        "subject": one.subject,
        "cycle": one.cycle,
        "text": one.text,
        "recorded": one.recorded,
        "decision": source.words.text(one.decision) if one.decision else "",
        "reason": one.reason,
        "decided": one.decided,
        "verdict": _decided(source, one),
    }


def _decided(source: Source, one: Lesson) -> str:
    """Return what was decided about a lesson, as a sentence of its own."""
    known = DECIDED.get(one.decision)
    if known is None:
        return source.words.text("to be decided")
    short, reasoned = known
    chosen = reasoned if one.reason else short
    return source.words.phrase(say(chosen.text, day=source.words.date(one.decided), reason=one.reason))


def in_order(source: Source) -> list[Lesson]:
    """Return all lessons of the unit, oldest first."""
    return sorted(source.state.lessons.values(), key=lambda one: (one.recorded, one.id))


def _learned_before(source: Source, one: Lesson, name: str, place: int) -> bool:
    learned = one.subject.partition("/")[2]
    if learned == name:
        return False
    return source.order(learned) < place or source.order(learned) == place == UNPLANNED
