"""The decisions of a gate as plain data for templates: go and on what conditions, hold, back, stop; who disagreed."""

from collections.abc import Iterable, Sequence
from typing import Any

from playbook.core.history import Dissent, Passage, Pause, Proviso, Standing, Waiver
from playbook.core.stagemap import Move, StageMap
from playbook.documents import records
from playbook.documents.pieces import Plain, Source

REVIEW = "gate-review"
Said = Proviso | Dissent
NO_HOLD: Plain = {"stage": "", "lifted": "", "lifted_by": "", "why_lifted": ""}
NO_MOVE: Plain = {"source": "", "target": "", "carried_by": "", "engine": False, "approvals": []}
"""What a hold has and a move has not, and the other way round: a template must not stumble over either."""


def decisions(source: Source, subject: str) -> list[Plain]:
    """Return every decision on a subject, oldest first: each move that it made, and each time it was put on hold.

    `kind` is `go`, `recycle`, `stop`, `engine` or `hold`. Each has what was judged (`verdicts`, `waived`), what was set
    (`provisos`) and who disagreed (`dissents`). What is said of a move that is still ahead is in `ahead`.
    """
    own = source.state.standing(subject)
    stage_map = _map(source, subject)
    passages = records.passages(source, subject)
    moves = [
        {**NO_HOLD, **made, "kind": _kind(stage_map, one), **_with(source, one.verdicts, _of(source, subject, one))}
        for made, one in zip(passages, own.passages, strict=True)
    ]
    holds = [_pause(source, subject, one) for one in own.pauses]
    return sorted([*moves, *holds], key=lambda one: str(one["at"]))


def ahead(source: Source, subject: str) -> Plain:
    """Return what was said of a move that is still to be made: `provisos` and `dissents`."""
    return _said(source, [one for one in _everything(source, subject) if _place(source, subject, one) is None])


def provisos(source: Source, subject: str) -> list[Plain]:
    """Return the open provisos of a subject (of a unit: of all in it), the one that is due soonest first."""
    below = f"{subject}/"
    every = (one for one in source.state.provisos.values() if not one.met)
    found = [one for one in every if one.subject == subject or one.subject.startswith(below)]
    return [_proviso(source, one) for one in sorted(found, key=lambda one: (one.due, one.set))]


def reviewed(stage_map: StageMap, been: tuple[str, ...], own: Standing) -> tuple[str, ...]:
    """Return the templates that a subject owes: those of its stages, and a gate review once it was put on hold.

    A hold is a decision of a gate like any other. Where no stage of the map owes a gate review, nobody wants one.
    """
    owed = stage_map.owed(been)
    wanted = own.pauses and any(REVIEW in stage.documents for stage in stage_map.stages)
    return (*owed, REVIEW) if wanted and REVIEW not in owed else owed


def _map(source: Source, subject: str) -> StageMap:
    name = subject.partition("/")[2]
    return source.maps["rollout" if not name else "wave" if name in source.waves else "squad"]


def _kind(stage_map: StageMap, one: Passage) -> str:
    """Return what a move was as a decision; a move that its map no longer has was a step forward."""
    found: Move | None = next((move for move in stage_map.moves if move.name == one.move), None)
    return "go" if found is None or found.by == "advance" else found.by


def _pause(source: Source, subject: str, one: Pause) -> Plain:
    state = source.state
    stages = [passage.target for passage in state.standing(subject).passages if passage.at <= one.at]
    stage = stages[-1] if stages else _map(source, subject).initial
    return {
        **NO_MOVE,
        "kind": "hold",
        "at": one.at,
        "by": state.person(one.by),
        "reason": one.reason,
        "stage": source.words.text(stage),
        "move": source.words.move(one.move) if one.move else "",
        "lifted": one.lifted,
        "lifted_by": state.person(one.lifted_by) if one.lifted_by else "",
        "why_lifted": one.why_lifted,
        **_with(source, one.verdicts, _of(source, subject, one)),
    }


def _with(source: Source, verdicts: Sequence[dict[str, Any]], said: list[Said]) -> Plain:
    known, waived = source.state.waivers, (one.get("waiver", "") for one in verdicts)
    return {
        "verdicts": [records.verdict(source, _bare(one)) for one in verdicts],
        "waived": [_waiver(source, known[one]) for one in dict.fromkeys(waived) if one in known],
        **_said(source, said),
    }


def _bare(kept: dict[str, Any]) -> dict[str, Any]:
    """Return a verdict with what was found alone: by whose leave it is passed over stands in a line of its own."""
    facts = kept["found"][1]
    return {**kept, "found": facts["found"]} if kept.get("waiver") and "found" in facts else kept


# ---------------------------------------------------------------------------------------------- what belongs where


def _everything(source: Source, subject: str) -> list[Said]:
    state = source.state
    return [*(one for one in state.provisos.values() if one.subject == subject), *state.standing(subject).dissents]


def _of(source: Source, subject: str, decision: Passage | Pause) -> list[Said]:
    return [one for one in _everything(source, subject) if _place(source, subject, one) is decision]


def _place(source: Source, subject: str, one: Said) -> Passage | Pause | None:
    """Return the decision that something was said of: the first that followed it, else the last before it.

    Whoever disagrees while a subject is on hold because of that move disagrees with the hold. None for what is said of
    a move that can still be made.
    """
    own, at = source.state.standing(subject), one.set if isinstance(one, Proviso) else one.at
    if isinstance(one, Dissent):
        for pause in own.pauses:
            if pause.move == one.move and pause.at <= at and (not pause.lifted or at < pause.lifted):
                return pause
    made = [passage for passage in own.passages if passage.move == one.move]
    after = [passage for passage in made if passage.at >= at]
    if after:
        return after[0]
    stage_map = _map(source, subject)
    still = any(move.name == one.move for move in stage_map.leaving(own.stage or stage_map.initial))
    return None if still or not made else made[-1]


def _said(source: Source, said: Iterable[Said]) -> Plain:
    said = list(said)
    return {
        "provisos": [_proviso(source, one) for one in said if isinstance(one, Proviso)],
        "dissents": [_dissent(source, one) for one in said if isinstance(one, Dissent)],
    }


def _proviso(source: Source, one: Proviso) -> Plain:
    return {
        "id": one.id,
        "subject": one.subject,
        "what": source.label(one.subject),
        "text": one.text,
        "owner": source.state.person(one.owner),
        "due": one.due,
        "met": one.met,
        "met_by": source.state.person(one.met_by) if one.met_by else "",
        "evidence": one.evidence,
    }


def _dissent(source: Source, one: Dissent) -> Plain:
    return {"at": one.at, "by": source.state.person(one.by), "text": one.text}


def _waiver(source: Source, one: Waiver) -> Plain:
    person = source.state.person
    return {
        "id": one.id,
        "condition": source.words.text(one.condition.replace("_", " ")),
        "what": source.label(one.subject),
        "subject": one.subject,
        "reason": one.reason,
        "until": one.until,
        "requested": one.requested,
        "requested_by": person(one.requested_by),
        "granted": one.granted,
        "granted_by": person(one.granted_by),
        "note": one.note,
    }
