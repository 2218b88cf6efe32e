-- A plan never changes and is the biggest part of a run, so it stands apart from what every command writes again.
CREATE TABLE plans (
  run TEXT PRIMARY KEY REFERENCES runs (id),
  plan TEXT NOT NULL
) STRICT;
INSERT INTO plans (run, plan) SELECT id, plan FROM runs;
ALTER TABLE runs DROP COLUMN plan;

-- A table that is its own index is one page less to write.
CREATE TABLE keyed_attempts (
  run TEXT NOT NULL REFERENCES runs (id),
  step TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('do', 'undo')),
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  acted_at TEXT,
  ended_at TEXT,
  PRIMARY KEY (run, step, direction, attempt)
) STRICT, WITHOUT ROWID;
INSERT INTO keyed_attempts SELECT * FROM attempts;
DROP TABLE attempts;
ALTER TABLE keyed_attempts RENAME TO attempts;

CREATE TABLE keyed_timings (
  migration TEXT NOT NULL,
  step TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs (id),
  event INTEGER NOT NULL,
  acted_ms INTEGER NOT NULL,
  PRIMARY KEY (migration, event)
) STRICT, WITHOUT ROWID;
INSERT INTO keyed_timings SELECT * FROM timings;
DROP TABLE timings;
ALTER TABLE keyed_timings RENAME TO timings;

-- Lines of a thread that went out in one message: the key of the letter they went with.
ALTER TABLE letters ADD COLUMN part_of TEXT;

-- How far the letters of a run are put: up to which of its events.
CREATE TABLE drawn (
  run TEXT PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
