-- Pages of what changed, which end within a revision as well, and no further than what is shown.
DROP INDEX findings_began;
CREATE INDEX findings_began ON findings (cluster_id, revision, place);
DROP INDEX findings_ended;
CREATE INDEX findings_ended ON findings (cluster_id, ended_revision, ended_place) WHERE resolution IS NOT NULL;
