-- A delivery may wait for a window (batches, digests, quiet hours) and be told in one message with
-- others; its words are in the language that its route writes in.
ALTER TABLE endpoints ADD COLUMN paused_at TEXT;
ALTER TABLE deliveries ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
ALTER TABLE deliveries ADD COLUMN mode TEXT NOT NULL DEFAULT 'now'
  CHECK (mode IN ('now', 'batch', 'daily', 'weekly'));
ALTER TABLE deliveries ADD COLUMN quiet TEXT; -- JSON: zone and times in which it is not told
ALTER TABLE deliveries ADD COLUMN gathered_in TEXT REFERENCES deliveries (id); -- told by that one
CREATE INDEX deliveries_gathered ON deliveries (gathered_in) WHERE gathered_in IS NOT NULL;
CREATE INDEX attempts_started ON attempts (started_at); -- how fast an endpoint was written to
