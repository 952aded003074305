-- What a ledger file holds. Statements are kept apart by empty lines: the program runs them one by one.

-- Marks the file as ours, so that another program's database is never taken for a ledger.
PRAGMA application_id = 0x53504c42;

-- The version of this schema: a program that does not know it must not touch the file.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

INSERT INTO meta (name, value) VALUES ('schema', '1');

-- Everything that happened, one row an event, in order of arrival. `size` is the number of events that were appended
-- together, on the first of them (0 on the others): a repeated command is answered with exactly these.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    unit TEXT NOT NULL,
    stream TEXT NOT NULL CHECK (stream IN ('rollout', 'documents')),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    data TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    key TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0,
    UNIQUE (unit, stream, version)
) STRICT;

-- The same command sent twice happens once.
CREATE UNIQUE INDEX events_key ON events (key) WHERE key <> '';

-- Versions have no gaps and every event names the one before it. It also closes a side door: INSERT OR REPLACE would
-- delete a row without asking the trigger below.
CREATE TRIGGER events_only_follow BEFORE INSERT ON events
WHEN new.version <> 1 + coalesce(
        (SELECT max(version) FROM events WHERE unit = new.unit AND stream = new.stream), 0)
    OR new.previous <> coalesce(
        (SELECT hash FROM events WHERE unit = new.unit AND stream = new.stream AND version = new.version - 1), '')
    OR new.position <> 1 + coalesce((SELECT max(position) FROM events), 0)
    OR (new.key <> '' AND EXISTS (SELECT 1 FROM events WHERE key = new.key AND key <> ''))
BEGIN
    SELECT raise(ABORT, 'an event only ever follows the last one of its stream');
END;

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN
    SELECT raise(ABORT, 'an event never changes');
END;

CREATE TRIGGER events_never_leave BEFORE DELETE ON events
BEGIN
    SELECT raise(ABORT, 'an event is never removed');
END;

-- Texts by their hash: accepted configurations and generated documents.
CREATE TABLE texts (hash TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;

CREATE TRIGGER texts_never_change BEFORE UPDATE ON texts
BEGIN
    SELECT raise(ABORT, 'a text never changes');
END;

-- Who the ids in the events are. Kept apart, so that a name can be corrected or erased and every hash still holds.
-- `lookup` is what two writings of one person have in common; empty for a person who was erased.
CREATE TABLE people (id TEXT PRIMARY KEY, person TEXT NOT NULL, lookup TEXT NOT NULL) STRICT;

-- One person never gets two ids, however many people register them at once.
CREATE UNIQUE INDEX people_lookup ON people (lookup) WHERE lookup <> '';

-- What `status` shows, by unit, as JSON: made from the events in the same transaction, and can be made again.
CREATE TABLE projections (unit TEXT PRIMARY KEY, line TEXT, tree TEXT) STRICT;
