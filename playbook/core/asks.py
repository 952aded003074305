"""What waits for whom in a unit: plain JSON, projected with its line, so that `next` looks at no event.

People are ids; their names are put in at the edge. Days are YYYY-MM-DD.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playbook.core.phrase import kept
from playbook.core.provisos import open_provisos
from playbook.core.roles import confirmers
from playbook.core.scene import Scene, moment
from playbook.core.verdict import Verdict
from playbook.core.waivers import grantors, waiting

KINDS = ("advance", "approval", "condition", "signature", "proviso", "waiver", "lesson", "favour", "failure", "cycle")
"""What can wait for somebody."""
ITEMISED = ("lessons_adopted", "favours_settled", "provisos")
"""Conditions of which each thing that waits is told by itself."""
CLOSE = "playbook cycle close "
AGAIN = " --again"
"""How the command ends that confirms what somebody signed or approved before."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a unit can do next: a move of the unit, or of a wave, with the verdicts of its gate."""

    subject: str
    move: str
    target: str
    verdicts: tuple[Verdict, ...]

    @property
    def name(self) -> str:
        """What the portfolio calls it: the wave, or the unit's own move."""
        return self.subject.partition("/")[2] or self.move

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        """The verdicts that stand in the way."""
        return tuple(verdict for verdict in self.verdicts if verdict.stands_in_the_way)


def asks(scene: Scene, steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return everything that somebody can do now for the unit to go on, or has to do by a day.

    Each has `kind` (see `KINDS`), `who` (ids of those who can), `subject`, `what` (the words of it, the name of the
    condition, or the stage that is reached), `command` and `until`: the last day, where there is one; of an `advance`
    the first day.
    """
    found = [*_gates(scene, steps), *_signatures(scene), *_provisos(scene), *_waivers(scene), *_learning(scene)]
    return list(
        {(one["kind"], one["subject"], one["command"], str(one["what"]), *one["who"]): one for one in found}.values()
    )


def _ask(  # noqa: PLR0913, PLR0917  (what an ask is made of)
    kind: str, who: Iterable[str], subject: str, what: Any, command: str, until: str = ""
) -> dict[str, Any]:
    people = list(dict.fromkeys(one for one in who if one))
    return {"kind": kind, "who": people, "subject": subject, "what": what, "command": command, "until": until}


def _gates(scene: Scene, steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
    """Yield what stands in the way of a step and somebody can clear; where only time does, when it can be taken."""
    for step in steps:
        if all(verdict.until and not verdict.command for verdict in step.blocking):
            ready = max((verdict.until for verdict in step.blocking), default="")
            who = (scene.unit.sponsor, scene.unit.pilot.lead)
            yield _ask("advance", who, step.subject, step.target, f"playbook advance {step.subject}", ready)
        yield from (_verdict(scene, step, one) for one in step.blocking if _is_asked(one))


def _is_asked(verdict: Verdict) -> bool:
    """Return whether a verdict is told itself: not where only time clears it, nor where its parts are told."""
    signed = verdict.condition == "documents" and verdict.command.endswith(AGAIN)
    if signed or verdict.condition in ITEMISED or verdict.command.startswith(CLOSE):
        return False
    return bool(verdict.command or not verdict.until)


def _verdict(scene: Scene, step: Step, verdict: Verdict) -> dict[str, Any]:
    """Return what a verdict asks for; a command never names its person: whoever types it does."""
    command = verdict.command.partition(" --as ")[0] or f"playbook why {verdict.subject}"
    who = verdict.clears or (scene.unit.sponsor,)
    if verdict.status == "fail" and verdict.subject == step.subject and command.startswith("playbook approve"):
        return _ask("approval", who, verdict.subject, step.target, command)
    kind = "approval" if command.startswith("playbook approve") else "condition"
    return {**_ask(kind, who, verdict.subject, verdict.condition, command, verdict.until), "found": kept(verdict.found)}


def _signatures(scene: Scene) -> Iterator[dict[str, Any]]:
    """Yield which documents have to be read again, once for each person and subject."""
    found: dict[tuple[str, str], set[str]] = {}
    for document, suspects in scene.state.suspects.items():
        paper = scene.state.papers[document]
        squads = scene.squads_of(paper.subject)
        for suspect in suspects:
            for person in confirmers(scene.unit, squads, suspect.signature):
                found.setdefault((person, paper.subject), set()).add(paper.place)
    for (person, subject), places in found.items():
        yield _ask("signature", (person,), subject, sorted(places), f"playbook approve {subject}{AGAIN}")


def _provisos(scene: Scene) -> Iterator[dict[str, Any]]:
    for one, _ in open_provisos(scene.state, scene.unit.unit, scene.now.date().isoformat()):
        command = f'playbook proviso meet {one.subject} {one.id} --evidence "…"'
        yield _ask("proviso", (one.owner,), one.subject, one.text, command, one.due)


def _waivers(scene: Scene) -> Iterator[dict[str, Any]]:
    for one in waiting(scene.state, scene.now.date().isoformat()):
        who = grantors(scene, one.subject, one.requested_by)
        command = f"playbook waiver grant {one.subject} {one.id}"
        yield {**_ask("waiver", who, one.subject, one.condition, command, one.until), "reason": one.reason}


def _learning(scene: Scene) -> Iterator[dict[str, Any]]:
    """Yield lessons to decide on, favours to settle, failures without a lesson, and cycles that are open."""
    unit, state = scene.unit.unit, scene.state
    for lesson in state.lessons.values():
        cycle = state.standing(lesson.subject).cycles.get(lesson.cycle)
        if not lesson.decision and (cycle is None or cycle.closed):
            who = (_lead(scene, lesson.subject), scene.unit.sponsor)
            yield _ask("lesson", who, lesson.subject, lesson.text, f"playbook lesson adopt {unit} {lesson.id}")
    for favour in state.favours.values():
        if not favour.settlement:
            command = f'playbook favour settle {unit} {favour.id} standardise|price|drop --reason "…"'
            yield _ask("favour", (scene.unit.sponsor,), favour.subject, favour.text, command)
    for failure in state.failures.values():
        if not failure.lesson:
            who = (_lead(scene, failure.subject), scene.unit.sponsor)
            command = f'playbook failure learn {failure.subject} {failure.id} --lesson "…"'
            yield _ask("failure", who, failure.subject, failure.text, command)
    yield from _cycles(scene)


def _cycles(scene: Scene) -> Iterator[dict[str, Any]]:
    for standing in scene.state.standings.values():
        for one in standing.cycles.values():
            if not one.closed:
                end = (moment(one.opened) + timedelta(days=one.time_box)).date().isoformat()
                command = f'{CLOSE}{one.subject} {one.id} --broke "…" --cause "…" --fix "…" --verified'
                yield _ask("cycle", (_lead(scene, one.subject),), one.subject, one.hypothesis, command, end)


def _lead(scene: Scene, subject: str) -> str:
    squads = scene.squads_of(subject)
    return squads[0].lead if squads else scene.unit.sponsor
