"""Scenes with a judge that says what a test wants: what is decided is tested here, the conditions elsewhere."""

from playbook.core.machine import machines
from playbook.core.phrase import say
from playbook.core.scene import Scene
from playbook.core.stagemap import conditions
from playbook.core.verdict import Verdict
from playbook.core.waves import waves_of
from tests.builders import NOW, maps, plain_state, plain_unit


def verdict(condition="tested", status="pass", subject="emea"):
    """Return a verdict of that status."""
    return Verdict(condition, status, subject, say("{what} is needed", what=condition), say("found {it}", it=status))


def judging(**statuses):
    """Return a judge: every condition passes, but those named here (`squad_size="fail"`, `emea/lyon:stable`)."""

    def judge(scene, subject, move, gate):
        return [
            verdict(name, statuses.get(f"{subject}:{name}") or statuses.get(name, "pass"), subject)
            for name, _ in conditions(gate)
        ]

    return judge


def scene(*events, unit=None, stage_maps=None, now=NOW, **statuses):
    """Return the scene after these events, where every condition passes but those named."""
    unit = unit or plain_unit()
    state = plain_state(*events, unit=unit)
    judge = judging(**statuses)
    return Scene(state, unit, machines(stage_maps or maps()), waves_of(state, unit), now, judge)


def statuses(found):
    """Return (subject, condition, status) of verdicts."""
    return [(one.subject, one.condition, one.status) for one in found]
