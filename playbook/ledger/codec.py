"""Events to canonical JSON and back, and the hashes that bind them together. Knows no store."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from playbook.core.events import DOCUMENTS, KINDS, Event
from playbook.core.history import Stamped
from playbook.core.phrase import say
from playbook.core.shape import build, plain
from playbook.errors import LedgerError
from playbook.ledger.base import Row

# One encoder for all: `json.dumps` with options would build a new one at each call.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: Any) -> str:
    """Return the one JSON text of `value`: keys sorted, no spaces, no escapes that UTF-8 does not need.

    Raises:
        LedgerError: a number is no number (NaN, infinity), or a text is no text (half a surrogate pair, which is
            how Python holds an argument that was not UTF-8).

    """
    try:
        text = _ENCODER.encode(value)
        text.encode()
    except ValueError as error:
        raise LedgerError(
            say("this cannot be kept: it holds a text that is not UTF-8, or a number that is not finite"),
            hint=say("type the text again"),
            reason=str(error),
        ) from error
    return text


def encode(event: Event) -> tuple[str, str, str]:
    """Return (stream, kind, canonical JSON) of an event, as `Append.events` wants it; LedgerError as `canonical`."""
    kind = type(event).__name__
    return "documents" if kind in DOCUMENTS else "rollout", kind, canonical(plain(event))


def decode(kind: str, data: str) -> Event:
    """Return the event that `encode` made (kind, data) from.

    Raises:
        LedgerError: the kind, or a field of it, is unknown to this program; or the data is not what was written.

    """
    try:
        return build(KINDS[kind], json.loads(data))
    except (KeyError, TypeError) as error:
        text = say(
            "the ledger has an event of a kind this program does not know: {kind}; it was written by a newer program",
            kind=kind,
        )
        raise LedgerError(
            text,
            hint=say("upgrade squad-playbook, then run the command again"),
            kind=kind,
            reason=str(error),
        ) from error
    except (ValueError, AttributeError) as error:
        raise LedgerError(
            say("an event of kind {kind} cannot be read: its data is damaged", kind=kind),
            hint=say("playbook verify finds the first event that was changed"),
            kind=kind,
        ) from error


def stamp(rows: Iterable[Row]) -> Iterator[Stamped]:
    """Yield each row's event with its time and its person, ready for `history.fold`; LedgerError as `decode`."""
    for row in rows:
        yield Stamped(row.at, row.by, decode(row.kind, row.data))


def digest(row: Row) -> str:
    """Return the hash that a row has to have; its own `hash` and its `position` are left out."""
    return seal(row[:8], row.key)


def seal(fields: tuple[str | int, ...], key: str) -> str:
    """Return the hexadecimal SHA-256 of a row's fields from `unit` to `previous` and of its key.

    What is hashed is a canonical JSON list: two different rows can never give the same bytes.
    """
    return sha256(_ENCODER.encode([*fields, key]).encode()).hexdigest()


def text_hash(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text in UTF-8: its key among the ledger's texts."""
    return sha256(text.encode()).hexdigest()
