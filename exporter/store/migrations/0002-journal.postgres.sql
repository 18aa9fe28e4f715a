-- What clusters are remembered by beside findings, and the counters that go with it.

CREATE TABLE plumbline.journal (
  cluster_id TEXT NOT NULL REFERENCES plumbline.clusters (id),
  topic TEXT NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  -- The object that it is about; empty where it is about none.
  subject TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- Since when it is history; null while it holds.
  until BIGINT,
  -- JSON.
  body TEXT NOT NULL,
  PRIMARY KEY (cluster_id, topic, key)
);

CREATE INDEX journal_pages ON plumbline.journal (topic, at, cluster_id, key);
CREATE INDEX journal_pages_cluster ON plumbline.journal (cluster_id, topic, at, key);
CREATE INDEX journal_subjects ON plumbline.journal (subject, topic, at) WHERE subject <> '';
CREATE INDEX journal_past ON plumbline.journal (until) WHERE until IS NOT NULL;

CREATE TABLE plumbline.journal_tallies (
  cluster_id TEXT NOT NULL REFERENCES plumbline.clusters (id),
  family TEXT NOT NULL,
  labels TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (cluster_id, family, labels)
);

ALTER TABLE plumbline.journal ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.journal
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.journal FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));
ALTER TABLE plumbline.journal_tallies ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.journal_tallies
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.journal_tallies FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));

-- Roles from before get the same rights here that roles.sql gives to new ones.
DO $$
DECLARE one RECORD;
BEGIN
  FOR one IN
    SELECT DISTINCT r.role_name, r.cluster_id IS NULL AS reads_only
    FROM plumbline.roles r JOIN pg_roles p ON p.rolname = r.role_name
  LOOP
    EXECUTE format('GRANT %s ON plumbline.journal, plumbline.journal_tallies TO %I',
      CASE WHEN one.reads_only THEN 'SELECT' ELSE 'SELECT, INSERT, UPDATE, DELETE' END, one.role_name);
  END LOOP;
END $$;
