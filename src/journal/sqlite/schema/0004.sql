-- Of a rehearsal: the digest of the production plan that it stands for. Those that ended well are looked for at every start.
ALTER TABLE runs ADD COLUMN rehearses TEXT;
CREATE INDEX rehearsals ON runs (migration, start_event) WHERE rehearses IS NOT NULL AND status = 'succeeded';
CREATE INDEX rehearsals_of_a_plan ON runs (rehearses, start_event) WHERE rehearses IS NOT NULL AND status = 'succeeded';
