"""What a gate meeting decides, and who disagrees: go, hold, recycle and stop are done where they are done always."""

from playbook.app.session import Session
from playbook.app.sync import change
from playbook.app.world import World
from playbook.core import events as e
from playbook.core.moves import choose
from playbook.core.phrase import say
from playbook.errors import UsageError

DECISIONS = ("go", "hold", "recycle", "stop")
"""What can be decided at a gate; go with provisos is go with conditions."""


def dissent(world: World, subject: str, text: str, move: str = "") -> tuple[Session, str]:
    """Record that the person at the keyboard disagrees with a move; return its name as well.

    That is the next move, or one that was made; at the end of a subject's way, its last. It keeps nobody from going on.

    Raises:
        UsageError: there is no such subject or move.
    """
    found: list[str] = []

    def act(session: Session) -> None:
        found.append(_about(session, subject, move))
        session.record(e.DissentRecorded(subject, found[-1], text))

    session = change(world, subject.partition("/")[0], act)
    return session, found[-1]


def _about(session: Session, subject: str, move: str) -> str:
    """Return the name of the move that somebody disagrees with."""
    scene = session.scene
    machine = scene.machines[scene.machine(subject)].map
    made = [one.move for one in session.state.standing(subject).passages]
    ahead = [one.name for one in machine.leaving(scene.stage(subject)) if one.by != "engine"]
    if move:
        if move in (*made, *ahead):
            return move
        names = list(dict.fromkeys((*made, *ahead)))
        text = say("{subject} neither made nor can make a move '{name}'", subject=subject, name=move)
        raise UsageError(text, hint=say("moves: {moves}", moves=names))
    if machine.stage(scene.stage(subject)).terminal and made:
        return made[-1]
    return choose(scene, subject).name
