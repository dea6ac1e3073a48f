-- Who is named from which version of a source to which: made from `parties` and kept with it
-- (storage/party_spans.py), so that nobody needs to read every version to know who came and went.
CREATE TABLE party_spans (
  source_id INTEGER NOT NULL REFERENCES sources (id),
  name TEXT NOT NULL,
  first_number INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  PRIMARY KEY (source_id, name, first_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_spans_name ON party_spans (name);
-- Whom versions name is looked for in the spans, of which there are fewer.
DROP INDEX parties_name;
