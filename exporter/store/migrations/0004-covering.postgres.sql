-- Whatever findings are filtered, sorted and counted by stands in the indexes, so that only those that are shown are read
-- from the table.
DROP INDEX plumbline.findings_pages_cluster;
CREATE INDEX findings_pages_cluster ON plumbline.findings (cluster_id, severity, first_seen, id)
  INCLUDE (check_id, namespace, team) WHERE ended_revision IS NULL;
DROP INDEX plumbline.findings_pages_check;
CREATE INDEX findings_pages_check ON plumbline.findings (check_id, severity, first_seen, id)
  INCLUDE (cluster_id, namespace, team) WHERE ended_revision IS NULL;
DROP INDEX plumbline.findings_pages_team;
CREATE INDEX findings_pages_team ON plumbline.findings (team, severity, first_seen, id)
  INCLUDE (cluster_id, check_id, namespace) WHERE ended_revision IS NULL;
DROP INDEX plumbline.findings_pages_namespace;
CREATE INDEX findings_pages_namespace ON plumbline.findings (namespace, severity, first_seen, id)
  INCLUDE (cluster_id, check_id, team) WHERE ended_revision IS NULL;
