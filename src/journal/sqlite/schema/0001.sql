-- What the file says of itself: how far the chain goes, and which program built the projections.
CREATE TABLE journal (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  events INTEGER NOT NULL,
  head TEXT NOT NULL,
  projected_by INTEGER NOT NULL
) STRICT;
INSERT INTO journal VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

-- Everything that ever happened, in one chain over all runs.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  type TEXT NOT NULL,
  version INTEGER NOT NULL,
  actor TEXT NOT NULL,
  data TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (run, seq)
) STRICT;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- Projections: all of the following, down to timings, can be made again from the events.
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  start_event INTEGER NOT NULL UNIQUE,
  start_key TEXT NOT NULL,
  migration TEXT NOT NULL,
  channel TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at TEXT NOT NULL,
  status TEXT NOT NULL,
  active INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  plan TEXT NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_active_run_a_start ON runs (start_key) WHERE active = 1;
CREATE INDEX runs_by_activity ON runs (active, start_event);

CREATE TABLE locks (
  resource TEXT PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id)
) STRICT;
CREATE INDEX locks_of_a_run ON locks (run);

CREATE TABLE gates (
  run TEXT NOT NULL REFERENCES runs (id),
  step TEXT NOT NULL,
  revision INTEGER NOT NULL,
  digest TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  closed_by TEXT,
  PRIMARY KEY (run, step, revision)
) STRICT;

CREATE TABLE decisions (
  run TEXT NOT NULL,
  step TEXT NOT NULL,
  revision INTEGER NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT,
  via TEXT NOT NULL,
  digest TEXT NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (run, step, revision, person),
  FOREIGN KEY (run, step, revision) REFERENCES gates (run, step, revision)
) STRICT;

CREATE TABLE attempts (
  run TEXT NOT NULL REFERENCES runs (id),
  step TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('do', 'undo')),
  attempt INTEGER NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  acted_at TEXT,
  ended_at TEXT,
  UNIQUE (run, step, direction, attempt)
) STRICT;

CREATE TABLE timings (
  migration TEXT NOT NULL,
  step TEXT NOT NULL,
  run TEXT NOT NULL REFERENCES runs (id),
  event INTEGER NOT NULL,
  acted_ms INTEGER NOT NULL,
  PRIMARY KEY (migration, event)
) STRICT;

-- Scraps that are not history, such as how far a job's log was read.
CREATE TABLE notes (
  run TEXT NOT NULL,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run, key)
) STRICT;

-- Deliveries seen, so that none is answered twice.
CREATE TABLE inbox (
  key TEXT PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX inbox_by_age ON inbox (at);

-- Messages as they should look, and what is known of their delivery.
CREATE TABLE letters (
  key TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  thread_key TEXT,
  text TEXT NOT NULL,
  blocks TEXT NOT NULL,
  file TEXT,
  version INTEGER NOT NULL,
  sent_version INTEGER NOT NULL,
  place INTEGER NOT NULL,
  ts TEXT,
  tried_at TEXT,
  refused TEXT
) STRICT;
CREATE INDEX letters_due ON letters (place) WHERE version > sent_version AND refused IS NULL;
CREATE INDEX letters_by_message ON letters (channel, ts) WHERE ts IS NOT NULL;
CREATE INDEX letters_by_place ON letters (place);
