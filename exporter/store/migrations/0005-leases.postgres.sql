-- Who leads which cluster, and until when by the clock of this server. Times are milliseconds since the epoch.

CREATE TABLE plumbline.leases (
  -- Asked for before the cluster is taken for the first time, so it may not be known yet.
  cluster_id TEXT PRIMARY KEY,
  -- The name of the replica; empty while nobody leads.
  holder TEXT NOT NULL,
  -- Different in every process.
  instance TEXT NOT NULL,
  -- Grows whenever another process begins to lead.
  term BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  -- When another replica asked in vain.
  asked_at BIGINT NOT NULL
);

ALTER TABLE plumbline.leases ENABLE ROW LEVEL SECURITY;
CREATE POLICY writer ON plumbline.leases
  USING (cluster_id IN (SELECT r.cluster_id FROM plumbline.roles r WHERE r.role_name = current_user));
CREATE POLICY reader ON plumbline.leases FOR SELECT
  USING (EXISTS (SELECT FROM plumbline.roles r WHERE r.role_name = current_user AND r.cluster_id IS NULL));

-- Roles from before get the same rights here that roles.sql gives to new ones.
DO $$
DECLARE one RECORD;
BEGIN
  FOR one IN
    SELECT DISTINCT r.role_name, r.cluster_id IS NULL AS reads_only
    FROM plumbline.roles r JOIN pg_roles p ON p.rolname = r.role_name
  LOOP
    EXECUTE format('GRANT %s ON plumbline.leases TO %I',
      CASE WHEN one.reads_only THEN 'SELECT' ELSE 'SELECT, INSERT, UPDATE, DELETE' END, one.role_name);
  END LOOP;
END $$;
