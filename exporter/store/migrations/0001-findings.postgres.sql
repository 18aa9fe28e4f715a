-- Clusters, the findings in them as they were from one transition to the next, and monotonic counters.
-- Times are milliseconds since the epoch. Severities are ranks, 0 the worst.

CREATE TABLE plumbline.clusters (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  epoch BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  baseline_at BIGINT,
  -- Its name leads to another cluster since then.
  retired_at BIGINT
);

CREATE TABLE plumbline.baselines (
  cluster_id TEXT NOT NULL REFERENCES plumbline.clusters (id),
  -- check|Kind
  pair TEXT NOT NULL,
  PRIMARY KEY (cluster_id, pair)
);

CREATE TABLE plumbline.findings (
  cluster_id TEXT NOT NULL REFERENCES plumbline.clusters (id),
  id TEXT COLLATE "C" NOT NULL,
  -- The batch that began this state of the finding, and the place in it.
  revision BIGINT NOT NULL,
  place INTEGER NOT NULL,
  began_at BIGINT NOT NULL,
  -- The transition that began it, but for the finding.
  began TEXT NOT NULL,
  ended_revision BIGINT,
  ended_place INTEGER,
  ended_at BIGINT,
  -- The transition that resolved the finding; null where another state followed.
  resolution TEXT,
  severity SMALLINT NOT NULL,
  first_seen BIGINT NOT NULL,
  check_id TEXT NOT NULL,
  namespace TEXT NOT NULL,
  team TEXT NOT NULL,
  -- What words are looked for in, in lower case.
  words TEXT NOT NULL,
  finding TEXT NOT NULL,
  PRIMARY KEY (cluster_id, id, revision, place)
);

CREATE UNIQUE INDEX findings_current ON plumbline.findings (cluster_id, id) WHERE ended_revision IS NULL;
-- Pages of open findings: of the whole fleet, of one cluster, and by what fleets are asked for most.
CREATE INDEX findings_pages ON plumbline.findings (severity, first_seen, id) WHERE ended_revision IS NULL;
CREATE INDEX findings_pages_cluster ON plumbline.findings (cluster_id, severity, first_seen, id)
  WHERE ended_revision IS NULL;
CREATE INDEX findings_pages_check ON plumbline.findings (check_id, severity, first_seen, id)
  WHERE ended_revision IS NULL;
CREATE INDEX findings_pages_team ON plumbline.findings (team, severity, first_seen, id) WHERE ended_revision IS NULL;
CREATE INDEX findings_pages_namespace ON plumbline.findings (namespace, severity, first_seen, id)
  WHERE ended_revision IS NULL;
CREATE INDEX findings_by_id ON plumbline.findings (id);
CREATE INDEX findings_began ON plumbline.findings (cluster_id, revision);
CREATE INDEX findings_ended ON plumbline.findings (cluster_id, ended_revision) WHERE ended_revision IS NOT NULL;
CREATE INDEX findings_past ON plumbline.findings (ended_at) WHERE ended_revision IS NOT NULL;

CREATE TABLE plumbline.transition_counts (
  cluster_id TEXT NOT NULL REFERENCES plumbline.clusters (id),
  -- severity|transition|reason
  pair TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (cluster_id, pair)
);

CREATE TABLE plumbline.remediation_sums (
  cluster_id TEXT NOT NULL REFERENCES plumbline.clusters (id),
  severity TEXT NOT NULL,
  milliseconds BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (cluster_id, severity)
);

CREATE TABLE plumbline.remediation_buckets (
  cluster_id TEXT NOT NULL REFERENCES plumbline.clusters (id),
  severity TEXT NOT NULL,
  -- Upper bound in seconds; counts are cumulative.
  bound DOUBLE PRECISION NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (cluster_id, severity, bound)
);

-- Who may do what, beside the owner of the tables, whom row-level security does not bind. A role either writes one
-- cluster, and sees nothing else, or reads all of them.
CREATE TABLE plumbline.roles (
  role_name TEXT NOT NULL,
  -- Null: reads every cluster, writes none.
  cluster_id TEXT,
  UNIQUE NULLS NOT DISTINCT (role_name, cluster_id)
);
ALTER TABLE plumbline.roles ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON plumbline.roles FOR SELECT USING (role_name = current_user);

ALTER TABLE plumbline.clusters ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.clusters
  USING (id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.clusters FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));
ALTER TABLE plumbline.baselines ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.baselines
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.baselines FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));
ALTER TABLE plumbline.findings ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.findings
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.findings FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));
ALTER TABLE plumbline.transition_counts ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.transition_counts
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.transition_counts FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));
ALTER TABLE plumbline.remediation_sums ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.remediation_sums
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.remediation_sums FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));
ALTER TABLE plumbline.remediation_buckets ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.remediation_buckets
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.remediation_buckets FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));
