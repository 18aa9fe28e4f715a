-- What clusters are remembered by beside findings, and the counters that go with it.

CREATE TABLE journal (
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  topic TEXT NOT NULL,
  key TEXT NOT NULL,
  -- The object that it is about; empty where it is about none.
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- Since when it is history; null while it holds.
  until INTEGER,
  -- JSON.
  body TEXT NOT NULL,
  PRIMARY KEY (cluster_id, topic, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_pages ON journal (topic, at, cluster_id, key);
CREATE INDEX journal_subjects ON journal (subject, topic, at) WHERE subject <> '';
CREATE INDEX journal_past ON journal (until) WHERE until IS NOT NULL;

CREATE TABLE journal_tallies (
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  family TEXT NOT NULL,
  labels TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (cluster_id, family, labels)
) STRICT, WITHOUT ROWID;
