import sqlite3

import pytest

from playbook.ledger.chain import verify_chain
from tests.ledger.contract import batch
from tests.ledger.files import raw

# REPLACE deletes a row in the way without asking the triggers that guard against deletion.
COPY = (
    "INSERT OR REPLACE INTO events SELECT {position}, unit, stream, {version}, kind, at, by, '{{}}', {previous}, hash,"
    " {key}, size FROM events"
)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE events SET data = '{}'", "an event never changes"),
        ("UPDATE events SET hash = '' WHERE version = 1", "an event never changes"),
        ("DELETE FROM events", "an event is never removed"),
        ("DELETE FROM events WHERE version = 1", "an event is never removed"),
        ("UPDATE texts SET text = 'other'", "a text never changes"),
        (COPY.format(position="position", version="version", previous="previous", key="key"), "only ever follows"),
        (COPY.format(position="position", version="version + 1", previous="hash", key="''"), "only ever follows"),
        (COPY.format(position="position + 1", version="version + 1", previous="hash", key="key"), "only ever follows"),
        (COPY.format(position="position + 1", version="version + 2", previous="hash", key="''"), "only ever follows"),
        (COPY.format(position="position + 1", version="version + 1", previous="''", key="''"), "only ever follows"),
    ],
)
def test_the_file_itself_refuses_to_forget(full, path, statement, words):
    before = list(full.read("emea"))

    with pytest.raises(sqlite3.IntegrityError, match=words):
        raw(path, statement)

    assert list(full.read("emea")) == before


def test_people_may_be_changed_and_erased(full, path):
    raw(path, "UPDATE people SET person = 'erased', lookup = ''")

    assert full.people() == {"p-1": "erased"}
    assert full.find_person("erased") is None
    assert verify_chain(full.read("emea")) is None


def test_what_triggers_cannot_stop_the_chain_finds(full, path):
    full.append(batch(events=3))
    full.close()
    raw(path, "DROP TRIGGER events_never_change", "UPDATE events SET by = 'p-2' WHERE version = 3")

    flaw = verify_chain(full.read("emea"))

    assert flaw.version == 3
