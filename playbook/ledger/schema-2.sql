-- What version 2 of the schema has beyond version 1: whose time the squads of each unit have. Statements are kept
-- apart by empty lines: the program runs them one by one, for a new file after those of schema.sql.

-- By person, percent of their working time that the unit's squads have together: made from the events in the same
-- transaction, and can be made again. One unit asks here what the others have promised.
CREATE TABLE allocations (
    person TEXT NOT NULL,
    unit TEXT NOT NULL,
    percent INTEGER NOT NULL CHECK (percent > 0),
    PRIMARY KEY (person, unit)
) STRICT, WITHOUT ROWID;

CREATE INDEX allocations_unit ON allocations (unit);

UPDATE meta SET value = '2' WHERE name = 'schema';
