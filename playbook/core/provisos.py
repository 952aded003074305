"""Provisos: what a gate was opened with, to be met afterwards by somebody and until a day."""

from typing import NamedTuple

from playbook.core.phrase import say
from playbook.core.scene import Scene
from playbook.core.state import Proviso, Rollout
from playbook.core.verdict import Verdict


class Open(NamedTuple):
    """A proviso that is not met yet."""

    proviso: Proviso
    overdue: bool
    """True from the day after the one on which it was due."""


def open_provisos(state: Rollout, subject: str, day: str) -> tuple[Open, ...]:
    """Return the provisos of a subject (of a unit: of all that is in it) that are open on a day, soonest due first."""
    found = [one for one in state.provisos.values() if not one.met and _within(one, subject)]
    found.sort(key=lambda one: (one.due, one.set))
    return tuple(Open(one, day > one.due) for one in found)


def _within(proviso: Proviso, subject: str) -> bool:
    return proviso.subject == subject or proviso.subject.startswith(f"{subject}/")


def overdue(scene: Scene, subject: str) -> list[Verdict]:
    """Return a verdict for each of a subject's own provisos that was not met in time: nothing goes on over it."""
    day = scene.now.date().isoformat()
    own = (one for one in scene.state.provisos.values() if one.subject == subject)
    return [_late(one) for one in own if not one.met and day > one.due]


def _late(one: Proviso) -> Verdict:
    return Verdict(
        "provisos",
        "fail",
        one.subject,
        say("what an earlier gate was opened with must be met in time"),
        say("{id} was due on {day}: {text}", id=one.id, day=one.due, text=one.text),
        clears=(one.owner,),
        remedy=say("meet it, and say by what one can see that"),
        command=f'playbook proviso meet {one.subject} {one.id} --evidence "…"',
        waivable=False,
    )
