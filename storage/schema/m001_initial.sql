CREATE TABLE services (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  service_id INTEGER NOT NULL REFERENCES services (id),
  terms_type TEXT NOT NULL,
  url TEXT NOT NULL,
  language TEXT,
  region TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  rules TEXT NOT NULL,
  rules_digest TEXT NOT NULL,
  every_seconds INTEGER,
  cron TEXT,
  confirm_seconds INTEGER,
  keep TEXT NOT NULL DEFAULT 'versions' CHECK (keep IN ('versions', 'all')),
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'removed')),
  created_at TEXT NOT NULL,
  next_check_at TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  last_body_digest TEXT,
  links_digest TEXT,
  structure_digest TEXT,
  latest_markdown_digest TEXT,
  current_version_id INTEGER REFERENCES versions (id),
  health TEXT NOT NULL DEFAULT 'unknown'
    CHECK (health IN ('unknown', 'ok', 'suspect', 'failing', 'broken')),
  bad_fetches INTEGER NOT NULL DEFAULT 0,
  last_fetch_at TEXT,
  last_outcome TEXT,
  last_reason TEXT,
  last_verified_at TEXT,
  last_changed_at TEXT
) STRICT;
CREATE INDEX sources_due ON sources (state, next_check_at);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  note TEXT,
  braked_at TEXT, -- its alerts are held since
  unbraked_at TEXT -- and were released or dropped
) STRICT;
CREATE INDEX runs_state ON runs (state);

CREATE TABLE run_sources (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  PRIMARY KEY (run_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  encoding TEXT NOT NULL CHECK (encoding IN ('raw', 'zstd', 'zstd-delta')),
  base_digest TEXT REFERENCES blobs (digest),
  depth INTEGER NOT NULL DEFAULT 0,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE fetches (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  http_status INTEGER,
  final_url TEXT,
  body_digest TEXT,
  body_size INTEGER,
  retry_after_seconds INTEGER,
  version_id INTEGER REFERENCES versions (id),
  UNIQUE (run_id, source_id)
) STRICT;
CREATE INDEX fetches_source ON fetches (source_id, started_at);

CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  fetch_id INTEGER NOT NULL REFERENCES fetches (id),
  fetched_at TEXT NOT NULL,
  url TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  content_type TEXT,
  body_digest TEXT NOT NULL REFERENCES blobs (digest)
) STRICT;
CREATE INDEX snapshots_source ON snapshots (source_id, fetched_at);

CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  number INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('first', 'update', 'technical')),
  snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
  previous_version_id INTEGER REFERENCES versions (id),
  same_text_as_id INTEGER REFERENCES versions (id),
  fetched_at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  extractor_revision INTEGER NOT NULL,
  rules_digest TEXT NOT NULL,
  format TEXT NOT NULL,
  charset TEXT,
  title TEXT,
  words INTEGER NOT NULL,
  text_digest TEXT NOT NULL,
  masked_digest TEXT NOT NULL,
  markdown_digest TEXT NOT NULL REFERENCES blobs (digest),
  UNIQUE (source_id, number)
) STRICT;
CREATE INDEX versions_fetched ON versions (fetched_at);
CREATE INDEX versions_text ON versions (source_id, text_digest);
CREATE INDEX versions_masked ON versions (source_id, masked_digest);

CREATE TABLE readings (
  version_id INTEGER NOT NULL REFERENCES versions (id),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  text_digest TEXT NOT NULL,
  masked_digest TEXT NOT NULL,
  PRIMARY KEY (version_id, text_digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_text ON readings (source_id, text_digest);
CREATE INDEX readings_masked ON readings (source_id, masked_digest);

CREATE TABLE analyses (
  version_id INTEGER PRIMARY KEY REFERENCES versions (id),
  revision INTEGER NOT NULL,
  languages TEXT NOT NULL,
  direction TEXT NOT NULL,
  effective_on TEXT,
  updated_on TEXT,
  dates TEXT NOT NULL,
  categories TEXT NOT NULL
) STRICT;

CREATE TABLE parties (
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES versions (id),
  name TEXT NOT NULL,
  categories TEXT NOT NULL,
  UNIQUE (version_id, name)
) STRICT;
CREATE INDEX parties_name ON parties (name);

CREATE TABLE changes (
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL UNIQUE REFERENCES versions (id),
  previous_version_id INTEGER NOT NULL REFERENCES versions (id),
  created_at TEXT NOT NULL,
  revision INTEGER NOT NULL,
  class TEXT NOT NULL,
  material TEXT NOT NULL,
  silent INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  reasons TEXT NOT NULL,
  categories TEXT NOT NULL,
  effective_status TEXT NOT NULL,
  effective_old TEXT,
  effective_new TEXT,
  updated_status TEXT NOT NULL,
  updated_old TEXT,
  updated_new TEXT,
  parties_added TEXT NOT NULL,
  parties_removed TEXT NOT NULL,
  summary TEXT NOT NULL,
  confirmed_at TEXT
) STRICT;

CREATE TABLE clause_changes (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES changes (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  weight INTEGER NOT NULL,
  heading_path TEXT NOT NULL,
  before TEXT,
  after TEXT,
  diff TEXT NOT NULL,
  UNIQUE (change_id, position)
) STRICT;

CREATE TABLE clause_change_categories (
  clause_change_id INTEGER NOT NULL REFERENCES clause_changes (id),
  position INTEGER NOT NULL,
  category TEXT NOT NULL,
  PRIMARY KEY (clause_change_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX clause_change_category ON clause_change_categories (category);

CREATE TABLE fact_changes (
  id INTEGER PRIMARY KEY,
  clause_change_id INTEGER NOT NULL REFERENCES clause_changes (id),
  fact TEXT NOT NULL,
  before TEXT,
  after TEXT,
  direction TEXT NOT NULL
) STRICT;
CREATE INDEX fact_changes_clause ON fact_changes (clause_change_id);

CREATE TABLE alerts (
  id INTEGER PRIMARY KEY,
  event TEXT NOT NULL,
  source_id INTEGER REFERENCES sources (id),
  change_id INTEGER REFERENCES changes (id),
  version_id INTEGER REFERENCES versions (id),
  captured_at TEXT NOT NULL,
  created_at TEXT NOT NULL,
  severity INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'held', 'delivered', 'dead', 'dropped')),
  reason TEXT,
  body TEXT NOT NULL,
  UNIQUE (event, change_id)
) STRICT;
CREATE INDEX alerts_state ON alerts (state, created_at);
CREATE INDEX alerts_source ON alerts (source_id, state);

CREATE TABLE endpoints (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  disabled_at TEXT,
  reason TEXT
) STRICT;

CREATE TABLE deliveries (
  id TEXT PRIMARY KEY,
  alert_id INTEGER NOT NULL REFERENCES alerts (id),
  endpoint_id INTEGER NOT NULL REFERENCES endpoints (id),
  state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  next_attempt_at TEXT,
  leased_until TEXT,
  finished_at TEXT,
  UNIQUE (alert_id, endpoint_id)
) STRICT;
CREATE INDEX deliveries_due ON deliveries (state, next_attempt_at);

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  delivery_id TEXT NOT NULL REFERENCES deliveries (id),
  number INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  http_status INTEGER,
  error TEXT,
  UNIQUE (delivery_id, number)
) STRICT;

CREATE TABLE passages (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  digest TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  UNIQUE (source_id, digest)
) STRICT;

CREATE TABLE passage_spans (
  passage_id INTEGER NOT NULL REFERENCES passages (id),
  first_number INTEGER NOT NULL,
  last_number INTEGER,
  PRIMARY KEY (passage_id, first_number)
) STRICT, WITHOUT ROWID;

CREATE TABLE indexed_versions (
  version_id INTEGER PRIMARY KEY REFERENCES versions (id)
) STRICT;

CREATE VIRTUAL TABLE passages_text USING fts5 (
  folded, content = 'passages', content_rowid = 'id', tokenize = 'trigram case_sensitive 1'
);
CREATE TRIGGER passages_indexed AFTER INSERT ON passages BEGIN
  INSERT INTO passages_text (rowid, folded) VALUES (new.id, new.folded);
END;
