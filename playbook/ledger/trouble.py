"""What SQLite's errors mean to the person at the keyboard."""

from pathlib import Path

from playbook.core.phrase import Phrase, say
from playbook.errors import LedgerError

BUSY = (say("somebody else is writing to the ledger {path}"), say("try again in a moment"))
DAMAGED = (
    say("the ledger {path} is damaged"),
    say("see that the disk is whole; restore the ledger from a backup, and keep the damaged file"),
)

STRANGE = (say("the ledger {path} does not behave like one: {reason}"), DAMAGED[1])
"""What no code of ours asks for: somebody changed the tables, or the disk did."""

IO = 10
UNCERTAIN = (
    say("the disk failed while a change was written to the ledger {path}; it may have been kept, or not"),
    say("look with playbook history before you run the command again"),
)
"""A write can fail after its point of no return; to say "nothing was changed" could be a lie."""

CLOSED = (say("the ledger {path} may not be opened"), say("ask for the right to read and write it"))
FOLDER = (say("the ledger {path} is a folder"), say("move the folder away"))

SENTENCES: dict[int, tuple[Phrase, Phrase | str]] = {
    3: CLOSED,
    5: BUSY,
    6: BUSY,
    7: (say("there is not enough memory to use the ledger {path}"), ""),
    8: (say("the ledger {path} may not be written"), say("ask for the right to write the file and its folder")),
    IO: (
        say("the disk failed while the ledger {path} was used"),
        say("see that the disk is whole and not full, then try again"),
    ),
    11: DAMAGED,
    13: (
        say("there is no room left on the disk for the ledger {path}; nothing was changed"),
        say("make room, then try again"),
    ),
    14: (
        say("the ledger {path} cannot be opened"),
        say("see that its folder is there and that you may read and write it"),
    ),
    23: CLOSED,
    26: (say("the file {path} is not a ledger"), say("move it away, or restore the ledger from a backup")),
}
"""Sentence and hint by SQLite's primary result code (SQLite, "Result and Error Codes"); the path is filled in below."""

ALTERED = ("no such table", "no such column", "Could not decode")
"""How messages begin where a ledger does not look like one any more."""


def sentence(code: int, message: str, path: str, *, committing: bool = False) -> LedgerError | None:
    """Return the error for a result code and SQLite's own message, or None where it can only be a mistake of ours."""
    hint: Phrase | str
    if Path(path).is_dir():
        text, hint = FOLDER
    elif message.startswith(ALTERED):
        text, hint = DAMAGED
    elif committing and code == IO:
        text, hint = UNCERTAIN
    elif code:
        text, hint = SENTENCES.get(code, STRANGE)
    else:
        return None
    filled = text._replace(facts={"path": path, "reason": message})
    return LedgerError(filled, hint=hint, path=path, reason=message, uncertain=text is UNCERTAIN[0])


def unopened(path: str, error: OSError) -> LedgerError:
    """Return the error for a file that the system does not let us open."""
    text = say("the ledger {path} cannot be opened: {reason}", path=path, reason=error.strerror)
    return LedgerError(text, path=path)


def another_programs(path: str) -> LedgerError:
    """Return the error for a database with another program's mark."""
    return LedgerError(say("{path} is a database, but not a ledger of playbook", path=path), path=path)


def newer(path: str, version: int | None, known: int) -> LedgerError:
    """Return the error for a ledger whose tables are of another version than the one we know."""
    text = say(
        "the ledger {path} was written by a newer program (its schema is {version}, this program knows {known})",
        path=path,
        version=version or say("unknown"),
        known=known,
    )
    return LedgerError(text, hint=say("upgrade squad-playbook, then run the command again"), path=path)


def no_folder(path: str, error: OSError) -> LedgerError:
    """Return the error for a folder that cannot be made."""
    text = say("the folder of the ledger {path} cannot be made: {reason}", path=path, reason=error.strerror)
    return LedgerError(text, path=path)


def no_summary(path: str) -> LedgerError:
    """Return the error for a projection that is no JSON."""
    return LedgerError(
        say("the summary in the ledger {path} is damaged", path=path), hint="playbook rebuild", path=path
    )
