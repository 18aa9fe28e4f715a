-- Pages of what changed, which end within a revision as well, and no further than what is shown.
DROP INDEX plumbline.findings_began;
CREATE INDEX findings_began ON plumbline.findings (cluster_id, revision, place);
DROP INDEX plumbline.findings_ended;
CREATE INDEX findings_ended ON plumbline.findings (cluster_id, ended_revision, ended_place)
  WHERE resolution IS NOT NULL;
