-- What the planner of the run had reckoned for the step: says how much data there was.
ALTER TABLE timings ADD COLUMN reckoned_ms INTEGER;
