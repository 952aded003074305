"""Deciding a move: every verdict of its gate and of the moves it carries, then events or a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from playbook.core import events as e
from playbook.core.composition import composition, narrowed
from playbook.core.leading import alone
from playbook.core.persons import veiling
from playbook.core.phrase import listed, say
from playbook.core.provisos import overdue
from playbook.core.scene import Scene
from playbook.core.stagemap import Carry, Move
from playbook.core.verdict import Verdict
from playbook.core.waivers import lenient, spared
from playbook.errors import UsageError


@dataclass(frozen=True, slots=True)
class Decision:
    """What a move comes to: `events` if the gate is open; with a verdict in the way there are none."""

    subject: str
    move: Move
    source: str
    verdicts: tuple[Verdict, ...]
    events: tuple[e.Event, ...]

    @property
    def open(self) -> bool:
        """True where nothing stands in the way."""
        return not any(verdict.stands_in_the_way for verdict in self.verdicts)


class Draft(NamedTuple):
    """A move that is made where nothing stands in the way."""

    subject: str
    move: Move
    source: str
    verdicts: list[Verdict]
    reason: str = ""
    carried_by: str = ""


def choose(scene: Scene, subject: str, *, by: str = "advance", name: str = "") -> Move:
    """Return the move that `advance`, `recycle` or `stop` means here: the first of its kind, or the one named.

    Raises:
        UsageError: there is no such move from this stage.
    """
    machine, stage = scene.machines[scene.machine(subject)], scene.stage(subject)
    leaving = machine.map.leaving(stage, by)
    if by == "stop" and not name and len(leaving) > 1:
        ends = [say("--move {name} (to {stage})", name=move.name, stage=move.target) for move in leaving]
        text = say("{subject} can end in {n} ways: say which", subject=subject, n=len(leaving))
        raise UsageError(text, hint=listed(ends))
    for move in leaving:
        if not name or name in (move.name, move.target):
            return move
    if machine.map.stage(stage).terminal:
        text = say("{subject} is {stage}: that is the end of its way, nothing follows", subject=subject, stage=stage)
        raise UsageError(text, subject=subject)
    raise _no_move(subject, stage, by, name, [move.name for move in leaving])


def _no_move(subject: str, stage: str, by: str, name: str, known: list[str]) -> UsageError:
    text = say("{subject} has no move by `{by}` from {stage}", subject=subject, by=by, stage=stage)
    if by == "recycle" and not known:
        return UsageError(say("there is nothing to go back to from {stage}", stage=stage))
    if name:
        text = say("{subject} has no move '{name}' from {stage}", subject=subject, name=name, stage=stage)
    return UsageError(text, hint=say("moves by `{by}` from here: {moves}", by=by, moves=known or say("none")))


def decide(scene: Scene, subject: str, move: Move, reason: str = "") -> Decision:
    """Return the decision on `move`, with all verdicts: its own gate's and those of every squad it carries."""
    source = scene.stage(subject)
    composed = composition(scene, subject) if move.by == "advance" else ()
    scene = lenient(narrowed(scene, composed), subject, move)
    verdicts = [
        *_holds(scene, subject),
        *(overdue(scene, subject) if move.by == "advance" else ()),
        *_ended(scene, subject, move),
        *alone(scene, subject, move),
        *scene.judge(scene, subject, move, move.gate),
    ]
    machine = scene.machines[scene.machine(subject)]
    carried: list[Draft] = []
    for name, steps in _carried(scene, subject, move).items():
        more, drafts = _carry(scene, (subject, move.by), name, steps)
        verdicts += more
        carried += drafts
    verdicts = _different(verdicts)
    target = machine.target(source, move.name, verdicts)
    if target is None:
        return Decision(subject, move, source, tuple(verdicts), ())
    made = _moved(scene, (Draft(subject, move, source, verdicts, reason), *carried))
    return Decision(subject, move, source, tuple(verdicts), (*composed, *made))


def _different(verdicts: list[Verdict]) -> list[Verdict]:
    """Return each verdict once, the last of those that say the same: gates of several moves may ask one squad alike."""
    found: dict[tuple[str, str], dict[int, Verdict]] = {}
    for place, one in enumerate(verdicts):
        said = found.setdefault((one.condition, one.subject), {})
        same = (at for at, other in said.items() if (other.needed, other.found) == (one.needed, one.found))
        said[next(same, place)] = one
    placed = {place: one for said in found.values() for place, one in said.items()}
    return [placed[place] for place in sorted(placed)]


def follow(scene: Scene, subjects: tuple[str, ...]) -> list[e.Event]:
    """Return the moves that the engine itself makes: those whose `unless` conditions fail on the evidence there is.

    Undecided is not failed: missing evidence moves nobody. What a waiver let through stays until the waiver's last day.
    At most one move a subject, so that it always ends.
    """
    found: list[e.Event] = []
    for subject in subjects:
        machine = scene.machine(subject)
        for move in scene.machines[machine].map.leaving(scene.stage(subject), "engine"):
            judged = scene.judge(scene, subject, move, move.unless)
            failed = [one for one in judged if one.status == "fail" and not spared(scene, one)]
            if failed:
                reason = str(failed[0].found)
                found += _moved(scene, [Draft(subject, move, scene.stage(subject), failed, reason)])
                break
    return found


def _carried(scene: Scene, subject: str, move: Move) -> dict[str, list[Carry]]:
    """Return the carried steps by squad, so that each squad's way is followed from where it stands."""
    found: dict[str, list[Carry]] = {}
    for carry in move.carries:
        names = ("pilot",) if carry.squads == "pilot" else scene.waves.get(subject.partition("/")[2], ())
        for name in names:
            found.setdefault(f"{scene.unit.unit}/{name}", []).append(carry)
    return found


def _carry(
    scene: Scene, leading: tuple[str, str], subject: str, steps: list[Carry]
) -> tuple[list[Verdict], list[Draft]]:
    """Return the verdicts and moves of one squad that goes along; one that has ended badly stays where it is.

    `leading` is who carries it, and by which command: on the way back a squad that has gone further stays there.
    """
    leader, by = leading
    squad_map = scene.machines["squad"].map
    stage, been = scene.stage(subject), set(scene.been(subject))
    verdicts = overdue(scene, subject)
    drafts: list[Draft] = []
    if squad_map.stage(stage).terminal:
        lost = squad_map.stage(stage).tally == "bad" and steps[0].squads == "pilot"
        return [_lost(scene, subject, stage)] if lost else [], drafts
    own = scene.state.standing(subject).hold
    if own:
        verdicts.append(_held(subject, subject, own.reason, own.by))
    for step in steps:
        move = next((one for one in squad_map.leaving(stage, by) if one.name == step.move), None)
        if move:
            found = scene.judge(scene, subject, move, move.gate)
            verdicts += found
            drafts.append(Draft(subject, move, stage, found, carried_by=leader))
            stage = move.target
            been.add(stage)
        elif by != "advance":
            continue
        elif behind := _behind(squad_map.moves, step.move, been):
            verdicts += scene.judge(scene, subject, behind, behind.gate)  # it was true once; is it still?
        else:
            verdicts.append(_elsewhere(scene, subject, step.move, stage))
    return verdicts, drafts


def _behind(moves: tuple[Move, ...], name: str, been: set[str]) -> Move | None:
    """Return the move of that name, where a squad has made it before."""
    return next((move for move in moves if move.name == name and move.target in been), None)


def _moved(scene: Scene, drafts: Iterable[Draft]) -> list[e.Event]:
    """Return the events of moves that are made, none of which names anybody."""
    veiled, version = veiling(scene.state.people), scene.machines["rollout"].map.version
    found: list[e.Event] = []
    for one in drafts:
        kept = tuple(veiled([verdict.record() for verdict in one.verdicts]))
        why = str(veiled(one.reason)) if one.move.by == "engine" else one.reason
        way = (scene.machine(one.subject), one.move.name, one.source, one.move.target)
        found.append(e.Moved(one.subject, *way, kept, why, one.carried_by, version))
    return found


def _ended(scene: Scene, subject: str, move: Move) -> list[Verdict]:
    """Return a verdict where the unit, or a squad's wave, has come to its end: nothing below it goes on."""
    above = [name for name in (scene.wave_of(subject), scene.unit.unit) if name and name != subject]
    for leader in above if move.by == "advance" else ():
        stage = scene.machines[scene.machine(leader)].map.stage(scene.stage(leader))
        if stage.terminal and (stage.tally == "bad" or leader == scene.unit.unit):
            return [
                Verdict(
                    "ended",
                    "fail",
                    subject,
                    say("{leader} must still be under way", leader=leader),
                    say("{leader} is {stage}: nothing below it goes on", leader=leader, stage=stage.id),
                    remedy=say("end the {squads} and waves that are still open, or leave them where they are"),
                    waivable=False,
                )
            ]
    return []


def _holds(scene: Scene, subject: str) -> list[Verdict]:
    """Return a verdict for a hold on the subject, its wave or its unit."""
    for above in dict.fromkeys((subject, scene.wave_of(subject) or subject, scene.unit.unit)):
        hold = scene.state.standing(above).hold
        if hold:
            return [_held(subject, above, hold.reason, hold.by)]
    return []


def _held(subject: str, above: str, reason: str, by: str) -> Verdict:
    return Verdict(
        "hold",
        "fail",
        subject,
        say("{subject} must not be on hold", subject=above),
        say("on hold: {reason}", reason=reason),
        clears=(by,),
        remedy=say("lift the hold when its reason is gone; everything is checked again then"),
        command=f"playbook resume {above}",
        waivable=False,
    )


def _lost(scene: Scene, subject: str, stage: str) -> Verdict:
    """Return the verdict on a pilot that has ended: without it there is nothing to go on with."""
    unit = scene.unit
    return Verdict(
        "carried",
        "fail",
        subject,
        say("the pilot must still be there"),
        say("{subject} is {stage}", subject=subject, stage=stage),
        where=scene.state.where("pilot"),
        clears=(unit.sponsor,),
        remedy=say("end the unit; what was learned stays, and a new unit can start with a new pilot"),
        command=f'playbook stop {unit.unit} --reason "…"',
        waivable=False,
    )


def _elsewhere(scene: Scene, subject: str, move: str, stage: str) -> Verdict:
    return Verdict(
        "carried",
        "fail",
        subject,
        say("{subject} must be where its move '{move}' starts", subject=subject, move=move),
        say("it is in the stage '{stage}'", stage=stage),
        clears=tuple(squad.lead for squad in scene.squads_of(subject)),
        remedy=say("bring the {squad} there, or end it (fail, disband)"),
        command=f"playbook why {subject}",
        waivable=False,
    )
