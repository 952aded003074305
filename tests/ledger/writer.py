"""A program that appends to a ledger until it is done, or is stopped; it says what it was told is safe.

    writer.py LEDGER UNIT WHO COUNT [BYTES]

Prints `+ VERSION HASH` for every acknowledged event, `- lost` for every race it lost, `! sentence` for a LedgerError.
"""

# ruff: noqa: T201  (what it prints is what the tests read)

import resource
import sys

from playbook.core.events import HoldPlaced
from playbook.errors import LedgerError, Outrun
from playbook.ledger.base import Append
from playbook.ledger.codec import encode
from playbook.ledger.sqlite import SqliteLedger


def main(path, unit, who, count, limit="0"):
    if int(limit):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    ledger = SqliteLedger(path)
    try:
        for turn in range(int(count)):
            while not once(ledger, unit, who, turn):
                print("- lost", flush=True)
    except LedgerError as error:
        print("!", error, flush=True)
        sys.exit(7)


def once(ledger, unit, who, turn):
    """Return whether this turn's event is in the ledger; False where somebody else was faster."""
    version = ledger.heads(unit).get("rollout", (0, ""))[0]
    event = encode(HoldPlaced(unit, f"{who} {turn} " + "x" * 400))
    text = {f"{who}-{turn}": "y" * 2000}
    one = Append(unit, "2026-11-21T09:30:00Z", who, f"{who}-{turn}", {"rollout": version}, [event], texts=text)
    try:
        written = ledger.append(one)
    except Outrun:
        return False
    print("+", written.rows[0].version, written.rows[0].hash, flush=True)
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
