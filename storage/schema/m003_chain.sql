-- An append-only record of every version as it was recorded, moved or read again: each entry holds
-- the digest of the one before it, per source (storage/chain.py).
CREATE TABLE chain (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  position INTEGER NOT NULL,
  version_id INTEGER NOT NULL REFERENCES versions (id),
  entry TEXT NOT NULL,
  digest TEXT NOT NULL,
  UNIQUE (source_id, position)
) STRICT;
CREATE INDEX chain_version ON chain (version_id);
CREATE TRIGGER chain_is_append_only BEFORE UPDATE ON chain BEGIN
  SELECT RAISE(ABORT, 'the evidence chain is append-only');
END;
CREATE TRIGGER chain_keeps_its_links BEFORE DELETE ON chain BEGIN
  SELECT RAISE(ABORT, 'the evidence chain is append-only');
END;
-- Questions to a long history: the alerts shown first, silent changes by severity, coming days.
CREATE INDEX alerts_captured ON alerts (captured_at, id);
CREATE INDEX changes_silent ON changes (severity) WHERE silent = 1;
CREATE INDEX analyses_effective ON analyses (effective_on) WHERE effective_on IS NOT NULL;
-- What changes and versions are chosen and counted by, without reading their texts and digests.
CREATE INDEX changes_told ON changes (version_id, class, material, silent, severity, categories);
CREATE INDEX versions_told ON versions (source_id, number, kind, fetched_at);
-- Letting go of a body asks who still names it.
CREATE INDEX snapshots_body ON snapshots (body_digest);
CREATE INDEX versions_markdown ON versions (markdown_digest);
CREATE INDEX blobs_base ON blobs (base_digest) WHERE base_digest IS NOT NULL;
