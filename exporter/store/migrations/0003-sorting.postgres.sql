-- The order of bytes, as in the other stores, so that pages sorted by these come from the indexes.
ALTER TABLE plumbline.findings
  ALTER COLUMN check_id TYPE TEXT COLLATE "C",
  ALTER COLUMN namespace TYPE TEXT COLLATE "C",
  ALTER COLUMN team TYPE TEXT COLLATE "C";
ALTER TABLE plumbline.clusters ALTER COLUMN name TYPE TEXT COLLATE "C";
CREATE INDEX findings_pages_seen ON plumbline.findings (first_seen, id) WHERE ended_revision IS NULL;

-- The first time that anything is known of.
ALTER TABLE plumbline.clusters ADD COLUMN remembered_since BIGINT;
UPDATE plumbline.clusters c SET remembered_since = coalesce(
  (SELECT min(f.began_at) FROM plumbline.findings f WHERE f.cluster_id = c.id), c.baseline_at);
