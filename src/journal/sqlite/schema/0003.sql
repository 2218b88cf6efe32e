-- Who can prove with a code of their phone that it is them. None of these is a projection: a rebuild leaves them alone.
CREATE TABLE enrolments (
  person TEXT PRIMARY KEY,
  secret TEXT NOT NULL,
  offered_at TEXT NOT NULL,
  shown_in TEXT,
  enrolled_at TEXT,
  locked_until TEXT
) STRICT, WITHOUT ROWID;

-- A code is the number of its half minute; each counts once for a person.
CREATE TABLE spent_codes (
  person TEXT NOT NULL,
  counter INTEGER NOT NULL,
  PRIMARY KEY (person, counter)
) STRICT, WITHOUT ROWID;

CREATE TABLE wrong_codes (
  person TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX wrong_codes_of_a_person ON wrong_codes (person);
