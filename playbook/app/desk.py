"""Opening a unit with its documents, and finishing: the ledger first, then the files."""

from dataclasses import replace

from playbook.app.papers import Desk
from playbook.app.session import Session
from playbook.app.suspects import look
from playbook.app.world import World
from playbook.core.phrase import say
from playbook.errors import Outrun, Repeated

PATIENCE = 5
"""So often a file that somebody saves at the same moment is merged anew."""


def open_desk(world: World, unit: str, *, acting: bool = False, search: bool = False) -> tuple[Session, Desk]:
    """Return a unit's session and its documents, with what people did to them read back in memory.

    With `acting` something may be written: whoever is at the keyboard is known from the first event on. With `search`
    documents are looked for that were missing before as well.
    """
    session = Session(world, unit, acting=acting)
    desk = Desk(session)
    desk.recall()
    desk.read_back(search=search)
    look(session)
    return session, desk


def refuse_repeated(world: World, unit: str) -> None:
    """Raise Repeated where this very command line was carried out before with the same key.

    It may have been killed between recording and writing, so the documents are brought up to date before.
    """
    if world.ledger.used(world.key):
        session, desk = open_desk(replace(world, key=f"{world.key}+{world.new_id('again')}"), unit, acting=True)
        desk.prepare()
        finish(session, desk)
        raise Repeated(say("this command was carried out before, with the same key; nothing was done again"))


def finish(session: Session, desk: Desk) -> None:
    """Record everything, then write the files; one that somebody saved meanwhile is read and merged again.

    Raises:
        Outrun: another writer was faster, or somebody keeps saving the same file.
    """
    desk.promise()
    session.commit()
    last, late = desk, desk.write()
    for turn in range(1, PATIENCE):
        if not late:
            last.stamp()
            return
        world = replace(session.world, key=f"{session.world.key}+{turn}")
        again, anew = open_desk(world, session.unit, acting=True)
        anew.prepare()
        again.commit()
        last, late = anew, anew.write()
        desk.changes.update(anew.changes)
    if late:
        saved = say("somebody keeps saving {path}", path=late[0])
        raise Outrun(saved, hint=say("everything is recorded; run: playbook sync"))
