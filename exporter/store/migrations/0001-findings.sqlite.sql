-- Clusters, the findings in them as they were from one transition to the next, and monotonic counters.
-- Times are milliseconds since the epoch. Severities are ranks, 0 the worst.

CREATE TABLE clusters (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  baseline_at INTEGER,
  -- Its name leads to another cluster since then.
  retired_at INTEGER
) STRICT;

CREATE TABLE baselines (
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  -- check|Kind
  pair TEXT NOT NULL,
  PRIMARY KEY (cluster_id, pair)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  id TEXT NOT NULL,
  -- The batch that began this state of the finding, and the place in it.
  revision INTEGER NOT NULL,
  place INTEGER NOT NULL,
  began_at INTEGER NOT NULL,
  -- The transition that began it, but for the finding.
  began TEXT NOT NULL,
  ended_revision INTEGER,
  ended_place INTEGER,
  ended_at INTEGER,
  -- The transition that resolved the finding; null where another state followed.
  resolution TEXT,
  severity INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  check_id TEXT NOT NULL,
  namespace TEXT NOT NULL,
  team TEXT NOT NULL,
  -- What words are looked for in, in lower case.
  words TEXT NOT NULL,
  finding TEXT NOT NULL,
  PRIMARY KEY (cluster_id, id, revision, place)
) STRICT;

CREATE UNIQUE INDEX findings_current ON findings (cluster_id, id) WHERE ended_revision IS NULL;
-- Pages of open findings, their filters and their number, without touching the table: for that SQLite wants the column of
-- the condition in the index as well.
CREATE INDEX findings_pages
  ON findings (severity, first_seen, id, cluster_id, check_id, namespace, team, ended_revision)
  WHERE ended_revision IS NULL;
CREATE INDEX findings_by_id ON findings (id);
CREATE INDEX findings_began ON findings (cluster_id, revision);
CREATE INDEX findings_ended ON findings (cluster_id, ended_revision) WHERE ended_revision IS NOT NULL;
CREATE INDEX findings_past ON findings (ended_at) WHERE ended_revision IS NOT NULL;

CREATE TABLE transition_counts (
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  -- severity|transition|reason
  pair TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (cluster_id, pair)
) STRICT, WITHOUT ROWID;

CREATE TABLE remediation_sums (
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  severity TEXT NOT NULL,
  milliseconds INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (cluster_id, severity)
) STRICT, WITHOUT ROWID;

CREATE TABLE remediation_buckets (
  cluster_id TEXT NOT NULL REFERENCES clusters (id),
  severity TEXT NOT NULL,
  -- Upper bound in seconds; counts are cumulative.
  bound REAL NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (cluster_id, severity, bound)
) STRICT, WITHOUT ROWID;
