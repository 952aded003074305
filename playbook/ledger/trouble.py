"""What SQLite's errors mean to the person at the keyboard."""

from pathlib import Path

from playbook.errors import LedgerError

BUSY = ("somebody else is writing to the ledger {path}", "try again in a moment")
DAMAGED = (
    "the ledger {path} is damaged",
    "see that the disk is whole; restore the ledger from a backup, and keep the damaged file",
)

STRANGE = ("the ledger {path} does not behave like one: {reason}", DAMAGED[1])
"""What no code of ours asks for: somebody changed the tables, or the disk did."""

IO = 10
UNCERTAIN = (
    "the disk failed while a change was written to the ledger {path}; it may have been kept, or not",
    "look with playbook history before you run the command again",
)
"""A write can fail after its point of no return; to say "nothing was changed" could be a lie."""

SENTENCES = {
    3: ("the ledger {path} may not be opened", "ask for the right to read and write it"),
    5: BUSY,
    6: BUSY,
    7: ("there is not enough memory to use the ledger {path}", ""),
    8: ("the ledger {path} may not be written", "ask for the right to write the file and its folder"),
    IO: ("the disk failed while the ledger {path} was used", "see that the disk is whole and not full, then try again"),
    11: DAMAGED,
    13: ("there is no room left on the disk for the ledger {path}; nothing was changed", "make room, then try again"),
    14: ("the ledger {path} cannot be opened", "see that its folder is there and that you may read and write it"),
    23: ("the ledger {path} may not be opened", "ask for the right to read and write it"),
    26: ("the file {path} is not a ledger", "move it away, or restore the ledger from a backup"),
}
"""Sentence and hint by SQLite's primary result code (SQLite, "Result and Error Codes")."""

ALTERED = ("no such table", "no such column", "Could not decode")
"""How messages begin where a ledger does not look like one any more."""


def sentence(code: int, message: str, path: str, *, committing: bool = False) -> LedgerError | None:
    """Return the error for a result code and SQLite's own message, or None where it can only be a mistake of ours."""
    if Path(path).is_dir():
        text, hint = "the ledger {path} is a folder", "move the folder away"
    elif message.startswith(ALTERED):
        text, hint = DAMAGED
    elif committing and code == IO:
        text, hint = UNCERTAIN
    elif code in SENTENCES:
        text, hint = SENTENCES[code]
    elif code:
        text, hint = STRANGE
    else:
        return None
    return LedgerError(
        text.format(path=path, reason=message),
        hint=hint,
        path=path,
        reason=message,
        uncertain=(text, hint) == UNCERTAIN,
    )
